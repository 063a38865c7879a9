//! What administrators set up for the whole org: zones, origins, types, brands, domains.

use serde_json::{Map, Value, json};

use super::making::Making;
use crate::{
    domain::links::link,
    world::{json::fill, state::text},
};

/// Completes a network zone by its type.
pub(super) fn network_zone(zone: &mut Map<String, Value>, _: Making<'_>) {
    fill(
        zone,
        json!({ "type": "IP", "usage": "POLICY", "system": false }),
    );
    let more = match zone.get("type").and_then(Value::as_str) {
        Some("DYNAMIC") => json!({ "asns": [], "locations": [], "proxyType": null }),
        Some("IP") => json!({ "gateways": null, "proxies": null }),
        _ => return,
    };
    fill(zone, more);
}

/// Completes a theme: what is written on a colour is black or white, whichever is read.
pub(super) fn theme(theme: &mut Map<String, Value>, _: Making<'_>) {
    for name in ["primary", "secondary"] {
        let color = theme.get(&format!("{name}ColorHex"));
        let color = color.and_then(Value::as_str).unwrap_or_default();
        if let Some(contrast) = contrast(color) {
            let property = format!("{name}ColorContrastHex");
            fill(theme, json!({ property: contrast }));
        }
    }
}

/// Black for a light colour, white for a dark one, such as `#1662dd`.
fn contrast(color: &str) -> Option<&'static str> {
    let color = u32::from_str_radix(color.strip_prefix('#')?, 16).ok()?;
    let [_, red, green, blue] = color.to_be_bytes().map(u32::from);
    let light = red * 299 + green * 587 + blue * 114;
    Some(match light >= 128 * 1000 {
        true => "#000000",
        false => "#ffffff",
    })
}

/// Completes a trusted origin.
pub(super) fn trusted_origin(origin: &mut Map<String, Value>, making: Making<'_>) {
    fill(
        origin,
        json!({ "createdBy": making.by, "lastUpdatedBy": making.by }),
    );
}

/// Completes a type of users.
pub(super) fn user_type(kind: &mut Map<String, Value>, making: Making<'_>) {
    fill(
        kind,
        json!({
            "default": false, "createdBy": making.by, "lastUpdatedBy": making.by,
            "description": null,
        }),
    );
}

/// A user type has the id of its schema, but for the prefix.
pub(crate) fn schema_of(kind: &str) -> String {
    match kind.strip_prefix("oty") {
        Some(rest) => format!("osc{rest}"),
        None => kind.to_owned(),
    }
}

pub(super) fn user_type_links(kind: &Value, own: &str, base: &str) -> Value {
    let schema = schema_of(text(kind, "id"));
    json!({
        "schema": {
            "rel": "schema", "method": "GET",
            "href": format!("{base}/api/v1/meta/schemas/user/{schema}"),
        },
        "self": { "rel": "self", "method": "GET", "href": own },
    })
}

/// Completes a brand.
pub(super) fn brand(brand: &mut Map<String, Value>, _: Making<'_>) {
    fill(
        brand,
        json!({
            "removePoweredByOkta": false,
            "customPrivacyPolicyUrl": null,
            "agreeToCustomPrivacyPolicy": false,
            "isDefault": false,
            "defaultApp": {
                "appInstanceId": null, "appLinkName": null, "classicApplicationUri": null,
            },
        }),
    );
}

/// Completes a domain: it looks like the org's only brand.
pub(super) fn domain(domain: &mut Map<String, Value>, making: Making<'_>) {
    fill(
        domain,
        json!({ "certificateSourceType": "MANUAL", "brandId": making.landmarks.brand }),
    );
}

pub(super) fn domain_links(domain: &Value, own: &str, base: &str) -> Value {
    let brand = text(domain, "brandId");
    let mut links = json!({
        "self": link(own.to_owned(), &["GET", "DELETE"]),
        "brand": link(format!("{base}/api/v1/brands/{brand}"), &["GET", "PUT", "DELETE"]),
    });
    if text(domain, "id") == "default" {
        links["self"] = link(own.to_owned(), &["GET"]);
        return links;
    }
    links["verify"] = link(format!("{own}/verify"), &["POST"]);
    links["certificate"] = link(format!("{own}/certificate"), &["PUT"]);
    links
}

/// Completes a feature: it is offered to everyone.
pub(super) fn feature(feature: &mut Map<String, Value>, _: Making<'_>) {
    fill(
        feature,
        json!({ "type": "self-service", "stage": { "value": "EA", "state": "OPEN" } }),
    );
}

pub(super) fn feature_links(_: &Value, own: &str, _: &str) -> Value {
    json!({
        "self": { "href": own },
        "dependents": { "href": format!("{own}/dependents") },
        "dependencies": { "href": format!("{own}/dependencies") },
        "helpDoc": { "href": "https://help.okta.com/okta_help.htm?id=ext_Manage_Early_Access_features" },
    })
}

/// A request for a certificate cannot be changed, only published.
pub(super) fn csr_links(_: &Value, own: &str, _: &str) -> Value {
    json!({
        "self": link(own.to_owned(), &["GET", "DELETE"]),
        "publish": link(format!("{own}/lifecycle/publish"), &["POST"]),
    })
}

/// A client secret has no link to itself, and is deleted once it is out of use.
pub(super) fn secret_links(secret: &Value, own: &str, _: &str) -> Value {
    if text(secret, "status") == "ACTIVE" {
        return json!({ "deactivate": link(format!("{own}/lifecycle/deactivate"), &["POST"]) });
    }
    json!({
        "activate": link(format!("{own}/lifecycle/activate"), &["POST"]),
        "delete": link(own.to_owned(), &["DELETE"]),
    })
}
