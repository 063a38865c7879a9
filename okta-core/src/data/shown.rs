//! What a message may show of a text that could not be understood: nothing that could be a
//! secret.
//!
//! A key or a token may be misplaced in any setting, where a path, a name or an address
//! belongs. So a message quotes a text only if it looks like what it should be, and otherwise
//! states its length.

use std::{
    fmt,
    path::{Component, Path},
};

use crate::bounded::{bounded, is_format};

/// The longest name, and the longest segment of a path, that is shown.
const LONGEST_NAME: usize = 48;
/// The longest path that is shown.
const LONGEST_PATH: usize = 255;
/// The extensions of files that hold keys or settings.
const EXTENSIONS: [&str; 12] = [
    "pem", "key", "p8", "pk8", "pkcs8", "jwk", "json", "der", "txt", "crt", "yaml", "yml",
];

/// A name, such as that of a profile or a setting. It is shown in backticks, or as its length.
pub(crate) struct Name<'a>(pub(crate) &'a str);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_name(self.0) {
            write!(f, "`{}`", self.0)
        } else {
            write!(f, "({} characters)", self.0.chars().count())
        }
    }
}

impl fmt::Debug for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Whether a text looks like a name that a person chose.
pub(crate) fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= LONGEST_NAME
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "._- ".contains(c))
        && !is_random(text)
}

/// Returns the path if it looks like one.
pub(crate) fn path(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    let short = text.len() <= LONGEST_PATH && !text.contains(char::is_control);
    let named = path.components().all(|part| match part {
        Component::Normal(name) => name
            .to_str()
            .is_some_and(|name| name.len() <= LONGEST_NAME && !is_random(name)),
        _ => true,
    });
    (short && named && (has_known_extension(path) || starts_as_path(path) || is_at_home(path)))
        .then(|| text.to_owned())
}

fn has_known_extension(path: &Path) -> bool {
    path.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| EXTENSIONS.contains(&extension.to_lowercase().as_str()))
}

/// Whether it starts like `./key`, `../key` or `~/key`, as no encoded key does.
fn starts_as_path(path: &Path) -> bool {
    match path.components().next() {
        Some(Component::CurDir | Component::ParentDir | Component::Prefix(_)) => true,
        Some(Component::Normal(name)) => name == "~",
        _ => false,
    }
}

/// Whether it is in a directory that exists and has a name.
fn is_at_home(path: &Path) -> bool {
    path.parent()
        .is_some_and(|parent| parent.file_name().is_some() && parent.is_dir())
}

/// Whether a part of the text looks random, as keys and tokens do: long, unbroken, and
/// alternating between kinds of characters.
fn is_random(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|run| {
        let kind = |byte: &u8| (byte.is_ascii_uppercase(), byte.is_ascii_digit());
        let kinds: Vec<_> = run.as_bytes().iter().map(kind).collect();
        let changes = kinds.windows(2).filter(|pair| pair[0] != pair[1]).count();
        let has_digit = kinds.iter().any(|(_, digit)| *digit);
        run.len() >= 10 && changes >= 3 && has_digit
            || run.len() >= 16 && changes >= 4 && !is_camel_case(run)
    })
}

/// Whether each capital of a word stands alone, with at least two small letters after it.
fn is_camel_case(word: &str) -> bool {
    let mut words = word.split(|c: char| c.is_ascii_uppercase());
    let _first = words.next();
    words.all(|rest| rest.len() >= 2)
}

/// The length in characters up to which an unreadable body is quoted.
pub(crate) const EXCERPT: usize = 200;

/// Returns the beginning of a text of many lines, such as a page, on one line with single
/// spaces between its words.
pub(crate) fn line(text: &str, most: usize) -> String {
    // Enough for the result: a character takes at most four bytes, and collapsing white space
    // only shortens the text.
    let start = most.saturating_mul(8);
    let start = text
        .char_indices()
        .map(|(at, _)| at)
        .find(|at| *at >= start);
    let text = text.get(..start.unwrap_or(text.len())).unwrap_or(text);
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control() || is_format(c))
        .filter(|word| !word.is_empty())
        .collect();
    bounded(&words.join(" "), most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_and_what_could_be_a_secret_is_counted() {
        for (text, expected) in [
            ("preview", "`preview`"),
            ("acme-prod.eu_2", "`acme-prod.eu_2`"),
            ("requestTimeuot", "`requestTimeuot`"),
            ("testing.disableHttpCheck", "`testing.disableHttpCheck`"),
            ("", "(0 characters)"),
            (
                "00aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789abcd",
                "(42 characters)",
            ),
            ("MIGHAgEAMBMGByqG", "(16 characters)"),
            ("3082010a0282010100c0ffee", "(24 characters)"),
            ("a\nb", "(3 characters)"),
            ("p@ssword", "(8 characters)"),
        ] {
            assert_eq!(Name(text).to_string(), expected);
        }
        assert!(!is_name(&"a".repeat(49)));
    }

    #[test]
    fn a_text_of_many_lines_becomes_one() {
        for (text, expected) in [
            ("plain", "plain"),
            ("  two\r\n lines\t", "two lines"),
            ("\u{1b}[31m\u{7}a\u{9b}b", "[31m a b"),
            ("e\u{202e}txt.\u{200b}a", "e txt. a"),
            ("", ""),
            (" \0 ", ""),
            ("üüüüüüüüüüü", "üüüüüüüüüü…"),
            ("1234567890", "1234567890"),
        ] {
            assert_eq!(line(text, 10), expected, "{text:?}");
        }
        assert_eq!(line(&"a ".repeat(1 << 20), 10).chars().count(), 11);
    }

    #[test]
    fn a_path_is_shown_only_where_it_reads_as_one() {
        for (text, shown) in [
            ("keys/service-app.pem", true),
            ("/etc/okta/app.KEY", true),
            ("~/app", true),
            ("./app", true),
            ("../app", true),
            // In a directory that exists.
            ("/usr/bin/no-such-key", true),
            ("no/such/directory", false),
            ("app", false),
            ("/app", false),
            ("MIGHAgEAMBMGByqG/SM49AgEGCCqGSM49", false),
            ("/usr/bin/MIGHAgEAMBMGByqGSM49AgEG", false),
            ("./MIGHAgEAMBMGByqGSM49AgEG", false),
            ("MIGHAgEAMBMGByqGSM49AgEG.pem", false),
            ("a\nb.pem", false),
        ] {
            assert_eq!(path(Path::new(text)).is_some(), shown, "{text}");
        }
    }
}
