//! The text of a body that is almost JSON.
//!
//! Servers and intermediaries send JSON with a byte order mark, with bytes that are not UTF-8,
//! and with halves of surrogate pairs, such as a name that was cut inside an emoji. One
//! character is no reason to lose a resource: it reads as U+FFFD, and the log says so.

use std::borrow::Cow;

use bytes::Bytes;
use bytestring::ByteString;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Returns a body as text, without its byte order mark. If parts are not UTF-8, U+FFFD replaces
/// them and the text is owned.
///
/// The body is checked as a whole, which is much faster than string by string.
pub(super) fn text(body: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(without_mark(body))
}

/// Returns a body without its byte order mark.
pub(crate) fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body)
}

/// Returns a body's text without a copy, and whether U+FFFD replaces a part of it.
pub(crate) fn shared_text(body: &Bytes) -> (ByteString, bool) {
    match ByteString::try_from(body.slice_ref(without_mark(body))) {
        Ok(text) => (text, false),
        Err(_) => (text(body).into_owned().into(), true),
    }
}

/// Returns JSON with `\ufffd` for each half of a surrogate pair without the other half, or
/// `None` if there is none.
pub(super) fn without_lone_surrogates(json: &str) -> Option<String> {
    let mut mended = String::new();
    let (mut at, mut copied) = (0, 0);
    while let Some(found) = json.get(at..).and_then(|rest| rest.find('\\')) {
        at += found;
        at += match (escaped(json, at), escaped(json, at + 6)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                mended.push_str(json.get(copied..at)?);
                mended.push_str("\\ufffd");
                copied = at + 6;
                6
            }
            // The escaped character cannot begin an escape itself.
            _ => json.get(at..)?.chars().take(2).map(char::len_utf8).sum(),
        };
    }
    mended.push_str(json.get(copied..)?);
    (copied > 0).then_some(mended)
}

/// Returns the number of a `\uXXXX` at this position.
fn escaped(json: &str, at: usize) -> Option<u16> {
    let digits = json.get(at..at + 6)?.strip_prefix("\\u")?;
    let digits = digits
        .bytes()
        .all(|byte| byte.is_ascii_hexdigit())
        .then_some(digits)?;
    u16::from_str_radix(digits, 16).ok()
}

/// Returns the first element of this rest of a list: the text before the next comma or closing
/// bracket. Only strings and brackets are considered, so the end is found even if a JSON parser
/// refuses the element. Returns `None` where the end is unclear.
pub(super) fn element(text: &str) -> Option<&str> {
    let mut closing = Vec::new();
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => loop {
                match bytes.next()?.1 {
                    b'"' => break,
                    b'\\' => drop(bytes.next()),
                    _ => {}
                }
            },
            b'{' => closing.push(b'}'),
            b'[' => closing.push(b']'),
            b',' | b']' if closing.is_empty() => {
                let element = text.get(..at)?.trim_ascii_end();
                return (!element.is_empty()).then_some(element);
            }
            b'}' | b']' if closing.pop() != Some(byte) => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_surrogate_pair_is_mended_and_nothing_else() {
        for (json, expected) in [
            (r#""Z\ud83d""#, Some(r#""Z\ufffd""#)),
            (r#""\uDe00\ud83dZ""#, Some(r#""\ufffd\ufffdZ""#)),
            (r#""\ud83d\ud83d\ude00""#, Some(r#""\ufffd\ud83d\ude00""#)),
            (r#""\ud83d\u0041""#, Some(r#""\ufffd\u0041""#)),
            (r#""\ud83d\n""#, Some(r#""\ufffd\n""#)),
            (r#""ü\ud83d""#, Some(r#""ü\ufffd""#)),
            (r#""\ud83d\ude00""#, None),
            (r#""\\ud83d""#, None),
            (r#""\\\ud83d""#, Some(r#""\\\ufffd""#)),
            (r#""\u0000 \" \x""#, None),
            (r"\ud83", None),
            (r"\u+83d", None),
            (r"\", None),
            ("ü", None),
        ] {
            assert_eq!(without_lone_surrogates(json).as_deref(), expected, "{json}");
        }
    }

    #[test]
    fn an_element_ends_where_it_was_meant_to() {
        for (text, expected) in [
            (
                r#"{"a":"]},\"","b":[1]} , 2]"#,
                Some(r#"{"a":"]},\"","b":[1]}"#),
            ),
            ("NaN]", Some("NaN")),
            ("01,", Some("01")),
            ("]", None),
            (",", None),
            (" ,", None),
            ("{]", None),
            (r#"{"a":"b"#, None),
            (r#"{"a":"\"#, None),
            ("{", None),
            ("", None),
        ] {
            assert_eq!(element(text), expected, "{text}");
        }
    }

    #[test]
    fn a_body_is_text_whatever_its_bytes() {
        for (body, expected, damaged) in [
            (&b"[]"[..], "[]", false),
            (b"\xEF\xBB\xBF[]", "[]", false),
            (b"\xEF\xBB\xBF\xFC", "\u{FFFD}", true),
            ("ü".as_bytes(), "ü", false),
        ] {
            assert_eq!(text(body), expected);
            let (shared, is_damaged) = shared_text(&Bytes::copy_from_slice(body));
            assert_eq!((&*shared, is_damaged), (expected, damaged));
        }
    }
}
