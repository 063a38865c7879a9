//! The members of a JSON object that matter: of an authorization server's response, or of a key.
//! Their types are checked one by one, so that an error can name the wrong member without showing
//! its value. What else the object has is passed over, whatever it is.

use std::{fmt, time::Duration};

use secrecy::{ExposeSecret, SecretString};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use crate::{error::AuthError, model::Map};

/// The longest lifetime that is believed: a century.
const LONGEST: f64 = 100.0 * 365.0 * 86_400.0;

/// The members of an object that were asked for and are there.
#[derive(Default)]
pub(super) struct Members(Map<Member>);

/// A member of any type but null, which counts as missing.
enum Member {
    Number(f64),
    Text(SecretString),
    Other,
}

impl Members {
    /// Reads these members of an object. The error is the position alone, because serde_json's
    /// message could quote a secret.
    pub(super) fn read(json: &str, names: &[&str]) -> Result<Self, String> {
        let mut reader = serde_json::Deserializer::from_str(json);
        Wanted(names)
            .deserialize(&mut reader)
            .and_then(|members| reader.end().map(|()| members))
            .map_err(|error| format!("at line {}, column {}", error.line(), error.column()))
    }

    /// Returns whether there is such a member.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Returns text that may be missing, or says what is wrong with it.
    pub(super) fn optional_text(&self, name: &str) -> Result<Option<&SecretString>, &'static str> {
        match self.0.get(name) {
            Some(Member::Text(text)) => Ok(Some(text)),
            Some(Member::Number(_) | Member::Other) => Err("is not text"),
            None => Ok(None),
        }
    }

    /// Returns text that is not empty.
    pub(super) fn text(&self, name: &str) -> Result<&SecretString, AuthError> {
        match self.optional_text(name) {
            Ok(Some(text)) if text.expose_secret().trim().is_empty() => {
                Err(wrong(name, "is empty"))
            }
            Ok(Some(text)) => Ok(text),
            Ok(None) => Err(wrong(name, "is missing")),
            Err(flaw) => Err(wrong(name, flaw)),
        }
    }

    /// Returns a token: text without blanks that can be sent in a header.
    pub(super) fn token(&self, name: &str) -> Result<&SecretString, AuthError> {
        let token = self.text(name)?;
        match token_flaw(token) {
            Some(flaw) => Err(wrong(name, flaw)),
            None => Ok(token),
        }
    }

    /// Returns a token that may be missing.
    pub(super) fn optional_token(&self, name: &str) -> Result<Option<&SecretString>, AuthError> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Member::Text(text)) if text.expose_secret().is_empty() => Ok(None),
            Some(_) => self.token(name).map(Some),
        }
    }

    /// Returns a number of seconds, which some servers write as text.
    pub(super) fn seconds(&self, name: &str) -> Result<Option<Duration>, AuthError> {
        let seconds = match self.0.get(name) {
            None => return Ok(None),
            Some(Member::Number(seconds)) => *seconds,
            Some(Member::Text(text)) => match text.expose_secret().trim().parse::<f64>() {
                Ok(seconds) if seconds.is_finite() => seconds,
                _ => return Err(wrong(name, "is text that is not a number of seconds")),
            },
            Some(Member::Other) => return Err(wrong(name, "is not a number of seconds")),
        };
        if seconds < 0.0 {
            return Err(wrong(name, "is negative"));
        }
        Ok(Some(Duration::from_secs_f64(seconds.min(LONGEST))))
    }
}

/// Says what is wrong with a token, wherever it came from.
pub(super) fn token_flaw(token: &SecretString) -> Option<&'static str> {
    let token = token.expose_secret();
    if token.is_empty() {
        Some("is empty")
    } else if token.contains(char::is_whitespace) {
        Some("contains spaces or line ends")
    } else if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        Some("has characters that HTTP does not allow")
    } else {
        None
    }
}

pub(super) fn wrong(name: &str, flaw: &str) -> AuthError {
    AuthError::Answer {
        reason: format!("its `{name}` {flaw}"),
    }
}

/// Reads the members with these names.
struct Wanted<'a>(&'a [&'a str]);

impl<'de> DeserializeSeed<'de> for Wanted<'_> {
    type Value = Members;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Members, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Wanted<'_> {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Members, A::Error> {
        let mut members = Members::default();
        let mut seen = Vec::new();
        while let Some(name) = entries.next_key::<String>()? {
            let Some(&name) = self.0.iter().find(|wanted| **wanted == name) else {
                entries.next_value::<IgnoredAny>()?;
                continue;
            };
            // Whoever wrote it may have meant either.
            if seen.contains(&name) {
                return Err(A::Error::custom("a member is given twice"));
            }
            seen.push(name);
            if let Some(member) = entries.next_value()? {
                members.0.insert(name, member);
            }
        }
        Ok(members)
    }
}

