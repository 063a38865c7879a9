//! Receives what Okta posts to event hooks.
//!
//! An [`EventHookReceiver`] handles both kinds of Okta's requests, in any web server: the
//! challenge that verifies a hook's address, and deliveries of events. With `axum`:
//!
//! ```ignore
//! use axum::{body::{Body, Bytes}, extract::State, http::{Request, request::Parts}, response::Response};
//!
//! async fn okta(State(hook): State<EventHookReceiver>, parts: Parts, body: Bytes) -> Response {
//!     let received = hook.receive(&Request::from_parts(parts, body));
//!     for event in received.events() {
//!         queue.push(event.clone()); // your own queue
//!     }
//!     received.into_response().map(Body::from)
//! }
//!
//! let app = Router::new().route("/okta", any(okta)).with_state(EventHookReceiver::new(secret));
//! ```

use std::{fmt, hint::black_box};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode, header};
use serde::Deserialize as _;
use serde_json::{Map, Value, json};

use crate::types::LogEvent;

/// The header with Okta's challenge.
const CHALLENGE: &str = "x-okta-verification-challenge";

/// Handles the requests that Okta sends to an event hook's address.
#[derive(Clone)]
pub struct EventHookReceiver {
    header: header::HeaderName,
    secret: String,
}

/// A request that came in, and the response to it.
#[derive(Debug)]
pub struct Received {
    /// What it asked for.
    pub request: HookRequest,
    response: Response<Bytes>,
}

/// A request to an event hook's address.
#[derive(Debug)]
#[non_exhaustive]
pub enum HookRequest {
    /// Okta verifies the address. It does so once, before it sends events.
    Verification,
    /// Okta delivers events.
    Delivery(Delivery),
    /// The request was something else, or not Okta's. The value says why it was refused.
    Refused(RefusedRequest),
}

/// Events that Okta posted together.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// The events, in Okta's order. Okta may send an event again, with the same `uuid`.
    pub events: Vec<Result<LogEvent, OddEvent>>,
    /// Everything besides the events: `eventId`, `eventTime`, `source` (the hook's URL) and so
    /// on.
    pub envelope: Map<String, Value>,
}

/// An element of a delivery that is not an event. The other elements are not affected.
#[derive(Debug, Clone, PartialEq)]
pub struct OddEvent {
    /// Its position in the delivery, from 0.
    pub index: usize,
    /// The element, as it came.
    pub value: Value,
    /// Says why it is not an event.
    pub problem: String,
}

impl fmt::Display for OddEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "element {} of a delivery is not an event: {}",
            self.index, self.problem
        )
    }
}

impl std::error::Error for OddEvent {}

/// Why a request was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RefusedRequest {
    /// It did not carry the hook's secret, so it is not Okta's.
    Unauthorized,
    /// It was neither a GET with a challenge nor a POST.
    Unexpected,
    /// Its body was not a delivery.
    Malformed,
}

impl fmt::Debug for EventHookReceiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventHookReceiver")
            .field("header", &self.header)
            .finish_non_exhaustive()
    }
}

impl EventHookReceiver {
    /// Creates a receiver for hooks that send this value as `Authorization`. It is the `value`
    /// of the hook's `channel.config.authScheme`.
    #[must_use]
    pub fn new(secret: impl Into<String>) -> Self {
        Self::with_header(header::AUTHORIZATION, secret)
    }

    /// Creates a receiver for hooks whose `authScheme` names another header as its `key`.
    #[must_use]
    pub fn with_header(header: header::HeaderName, secret: impl Into<String>) -> Self {
        Self {
            header,
            secret: secret.into(),
        }
    }

