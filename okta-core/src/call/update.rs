//! Changes a resource without overwriting anything else: reads it, changes it, and sends what
//! the operation takes.

use serde_json::{Map, Value};

use crate::{
    Error, Response,
    call::Call,
    model::{Resource, View, to_json},
};

/// The number of attempts when others keep changing the same resource.
const ROUNDS: u32 = 5;

/// What the changing operation takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Takes {
    /// Only what changes. Everything else stays as it is.
    Changes,
    /// The whole resource. What is not sent is cleared.
    Whole,
}

/// The return value of a function that changes a resource: nothing, or a result, so that `?`
/// works in it.
pub trait Changed {
    /// Converts it into a result.
    #[doc(hidden)]
    fn result(self) -> Result<(), Box<dyn std::error::Error + Send + Sync>>;
}

impl Changed for () {
    fn result(self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Ok(())
    }
}

impl Changed for Result<(), Box<dyn std::error::Error + Send + Sync>> {
    fn result(self) -> Self {
        self
    }
}

/// Reads a resource, lets `change` change it, and sends what the operation takes. Nothing is
/// sent when nothing has changed. A property that `change` makes absent stays as it is.
///
/// Where Okta gives the resource an ETag, the change applies only to the version that was read.
/// If somebody else changes the resource first, the change is repeated on the new version.
pub async fn update<T: Resource + Send + Sync, R: Changed>(
    read: Call,
    write: Call,
    takes: Takes,
    mut change: impl FnMut(&mut T) -> R + Send,
) -> Result<Response<T>, Error> {
    let mut round = 1;
    loop {
        let mut resource = read.clone().send::<T>().await?;
        let before = to_json(resource.view());
        change(&mut resource).result().map_err(refused)?;
        let Some(body) = body(before, resource.view(), takes) else {
            return Ok(resource);
        };
        let mut write = write.clone();
        write.json(&body);
        if let Some(etag) = resource.etag() {
            write.header("if-match", etag);
        }
        match write.send().await {
            Err(error) if error.is_precondition_failed() && round < ROUNDS => round += 1,
            result => return result,
        }
    }
}

/// Passes an error of this crate on as it is.
fn refused(error: Box<dyn std::error::Error + Send + Sync>) -> Error {
    match error.downcast() {
        Ok(error) => *error,
        Err(error) => Error::Change(error),
    }
}

/// Returns the body to send, or `None` when there is nothing to send.
fn body(before: Value, after: View<'_>, takes: Takes) -> Option<Value> {
    let changes = changes(&before, &to_json(after))?;
    let (Takes::Whole, Value::Object(mut whole), Value::Object(changes)) =
        (takes, before, &changes)
    else {
        return Some(changes);
    };
    if let View::Object(object) = after {
        // Links are never sent, even where the description does not call them read-only. Below
        // the top level it calls read-only what Okta needs, such as the ids of the applications
        // that a rule applies to.
        let leads_on = |name: &str| matches!(name, "_links" | "_embedded");
        whole.retain(|name, _| !object.is_read_only(name) && !leads_on(name));
    }
    put(&mut whole, changes);
    Some(whole.into())
}

/// Returns what is new or different in `after`, or `None` when nothing is. Lists are compared
/// as a whole.
fn changes(before: &Value, after: &Value) -> Option<Value> {
    let (Value::Object(old), Value::Object(new)) = (before, after) else {
        return (before != after).then(|| after.clone());
    };
    let mut changed = Map::new();
    for (name, value) in new {
        let change = match old.get(name) {
            Some(known) => changes(known, value),
            None => Some(value.clone()),
        };
        if let Some(change) = change {
            changed.insert(name.clone(), change);
        }
    }
    (!changed.is_empty()).then_some(Value::Object(changed))
}

/// Merges changes into a whole resource.
fn put(whole: &mut Map<String, Value>, changes: &Map<String, Value>) {
    for (name, change) in changes {
        match (whole.get_mut(name), change) {
            (Some(Value::Object(whole)), Value::Object(changes)) => put(whole, changes),
            _ => {
                whole.insert(name.clone(), change.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{Field, codegen::object, model::Schema};

    #[derive(Clone, Default)]
    struct Rule {
        id: Field<String>,
        name: Field<String>,
        conditions: Field<Value>,
        additional_properties: crate::Map<Value>,
    }

    object! {
        Rule {
            id: "id",
            name: "name",
            conditions: "conditions",
        }
        read_only "id";
    }

    #[test]
    fn only_what_differs_is_sent() {
        for (before, after, expected) in [
            (json!({"a": 1}), json!({"a": 1}), None),
            (
                json!({"a": 1, "b": 2}),
                json!({"a": 1, "b": 3}),
                Some(json!({"b": 3})),
            ),
            (
                json!({"a": 1}),
                json!({"a": 1, "b": null}),
                Some(json!({"b": null})),
            ),
            (
                json!({"a": 1}),
                json!({"a": null}),
                Some(json!({"a": null})),
            ),
            // A removed property stays as it is, at every depth.
            (json!({"a": 1, "b": 2}), json!({"a": 1}), None),
            (json!({"a": null}), json!({}), None),
            (
                json!({"p": {"x": 1, "y": {"z": 1}}, "q": {}}),
                json!({"p": {"y": {"z": 2}}}),
                Some(json!({"p": {"y": {"z": 2}}})),
            ),
            // Lists are replaced as a whole.
            (
                json!({"l": [1, 2]}),
                json!({"l": [1]}),
                Some(json!({"l": [1]})),
            ),
            (json!({"a": {}}), json!({"a": []}), Some(json!({"a": []}))),
        ] {
            assert_eq!(changes(&before, &after), expected, "{before} {after}");
        }
    }

    #[test]
    fn what_takes_the_whole_gets_it_without_what_okta_sets() {
        let before =
            json!({"id": "1", "name": "a", "conditions": {"x": 1, "y": {"id": "2"}}, "new": 3});
        let after = |change: fn(&mut Rule)| {
            let mut rule: Rule = serde_json::from_value(before.clone()).unwrap();
            change(&mut rule);
            body(before.clone(), rule.view(), Takes::Whole)
        };
        assert_eq!(after(|_| {}), None);
        assert_eq!(after(|rule| rule.name = Field::Absent), None);
        assert_eq!(
            after(|rule| rule.conditions = json!({"x": null}).into()),
            Some(json!({"name": "a", "conditions": {"x": null, "y": {"id": "2"}}, "new": 3}))
        );
        assert_eq!(
            after(|rule| rule.name = Field::Null),
            Some(json!({"name": null, "conditions": {"x": 1, "y": {"id": "2"}}, "new": 3}))
        );
        // A change of a property that only Okta sets is sent, for Okta to decide.
        assert_eq!(
            after(|rule| rule.id = "2".into()).unwrap()["id"],
            json!("2")
        );
    }
}
