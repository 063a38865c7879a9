//! Policies and rules compete for priorities.

use serde_json::{Value, json};

use crate::world::{act::Act, state::text};

/// What every kind of policy has in `conditions` and which type its rules have.
pub(crate) const TYPES: &[(&str, &str)] = &[
    ("ACCESS_POLICY", "ACCESS_POLICY"),
    ("IDP_DISCOVERY", "IDP_DISCOVERY"),
    ("MFA_ENROLL", "MFA_ENROLL"),
    ("OAUTH_AUTHORIZATION_POLICY", "RESOURCE_ACCESS"),
    ("OKTA_SIGN_ON", "SIGN_ON"),
    ("PASSWORD", "PASSWORD"),
    ("PROFILE_ENROLLMENT", "PROFILE_ENROLLMENT"),
];

/// Whether two members compete for priorities: policies of the org do within their type.
pub(crate) fn competes(a: &Value, b: &Value) -> bool {
    a["type"] == b["type"]
}

/// Puts a member at its priority and moves the others behind it, so that priorities stay
/// a row from 1 on. What the system made stays last.
pub(crate) fn place(act: &mut Act<'_>, path: &str, mut value: Value) -> Value {
    let id = text(&value, "id").to_owned();
    let mut others: Vec<Value> = act
        .state
        .store
        .values(path)
        .filter(|other| text(other, "id") != id && competes(other, &value))
        .map(std::borrow::Cow::into_owned)
        .collect();
    others.sort_by_key(|other| (other["system"] == true, other["priority"].as_i64()));
    let ours = others
        .iter()
        .filter(|other| other["system"] != true)
        .count();
    let wanted = value["priority"]
        .as_u64()
        .and_then(|wanted| usize::try_from(wanted).ok());
    let at = match wanted {
        _ if value["system"] == true => others.len(),
        Some(wanted) => wanted.saturating_sub(1).min(ours),
        None => ours,
    };
    value["priority"] = json!(at + 1);
    others.insert(at, value.clone());
    for (at, member) in others.into_iter().enumerate() {
        let id = text(&member, "id").to_owned();
        if let Some(stored) = act.state.store.get_mut(path, &id) {
            stored["priority"] = json!(at + 1);
        } else {
            act.state.store.insert(path, &id, member);
        }
    }
    value
}
