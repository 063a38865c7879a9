//! What a handler answers, before it becomes HTTP.

use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};

use super::query::Query;
use crate::error::OktaError;

/// The answer to one request.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: Content,
    /// Whether the answer is a page, and where the next one starts.
    pub(crate) page: Option<PageLinks>,
}

/// The `Link` headers of a page: `self` always, `next` where there is more.
#[derive(Debug)]
pub(crate) struct PageLinks {
    /// The cursor of the next page.
    pub(crate) next: Option<String>,
    /// The page size that applied.
    pub(crate) limit: usize,
}

/// A response body.
#[derive(Debug)]
pub(crate) enum Content {
    Empty,
    Json(Value),
    /// Anything else, with its content type.
    Text(&'static str, String),
}

/// What every handler returns.
pub(crate) type Answer = Result<Reply, OktaError>;

impl Reply {
    fn new(status: StatusCode, body: Content) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body,
            page: None,
        }
    }

    pub(crate) fn ok(value: Value) -> Self {
        Self::new(StatusCode::OK, Content::Json(value))
    }

    pub(crate) fn created(value: Value) -> Self {
        Self::new(StatusCode::CREATED, Content::Json(value))
    }

    pub(crate) fn status(status: StatusCode, value: Value) -> Self {
        Self::new(status, Content::Json(value))
    }

    pub(crate) fn no_content() -> Self {
        Self::new(StatusCode::NO_CONTENT, Content::Empty)
    }

    /// 200 without a body, as Okta answers subscriptions.
    pub(crate) fn empty() -> Self {
        Self::new(StatusCode::OK, Content::Empty)
    }

    pub(crate) fn text(content_type: &'static str, text: String) -> Self {
        Self::new(StatusCode::OK, Content::Text(content_type, text))
    }

    pub(crate) fn page(items: Vec<Value>, links: PageLinks) -> Self {
        Self {
            page: Some(links),
            ..Self::ok(Value::Array(items))
        }
    }

    /// A list in the envelope that newer lists come in: the members under a name, and the
    /// links to itself and to the next page in the body instead of headers. `links` are
    /// those that the list has on every page.
    pub(crate) fn enveloped(mut self, name: &str, links: Value, query: &Query) -> Self {
        if let Content::Json(Value::Array(members)) = &mut self.body {
            let mut body = json!({ name: std::mem::take(members), "_links": links });
            let next = self.page.take().and_then(|page| page.next);
            if let Some(next) = next {
                let url = body["_links"]["self"]["href"].as_str().unwrap_or_default();
                let href = format!("{url}?{}", query.with("after", &next));
                body["_links"]["next"] = json!({ "href": href });
            }
            self.body = Content::Json(body);
        }
        self
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }
}
