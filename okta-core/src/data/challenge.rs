//! `WWW-Authenticate` (RFC 9110, section 11): what a server says about refused credentials.

use http::{HeaderMap, header};

/// One challenge: a scheme and its parameters, read leniently.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Challenge<'h> {
    /// `Bearer` or `DPoP`. It is empty where a server sends parameters alone.
    pub(crate) scheme: &'h str,
    parameters: Vec<(&'h str, &'h str)>,
}

impl<'h> Challenge<'h> {
    /// Returns a parameter, as written between its quotes.
    pub(crate) fn parameter(&self, name: &str) -> Option<&'h str> {
        let named = |(n, _): &&(&str, &str)| n.eq_ignore_ascii_case(name);
        self.parameters.iter().find(named).map(|(_, value)| *value)
    }
}

/// Returns all challenges of a response, whether in one header or in several.
pub(crate) fn challenges(headers: &HeaderMap) -> Vec<Challenge<'_>> {
    let mut all = Vec::new();
    for value in headers.get_all(header::WWW_AUTHENTICATE) {
        if let Ok(text) = str::from_utf8(value.as_bytes()) {
            read(text, &mut all);
        }
    }
    all
}

/// The separators of words outside quotes.
const SEPARATORS: [char; 4] = [' ', ',', '\t', ';'];

fn read<'h>(text: &'h str, all: &mut Vec<Challenge<'h>>) {
    let first = all.len();
    let mut rest = text.trim_start_matches(SEPARATORS);
    while !rest.is_empty() {
        let end = rest.find(|c| SEPARATORS.contains(&c) || c == '=' || c == '"');
        let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
        let after = after.trim_start();
        if let Some(value) = after.strip_prefix('=') {
            let (value, after) = value_of(value.trim_start());
            if all.len() == first {
                all.push(Challenge {
                    scheme: "",
                    parameters: Vec::new(),
                });
            }
            if let Some(challenge) = all.last_mut() {
                challenge.parameters.push((word, value));
            }
            rest = after;
        } else if word.is_empty() {
            // A quote where none belongs.
            rest = after.get(1..).unwrap_or_default();
        } else {
            all.push(Challenge {
                scheme: word,
                parameters: Vec::new(),
            });
            rest = after;
        }
        rest = rest.trim_start_matches(SEPARATORS);
    }
}

/// Splits off a value, quoted or not.
fn value_of(text: &str) -> (&str, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(SEPARATORS).unwrap_or(text.len());
        return text.split_at(end);
    };
    let mut escaped = false;
    let end = quoted.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    match end {
        Some(end) => {
            let (value, after) = quoted.split_at(end);
            (value, after.get(1..).unwrap_or_default())
        }
        None => (quoted, ""),
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    /// Scheme and `error` of every challenge.
    fn errors(values: &[&str]) -> Vec<(String, Option<String>)> {
        let mut headers = HeaderMap::new();
        for value in values {
            let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
            headers.append(header::WWW_AUTHENTICATE, value);
        }
        challenges(&headers)
            .iter()
            .map(|challenge| {
                let error = challenge.parameter("error").map(str::to_owned);
                (challenge.scheme.to_owned(), error)
            })
            .collect()
    }

    #[test]
    fn challenges_are_read_in_every_form() {
        let one = |scheme: &str, error: &str| vec![(scheme.to_owned(), Some(error.to_owned()))];
        for (values, expected) in [
            (
                vec![r#"DPoP error="use_dpop_nonce""#],
                one("DPoP", "use_dpop_nonce"),
            ),
            (
                vec!["DPoP error=use_dpop_nonce, x=y"],
                one("DPoP", "use_dpop_nonce"),
            ),
            (
                vec![
                    r#"DPoP authorization_uri="https://x/?a=b, error=c", realm="a \" b",  error = "invalid_dpop_proof", error_description="The DPoP proof, 'iat', is old.""#,
                ],
                one("DPoP", "invalid_dpop_proof"),
            ),
            (vec![r#"error="e""#], one("", "e")),
            (
                vec![r#"Bearer error_description="error=x", Error="ü""#],
                one("Bearer", "ü"),
            ),
            (vec!["Negotiate"], vec![("Negotiate".to_owned(), None)]),
            (
                vec!["Negotiate YWJj=="],
                vec![("Negotiate".to_owned(), None), ("YWJj".to_owned(), None)][..1].to_vec(),
            ),
        ] {
            let read = errors(&values);
            assert_eq!(read[..expected.len()], expected, "{values:?}");
        }
        assert_eq!(
            errors(&[
                r#"Bearer realm="x", DPoP algs="ES256 RS256", error="use_dpop_nonce""#,
                "Basic"
            ]),
            [
                ("Bearer".to_owned(), None),
                ("DPoP".to_owned(), Some("use_dpop_nonce".to_owned())),
                ("Basic".to_owned(), None),
            ]
        );
    }

    #[test]
    fn nonsense_does_no_harm() {
        for text in [
            "",
            ",",
            "\"",
            "=",
            "=\"",
            "a=\"",
            "a=\"\\",
            "\"\"\"",
            "a b c = = d",
            "ü=\"ü",
        ] {
            errors(&[text]);
        }
        let all: Vec<char> = "aD ,=\"\\;\tü".chars().collect();
        let mut random = fastrand::Rng::with_seed(1);
        for _ in 0..20_000 {
            let length = random.usize(..12);
            let text: String = (0..length)
                .map(|_| all[random.usize(..all.len())])
                .collect();
            let mut read_all = Vec::new();
            read(&text, &mut read_all);
        }
    }
}
