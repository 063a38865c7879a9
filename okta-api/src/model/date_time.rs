//! Date-times as Okta writes them: RFC 3339, UTC, milliseconds.

use chrono::{DateTime, SecondsFormat, Utc};

use serde::Serializer;

use super::schema::Schema;

impl Schema for DateTime<Utc> {
    const EXPECTED: &'static str = "a date-time (RFC 3339)";

    fn from_str(value: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(value)
            .ok()
            .map(|instant| instant.to_utc())
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&text(self))
    }
}

/// The text of an instant: `2026-01-31T12:00:00.000Z`, finer only where it is.
pub(crate) fn text(instant: &DateTime<Utc>) -> String {
    let format = match instant.timestamp_subsec_nanos() % 1_000_000 {
        0 => SecondsFormat::Millis,
        _ => SecondsFormat::Nanos,
    };
    instant.to_rfc3339_opts(format, true)
}
