//! The HTTP client below: TLS, connections, proxy and `User-Agent`.

use std::{fmt, sync::Arc, time::Duration};

use http::HeaderValue;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};
use rustls_platform_verifier::Verifier;

use crate::{ConfigError, secret::Secret};

/// The longest that an idle connection is kept: less than the minute after which load
/// balancers close theirs, so that a request seldom meets a connection that is gone.
const IDLE: Duration = Duration::from_secs(50);

/// How the HTTP client is set up.
#[derive(Debug)]
pub(crate) struct HttpSettings {
    /// Zero means no limit.
    pub(crate) connect_timeout: Duration,
    pub(crate) proxy: Option<Proxy>,
    /// PEM, to be trusted in addition to what the operating system trusts.
    pub(crate) root_certificates: Vec<Vec<u8>>,
    pub(crate) user_agent_extra: Option<String>,
}

/// A proxy and what it wants to know.
#[derive(Debug)]
pub(crate) struct Proxy {
    pub(crate) url: String,
    pub(crate) credentials: Option<(String, Secret)>,
}

/// Builds the HTTP client. It follows no redirects: credentials would go where an answer
/// says. Without TLS (tests against a local server) it trusts no certificate at all, and
/// the system's proxy, which could not reach such a server, is left alone.
pub(crate) fn build(settings: &HttpSettings, tls: bool) -> Result<reqwest::Client, ConfigError> {
    let mut builder = reqwest::Client::builder()
        .tls_backend_preconfigured(tls_config(&settings.root_certificates, tls)?)
        .redirect(reqwest::redirect::Policy::none())
        .pool_idle_timeout(IDLE)
        .user_agent(user_agent(settings.user_agent_extra.as_deref())?);
    if !settings.connect_timeout.is_zero() {
        builder = builder.connect_timeout(settings.connect_timeout);
    }
    if let Some(Proxy { url, credentials }) = &settings.proxy {
        let mut proxy = reqwest::Proxy::all(url)
            .map_err(|_| refuse("the proxy's address is not a URL such as http://proxy:3128"))?;
        if let Some((username, password)) = credentials {
            proxy = proxy.basic_auth(username, password.expose());
        }
        builder = builder.proxy(proxy);
    } else if !tls {
        builder = builder.no_proxy();
    }
    builder.build().map_err(refuse)
}

/// TLS on ring, handed over ready made: no process-wide provider has to be installed.
fn tls_config(extra_roots: &[Vec<u8>], tls: bool) -> Result<ClientConfig, ConfigError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(refuse)?;
    let mut config = if tls {
        let verifier = Verifier::new_with_extra_roots(certificates(extra_roots)?, provider)
            .map_err(|error| {
                refuse(format!(
                    "{error} (install the operating system's CA certificates, or give \
                     root_certificate a certificate that is valid)"
                ))
            })?;
        // "Dangerous" is the name of the way to any verifier but rustls' own; this one
        // asks the operating system.
        builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth()
    } else {
        builder
            .with_root_certificates(RootCertStore::empty())
            .with_no_client_auth()
    };
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn certificates(pems: &[Vec<u8>]) -> Result<Vec<CertificateDer<'static>>, ConfigError> {
    let mut all = Vec::new();
    for pem in pems {
        let before = all.len();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            // The parser's message would show what it read, which may be a key.
            all.push(
                certificate
                    .map_err(|_| refuse("a root certificate cannot be read: its PEM is damaged"))?,
            );
        }
        if all.len() == before {
            return Err(refuse(
                "a root certificate is not PEM text (-----BEGIN CERTIFICATE-----)",
            ));
        }
    }
    Ok(all)
}

/// `okta-api-rust/<version> rust/<version> <os>/<arch> [extra]`
fn user_agent(extra: Option<&str>) -> Result<HeaderValue, ConfigError> {
    let mut text = concat!(
        "okta-api-rust/",
        env!("CARGO_PKG_VERSION"),
        " rust/",
        env!("OKTA_CORE_RUSTC_VERSION"),
    )
    .to_owned();
    text += &format!(" {}/{}", std::env::consts::OS, std::env::consts::ARCH);
    if let Some(extra) = extra {
        text += &format!(" {extra}");
    }
    HeaderValue::from_str(&text)
        .map_err(|_| refuse("the user agent's extra text has characters that HTTP does not allow"))
}

fn refuse(reason: impl fmt::Display) -> ConfigError {
    ConfigError::HttpClient {
        reason: reason.to_string(),
    }
}

/// A client that a user might bring.
#[cfg(test)]
pub(crate) fn for_tests() -> reqwest::Client {
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls_config(&[], false).unwrap())
        .build()
        .unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> HttpSettings {
        HttpSettings {
            connect_timeout: Duration::from_secs(30),
            proxy: None,
            root_certificates: Vec::new(),
            user_agent_extra: None,
        }
    }

    #[test]
    fn the_user_agent_names_crate_compiler_and_system() {
        let text = |extra| user_agent(extra).map(|value| value.to_str().unwrap().to_owned());
        let plain = text(None).unwrap();
        let words: Vec<&str> = plain.split(' ').collect();
        let [crate_, rust, system] = words[..] else {
            panic!("{plain}")
        };
        assert_eq!(crate_, concat!("okta-api-rust/", env!("CARGO_PKG_VERSION")));
        let version = rust.strip_prefix("rust/").unwrap();
        assert!(version.starts_with(|c: char| c.is_ascii_digit()), "{rust}");
        let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
        assert_eq!(system, format!("{os}/{arch}"));
        assert_eq!(text(Some("mine/1")).unwrap(), format!("{plain} mine/1"));
        assert!(text(Some("two\nlines")).is_err());
    }

    #[test]
    fn what_cannot_be_used_is_refused() {
        for (change, hint) in [
            (
                (|s| s.root_certificates = vec![b"text".to_vec()]) as fn(&mut HttpSettings),
                "not PEM",
            ),
            (
                |s| {
                    s.root_certificates = vec![
                        b"-----BEGIN CERTIFICATE-----\n%\n-----END CERTIFICATE-----\n".to_vec(),
                    ]
                },
                "cannot be read",
            ),
            (
                |s| {
                    s.proxy = Some(Proxy {
                        url: "http://me:hunter2@:x".into(),
                        credentials: None,
                    });
                },
                "proxy's address",
            ),
        ] {
            let mut settings = settings();
            change(&mut settings);
            let message = build(&settings, true).unwrap_err().to_string();
            assert!(message.contains(hint), "{message}");
            assert!(!message.contains("hunter2"), "{message}");
        }
        assert!(build(&settings(), false).is_ok());
    }
}
