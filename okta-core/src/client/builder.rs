//! Configures a client from code and, below it, from files and the environment.

mod given;
mod http;

use std::{fmt, marker::PhantomData, sync::Arc, time::Duration};

use tower::{BoxError, Layer, Service};

use given::{Given, GivenCredentials, without_limit};

use crate::{
    Client, DeviceGrant, Error, ServiceApp, TokenProvider,
    auth::Credentials,
    config::{Setting, Surroundings},
    http_client::HttpService,
};

/// Configures a [`Client`]. [`Client::builder`] takes every setting from code; [`from_env`]
/// also reads files and environment variables. When code sets credentials twice, the later ones
/// count.
///
/// ```
/// use std::time::Duration;
/// use okta_api::Client;
///
/// # fn main() -> Result<(), okta_api::Error> {
/// let client = Client::builder("https://acme.okta.com")
///     .api_token("00abcdefghijklmnopqrstuvwxyz")
///     .request_timeout(Duration::from_secs(20))
///     .build()?;
/// # Ok(()) }
/// ```
///
/// [`from_env`]: Self::from_env
///
/// It builds a `C`: the client of a generated crate, or this crate's own.
pub struct ClientBuilder<C = Client> {
    pub(crate) given: Given,
    makes: PhantomData<fn() -> C>,
}

impl Client {
    /// Configures a client for the org at this URL, such as `https://acme.okta.com`. Only code
    /// configures it. Credentials are required; everything else has a default.
    pub fn builder(org_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(org_url)
    }

    /// Builds a client from the files and environment variables that Okta's own SDKs read. To
    /// change a setting as well, use [`ClientBuilder::from_env`].
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env().build()
    }
}

impl<C: From<Client>> ClientBuilder<C> {
    /// Takes every setting from code.
    pub fn new(org_url: impl Into<String>) -> Self {
        let mut builder = Self::from_env().org_url(org_url);
        builder.given.reads_sources = false;
        builder
    }

    /// Reads configuration files and environment variables as well. [`build`](Self::build)
    /// reads them. From the weakest to the strongest:
    ///
    /// 1. `~/.okta/okta.yaml`. A file without read permission is skipped.
    /// 2. `okta.yaml` in the working directory. It may name the org for credentials from
    ///    elsewhere. It may not switch off https or set a proxy for them.
    /// 3. Environment variables. An empty one counts as not set.
    /// 4. The builder's own settings.
    ///
    /// The files have this layout. Every key is optional, and times are in seconds:
    ///
    /// ```yaml
    /// okta:
    ///   client:
    ///     orgUrl: https://acme.okta.com
    ///     authorizationMode: SSWS          # or Bearer, PrivateKey
    ///     token: …                         # for SSWS and Bearer
    ///     clientId: 0oa…                   # for PrivateKey, like the next three
    ///     scopes: [okta.users.read]
    ///     privateKey: …                    # PEM or JWK (in base64, too), or a file's path
    ///     privateKeyId: …                  # or keyId, kid
    ///     connectionTimeout: 30
    ///     requestTimeout: 60
    ///     rateLimit: { maxRetries: 5 }
    ///     proxy: { host: …, port: …, username: …, password: … }
    ///     userAgentExtra: my-program/1.0
    ///   testing:
    ///     disableHttpsCheck: false
    ///   profiles:                          # further orgs, each with the same layout
    ///     preview:
    ///       client: { orgUrl: https://acme.oktapreview.com, token: … }
    /// ```
    ///
    /// Every value is read as the text in the file, so `1e5` can be a password. Anchors and
    /// merge keys (`<<`) work. An unknown key or variable is named in the log, and in the error
    /// when a setting is missing.
    ///
    /// The environment variable of `client.rateLimit.maxRetries` is
    /// `OKTA_CLIENT_RATELIMIT_MAXRETRIES`, and so on. `OKTA_CLIENT_PROFILE` or
    /// [`profile`](Self::profile) chooses a profile. A profile stands alone: it takes nothing
    /// from `okta.client`.
    ///
    /// ```no_run
    /// use okta_api::ClientBuilder;
    ///
    /// # fn main() -> Result<(), okta_api::Error> {
    /// let client = ClientBuilder::from_env().profile("preview").build()?;
    /// for source in client.config_sources() {
    ///     eprintln!("{source}"); // client.orgUrl from the file okta.yaml
    /// }
    /// # Ok(()) }
    /// ```
    pub fn from_env() -> Self {
        Self {
            given: Given {
                reads_sources: true,
                ..Given::default()
            },
            makes: PhantomData,
        }
    }

