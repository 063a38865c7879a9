//! Event hooks whose address is on this machine are called as Okta calls them: a challenge
//! proves the address, and then events of the types that a hook names are posted to it.
//! Nobody else is called: a hook elsewhere is taken as proved, and hears nothing.

use std::{net::IpAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Method, Request, StatusCode, Uri, header, request::Parts};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;

use super::{hooks::HOOKS, shared::Inner};
use crate::{data::timestamp, error::OktaError, world::state::text};

/// So long Okta waits for an answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// More of an answer is not read.
const LARGEST_ANSWER: usize = 64 * 1024;

/// Asks the address of a hook that is to be verified to prove itself.
pub(crate) async fn prove(inner: &Inner, parts: &Parts) -> Result<(), OktaError> {
    let id = parts
        .uri
        .path()
        .strip_prefix(HOOKS)
        .and_then(|rest| rest.strip_suffix("/lifecycle/verify")?.strip_prefix('/'));
    let Some(id) = id.filter(|_| parts.method == Method::POST) else {
        return Ok(());
    };
    let (call, challenge) = {
        let mut state = inner.state();
        let challenge = state.rng.text(32);
        let Some(call) = state
            .store
            .get(HOOKS, id)
            .and_then(|hook| Call::of(inner, &hook))
        else {
            return Ok(());
        };
        (call, challenge)
    };
    let request = call
        .request(Method::GET)
        .header("x-okta-verification-challenge", &challenge)
        .body(Full::default());
    let proved = match request {
        Ok(request) => call.send(request).await.is_some_and(|(status, body)| {
            let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
            status == StatusCode::OK && answer["verification"] == challenge.as_str()
        }),
        Err(_) => false,
    };
    if proved {
        return Ok(());
    }
    Err(OktaError::unverified_hook())
}

/// Posts what was written to the log since the last time to the hooks that want it.
pub(crate) fn deliver(inner: &Arc<Inner>) {
    let state = inner.state();
    let last = state.log.last();
    let seen = inner.hooks.see(last);
    if seen >= last {
        return;
    }
    for hook in state.store.values(HOOKS) {
        let wants =
            text(&hook, "status") == "ACTIVE" && text(&hook, "verificationStatus") == "VERIFIED";
        let Some(call) = Call::of(inner, &hook).filter(|_| wants) else {
            continue;
        };
        let types = hook["events"]["items"].as_array();
        let events = state.log.after(seen).filter(|event| {
            let named = |kind: &Value| kind == event.what.event_type.as_str();
            types.is_some_and(|types| types.iter().any(named))
        });
        let events: Vec<Value> = events.map(|event| event.json()).collect();
        let Some(first) = events.first() else {
            continue;
        };
        let body = json!({
            "eventType": "com.okta.event_hook", "eventTypeVersion": "1.0",
            "cloudEventsVersion": "0.1", "contentType": "application/json",
            "source": format!("{}{HOOKS}/{}", inner.base, text(&hook, "id")),
            "eventId": first["uuid"], "eventTime": timestamp(inner.clock.now()),
            "data": { "events": events },
        });
        tokio::spawn(call.post(body.to_string().into()));
    }
}

/// How a hook is called.
struct Call {
    uri: Uri,
    port: u16,
    host: String,
    headers: Vec<(String, String)>,
}

impl Call {
    /// How this hook is called; `None` for one elsewhere.
    fn of(inner: &Inner, hook: &Value) -> Option<Self> {
        let config = &hook["channel"]["config"];
        let uri: Uri = text(config, "uri").parse().ok()?;
        let host = uri.host()?.trim_matches(['[', ']']).to_owned();
        let here = host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
        if !here || uri.scheme_str() != Some("http") {
            return None;
        }
        let mut headers: Vec<(String, String)> = config["headers"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|header| {
                (
                    text(header, "key").to_owned(),
                    text(header, "value").to_owned(),
                )
            })
            .collect();
        headers.extend(inner.hooks.secret(text(hook, "id")));
        Some(Self {
            port: uri.port_u16().unwrap_or(80),
            uri,
            host,
            headers,
        })
    }

    fn request(&self, method: Method) -> http::request::Builder {
        let path = self.uri.path_and_query().map_or("/", |path| path.as_str());
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, format!("{}:{}", self.host, self.port))
            .header(header::ACCEPT, "application/json");
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        request
    }

    /// Posts events, and once more if that does not work.
    async fn post(self, body: Bytes) {
        for _ in 0..2 {
            let request = self
                .request(Method::POST)
                .header(header::CONTENT_TYPE, "application/json")
                .body(Full::new(body.clone()));
            let Ok(request) = request else { return };
            let answer = self.send(request).await;
            if answer.is_some_and(|(status, _)| !status.is_server_error()) {
                return;
            }
        }
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Option<(StatusCode, Bytes)> {
        let exchange = async {
            let stream = TcpStream::connect((self.host.as_str(), self.port))
                .await
                .ok()?;
            let (mut sender, connection) =
                hyper::client::conn::http1::handshake(TokioIo::new(stream))
                    .await
                    .ok()?;
            let connection = tokio::spawn(connection);
            let response = sender.send_request(request).await.ok()?;
            let status = response.status();
            let body = Limited::new(response.into_body(), LARGEST_ANSWER);
            let body = body.collect().await.ok()?.to_bytes();
            connection.abort();
            Some((status, body))
        };
        tokio::time::timeout(PATIENCE, exchange).await.ok()?
    }
}
