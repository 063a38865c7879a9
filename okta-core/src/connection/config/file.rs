//! Configuration files: YAML in the layout that Okta's own SDKs read.

use std::{fmt, io, path::PathBuf};

use secrecy::{ExposeSecret, SecretString};

use super::{
    node::Node,
    setting::Setting,
    source::{Found, Origin, Value},
    unknown, yaml,
};
use crate::{
    error::{ConfigError, SettingSource},
    files,
};

/// A file to read, and its path.
#[derive(Debug)]
pub(crate) struct ConfigFile {
    pub(crate) path: PathBuf,
    pub(crate) origin: Origin,
}

/// What one file says about a profile.
#[derive(Debug, Default)]
pub(crate) struct FileLayer {
    pub(crate) found: Found,
    /// The names of the profiles that the file has.
    pub(crate) profiles: Vec<String>,
    /// Oddities that are not errors, but may explain why a setting is missing.
    pub(crate) notes: Vec<String>,
}

impl FileLayer {
    fn unread(file: &ConfigFile, reason: impl fmt::Display) -> Self {
        let path = file.path.display();
        Self {
            notes: vec![format!("the file {path} was not read: {reason}")],
            ..Self::default()
        }
    }
}

/// Reads a file. A missing file contributes nothing. Nor does one in a home directory without
/// access, because services often run as a user without a home.
pub(crate) fn read(file: &ConfigFile, profile: Option<&str>) -> Result<FileLayer, ConfigError> {
    if !cfg!(feature = "config-file") && file.path.exists() {
        return Ok(FileLayer::unread(
            file,
            "this build does not have the feature `config-file`",
        ));
    }
    let content = match files::read(&file.path) {
        Ok(content) => content,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(FileLayer::default()),
        Err(error) if file.origin == Origin::Home && is_no_home(error.kind()) => {
            return Ok(FileLayer::unread(file, error));
        }
        Err(error) => return Err(ConfigError::file(&file.path, error)),
    };
    let text =
        files::text(&content).ok_or_else(|| ConfigError::file(&file.path, "it is not text"))?;
    parse(file, &text, profile)
}

/// Whether this user cannot have a file of settings there. `HOME` is often `/dev/null`, a
/// directory without access, or on a file server that is gone.
fn is_no_home(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::PermissionDenied
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::StaleNetworkFileHandle
    )
}

/// Reads a file's text. A profile stands alone: if it inherited from `okta.client`, one org's
/// token could be sent to another.
fn parse(file: &ConfigFile, text: &str, profile: Option<&str>) -> Result<FileLayer, ConfigError> {
    let refused = |reason: String| ConfigError::file(&file.path, reason);
    let document = yaml::parse(text).map_err(refused)?;
    let okta = document.get("okta").unwrap_or(&Node::Null);
    let profiles = okta.get("profiles");
    let mut layer = FileLayer {
        profiles: profiles
            .into_iter()
            .flat_map(Node::entries)
            .map(|(name, _)| name.clone())
            .collect(),
        ..FileLayer::default()
    };
    let section = match profile {
        None => Some(okta),
        Some(name) => profiles.and_then(|profiles| profiles.get(name)),
    };
    let unknown = section.map(unknown::in_section).unwrap_or_default();
    layer.notes = unknown::at_the_top(&document)
        .into_iter()
        .chain(unknown)
        .map(|note| format!("{note} ({})", file.path.display()))
        .collect();
    for &setting in Setting::ALL {
        let Some(node) = section.and_then(|section| {
            let mut paths = setting.paths().iter();
            paths.find_map(|path| section.at(path).filter(|node| !matches!(node, Node::Null)))
        }) else {
            continue;
        };
        let text =
            text_of(node).ok_or_else(|| refused(format!("{} is not text", setting.name())))?;
        if !text.expose_secret().trim().is_empty() {
            let (source, origin) = (SettingSource::File(file.path.clone()), file.origin);
            let value = Value {
                text,
                source,
                origin,
            };
            layer.found.insert(setting, value);
        }
    }
    Ok(layer)
}

