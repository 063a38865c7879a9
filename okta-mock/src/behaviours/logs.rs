//! The System Log:
//! <https://developer.okta.com/docs/api/openapi/okta-management/management/tag/SystemLog/>.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use crate::{
    error::OktaError,
    exchange::{
        Exchange,
        paging::Cursor,
        reply::{Answer, PageLinks, Reply},
    },
    scim::policy,
    world::log::Event,
};

pub(crate) fn list(exchange: &mut Exchange<'_>) -> Answer {
    let time = |name: &str| -> Result<Option<DateTime<Utc>>, OktaError> {
        exchange
            .query
            .get(name)
            .map(|text| {
                DateTime::parse_from_rfc3339(text)
                    .map(|time| time.to_utc())
                    .map_err(|_| OktaError::invalid_date())
            })
            .transpose()
    };
    let (since, until) = (time("since")?, time("until")?);
    let after = exchange.query.get("after").is_some();
    let window = exchange.window()?;
    let filter = match exchange.query.get("filter") {
        None => None,
        Some(text) => {
            let policy = policy::of(|known| exchange.operation.is(known), "filter");
            Some(policy.parse(text).map_err(|error| {
                let refusal = policy.refusal(text, &error);
                OktaError::refused_expression(refusal.code, refusal.summary, refusal.causes)
            })?)
        }
    };
    let words: Vec<String> = exchange
        .query
        .get("q")
        .unwrap_or_default()
        .split_whitespace()
        .map(str::to_lowercase)
        .collect();
    // Okta looks back a week where nobody says how far; a cursor says it better.
    let since = match since {
        None if !after => Some(exchange.now - TimeDelta::days(7)),
        since => since,
    };
    let log = &exchange.state.log;
    let wanted = |event: &Event| {
        if since.is_some_and(|since| event.published < since)
            || until.is_some_and(|until| event.published >= until)
        {
            return None;
        }
        let json = event.json();
        let found = filter.as_ref().is_none_or(|filter| filter.matches(&json))
            && contains_all(&json, &words);
        found.then_some((event.sequence, json))
    };
    let descending = exchange
        .query
        .get("sortOrder")
        .is_some_and(|order| order.eq_ignore_ascii_case("DESCENDING"));
    if descending {
        return Ok(window.page(log.before(window.after.sequence).filter_map(wanted)));
    }
    let mut items = Vec::new();
    let mut last = 0;
    let mut events = log.after(window.after.sequence).filter_map(wanted);
    for (sequence, event) in events.by_ref().take(window.limit) {
        items.push(event);
        last = sequence;
    }
    let more = events.next().is_some();
    // Without an end, the next page is what happens from now on: it is always there.
    let next = match (more, until) {
        (true, _) => Some(last),
        (false, None) => Some(log.last().max(window.after.sequence)),
        (false, Some(_)) => None,
    };
    let links = PageLinks {
        next: next.map(|sequence| {
            Cursor {
                list: window.after.list,
                sequence,
                key: None,
            }
            .encode()
        }),
        limit: window.limit,
    };
    Ok(Reply::page(items, links))
}

/// Whether every word occurs somewhere in the event.
fn contains_all(event: &Value, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let text = event.to_string().to_lowercase();
    words.iter().all(|word| text.contains(word))
}
