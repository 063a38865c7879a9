//! The proxy's address, which files and the environment give in parts.

use super::{
    setting::Setting,
    source::Found,
    value::{number, text},
};
use crate::error::ConfigError;

/// Builds the proxy's URL. A host without a scheme gets `http://`. A port or credentials
/// without a host are an error, because they would have no effect.
pub(crate) fn proxy_url(found: &Found) -> Result<Option<String>, ConfigError> {
    let port: Option<u16> = number(found, Setting::ProxyPort)?;
    let Some(host) = text(found, Setting::ProxyHost) else {
        let parts = [
            Setting::ProxyPort,
            Setting::ProxyUsername,
            Setting::ProxyPassword,
        ];
        let part = parts
            .iter()
            .find_map(|part| Some((part, found.get(*part)?)));
        return part.map_or(Ok(None), |(part, value)| {
            Err(ConfigError::Setting {
                setting: part.name().to_owned(),
                given_by: value.source.clone(),
                reason: "has no effect without a proxy: set client.proxy.host too \
                         (OKTA_CLIENT_PROXY_HOST)"
                    .to_owned(),
            })
        });
    };
    let scheme = if host.contains("://") { "" } else { "http://" };
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    Ok(Some(format!(
        "{scheme}{}{port}",
        host.trim_end_matches('/')
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::source::{Origin, Value},
        error::SettingSource,
    };

    fn found(texts: &[(Setting, Option<&str>)]) -> Found {
        let values = texts.iter().filter_map(|(setting, text)| {
            let value = Value {
                text: (*text)?.into(),
                source: SettingSource::Code,
                origin: Origin::Code,
            };
            Some((*setting, value))
        });
        values.collect()
    }

    #[test]
    fn addresses() {
        for (host, port, expected) in [
            (None, None, Ok(None)),
            (Some("proxy"), None, Ok(Some("http://proxy"))),
            (Some("proxy"), Some("3128"), Ok(Some("http://proxy:3128"))),
            (
                Some("https://proxy/"),
                Some("3128"),
                Ok(Some("https://proxy:3128")),
            ),
            (
                Some("http://proxy:3128"),
                None,
                Ok(Some("http://proxy:3128")),
            ),
            (Some("proxy"), Some("70000"), Err(())),
            (Some("proxy"), Some("http"), Err(())),
        ] {
            let found = found(&[(Setting::ProxyHost, host), (Setting::ProxyPort, port)]);
            let url = proxy_url(&found);
            assert_eq!(url.as_ref().map(Option::as_deref).map_err(|_| ()), expected);
        }
    }

    #[test]
    fn a_port_or_credentials_without_a_host_are_an_error() {
        for part in [
            Setting::ProxyPort,
            Setting::ProxyUsername,
            Setting::ProxyPassword,
        ] {
            let error = proxy_url(&found(&[(part, Some("3128"))])).unwrap_err();
            let message = error.to_string();
            assert!(message.starts_with(part.name()), "{message}");
            assert!(message.contains("OKTA_CLIENT_PROXY_HOST"), "{message}");
            assert!(!message.contains("3128"), "{message}");
        }
    }
}
