//! What a client can read without a tool: descriptions of operations, and the audit.

use rmcp::{
    ErrorData,
    model::{ReadResourceResult, Resource, ResourceContents, ResourceTemplate},
};

use crate::{describe, engine::Engine};

const AUDIT: &str = "okta://audit";
const OPERATIONS: &str = "okta://operations";
const OPERATION: &str = "okta://operations/";

pub(super) fn all() -> Vec<Resource> {
    vec![
        Resource::new(AUDIT, "audit")
            .with_title("Audit of this session")
            .with_description("What was called, with what outcome, and who agreed, as JSON lines")
            .with_mime_type("application/jsonl"),
        Resource::new(OPERATIONS, "operations")
            .with_title("All operations")
            .with_description("Id, request and class of risk of every operation, a line each")
            .with_mime_type("text/plain"),
    ]
}

pub(super) fn templates() -> Vec<ResourceTemplate> {
    vec![
        ResourceTemplate::new("okta://operations/{operation}", "operation")
            .with_title("An operation")
            .with_description("What okta_describe says about an operation")
            .with_mime_type("application/json"),
    ]
}

pub(super) fn read(engine: &Engine, uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let (text, kind) = match uri {
        AUDIT => (engine.audit.recent(), "application/jsonl"),
        OPERATIONS => (operations(engine), "text/plain"),
        uri => {
            let operation = uri
                .strip_prefix(OPERATION)
                .and_then(|id| engine.catalogue.find(id))
                .ok_or_else(|| {
                    ErrorData::resource_not_found(format!("there is no resource {uri}"), None)
                })?;
            (
                describe::operation(engine, operation, 3).to_string(),
                "application/json",
            )
        }
    };
    let contents = ResourceContents::text(text, uri).with_mime_type(kind);
    Ok(ReadResourceResult::new(vec![contents]))
}

fn operations(engine: &Engine) -> String {
    engine
        .catalogue
        .operations()
        .iter()
        .map(|operation| {
            format!(
                "{} {} {} [{}]\n",
                operation.id,
                operation.method,
                operation.path,
                operation.class.as_str()
            )
        })
        .collect()
}
