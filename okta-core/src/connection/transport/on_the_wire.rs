//! What a server in memory cannot show: dead connections, TLS, proxies and redirects.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::Method;
use okta_test_server::{Reply, Server};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};
use tokio_rustls::TlsAcceptor;

use crate::{
    Client, ClientBuilder, Error, Obstacle, RetryPolicy, TransportErrorKind, auth::fixtures,
    http_client, operations::Catalogue,
};

/// Starts an org with TLS and HTTP/2 that responds with `{}` to everything.
async fn http2_org() -> std::net::SocketAddr {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(fixtures::SERVER_CERTIFICATE.as_bytes()).unwrap()],
            PrivateKeyDer::from_pem_slice(fixtures::EC_P256_PKCS8.as_bytes()).unwrap(),
        )
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                // A client that does not trust the certificate hangs up.
                let Ok(stream) = acceptor.accept(stream).await else {
                    return;
                };
                let mut connection = h2::server::handshake(stream).await.unwrap();
                while let Some(Ok((_, mut respond))) = connection.accept().await {
                    let head = http::Response::builder().header("content-type", "application/json");
                    let body = respond.send_response(head.body(()).unwrap(), false);
                    let _ = body.unwrap().send_data(Bytes::from_static(b"{}"), true);
                }
            });
        }
    });
    address
}

/// A relay to a server that can die silently: it then accepts everything and forwards nothing.
struct Way {
    url: String,
    /// The number of connections made.
    made: Arc<AtomicUsize>,
    /// The number of dead connections, counted from the first.
    dead: watch::Sender<usize>,
}

impl Way {
    async fn to(server: std::net::SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://{}", listener.local_addr().unwrap());
        let (made, dead) = (Arc::new(AtomicUsize::new(0)), watch::Sender::new(0));
        let (count, watch) = (Arc::clone(&made), dead.clone());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let number = count.fetch_add(1, Ordering::SeqCst);
                let server = TcpStream::connect(server).await.unwrap();
                let (from_client, to_client) = client.into_split();
                let (from_server, to_server) = server.into_split();
                tokio::spawn(pass(from_client, to_server, number, watch.clone()));
                tokio::spawn(pass(from_server, to_client, number, watch.clone()));
            }
        });
        Self { url, made, dead }
    }

    /// Kills all connections so far.
    fn dies(&self) {
        self.dead.send_replace(self.made());
    }

    fn made(&self) -> usize {
        self.made.load(Ordering::SeqCst)
    }
}

async fn pass(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    number: usize,
    dead: watch::Sender<usize>,
) {
    let mut buffer = vec![0; 16 << 10];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        if number >= *dead.borrow() && to.write_all(&buffer[..count]).await.is_err() {
            return;
        }
    }
    // A dead connection does not even forward its end.
    if number < *dead.borrow() {
        std::future::pending::<()>().await;
    }
}

fn builder(url: &str) -> ClientBuilder {
    Client::builder(url).api_token("00token").retry(
        RetryPolicy::default()
            .first_pause(Duration::from_millis(1))
            .longest_pause(Duration::from_millis(9)),
    )
}

#[tokio::test]
async fn a_connection_that_died_without_a_word_is_not_used_again() {
    let way = Way::to(http2_org().await).await;
    let client = builder(&way.url)
        .root_certificate(fixtures::AUTHORITY_CERTIFICATE)
        .request_timeout(Duration::from_secs(1))
        .build()
        .unwrap();
    let get = || {
        client
            .request_among(Catalogue::NONE, Method::GET, "/api/v1/groups")
            .send()
    };
    for _ in 0..3 {
        get().await.unwrap();
    }
    assert_eq!(way.made(), 1, "HTTP/2 shares a connection");
    // A GET is retried, on a new connection.
    way.dies();
    get().await.unwrap();
    assert_eq!(way.made(), 2);
    // A POST is not retried, but the next one is not lost.
    way.dies();
    let post = || {
        client
            .request_among(Catalogue::NONE, Method::POST, "/api/v1/groups")
            .send()
    };
    let error = post().await.unwrap_err();
    assert!(error.is_timeout() && error.is_transient(), "{error}");
    post().await.unwrap();
    assert_eq!(way.made(), 3);
    // A burst of timeouts renews the connections once: each call starts at most one.
    way.dies();
    let burst = futures::future::join_all((0..20).map(|_| get())).await;
    assert!(burst.iter().all(Result::is_ok));
    assert!(way.made() <= 3 + 20, "{}", way.made());
}

