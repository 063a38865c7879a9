//! The HTTP client below this crate: TLS, connections, proxy and `User-Agent`.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use http::HeaderValue;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};
use rustls_platform_verifier::Verifier;
use secrecy::{ExposeSecret, SecretString};
use tower::{BoxError, Layer, Service, ServiceExt, util::BoxCloneSyncService};

use crate::{ConfigError, Obstacle, crypto};

/// The longest time that an idle connection is kept. It is less than the minute after which
/// load balancers close theirs, so a request seldom meets a closed connection.
const IDLE: Duration = Duration::from_secs(50);

/// The interval of pings on an HTTP/2 connection, and the time limit for their acknowledgement.
/// They close a silently dead connection before a request on it takes its whole time limit.
const PING: Duration = Duration::from_secs(10);
const PONG: Duration = Duration::from_secs(10);

/// The HTTP client in use. After a request that timed out it is replaced, together with all its
/// connections. Otherwise a connection that a proxy acknowledges but does not forward would be
/// used for ever, because HTTP/2 sends all requests over one.
#[derive(Debug)]
pub(crate) struct Http {
    current: Mutex<Current>,
    /// How to build another one; `None` for the user's own client.
    recipe: Option<Recipe>,
    layers: Layers,
}

/// Sends a request and returns its response, as a [`tower`](https://docs.rs/tower) service. The
/// layers of [`ClientBuilder::layer`](crate::ClientBuilder::layer) wrap it.
pub type HttpService = BoxCloneSyncService<reqwest::Request, reqwest::Response, BoxError>;

/// Builds the layers around a client. `None` when there are no layers.
#[derive(Clone, Default)]
pub(crate) struct Layers(Option<Arc<dyn Fn(reqwest::Client) -> HttpService + Send + Sync>>);

impl Layers {
    /// Adds a layer around the existing ones.
    pub(crate) fn push<L>(&mut self, layer: L)
    where
        L: Layer<HttpService> + Send + Sync + 'static,
        L::Service:
            Service<reqwest::Request, Response = reqwest::Response> + Clone + Send + Sync + 'static,
        <L::Service as Service<reqwest::Request>>::Error: Into<BoxError>,
        <L::Service as Service<reqwest::Request>>::Future: Send,
    {
        let inner = self.0.take();
        self.0 = Some(Arc::new(move |client| {
            let service = match &inner {
                Some(inner) => inner(client),
                None => HttpService::new(client.map_err(BoxError::from)),
            };
            HttpService::new(layer.layer(service).map_err(Into::into))
        }));
    }

    fn around(&self, client: reqwest::Client) -> Sender {
        match &self.0 {
            Some(layers) => Sender::Layered(layers(client)),
            None => Sender::Client(client),
        }
    }
}

impl fmt::Debug for Layers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Layers").field(&self.0.is_some()).finish()
    }
}

/// The HTTP client, without a box where there are no layers: every program would pay for a box
/// per request.
#[derive(Debug, Clone)]
enum Sender {
    Client(reqwest::Client),
    Layered(HttpService),
}

#[derive(Debug, Clone)]
struct Current {
    sender: Sender,
    /// Counts the replacements, so that a burst of timeouts causes only one.
    generation: u64,
}

/// A client, as of the moment of a request.
#[derive(Debug)]
pub(crate) struct Borrowed {
    sender: Sender,
    generation: u64,
}

impl Borrowed {
    pub(crate) async fn execute(
        &self,
        request: reqwest::Request,
    ) -> Result<reqwest::Response, BoxError> {
        match &self.sender {
            Sender::Client(client) => client.execute(request).await.map_err(BoxError::from),
            Sender::Layered(service) => service.clone().oneshot(request).await,
        }
    }
}

impl Http {
    /// Sends through the user's own client.
    pub(crate) fn own(client: reqwest::Client, layers: Layers) -> Self {
        Self::new(client, None, layers)
    }

    fn new(client: reqwest::Client, recipe: Option<Recipe>, layers: Layers) -> Self {
        let current = Current {
            sender: layers.around(client),
            generation: 0,
        };
        Self {
            current: Mutex::new(current),
            recipe,
            layers,
        }
    }

    /// Returns the client with which to send the next request.
    pub(crate) fn borrow(&self) -> Borrowed {
        let current = self.lock();
        Borrowed {
            sender: current.sender.clone(),
            generation: current.generation,
        }
    }

    /// Notes that a request with this client timed out. The next request gets its own
    /// connection.
    pub(crate) fn timed_out(&self, borrowed: &Borrowed) {
        let Some(recipe) = &self.recipe else {
            return;
        };
        let mut current = self.lock();
        if current.generation == borrowed.generation
            && let Ok(client) = recipe.build()
        {
            tracing::debug!("replacing all connections after a request without a response");
            *current = Current {
                sender: self.layers.around(client),
                generation: borrowed.generation + 1,
            };
        }
    }

