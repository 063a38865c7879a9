//! Operations say which events they write to the System Log, as `x-okta-events`.
//!
//! Overlays list them under the same key at the root of the document, by operationId: one
//! table is easier to review than a hundred places.

use serde_json::Value;

use crate::{
    document::{spread, take_table},
    error::Result,
};

/// The key of the table, and of each operation's list.
pub const EVENTS: &str = "x-okta-events";

pub fn apply(document: &mut Value) -> Result<()> {
    let table = take_table(document, EVENTS)?;
    spread(document, table, |_, _, operation, events| {
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
