//! Brings progenitor's output and the normalised description together.

use serde_json::Value;

use super::{Api, extract::Extracted, operations, types};
use crate::error::Result;

/// Brings progenitor's output and the normalised description together.
pub fn build(document: &Value, rust: &syn::File) -> Result<Api> {
    let extracted = Extracted::new(rust)?;
    let types = types::build(document, &extracted)?;
    let operations = operations::build(document, &extracted)?;
    let tags = document["tags"].as_array().into_iter().flatten();
    let text = |tag: &Value, key: &str| tag[key].as_str().unwrap_or_default().to_owned();
    let resources = tags
        .map(|tag| (text(tag, "name"), text(tag, "description")))
        .filter(|(_, description)| !description.is_empty())
        .collect();
    Ok(Api {
        types,
        operations,
        resources,
    })
}
