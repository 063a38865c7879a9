//! The HTTP client: from what code has given, and what files and the environment say.

use std::time::Duration;

use secrecy::SecretString;

use crate::{
    ConfigError,
    config::{self, Found, Setting},
    http_client::{self, Http, HttpSettings, Layers, Proxy},
};

/// The default, which Okta's own SDKs share.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);

/// HTTP settings that code has given.
#[derive(Default)]
pub(super) struct GivenHttp {
    pub(super) own: Option<reqwest::Client>,
    pub(super) connect_timeout: Option<Duration>,
    pub(super) proxy: Option<String>,
    pub(super) proxy_credentials: Option<(String, SecretString)>,
    pub(super) root_certificates: Vec<Vec<u8>>,
    pub(super) user_agent_extra: Option<String>,
    pub(super) layers: Layers,
}

impl GivenHttp {
    pub(super) fn build(self, found: &Found, tls: bool) -> Result<Http, ConfigError> {
        let customised = self.connect_timeout.is_some()
            || self.proxy.is_some()
            || self.proxy_credentials.is_some()
            || !self.root_certificates.is_empty()
            || self.user_agent_extra.is_some();
        match self.own {
            Some(_) if customised => {
                return Err(ConfigError::HttpClient {
                    reason:
                        "connect timeout, proxy, certificates and user agent belong to your own \
                             HTTP client: set them there"
                            .to_owned(),
                });
            }
            Some(own) => return Ok(Http::own(own, self.layers)),
            None => {}
        }
        let proxy_credentials = match self.proxy_credentials {
            Some(given) => Some(given),
            None => {
                let username = config::text(found, Setting::ProxyUsername);
                let password = config::text(found, Setting::ProxyPassword);
                // Some proxies want a token as the password and no name.
                let text = |part: Option<&str>| part.unwrap_or_default().to_owned();
                (username.is_some() || password.is_some())
                    .then(|| (text(username), text(password).into()))
            }
        };
        let proxy_url = match self.proxy {
            Some(given) => Some(given),
            None => config::proxy_url(found)?,
        };
        if proxy_url.is_none() && proxy_credentials.is_some() {
            return Err(ConfigError::HttpClient {
                reason: "there are credentials for a proxy, but no proxy: set it with \
                         `ClientBuilder::proxy`"
                    .to_owned(),
            });
        }
        let connect_timeout = match self.connect_timeout {
            Some(given) => given,
            None => config::seconds(found, Setting::ConnectionTimeout)?.unwrap_or(CONNECT_TIMEOUT),
        };
        http_client::build(
            &HttpSettings {
                connect_timeout,
                proxy: proxy_url.map(|url| Proxy {
                    url,
                    credentials: proxy_credentials,
                }),
                root_certificates: self.root_certificates,
                user_agent_extra: self
                    .user_agent_extra
                    .or_else(|| config::text(found, Setting::UserAgentExtra).map(str::to_owned)),
            },
            tls,
            self.layers,
        )
    }
}
