//! An HTTP client like the SDK's own, for those who do without the SDK.

use rustls::{ClientConfig, RootCertStore, crypto::ring};

pub fn client() -> reqwest::Client {
    let provider = ring::default_provider();
    let tls = ClientConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth();
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .user_agent("by hand")
        .build()
        .unwrap()
}
