//! Kinds that came after the release that `okta-api` is generated from, as recorded.

use serde_json::{Map, Value, json};

use super::making::Making;
use crate::{
    domain::links::link,
    world::{json::fill, state::text},
};

/// A link as the younger resources have them: with one method.
fn call(href: String, method: &str) -> Value {
    json!({ "href": href, "method": method })
}

pub(super) fn realm(realm: &mut Map<String, Value>, _: Making<'_>) {
    fill(
        realm,
        json!({ "isDefault": false, "profile": { "domains": [] } }),
    );
}

pub(super) fn realm_links(_: &Value, own: &str, _: &str) -> Value {
    let mut own = call(own.to_owned(), "GET");
    own["rel"] = "self".into();
    json!({ "self": own })
}

pub(super) fn log_stream_links(stream: &Value, own: &str, _: &str) -> Value {
    let verb = match text(stream, "status") {
        "ACTIVE" => "deactivate",
        _ => "activate",
    };
    json!({
        "self": call(own.to_owned(), "GET"),
        verb: call(format!("{own}/lifecycle/{verb}"), "POST"),
    })
}

/// What tells of itself in the terms of the console.
fn described(value: &mut Map<String, Value>, kind: &str) {
    let name = ["name", "displayName"];
    let name = name.iter().find_map(|name| value.get(*name).cloned());
    let id = value.get("id").cloned().unwrap_or_default();
    value.insert("resourceType".to_owned(), kind.into());
    value.insert("resourceId".to_owned(), id);
    value.insert(
        "resourceDisplayName".to_owned(),
        json!({ "value": name, "sensitive": false }),
    );
}

fn by(value: &mut Map<String, Value>, who: &str) {
    fill(value, json!({ "createdBy": who }));
    value.insert("lastUpdatedBy".to_owned(), who.into());
}

pub(super) fn device_assurance(policy: &mut Map<String, Value>, making: Making<'_>) {
    by(policy, making.by);
    described(policy, "DeviceAssurancePolicyEntity");
}

pub(super) fn principal_rate_limit(limit: &mut Map<String, Value>, making: Making<'_>) {
    by(limit, making.by);
    fill(
        limit,
        json!({
            "orgId": making.landmarks.org,
            "defaultPercentage": 50, "defaultConcurrencyPercentage": 50,
        }),
    );
}

pub(super) fn api_token_links(token: &Value, own: &str, base: &str) -> Value {
    let user = text(token, "userId");
    json!({
        "self": link(own.to_owned(), &["GET", "DELETE"]),
        "user": link(format!("{base}/api/v1/users/{user}"), &["GET"]),
    })
}

pub(super) fn email_server(server: &mut Map<String, Value>, _: Making<'_>) {
    fill(server, json!({ "authType": "BASIC", "enabled": false }));
}

pub(super) fn captcha_links(_: &Value, own: &str, _: &str) -> Value {
    json!({ "self": link(own.to_owned(), &["GET", "POST", "PUT", "DELETE"]) })
}

/// A device links to the steps that its status allows, and to who uses it.
pub(super) fn device_links(device: &Value, own: &str, _: &str) -> Value {
    let steps: &[&str] = match text(device, "status") {
        "ACTIVE" => &["deactivate", "suspend"],
        "SUSPENDED" => &["deactivate", "unsuspend"],
        "DEACTIVATED" => &["activate"],
        _ => &["activate", "deactivate"],
    };
    let mut links = json!({
        "self": link(own.to_owned(), &["GET", "PATCH", "PUT"]),
        "users": link(format!("{own}/users"), &["GET"]),
    });
    for step in steps {
        links[*step] = link(format!("{own}/lifecycle/{step}"), &["POST"]);
    }
    links
}

pub(super) fn permission_links(_: &Value, own: &str, _: &str) -> Value {
    let role = own.split("/permissions/").next().unwrap_or_default();
    json!({ "self": { "href": own }, "role": { "href": role } })
}

/// What a resource set holds links to the thing itself, and to its own place in the set.
pub(super) fn set_resource_links(resource: &Value, own: &str, base: &str) -> Value {
    let mut links = json!({ "resource": { "href": own } });
    if let Some(url) = resource["_links"]["self"]["href"].as_str() {
        links["self"] = json!({ "href": url });
    } else if let Some(path) = place(text(resource, "orn")) {
        links["self"] = json!({ "href": format!("{base}/api/v1/{path}") });
    }
    links
}

/// Where the thing lies that an ORN names, if it names a single one:
/// `orn:okta:idp:00o1:apps:bookmark:0oa1` is `apps/0oa1`.
fn place(orn: &str) -> Option<String> {
    let mut parts = orn.split(':').skip(4);
    let collection = parts.next()?;
    let id = parts.last()?;
    Some(format!("{collection}/{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_orn_tells_where_a_thing_lies() {
        for (orn, expected) in [
            ("orn:okta:idp:00o1:apps:bookmark:0oa1", Some("apps/0oa1")),
            ("orn:okta:directory:00o1:groups:00g1", Some("groups/00g1")),
            ("orn:okta:directory:00o1:users", None),
            ("orn:okta", None),
            ("", None),
        ] {
            assert_eq!(place(orn).as_deref(), expected, "{orn}");
        }
    }
}
