//! The dates of HTTP headers.

use chrono::{DateTime, NaiveDate};

/// Seconds since 1970. Every answer has a date, so the one form in which servers write it
/// is read without the general parser, which takes many times as long.
pub(crate) fn seconds(text: &str) -> Option<u64> {
    let seconds = match usual(text) {
        Some(seconds) => seconds,
        None => DateTime::parse_from_rfc2822(text).ok()?.timestamp(),
    };
    seconds.try_into().ok()
}

/// `Thu, 01 Jan 1970 00:16:40 GMT`
fn usual(text: &str) -> Option<i64> {
    let [
        _,
        _,
        _,
        b',',
        b' ',
        d1,
        d2,
        b' ',
        month @ ..,
        b' ',
        y1,
        y2,
        y3,
        y4,
        b' ',
        h1,
        h2,
        b':',
        m1,
        m2,
        b':',
        s1,
        s2,
        b' ',
        b'G',
        b'M',
        b'T',
    ] = text.as_bytes()
    else {
        return None;
    };
    let month = match month {
        b"Jan" => 1,
        b"Feb" => 2,
        b"Mar" => 3,
        b"Apr" => 4,
        b"May" => 5,
        b"Jun" => 6,
        b"Jul" => 7,
        b"Aug" => 8,
        b"Sep" => 9,
        b"Oct" => 10,
        b"Nov" => 11,
        b"Dec" => 12,
        _ => return None,
    };
    let year = i32::try_from(number([y1, y2, y3, y4])?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, month, number([d1, d2])?)?;
    let time = date.and_hms_opt(number([h1, h2])?, number([m1, m2])?, number([s1, s2])?)?;
    Some(time.and_utc().timestamp())
}

fn number<const N: usize>(digits: [&u8; N]) -> Option<u32> {
    digits.into_iter().try_fold(0, |number, digit| {
        let digit = char::from(*digit).to_digit(10)?;
        Some(number * 10 + digit)
    })
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

    #[test]
    fn every_month_is_read_as_by_the_general_parser() {
        for month in 1..=12 {
            let day = NaiveDate::from_ymd_opt(2024, month, 29).and_then(|d| d.and_hms_opt(1, 2, 3));
            let expected = day.map(|day| day.and_utc().timestamp());
            let text = day.map(|day| day.format("%a, %d %b %Y %H:%M:%S GMT").to_string());
            assert!(expected.is_some());
            assert_eq!(text.as_deref().and_then(usual), expected, "{text:?}");
        }
    }
}
