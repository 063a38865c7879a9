//! The `_links` of resources.

use serde_json::{Value, json};

use crate::{
    description::resources::{Links, Resource},
    domain::shapes,
    world::state::text,
};

pub(crate) use crate::domain::links::{add, link};

/// Adds the links that nearly every resource has: to itself, to what lies below it, and
/// to the lifecycle operation that its status allows. `url` is the URL of the resource.
pub(crate) fn present(mut value: Value, url: &str, resource: &Resource) -> Value {
    if let Some(links) = shapes::links(resource, &value, url) {
        add(&mut value, links);
        return value;
    }
    let Links::Own(more) = resource.links else {
        return value;
    };
    let mut links = json!({ "self": link(url.to_owned(), &["GET", "PUT", "DELETE"]) });
    for (name, path) in more {
        let method = if path.starts_with("lifecycle/") {
            "POST"
        } else {
            "GET"
        };
        links[*name] = link(format!("{url}/{path}"), &[method]);
    }
    if resource.lives {
        let verb = match text(&value, "status") {
            "ACTIVE" => "deactivate",
            _ => "activate",
        };
        links[verb] = link(format!("{url}/lifecycle/{verb}"), &["POST"]);
    }
    add(&mut value, links);
    value
}

/// The links of a list in an envelope: to itself, and to what it belongs to, as far as Okta
/// names that.
pub(crate) fn of_list(path: &str, base: &str) -> Value {
    let mut links = json!({ "self": { "href": format!("{base}{path}") } });
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let name = match segments.as_slice() {
        [.., "resource-sets", _, "resources" | "bindings"] => "resource-set",
        [.., "resource-sets", _, "bindings", _, "members"] => "binding",
        _ => return links,
    };
    if let Some((parent, _)) = path.rsplit_once('/') {
        links[name] = json!({ "href": format!("{base}{parent}") });
    }
    links
}

/// Adds the links that a document of settings has: to what changes it. `path` is the
/// document's, `base` the URL of the org.
pub(crate) fn present_settings(mut value: Value, path: &str, base: &str) -> Value {
    let post = |path: &str| link(format!("{base}{path}"), &["POST"]);
    let get = |path: &str| link(format!("{base}{path}"), &["GET"]);
    let verb = |name: &str| json!({ name: post(&format!("{path}/{name}")) });
    let links = match path {
        "/api/v1/org" => json!({
            "contacts": get("/api/v1/org/contacts"),
            "logo": get("/api/v1/org/logo"),
            "oktaCommunication": get("/api/v1/org/privacy/oktaCommunication"),
            "oktaSupport": get("/api/v1/org/privacy/oktaSupport"),
            "preferences": get("/api/v1/org/preferences"),
            "uploadLogo": post("/api/v1/org/logo"),
        }),
        "/api/v1/org/preferences" if value["showEndUserFooter"] == true => {
            verb("hideEndUserFooter")
        }
        "/api/v1/org/preferences" => verb("showEndUserFooter"),
        "/api/v1/org/privacy/oktaCommunication" if value["optOutEmailUsers"] == true => {
            verb("optIn")
        }
        "/api/v1/org/privacy/oktaCommunication" => verb("optOut"),
        "/api/v1/org/privacy/oktaSupport" if value["support"] == "ENABLED" => json!({
            "extend": post(&format!("{path}/extend")),
            "revoke": post(&format!("{path}/revoke")),
        }),
        "/api/v1/org/privacy/oktaSupport" => verb("grant"),
        "/api/v1/org/captcha" => {
            let mut links = json!({ "self": link(format!("{base}{path}"), &["GET", "PUT"]) });
            if let Some(captcha) = value["captchaId"].as_str() {
                let captcha = format!("{base}/api/v1/captchas/{captcha}");
                links["captcha"] = link(captcha, &["GET", "POST", "PUT", "DELETE"]);
            }
            links
        }
        "/api/v1/threats/configuration" => {
            json!({ "self": link(format!("{base}{path}"), &["GET", "POST"]) })
        }
        _ => return value,
    };
    add(&mut value, links);
    value
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;

    #[test]
    fn settings_link_to_what_would_change_them() {
        let names = |path: &str, value: Value| -> Vec<String> {
            let shown = present_settings(value, path, "http://org");
            let links = shown["_links"].as_object();
            links.into_iter().flat_map(Map::keys).cloned().collect()
        };
        let support = "/api/v1/org/privacy/oktaSupport";
        assert_eq!(names(support, json!({"support": "DISABLED"})), ["grant"]);
        assert_eq!(
            names(support, json!({"support": "ENABLED"})),
            ["extend", "revoke"]
        );
        let preferences = "/api/v1/org/preferences";
        assert_eq!(
            names(preferences, json!({"showEndUserFooter": false})),
            ["showEndUserFooter"]
        );
        assert!(names("/api/v1/elsewhere", json!({})).is_empty());
    }
}