#[tokio::test(start_paused = true)]
async fn a_connection_with_http2_is_asked_for_a_sign_of_life() {
    let way = Way::to(http2_org().await).await;
    let client = builder(&way.url)
        .root_certificate(fixtures::AUTHORITY_CERTIFICATE)
        .build()
        .unwrap();
    let get = || {
        client
            .request_among(Catalogue::NONE, Method::GET, "/api/v1/groups")
            .send()
    };
    get().await.unwrap();
    way.dies();
    let started = tokio::time::Instant::now();
    get().await.unwrap();
    // Sooner than the minute that a request may take.
    let took = started.elapsed();
    assert!(took < Duration::from_secs(50), "{took:?}");
    assert_eq!(way.made(), 2);
}

/// Starts a server without TLS that says so to everybody. Returns it and the count of its
/// connections.
async fn plain_port() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            let mut buffer = [0; 4096];
            let _ = stream.read(&mut buffer).await;
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
            let _ = stream.shutdown().await;
        }
    });
    (address, asked)
}

#[tokio::test]
async fn what_cannot_pass_fails_at_once_with_host_cause_and_remedy() {
    let org = http2_org().await;
    let way = Way::to(org).await;
    let (plain, plain_asked) = plain_port().await;
    let refusal = Reply::new(407, "").header("proxy-authenticate", "Basic realm=\"x\"");
    let proxy = Server::scripted(vec![refusal]).await;
    let named = way.url.replace("127.0.0.1", "localhost");
    let plainly = way.url.replace("https://", "http://");
    for (name, client, obstacle, host, hints) in [
        (
            "an issuer that nobody trusts",
            builder(&way.url),
            Obstacle::Certificate,
            way.url.replace("https://", ""),
            ["UnknownIssuer", "ClientBuilder::root_certificate"],
        ),
        (
            "a certificate for another host",
            builder(&named).root_certificate(fixtures::AUTHORITY_CERTIFICATE),
            Obstacle::Certificate,
            named.replace("https://", ""),
            ["localhost", "check this machine's clock and the org URL"],
        ),
        (
            "https to a plain port",
            builder(&format!("https://{plain}")),
            Obstacle::NotTls,
            plain.clone(),
            ["InvalidContentType", "OKTA_CLIENT_ORGURL"],
        ),
        (
            "plain http to a port that speaks TLS",
            builder(&plainly).allow_http(true),
            Obstacle::NotHttp,
            plainly.replace("http://", ""),
            ["invalid HTTP version", "needs https"],
        ),
        (
            "a proxy that wants a password",
            builder("https://acme.okta.com").proxy(&proxy.url),
            Obstacle::ProxyCredentials,
            "acme.okta.com:443".to_owned(),
            ["proxy authorization required", "client.proxy.username"],
        ),
    ] {
        let client = client.build().unwrap();
        let started = Instant::now();
        let error = client
            .request_among(Catalogue::NONE, Method::GET, "/x")
            .send()
            .await
            .unwrap_err();
        let message = error.to_string();
        let Error::Transport(transport) = &error else {
            panic!("{name}: {message}")
        };
        assert_eq!(
            transport.kind(),
            TransportErrorKind::Obstacle(obstacle),
            "{name}: {message}"
        );
        assert_eq!(transport.host(), host);
        assert!(
            message.contains(&format!("no connection to {host}: ")),
            "{message}"
        );
        for hint in hints {
            assert!(message.contains(hint), "{name}: {message}");
        }
        assert!(!error.is_transient(), "{name}");
        assert!(std::error::Error::source(&error).is_some(), "{name}");
        assert!(started.elapsed() < Duration::from_secs(5), "{name}");
    }
    assert_eq!(way.made(), 3, "once for each");
    assert_eq!(plain_asked.load(Ordering::SeqCst), 1);
    assert_eq!(proxy.seen().len(), 1, "or the account gets locked");
}

#[tokio::test]
async fn a_redirect_that_an_http_client_followed_is_an_error_and_no_answer() {
    let thief = Server::scripted(vec![Reply::json("{}")]).await;
    // The first response redirects; the next one is a success.
    let org = Server::scripted(vec![
        Reply::new(302, "").header("location", "/elsewhere"),
        Reply::json("{}"),
        Reply::new(307, "").header("location", format!("{}/api/v1/groups", thief.url)),
    ])
    .await;
    let client = builder(&org.url)
        .allow_http(true)
        .http_client(http_client::for_tests())
        .build()
        .unwrap();
    for redirect in ["within the org", "to another host"] {
        let post = client.request_among(
            Catalogue::NONE,
            Method::POST,
            "/api/v1/users/1/lifecycle/suspend",
        );
        let error = post.send().await.unwrap_err();
        assert!(
            matches!(&error, Error::Transport(error) if error.kind() == TransportErrorKind::Redirected),
            "{redirect}: {error}"
        );
        assert!(error.to_string().contains("Policy::none()"), "{error}");
        assert!(!error.is_transient());
    }
    assert_eq!(thief.seen().len(), 1);
}
