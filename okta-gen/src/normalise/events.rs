//! Operations say which events they write to the System Log, as `x-okta-events`.
//!
//! Overlays list them under the same key at the root of the document, by operationId: one
//! table is easier to review than a hundred places.

use serde_json::{Map, Value};

use crate::{
    document::spread,
    error::{Error, Result},
};

/// The key of the table, and of each operation's list.
pub const EVENTS: &str = "x-okta-events";

pub fn apply(document: &mut Value) -> Result<()> {
    let table = document
        .as_object_mut()
        .and_then(|root| root.remove(EVENTS));
    let table = match table {
        Some(Value::Object(table)) => table,
        Some(_) => {
            return Err(Error::at(format!("/{EVENTS}"), "expected an object")
                .advise("give each operationId a list of event types"));
        }
        None => Map::new(),
    };
    let entry = |(id, events)| {
        let place = format!("/{EVENTS}/{id}");
        (id, (place, events))
    };
    let table = table.into_iter().map(entry).collect();
    spread(document, table, |_, _, operation, events: Option<Value>| {
        operation.extend(events.map(|events| (EVENTS.to_owned(), events)));
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_table_goes_to_the_operations() {
        let mut document = json!({
            "paths": {"/a": {"post": {"operationId": "createUser"}, "get": {"operationId": "getUser"}}},
            EVENTS: {"createUser": ["user.lifecycle.create"]},
        });
        apply(&mut document).unwrap();
        assert_eq!(
            document,
            json!({"paths": {"/a": {
                "post": {"operationId": "createUser", EVENTS: ["user.lifecycle.create"]},
                "get": {"operationId": "getUser"},
            }}})
        );
    }

    #[test]
    fn an_operation_that_is_not_there_is_an_error() {
        let mut document = json!({"paths": {}, EVENTS: {"createUser": []}});
        let error = apply(&mut document).unwrap_err();
        assert_eq!(error.place, "/x-okta-events/createUser");
    }
}