    fn lock(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How the HTTP client is set up.
#[derive(Debug)]
pub(crate) struct HttpSettings {
    /// Zero means no limit.
    pub(crate) connect_timeout: Duration,
    pub(crate) proxy: Option<Proxy>,
    /// PEM certificates to trust in addition to those that the operating system trusts.
    pub(crate) root_certificates: Vec<Vec<u8>>,
    pub(crate) user_agent_extra: Option<String>,
}

/// A proxy and its credentials.
#[derive(Debug)]
pub(crate) struct Proxy {
    pub(crate) url: String,
    pub(crate) credentials: Option<(String, SecretString)>,
}

/// The checked settings of an HTTP client.
#[derive(Debug)]
struct Recipe {
    tls: ClientConfig,
    connect_timeout: Duration,
    proxy: Option<reqwest::Proxy>,
    /// Whether the system's proxy is used when none is set.
    system_proxy: bool,
    user_agent: HeaderValue,
}

/// Builds the HTTP client. It follows no redirects, because credentials would go wherever a
/// response says. Without TLS, in tests against a local server, it trusts no certificates and
/// ignores the system's proxy, which could not reach such a server.
pub(crate) fn build(
    settings: &HttpSettings,
    tls: bool,
    layers: Layers,
) -> Result<Http, ConfigError> {
    let recipe = Recipe {
        tls: tls_config(&settings.root_certificates, tls)?,
        connect_timeout: settings.connect_timeout,
        proxy: settings.proxy.as_ref().map(proxy).transpose()?,
        system_proxy: tls,
        user_agent: user_agent(settings.user_agent_extra.as_deref())?,
    };
    let client = recipe.build().map_err(refuse)?;
    Ok(Http::new(client, Some(recipe), layers))
}

impl Recipe {
    fn build(&self) -> reqwest::Result<reqwest::Client> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(self.tls.clone())
            .redirect(reqwest::redirect::Policy::none())
            .pool_idle_timeout(IDLE)
            .http2_keep_alive_interval(PING)
            .http2_keep_alive_timeout(PONG)
            .http2_keep_alive_while_idle(true)
            .user_agent(self.user_agent.clone());
        if !self.connect_timeout.is_zero() {
            builder = builder.connect_timeout(self.connect_timeout);
        }
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(proxy.clone());
        } else if !self.system_proxy {
            builder = builder.no_proxy();
        }
        builder.build()
    }
}

fn proxy(settings: &Proxy) -> Result<reqwest::Proxy, ConfigError> {
    let Proxy { url, credentials } = settings;
    let scheme = url.split_once("://").map(|(scheme, _)| scheme);
    if scheme.is_some_and(|scheme| scheme.to_ascii_lowercase().starts_with("socks")) {
        let obstacle = Obstacle::ProxyScheme;
        return Err(refuse(format!("{obstacle}. {}", obstacle.remedy())));
    }
    let mut proxy = reqwest::Proxy::all(url)
        .map_err(|_| refuse("the proxy's address is not a URL such as http://proxy:3128"))?;
    if let Some((username, password)) = credentials {
        proxy = proxy.basic_auth(username, password.expose_secret());
    }
    Ok(proxy)
}

/// Builds the TLS configuration. No process-wide provider is needed where the build has a
/// crypto library.
fn tls_config(extra_roots: &[Vec<u8>], tls: bool) -> Result<ClientConfig, ConfigError> {
    let provider = crypto::tls_provider().ok_or_else(|| {
        refuse(
            "this build has no TLS: turn on the feature `ring` or `aws-lc-rs`, install a \
             `rustls::crypto::CryptoProvider` for the process, or pass a client to `http_client`",
        )
    })?;
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(refuse)?;
    let mut config = if tls {
        let verifier = Verifier::new_with_extra_roots(certificates(extra_roots)?, provider)
            .map_err(|error| {
                refuse(format!(
                    "{error} (install the operating system's CA certificates, or give \
                     root_certificate a valid certificate)"
                ))
            })?;
        // "Dangerous" is how rustls calls any verifier but its own; this one asks the operating
        // system.
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

/// A client as a user might bring one.
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
            (
                |s| {
                    s.proxy = Some(Proxy {
                        url: "socks5h://me:hunter2@proxy:1080".into(),
                        credentials: None,
                    });
                },
                "scheme is not supported",
            ),
        ] {
            let mut settings = settings();
            change(&mut settings);
            let message = build(&settings, true, Layers::default())
                .unwrap_err()
                .to_string();
            assert!(message.contains(hint), "{message}");
            assert!(!message.contains("hunter2"), "{message}");
        }
        assert!(build(&settings(), false, Layers::default()).is_ok());
    }
}
