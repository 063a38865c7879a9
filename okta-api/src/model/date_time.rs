//! Date-times as Okta writes them: RFC 3339, UTC, milliseconds.

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, Timelike, Utc};

/// Reads RFC 3339.
pub(super) fn parse(text: &str) -> Option<DateTime<Utc>> {
    okta_form(text).or_else(|| {
        let instant = DateTime::parse_from_rfc3339(text).ok()?;
        Some(instant.to_utc())
    })
}

/// The text of an instant: `2026-01-31T12:00:00.000Z`, finer only where it is.
pub(crate) fn text(instant: &DateTime<Utc>) -> String {
    okta_text(instant).unwrap_or_else(|| instant.to_rfc3339_opts(SecondsFormat::Nanos, true))
}

/// Writes the one form that Okta writes, without chrono's general formatting.
fn okta_text(instant: &DateTime<Utc>) -> Option<String> {
    let nanos = instant.nanosecond();
    let year = u32::try_from(instant.year())
        .ok()
        .filter(|year| *year < 10_000)?;
    // A leap second, which chrono writes as second 60, is beyond a billion.
    if !nanos.is_multiple_of(1_000_000) || nanos >= 1_000_000_000 {
        return None;
    }
    let mut text = String::with_capacity(24);
    let mut put = |number: u32, digits: u32, separator: char| {
        for place in (0..digits).rev() {
            let digit = number / 10_u32.pow(place) % 10;
            text.extend(char::from_digit(digit, 10));
        }
        text.push(separator);
    };
    put(year, 4, '-');
    put(instant.month(), 2, '-');
    put(instant.day(), 2, 'T');
    put(instant.hour(), 2, ':');
    put(instant.minute(), 2, ':');
    put(instant.second(), 2, '.');
    put(nanos / 1_000_000, 3, 'Z');
    Some(text)
}

/// Reads the one form that Okta writes, `2026-01-31T12:00:00.000Z`, several times faster
/// than any RFC 3339 can be read; a user carries half a dozen of them.
fn okta_form(text: &str) -> Option<DateTime<Utc>> {
    let bytes: &[u8; 24] = text.as_bytes().try_into().ok()?;
    let number = |range: std::ops::Range<usize>| {
        bytes[range].iter().try_fold(0_u32, |number, byte| {
            byte.is_ascii_digit()
                .then(|| number * 10 + u32::from(byte - b'0'))
        })
    };
    let separators = [
        bytes[4], bytes[7], bytes[10], bytes[13], bytes[16], bytes[19], bytes[23],
    ];
    if separators != *b"--T::.Z" {
        return None;
    }
    let year = i32::try_from(number(0..4)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(5..7)?, number(8..10)?)?
        .and_hms_milli_opt(
            number(11..13)?,
            number(14..16)?,
            number(17..19)?,
            number(20..23)?,
        )
        .map(|instant| instant.and_utc())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_fast_way_reads_what_chrono_reads() {
        for text in [
            "2026-01-31T12:00:00.000Z",
            "1999-12-31T23:59:59.999Z",
            "2024-02-29T00:00:00.001Z",
        ] {
            let expected = DateTime::parse_from_rfc3339(text).unwrap().to_utc();
            assert_eq!(okta_form(text), Some(expected));
            assert_eq!(super::text(&expected), text);
        }
    }

    #[test]
    fn other_forms_are_read_and_what_is_no_date_time_is_not() {
        for (given, written) in [
            ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000Z"),
            ("2026-01-31T14:00:00+02:00", "2026-01-31T12:00:00.000Z"),
            (
                "2026-01-31T12:00:00.1234567Z",
                "2026-01-31T12:00:00.123456700Z",
            ),
        ] {
            let instant = parse(given).unwrap();
            assert_eq!(text(&instant), written);
        }
        for given in [
            "2021-06-14 14:45:46",
            "2026-02-30T12:00:00.000Z",
            "2026-01-31T24:00:00.000Z",
            "2026-01-31T12:00:0x.000Z",
            "２026-01-31T12:00:00.0Z",
            "",
        ] {
            assert_eq!(parse(given), None, "{given}");
        }
    }
}
