//! Streamable HTTP: on loopback, or behind a bearer token.

use std::{convert::Infallible, fmt, net::SocketAddr, sync::Arc, time::Duration};

use http::{HeaderMap, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full, combinators::BoxBody};
use hyper::{body::Bytes, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use rmcp::transport::streamable_http_server::{
    StreamableHttpServerConfig, StreamableHttpService, session::local::LocalSessionManager,
};
use tokio::{net::TcpListener, sync::Semaphore};

use super::{
    Server,
    principal::{From, Transport},
};
use crate::engine::Engine;

/// The most bytes of a request.
const REQUEST_BYTES: usize = 1024 * 1024;
/// The most connections at a time.
const CONNECTIONS: usize = 64;
/// The most sessions of clients older than 2026-07-28 at a time.
const SESSIONS: usize = 64;
/// How long such a session may be idle.
const IDLE: Duration = Duration::from_secs(1_800);
/// How long a client may take for the headers of a request.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);

/// How to serve over HTTP.
#[derive(Debug, Clone)]
pub struct Http {
    /// Where to listen.
    pub address: SocketAddr,
    /// What clients have to send as `Authorization: Bearer …`.
    pub token: Option<String>,
    /// Further names that clients may call the server by.
    pub hosts: Vec<String>,
    /// Origins of web pages that may call it, such as `https://app.example.com`.
    pub origins: Vec<String>,
}

/// Why it is not served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HttpError {
    /// Anybody on the network could use the org.
    #[error(
        "{0} can be reached from other machines: give a bearer token of at least 32 characters in \
         OKTA_MCP_HTTP_TOKEN, and put a proxy with TLS before it; or listen on 127.0.0.1"
    )]
    Open(SocketAddr),
    /// The token can be guessed.
    #[error("the bearer token has fewer than 32 characters")]
    WeakToken,
    /// The address is taken, or not ours.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address that was tried.
        address: SocketAddr,
        /// What the operating system said.
        source: std::io::Error,
    },
}

/// A server that listens.
pub struct Listening {
    listener: TcpListener,
    engine: Arc<Engine>,
    http: Http,
}

impl fmt::Debug for Listening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listening")
            .field("listener", &self.listener)
            .finish_non_exhaustive()
    }
}

/// Listens, and serves when it is run.
///
/// # Errors
///
/// When the address is open to others without a token, or cannot be listened on.
pub async fn serve_http(engine: Arc<Engine>, http: Http) -> Result<Listening, HttpError> {
    match &http.token {
        None if !http.address.ip().is_loopback() => return Err(HttpError::Open(http.address)),
        Some(token) if token.len() < 32 => return Err(HttpError::WeakToken),
        _ => {}
    }
    let address = http.address;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|source| HttpError::Listen { address, source })?;
    Ok(Listening {
        listener,
        engine,
        http,
    })
}

impl Listening {
    /// Where it listens.
    ///
    /// # Errors
    ///
    /// When the operating system does not know.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until the future is dropped.
    pub async fn run(self) {
        let Self {
            listener,
            engine,
            http,
        } = self;
        let mut hosts: Vec<String> = ["localhost", "127.0.0.1", "::1"]
            .map(str::to_owned)
            .to_vec();
        hosts.extend(http.hosts.iter().cloned());
        let config = StreamableHttpServerConfig::default()
            .with_allowed_hosts(hosts)
            .with_allowed_origins(http.origins.iter().cloned())
            .enforce_origin_validation()
            .with_max_request_body_bytes(REQUEST_BYTES);
        let mut sessions = LocalSessionManager::default();
        sessions.session_config.keep_alive = Some(IDLE);
        let sessions = Arc::new(sessions);
        let server = Server::over(
            engine,
            Transport::Http {
                token: http.token.is_some(),
            },
        );
        let service =
            StreamableHttpService::new(move || Ok(server.clone()), Arc::clone(&sessions), config);
        let token: Option<Arc<str>> = http.token.map(Into::into);
        let connections = Arc::new(Semaphore::new(CONNECTIONS));
        loop {
            let Ok(slot) = Arc::clone(&connections).acquire_owned().await else {
                return;
            };
            let Ok((stream, peer)) = listener.accept().await else {
                // Out of file handles, most likely: others are given back in a moment.
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let (service, token, sessions) =
                (service.clone(), token.clone(), Arc::clone(&sessions));
            tokio::spawn(async move {
                let answer =
                    service_fn(move |mut request: http::Request<hyper::body::Incoming>| {
                        request.extensions_mut().insert(From(peer.ip()));
                        let (service, token, sessions) =
                            (service.clone(), token.clone(), Arc::clone(&sessions));
                        async move {
                            if let Some(refused) = refused(request.headers(), token.as_deref()) {
                                return Ok::<_, Infallible>(refused);
                            }
                            let starts = !request.headers().contains_key("mcp-session-id");
                            if starts && sessions.sessions.read().await.len() >= SESSIONS {
                                return Ok(plain(
                                    StatusCode::SERVICE_UNAVAILABLE,
                                    "too many sessions",
                                ));
                            }
                            Ok(service.handle(request).await)
                        }
                    });
                let _slot = slot;
                // A client that breaks off has only itself to blame.
                let _ = hyper::server::conn::http1::Builder::new()
                    .timer(TokioTimer::new())
                    .header_read_timeout(HEADERS_WITHIN)
                    .serve_connection(TokioIo::new(stream), answer)
                    .await;
            });
        }
    }
}

type Answer = Response<BoxBody<Bytes, Infallible>>;

/// A request without the token.
fn refused(headers: &HeaderMap, token: Option<&str>) -> Option<Answer> {
    let wanted = token?;
    let given = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            scheme
                .eq_ignore_ascii_case("bearer")
                .then_some(token.trim())
        });
    if given.is_some_and(|given| same(given, wanted)) {
        return None;
    }
    let mut answer = plain(StatusCode::UNAUTHORIZED, "a bearer token is needed");
    answer.headers_mut().insert(
        header::WWW_AUTHENTICATE,
        http::HeaderValue::from_static("Bearer"),
    );
    Some(answer)
}

/// Compares in a time that does not tell where texts differ: through digests, so that
/// their comparison tells nothing about the texts.
fn same(given: &str, wanted: &str) -> bool {
    use ring::digest::{SHA256, digest};
    digest(&SHA256, given.as_bytes()).as_ref() == digest(&SHA256, wanted.as_bytes()).as_ref()
}

fn plain(status: StatusCode, text: &'static str) -> Answer {
    let mut answer = Response::new(Full::new(Bytes::from_static(text.as_bytes())).boxed());
    *answer.status_mut() = status;
    answer
}
