//! Operations by what people call them.

use std::sync::Arc;

use thiserror::Error;

use super::document::Description;

/// No operation has this name.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the API description has no operation `{name}`: did you mean `{nearest}`?")]
#[non_exhaustive]
pub struct UnknownOperation {
    /// The name that was given.
    pub name: String,
    /// The operationId that is most like it.
    pub nearest: String,
}

impl Description {
    /// The id of the operation that is meant by a name: its operationId, or else what
    /// `okta-api` calls it or Okta once did.
    pub(crate) fn named(&self, name: &str) -> Result<Arc<str>, UnknownOperation> {
        let all = self.operations();
        let own = all.iter().find(|operation| &*operation.id == name);
        let known = || {
            let mut all = all.iter();
            all.find(|operation| operation.aliases.contains(&name))
        };
        if let Some(operation) = own.or_else(known) {
            return Ok(Arc::clone(&operation.id));
        }
        let likeness = |id: &str| strsim::jaro_winkler(&id.to_lowercase(), &name.to_lowercase());
        let nearest = all.iter().max_by(|one, other| {
            let one = likeness(&one.id);
            one.total_cmp(&likeness(&other.id))
        });
        Err(UnknownOperation {
            name: name.to_owned(),
            nearest: nearest.map_or_else(String::new, |operation| operation.id.to_string()),
        })
    }
}
