//! Requests without a generated operation.

use std::borrow::Cow;

use bytes::Bytes;
use http::Method;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::{Position, Url};

use crate::{
    Client, Cursor, Error, Items, Page, Pages, Tail,
    call::{Call, Sending},
    model::Encode,
    operations::{Catalogue, RAW},
    origin::same_origin,
    request::Upload,
    target::{check_path, check_query},
};

/// A raw request under construction, made by `Client::request`.
#[derive(Clone, Debug)]
pub struct RawRequest {
    call: Call,
}

impl Client {
    /// Starts a request to any endpoint. If it is one of these operations, that says which rate
    /// limit the request counts against and whether it may be repeated, as the deletion of a user
    /// may not. [`Catalogue::NONE`] has none of them.
    ///
    /// The client of a generated crate has `request`, which passes the crate's own catalogue and
    /// says more about `target`. The catalogue is an argument, and not a part of the client, so
    /// that programs without raw requests are linked without it.
    pub fn request_among(
        &self,
        catalogue: &'static Catalogue,
        method: Method,
        target: &str,
    ) -> RawRequest {
        let located = locate(self.session().org(), target);
        let route = located.as_ref().ok().and_then(|url| {
            let target = &url[Position::BeforePath..Position::AfterQuery];
            catalogue.find(&method, target).ok()
        });
        let mut call = self.start(route.map_or(&RAW, |route| route.operation));
        call.request.method = method;
        match located {
            Ok(url) => {
                url.path().clone_into(&mut call.request.path);
                call.request.query = url
                    .query_pairs()
                    .map(|(name, value)| (name.into_owned().into(), value.into_owned()))
                    .collect();
            }
            Err(reason) => call.reject(reason),
        }
        RawRequest { call }
    }
}

impl RawRequest {
    /// Sets a query parameter. A later value replaces an earlier one.
    #[must_use]
    pub fn query(mut self, name: impl Into<String>, value: impl std::fmt::Display) -> Self {
        self.call.query(name.into(), value);
        self
    }

    /// Sets a header. A later value replaces an earlier one. The client sets `Authorization`
    /// and the headers that frame a request, such as `Host`, itself.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.call.header(name, value);
        self
    }

    /// Sets the body to this value as JSON.
    #[must_use]
    pub fn json(mut self, value: &impl serde::Serialize) -> Self {
        self.call.json(value as &dyn Encode);
        self
    }

    /// Sets the body to these bytes.
    #[must_use]
    pub fn body(
        mut self,
        content_type: impl Into<Cow<'static, str>>,
        bytes: impl Into<Bytes>,
    ) -> Self {
        self.call.bytes(content_type, bytes.into());
        self
    }

    /// Uploads this file as `multipart/form-data`.
    #[must_use]
    pub fn file(mut self, field: impl Into<Cow<'static, str>>, upload: Upload) -> Self {
        self.call.file(field, upload);
        self
    }

    /// Sends the request and reads the response as JSON. An empty body is `null`.
    pub fn send(self) -> Sending<Value> {
        self.call.send()
    }

    /// Sends the request and deserializes the response into any type.
    pub fn send_as<T: DeserializeOwned>(self) -> Sending<T> {
        self.call.send_as()
    }

    /// Sends the request and returns the response's bytes as Okta sent them.
    pub fn send_bytes(self) -> Sending<Bytes> {
        self.call.send_bytes()
    }

    /// Sends the request and returns one page of a list.
    pub async fn page(self) -> Result<Page<Value>, Error> {
        self.call.page().await
    }

    /// Streams all pages of a list, starting with this one.
    pub fn pages(self) -> Pages<Value> {
        self.call.pages()
    }

    /// Streams all elements of a list, starting with this page.
    pub fn stream(self) -> Items<Value> {
        self.call.stream()
    }

    /// Streams all elements of a list, deserialized into any type.
    pub fn stream_as<T: DeserializeOwned>(self) -> Items<T> {
        self.call.stream_as()
    }

    /// Follows a log without end: `/api/v1/logs`, or one that behaves like it. Events are
    /// identified by their `uuid`.
    pub fn tail(self) -> Tail<Value> {
        self.call.tail(|event: &Value| event.get("uuid")?.as_str())
    }

    /// Starts at a page that was reached earlier.
    #[must_use]
    pub fn resume(mut self, cursor: impl std::borrow::Borrow<Cursor>) -> Self {
        self.call = self.call.resume(cursor.borrow());
        self
    }
}

/// The URL that a raw request means, if it belongs to the org.
fn locate(org: &Url, target: &str) -> Result<Url, String> {
    // Checked as written, because parsing a URL removes `..`, line breaks and surrounding
    // blanks.
    let place = match target.split_once("://") {
        Some((_, rest)) if !target.starts_with('/') => {
            rest.find(['/', '?']).map_or("/", |at| rest.split_at(at).1)
        }
        _ => target,
    };
    let place = place.split('#').next().unwrap_or_default();
    let (path, query) = place.split_once('?').unwrap_or((place, ""));
    check_path(if path.is_empty() { "/" } else { path })?;
    check_query(query)?;
    let url = if target.starts_with('/') {
        // Joined as text, because `//host/` would otherwise mean another host.
        Url::parse(&format!("{}{target}", org.as_str().trim_end_matches('/')))
    } else {
        Url::parse(target)
    };
    let url = url.map_err(|error| {
        format!("the target is neither a path with a leading slash nor a URL: {error}")
    })?;
    if !same_origin(&url, org) {
        return Err(
            "the target is not in the client's org, and credentials are sent nowhere else".into(),
        );
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raw_request_cannot_leave_the_org() {
        let org = Url::parse("https://acme.okta.com:8443/").unwrap();
        for (target, expected) in [
            (
                "/api/v1/users?limit=2",
                Some("https://acme.okta.com:8443/api/v1/users?limit=2"),
            ),
            (
                "https://acme.okta.com:8443/x",
                Some("https://acme.okta.com:8443/x"),
            ),
            (
                "https://acme.okta.com:8443?q=1",
                Some("https://acme.okta.com:8443/?q=1"),
            ),
            ("//evil.example/x", None),
            ("/\\evil.example/x", None),
            ("https://acme.okta.com:8443/api/v1/users/../groups", None),
            (
                "https://acme.okta.com:8443/api/v1/users/%2e%2e/groups",
                None,
            ),
            ("/api/v1/users/00u1\n", None),
            (" /api/v1/users", None),
            ("/api/v1/users?q=%FF", None),
            ("https://acme.okta.com/x", None),
            ("http://acme.okta.com:8443/x", None),
            ("https://evil.example/x", None),
            ("https://acme.okta.com:8443@evil.example/x", None),
            ("api/v1/users", None),
            (".evil.example/", None),
            ("", None),
        ] {
            let found = locate(&org, target);
            assert_eq!(found.as_ref().ok().map(Url::as_str), expected, "{target}");
        }
    }
}
