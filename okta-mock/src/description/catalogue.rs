//! What the API description says of each operation beyond the catalogue: the schemas of
//! its bodies.

use std::{collections::HashMap, sync::LazyLock};

use okta_api::operations;
use serde_json::Value;

use crate::description::schema::Schemas;

/// The API description, read once for all orgs.
pub(crate) static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    // The document is generated together with the code; were it broken, every operation
    // would still answer, only with less in it.
    let document = serde_json::from_str(operations::document()).unwrap_or_default();
    Catalogue::new(&document)
});

/// The description, as far as the mock needs it.
#[derive(Debug)]
pub(crate) struct Catalogue {
    pub(crate) schemas: Schemas,
    operations: HashMap<String, Description>,
}

/// One operation's bodies.
#[derive(Debug, Default)]
pub(crate) struct Description {
    /// The schema of the request body.
    pub(crate) request: Option<Value>,
    /// The schema of the answer to a success.
    pub(crate) response: Option<Value>,
}

impl Catalogue {
    fn new(document: &Value) -> Self {
        let mut operations = HashMap::new();
        let paths = document["paths"].as_object().into_iter().flatten();
        for operation in paths.flat_map(|(_, methods)| methods.as_object().into_iter().flatten()) {
            let operation = operation.1;
            if let Some(id) = operation["operationId"].as_str() {
                operations.insert(id.to_owned(), Description::new(operation));
            }
        }
        Self {
            schemas: Schemas::load(document),
            operations,
        }
    }

    /// What is known of this operation.
    pub(crate) fn of(&self, operation_id: &str) -> &Description {
        static NOTHING: LazyLock<Description> = LazyLock::new(Description::default);
        self.operations.get(operation_id).unwrap_or(&NOTHING)
    }
}

impl Description {
    fn new(operation: &Value) -> Self {
        Self {
            request: schema(&operation["requestBody"]),
            response: operation["responses"]
                .as_object()
                .into_iter()
                .flatten()
                .filter(|(status, _)| status.starts_with('2'))
                .find_map(|(_, response)| schema(response)),
        }
    }
}

/// The JSON schema of a body.
fn schema(body: &Value) -> Option<Value> {
    let (_, media) = body["content"]
        .as_object()?
        .iter()
        .find(|(content_type, _)| content_type.contains("json") || *content_type == "*/*")?;
    media.get("schema").cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_have_their_schemas() {
        let create = CATALOGUE.of("createUser");
        assert!(create.request.is_some());
        assert!(create.response.is_some());
        assert!(CATALOGUE.of("deleteGroup").response.is_none());
    }
}
