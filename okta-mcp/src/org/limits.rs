//! The latest rate limits that Okta reported.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use okta_api::RateLimit;
use serde_json::{Value, json};

/// The latest rate limit of each area.
#[derive(Debug, Default)]
pub struct Limits(Mutex<BTreeMap<String, RateLimit>>);

impl Limits {
    pub(super) fn note(&self, area: &str, limit: RateLimit) {
        let mut limits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        limits.insert(area.to_owned(), limit);
    }

    /// Returns the limits by area.
    #[must_use]
    pub fn show(&self) -> Value {
        let limits = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = limits.iter().map(|(area, limit)| {
            let shown = json!({
                "limit": limit.limit,
                "remaining": limit.remaining,
                "resetsInSeconds": limit.resets_in.map(|left| left.as_secs()),
            });
            (area.clone(), shown)
        });
        Value::Object(shown.collect())
    }
}
