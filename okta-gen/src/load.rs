//! Reading YAML and JSON documents into one form.

use std::path::Path;

use serde_json::Value as Json;

use crate::error::{Error, Result};

/// Reads a YAML or JSON file.
pub fn file(path: &Path) -> Result<Json> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let advice = match error.kind() {
            std::io::ErrorKind::InvalidData => "save it as UTF-8",
            _ => "check the path, or restore the file from version control",
        };
        Error::at("", format!("cannot be read: {error}"))
            .in_file(path)
            .advise(advice)
    })?;
    text_as_json(&text).map_err(|error| error.in_file(path))
}

/// Parses YAML 1.2, of which JSON is a part.
///
/// # Errors
///
/// When the text is no YAML, has a key twice, or says what JSON cannot hold.
pub fn text_as_json(text: &str) -> Result<Json> {
    let options = serde_saphyr::options! {
        // A description is larger than what is bearable as input from anywhere.
        budget: None,
        // YAML 1.1 is what these would read otherwise: `ON` is a word.
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        reject_unsupported_tags: true,
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let problem = error.to_string();
        // What comes behind is advice for programmers.
        let ends = [", set ", "; use "].map(|advice| problem.find(advice));
        let end = ends.into_iter().flatten().min().unwrap_or(problem.len());
        let problem = problem[..end].to_owned();
        let error = match error.location() {
            Some(at) => {
                let (line, column) = (at.line(), at.column());
                let said_last = format!(" at line {line}, column {column}");
                let problem = problem.strip_suffix(&said_last).unwrap_or(&problem);
                Error::at(format!("line {line} column {column}"), problem)
            }
            None => Error::at("", problem),
        };
        error.advise("the file has to be one document in YAML or JSON: mend it there")
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn status_codes_without_quotes_become_strings() {
        assert_eq!(
            text_as_json("responses: {200: {ok: true}, default: 1.5}").unwrap(),
            json!({"responses": {"200": {"ok": true}, "default": 1.5}})
        );
    }

    #[test]
    fn words_and_numbers_are_those_of_yaml_1_2() {
        assert_eq!(
            text_as_json("[ON, yes, y, True, ~, 012, 1_000, 0x1F, 1e2, 2014-10-02]").unwrap(),
            json!([
                "ON",
                "yes",
                "y",
                true,
                null,
                "012",
                "1_000",
                31,
                100.0,
                "2014-10-02"
            ])
        );
    }

    #[test]
    fn what_is_merged_is_there() {
        let text = "a: &a {x: 1, y: 1}\nb: {<<: *a, y: 2}";
        let expected = json!({"a": {"x": 1, "y": 1}, "b": {"x": 1, "y": 2}});
        assert_eq!(text_as_json(text).unwrap(), expected);
        let text = "\u{feff}a: 1";
        assert_eq!(text_as_json(text).unwrap(), json!({"a": 1}));
    }

    #[test]
    fn malformed_yaml_and_what_json_cannot_hold_are_errors_with_their_line() {
        for (text, place) in [
            ("a: 1\nb: [", "line 2 column 4"),
            ("a: 1\nb: 2\na: 3", "line 3 column 1"),
            ("a/b:\n - .nan", "line 2 column 4"),
            ("a: {? [1] : 2}", "line 1 column 7"),
            ("a: !t 2", "line 1 column 7"),
            ("a: 1\n---\nb: 2", "line 3 column 1"),
        ] {
            let error = text_as_json(text).unwrap_err();
            assert_eq!(error.place, place, "{error}");
            assert!(!error.problem.contains("line"), "{error}");
        }
    }
}
