//! `okta_search`.

use rmcp::model::Tool;
use serde_json::{Map, Value, json};

use super::{
    define::{Hints, define},
    given::{Outcome, needed, text},
};
use crate::{
    answer::fit_value,
    engine::Engine,
    gate::{Stop, refusal},
    policy::Decision,
};

/// So many operations are shown, if nothing is said.
const USUAL: usize = 8;

pub(super) fn tool() -> Tool {
    define(
        "okta_search",
        "Search Okta operations",
        "Find Okta API operations by what you want to do, in plain words (\"lock somebody out\", \
         \"who has MFA\"). Returns ids for okta_describe and okta_call.",
        Hints::Local,
        json!({
            "type": "object",
            "properties": {
                "intent": {"type": "string"},
                "area": {"type": "string", "description": "Only this area, e.g. users, groups, apps"},
                "limit": {"type": "integer"},
            },
            "required": ["intent"],
        }),
        json!({
            "type": "object",
            "properties": {"operations": {"type": "array"}},
        }),
    )
}

pub(super) fn run(engine: &Engine, arguments: &Map<String, Value>) -> Outcome {
    let intent = needed(arguments, "intent")?;
    let area = text(arguments, "area");
    if let Some(area) = area
        && !engine.catalogue.areas().contains(&area)
    {
        let error = format!("there is no area `{area}`");
        let advice = format!("areas: {}", engine.catalogue.areas().join(", "));
        return Err(Stop::Failed(refusal(&error, &advice)));
    }
    let limit = arguments
        .get("limit")
        .and_then(Value::as_u64)
        .unwrap_or(USUAL as u64);
    let limit = usize::try_from(limit).unwrap_or(USUAL).clamp(1, 30);
    let most = if area.is_some() { usize::MAX } else { limit };
    let found: Vec<Value> = engine
        .search
        .find(&engine.catalogue, intent, most)
        .into_iter()
        .map(|hit| hit.operation)
        .filter(|operation| area.is_none_or(|area| operation.area == area))
        .take(limit)
        .map(|operation| {
            let does = match operation.summary.as_str() {
                "" => first_sentence(&operation.description),
                summary => summary,
            };
            let mut shown = json!({
                "operation": operation.id,
                "request": format!("{} {}", operation.method, operation.path),
                "class": operation.class.as_str(),
            });
            if !does.is_empty() {
                shown["does"] = does.into();
            }
            match engine.policy.decide(operation) {
                Decision::Allow => {}
                Decision::Ask => shown["policy"] = "a person is asked".into(),
                Decision::Deny(_) => shown["policy"] = "not allowed".into(),
            }
            shown
        })
        .collect();
    let mut answer = json!({"operations": found});
    if found.is_empty() {
        answer["note"] = "nothing fits; say it in other words".into();
    }
    fit_value(&mut answer, engine.settings.answer_bytes);
    Ok(answer)
}

/// The first sentence of a description, without Markdown's paragraphs.
pub(super) fn first_sentence(text: &str) -> &str {
    let line = text.lines().next().unwrap_or_default().trim();
    let end = line.find(". ").map_or(line.len(), |end| end + 1);
    let end = line
        .char_indices()
        .nth(160)
        .map_or(end, |(most, _)| end.min(most));
    line.get(..end).unwrap_or(line)
}
