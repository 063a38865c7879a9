//! Credentials from files and the environment.

use secrecy::SecretString;

use super::{
    placeholder::is_placeholder,
    setting::{Setting, variable},
    source::{Found, Origin},
    value::{scopes, text},
};
use crate::error::{ConfigError, SettingSource};
use crate::{
    auth::{Credentials, PrivateKey, ServiceApp},
    shown,
};

/// The kinds of credentials that a source can describe.
#[derive(Clone, Copy)]
enum Kind {
    ApiToken,
    BearerToken,
    ServiceApp,
}

/// Returns the credentials and the source of their secret.
pub(crate) fn credentials(
    found: &Found,
) -> Result<(Credentials, (Origin, SettingSource)), ConfigError> {
    let kind = kind(found)?;
    let (secret, credentials) = match kind {
        Kind::ApiToken => (Setting::Token, api_token(required(found, Setting::Token)?)),
        Kind::BearerToken => (
            Setting::Token,
            bearer_token(required(found, Setting::Token)?),
        ),
        Kind::ServiceApp => (Setting::PrivateKey, service_app(found)),
    };
    let holder = found.get(secret).map_or_else(
        || (Origin::Code, SettingSource::Code),
        |value| (value.origin, value.source.clone()),
    );
    Ok((credentials?, holder))
}

/// Chooses by `authorizationMode`. Without it a token means SSWS, as in Okta's own SDKs, and a
/// client id or a private key means a service app.
fn kind(found: &Found) -> Result<Kind, ConfigError> {
    match text(found, Setting::AuthorizationMode) {
        Some(mode) if mode.eq_ignore_ascii_case("SSWS") => Ok(Kind::ApiToken),
        Some(mode) if mode.eq_ignore_ascii_case("Bearer") => Ok(Kind::BearerToken),
        Some(mode) if mode.eq_ignore_ascii_case("PrivateKey") => Ok(Kind::ServiceApp),
        Some(mode) => Err(refuse(format!(
            "client.authorizationMode is {}: it can be SSWS, Bearer or PrivateKey",
            shown::Name(mode)
        ))),
        None if found.get(Setting::Token).is_some() => Ok(Kind::ApiToken),
        None if found.get(Setting::ClientId).is_some()
            || found.get(Setting::PrivateKey).is_some() =>
        {
            Ok(Kind::ServiceApp)
        }
        None => Err(refuse(
            "there are no credentials: give an API token (OKTA_CLIENT_TOKEN, or \
             client.token in okta.yaml), or a service app (client.clientId, \
             client.scopes and client.privateKey)",
        )),
    }
}

/// An API token, sent as `SSWS`.
pub(crate) fn api_token(token: &str) -> Result<Credentials, ConfigError> {
    checked_token(token).map(Credentials::ApiToken)
}

/// An access token, sent as `Bearer`.
pub(crate) fn bearer_token(token: &str) -> Result<Credentials, ConfigError> {
    checked_token(token).map(Credentials::BearerToken)
}

fn checked_token(token: &str) -> Result<SecretString, ConfigError> {
    let token = token.trim();
    let scheme = token.split_once(' ').map(|(scheme, _)| scheme);
    let reason = if token.is_empty() {
        "the token is empty: create one in the admin console under Security, API, Tokens"
    } else if is_placeholder(token) {
        "the token is still a placeholder: create one in the admin console under Security, \
         API, Tokens"
    } else if scheme.is_some_and(|s| ["ssws", "bearer"].contains(&s.to_lowercase().as_str())) {
        "the token starts with its scheme: give it without `SSWS` or `Bearer`"
    } else if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        "the token has characters that a token cannot have, such as white space: copy it again"
    } else {
        return Ok(token.into());
    };
    Err(refuse(reason))
}

/// Checks an app's client id and the scopes that it requests.
pub(crate) fn check_app(client_id: &str, scopes: &[String]) -> Result<(), ConfigError> {
    if client_id.is_empty() || is_placeholder(client_id) {
        return Err(refuse(
            "the client id is empty or still a placeholder: it should look like 0oa… and is shown \
             on the app's page in the admin console",
        ));
    }
    let is_word = |text: &str, longest| {
        text.len() <= longest
            && text.bytes().all(|byte| byte.is_ascii_graphic())
            && !text.contains("-----")
    };
    if !is_word(client_id, 100) {
        return Err(refuse(
            "the client id is not valid: it should look like 0oa… and is shown on \
             the app's page in the admin console",
        ));
    }
    if !scopes.iter().all(|scope| is_word(scope, 200)) {
        return Err(refuse(
            "a scope is not valid: scopes look like okta.users.read",
        ));
    }
    if scopes.is_empty() {
        return Err(refuse(
            "there are no scopes: list those that were granted to the app, such as \
             okta.users.read",
        ));
    }
    Ok(())
}

