//! The `Link` header (RFC 8288), as far as paging needs it.
//!
//! It is read leniently where its meaning is clear. Where it is not, it must not look like the
//! end of a list.

use std::borrow::Cow;

use http::{HeaderMap, HeaderValue, header};
use percent_encoding::{AsciiSet, CONTROLS, percent_encode};

/// The characters to escape in a URL: bytes outside ASCII, which a header may contain, and
/// control characters except the white space between parameters.
const OUTSIDE: &AsciiSet = &CONTROLS.remove(b'\t');

/// What a response's `Link` headers say about one relation.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// The targets of the links with the relation.
    pub(crate) targets: Vec<String>,
    /// Whether some part cannot be understood and might have the relation.
    pub(crate) unclear: bool,
}

/// Finds the links with this relation in all `Link` headers.
pub(crate) fn find(headers: &HeaderMap, relation: &str) -> Found {
    let mut found = Found::default();
    for value in headers.get_all(header::LINK) {
        let text = text(value);
        found.unclear |= find_in(&text, relation, &mut found.targets).is_none();
    }
    found
}

/// Returns a header as text. A byte outside ASCII stands for its percent-encoding.
fn text(value: &HeaderValue) -> Cow<'_, str> {
    percent_encode(value.as_bytes(), OUTSIDE).into()
}

/// Reads one header with comma-separated links. Returns `None` if it cannot be understood.
fn find_in(header: &str, relation: &str, targets: &mut Vec<String>) -> Option<()> {
    let mut rest = header;
    loop {
        rest = rest.trim_start_matches([',', ' ', '\t']);
        if rest.is_empty() {
            return Some(());
        }
        let (target, after) = target(rest)?;
        let (parameters, after) = split_unquoted(after, ',')?;
        if has_relation(parameters, relation)? {
            targets.push(target.trim().to_owned());
        }
        rest = after;
    }
}

/// Splits off the target: in its brackets, or without them where its end is clear.
fn target(link: &str) -> Option<(&str, &str)> {
    if let Some(link) = link.strip_prefix('<') {
        return link.split_once('>');
    }
    let (target, after) = link.split_at(link.find([';', ' '])?);
    let is_url = target.starts_with('/') || target.contains("://");
    (is_url && !target.contains([',', '"', '<', '>'])).then_some((target, after))
}

/// Whether a link's parameters name this relation. Returns `None` if they cannot be understood
/// or contradict each other.
fn has_relation(parameters: &str, relation: &str) -> Option<bool> {
    let mut rest = parameters;
    let mut has = None;
    while !rest.is_empty() {
        let (parameter, after) = split_unquoted(rest, ';')?;
        rest = after;
        let Some((name, value)) = parameter.split_once('=') else {
            continue;
        };
        if name.trim().eq_ignore_ascii_case("rel") {
            let names = names(value, relation)?;
            if has.is_some_and(|has| has != names) {
                return None;
            }
            has = Some(names);
        }
    }
    has
}

/// Whether the value of a `rel` names this relation. Returns `None` if it names something that
/// cannot be a relation.
fn names(value: &str, relation: &str) -> Option<bool> {
    let value = value.trim();
    let inside = |quote| value.strip_prefix(quote)?.strip_suffix(quote);
    let value = inside('"').or(inside('\'')).unwrap_or(value);
    let mut has = None;
    for name in value.split_ascii_whitespace() {
        // A word, or a URI for an extension relation.
        let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if !name.contains(':') && !name.chars().all(is_word) {
            return None;
        }
        has = Some(has == Some(true) || name.eq_ignore_ascii_case(relation));
    }
    has
}

