//! What of an application is shown.

use serde_json::{Value, json};

use crate::{
    domain::app_defaults::{app_link, is_own},
    engine::links::{self, link},
    error::OktaError,
    exchange::Exchange,
    world::state::{APPS, text},
};

/// The application with its links.
pub(crate) fn shown(mut app: Value, base: &str) -> Value {
    let id = text(&app, "id").to_owned();
    let name = text(&app, "name").to_owned();
    let own = format!("{base}/api/v1/apps/{id}");
    let mut all = json!({
        "self": { "href": own },
        "uploadLogo": link(format!("{own}/logo"), &["POST"]),
        "appLinks": [{
            "name": app_link(&name),
            "href": format!("{base}/home/{name}/{id}/aln1"),
            "type": "text/html",
        }],
        "groups": { "href": format!("{own}/groups") },
        "logo": [{
            "name": "medium",
            "href": format!("{base}/assets/app-medium.png"),
            "type": "image/png",
        }],
        "users": { "href": format!("{own}/users") },
        "policies": link(format!("{own}/policies"), &["PUT"]),
    });
    let mode = text(&app, "signOnMode");
    if mode == "OPENID_CONNECT" {
        all["clientCredentials"] = json!([{
            "name": "secrets",
            "href": format!("{own}/credentials/secrets"),
        }]);
    }
    if text(&app, "status") == "ACTIVE" {
        all["deactivate"] = json!({ "href": format!("{own}/lifecycle/deactivate") });
    } else {
        all["activate"] = json!({ "href": format!("{own}/lifecycle/activate") });
    }
    if matches!(mode, "SAML_2_0" | "SAML_1_1") {
        let page = if is_own(&name) {
            "instructions"
        } else {
            "external-doc"
        };
        all["help"] = json!({
            "href": format!("{base}/app/{name}/{id}/setup/help/{mode}/{page}"),
            "type": "text/html",
        });
        all["metadata"] = json!({
            "href": format!("{own}/sso/saml/metadata"),
            "type": "application/xml",
        });
    }
    links::add(&mut app, all);
    app
}

pub(crate) fn stored(exchange: &Exchange<'_>) -> Result<Value, OktaError> {
    let id = exchange.param("appId");
    exchange
        .state
        .store
        .get(APPS, id)
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(|| OktaError::not_found(id, "AppInstance"))
}
