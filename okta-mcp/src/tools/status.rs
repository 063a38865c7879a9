//! `okta_status`.

use std::collections::BTreeMap;

use rmcp::model::Tool;
use serde_json::{Map, Value, json};

use super::{
    define::{Hints, define},
    given::Outcome,
};
use crate::{
    answer::fit_value,
    catalogue::{CLASSES, Operation},
    engine::Engine,
    gate::Context,
    policy::Decision,
};

pub(super) fn tool() -> Tool {
    define(
        "okta_status",
        "Okta org and policy",
        "The org, kind of credentials, scopes or admin roles, what the policy allows, rate limits left.",
        Hints::Reads,
        json!({"type": "object", "properties": {}}),
        json!({"type": "object", "properties": {"org": {"type": "string"}}}),
    )
}

pub(super) async fn run(engine: &Engine, _context: &Context) -> Outcome {
    let catalogue = &engine.catalogue;
    let scopes = match engine.org.scopes().known() {
        Some(scopes) => {
            let opened = |operation: &&Operation| engine.org.scopes().missing(operation).is_none();
            let mut areas: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
            for operation in catalogue.operations().iter().filter(opened) {
                let counts = areas.entry(&operation.area).or_default();
                if let Some(count) = counts.get_mut(usize::from(!operation.class.is_read())) {
                    *count += 1;
                }
            }
            let areas: Map<String, Value> = areas
                .into_iter()
                .map(|(area, [reads, changes])| {
                    (area.to_owned(), json!({"reads": reads, "changes": changes}))
                })
                .collect();
            json!({"granted": scopes, "opens": areas})
        }
        None => json!("not known; an API token goes by the admin roles of its owner"),
    };
    let mut classes: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for operation in catalogue.operations() {
        let counts = classes.entry(operation.class.as_str()).or_default();
        let index = match engine.policy.decide(operation) {
            Decision::Allow => 0,
            Decision::Ask => 1,
            Decision::Deny(_) => 2,
        };
        if let Some(count) = counts.get_mut(index) {
            *count += 1;
        }
    }
    let classes: Map<String, Value> = CLASSES
        .iter()
        .filter_map(|class| {
            let [allowed, asked, denied] = classes.get(class.as_str())?;
            let shown = json!({"allowed": allowed, "askAPerson": asked, "denied": denied});
            Some((class.as_str().to_owned(), shown))
        })
        .collect();
    let mut answer = json!({
        "org": engine.org.name(),
        "credentials": engine.org.credentials(),
        "clientId": engine.org.client_id(),
        "scopes": scopes,
        "description": {"release": catalogue.version, "operations": catalogue.operations().len()},
        "policy": {
            "open": engine.policy.describe(),
            "rulesOfTheFile": engine.policy.rules(),
            "operationsByClass": classes,
        },
        "rateLimits": engine.org.limits().show(),
        "answerBytes": engine.settings.answer_bytes,
        "session": engine.audit.session(),
    });
    if let Some(roles) = engine.org.admin_roles().await {
        answer["adminRoles"] = roles;
    }
    fit_value(&mut answer, engine.settings.answer_bytes);
    Ok(answer)
}