    /// Chooses a profile of the configuration files. Default: the one in `OKTA_CLIENT_PROFILE`,
    /// or the settings under `okta.client`. Without [`from_env`](Self::from_env) it has no
    /// effect.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.given.profile = Some(name.into());
        self
    }

    /// Sets the org's URL, such as `https://acme.okta.com`. A port is kept, and a trailing
    /// slash makes no difference.
    #[must_use]
    pub fn org_url(mut self, url: impl Into<String>) -> Self {
        self.given.org_url = url.into();
        self.given(Setting::OrgUrl)
    }

    /// Signs in with an
    /// [API token](https://developer.okta.com/docs/guides/create-an-api-token/main/), sent as
    /// `Authorization: SSWS …`.
    #[must_use]
    pub fn api_token(mut self, token: impl Into<String>) -> Self {
        self.given.credentials = Some(GivenCredentials::ApiToken(token.into().into()));
        self
    }

    /// Signs in with an OAuth 2.0 access token, sent as `Authorization: Bearer …` until it
    /// expires. For tokens that change, use [`token_provider`](Self::token_provider).
    #[must_use]
    pub fn bearer_token(mut self, token: impl Into<String>) -> Self {
        self.given.credentials = Some(GivenCredentials::BearerToken(token.into().into()));
        self
    }

    /// Signs in with access tokens from your own vault or broker; see [`TokenProvider`].
    #[must_use]
    pub fn token_provider(self, provider: impl TokenProvider) -> Self {
        self.with(Credentials::Provider(Arc::new(provider)))
    }

    /// Signs in as a service app with a private key; see [`ServiceApp`].
    #[must_use]
    pub fn service_app(self, app: ServiceApp) -> Self {
        self.with(Credentials::ServiceApp(app))
    }

    /// Lets a person sign in with a browser; see [`DeviceGrant`].
    #[must_use]
    pub fn device_grant(self, grant: DeviceGrant) -> Self {
        self.with(Credentials::DeviceGrant(grant))
    }

    /// Limits the time for opening a connection. Default: 30 seconds. Zero means no limit.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.given.http.connect_timeout = Some(timeout);
        self.given(Setting::ConnectionTimeout)
    }

    /// Limits the time of one attempt, from connecting to the end of the response. Default: 60
    /// seconds. Zero means no limit.
    #[must_use]
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.given.transport.timeout = without_limit(timeout);
        self.given(Setting::RequestTimeout)
    }

    /// Sends every request through this proxy, such as `http://proxy.example.com:3128`.
    /// Default: the system's proxy, or the one in `HTTPS_PROXY`.
    #[must_use]
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.given.http.proxy = Some(url.into());
        self.given(Setting::ProxyHost).given(Setting::ProxyPort)
    }

    /// Sets the proxy's user name and password. Default: none.
    #[must_use]
    pub fn proxy_credentials(
        mut self,
        username: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        self.given.http.proxy_credentials = Some((username.into(), password.into().into()));
        self.given(Setting::ProxyUsername)
            .given(Setting::ProxyPassword)
    }

    /// Trusts these PEM certificates in addition to those that the operating system trusts.
    /// Each call adds more.
    #[must_use]
    pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.given.http.root_certificates.push(pem.into());
        self
    }

    /// Appends this text to the `User-Agent` header, such as `my-program/1.0`. Default: none.
    #[must_use]
    pub fn user_agent_extra(mut self, text: impl Into<String>) -> Self {
        self.given.http.user_agent_extra = Some(text.into());
        self.given(Setting::UserAgentExtra)
    }

    /// Sends requests with your own HTTP client. That client decides its connect timeout,
    /// proxy, certificates and `User-Agent`: setting one of these here as well is an error, and
    /// files and the environment are ignored for them. This crate builds reqwest without a
    /// default crypto provider for TLS. Unless your program enables reqwest's `rustls` feature,
    /// it has to install a provider before it builds its client.
    ///
    /// Build it without redirects; Okta's API does not use them:
    ///
    /// ```no_run
    /// # fn run() -> Result<reqwest::Client, reqwest::Error> {
    /// let client = reqwest::Client::builder()
    ///     .redirect(reqwest::redirect::Policy::none())
    ///     .build()?;
    /// # Ok(client) }
    /// ```
    ///
    /// Otherwise reqwest follows redirects. On the way it turns a POST into a GET, or sends the
    /// body to another host. A response from another URL than the request's is an error
    /// ([`Redirected`](crate::TransportErrorKind::Redirected)), but by then the request has
    /// gone out.
    #[must_use]
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.given.http.own = Some(client);
        self
    }

    /// Wraps the HTTP client in a [`tower`](https://docs.rs/tower) layer, which can trace,
    /// record, count or change requests, or answer them itself. The layer sees every attempt,
    /// token requests included, with its credentials and after the client's own pacing. Its
    /// errors are [transport failures](crate::TransportErrorKind::Broken) and are retried like
    /// those. A layer that is added later wraps those before it.
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use okta_api::Client;
    ///
    /// # fn example() -> Result<(), okta_api::Error> {
    /// let client = Client::builder("https://acme.okta.com")
    ///     .api_token("00abc")
    ///     .layer(tower::limit::ConcurrencyLimitLayer::new(4))
    ///     .build()?;
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: Layer<HttpService> + Send + Sync + 'static,
        L::Service:
            Service<reqwest::Request, Response = reqwest::Response> + Clone + Send + Sync + 'static,
        <L::Service as Service<reqwest::Request>>::Error: Into<BoxError>,
        <L::Service as Service<reqwest::Request>>::Future: Send,
    {
        self.given.http.layers.push(layer);
        self
    }

    /// Allows an org URL with `http://`, for tests against a local server. Credentials then
    /// travel in the clear. Default: false.
    #[must_use]
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.given.allow_http = allow;
        self.given(Setting::DisableHttpsCheck)
    }

    /// Builds the client. Nothing is sent yet. Credentials that are well formed but wrong fail
    /// with the first request, or with [`Client::authenticate`].
    pub fn build(self) -> Result<C, Error> {
        let client = self.given.build(&Surroundings::of_this_process())?;
        Ok(C::from(client))
    }

    /// Records that code has given this setting.
    pub(crate) fn given(mut self, setting: Setting) -> Self {
        self.given.settings.push(setting);
        self
    }

    fn with(mut self, credentials: Credentials) -> Self {
        self.given.credentials = Some(GivenCredentials::Other(credentials));
        self
    }
}

/// Shows the settings, and nothing that could be a secret.
impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.given.fmt(f)
    }
}

#[cfg(test)]
mod misplaced_secrets;
#[cfg(test)]
mod tests;
