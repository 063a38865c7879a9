//! What is known of event hooks besides what is shown of them: their secrets, and which events
//! were looked at.

use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use http::{Method, request::Parts};
use serde_json::Value;

use crate::{
    exchange::reply::{Answer, Content},
    world::state::text,
};

pub(super) const HOOKS: &str = "/api/v1/eventHooks";

/// What is known of hooks besides what is shown of them.
pub(crate) struct Hooks {
    /// The last event of the log that was looked at.
    seen: AtomicU64,
    /// By the ids of hooks: the header that proves a request to be Okta's, and its value.
    secrets: Mutex<HashMap<String, (String, String)>>,
}

impl Hooks {
    /// Events behind this place in the log are delivered.
    pub(crate) fn after(sequence: u64) -> Self {
        Self {
            seen: AtomicU64::new(sequence),
            secrets: Mutex::default(),
        }
    }

    /// Remembers the secret of a hook that was created or replaced: it is not kept with it.
    pub(crate) fn learn(&self, parts: &Parts, sent: &[u8], answer: &Answer) {
        let changes = matches!(parts.method, Method::POST | Method::PUT);
        if !changes || !parts.uri.path().starts_with(HOOKS) {
            return;
        }
        let Ok(sent) = serde_json::from_slice::<Value>(sent) else {
            return;
        };
        let scheme = &sent["channel"]["config"]["authScheme"];
        if let (Ok(reply), Some(value)) = (answer, scheme["value"].as_str())
            && let Content::Json(hook) = &reply.body
        {
            let secret = (text(scheme, "key").to_owned(), value.to_owned());
            self.secrets().insert(text(hook, "id").to_owned(), secret);
        }
    }

    /// The header with the secret of a hook.
    pub(super) fn secret(&self, id: &str) -> Option<(String, String)> {
        self.secrets().get(id).cloned()
    }

    /// Notes the last event of the log, and says which was the last one before.
    pub(super) fn see(&self, last: u64) -> u64 {
        self.seen.swap(last, Ordering::Relaxed)
    }

    fn secrets(&self) -> MutexGuard<'_, HashMap<String, (String, String)>> {
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
