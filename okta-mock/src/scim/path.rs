//! Attribute paths such as `profile.department`.

use serde_json::Value;

/// No attribute lies deeper. A path is as deep as the values that are made of it.
const DEEPEST: usize = 16;

/// A dotted path to an attribute. Names are case-sensitive, as Okta documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path {
    text: String,
}

impl Path {
    /// Reads a path; `None` when a name is empty or holds something that no attribute
    /// name has.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_name = |name: &str| {
            !name.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | ':'))
        };
        let mut names = text.split('.');
        (names.by_ref().take(DEEPEST).all(is_name) && names.next().is_none()).then(|| Self {
            text: text.to_owned(),
        })
    }

    /// Whether a value at this path passes the test. Every element of an array on the
    /// way counts; when there is none at all the test is asked about null, so that
    /// `eq null` and `ne "x"` hold for an attribute that is not there.
    pub(crate) fn any(&self, resource: &Value, test: &mut dyn FnMut(&Value) -> bool) -> bool {
        let mut found = false;
        let passed = any_at(resource, &self.text, &mut |value| {
            found = true;
            test(value)
        });
        passed || (!found && test(&Value::Null))
    }

    /// The first value at this path that is not null.
    pub(crate) fn first<'v>(&self, resource: &'v Value) -> Option<&'v Value> {
        let value = self
            .text
            .split('.')
            .try_fold(resource, |value, name| elements(value).next()?.get(name))?;
        elements(value).next().filter(|value| !value.is_null())
    }
}

/// Whether a value that is there, at a path known to be one, passes the test.
pub(super) fn any_at(value: &Value, path: &str, test: &mut dyn FnMut(&Value) -> bool) -> bool {
    let (name, rest) = match path.split_once('.') {
        Some((name, rest)) => (name, Some(rest)),
        None => (path, None),
    };
    elements(value)
        .filter_map(|value| value.get(name))
        .any(|next| match rest {
            Some(rest) => any_at(next, rest, test),
            None => elements(next).any(&mut *test),
        })
}

/// The elements of an array, or the value alone.
fn elements(value: &Value) -> impl Iterator<Item = &Value> {
    match value {
        Value::Array(elements) => elements.iter(),
        single => std::slice::from_ref(single).iter(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn values(path: &str, resource: &Value) -> Vec<Value> {
        let mut seen = Vec::new();
        Path::parse(path).unwrap().any(resource, &mut |value| {
            seen.push(value.clone());
            false
        });
        seen
    }

    #[test]
    fn paths_reach_into_objects_and_arrays() {
        let log = json!({
            "actor": {"id": "00u1"},
            "target": [{"id": "a"}, {"type": "User"}, {"id": "b"}],
            "tags": ["x", "y"], "nothing": null, "empty": []
        });
        for (path, expected) in [
            ("actor.id", json!(["00u1"])),
            ("target.id", json!(["a", "b"])),
            ("tags", json!(["x", "y"])),
            ("nothing", json!([null])),
            ("empty", json!([null])),
            ("missing.deeper", json!([null])),
            ("actor.id.deeper", json!([null])),
            ("Actor.id", json!([null])),
        ] {
            assert_eq!(json!(values(path, &log)), expected, "{path}");
        }
    }

    #[test]
    fn the_first_value_is_never_null() {
        let resource = json!({"a": null, "b": [], "c": ["x", "y"], "d": {"e": 1}});
        for (path, expected) in [
            ("a", None),
            ("b", None),
            ("c", Some(json!("x"))),
            ("d.e", Some(json!(1))),
            ("d.e.f", None),
        ] {
            let first = Path::parse(path).unwrap().first(&resource).cloned();
            assert_eq!(first, expected, "{path}");
        }
    }

    #[test]
    fn a_path_has_an_end() {
        let deep = |names: usize| vec!["a"; names].join(".");
        assert!(Path::parse(&deep(DEEPEST)).is_some());
        assert_eq!(Path::parse(&deep(DEEPEST + 1)), None);
        assert_eq!(Path::parse(&deep(100_000)), None);
    }

    #[test]
    fn what_is_no_path() {
        for text in ["", ".", "a.", ".a", "a..b", "a b", "a\"b", "a(b", "a/b"] {
            assert_eq!(Path::parse(text), None, "{text:?}");
        }
    }
}
