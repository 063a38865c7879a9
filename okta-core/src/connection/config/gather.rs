//! Reads every source, from the weakest to the strongest.

use std::{ffi::OsString, path::PathBuf};

use super::{
    file::{self, ConfigFile},
    setting::{PROFILE, Setting, variable},
    source::{Found, Origin, Value},
    unknown,
};

use crate::{
    error::{ConfigError, SettingSource},
    model::Map,
};

/// The files and variables around the process. Tests bring their own.
pub(crate) struct Surroundings {
    /// The files to read, weakest first.
    pub(crate) files: Vec<ConfigFile>,
    /// The environment variables whose names begin with `OKTA_`.
    pub(crate) variables: Map<OsString>,
}

/// What files and the environment say.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) found: Found,
    /// Oddities that are not errors, but may explain why a setting is missing. They go to the
    /// log, and into the error if there is one.
    pub(crate) notes: Vec<String>,
}

impl Surroundings {
    /// The files and variables of this process.
    pub(crate) fn of_this_process() -> Self {
        let home = std::env::home_dir().map(|home| ConfigFile {
            path: home.join(".okta").join("okta.yaml"),
            origin: Origin::Home,
        });
        let working = ConfigFile {
            path: PathBuf::from("okta.yaml"),
            origin: Origin::WorkingDirectory,
        };
        Self {
            files: home.into_iter().chain([working]).collect(),
            variables: std::env::vars_os()
                .filter_map(|(name, text)| Some((name.into_string().ok()?, text)))
                .filter(|(name, _)| name.starts_with("OKTA_"))
                .collect(),
        }
    }
}

/// Reads all sources; for each setting the strongest one wins. The profile is the given one, or
/// the one that the environment names.
pub(crate) fn gather(
    surroundings: &Surroundings,
    profile: Option<&str>,
) -> Result<Gathered, ConfigError> {
    let named = environment(surroundings, PROFILE)?;
    let profile = profile.or(named.as_deref());

    let mut gathered = Gathered::default();
    let mut profiles: Vec<String> = Vec::new();
    for file in &surroundings.files {
        let layer = file::read(file, profile)?;
        gathered.found.extend(layer.found);
        gathered.notes.extend(layer.notes);
        for name in layer.profiles {
            if !profiles.contains(&name) {
                profiles.push(name);
            }
        }
    }
    if let Some(name) = profile
        && !profiles.iter().any(|known| known == name)
    {
        return Err(ConfigError::UnknownProfile {
            name: name.to_owned(),
            known: profiles,
        });
    }
    for &setting in Setting::ALL {
        for name in setting.paths().iter().rev().map(|path| variable(path)) {
            if let Some(text) = environment(surroundings, &name)? {
                let value = Value {
                    text: text.into(),
                    source: SettingSource::Environment(name),
                    origin: Origin::Environment,
                };
                gathered.found.insert(setting, value);
            }
        }
    }
    let names = surroundings.variables.keys();
    gathered.notes.extend(unknown::in_environment(names));
    Ok(gathered)
}

/// Reads an environment variable. An empty one counts as not set.
fn environment(surroundings: &Surroundings, name: &str) -> Result<Option<String>, ConfigError> {
    let Some(text) = surroundings.variables.get(name) else {
        return Ok(None);
    };
    match text.to_str() {
        Some(text) => Ok(Some(text.to_owned()).filter(|text| !text.trim().is_empty())),
        None => Err(ConfigError::Setting {
            setting: name.to_owned(),
            given_by: SettingSource::Environment(name.to_owned()),
            reason: "is not valid UTF-8".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use std::{
        fs,
        sync::atomic::{AtomicU32, Ordering},
    };

    use super::*;

    /// Two files in their own directory, which is removed at the end.
    struct Files(PathBuf);

    impl Files {
        fn new(home: &str, working: &str) -> Self {
            static NEXT: AtomicU32 = AtomicU32::new(0);
            let directory = std::env::temp_dir().join(format!(
                "okta-api-gather-{}-{}",
                std::process::id(),
                NEXT.fetch_add(1, Ordering::Relaxed)
            ));
            fs::create_dir_all(&directory).unwrap();
            fs::write(directory.join("home.yaml"), home).unwrap();
            fs::write(directory.join("working.yaml"), working).unwrap();
            Self(directory)
        }

        fn gather(
            &self,
            variables: &[(&str, &str)],
            profile: Option<&str>,
        ) -> Result<Found, ConfigError> {
            let file = |name, origin| ConfigFile {
                path: self.0.join(name),
                origin,
            };
            let surroundings = Surroundings {
                files: vec![
                    file("home.yaml", Origin::Home),
                    file("working.yaml", Origin::WorkingDirectory),
                    file("absent.yaml", Origin::WorkingDirectory),
                ],
                variables: variables
                    .iter()
                    .map(|(name, text)| ((*name).to_owned(), text.into()))
                    .collect(),
            };
            gather(&surroundings, profile).map(|gathered| gathered.found)
        }
    }

    impl Drop for Files {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn won(found: &Found, setting: Setting) -> (&str, String) {
        let value = found.get(setting).unwrap();
        let source = match &value.source {
            SettingSource::File(path) => path.file_name().unwrap().to_string_lossy().into_owned(),
            SettingSource::Environment(name) => name.clone(),
            SettingSource::Code => "code".to_owned(),
        };
        (value.text.expose_secret(), source)
    }

    #[test]
    fn the_stronger_source_wins_setting_by_setting() {
        let files = Files::new(
            "okta: { client: { orgUrl: home, token: home, clientId: home } }",
            "okta: { client: { token: working, clientId: working } }",
        );
        let variables = [
            ("OKTA_CLIENT_CLIENTID", "variable"),
            ("OKTA_CLIENT_TOKEN", "  "),
            ("OKTA_CLIENT_KID", "kid"),
            ("OKTA_CLIENT_PRIVATEKEYID", "privateKeyId"),
        ];
        let found = files.gather(&variables, None).unwrap();
        assert_eq!(won(&found, Setting::OrgUrl), ("home", "home.yaml".into()));
        assert_eq!(
            won(&found, Setting::Token),
            ("working", "working.yaml".into())
        );
        assert_eq!(
            won(&found, Setting::ClientId),
            ("variable", "OKTA_CLIENT_CLIENTID".into())
        );
        assert_eq!(
            won(&found, Setting::PrivateKeyId),
            ("privateKeyId", "OKTA_CLIENT_PRIVATEKEYID".into())
        );
        assert_eq!(found.iter().count(), 4);
    }

    #[test]
    fn code_chooses_the_profile_before_the_environment() {
        let files = Files::new(
            "okta: { profiles: { a: { client: { orgUrl: home-a } }, b: { client: { orgUrl: home-b } } } }",
            "okta: { client: { orgUrl: default }, profiles: { a: { client: { token: working-a } } } }",
        );
        let variables = [("OKTA_CLIENT_PROFILE", "a")];
        let found = files.gather(&variables, None).unwrap();
        assert_eq!(won(&found, Setting::OrgUrl), ("home-a", "home.yaml".into()));
        assert_eq!(
            won(&found, Setting::Token),
            ("working-a", "working.yaml".into())
        );
        let found = files.gather(&variables, Some("b")).unwrap();
        assert_eq!(won(&found, Setting::OrgUrl), ("home-b", "home.yaml".into()));
        assert_eq!(found.iter().count(), 1);
        assert_eq!(
            files.gather(&[], Some("c")).unwrap_err().to_string(),
            "there is no profile `c` in the configuration files; they have: `a`, `b`"
        );
    }
}
