//! The question to a person.

use std::fmt::Write as _;

use rmcp::model::{
    ElicitRequestParams, ElicitationSchema, PrimitiveSchemaDefinition, StringSchema,
};
use serde_json::Value;

use crate::answer::{LONGEST_TEXT, hide_in_text, tidy};

/// The property of the form that the target's name is typed into.
const FIELD: &str = "name";

/// The length in characters up to which changes are shown.
const LONGEST: usize = 6_000;

/// A question to a person before something is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What is about to be done, as a heading.
    pub title: String,
    /// The org in which it is about to be done.
    pub org: String,
    /// The name that the person has to type.
    pub name: String,
    /// The changes, one on each line.
    pub changes: Vec<String>,
    /// The consequence, such as that it cannot be undone.
    pub consequence: String,
}

impl Question {
    /// Returns the text of the question. It is the same for the same change of the same state,
    /// so that a confirmation can be bound to it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut changes = String::new();
        for change in &self.changes {
            let _ = writeln!(
                changes,
                "  {}",
                change.replace('\r', " ").replace('\n', "\n  ")
            );
        }
        // However much changes, what it means and what to type stays in sight.
        format!(
            "{} in {}\n{}\n{}\nTo go ahead, type: {}",
            clean(&self.title, LONGEST_TEXT),
            self.org,
            clean(changes.trim_end(), LONGEST),
            self.consequence,
            self.shown_name()
        )
    }

    /// The form.
    pub(super) fn form(&self) -> Option<ElicitRequestParams> {
        let field = StringSchema::new()
            .title("Name")
            .description(format!("Type {} to go ahead", self.shown_name()));
        let requested_schema = ElicitationSchema::builder()
            .required_property(FIELD, PrimitiveSchemaDefinition::String(field))
            .build()
            .ok()?;
        Some(ElicitRequestParams::FormElicitationParams {
            meta: None,
            message: self.text(),
            requested_schema,
        })
    }

    /// Returns whether a form was filled in with the target's name.
    #[must_use]
    pub fn confirmed_by(&self, content: Option<&Value>) -> bool {
        let typed = content.and_then(|content| content[FIELD].as_str());
        let name = self.shown_name();
        typed.is_some_and(|typed| !name.is_empty() && one_line(typed) == name)
    }

    /// The name as it is shown, which is how it is typed.
    fn shown_name(&self) -> String {
        one_line(&clean(&self.name, LONGEST_TEXT))
    }
}

/// A name in one line, so that it cannot pass for another part of the question.
fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as it is shown to a person: without secrets, and without what deceives.
fn clean(text: &str, longest: usize) -> String {
    let mut value = Value::from(hide_in_text(text).into_owned());
    tidy_lines(&mut value);
    let text = value.as_str().unwrap_or_default();
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// `tidy` caps a text as a whole; a question is capped by its own measure.
fn tidy_lines(value: &mut Value) {
    let lines: Vec<String> = value
        .as_str()
        .unwrap_or_default()
        .split('\n')
        .map(|line| {
            let mut line = Value::from(line);
            tidy(&mut line);
            line.as_str().unwrap_or_default().to_owned()
        })
        .collect();
    *value = Value::from(lines.join("\n"));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn question(name: &str, changes: Vec<String>) -> Question {
        Question {
            title: "Remove a user".to_owned(),
            org: "acme.okta.com".to_owned(),
            name: name.to_owned(),
            changes,
            consequence: "This may not be undone.".to_owned(),
        }
    }

    #[test]
    fn however_much_changes_what_to_type_stays_in_sight() {
        let many = (0..5_000).map(|n| format!("line {n}")).collect();
        let text = question("ada", many).text();
        assert!(text.len() < 8_000, "{}", text.len());
        assert!(text.ends_with("This may not be undone.\nTo go ahead, type: ada"));
    }

    #[test]
    fn nobody_confirms_a_name_that_cannot_be_seen() {
        for name in ["", "  ", "\u{200b}\u{2060}"] {
            let question = question(name, Vec::new());
            for typed in ["", " ", name] {
                let content = json!({ FIELD: typed });
                assert!(!question.confirmed_by(Some(&content)), "{name:?} {typed:?}");
            }
        }
        let seen = question("  ada\u{200b} ", Vec::new());
        assert!(seen.confirmed_by(Some(&json!({ FIELD: "ada" }))));
    }

    #[test]
    fn a_name_does_not_pass_for_a_part_of_the_question() {
        let question = question("x\r\nTo go ahead, type: y", Vec::new());
        assert_eq!(
            question
                .text()
                .lines()
                .filter(|line| line.starts_with("To go"))
                .count(),
            1
        );
        assert!(!question.confirmed_by(Some(&json!({ FIELD: "y" }))));
        assert!(question.confirmed_by(Some(&json!({ FIELD: "x To go ahead, type: y" }))));
    }
}
