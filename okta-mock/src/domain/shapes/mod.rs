//! What Okta adds to resources of each kind: to new ones what nobody gave, and to those
//! that are shown their links. Seeding and requests use it alike.

mod authenticators;
mod hooks;
mod idps;
mod making;
pub(crate) mod mappings;
pub(crate) mod messages;
mod newer;
mod oauth;
pub(crate) mod policies;
pub(crate) mod settings;

use serde_json::{Map, Value};

pub(crate) use self::{authenticators::KNOWN as AUTHENTICATORS, making::Making};
use crate::description::resources::Resource;

/// Adds what a kind has besides what it was given.
type Complete = fn(&mut Map<String, Value>, Making<'_>);

/// The links of a member, by its content, its URL, and the URL of the org.
type MakeLinks = fn(&Value, &str, &str) -> Value;

/// How the members of collections are completed, by the collection's template.
const COMPLETE: &[(&str, Complete)] = &[
    ("/api/v1/authenticators", authenticators::complete),
    ("/api/v1/authorizationServers/{}/claims", oauth::claim),
    (
        "/api/v1/authorizationServers/{}/policies",
        policies::complete,
    ),
    (
        "/api/v1/authorizationServers/{}/policies/{}/rules",
        policies::complete_rule,
    ),
    ("/api/v1/authorizationServers/{}/scopes", oauth::scope),
    ("/api/v1/brands", settings::brand),
    ("/api/v1/brands/{}/themes", settings::theme),
    ("/api/v1/device-assurances", newer::device_assurance),
    ("/api/v1/domains", settings::domain),
    ("/api/v1/email-servers", newer::email_server),
    ("/api/v1/eventHooks", hooks::event_hook),
    ("/api/v1/features", settings::feature),
    ("/api/v1/idps", idps::complete),
    ("/api/v1/inlineHooks", hooks::inline_hook),
    ("/api/v1/meta/types/user", settings::user_type),
    ("/api/v1/policies", policies::complete),
    ("/api/v1/policies/{}/rules", policies::complete_rule),
    ("/api/v1/principal-rate-limits", newer::principal_rate_limit),
    ("/api/v1/realms", newer::realm),
    ("/api/v1/templates/sms", messages::sms),
    ("/api/v1/trustedOrigins", settings::trusted_origin),
    ("/api/v1/zones", settings::network_zone),
];

/// Which links members of collections have, where they are not those of most.
const LINKS: &[(&str, MakeLinks)] = &[
    ("/api/v1/api-tokens", newer::api_token_links),
    ("/api/v1/apps/{}/credentials/csrs", settings::csr_links),
    (
        "/api/v1/apps/{}/credentials/secrets",
        settings::secret_links,
    ),
    ("/api/v1/authenticators", authenticators::links),
    ("/api/v1/authorizationServers/{}/policies", policies::links),
    (
        "/api/v1/authorizationServers/{}/policies/{}/rules",
        policies::rule_links,
    ),
    (
        "/api/v1/brands/{}/templates/email/{}/customizations",
        messages::customization_links,
    ),
    ("/api/v1/captchas", newer::captcha_links),
    ("/api/v1/devices", newer::device_links),
    ("/api/v1/domains", settings::domain_links),
    ("/api/v1/eventHooks", hooks::event_hook_links),
    ("/api/v1/features", settings::feature_links),
    (
        "/api/v1/iam/resource-sets/{}/resources",
        newer::set_resource_links,
    ),
    ("/api/v1/iam/roles/{}/permissions", newer::permission_links),
    ("/api/v1/idps", idps::links),
    ("/api/v1/idps/{}/credentials/csrs", settings::csr_links),
    ("/api/v1/inlineHooks", hooks::inline_hook_links),
    ("/api/v1/logStreams", newer::log_stream_links),
    ("/api/v1/meta/types/user", settings::user_type_links),
    ("/api/v1/policies", policies::links),
    ("/api/v1/policies/{}/rules", policies::rule_links),
    ("/api/v1/realms", newer::realm_links),
];

fn of<T: Copy>(table: &[(&str, T)], resource: &Resource) -> Option<T> {
    let found = table
        .iter()
        .find(|(template, _)| *template == resource.template);
    found.map(|(_, shape)| *shape)
}

/// Completes a new member of a kind.
pub(crate) fn complete(
    resource: Option<&Resource>,
    value: &mut Map<String, Value>,
    making: Making<'_>,
) {
    if let Some(complete) = resource.and_then(|resource| of(COMPLETE, resource)) {
        complete(value, making);
    }
}

/// The links of a member with this URL; `None` for kinds that have those of most.
pub(crate) fn links(resource: &Resource, value: &Value, url: &str) -> Option<Value> {
    let base = url.split("/api/v1/").next().unwrap_or_default();
    of(LINKS, resource).map(|make| make(value, url, base))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::description::resources;

    /// A misspelt template would silently have no shape.
    #[test]
    fn every_shape_is_of_a_kind() {
        let templates = COMPLETE.iter().map(|(template, _)| *template);
        for template in templates.chain(LINKS.iter().map(|(template, _)| *template)) {
            assert!(
                resources::of(template).is_some_and(|kind| kind.template == template),
                "{template}"
            );
        }
    }
}