/// Splits at the first separator outside quotes. Returns `None` if a quote is not closed.
fn split_unquoted(text: &str, separator: char) -> Option<(&str, &str)> {
    let mut quoted = false;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            c if c == separator && !quoted => {
                let (before, after) = text.split_at(at);
                return Some((before, after.get(c.len_utf8()..).unwrap_or_default()));
            }
            _ => {}
        }
    }
    (!quoted).then_some((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the targets, and `?` where something cannot be understood.
    fn next(headers: &[&[u8]]) -> Vec<String> {
        let mut map = HeaderMap::new();
        for value in headers {
            map.append(header::LINK, HeaderValue::from_bytes(value).unwrap());
        }
        let Found {
            mut targets,
            unclear,
        } = find(&map, "next");
        targets.extend(unclear.then(|| "?".to_owned()));
        targets
    }

    #[test]
    fn next_is_found_in_split_and_merged_headers() {
        for (headers, expected) in [
            (&[][..], &[][..]),
            (&[r#"<https://a/x>; rel="self""#], &[]),
            (
                &[
                    r#"<https://a/x>; rel="self""#,
                    r#"<https://a/x?after=1>; rel="next""#,
                ],
                &["https://a/x?after=1"],
            ),
            (
                &[r#"<https://a/x>; rel="self", <https://a/x?after=1>; rel="next""#],
                &["https://a/x?after=1"],
            ),
            // Commas, semicolons and relations inside a target or a quoted value.
            (
                &[
                    r#"<https://a/x?q=a,b;c&r="next">; title="x, <y>; rel=next"; rel="self",<https://a/2,3>;rel=next"#,
                ],
                &["https://a/2,3"],
            ),
            (&[r#"<u>; title="a\"; rel=\"next"; rel="self""#], &[]),
            (&["<a>; rel=next", "<b>; rel=next"], &["a", "b"]),
            (&["<>; rel=next"], &[""]),
            (&["", " , ,"], &[]),
            (&["<u>; rel=https://acme.example/next"], &[]),
        ] {
            let headers: Vec<_> = headers.iter().map(|text| text.as_bytes()).collect();
            assert_eq!(next(&headers), expected, "{headers:?}");
        }
    }

    #[test]
    fn what_is_clear_is_read_leniently() {
        for header in [
            &br#"<u>; rel="next""#[..],
            b"<u>; rel='next'",
            b"<u>;rel=next",
            b"< u >;rel=next;",
            b"<u>\t; REL = \"Next\"",
            br#"<u>; REL="Prev NEXT""#,
            br#"<u>; rel="next self""#,
            b"<u>; rel=next self",
            br#"<u> rel="next""#,
            br#"<u>; rel="next"; rel=NEXT"#,
            b"<u>; title=\"M\xFCnch\xE9n\"; rel=next",
            b",,<u>; rel=next,,",
            br#"<u>; hreflang; rel="next""#,
        ] {
            assert_eq!(next(&[header]), ["u"], "{}", header.escape_ascii());
        }
        for (header, target) in [
            (
                &b"<https://a/x?after=\xFC\xC3\xBC>; rel=next"[..],
                "https://a/x?after=%FC%C3%BC",
            ),
            (b"https://a/x?after=1; rel=next", "https://a/x?after=1"),
            (b"/x?after=1 ; rel=\"next\"", "/x?after=1"),
        ] {
            assert_eq!(next(&[header]), [target], "{}", header.escape_ascii());
        }
    }

    #[test]
    fn what_is_not_clear_is_told() {
        for header in [
            &b"<u"[..],
            b"u>; rel=next",
            b"u; rel=next",
            b"/a,b; rel=next",
            b"<u>; rel",
            b"<u>; rel next",
            b"<u>; rel=",
            br#"<u>; rel="""#,
            b"<u>",
            b"<>;",
            br#"rel="next"; <u>"#,
            br#"<u>; rel="next"#,
            br#"<u>; rel=\"next\""#,
            b"<u>; rel=&quot;next&quot;",
            b"<u>; rel=\xE2\x80\x9Dnext\xE2\x80\x9D",
            br#"<u>; rel="self"; rel="next""#,
            b"&lt;u&gt;; rel=next",
            b"\xFF",
            br#"{"next":"u"}"#,
        ] {
            assert_eq!(next(&[header]), ["?"], "{}", header.escape_ascii());
        }
        // Not for the clear part, though.
        assert_eq!(next(&[b"<u; rel=self", b"<u>; rel=next"]), ["u", "?"]);
    }

    /// Random bytes from the characters that have a meaning.
    #[test]
    fn nothing_makes_it_panic() {
        let mut random = fastrand::Rng::with_seed(7);
        let alphabet = b"<>;,='\"\\ \trelnxt:/\xFC";
        for _ in 0..50_000 {
            let length = random.usize(..40);
            let bytes: Vec<u8> = (0..length)
                .map(|_| *random.choice(alphabet).unwrap())
                .collect();
            let value = HeaderValue::from_bytes(&bytes).unwrap();
            let mut targets = Vec::new();
            find_in(&text(&value), "next", &mut targets);
            assert!(targets.iter().all(|target| text(&value).contains(target)));
        }
    }
}
