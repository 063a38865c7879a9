//! Points in time, as Okta writes them.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};

use super::rng::Rng;

/// A time in Okta's form, such as `2024-05-01T12:00:00.000Z`.
pub(crate) fn timestamp(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The second that a time is in: Okta keeps nothing finer of most.
pub(crate) fn second(time: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp(time.timestamp(), 0).unwrap_or(time)
}

/// When the n-th thing of a kind was made: a whole second within the two years after
/// 1 January 2022, long enough ago for every clock that a test may set.
pub(crate) fn instant_of(seed: u64, kind: &str, n: u64) -> DateTime<Utc> {
    const FOUNDED: i64 = 1_640_995_200;
    const TWO_YEARS: u64 = 2 * 365 * 24 * 3600;
    let offset = Rng::of(seed, kind, n).below(TWO_YEARS);
    let offset = i64::try_from(offset).unwrap_or_default();
    DateTime::UNIX_EPOCH + TimeDelta::seconds(FOUNDED + offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_as_okta_does() {
        for (time, expected) in [
            ("2024-05-01T12:00:00Z", "2024-05-01T12:00:00.000Z"),
            (
                "2024-05-01T14:00:00.123456+02:00",
                "2024-05-01T12:00:00.123Z",
            ),
        ] {
            let time = DateTime::parse_from_rfc3339(time).unwrap().to_utc();
            assert_eq!(timestamp(time), expected);
        }
    }

    #[test]
    fn in_the_past_and_the_same_again() {
        for n in 0..1000 {
            let made = timestamp(instant_of(7, "user", n));
            assert!(("2022".."2024").contains(&&made[..4]), "{made}");
            assert_eq!(made, timestamp(instant_of(7, "user", n)));
        }
        assert_ne!(instant_of(7, "user", 0), instant_of(7, "user", 1));
    }
}
