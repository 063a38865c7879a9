//! Pages: their sizes and their cursors.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use okta_api::operations;

use crate::{
    data::Rng,
    description::Operation,
    error::OktaError,
    exchange::{
        query::Query,
        reply::{PageLinks, Reply},
    },
};

/// Where a page starts: behind a member of one list. Okta says nothing about what is in
/// a cursor, and neither does this one to those who look at it from outside.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cursor {
    /// The list that it belongs to; another one refuses it.
    pub(crate) list: ListMark,
    /// The sequence number of the last member of the page before.
    pub(crate) sequence: u64,
    /// That member's value of the attribute that the list is sorted by, if it is.
    pub(crate) key: Option<Value>,
}

/// Tells lists apart, by their paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ListMark(u64);

impl ListMark {
    pub(crate) fn of(path: &str) -> Self {
        Self(Rng::of(0, path, 0).next() >> 32)
    }
}

impl Cursor {
    fn start(list: ListMark) -> Self {
        Self {
            list,
            sequence: 0,
            key: None,
        }
    }

    pub(crate) fn encode(&self) -> String {
        let mut cursor = json!([self.list.0, self.sequence]);
        if let (Some(key), Value::Array(parts)) = (&self.key, &mut cursor) {
            parts.push(key.clone());
        }
        URL_SAFE_NO_PAD.encode(cursor.to_string())
    }

    fn decode(cursor: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        match serde_json::from_slice(&bytes).ok()? {
            Value::Array(parts) => match parts.as_slice() {
                [list, sequence] => Some(Self {
                    list: ListMark(list.as_u64()?),
                    sequence: sequence.as_u64()?,
                    key: None,
                }),
                [list, sequence, key] => Some(Self {
                    list: ListMark(list.as_u64()?),
                    sequence: sequence.as_u64()?,
                    key: Some(key.clone()),
                }),
                _ => None,
            },
            _ => None,
        }
    }
}

/// What a request asks of a list: from where on, and how many.
#[derive(Debug, Clone)]
pub(crate) struct Window {
    pub(crate) after: Cursor,
    pub(crate) limit: usize,
}

impl Window {
    /// Reads `after` and `limit`. A limit above the list's maximum is cut to it, as Okta
    /// does; one that is no number is refused. `sequence_of` finds a member by its id, which
    /// is what the cursors of Okta itself are in most lists.
    pub(crate) fn of(
        list: ListMark,
        query: &Query,
        sizes: PageSize,
        sequence_of: impl Fn(&str) -> Option<u64>,
    ) -> Result<Self, OktaError> {
        let after = match query.get("after") {
            None => Cursor::start(list),
            Some(cursor) => Cursor::decode(cursor)
                .filter(|cursor| cursor.list == list)
                .or_else(|| {
                    let sequence = sequence_of(cursor)?;
                    Some(Cursor {
                        sequence,
                        ..Cursor::start(list)
                    })
                })
                .ok_or_else(OktaError::invalid_cursor)?,
        };
        let limit = match query.get("limit") {
            None => sizes.default,
            Some(limit) => match limit.parse::<i64>() {
                Ok(-1) => sizes.default,
                Ok(limit) if limit > 0 => usize::try_from(limit)
                    .unwrap_or(sizes.maximum)
                    .min(sizes.maximum),
                _ => {
                    return Err(OktaError::validation(
                        "limit",
                        [format!("limit: The value {limit} is not a valid page size")],
                    ));
                }
            },
        };
        Ok(Self { after, limit })
    }

    /// The page of these members, which lie behind the cursor and in order: as many as
    /// fit, and a next cursor only if there is one more.
    pub(crate) fn page(&self, mut members: impl Iterator<Item = (u64, Value)>) -> Reply {
        let mut items = Vec::new();
        let mut last = 0;
        for (sequence, value) in members.by_ref().take(self.limit) {
            items.push(value);
            last = sequence;
        }
        let next = members.next().map(|_| {
            Cursor {
                sequence: last,
                ..Cursor::start(self.after.list)
            }
            .encode()
        });
        Reply::page(
            items,
            PageLinks {
                next,
                limit: self.limit,
            },
        )
    }
}