    /// Reads a request and makes the response to it. Okta waits three seconds for a response,
    /// and without one sends the delivery once more. So store the events, respond, and work on
    /// them later.
    pub fn receive(&self, request: &Request<Bytes>) -> Received {
        // The challenge may be echoed to anybody, because the sender already knows it.
        let challenge = request.headers().get(CHALLENGE);
        if let (&Method::GET, Some(challenge)) = (request.method(), challenge) {
            return match challenge.to_str() {
                Ok(text) => Received {
                    request: HookRequest::Verification,
                    response: verification(text),
                },
                Err(_) => refuse(RefusedRequest::Malformed),
            };
        }
        if request.method() != Method::POST {
            return refuse(RefusedRequest::Unexpected);
        }
        if !self.is_okta(request.headers()) {
            return refuse(RefusedRequest::Unauthorized);
        }
        match delivery(request.body()) {
            Some(delivery) => Received {
                request: HookRequest::Delivery(delivery),
                response: answer(StatusCode::NO_CONTENT),
            },
            None => refuse(RefusedRequest::Malformed),
        }
    }

    /// Whether a request carries the secret. The time that this takes does not reveal where
    /// they differ.
    fn is_okta(&self, headers: &HeaderMap) -> bool {
        let given = headers.get(&self.header).map(|given| given.as_bytes());
        // Without a secret, nobody is accepted.
        !self.secret.is_empty() && given.is_some_and(|given| same(given, self.secret.as_bytes()))
    }
}

impl Received {
    /// Iterates over the delivered events. There are none when the request was not a delivery.
    /// Elements that are not events are only in [`Delivery::events`].
    pub fn events(&self) -> impl Iterator<Item = &LogEvent> {
        let delivery = match &self.request {
            HookRequest::Delivery(delivery) => Some(delivery),
            _ => None,
        };
        delivery
            .into_iter()
            .flat_map(|delivery| &delivery.events)
            .filter_map(|event| event.as_ref().ok())
    }

    /// Returns the response to send.
    #[must_use]
    pub fn into_response(self) -> Response<Bytes> {
        self.response
    }
}

