//! Interprets settings' texts as values.

use std::time::Duration;

use secrecy::ExposeSecret;

use super::{
    setting::Setting,
    source::{Found, Value},
};
use crate::error::ConfigError;

/// Returns a setting's text without surrounding white space.
pub(crate) fn text(found: &Found, setting: Setting) -> Option<&str> {
    found
        .get(setting)
        .map(|value| value.text.expose_secret().trim())
}

/// Returns a duration in seconds, which may have decimals.
pub(crate) fn seconds(found: &Found, setting: Setting) -> Result<Option<Duration>, ConfigError> {
    parse(
        found,
        setting,
        "is not a number of seconds, such as 30",
        |text| Duration::try_from_secs_f64(text.parse().ok()?).ok(),
    )
}

/// Returns a whole number.
pub(crate) fn number<N: std::str::FromStr>(
    found: &Found,
    setting: Setting,
) -> Result<Option<N>, ConfigError> {
    parse(found, setting, "is not a whole number in range", |text| {
        text.parse().ok()
    })
}

/// Returns a switch.
pub(crate) fn flag(found: &Found, setting: Setting) -> Result<Option<bool>, ConfigError> {
    parse(
        found,
        setting,
        "is neither true nor false",
        |text| match text.to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => Some(true),
            "false" | "0" | "no" | "off" => Some(false),
            _ => None,
        },
    )
}

/// Splits scopes at commas and white space, and drops repeated ones.
pub(crate) fn scopes(text: &str) -> Vec<String> {
    let mut scopes: Vec<String> = Vec::new();
    for scope in text.split(|c: char| c == ',' || c.is_whitespace()) {
        if !scope.is_empty() && !scopes.iter().any(|known| known == scope) {
            scopes.push(scope.to_owned());
        }
    }
    scopes
}

fn parse<T>(
    found: &Found,
    setting: Setting,
    reason: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, ConfigError> {
    let Some(Value { text, source, .. }) = found.get(setting) else {
        return Ok(None);
    };
    match parse(text.expose_secret().trim()) {
        Some(value) => Ok(Some(value)),
        None => Err(ConfigError::Setting {
            setting: setting.name().to_owned(),
            given_by: source.clone(),
            reason: reason.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::source::Origin, error::SettingSource};

    fn found(text: &str) -> Found {
        Found::from_iter([(
            Setting::RequestTimeout,
            Value {
                text: text.into(),
                source: SettingSource::Environment("OKTA_CLIENT_REQUESTTIMEOUT".into()),
                origin: Origin::Environment,
            },
        )])
    }

    #[test]
    fn seconds_arrive_as_text() {
        for (text, expected) in [
            ("30", Some(Duration::from_secs(30))),
            (" 2.5 ", Some(Duration::from_millis(2500))),
            ("0", Some(Duration::ZERO)),
            ("-1", None),
            ("30s", None),
            ("NaN", None),
            ("inf", None),
            ("1e300", None),
        ] {
            let answer = seconds(&found(text), Setting::RequestTimeout);
            assert_eq!(answer.ok().flatten(), expected, "{text}");
        }
        assert_eq!(
            seconds(&Found::default(), Setting::RequestTimeout).unwrap(),
            None
        );
    }

    #[test]
    fn numbers_and_flags_arrive_as_text() {
        for (text, expected) in [("4", Some(4)), ("0", Some(0)), ("-1", None), ("4.5", None)] {
            let answer = number::<u32>(&found(text), Setting::RequestTimeout);
            assert_eq!(answer.ok().flatten(), expected, "{text}");
        }
        for (text, expected) in [
            ("true", Some(true)),
            ("True", Some(true)),
            ("1", Some(true)),
            ("false", Some(false)),
            ("0", Some(false)),
            ("maybe", None),
        ] {
            let answer = flag(&found(text), Setting::RequestTimeout);
            assert_eq!(answer.ok().flatten(), expected, "{text}");
        }
    }

    #[test]
    fn a_bad_value_is_named_with_its_source() {
        assert_eq!(
            seconds(&found("soon"), Setting::RequestTimeout)
                .unwrap_err()
                .to_string(),
            "client.requestTimeout (from the environment variable OKTA_CLIENT_REQUESTTIMEOUT) \
             is not a number of seconds, such as 30"
        );
    }

    #[test]
    fn scopes_are_split_at_commas_and_white_space() {
        for text in ["a b", "a,b", "a, b", " a\n b ,", "a b a"] {
            assert_eq!(scopes(text), ["a", "b"], "{text:?}");
        }
        assert_eq!(scopes(" , "), Vec::<String>::new());
    }
}
