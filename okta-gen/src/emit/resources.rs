//! The index of the methods by resource, for the front page of the calls.

use crate::api::Api;

/// Each resource with its methods, in Markdown.
pub fn index(api: &Api) -> String {
    let mut index = String::new();
    for operations in api.operations_by_group().values() {
        let tag = &operations[0].tag;
        let heading = api
            .heading(operations[0])
            .unwrap_or_else(|| format!("**{tag}.**"));
        let methods: Vec<String> = operations
            .iter()
            .map(|operation| format!("[`{name}`](crate::Client::{name})", name = operation.name))
            .collect();
        index.push_str(&format!("{heading}\n{}\n\n", methods.join(", ")));
    }
    index
}