fn verification(challenge: &str) -> Response<Bytes> {
    let mut response = Response::new(json!({ "verification": challenge }).to_string().into());
    let json = header::HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

fn refuse(reason: RefusedRequest) -> Received {
    let status = match reason {
        RefusedRequest::Unauthorized => StatusCode::UNAUTHORIZED,
        RefusedRequest::Unexpected => StatusCode::METHOD_NOT_ALLOWED,
        RefusedRequest::Malformed => StatusCode::BAD_REQUEST,
    };
    Received {
        request: HookRequest::Refused(reason),
        response: answer(status),
    }
}

fn answer(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::default();
    *response.status_mut() = status;
    response
}

/// Reads a body of the form `{"eventType": "com.okta.event_hook", …, "data": {"events": […]}}`.
fn delivery(body: &[u8]) -> Option<Delivery> {
    let Ok(Value::Object(mut envelope)) = serde_json::from_slice(body) else {
        return None;
    };
    let events = envelope
        .get_mut("data")?
        .as_object_mut()?
        .remove("events")?;
    let Value::Array(events) = events else {
        return None;
    };
    let read = |(index, value): (usize, Value)| {
        LogEvent::deserialize(&value).map_err(|error| OddEvent {
            index,
            problem: error.to_string(),
            value,
        })
    };
    Some(Delivery {
        events: events.into_iter().enumerate().map(read).collect(),
        envelope,
    })
}

/// Whether two texts are equal, in a time that depends only on their lengths.
fn same(given: &[u8], wanted: &[u8]) -> bool {
    let mut differences = u8::from(given.len() != wanted.len());
    for (one, other) in given.iter().zip(wanted) {
        differences |= black_box(one ^ other);
    }
    black_box(differences) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "hook-secret-hunter2";

    fn request(method: Method, headers: &[(&str, &str)], body: &str) -> Request<Bytes> {
        let mut request = Request::builder().method(method).uri("/okta");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Bytes::from(body.to_owned())).unwrap()
    }

    fn post(body: &str) -> Request<Bytes> {
        request(Method::POST, &[("authorization", SECRET)], body)
    }

    fn refused(request: &Request<Bytes>) -> Option<(RefusedRequest, u16)> {
        let received = EventHookReceiver::new(SECRET).receive(request);
        assert_eq!(received.events().count(), 0);
        match received.request {
            HookRequest::Refused(reason) => Some((reason, received.response.status().as_u16())),
            _ => None,
        }
    }

    #[test]
    fn the_challenge_is_answered_as_it_came() {
        let challenge = r#"a "challenge""#;
        let request = request(Method::GET, &[(CHALLENGE, challenge)], "");
        let received = EventHookReceiver::new(SECRET).receive(&request);
        assert!(matches!(received.request, HookRequest::Verification));
        let response = received.into_response();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
        let body: Value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(body, json!({ "verification": challenge }));
    }

    #[test]
    fn a_delivery_is_read_whole_and_one_odd_event_is_told_beside_the_others() {
        let events = json!([
            {"uuid": "1", "eventType": "user.lifecycle.suspend", "new": {"a": [1, null]},
             "actor": {"id": "00u1", "detailEntry": null}},
            "odd",
            {"uuid": "2", "eventType": "made.up", "published": "2026-01-31T08:00:00.000Z"},
        ]);
        let body = json!({
            "eventType": "com.okta.event_hook", "eventTypeVersion": "1.0", "cloudEventsVersion": "0.1",
            "source": "https://acme.okta.com/api/v1/eventHooks/who1", "eventId": "b5a1",
            "data": {"events": events.clone(), "more": 1}, "eventTime": "2026-01-31T08:00:01.000Z",
        });
        let received = EventHookReceiver::new(SECRET).receive(&post(&body.to_string()));
        let seen: Vec<_> = received
            .events()
            .map(|event| event.event_type.clone())
            .collect();
        assert_eq!(received.response.status(), StatusCode::NO_CONTENT);
        let HookRequest::Delivery(delivery) = received.request else {
            panic!("{received:?}");
        };
        let types = ["user.lifecycle.suspend", "made.up"];
        assert_eq!(seen, types.map(|kind| crate::Field::Value(kind.into())));
        let again: Vec<Value> = delivery
            .events
            .iter()
            .map(|event| match event {
                Ok(event) => serde_json::to_value(event).unwrap(),
                Err(odd) => {
                    assert_eq!(odd.index, 1);
                    assert!(
                        odd.to_string()
                            .starts_with("element 1 of a delivery is not an event")
                    );
                    odd.value.clone()
                }
            })
            .collect();
        assert_eq!(json!(again), events);
        assert_eq!(delivery.envelope["eventId"], "b5a1");
        assert_eq!(delivery.envelope["data"], json!({"more": 1}));
    }

    #[test]
    fn whoever_does_not_know_the_secret_is_refused() {
        let body = r#"{"data":{"events":[]}}"#;
        let wrong = Some((RefusedRequest::Unauthorized, 401));
        for given in [
            "",
            "hook-secret-hunter",
            "hook-secret-hunter22",
            "Hook-secret-hunter2",
        ] {
            let request = request(Method::POST, &[("authorization", given)], body);
            assert_eq!(refused(&request), wrong, "{given}");
        }
        assert_eq!(refused(&request(Method::POST, &[], body)), wrong);
        assert_eq!(refused(&post(body)), None);
        let open = EventHookReceiver::new("");
        let nothing = request(Method::POST, &[("authorization", "")], body);
        let received = open.receive(&nothing);
        assert_eq!(received.response.status(), StatusCode::UNAUTHORIZED);
        let own = EventHookReceiver::with_header(header::HeaderName::from_static("x-key"), SECRET);
        let received = own.receive(&request(Method::POST, &[("X-Key", SECRET)], body));
        assert!(matches!(received.request, HookRequest::Delivery(_)));
        assert!(!format!("{own:?}").contains(SECRET));
    }

    #[test]
    fn what_is_no_delivery_is_refused() {
        let malformed = Some((RefusedRequest::Malformed, 400));
        for body in [
            "",
            "{}",
            "[]",
            "no json",
            r#"{"data":[]}"#,
            r#"{"data":{}}"#,
            r#"{"data":{"events":{}}}"#,
        ] {
            assert_eq!(refused(&post(body)), malformed, "{body}");
        }
        let unexpected = Some((RefusedRequest::Unexpected, 405));
        assert_eq!(refused(&request(Method::GET, &[], "")), unexpected);
        assert_eq!(
            refused(&request(Method::PUT, &[("authorization", SECRET)], "")),
            unexpected
        );
    }
}
