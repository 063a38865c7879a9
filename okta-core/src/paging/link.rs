//! The `Link` header (RFC 8288), as far as paging needs it.

use http::{HeaderMap, header};

/// The target of the first link with this relation, in any of the `Link` headers.
pub(crate) fn find<'a>(headers: &'a HeaderMap, relation: &str) -> Option<&'a str> {
    headers
        .get_all(header::LINK)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .find_map(|value| find_in(value, relation))
}

/// Reads one header, in which links are joined by commas. Commas and semicolons inside
/// the brackets or inside quotes separate nothing. What is not a link is skipped.
fn find_in<'a>(header: &'a str, relation: &str) -> Option<&'a str> {
    let mut rest = header;
    while let Some((_, after)) = rest.split_once('<') {
        let (target, after) = after.split_once('>')?;
        let (parameters, after) = split_unquoted(after, ',');
        if has_relation(parameters, relation) {
            return Some(target.trim());
        }
        rest = after;
    }
    None
}

/// Whether the first `rel` among the parameters names this relation. It may name several.
fn has_relation(parameters: &str, relation: &str) -> bool {
    let mut rest = parameters;
    while !rest.is_empty() {
        let (parameter, after) = split_unquoted(rest, ';');
        rest = after;
        let Some((name, value)) = parameter.split_once('=') else {
            continue;
        };
        if name.trim().eq_ignore_ascii_case("rel") {
            return value
                .trim()
                .trim_matches('"')
                .split_ascii_whitespace()
                .any(|named| named.eq_ignore_ascii_case(relation));
        }
    }
    false
}

/// Splits at the first separator outside of quotes.
fn split_unquoted(text: &str, separator: char) -> (&str, &str) {
    let mut quoted = false;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            c if c == separator && !quoted => {
                let (before, after) = text.split_at(at);
                return (before, after.get(c.len_utf8()..).unwrap_or_default());
            }
            _ => {}
        }
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn next_is_found_in_split_and_merged_headers() {
        for (headers, expected) in [
            (&[][..], None),
            (&[r#"<https://a/x>; rel="self""#], None),
            (
                &[
                    r#"<https://a/x>; rel="self""#,
                    r#"<https://a/x?after=1>; rel="next""#,
                ],
                Some("https://a/x?after=1"),
            ),
            (
                &[r#"<https://a/x>; rel="self", <https://a/x?after=1>; rel="next""#],
                Some("https://a/x?after=1"),
            ),
            // Commas, semicolons and relations inside a target or a quoted value.
            (
                &[
                    r#"<https://a/x?q=a,b;c&r="next">; title="x, <y>; rel=next"; rel="self",<https://a/2,3>;rel=next"#,
                ],
                Some("https://a/2,3"),
            ),
            (&[r#"<u>; title="a\"; rel=\"next"; rel="self""#], None),
            (&[r#"<u>; REL="Prev NEXT""#], Some("u")),
            (&["< u >;rel=next"], Some("u")),
            // Only the first `rel` of a link counts.
            (&[r#"<u>; rel="self"; rel="next""#], None),
            // Nonsense.
            (&["<u", "u>; rel=next", "", ",,,", "<>;", "<u>; rel"], None),
            (&[r#"rel="next"; <u>"#], None),
            (&["<>; rel=next"], Some("")),
        ] {
            let mut map = HeaderMap::new();
            for value in headers {
                map.append(header::LINK, HeaderValue::from_str(value).unwrap());
            }
            assert_eq!(find(&map, "next"), expected, "{headers:?}");
        }
    }

    /// Random text made of the characters that mean something.
    #[test]
    fn nothing_makes_it_panic() {
        let mut random = fastrand::Rng::with_seed(7);
        let alphabet: Vec<char> = r#"<>;,="\ relnxtü"#.chars().collect();
        for _ in 0..50_000 {
            let length = random.usize(..40);
            let text: String = (0..length)
                .map(|_| random.choice(&alphabet).unwrap())
                .collect();
            if let Some(target) = find_in(&text, "next") {
                assert!(text.contains(target));
            }
        }
    }
}
