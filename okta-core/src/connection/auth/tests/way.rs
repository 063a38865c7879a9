//! TLS, a proxy and redirects on the way to the server.

use std::sync::Arc;

use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    server::Acceptor,
};
use tokio::{io::AsyncWriteExt, net::TcpListener};
use tokio_rustls::LazyConfigAcceptor;

use super::{
    server::{Reply, read, write},
    *,
};

/// Starts a token endpoint over TLS that only clients with its certificate trust.
async fn tls_server() -> String {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(fixtures::SERVER_CERTIFICATE.as_bytes()).unwrap()],
            PrivateKeyDer::from_pem_slice(fixtures::EC_P256_PKCS8.as_bytes()).unwrap(),
        )
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let hello = LazyConfigAcceptor::new(Acceptor::default(), stream)
                .await
                .unwrap();
            let offered: Vec<&[u8]> = hello.client_hello().alpn().unwrap().collect();
            assert_eq!(offered, [&b"h2"[..], b"http/1.1"]);
            // A client that does not trust the certificate hangs up.
            let Ok(stream) = hello.into_stream(Arc::clone(&config)).await else {
                continue;
            };
            let mut stream = stream;
            read(&mut stream, &mut Vec::new()).await;
            write(&mut stream, granted("t1")).await;
            stream.shutdown().await.unwrap();
        }
    });
    url
}

#[tokio::test(start_paused = true)]
async fn a_root_certificate_of_ones_own_is_trusted_and_nothing_else() {
    let url = tls_server().await;
    let builder = || Client::builder(&url).service_app(service_app());
    let trusting = builder()
        .root_certificate(fixtures::AUTHORITY_CERTIFICATE)
        .build()
        .unwrap();
    assert_eq!(authorization(&trusting).await.unwrap(), "Bearer t1");

    // Not without the certificate, and not with the testing switch either, which only allows
    // plain HTTP.
    let error = authorization(&builder().allow_http(true).build().unwrap())
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Auth(AuthError::Unreachable(_))),
        "{error:?}"
    );
    assert!(error.to_string().contains("UnknownIssuer"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_proxy_with_credentials_is_used() {
    let proxy = server::start(|_, _| granted("t1")).await;
    let client = Client::builder("http://acme.invalid")
        .allow_http(true)
        .service_app(service_app())
        .proxy(&proxy.url)
        .proxy_credentials("me", "hunter2")
        .build()
        .unwrap();
    assert_eq!(authorization(&client).await.unwrap(), "Bearer t1");
    let [request] = &proxy.seen()[..] else {
        panic!("one request")
    };
    assert_eq!(request.target, "http://acme.invalid/oauth2/v1/token");
    assert_eq!(
        request.header("proxy-authorization"),
        Some("Basic bWU6aHVudGVyMg==")
    );
}

#[tokio::test(start_paused = true)]
async fn a_redirect_is_not_followed() {
    let thief = server::start(|_, _| granted("t1")).await;
    let location = format!("{}/oauth2/v1/token", thief.url);
    let server = server::start(move |_, _| Reply::new(307, "").header("location", &location)).await;
    let error = authorization(&client(&server.url, service_app()))
        .await
        .unwrap_err();
    assert_eq!(refusal(error).status, http::StatusCode::TEMPORARY_REDIRECT);
    assert!(thief.seen().is_empty());

    // The user's own HTTP client may follow the redirect; the token from there is not accepted.
    let client = Client::builder(&server.url)
        .allow_http(true)
        .service_app(service_app())
        .http_client(crate::http_client::for_tests())
        .build()
        .unwrap();
    let error = authorization(&client).await.unwrap_err();
    assert!(error.to_string().contains("redirect"), "{error}");
}
