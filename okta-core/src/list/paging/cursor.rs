//! The place of a page in a list.

use std::{
    borrow::Cow,
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
};

use http::HeaderMap;
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use url::{Url, form_urlencoded};

use crate::{Error, origin::same_origin, request::Request, target::check_path};
use crate::{error::PagingProblem, link, link::Found};

/// The place of a page in a list. Store it and [resume](crate::RawRequest::resume) there later,
/// even in another process, with the same org.
///
/// A cursor holds the page's path and query: no origin and no credentials, but whatever was
/// searched for. Okta's own cursors expire, so resume within hours rather than days.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(String);

/// Omits the query, which may contain people's names.
impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.0.split('?').next().unwrap_or_default();
        write!(f, "Cursor({path}?…)")
    }
}

impl Cursor {
    /// The page that this request is for.
    pub(crate) fn of(request: &Request) -> Self {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&request.query);
        Self(format!("{}?{}", request.path, query.finish()))
    }

    /// Points this request at the page. Parameters of the request that the cursor lacks are
    /// kept.
    pub(crate) fn apply(&self, request: &mut Request) -> Result<(), String> {
        let foreign = || "the cursor belongs to another list".to_owned();
        let (path, query) = self.0.split_once('?').unwrap_or((&self.0, ""));
        if check_path(path).is_err() || collection(path) != collection(&request.path) {
            return Err(foreign());
        }
        path.clone_into(&mut request.path);
        let mut pairs: Vec<_> = form_urlencoded::parse(query.as_bytes())
            .map(|(name, value)| (Cow::Owned(name.into_owned()), value.into_owned()))
            .collect();
        keep_missing(&mut pairs, &request.query);
        request.query = pairs;
        Ok(())
    }

    /// Identifies a page that was read before, in eight bytes.
    pub(super) fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }
}

/// Returns the page after the one that this request was for, or `None` after the last one. A
/// link that cannot be read is an error, because the list must not look complete.
pub(crate) fn next(
    org: &Url,
    request: &Request,
    headers: &HeaderMap,
) -> Result<Option<Cursor>, Error> {
    let problem = |problem| Error::paging(request.operation, headers, problem);
    let Found { targets, unclear } = link::find(headers, "next");
    let target = match targets.split_first() {
        None if unclear => return Err(problem(PagingProblem::Unclear)),
        None => return Ok(None),
        Some((target, others)) if others.iter().all(|other| other == target) => target,
        Some(_) => return Err(problem(PagingProblem::Unclear)),
    };
    let base = org.join(&request.path);
    let url = base
        .and_then(|base| base.join(target))
        .map_err(|_| problem(PagingProblem::Invalid))?;
    if !same_origin(&url, org) {
        return Err(problem(PagingProblem::ForeignOrigin));
    }
    let query = url.query().unwrap_or_default();
    if percent_decode_str(query).decode_utf8().is_err() {
        // Such a link could not be sent as it is.
        return Err(problem(PagingProblem::Invalid));
    }
    let mut next = request.clone();
    url.path().clone_into(&mut next.path);
    next.query = url
        .query_pairs()
        .map(|(name, value)| (name.into_owned().into(), value.into_owned()))
        .collect();
    keep_missing(&mut next.query, &request.query);
    Ok(Some(Cursor::of(&next)))
}

