//! Policies and rules compete for priorities.

use serde_json::{Value, json};

use super::shapes::policies::{LAST, belongs_to_apps};
use crate::world::{act::Act, state::text};

/// Whether two members compete for priorities: policies of the org do within their type.
pub(crate) fn competes(a: &Value, b: &Value) -> bool {
    a["type"] == b["type"]
}

/// Whether a rule is the last one of a policy that belongs to applications.
fn is_last(value: &Value) -> bool {
    value["system"] == true && belongs_to_apps(text(value, "type"))
}

/// Puts a member at its priority and moves the others behind it, so that priorities stay
/// a row from 1 on. What the system made stays last.
pub(crate) fn place(act: &mut Act<'_>, path: &str, mut value: Value) -> Value {
    let id = text(&value, "id").to_owned();
    let is_rule = path.ends_with("/rules");
    if is_last(&value) || (!is_rule && belongs_to_apps(text(&value, "type"))) {
        // No order: each application has one policy, and each policy one last rule.
        value["priority"] = if is_rule { LAST } else { 1 }.into();
        act.state.store.insert(path, &id, value.clone());
        return value;
    }
    let mut others: Vec<Value> = act
        .state
        .store
        .values(path)
        .filter(|other| text(other, "id") != id && competes(other, &value))
        .filter(|other| !is_last(other))
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
