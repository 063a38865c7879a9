//! Configuration files: YAML in the layout that Okta's own SDKs read.

use std::{io, path::Path};

use serde_yaml_ng::Value as Yaml;
use zeroize::Zeroizing;

use super::{
    setting::Setting,
    source::{Found, Value},
};
use crate::error::{ConfigError, SettingSource};
use crate::secret::Secret;

/// What one file says for a profile.
#[derive(Debug, Default)]
pub(crate) struct FileLayer {
    pub(crate) found: Found,
    /// The names of the profiles that the file has.
    pub(crate) profiles: Vec<String>,
}

/// Reads a file; one that does not exist says nothing.
pub(crate) fn read(path: &Path, profile: Option<&str>) -> Result<FileLayer, ConfigError> {
    match std::fs::read_to_string(path) {
        Ok(text) => parse(path, &Zeroizing::new(text), profile),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(FileLayer::default()),
        Err(error) => Err(ConfigError::file(path, error)),
    }
}

/// Understands a file's text. A profile stands alone: were it to inherit from
/// `okta.client`, a token of one org could be sent to another.
fn parse(path: &Path, text: &str, profile: Option<&str>) -> Result<FileLayer, ConfigError> {
    // The parser's message could quote a value, so only the place is told.
    let document: Yaml = serde_yaml_ng::from_str(text).map_err(|error| {
        let place = error.location();
        let place =
            place.map(|place| format!(" at line {}, column {}", place.line(), place.column()));
        ConfigError::file(path, format!("it is not YAML{}", place.unwrap_or_default()))
    })?;
    let okta = at(&document, "okta").unwrap_or(&Yaml::Null);
    let profiles = at(okta, "profiles").and_then(Yaml::as_mapping);
    let mut layer = FileLayer {
        profiles: profiles
            .into_iter()
            .flat_map(|profiles| profiles.keys())
            .filter_map(|name| name.as_str().map(str::to_owned))
            .collect(),
        ..FileLayer::default()
    };
    let section = match profile {
        None => Some(okta),
        Some(name) => profiles.and_then(|profiles| profiles.get(name)),
    };
    for &setting in Setting::ALL {
        let Some(yaml) = section.and_then(|section| {
            setting
                .paths()
                .iter()
                .find_map(|path| at(section, path).filter(|yaml| !yaml.is_null()))
        }) else {
            continue;
        };
        let text = text_of(yaml)
            .ok_or_else(|| ConfigError::file(path, format!("{} is not text", setting.name())))?;
        if !text.expose().trim().is_empty() {
            let source = SettingSource::File(path.to_owned());
            layer.found.insert(setting, Value { text, source });
        }
    }
    Ok(layer)
}

/// The value at a dotted path.
fn at<'y>(yaml: &'y Yaml, path: &str) -> Option<&'y Yaml> {
    path.split('.')
        .try_fold(yaml, |yaml, name| yaml.as_mapping()?.get(name))
}

/// A value as text: a list joined by spaces (scopes), a mapping as JSON (a JWK).
fn text_of(yaml: &Yaml) -> Option<Secret> {
    Some(match yaml {
        Yaml::String(text) => text.as_str().into(),
        Yaml::Number(number) => number.to_string().into(),
        Yaml::Bool(flag) => flag.to_string().into(),
        Yaml::Sequence(items) => items
            .iter()
            .map(Yaml::as_str)
            .collect::<Option<Vec<_>>>()?
            .join(" ")
            .into(),
        Yaml::Mapping(_) => serde_json::to_string(yaml).ok()?.into(),
        Yaml::Null | Yaml::Tagged(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, profile: Option<&str>) -> Vec<(&'static str, String)> {
        parse(Path::new("okta.yaml"), text, profile)
            .unwrap()
            .found
            .into_iter()
            .map(|(setting, value)| (setting.name(), value.text.expose().to_owned()))
            .collect()
    }

    #[test]
    fn every_kind_of_value_becomes_text() {
        let text = r#"
okta:
  client:
    orgUrl: https://acme.okta.com
    token: ""
    scopes: [okta.users.read, okta.groups.read]
    requestTimeout: 30
    connectionTimeout: "10"
    kid: key-1
    privateKey: { kty: EC, use: sig, ext: true }
    rateLimit: { maxRetries: 4 }
    proxy:
  testing:
    disableHttpsCheck: true
"#;
        assert_eq!(
            texts(text, None),
            [
                ("client.orgUrl", "https://acme.okta.com".to_owned()),
                (
                    "client.scopes",
                    "okta.users.read okta.groups.read".to_owned()
                ),
                (
                    "client.privateKey",
                    r#"{"kty":"EC","use":"sig","ext":true}"#.to_owned()
                ),
                ("client.privateKeyId", "key-1".to_owned()),
                ("client.connectionTimeout", "10".to_owned()),
                ("client.requestTimeout", "30".to_owned()),
                ("client.rateLimit.maxRetries", "4".to_owned()),
                ("testing.disableHttpsCheck", "true".to_owned()),
            ]
        );
    }

    #[test]
    fn a_profile_stands_alone() {
        let text = "
okta:
  client: { orgUrl: https://prod.okta.com, token: prod-token }
  profiles:
    preview: { client: { orgUrl: https://acme.oktapreview.com } }
    empty:
";
        assert_eq!(
            texts(text, Some("preview")),
            [("client.orgUrl", "https://acme.oktapreview.com".to_owned())]
        );
        assert_eq!(texts(text, Some("empty")), []);
        let layer = parse(Path::new("okta.yaml"), text, Some("other")).unwrap();
        assert!(layer.found.is_empty());
        assert!(layer.profiles.iter().eq(["preview", "empty"]));
    }

    #[test]
    fn files_without_settings_say_nothing() {
        for text in [
            "",
            "# nothing",
            "okta:",
            "okta: { client: }",
            "other: 1",
            "[]",
        ] {
            assert_eq!(texts(text, None), [], "{text:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_an_error_that_shows_no_value() {
        for text in [
            "okta: { client: { token: hunter2",
            "okta: { client: { token: !secret hunter2 } }",
            "okta: { client: { scopes: [[hunter2]] } }",
        ] {
            let error = parse(Path::new("okta.yaml"), text, None).unwrap_err();
            let message = error.to_string();
            assert!(message.contains("okta.yaml"), "{message}");
            assert!(
                !format!("{message}{error:?}").contains("hunter2"),
                "{message}"
            );
        }
    }
}