type Pairs = Vec<(Cow<'static, str>, String)>;

/// Some orgs drop parameters such as `type` and `expand` from the link to the next page. The
/// original ones still apply, except those that say where to start; `since` excludes `after`.
fn keep_missing(pairs: &mut Pairs, original: &Pairs) {
    for (name, value) in original {
        let place = matches!(name.as_ref(), "after" | "before" | "since");
        if !place && !pairs.iter().any(|(other, _)| other == name) {
            pairs.push((name.clone(), value.clone()));
        }
    }
}

/// Returns `/api/v1/groups` for `/api/v1/groups/00g1/users`. Later segments may differ between
/// a request and Okta's link: an id in place of a login, for example.
fn collection(path: &str) -> &str {
    match path.match_indices('/').nth(3) {
        Some((end, _)) => path.get(..end).unwrap_or(path),
        None => path,
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, Method, header};

    use super::*;
    use crate::{operations::RAW, request::Body};

    fn request(path: &str, query: &[(&'static str, &str)]) -> Request {
        Request {
            operation: &RAW,
            method: Method::GET,
            path: path.into(),
            query: query
                .iter()
                .map(|(name, value)| (Cow::Borrowed(*name), (*value).to_owned()))
                .collect(),
            headers: HeaderMap::new(),
            body: Body::Empty,
        }
    }

    fn next_of(request: &Request, target: &str) -> Result<Option<String>, Option<PagingProblem>> {
        next_of_links(request, &[&format!("<{target}>; rel=\"next\"")])
    }

    fn next_of_links(
        request: &Request,
        links: &[&str],
    ) -> Result<Option<String>, Option<PagingProblem>> {
        let org = Url::parse("https://acme.okta.com:8443").unwrap();
        let mut headers = HeaderMap::new();
        for link in links {
            let value = HeaderValue::from_bytes(link.as_bytes()).unwrap();
            headers.append(header::LINK, value);
        }
        match next(&org, request, &headers) {
            Ok(cursor) => Ok(cursor.map(|cursor| cursor.0)),
            Err(Error::Paging(error)) => Err(Some(error.problem())),
            Err(_) => Err(None),
        }
    }

    #[test]
    fn the_original_query_is_kept() {
        let users = request(
            "/api/v1/users",
            &[
                ("limit", "2"),
                ("search", "a eq \"b&c\""),
                ("after", "0"),
                ("since", "1"),
            ],
        );
        for (target, expected) in [
            (
                "https://acme.okta.com:8443/api/v1/users?after=x%2By&limit=1",
                "/api/v1/users?after=x%2By&limit=1&search=a+eq+%22b%26c%22",
            ),
            (
                "/api/v1/users?after=3",
                "/api/v1/users?after=3&limit=2&search=a+eq+%22b%26c%22",
            ),
            ("?after=3&search=", "/api/v1/users?after=3&search=&limit=2"),
        ] {
            assert_eq!(
                next_of(&users, target),
                Ok(Some(expected.into())),
                "{target}"
            );
        }
    }

    #[test]
    fn a_link_that_is_not_understood_is_not_the_end() {
        let users = request("/api/v1/users", &[]);
        let found = |links: &[&str]| next_of_links(&users, links);
        assert_eq!(found(&[]), Ok(None));
        assert_eq!(found(&["<?after=1>; rel=self"]), Ok(None));
        for links in [
            &["<?after=1; rel=next"][..],
            &["<?after=1>; rel=\u{201D}next\u{201D}"],
            &["<?after=1>; rel=self", "nonsense"],
            &["<?after=1>; rel=next", "<?after=2>; rel=next"],
        ] {
            assert_eq!(found(links), Err(Some(PagingProblem::Unclear)), "{links:?}");
        }
        // The same link twice counts as one. Next to it, an unreadable link does no harm.
        for links in [
            ["<?after=1>; rel=next", "<?after=1>; rel='next'"],
            ["<?after=1>; rel=next", "nonsense"],
        ] {
            assert_eq!(found(&links), Ok(Some("/api/v1/users?after=1".into())));
        }
        assert_eq!(
            found(&["<?after=ü>; rel=next"]),
            Ok(Some("/api/v1/users?after=%C3%BC".into()))
        );
        assert_eq!(
            next_of(&users, "?after=%FF"),
            Err(Some(PagingProblem::Invalid))
        );
    }

    #[test]
    fn a_link_to_another_origin_is_refused() {
        let users = request("/api/v1/users", &[]);
        for target in [
            "https://evil.example/api/v1/users?after=1",
            "//evil.example/api/v1/users",
            "\\\\evil.example/api/v1/users",
            "http://acme.okta.com:8443/api/v1/users",
            "https://acme.okta.com/api/v1/users",
            "https://acme.okta.com:8443@evil.example/",
            "file:///etc/passwd",
        ] {
            assert_eq!(
                next_of(&users, target),
                Err(Some(PagingProblem::ForeignOrigin)),
                "{target}"
            );
        }
        assert_eq!(
            next_of(&users, "https://["),
            Err(Some(PagingProblem::Invalid))
        );
    }

    #[test]
    fn a_stored_cursor_resumes_its_own_list_only() {
        let mut groups = request("/api/v1/groups", &[("limit", "7"), ("expand", "stats")]);
        let stored = serde_json::to_string(&Cursor("/api/v1/groups?after=a%2Fb&limit=2".into()));
        let cursor: Cursor = serde_json::from_str(&stored.unwrap()).unwrap();
        cursor.apply(&mut groups).unwrap();
        assert_eq!(
            Cursor::of(&groups).0,
            "/api/v1/groups?after=a%2Fb&limit=2&expand=stats"
        );
        for foreign in [
            "/api/v1/users?after=1",
            "https://evil.example/api/v1/groups",
            "//evil.example/api/v1/groups",
            "@evil.example/api/v1/groups",
            "/api/v1/groups/../users?after=1",
            "/api/v1/groups/%2E%2E/users",
            "",
        ] {
            let mut groups = request("/api/v1/groups", &[]);
            assert!(
                Cursor(foreign.into()).apply(&mut groups).is_err(),
                "{foreign}"
            );
        }
    }

    #[test]
    fn debug_shows_no_query() {
        let cursor = Cursor("/api/v1/users?search=ada".into());
        assert_eq!(format!("{cursor:?}"), "Cursor(/api/v1/users?…)");
    }
}
