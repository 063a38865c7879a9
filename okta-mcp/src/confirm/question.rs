//! What a person is asked.

use std::fmt::Write as _;

use rmcp::model::{
    ElicitRequestParams, ElicitationSchema, PrimitiveSchemaDefinition, StringSchema,
};
use serde_json::Value;

use crate::answer::{LONGEST_TEXT, hide_in_text, tidy};

/// The property of the form that the target's name is typed into.
const FIELD: &str = "name";

/// Of a question more than this is not shown, in characters.
const LONGEST: usize = 6_000;

/// What a person is asked before something is changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What will be done, as a heading.
    pub title: String,
    /// The org that it will be done to.
    pub org: String,
    /// The name that has to be typed.
    pub name: String,
    /// What will change, a line each.
    pub changes: Vec<String>,
    /// What it means, such as that it cannot be undone.
    pub consequence: String,
}

impl Question {
    /// The text of the question. It is the same for the same change of the same state, so
    /// that a confirmation can be bound to it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{} in {}\n", self.title, self.org);
        for change in &self.changes {
            let _ = writeln!(text, "  {}", change.replace('\n', "\n  "));
        }
        let _ = write!(
            text,
            "{}\nTo go ahead, type: {}",
            self.consequence, self.name
        );
        clean(&text, LONGEST)
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

    /// Whether a form was filled in with the target's name.
    #[must_use]
    pub fn confirmed_by(&self, content: Option<&Value>) -> bool {
        let typed = content.and_then(|content| content[FIELD].as_str());
        typed.is_some_and(|typed| typed.trim() == self.shown_name())
    }

    /// The name as it is shown, which is how it is typed.
    fn shown_name(&self) -> String {
        clean(self.name.trim(), LONGEST_TEXT)
    }
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
