//! What a token may do, as far as it is known before a request.

use crate::catalogue::Operation;

/// The OAuth 2.0 scopes of a token. `None` when it has none, or they are unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scopes(Option<Vec<String>>);

impl Scopes {
    /// Creates unknown scopes, as for an API token, which has the rights of its owner's roles.
    #[must_use]
    pub fn unknown() -> Self {
        Self(None)
    }

    /// Creates known scopes.
    #[must_use]
    pub fn of(scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(Some(scopes.into_iter().map(Into::into).collect()))
    }

    /// Returns the scopes if they are known.
    #[must_use]
    pub fn known(&self) -> Option<&[String]> {
        self.0.as_deref()
    }

    /// Returns the first scope that the operation lacks; it needs all of its scopes. `manage`
    /// includes `read`.
    #[must_use]
    pub fn missing<'a>(&self, operation: &'a Operation) -> Option<&'a str> {
        let granted = self.0.as_ref()?;
        let serves = |wanted: &String| {
            granted.iter().any(|scope| {
                scope == wanted
                    || wanted
                        .strip_suffix(".read")
                        .is_some_and(|area| *scope == format!("{area}.manage"))
            })
        };
        let lacking = operation.scopes.iter().find(|wanted| !serves(wanted));
        lacking.map(String::as_str)
    }
}
