//! The admin roles of an API token's owner: what the token cannot do, known before it is
//! tried.

use http::Method;
use okta_api::Client;
use serde_json::Value;
use tokio::sync::OnceCell;

use crate::catalogue::{Class, Operation};

/// Roles that look and change nothing.
const LOOKING: &[&str] = &["READ_ONLY_ADMIN", "REPORT_ADMIN"];

/// The roles, asked for once.
#[derive(Debug, Default)]
pub(super) struct Roles(OnceCell<Vec<String>>);

impl Roles {
    /// The types of the roles; none where they cannot be told.
    pub(super) async fn get(&self, client: &Client) -> &[String] {
        let ask = async || {
            let request = client.request(Method::GET, "/api/v1/users/me/roles");
            let Ok(roles) = request.send().await else {
                return Vec::new();
            };
            let roles = roles.into_inner();
            let types = roles.as_array().into_iter().flatten();
            types
                .filter_map(|role| role["type"].as_str())
                .map(str::to_owned)
                .collect()
        };
        self.0.get_or_init(ask).await
    }
}

/// The role that is missing for an operation, if it is certain that one is.
pub(super) fn missing(roles: &[String], operation: &Operation) -> Option<String> {
    let has = |role: &str| roles.iter().any(|known| known == role);
    if roles.is_empty() || operation.class.is_read() {
        return None;
    }
    if roles.iter().all(|role| LOOKING.contains(&role.as_str())) {
        return Some(format!(
            "its owner has only {}, which changes nothing",
            roles.join(" and ")
        ));
    }
    let about_roles = operation.class == Class::Privilege && operation.area == "roles";
    // What a custom role may do is not known here.
    if about_roles && !has("SUPER_ADMIN") && !has("CUSTOM") {
        return Some("only the role SUPER_ADMIN gives and takes roles".to_owned());
    }
    None
}

/// The roles as an answer shows them.
pub(super) fn shown(roles: &[String]) -> Value {
    match roles {
        [] => "not known".into(),
        roles => roles.to_vec().into(),
    }
}
