//! Lists without an end, of which there is one: the System Log. Read in ascending order without
//! `until`, every page has a next one, even an empty page. A walk over such a list is given an
//! end.

use chrono::{SecondsFormat, Utc};

use super::Cursor;
use crate::request::Request;

/// Gives a walk over such a list an end: now, by this machine's clock, unless `until` is set.
/// In descending order the list ends by itself at the oldest event.
pub(crate) fn bound(request: &mut Request) {
    let descending = request
        .get("sortOrder")
        .is_some_and(|order| order == "DESCENDING");
    if request.operation.endless && !descending && request.get("until").is_none() {
        request.set("until", now());
    }
}

/// Returns whether a page is the last one although it names a next one. A server that ignores
/// `until` never ends: its empty pages lead to themselves.
pub(crate) fn has_ended(request: &Request, body: &[u8], next: &Cursor) -> bool {
    let is_empty = body
        .iter()
        .filter(|byte| !byte.is_ascii_whitespace())
        .eq(b"[]");
    request.operation.endless && is_empty && *next == Cursor::of(request)
}

/// The current time in Okta's format.
pub(crate) fn now() -> String {
    Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, Method};

    use super::*;
    use crate::{
        operations::{Operation, RAW},
        request::Body,
    };

    static LOG: Operation = Operation::new("log", "log", Method::GET, "/log").endless();

    #[test]
    fn a_walk_over_an_endless_list_gets_an_end() {
        for (operation, query, bounded) in [
            (&LOG, &[][..], true),
            (&LOG, &[("since", "1"), ("sortOrder", "ASCENDING")], true),
            (&LOG, &[("sortOrder", "DESCENDING")], false),
            (&LOG, &[("until", "2")], false),
            (&RAW, &[], false),
        ] {
            let mut request = Request {
                operation,
                method: Method::GET,
                path: "/log".into(),
                query: Vec::new(),
                headers: HeaderMap::new(),
                body: Body::Empty,
            };
            for (name, value) in query {
                request.set(name, (*value).to_owned());
            }
            bound(&mut request);
            let added = request.query.len() - query.len();
            assert_eq!(added == 1, bounded, "{} {query:?}", operation.id);
        }
    }
}