/// How many members a page has when nobody asks, and at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PageSize {
    pub(crate) default: usize,
    pub(crate) maximum: usize,
}

impl PageSize {
    const fn new(default: usize, maximum: usize) -> Self {
        Self { default, maximum }
    }

    /// The page size of a list, by its operation and what is asked of it.
    pub(crate) fn of(operation: &Operation, query: &Query) -> Self {
        // A look-up by name is for people who type, and answers a few.
        if operation.is(&operations::LIST_USERS) && query.get("q").is_some() {
            return Self::new(10, 200);
        }
        SIZES
            .iter()
            .find(|(known, _)| operation.is(known))
            .map_or(Self::new(200, 200), |(_, size)| *size)
    }
}

/// The lists whose pages have a size of their own.
static SIZES: &[(&operations::Operation, PageSize)] = &[
    (&operations::LIST_GROUPS, PageSize::new(10_000, 10_000)),
    (&operations::LIST_GROUP_USERS, PageSize::new(1000, 1000)),
    (&operations::LIST_APPLICATION_USERS, PageSize::new(50, 500)),
    (&operations::LIST_APPLICATIONS, PageSize::new(20, 200)),
    (
        &operations::LIST_APPLICATION_GROUP_ASSIGNMENTS,
        PageSize::new(20, 200),
    ),
    (
        &operations::LIST_ASSIGNED_APPLICATIONS_FOR_GROUP,
        PageSize::new(20, 200),
    ),
    (&operations::LIST_GROUP_RULES, PageSize::new(50, 200)),
    (&operations::LIST_LOG_EVENTS, PageSize::new(100, 1000)),
    (&operations::LIST_NETWORK_ZONES, PageSize::new(20, 200)),
    (&operations::LIST_TRUSTED_ORIGINS, PageSize::new(20, 200)),
    (&operations::LIST_USER_GRANTS, PageSize::new(20, 200)),
];

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: ListMark = ListMark(7);
    const SIZES: PageSize = PageSize::new(2, 3);

    fn limit(query: &str) -> Option<usize> {
        Window::of(LIST, &Query::parse(query), SIZES, |_| None)
            .ok()
            .map(|window| window.limit)
    }

    #[test]
    fn page_sizes_have_bounds() {
        for (query, expected) in [
            ("", Some(2)),
            ("limit=", Some(2)),
            ("limit=-1", Some(2)),
            ("limit=1", Some(1)),
            ("limit=3", Some(3)),
            ("limit=99999999999999", Some(3)),
            ("limit=0", None),
            ("limit=-2", None),
            ("limit=many", None),
        ] {
            assert_eq!(limit(query), expected, "{query}");
        }
    }

    #[test]
    fn cursors_come_back_as_they_were_and_others_are_refused() {
        for cursor in [
            Cursor {
                list: LIST,
                sequence: 7,
                key: None,
            },
            Cursor {
                list: LIST,
                sequence: u64::MAX,
                key: Some(json!("Ärger/?&")),
            },
            Cursor {
                list: LIST,
                sequence: 1,
                key: Some(Value::Null),
            },
        ] {
            assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        }
        for foreign in ["00u1", "", "W10", "Wy0xXQ", "W1tdXQ", "%%%"] {
            assert_eq!(Cursor::decode(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn a_cursor_belongs_to_one_list() {
        let (users, groups) = (
            ListMark::of("/api/v1/users"),
            ListMark::of("/api/v1/groups"),
        );
        let query = format!("after={}", Cursor::start(users).encode());
        let query = Query::parse(&query);
        assert!(Window::of(users, &query, SIZES, |_| None).is_ok());
        let refused = Window::of(groups, &query, SIZES, |_| None).err();
        assert_eq!(refused, Some(OktaError::invalid_cursor()));
    }

    #[test]
    fn only_a_further_member_makes_a_next_page() {
        let window = Window {
            after: Cursor::start(LIST),
            limit: 2,
        };
        let members = |count: u64| (1..=count).map(|n| (n * 10, json!(n)));
        assert!(window.page(members(2)).page.unwrap().next.is_none());
        let next = window.page(members(3)).page.unwrap().next.unwrap();
        assert_eq!(Cursor::decode(&next).unwrap().sequence, 20);
    }
}
