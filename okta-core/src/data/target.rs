//! What a request may address. The same rules apply to typed calls and raw requests.

use http::{HeaderName, header};
use percent_encoding::percent_decode_str;

/// Headers about a request's framing or destination, which the layer below decides.
const FRAMING: [HeaderName; 8] = [
    header::HOST,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::CONNECTION,
    header::UPGRADE,
    header::TE,
    header::TRAILER,
    header::EXPECT,
];

/// Checks whether a text can be a path segment, before it is encoded. An empty segment, `.` and
/// `..` would address another resource. No id contains a control character or begins or ends
/// with a blank; such a text is a line of a file.
pub(crate) fn check_segment(segment: &str) -> Result<(), &'static str> {
    if matches!(segment, "" | "." | "..") {
        return Err("would address another resource");
    }
    if segment.contains(char::is_control) {
        return Err("contains a control character");
    }
    if segment.trim() != segment {
        return Err("begins or ends with a space");
    }
    Ok(())
}

/// Checks that a percent-encoded path means what it says: a typed call could send each of its
/// segments.
pub(crate) fn check_path(path: &str) -> Result<(), String> {
    let segments = match path.strip_prefix('/') {
        None => return Err("the path does not begin with a slash".into()),
        Some("") => return Ok(()),
        Some(segments) => segments,
    };
    // A URL parser treats both as separators.
    for segment in segments.split(['/', '\\']) {
        let decoded = percent_decode_str(segment)
            .decode_utf8()
            .map_err(|_| "the path has bytes that are not UTF-8".to_owned())?;
        check_segment(&decoded)
            .map_err(|reason| format!("{segment:?}, a segment of the path, {reason}"))?;
    }
    Ok(())
}

/// Checks whether a percent-encoded query can be sent as it is.
pub(crate) fn check_query(query: &str) -> Result<(), String> {
    if query.contains(char::is_control) || query.trim_end() != query {
        return Err("the query has a control character or a space at its end: encode it".into());
    }
    match percent_decode_str(query).decode_utf8() {
        Ok(_) => Ok(()),
        Err(_) => Err("the query has bytes that are not UTF-8".into()),
    }
}

/// Checks whether a header may be set at all.
pub(crate) fn check_header(name: &HeaderName) -> Result<(), String> {
    match FRAMING.contains(name) {
        true => Err(format!(
            "the header `{name}` cannot be set: it says how a request is framed, or where it goes"
        )),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_means_what_it_says() {
        for path in [
            "/",
            "/api/v1/users",
            "/api/v1/users/ada@example.com",
            "/api/v1/users/a%2Fb",
            "/api/v1/users/M%C3%BCnch",
            "/api/v1/groups/rules/0pr1/...",
            "/a/%252e%252e",
        ] {
            assert_eq!(check_path(path), Ok(()), "{path}");
        }
        for path in [
            "",
            "api/v1/users",
            "/api/v1/users/",
            "/api/v1/users//factors",
            "//evil.example/x",
            "/\\evil.example/x",
            "/api/v1/users/..",
            "/api/v1/users/../groups",
            "/api/v1/users/%2e%2E/groups",
            "/api/v1/users/.%2e",
            "/api/v1/users/.",
            "/api/v1/users/00u1%00",
            "/api/v1/users/00u1%0D%0Ax",
            "/api/v1/users/00u1\n",
            "/api/v1/users/00u1\tx",
            "/api/v1/users/00u1 ",
            "/api/v1/users/00u1%20",
            "/api/v1/users/%20/factors",
            "/api/v1/users/%FF",
        ] {
            assert!(check_path(path).is_err(), "{path:?}");
        }
    }

    #[test]
    fn a_query_is_sent_as_it_is() {
        for query in [
            "",
            "limit=2",
            "q=M%C3%BC&x=a+b",
            "search=a%20eq%20%22b%22",
            "q=%0A",
            "q=a b",
        ] {
            assert_eq!(check_query(query), Ok(()), "{query}");
        }
        for query in ["q=%FF", "q=%C3", "q=a ", "q=a\n", "q=\u{7f}"] {
            assert!(check_query(query).is_err(), "{query:?}");
        }
    }

    #[test]
    fn framing_is_not_a_callers() {
        for name in ["host", "content-length", "transfer-encoding", "connection"] {
            assert!(check_header(&name.parse().unwrap()).is_err(), "{name}");
        }
        for name in ["if-match", "accept-language", "x-forwarded-for", "prefer"] {
            assert_eq!(check_header(&name.parse().unwrap()), Ok(()), "{name}");
        }
    }
}
