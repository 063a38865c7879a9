//! Which source may set what when the credentials come from another source.
//!
//! A working directory may belong to anybody: a downloaded project, a shared folder. Its
//! `okta.yaml` must not send somebody else's token in the clear or through a proxy of its
//! choice. It may name the org, because people keep the token in the environment and the
//! address in the project; the log then says so.

use super::{
    setting::{Setting, variable},
    source::{Found, Origin},
    value::flag,
};
use crate::error::{ConfigError, SettingSource};

/// Whether a source may set a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    May,
    /// It may, and the log says so.
    Told,
    MayNot,
}

fn verdict(setting: Setting, by: Origin, credentials: Origin) -> Verdict {
    if by != Origin::WorkingDirectory || credentials == Origin::WorkingDirectory {
        return Verdict::May;
    }
    match setting {
        Setting::OrgUrl => Verdict::Told,
        Setting::DisableHttpsCheck
        | Setting::ProxyHost
        | Setting::ProxyPort
        | Setting::ProxyUsername
        | Setting::ProxyPassword => Verdict::MayNot,
        // The credentials themselves, and how patiently they are used.
        Setting::AuthorizationMode
        | Setting::Token
        | Setting::ClientId
        | Setting::Scopes
        | Setting::PrivateKey
        | Setting::PrivateKeyId
        | Setting::ConnectionTimeout
        | Setting::RequestTimeout
        | Setting::MaxRetries
        | Setting::UserAgentExtra => Verdict::May,
    }
}

/// Refuses what a source may not set for credentials from `holder`, and logs what it may set.
pub(crate) fn check(found: &Found, holder: &(Origin, SettingSource)) -> Result<(), ConfigError> {
    let (credentials, holder) = holder;
    for (setting, value) in found.iter() {
        match verdict(setting, value.origin, *credentials) {
            Verdict::May => {}
            Verdict::Told => tracing::info!(
                "{} from {} is used with the credentials from {holder}",
                setting.name(),
                value.source
            ),
            Verdict::MayNot
                if setting == Setting::DisableHttpsCheck && flag(found, setting)? != Some(true) => {
            }
            Verdict::MayNot => {
                let variable = variable(setting.name());
                return Err(ConfigError::Setting {
                    setting: setting.name().to_owned(),
                    given_by: value.source.clone(),
                    reason: format!(
                        "cannot be set there for credentials from elsewhere ({holder}): a \
                         working directory must not decide how they travel. Set {variable}, or \
                         the setting in ~/.okta/okta.yaml"
                    ),
                });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_working_directory_may_name_the_org_and_not_how_credentials_travel() {
        use Origin::{Code, Environment, Home, WorkingDirectory};
        use Verdict::{May, MayNot, Told};
        let table = [
            (Setting::OrgUrl, Told),
            (Setting::AuthorizationMode, May),
            (Setting::Token, May),
            (Setting::ClientId, May),
            (Setting::Scopes, May),
            (Setting::PrivateKey, May),
            (Setting::PrivateKeyId, May),
            (Setting::ConnectionTimeout, May),
            (Setting::RequestTimeout, May),
            (Setting::MaxRetries, May),
            (Setting::ProxyHost, MayNot),
            (Setting::ProxyPort, MayNot),
            (Setting::ProxyUsername, MayNot),
            (Setting::ProxyPassword, MayNot),
            (Setting::UserAgentExtra, May),
            (Setting::DisableHttpsCheck, MayNot),
        ];
        assert!(table.iter().map(|(setting, _)| setting).eq(Setting::ALL));
        for (setting, expected) in table {
            for credentials in [Home, Environment, Code] {
                assert_eq!(
                    verdict(setting, WorkingDirectory, credentials),
                    expected,
                    "{setting:?} {credentials:?}"
                );
            }
            // A source that brings its own credentials decides about them, and so do the user's
            // own sources.
            assert_eq!(verdict(setting, WorkingDirectory, WorkingDirectory), May);
            for by in [Home, Environment, Code] {
                for credentials in [Home, WorkingDirectory, Environment, Code] {
                    assert_eq!(verdict(setting, by, credentials), May);
                }
            }
        }
    }
}
