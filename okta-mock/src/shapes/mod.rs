//! What Okta adds to resources of each kind: to new ones what nobody gave, and to those
//! that are shown their links. Seeding and requests use it alike.

pub(crate) mod authenticators;
pub(crate) mod hooks;
pub(crate) mod idps;
pub(crate) mod mappings;
pub(crate) mod policies;
pub(crate) mod settings;

use serde_json::{Map, Value};

pub(crate) use self::{
    authenticators::{KNOWN as AUTHENTICATORS, authenticator},
    hooks::{event_hook, inline_hook},
    idps::idp,
    settings::{brand, domain, feature, network_zone, trusted_origin, user_type},
};
use crate::{resources::Resource, state::Landmarks};

/// Under what circumstances a resource is made.
#[derive(Clone, Copy)]
pub(crate) struct Making<'a> {
    /// The id of the user who makes it.
    pub(crate) by: &'a str,
    pub(crate) landmarks: &'a Landmarks,
}

/// Adds what a kind has besides what it was given.
pub(crate) type Complete = fn(&mut Map<String, Value>, Making<'_>);

/// The links of a member, by its content, its URL, and the URL of the org.
pub(crate) type MakeLinks = fn(&Value, &str, &str) -> Value;

/// Completes a new member of a kind.
pub(crate) fn complete(
    resource: Option<&Resource>,
    value: &mut Map<String, Value>,
    making: Making<'_>,
) {
    if let Some(complete) = resource.and_then(|resource| resource.complete) {
        complete(value, making);
    }
}
