//! What of a request body breaks its schema.

use std::fmt::{self, Display};

use chrono::DateTime;
use serde_json::{Map, Value};

use super::{Schemas, discriminator, is, type_of};

/// Causes beyond this are not counted: a body of a million mistakes has an answer of
/// ordinary size.
const MAX_CAUSES: usize = 20;

/// What newer descriptions require of bodies that they share with answers.
const ONLY_OKTAS: &[&str] = &["_links", "created", "id", "lastUpdated"];

/// One mistake in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cause {
    /// The property, such as `profile.login` or `scopes[0]`; empty for the whole body.
    pub(crate) property: String,
    /// What is wrong with it.
    pub(crate) problem: Problem,
}

/// What is wrong with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Problem {
    /// A required property is missing or null.
    Missing,
    /// The value has another JSON type than this one.
    Type(&'static str),
    /// A text is no date and time.
    Date,
    /// The value is none of the documented ones. In answers Okta's lists of values are
    /// open; in requests it refuses what it does not know.
    UnknownValue,
}

/// The words for `errorSummary`, as Okta's own.
impl Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.property.is_empty() {
            write!(f, "{}: ", self.property)?;
        }
        match self.problem {
            Problem::Missing => f.write_str("The field cannot be left blank"),
            Problem::Type(expected) => write!(f, "The field must be of type {expected}"),
            Problem::Date => f.write_str("must be a valid date-time"),
            Problem::UnknownValue => f.write_str("The field has an invalid value"),
        }
    }
}

impl Schemas {
    /// The mistakes in a request body. Properties that only Okta sets are not looked at,
    /// unknown ones are allowed, and null, which clears a property, fits every type.
    pub(crate) fn validate(&self, schema: &Value, body: &Value) -> Vec<Cause> {
        let mut validator = Validator {
            schemas: self,
            causes: Vec::new(),
        };
        validator.value(schema, body, "");
        validator.causes
    }
}

struct Validator<'s> {
    schemas: &'s Schemas,
    causes: Vec<Cause>,
}

impl<'s> Validator<'s> {
    // The recursion follows the body, whose depth the JSON parser bounds.
    fn value(&mut self, schema: &'s Value, value: &Value, place: &str) {
        let schema = self.schemas.resolve(schema).schema;
        if value.is_null() {
            return;
        }
        if let Some((property, mapping)) = discriminator(schema)
            && let Some(child) = value.get(property).and_then(Value::as_str)
            && let Some(child) = mapping
                .get(child)
                .and_then(|child| self.schemas.referenced(child))
            && !std::ptr::eq(child.schema, schema)
        {
            self.value(child.schema, value, place);
            // A value that names a kind is documented, even where the list of values
            // does not have it.
            let known = Cause {
                property: inner(place, property),
                problem: Problem::UnknownValue,
            };
            self.causes.retain(|cause| *cause != known);
            return;
        }
        match (type_of(schema), value) {
            (Some("object"), Value::Object(properties)) => self.object(schema, properties, place),
            (Some("object"), _) => self.add(place, Problem::Type("object")),
            (Some("array"), Value::Array(elements)) => {
                let Some(items) = schema.get("items") else {
                    return;
                };
                for (i, element) in elements.iter().enumerate() {
                    if self.causes.len() >= MAX_CAUSES {
                        return;
                    }
                    self.value(items, element, &format!("{place}[{i}]"));
                }
            }
            (Some("array"), _) => self.add(place, Problem::Type("array")),
            (Some("string"), Value::String(text)) => self.text(schema, text, place),
            (Some("string"), _) => self.add(place, Problem::Type("string")),
            (Some("boolean"), value) if !value.is_boolean() => {
                self.add(place, Problem::Type("boolean"));
            }
            (Some("integer"), value) if !is_integer(value) => {
                self.add(place, Problem::Type("integer"));
            }
            (Some("number"), value) if !value.is_number() => {
                self.add(place, Problem::Type("number"));
            }
            _ => {}
        }
    }

    fn object(&mut self, schema: &'s Value, body: &Map<String, Value>, place: &str) {
        let properties = schema.get("properties").and_then(Value::as_object);
        let property = |name: &str| properties.and_then(|properties| properties.get(name));
        let required = schema.get("required").and_then(Value::as_array);
        let required = required.into_iter().flatten().filter_map(Value::as_str);
        for name in required.filter(|name| !ONLY_OKTAS.contains(name)) {
            let is_given = body.get(name).is_some_and(|value| !value.is_null());
            let is_okta_s = property(name).is_some_and(|property| self.is_read_only(property));
            if !is_given && !is_okta_s {
                self.add(&inner(place, name), Problem::Missing);
            }
        }
        let others = schema
            .get("additionalProperties")
            .filter(|others| others.is_object() && !is_anything(others));
        for (name, value) in body {
            if let Some(property) = property(name).or(others)
                && !self.is_read_only(property)
            {
                self.value(property, value, &inner(place, name));
            }
        }
    }

    fn text(&mut self, schema: &Value, text: &str, place: &str) {
        let format = schema.get("format").and_then(Value::as_str);
        let values = schema.get("enum").and_then(Value::as_array);
        if format == Some("date-time") && DateTime::parse_from_rfc3339(text).is_err() {
            self.add(place, Problem::Date);
        } else if values.is_some_and(|values| !values.iter().any(|value| value == text)) {
            self.add(place, Problem::UnknownValue);
        }
    }