/// Returns a value as text: a list joined by spaces (scopes), a mapping as JSON (a JWK).
fn text_of(node: &Node) -> Option<SecretString> {
    Some(match node {
        Node::Null => return None,
        Node::Text(text) => text.clone(),
        Node::List(items) => items
            .iter()
            .map(|item| match &**item {
                Node::Text(text) => Some(text.expose_secret()),
                _ => None,
            })
            .collect::<Option<Vec<_>>>()?
            .join(" ")
            .into(),
        Node::Map(entries) => {
            let mut texts = serde_json::Map::new();
            for (name, value) in entries {
                if let Some(text) = text_of(value) {
                    texts.insert(name.clone(), text.expose_secret().into());
                }
            }
            serde_json::Value::Object(texts).to_string().into()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn working(path: &str) -> ConfigFile {
        ConfigFile {
            path: path.into(),
            origin: Origin::WorkingDirectory,
        }
    }

    fn texts(text: &str, profile: Option<&str>) -> Vec<(&'static str, String)> {
        parse(&working("okta.yaml"), text, profile)
            .unwrap()
            .found
            .iter()
            .map(|(setting, value)| (setting.name(), value.text.expose_secret().to_owned()))
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
                    r#"{"ext":"true","kty":"EC","use":"sig"}"#.to_owned()
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
    fn scalars_keep_their_text_and_merge_keys_work() {
        for text in [
            "1e5",
            "0x1F",
            "True",
            "00123",
            "123456789012345678901234567890",
            "1_0",
        ] {
            let yaml = format!("okta: {{ client: {{ proxy: {{ password: {text} }} }} }}");
            assert_eq!(
                texts(&yaml, None),
                [("client.proxy.password", text.to_owned())]
            );
        }
        let text = "
base: &base { token: 00base, requestTimeout: 5 }
okta:
  client:
    <<: *base
    requestTimeout: 7
";
        assert_eq!(
            texts(text, None),
            [
                ("client.token", "00base".to_owned()),
                ("client.requestTimeout", "7".to_owned()),
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_a_device_and_a_huge_file_are_refused_at_once() {
        let directory = std::env::temp_dir().join(format!("okta-pipe-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let path = |name: &str| directory.join(name).display().to_string();
        let made = std::process::Command::new("mkfifo")
            .arg(path("pipe"))
            .status();
        assert!(made.unwrap().success());
        std::os::unix::fs::symlink("/dev/zero", path("zero")).unwrap();
        std::fs::write(path("huge"), vec![b'#'; 2 << 20]).unwrap();
        for (name, hint) in [
            ("pipe", "not a regular file"),
            ("zero", "not a regular file"),
            ("huge", "larger than a megabyte"),
            ("", "is a directory"),
        ] {
            // In a thread, so that the test fails rather than hangs if reading hangs.
            let (send, receive) = std::sync::mpsc::channel();
            let path = path(name);
            std::thread::spawn(move || {
                let config = read(&working(&path), None).unwrap_err().to_string();
                let key = crate::PrivateKey::from_setting(&path)
                    .unwrap_err()
                    .to_string();
                send.send((config, key))
            });
            let (config, key) = receive
                .recv_timeout(std::time::Duration::from_secs(10))
                .unwrap();
            assert!(config.contains(hint), "{name}: {config}");
            assert!(key.contains(hint), "{name}: {key}");
        }
        std::fs::remove_dir_all(&directory).unwrap();
    }

    #[test]
    fn a_home_that_may_not_be_entered_is_told_from_a_file_that_is_broken() {
        for (kind, expected) in [
            (io::ErrorKind::PermissionDenied, true),
            (io::ErrorKind::NotADirectory, true),
            (io::ErrorKind::StaleNetworkFileHandle, true),
            (io::ErrorKind::InvalidData, false),
            (io::ErrorKind::Other, false),
        ] {
            assert_eq!(is_no_home(kind), expected, "{kind}");
        }
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
        let layer = parse(&working("okta.yaml"), text, Some("other")).unwrap();
        assert_eq!(layer.found.iter().count(), 0);
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
            "okta: { client: { token: *hunter2 } }",
        ] {
            let error = parse(&working("okta.yaml"), text, None).unwrap_err();
            let message = error.to_string();
            assert!(message.contains("okta.yaml"), "{message}");
            assert!(
                !format!("{message}{error:?}").contains("hunter2"),
                "{message}"
            );
        }
    }
}
