//! Lists: which members a request selects, and in which order.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use crate::{
    error::OktaError,
    exchange::{
        Exchange,
        paging::Cursor,
        reply::{PageLinks, Reply},
    },
    scim::{Filter, SortBy, has_prefix, policy},
};

/// What a request asks of a list's members.
#[derive(Debug, Default)]
pub(crate) struct Selection {
    filters: Vec<Filter>,
    q: Option<(String, &'static [&'static str])>,
    equal: Vec<(&'static str, String)>,
}

/// Query parameters that ask for members with this very value.
const EQUAL: &[&str] = &["type", "status", "sourceId", "targetId", "templateType"];

impl Selection {
    /// Reads `filter`, `search`, `q` (which looks at these attributes) and the parameters
    /// that ask for one value.
    pub(crate) fn of(
        exchange: &Exchange<'_>,
        q: &'static [&'static str],
    ) -> Result<Self, OktaError> {
        let mut selection = Self {
            q: exchange.query.get("q").map(|text| (text.to_owned(), q)),
            ..Self::default()
        };
        for parameter in ["filter", "search"] {
            if let Some(expression) = exchange.query.get(parameter) {
                let policy = policy::of(|known| exchange.operation.is(known), parameter);
                let filter = policy.parse(expression).map_err(|error| {
                    let refusal = policy.refusal(expression, &error);
                    OktaError::refused_expression(refusal.code, refusal.summary, refusal.causes)
                })?;
                selection.filters.push(filter);
            }
        }
        let declared = &exchange.operation.query;
        for name in EQUAL {
            if declared.iter().any(|parameter| parameter.name == *name)
                && let Some(value) = exchange.query.get(name)
            {
                selection.equal.push((name, value.to_owned()));
            }
        }
        Ok(selection)
    }

    /// Whether any expression was given.
    pub(crate) fn has_expression(&self) -> bool {
        !self.filters.is_empty()
    }

    pub(crate) fn matches(&self, value: &Value) -> bool {
        self.filters.iter().all(|filter| filter.matches(value))
            && self
                .q
                .as_ref()
                .is_none_or(|(q, paths)| has_prefix(value, q, paths))
            && self
                .equal
                .iter()
                .all(|(name, wanted)| is_equal(value, name, wanted))
    }
}

fn is_equal(value: &Value, name: &str, wanted: &str) -> bool {
    match name {
        "sourceId" => value["source"]["id"] == wanted,
        "targetId" => value["target"]["id"] == wanted,
        "templateType" => value["type"] == wanted,
        _ => value[name] == wanted,
    }
}

/// The order that `sortBy` asks for.
pub(crate) struct Sorted {
    order: SortBy,
    attribute: String,
}

impl Sorted {
    /// Reads `sortBy` and `sortOrder`; an attribute that is none is refused.
    pub(crate) fn of(exchange: &Exchange<'_>) -> Result<Option<Self>, OktaError> {
        let Some(attribute) = exchange.query.get("sortBy") else {
            return Ok(None);
        };
        let order = SortBy::new(attribute, exchange.query.get("sortOrder"))
            .ok_or_else(|| OktaError::invalid_search(format!("Invalid sortBy: {attribute}")))?;
        Ok(Some(Self {
            order,
            attribute: attribute.to_owned(),
        }))
    }

    /// A page of the members in this order. The cursor carries what the last one was
    /// sorted by, so that pages stay right while members come and go.
    pub(crate) fn page(
        &self,
        exchange: &Exchange<'_>,
        members: impl Iterator<Item = Value>,
    ) -> Result<(Vec<Value>, PageLinks), OktaError> {
        let window = exchange.window()?;
        let behind = members.filter(|member| {
            let key = window.after.key.as_ref();
            key.is_none_or(|key| self.order.compare(member, key) == Ordering::Greater)
        });
        // One more than fits tells whether there is a next page.
        let mut members = first(behind, window.limit + 1, |a, b| self.order.compare(a, b));
        let more = members.len() > window.limit;
        members.truncate(window.limit);
        let next = members.last().filter(|_| more).map(|last| {
            Cursor {
                list: window.after.list,
                sequence: 0,
                key: Some(self.key(last)),
            }
            .encode()
        });
        let links = PageLinks {
            next,
            limit: window.limit,
        };
        Ok((members, links))
    }

    /// Of a member, only what decides its place.
    fn key(&self, member: &Value) -> Value {
        let path = self.attribute.split('.');
        let value = path.clone().fold(member, |value, name| &value[name]);
        let mut key = path.rev().fold(value.clone(), |value, name| {
            Value::Object(Map::from_iter([(name.to_owned(), value)]))
        });
        key["id"] = member["id"].clone();
        key
    }
}

/// The first so many in an order, without sorting or holding the others.
fn first<T>(
    members: impl Iterator<Item = T>,
    count: usize,
    compare: impl Fn(&T, &T) -> Ordering,
) -> Vec<T> {
    let mut kept = Vec::new();
    for member in members {
        kept.push(member);
        if kept.len() > 2 * count {
            kept.select_nth_unstable_by(count, &compare);
            kept.truncate(count);
        }
    }
    kept.sort_by(compare);
    kept.truncate(count);
    kept
}

/// A page of a collection, in creation order; `present` makes what is shown of a member.
pub(crate) fn page(
    exchange: &Exchange<'_>,
    collection: &str,
    selection: &Selection,
    present: impl Fn(Value) -> Value,
) -> Result<Reply, OktaError> {
    let window = exchange.window()?;
    let members = exchange
        .state
        .store
        .collection(collection)
        .into_iter()
        .flat_map(|members| members.after(window.after.sequence))
        .filter(|(_, value)| selection.matches(value))
        .map(|(sequence, value)| (sequence, value.into_owned()));
    Ok(window.page(members.map(|(sequence, value)| (sequence, present(value)))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_many_are_those_that_sorting_all_would_give() {
        let many: Vec<u64> = (0..1000).map(|n| n * 7919 % 1009).collect();
        let mut sorted = many.clone();
        sorted.sort_unstable();
        for count in [1, 2, 3, 200, 999, 1000, 5000] {
            let found = first(many.iter().copied(), count, Ord::cmp);
            assert_eq!(found, sorted[..count.min(1000)], "{count}");
        }
    }
}
