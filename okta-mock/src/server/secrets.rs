//! Secrets in URLs: session ids, one-time tokens and the like.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// What stands in the place of a secret.
pub(crate) const MASK: &str = "***";

/// Parts of the names of query parameters that hold secrets.
const NAMES: &[&str] = &[
    "token",
    "secret",
    "password",
    "passcode",
    "assertion",
    "answer",
    "otp",
];

/// A path, as sent, with ids of sessions hidden: who knows one has the session.
pub(crate) fn masked_path(path: &str) -> String {
    let mut after_sessions = false;
    let segments = path.split('/').map(|segment| {
        let decoded = decoded(segment);
        let hidden = after_sessions && !decoded.is_empty() && decoded != "me";
        after_sessions = decoded == "sessions" || (after_sessions && decoded.is_empty());
        if hidden { MASK } else { segment }
    });
    segments.collect::<Vec<_>>().join("/")
}

/// A query, as sent, with the values of secret parameters hidden. A switch such as
/// `tempPassword=true` tells nothing.
pub(crate) fn masked_query(query: &str) -> String {
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, value)) if is_secret(name) && !is_switch(value) => {
            format!("{name}={MASK}").into()
        }
        _ => Cow::Borrowed(pair),
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn is_secret(name: &str) -> bool {
    let name = decoded(name).to_lowercase();
    name == "code" || NAMES.iter().any(|known| name.contains(known))
}

fn is_switch(value: &str) -> bool {
    ["", "true", "false"]
        .iter()
        .any(|switch| value.eq_ignore_ascii_case(switch))
}

fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_urls_are_hidden_and_nothing_else() {
        for (path, expected) in [
            (
                "/api/v1/sessions/102abc/lifecycle/refresh",
                "/api/v1/sessions/***/lifecycle/refresh",
            ),
            ("/api/v1/%73essions/102abc", "/api/v1/%73essions/***"),
            ("/api/v1/sessions//102abc", "/api/v1/sessions//***"),
            ("/api/v1/sessions/me", "/api/v1/sessions/me"),
            ("/api/v1/sessions", "/api/v1/sessions"),
            ("/api/v1/users/00u1/sessions", "/api/v1/users/00u1/sessions"),
            ("/", "/"),
            ("", ""),
        ] {
            assert_eq!(masked_path(path), expected);
        }
        for (query, expected) in [
            ("recoveryToken=abc&limit=2", "recoveryToken=***&limit=2"),
            ("recovery%54oken=abc", "recovery%54oken=***"),
            (
                "tempPassword=true&code=x&q=code",
                "tempPassword=true&code=***&q=code",
            ),
            (
                "client_secret=a=b&client_assertion=c",
                "client_secret=***&client_assertion=***",
            ),
            ("token", "token"),
            ("", ""),
        ] {
            assert_eq!(masked_query(query), expected);
        }
    }
}
