//! Dates in HTTP headers.

use std::time::UNIX_EPOCH;

use chrono::DateTime;

/// Returns a date as seconds since 1970. It may be in HTTP's format, or have an offset as in
/// mail.
pub(crate) fn seconds(text: &str) -> Option<u64> {
    match httpdate::parse_http_date(text) {
        Ok(date) => Some(date.duration_since(UNIX_EPOCH).ok()?.as_secs()),
        Err(_) => {
            let date = DateTime::parse_from_rfc2822(text).ok()?;
            date.timestamp().try_into().ok()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_form_and_the_others_are_read() {
        for (text, expected) in [
            ("Thu, 01 Jan 1970 00:16:40 GMT", Some(1000)),
            ("Sun, 22 Nov 2026 01:32:53 GMT", Some(1_795_311_173)),
            ("Thu, 1 Jan 1970 00:16:40 GMT", Some(1000)),
            ("Thu, 01 Jan 1970 01:16:40 +0100", Some(1000)),
            ("Wed, 31 Dec 1969 23:59:59 GMT", None),
            ("Thu, 32 Jan 1970 00:16:40 GMT", None),
            ("Thu, +1 Jan 1970 00:16:40 GMT", None),
            ("Thu, 01 Jän 1970 00:16:40 GMT", None),
            ("", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }
}
