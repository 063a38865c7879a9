//! The proxy's address, which files and the environment give in parts.

use super::{
    setting::Setting,
    source::Found,
    value::{number, text},
};
use crate::error::ConfigError;

/// A host that names its scheme keeps it; others are spoken to over HTTP.
pub(crate) fn proxy_url(found: &Found) -> Result<Option<String>, ConfigError> {
    let port: Option<u16> = number(found, Setting::ProxyPort)?;
    Ok(text(found, Setting::ProxyHost).map(|host| {
        let scheme = if host.contains("://") { "" } else { "http://" };
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{scheme}{}{port}", host.trim_end_matches('/'))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::source::Value, error::SettingSource};

    #[test]
    fn addresses() {
        for (host, port, expected) in [
            (None, None, Ok(None)),
            (None, Some("3128"), Ok(None)),
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
            let found = [(Setting::ProxyHost, host), (Setting::ProxyPort, port)]
                .into_iter()
                .filter_map(|(setting, text)| {
                    let (text, source) = (text?.into(), SettingSource::Code);
                    Some((setting, Value { text, source }))
                })
                .collect();
            let url = proxy_url(&found);
            assert_eq!(url.as_ref().map(Option::as_deref).map_err(|_| ()), expected);
        }
    }
}