impl<'de> Deserialize<'de> for Member {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Member;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any value")
            }
            fn visit_bool<E>(self, _: bool) -> Result<Member, E> {
                Ok(Member::Other)
            }
            #[allow(clippy::cast_precision_loss)] // Seconds beyond 2^53 are no lifetime.
            fn visit_u64<E>(self, number: u64) -> Result<Member, E> {
                Ok(Member::Number(number as f64))
            }
            #[allow(clippy::cast_precision_loss)]
            fn visit_i64<E>(self, number: i64) -> Result<Member, E> {
                Ok(Member::Number(number as f64))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Member, E> {
                Ok(Member::Number(number))
            }
            fn visit_str<E>(self, text: &str) -> Result<Member, E> {
                Ok(Member::Text(text.into()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Member, A::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Member::Other)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Member, A::Error> {
                while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Member::Other)
            }
        }
        deserializer.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str, json: &str) -> Members {
        Members::read(&format!("{{\"{name}\":{json}}}"), &[name]).unwrap()
    }

    #[test]
    fn what_nobody_asked_for_spoils_nothing_and_nothing_may_come_twice() {
        for other in [r#""\ud800""#, "1e999", r#"{"a":[1]}"#] {
            let json = format!(r#"{{"x":{other},"kid":"k1","y":{other},"y":1}}"#);
            let members = Members::read(&json, &["kid"]).unwrap();
            assert_eq!(members.text("kid").unwrap().expose_secret(), "k1");
            assert!(!members.has("x"));
        }
        for twice in [r#"{"d":"a","d":"b"}"#, r#"{"d":"a","d":null}"#] {
            let place = Members::read(twice, &["d"]).err().unwrap();
            assert!(place.starts_with("at line 1, column "), "{place}");
        }
        assert!(Members::read(r#"{"d":"a"} x"#, &["d"]).is_err());
    }

    #[test]
    fn seconds_may_be_text_and_must_make_sense() {
        for (json, expected) in [
            ("3600", Ok(Some(3600.0))),
            ("\"3600\"", Ok(Some(3600.0))),
            ("\" 60 \"", Ok(Some(60.0))),
            ("3599.5", Ok(Some(3599.5))),
            ("0", Ok(Some(0.0))),
            ("null", Ok(None)),
            ("1e300", Ok(Some(LONGEST))),
            ("18446744073709551615", Ok(Some(LONGEST))),
            ("-1", Err("is negative")),
            ("\"-1\"", Err("is negative")),
            ("\"soon\"", Err("is text that is not a number of seconds")),
            ("\"\"", Err("is text that is not a number of seconds")),
            ("\"NaN\"", Err("is text that is not a number of seconds")),
            ("true", Err("is not a number of seconds")),
            ("[3600]", Err("is not a number of seconds")),
            ("{\"a\":[1]}", Err("is not a number of seconds")),
        ] {
            let seconds = member("expires_in", json).seconds("expires_in");
            match (seconds, expected) {
                (Ok(seconds), Ok(expected)) => {
                    assert_eq!(seconds.map(|s| s.as_secs_f64()), expected, "{json}");
                }
                (Err(error), Err(flaw)) => {
                    let message = error.to_string();
                    assert!(
                        message.ends_with(&format!("its `expires_in` {flaw}")),
                        "{message}"
                    );
                }
                (seconds, _) => panic!("{json}: {seconds:?}"),
            }
        }
    }

    #[test]
    fn tokens_must_be_able_to_stand_in_a_header() {
        for (json, flaw) in [
            ("\"\"", "is empty"),
            ("\"  \"", "is empty"),
            ("\"hunter2 hunter2\"", "spaces"),
            ("\" hunter2\"", "spaces"),
            ("\"hunter2\\n\"", "spaces"),
            ("\"hunter2\u{a0}\"", "spaces"),
            ("\"hunter2\\u0000\"", "does not allow"),
            ("\"hüntèr2\"", "does not allow"),
            ("null", "is missing"),
            ("5", "is not text"),
            ("[\"hunter2\"]", "is not text"),
        ] {
            let members = member("access_token", json);
            let error = members.token("access_token").unwrap_err().to_string();
            assert!(error.contains("`access_token`"), "{error}");
            assert!(error.contains(flaw), "{json}: {error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
        let members = member("x", "\"t1\"");
        assert_eq!(members.token("x").unwrap().expose_secret(), "t1");
        for json in ["null", "\"\""] {
            assert!(
                member("refresh_token", json)
                    .optional_token("refresh_token")
                    .unwrap()
                    .is_none()
            );
        }
    }
}