fn service_app(found: &Found) -> Result<Credentials, ConfigError> {
    let key = PrivateKey::from_setting(required(found, Setting::PrivateKey)?)
        .map_err(ConfigError::PrivateKey)?;
    let scopes = scopes(required(found, Setting::Scopes)?);
    let mut app = ServiceApp::new(required(found, Setting::ClientId)?, key, scopes);
    if let Some(id) = text(found, Setting::PrivateKeyId) {
        app = app.key_id(id);
    }
    Ok(Credentials::ServiceApp(app))
}

fn required(found: &Found, setting: Setting) -> Result<&str, ConfigError> {
    text(found, setting).ok_or_else(|| {
        let name = setting.name();
        let variable = variable(name);
        refuse(format!(
            "{name} is missing: set it in okta.yaml or as {variable}"
        ))
    })
}

fn refuse(reason: impl Into<String>) -> ConfigError {
    ConfigError::Credentials {
        reason: reason.into(),
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;
    use crate::{auth::fixtures, config::source::Value};

    fn found(pairs: &[(Setting, &str)]) -> Found {
        pairs
            .iter()
            .map(|&(setting, text)| {
                let value = Value {
                    text: text.into(),
                    source: SettingSource::Code,
                    origin: Origin::Code,
                };
                (setting, value)
            })
            .collect()
    }

    fn kind(pairs: &[(Setting, &str)]) -> Result<&'static str, String> {
        match credentials(&found(pairs)).map(|(credentials, _)| credentials) {
            Ok(Credentials::ApiToken(token)) if token.expose_secret() == "00token" => Ok("ssws"),
            Ok(Credentials::BearerToken(token)) if token.expose_secret() == "00token" => {
                Ok("bearer")
            }
            Ok(Credentials::ServiceApp(_)) => Ok("service app"),
            Ok(other) => Err(format!("{other:?}")),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn the_mode_chooses_and_otherwise_what_is_there() {
        use Setting::{AuthorizationMode as Mode, ClientId, PrivateKey, Scopes, Token};
        let app = [
            (ClientId, "0oa1"),
            (Scopes, "okta.users.read"),
            (PrivateKey, fixtures::EC_P256_PKCS8),
        ];
        let with = |more: &[(Setting, &'static str)]| [&app, more].concat();
        for (pairs, expected) in [
            (vec![(Token, "00token\n")], "ssws"),
            (vec![(Token, "00token"), (Mode, "SSWS")], "ssws"),
            (vec![(Token, "00token"), (Mode, "bearer")], "bearer"),
            (with(&[]), "service app"),
            (with(&[(Token, "00token")]), "ssws"),
            (
                with(&[(Token, "00token"), (Mode, "PrivateKey")]),
                "service app",
            ),
            (with(&[(Token, "00token"), (Mode, "Bearer")]), "bearer"),
        ] {
            assert_eq!(kind(&pairs).unwrap(), expected);
        }
    }

    #[test]
    fn refused_with_the_way_to_mend_it() {
        use Setting::{AuthorizationMode as Mode, ClientId, PrivateKey, Scopes, Token};
        for (pairs, hint) in [
            (vec![], "OKTA_CLIENT_TOKEN"),
            (vec![(Mode, "Basic")], "SSWS, Bearer or PrivateKey"),
            (vec![(Mode, "SSWS")], "OKTA_CLIENT_TOKEN"),
            (vec![(Mode, "PrivateKey")], "OKTA_CLIENT_PRIVATEKEY"),
            (vec![(ClientId, "0oa1")], "OKTA_CLIENT_PRIVATEKEY"),
            (
                vec![(PrivateKey, fixtures::EC_P256_PKCS8)],
                "OKTA_CLIENT_SCOPES",
            ),
            (
                vec![(PrivateKey, fixtures::EC_P256_PKCS8), (Scopes, "s")],
                "OKTA_CLIENT_CLIENTID",
            ),
            (
                vec![
                    (PrivateKey, "no/such.pem"),
                    (Scopes, "s"),
                    (ClientId, "0oa1"),
                ],
                "no/such.pem cannot be read",
            ),
            (vec![(Token, "{apiToken}")], "placeholder"),
            (vec![(Token, "SSWS 00token")], "without `SSWS`"),
            (vec![(Token, "00tok en")], "copy it again"),
            (vec![(Token, "00tök")], "copy it again"),
        ] {
            let message = kind(&pairs).unwrap_err();
            assert!(message.contains(hint), "{pairs:?}: {message}");
            assert!(!message.contains("00tok"), "{message}");
        }
        let scopes = ["okta.users.read".to_owned()];
        for (client_id, scopes, accepted) in [
            ("0oa1", &scopes[..], true),
            ("0oa1", &[], false),
            ("{clientId}", &scopes, false),
            ("", &scopes, false),
        ] {
            assert_eq!(
                check_app(client_id, scopes).is_ok(),
                accepted,
                "{client_id}"
            );
        }
    }
}
