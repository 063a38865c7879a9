//! Decoding into types from outside this crate, so that a program chooses what it reads of a
//! response. Nothing else is kept, so one property costs no more than one property.

use std::fmt::Write;

use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;

use super::{
    decode::{self, Listed},
    elements::Progress,
    flaw::{DecodeError, Flaw},
    reading::Json,
};

/// Decodes a body. An empty body is `null`.
pub fn body_as<T: DeserializeOwned>(body: &[u8], strict: bool) -> Result<T, DecodeError> {
    let body = match body {
        [] => b"null",
        body => body,
    };
    decode::mended(body, strict, |text| {
        serde_json::from_str(text).map_err(|error| DecodeError {
            path: path::<T>("$", text),
            ..DecodeError::new(&error)
        })
    })
}

/// Decodes the elements of a page. A bad element does not affect the others.
pub fn list_as<T: DeserializeOwned>(body: &[u8], strict: bool) -> Result<Listed<T>, DecodeError> {
    let all = decode::mended(body, strict, |text| {
        serde_json::from_str(text).map_err(|error| DecodeError::new(&error))
    });
    decode::listed(body, strict, all, next_as)
}

/// Decodes the next element of a page.
pub fn next_as<T: DeserializeOwned>(
    list: &str,
    progress: &mut Progress,
    place: &mut Option<T>,
) -> Option<Result<(), Flaw>> {
    let mut read = decode::next_free_form(list, progress, place)?;
    if let Err(Flaw::Element(item)) = &mut read {
        item.path = path::<T>(&format!("$[{}]", item.index), &item.raw);
    }
    Some(read)
}

/// Returns the JSON path of the fault in a text that does not decode.
#[cold]
fn path<T: DeserializeOwned>(root: &str, text: &str) -> String {
    let mut path = root.to_owned();
    let json = &mut Json::from_str(text);
    if let Err(error) = serde_path_to_error::deserialize::<_, T>(json) {
        for segment in error.path() {
            let written = match segment {
                Segment::Seq { index } => write!(path, "[{index}]"),
                Segment::Map { key } => write!(path, ".{key}"),
                Segment::Enum { .. } | Segment::Unknown => Ok(()),
            };
            debug_assert!(written.is_ok(), "writing to a String cannot fail");
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    struct Named {
        profile: Profile,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Profile {
        name: String,
    }

    #[test]
    fn what_does_not_decode_is_told_with_its_place() {
        let body = |text: &str| body_as::<Named>(text.as_bytes(), false).unwrap_err().path;
        assert_eq!(body(r#"{"profile": {"name": 7}}"#), "$.profile.name");
        assert_eq!(body(r#"{"profile": {}}"#), "$.profile");
        assert_eq!(body(""), "$");
        assert_eq!(body_as::<Option<Named>>(b"", false), Ok(None));
    }

    #[test]
    fn an_element_that_does_not_decode_costs_no_other() {
        let text = r#"[{"profile": {"name": "a", "x": 1}}, {"profile": {"name": null}},
            {"id": 1, "profile": {"name": "c"}}]"#;
        let listed = list_as::<Named>(text.as_bytes(), false).unwrap();
        let names: Vec<String> = listed.values.into_iter().map(|v| v.profile.name).collect();
        assert_eq!(names, ["a", "c"]);
        assert_eq!(listed.bad[0].index, 1);
        assert_eq!(listed.bad[0].path, "$[1].profile.name");
        assert_eq!(listed.bad[0].raw, r#"{"profile": {"name": null}}"#);
    }
}
