//! What code has given, until the client is built.

use std::{fmt, time::Duration};

use secrecy::{ExposeSecret, SecretString};

use super::http::GivenHttp;
use crate::{
    Client, ConfigError, ConfigSource, Error, SettingSource,
    auth::{Authenticator, Credentials, CredentialsInfo, Patience},
    config::{self, Found, Gathered, Origin, Setting, Surroundings},
    session::{Inner, Session},
    shown,
    transport::{self, Transport},
};

/// Everything that a builder has been given. It does not know which client is built, so it is
/// compiled once.
#[derive(Default)]
pub(crate) struct Given {
    /// Whether files and the environment are read.
    pub(super) reads_sources: bool,
    pub(super) profile: Option<String>,
    /// The settings that code has given. The same settings in a file are not even looked at.
    pub(super) settings: Vec<Setting>,
    pub(super) org_url: String,
    pub(super) credentials: Option<GivenCredentials>,
    pub(super) allow_http: bool,
    pub(super) http: GivenHttp,
    pub(crate) transport: transport::Settings,
}

/// Credentials from code; tokens are checked when the client is built.
pub(super) enum GivenCredentials {
    ApiToken(SecretString),
    BearerToken(SecretString),
    Other(Credentials),
}

impl Given {
    /// Builds the client, with files and the environment below what code has given.
    pub(super) fn build(mut self, surroundings: &Surroundings) -> Result<Client, Error> {
        let Gathered { mut found, notes } = if self.reads_sources {
            config::gather(surroundings, self.profile.as_deref())?
        } else {
            Gathered::default()
        };
        for note in &notes {
            tracing::warn!("{note}");
        }
        if self.credentials.is_some() {
            self.settings.extend(Setting::CREDENTIALS);
        }
        let replaced: &[Setting] = match self.http.own {
            Some(_) => Setting::OF_THE_HTTP_CLIENT,
            None => &[],
        };
        for &setting in self.settings.iter().chain(replaced) {
            found.remove(setting);
        }

        let allow_http =
            config::flag(&found, Setting::DisableHttpsCheck)?.unwrap_or(self.allow_http);
        let org_url = config::text(&found, Setting::OrgUrl).unwrap_or(&self.org_url);
        let org = config::org_url(org_url, allow_http).map_err(|error| error.noting(&notes))?;
        let (credentials, holder) = match self.credentials.take() {
            Some(given) => (given.check()?, (Origin::Code, SettingSource::Code)),
            None => config::credentials(&found).map_err(|error| error.noting(&notes))?,
        };
        config::check_trust(&found, &holder)?;
        if let Some((client_id, scopes)) = credentials.app() {
            config::check_app(client_id, scopes)?;
        }
        if let Some(retries) = config::number(&found, Setting::MaxRetries)? {
            self.transport.retry.max_retries = retries;
        }
        if let Some(timeout) = config::seconds(&found, Setting::RequestTimeout)? {
            self.transport.timeout = without_limit(timeout);
        }
        let sources = self.sources(&found);
        let patience = Patience {
            retries: self.transport.retry.max_retries > 0,
            timeout: self.transport.timeout,
        };
        let info = CredentialsInfo::of(&credentials);
        Ok(Client::new(Session::new(Inner {
            http: self.http.build(&found, org.scheme() == "https")?,
            authenticator: Authenticator::new(credentials, &org, patience)?,
            org,
            transport: Transport::new(self.transport),
            sources,
            credentials: info,
        })))
    }

    /// Returns where each setting came from, in the order of the settings.
    fn sources(&self, found: &Found) -> Vec<ConfigSource> {
        let code = |setting| ConfigSource {
            setting,
            source: SettingSource::Code,
        };
        let mut sources = Vec::new();
        for setting in Setting::ALL {
            if let Some(value) = found.get(*setting) {
                sources.push(ConfigSource {
                    setting: setting.name(),
                    source: value.source.clone(),
                });
            } else if !self.settings.contains(setting) {
                // Neither a source nor code set it: the default applies.
            } else if !Setting::CREDENTIALS.contains(setting) {
                sources.push(code(setting.name()));
            } else if Setting::CREDENTIALS.first() == Some(setting) {
                sources.push(code("credentials"));
            }
        }
        sources
    }
}

impl GivenCredentials {
    pub(super) fn check(self) -> Result<Credentials, ConfigError> {
        match self {
            Self::ApiToken(token) => config::api_token(token.expose_secret()),
            Self::BearerToken(token) => config::bearer_token(token.expose_secret()),
            Self::Other(credentials) => Ok(credentials),
        }
    }
}

/// A timeout of zero means none.
pub(super) fn without_limit(timeout: Duration) -> Duration {
    if timeout.is_zero() {
        Duration::MAX
    } else {
        timeout
    }
}

/// Shows the settings, and nothing that could be a secret.
impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("reads_sources", &self.reads_sources)
            .field("profile", &self.profile.as_deref().map(shown::Name))
            .field("given", &self.settings)
            .finish_non_exhaustive()
    }
}