    fn is_read_only(&self, property: &'s Value) -> bool {
        is(property, "readOnly") || is(self.schemas.resolve(property).schema, "readOnly")
    }

    fn add(&mut self, place: &str, problem: Problem) {
        if self.causes.len() < MAX_CAUSES {
            self.causes.push(Cause {
                property: place.to_owned(),
                problem,
            });
        }
    }
}

/// Whether a schema is an object and says no more: Okta's way to say "anything".
fn is_anything(schema: &Value) -> bool {
    schema.as_object().is_some_and(|schema| schema.len() == 1) && type_of(schema) == Some("object")
}

/// Whole numbers, also when written as `1.0`.
fn is_integer(value: &Value) -> bool {
    value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.fract() == 0.0)
}

fn inner(place: &str, name: &str) -> String {
    if place.is_empty() {
        name.to_owned()
    } else {
        format!("{place}.{name}")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::tests::schemas, *};

    #[track_caller]
    fn check(schema: &str, body: Value, expected: &[&str]) {
        let schemas = schemas();
        let causes = schemas.validate(schemas.named(schema).unwrap(), &body);
        let summaries: Vec<String> = causes.iter().map(Cause::to_string).collect();
        assert_eq!(summaries, expected, "{schema} {body}");
    }

    #[test]
    fn types() {
        check(
            "Widget",
            json!({"name": "a", "priority": 1, "enabled": false, "ratio": 1}),
            &[],
        );
        check(
            "Widget",
            json!({"name": "a", "priority": 1.0, "ratio": 0.5}),
            &[],
        );
        check("Widget", json!([]), &["The field must be of type object"]);
        for (body, expected) in [
            (json!({"name": 5}), "name: The field must be of type string"),
            (
                json!({"name": "a", "priority": "1"}),
                "priority: The field must be of type integer",
            ),
            (
                json!({"name": "a", "priority": 1.5}),
                "priority: The field must be of type integer",
            ),
            (
                json!({"name": "a", "enabled": "true"}),
                "enabled: The field must be of type boolean",
            ),
            (
                json!({"name": "a", "ratio": "x"}),
                "ratio: The field must be of type number",
            ),
            (
                json!({"name": "a", "tags": "x"}),
                "tags: The field must be of type array",
            ),
            (
                json!({"name": "a", "tags": ["x", 1]}),
                "tags[1]: The field must be of type string",
            ),
            (
                json!({"name": "a", "labels": {"x": 1}}),
                "labels.x: The field must be of type string",
            ),
            (
                json!({"name": "a", "settings": 1}),
                "settings: The field must be of type object",
            ),
        ] {
            check("Widget", body, &[expected]);
        }
    }

    #[test]
    fn required_dates_and_values() {
        check(
            "Widget",
            json!({}),
            &["name: The field cannot be left blank"],
        );
        check(
            "Widget",
            json!({"name": null}),
            &["name: The field cannot be left blank"],
        );
        check(
            "Widget",
            json!({"name": "a", "startsAt": "2024-05-01T12:00:00.000Z"}),
            &[],
        );
        check(
            "Widget",
            json!({"name": "a", "startsAt": "tomorrow", "status": "SLEEPY"}),
            &[
                "startsAt: must be a valid date-time",
                "status: The field has an invalid value",
            ],
        );
    }

    #[test]
    fn what_only_okta_sets_and_what_nobody_knows_is_left_alone() {
        check(
            "Widget",
            json!({"name": "a", "id": 5, "created": "x", "_links": []}),
            &[],
        );
        check(
            "Widget",
            json!({"name": "a", "brandNew": {"deep": [1]}}),
            &[],
        );
        check(
            "Widget",
            json!({"name": "a", "priority": null, "tags": null}),
            &[],
        );
    }

    #[test]
    fn kinds_and_trees() {
        check(
            "Shape",
            json!({"kind": "CIRCLE", "radius": "x"}),
            &["radius: The field must be of type integer"],
        );
        check(
            "Shape",
            json!({"kind": "POLYGON", "name": "square", "edge": "x"}),
            &["edge: The field must be of type integer"],
        );
        // HEXAGON names a kind but is not in the list of values, BLOB is neither.
        check("Shape", json!({"kind": "HEXAGON", "sides": 6}), &[]);
        check(
            "Shape",
            json!({"kind": "BLOB", "radius": "x"}),
            &["kind: The field has an invalid value"],
        );
        check("Shape", json!({"kind": null, "radius": "x"}), &[]);
        check(
            "Tree",
            json!({"children": [{"children": [{"label": 1}]}], "parent": {"label": 2}}),
            &[
                "children[0].children[0].label: The field must be of type string",
                "parent.label: The field must be of type string",
            ],
        );
    }

    #[test]
    fn the_list_of_causes_is_bounded() {
        let schemas = schemas();
        let body = json!({"name": "a", "tags": vec![1; 1000]});
        let causes = schemas.validate(schemas.named("Widget").unwrap(), &body);
        assert_eq!(causes.len(), MAX_CAUSES);
    }
}
