//! What all parts of a running org share.

use std::{
    ops::Range,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, Utc};
use http::Method;

use super::{
    faults::{Fault, Faults, within},
    har::Recording,
    hooks::Hooks,
    journal::Journal,
    limits::{Limits, Verdict, Windows},
};
use crate::{
    data::Rng,
    description::Description,
    state_file::Head,
    world::{clock::Clock, state::State},
};

/// A client that takes longer for a handshake, for the head of a request or for its body
/// is let go, so that forgotten connections do not pile up.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// What all parts of a running org share.
pub(crate) struct Inner {
    pub(crate) base: String,
    pub(crate) description: Arc<Description>,
    pub(crate) token: String,
    pub(crate) clock: Clock,
    pub(crate) limits: Limits,
    pub(crate) journal: Journal,
    pub(crate) recording: Option<Recording>,
    pub(crate) under_way: AtomicU32,
    pub(crate) merged_links: bool,
    /// So much may be held, so that no client can use up all memory.
    pub(crate) most_resources: usize,
    pub(crate) windows: Mutex<Windows>,
    pub(crate) latency: Option<Range<Duration>>,
    pub(crate) faults: Mutex<(Faults, Rng)>,
    pub(crate) state: Mutex<State>,
    pub(crate) seed: u64,
    /// Where the org is kept, and what its file begins with.
    pub(crate) state_file: Option<(PathBuf, Head)>,
    pub(crate) requests: AtomicU64,
    pub(crate) hooks: Hooks,
}

impl Inner {
    /// What the org holds. Nobody keeps the lock while waiting for anything.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// The variables that configure a client of the org.
    pub(crate) fn environment(&self) -> Vec<(&'static str, String)> {
        let mut variables = vec![
            ("OKTA_CLIENT_ORGURL", self.base.clone()),
            ("OKTA_CLIENT_TOKEN", self.token.clone()),
        ];
        if self.base.starts_with("http:") {
            // One switch, by the names of Okta's SDKs.
            for name in [
                "OKTA_TESTING_DISABLEHTTPSCHECK",
                "OKTA_TESTING_TESTINGDISABLEHTTPSCHECK",
            ] {
                variables.push((name, "true".to_owned()));
            }
        }
        variables
    }

    /// The fault that comes with the next request of this operation.
    pub(crate) fn fault(&self, operation: Option<&str>) -> Option<Fault> {
        let (faults, rng) = &mut *lock(&self.faults);
        faults.take(operation, rng)
    }

    /// How long the answer to a request with this fault takes.
    pub(crate) fn wait(&self, fault: Option<&Fault>) -> Duration {
        let rng = &mut lock(&self.faults).1;
        let usual = self.latency.as_ref().map(|range| within(range, rng));
        let extra = fault.map(|fault| fault.wait(rng));
        usual.unwrap_or_default() + extra.unwrap_or_default()
    }

    pub(crate) fn count(&self, method: &Method, path: &str, now: DateTime<Utc>) -> Option<Verdict> {
        lock(&self.windows).count(&self.limits, method, path, now)
    }

    /// A new request id, in Okta's form.
    pub(crate) fn request_id(&self) -> Arc<str> {
        let n = self.requests.fetch_add(1, Ordering::Relaxed);
        let mut rng = Rng::of(self.seed, "request", n);
        format!("{:016x}{:016x}", rng.next(), rng.next()).into()
    }
}

/// Not a panic's fault: what a panicking thread left behind is still the org's state.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
