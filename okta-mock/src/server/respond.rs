//! From an answer to an HTTP response.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};

use super::payload::Payload;
use crate::{
    data::Rng,
    error::OktaError,
    exchange::{
        query::Query,
        reply::{Answer, Content, PageLinks, Reply},
    },
    server::{faults::Kind, limits::Verdict},
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-okta-request-id");
const LIMIT: HeaderName = HeaderName::from_static("x-rate-limit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-rate-limit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-rate-limit-reset");

/// What surrounds an answer.
pub(crate) struct Surroundings<'a> {
    pub(crate) now: DateTime<Utc>,
    pub(crate) request_id: &'a str,
    pub(crate) verdict: Option<Verdict>,
    /// The request's URL without its query.
    pub(crate) url: String,
    pub(crate) query: &'a Query,
    /// The request's query, as sent.
    pub(crate) raw_query: &'a str,
    /// Both links in one `Link` header instead of one each.
    pub(crate) merged_links: bool,
    pub(crate) spoiled: Option<Kind>,
}

/// The response to an answer.
pub(crate) fn respond(answer: Answer, around: &Surroundings<'_>) -> Response<Payload> {
    let reply = answer.unwrap_or_else(|error| refusal(&error, around.request_id));
    let mut response = Response::new(());
    *response.status_mut() = reply.status;
    let headers = response.headers_mut();
    for (name, value) in reply.headers {
        headers.append(name, value);
    }
    set(headers, REQUEST_ID, around.request_id);
    set(
        headers,
        header::DATE,
        &around.now.format("%a, %d %b %Y %H:%M:%S GMT").to_string(),
    );
    set(headers, header::CACHE_CONTROL, "no-cache, no-store");
    if let Some(verdict) = around.verdict {
        rate_limit(headers, verdict);
        if around.spoiled == Some(Kind::DuplicateHeaders) {
            // As seen from Okta: a second set, of which the smaller remaining counts.
            rate_limit(
                headers,
                Verdict {
                    remaining: verdict.remaining / 2,
                    ..verdict
                },
            );
        }
    }
    if let Some(page) = &reply.page {
        links(headers, page, around);
    }
    let (content_type, bytes) = match reply.body {
        Content::Empty => (None, Bytes::new()),
        Content::Json(value) => (Some("application/json"), Bytes::from(value.to_string())),
        Content::Text(content_type, text) => (Some(content_type), Bytes::from(text)),
    };
    if let Some(content_type) = content_type {
        set(headers, header::CONTENT_TYPE, content_type);
    }
    let payload = match around.spoiled {
        Some(Kind::Truncated) => Payload::truncated(bytes),
        Some(Kind::Garbage) => {
            *response.status_mut() = StatusCode::OK;
            Payload::whole(Bytes::from_static(b"\x1f<!doctype html><p>upstream hiccup"))
        }
        _ => Payload::whole(bytes),
    };
    response.map(|()| payload)
}

/// What is handed to a connection that is about to be reset; nobody sees it.
pub(crate) fn never() -> Response<Payload> {
    Response::new(Payload::whole(Bytes::new()))
}

fn refusal(error: &OktaError, request_id: &str) -> Reply {
    let seed = request_id.bytes().fold(0_u64, |hash, byte| {
        hash.wrapping_mul(31).wrapping_add(u64::from(byte))
    });
    let id = format!("oae{}", Rng::of(seed, "error", 0).text(22));
    Reply::status(error.status, error.body(&id))
}

fn rate_limit(headers: &mut HeaderMap, verdict: Verdict) {
    headers.append(LIMIT, HeaderValue::from(verdict.limit));
    headers.append(REMAINING, HeaderValue::from(verdict.remaining));
    headers.append(RESET, HeaderValue::from(verdict.reset));
}

fn links(headers: &mut HeaderMap, page: &PageLinks, around: &Surroundings<'_>) {
    let own = match around.raw_query {
        "" => format!("{}?limit={}", around.url, page.limit),
        query => format!("{}?{query}", around.url),
    };
    let mut links = vec![format!("<{own}>; rel=\"self\"")];
    if let Some(next) = &page.next {
        let mut query = around.query.with("after", next);
        if around.query.get("limit").is_none() {
            query = Query::parse(&query).with("limit", &page.limit.to_string());
        }
        links.push(format!("<{}?{query}>; rel=\"next\"", around.url));
    }
    if around.merged_links {
        links = vec![links.join(", ")];
    }
    for link in links {
        if let Ok(link) = HeaderValue::try_from(link) {
            headers.append(header::LINK, link);
        }
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn page(raw_query: &str, merged_links: bool) -> Vec<String> {
        let query = Query::parse(raw_query);
        let around = Surroundings {
            now: DateTime::UNIX_EPOCH,
            request_id: "r",
            verdict: None,
            url: "http://127.0.0.1:1/api/v1/users".into(),
            query: &query,
            raw_query,
            merged_links,
            spoiled: None,
        };
        let links = PageLinks {
            next: Some("abc".into()),
            limit: 200,
        };
        let response = respond(Ok(Reply::page(vec![json!({})], links)), &around);
        assert_eq!(response.headers()["date"], "Thu, 01 Jan 1970 00:00:00 GMT");
        response
            .headers()
            .get_all(header::LINK)
            .iter()
            .map(|link| link.to_str().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn links_come_in_two_headers_or_in_one() {
        let base = "http://127.0.0.1:1/api/v1/users";
        let own = format!("<{base}?search=a+b&limit=2>; rel=\"self\"");
        let next = format!("<{base}?search=a+b&limit=2&after=abc>; rel=\"next\"");
        assert_eq!(
            page("search=a+b&limit=2", false),
            [own.clone(), next.clone()]
        );
        assert_eq!(page("search=a+b&limit=2", true), [format!("{own}, {next}")]);
        assert_eq!(
            page("", false),
            [
                format!("<{base}?limit=200>; rel=\"self\""),
                format!("<{base}?after=abc&limit=200>; rel=\"next\""),
            ]
        );
    }
}
