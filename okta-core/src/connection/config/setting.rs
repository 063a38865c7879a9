//! The settings that files and the environment can hold, and their names there.

/// The environment variable that chooses a profile.
pub(super) const PROFILE: &str = "OKTA_CLIENT_PROFILE";

/// One setting, in the order in which a report lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Setting {
    OrgUrl,
    AuthorizationMode,
    Token,
    ClientId,
    Scopes,
    PrivateKey,
    PrivateKeyId,
    ConnectionTimeout,
    RequestTimeout,
    MaxRetries,
    ProxyHost,
    ProxyPort,
    ProxyUsername,
    ProxyPassword,
    UserAgentExtra,
    DisableHttpsCheck,
}

impl Setting {
    pub(crate) const ALL: &[Self] = &[
        Self::OrgUrl,
        Self::AuthorizationMode,
        Self::Token,
        Self::ClientId,
        Self::Scopes,
        Self::PrivateKey,
        Self::PrivateKeyId,
        Self::ConnectionTimeout,
        Self::RequestTimeout,
        Self::MaxRetries,
        Self::ProxyHost,
        Self::ProxyPort,
        Self::ProxyUsername,
        Self::ProxyPassword,
        Self::UserAgentExtra,
        Self::DisableHttpsCheck,
    ];

    /// The settings that make up the credentials. Credentials from code replace all of them, so
    /// that a token from a file never mixes with a setting from code.
    pub(crate) const CREDENTIALS: &[Self] = &[
        Self::AuthorizationMode,
        Self::Token,
        Self::ClientId,
        Self::Scopes,
        Self::PrivateKey,
        Self::PrivateKeyId,
    ];

    /// The settings that the user's own HTTP client decides.
    pub(crate) const OF_THE_HTTP_CLIENT: &[Self] = &[
        Self::ConnectionTimeout,
        Self::ProxyHost,
        Self::ProxyPort,
        Self::ProxyUsername,
        Self::ProxyPassword,
        Self::UserAgentExtra,
    ];

    /// Returns the paths below `okta:` in a file, the preferred one first.
    pub(crate) fn paths(self) -> &'static [&'static str] {
        match self {
            Self::OrgUrl => &["client.orgUrl"],
            Self::AuthorizationMode => &["client.authorizationMode"],
            Self::Token => &["client.token"],
            Self::ClientId => &["client.clientId"],
            Self::Scopes => &["client.scopes"],
            Self::PrivateKey => &["client.privateKey"],
            Self::PrivateKeyId => &["client.privateKeyId", "client.keyId", "client.kid"],
            Self::ConnectionTimeout => &["client.connectionTimeout"],
            Self::RequestTimeout => &["client.requestTimeout"],
            Self::MaxRetries => &["client.rateLimit.maxRetries"],
            Self::ProxyHost => &["client.proxy.host"],
            Self::ProxyPort => &["client.proxy.port"],
            Self::ProxyUsername => &["client.proxy.username"],
            Self::ProxyPassword => &["client.proxy.password"],
            Self::UserAgentExtra => &["client.userAgentExtra"],
            // The second name is that of Okta's Python SDK.
            Self::DisableHttpsCheck => &[
                "testing.disableHttpsCheck",
                "testing.testingDisableHttpsCheck",
            ],
        }
    }

    /// Returns the name for reports and messages.
    pub(crate) fn name(self) -> &'static str {
        self.paths().first().copied().unwrap_or_default()
    }
}

/// Returns a path's environment variable: `OKTA_CLIENT_PROXY_HOST` for `client.proxy.host`.
pub(crate) fn variable(path: &str) -> String {
    format!("OKTA_{}", path.replace('.', "_").to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_the_ones_of_oktas_own_sdks() {
        let names: Vec<String> = Setting::ALL
            .iter()
            .flat_map(|setting| setting.paths())
            .map(|path| variable(path))
            .collect();
        assert_eq!(
            names,
            [
                "OKTA_CLIENT_ORGURL",
                "OKTA_CLIENT_AUTHORIZATIONMODE",
                "OKTA_CLIENT_TOKEN",
                "OKTA_CLIENT_CLIENTID",
                "OKTA_CLIENT_SCOPES",
                "OKTA_CLIENT_PRIVATEKEY",
                "OKTA_CLIENT_PRIVATEKEYID",
                "OKTA_CLIENT_KEYID",
                "OKTA_CLIENT_KID",
                "OKTA_CLIENT_CONNECTIONTIMEOUT",
                "OKTA_CLIENT_REQUESTTIMEOUT",
                "OKTA_CLIENT_RATELIMIT_MAXRETRIES",
                "OKTA_CLIENT_PROXY_HOST",
                "OKTA_CLIENT_PROXY_PORT",
                "OKTA_CLIENT_PROXY_USERNAME",
                "OKTA_CLIENT_PROXY_PASSWORD",
                "OKTA_CLIENT_USERAGENTEXTRA",
                "OKTA_TESTING_DISABLEHTTPSCHECK",
                "OKTA_TESTING_TESTINGDISABLEHTTPSCHECK",
            ]
        );
    }
}
