//! Recognizes a private key in the forms that people have it in: PEM or JWK text with quotes, a
//! byte order mark or other text around it, with its line ends escaped or lost, or once more
//! base64-encoded as a whole, as CI systems store it.
//!
//! No message quotes any of the text.

use base64::{
    Engine,
    alphabet::{STANDARD, URL_SAFE},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use zeroize::Zeroizing;

use crate::{
    crypto::der::{self, Form},
    error::KeyError,
};

/// Invisible characters that copying from a web page or an editor leaves behind.
const INVISIBLE: [char; 5] = ['\u{feff}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}'];
/// Quotation marks as people type them or a word processor replaces them.
const QUOTES: [char; 9] = ['"', '\'', '`', '“', '”', '„', '‘', '’', '‚'];

/// Padding is often cut off, and its last bits are not always zero.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);

/// A private key's content.
pub(super) enum Content {
    Jwk(Zeroizing<String>),
    Der(Form, Zeroizing<Vec<u8>>),
}

/// Finds the key in a text. Returns `None` when nothing in it looks like a key.
pub(super) fn find(text: &str) -> Result<Option<Content>, KeyError> {
    let text = unwrapped(text);
    if let Some(content) = marked(&text)? {
        return Ok(Some(content));
    }
    let Some(bytes) = decoded(&text) else {
        return Ok(None);
    };
    if let Some(form) = der::form(&bytes) {
        return Ok(Some(Content::Der(form, bytes)));
    }
    match crate::files::text(&bytes) {
        Some(inner) => marked(&unwrapped(&inner)),
        None => Ok(None),
    }
}

/// Removes what surrounds the key, and restores line ends, dashes and spaces.
fn unwrapped(text: &str) -> Zeroizing<String> {
    let text: Zeroizing<String> = Zeroizing::new(
        text.chars()
            .filter(|c| !INVISIBLE.contains(c))
            .map(|c| match c {
                '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
                c if c.is_whitespace() && !c.is_ascii() => ' ',
                c => c,
            })
            .collect(),
    );
    let around = |c: char| c.is_whitespace() || QUOTES.contains(&c) || c == '\\';
    let mut text = Zeroizing::new(text.trim_matches(around).to_owned());
    // In JSON that is not itself inside a string, a backslash belongs to a value.
    let is_plain_json = text
        .strip_prefix('{')
        .is_some_and(|inside| !inside.trim_start().starts_with('\\'));
    if is_plain_json {
        return text;
    }
    // A string within a string has two backslashes.
    for (written, meant) in [
        ("\\\\", "\\"),
        ("\\r", "\n"),
        ("\\n", "\n"),
        ("\\t", " "),
        ("\\\"", "\""),
        ("\\/", "/"),
    ] {
        if text.contains(written) {
            text = Zeroizing::new(text.replace(written, meant));
        }
    }
    text
}

/// Returns a JWK, or what is between the marker lines of a PEM.
fn marked(text: &str) -> Result<Option<Content>, KeyError> {
    if text.starts_with('{') {
        return Ok(Some(Content::Jwk(Zeroizing::new(text.to_owned()))));
    }
    let mut rest = text;
    let mut other = None;
    while let Some((_, after)) = rest.split_once("-BEGIN ") {
        let (label, after) = after.split_once('-').ok_or_else(cut_off)?;
        let (body, after) = after.split_once("-END ").ok_or_else(cut_off)?;
        if label.contains("ENCRYPTED") || body.contains("ENCRYPTED") {
            return Err(KeyError::Encrypted);
        }
        match label.trim() {
            "PRIVATE KEY" | "RSA PRIVATE KEY" | "EC PRIVATE KEY" => return inside(body).map(Some),
            // Names what it is, for the kinds that people mistake for the private key.
            "OPENSSH PRIVATE KEY" => {
                other = other.or(Some(
                    "it is a key in OpenSSH's own format: `ssh-keygen -p -m PKCS8 -f FILE` \
                     converts it",
                ));
            }
            "PUBLIC KEY" | "RSA PUBLIC KEY" => other = other.or(Some("it is a public key")),
            "CERTIFICATE" => other = other.or(Some("it is a certificate")),
            _ => {}
        }
        rest = after;
    }
    match other {
        Some(reason) => Err(malformed(reason)),
        None if rest.len() < text.len() => Err(malformed("its PEM holds something else")),
        None if text.contains("-BEGIN") => Err(cut_off()),
        None => Ok(None),
    }
}

/// Decodes what is between the marker lines of a PEM.
fn inside(body: &str) -> Result<Content, KeyError> {
    let body = body.trim_matches(|c: char| c == '-' || c.is_whitespace());
    let der = decoded(body)
        .ok_or_else(|| malformed("the text between its BEGIN and END lines is not base64"))?;
    match der::form(&der) {
        Some(form) => Ok(Content::Der(form, der)),
        None => Err(malformed(
            "the text between its BEGIN and END lines is not a complete private key: copy it \
             again",
        )),
    }
}

/// Decodes base64 of either alphabet, ignoring white space.
fn decoded(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let text = Zeroizing::new(text.split_whitespace().collect::<String>());
    [STANDARD, URL_SAFE].iter().find_map(|alphabet| {
        let engine = GeneralPurpose::new(alphabet, LENIENT);
        engine.decode(text.as_bytes()).ok().map(Zeroizing::new)
    })
}

fn cut_off() -> KeyError {
    malformed(
        "it is cut off: copy it again, from the first `-----BEGIN` to the end of the last line",
    )
}

fn malformed(reason: &str) -> KeyError {
    KeyError::Malformed {
        reason: reason.to_owned(),
    }
}
