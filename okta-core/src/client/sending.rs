//! Configuring how a client sends, paces and repeats.

use std::{sync::Arc, time::Duration};

use super::{Client, builder::ClientBuilder};
use crate::{config::Setting, observe::Metrics, transport::RetryPolicy};

/// How requests are sent, paced and tried again.
impl<C: From<Client>> ClientBuilder<C> {
    /// Sets how often a failed request is tried again, and with what pauses. Default: five
    /// retries.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.transport.retry = policy;
        self.given(Setting::MaxRetries)
    }

    /// Sets whether a call waits until its rate limit allows it. Default: true, except for a
    /// client that never tries again ([`RetryPolicy::never`]): its calls go out at once, and
    /// Okta refuses those above the limit.
    #[must_use]
    pub fn pacing(mut self, on: bool) -> Self {
        self.transport.pacing = Some(on);
        self
    }

    /// Sets the part of each rate limit that this client may use, from 0 to 1; it may always
    /// send one request in a window. Default: 1, all that the answers' headers allow. Other
    /// programs share the limits of an org, and by default Okta lets an API token use half of
    /// them.
    #[must_use]
    pub fn capacity(mut self, part: f64) -> Self {
        self.transport.capacity = part.clamp(0.0, 1.0);
        self
    }

    /// Limits the number of requests that are under way at the same time; at least one.
    /// Default: 30, fewer than Okta allows a trial org. When Okta refuses a request because
    /// too many are under way, the client sends fewer at a time for a while.
    #[must_use]
    pub fn max_in_flight(mut self, requests: usize) -> Self {
        self.transport.max_in_flight = requests;
        self
    }

    /// Limits the time of a whole call, with waits for the rate limit, attempts and pauses.
    /// A call that cannot meet it fails at once and does not wait in vain. Default: no
    /// limit. A call ends all the same, because attempts are limited in time and number, but
    /// it waits for the rate limit as long as other calls are ahead of it.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.transport.deadline = Some(deadline);
        self
    }

    /// Limits the bytes of an answer, after decompression. Default: 64 MiB.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.transport.max_body = bytes;
        self
    }

    /// Whether a property of another JSON type than Okta describes is an error, with its
    /// JSON path and the type that it is part of, instead of a
    /// [`Field::Unrecognized`](crate::Field::Unrecognized); in a list, an error of that element alone.
    /// Default: false, and a warning in the log. For programs that would rather stop
    /// than go on without a value, and for tests against an org. Null, unknown
    /// properties, unseen enum values and unknown kinds of applications, policies and
    /// factors stay what they are: no error.
    #[must_use]
    pub fn strict_types(mut self, strict: bool) -> Self {
        self.transport.strict_types = strict;
        self
    }

    /// Reports every request, wait and call to this hook. Default: none.
    #[must_use]
    pub fn metrics(mut self, hook: Arc<dyn Metrics>) -> Self {
        self.transport.metrics = Some(hook);
        self
    }
}
