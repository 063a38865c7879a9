//! Configures how a client sends, paces and repeats requests.

use std::{sync::Arc, time::Duration};

use super::{Client, builder::ClientBuilder};
use crate::{config::Setting, observe::Metrics, transport::RetryPolicy};

/// How requests are sent, paced and retried.
impl<C: From<Client>> ClientBuilder<C> {
    /// Sets how often a failed request is retried, and with what pauses. Default: five retries.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.given.transport.retry = policy;
        self.given(Setting::MaxRetries)
    }

    /// Sets whether a call waits until its rate limit allows it. Default: true, except for a
    /// client that never retries ([`RetryPolicy::never`]). Without pacing, calls go out at once
    /// and Okta refuses those above the limit.
    #[must_use]
    pub fn pacing(mut self, on: bool) -> Self {
        self.given.transport.pacing = Some(on);
        self
    }

    /// Sets the share of each rate limit that this client may use, from 0 to 1. It may always
    /// send one request in a window. Default: 1, which is all that the response headers allow.
    /// Other programs share an org's limits, and by default Okta lets an API token use half of
    /// them.
    #[must_use]
    pub fn capacity(mut self, part: f64) -> Self {
        self.given.transport.capacity = part.clamp(0.0, 1.0);
        self
    }

    /// Limits the number of concurrent requests, at least 1. Default: 30, fewer than Okta
    /// allows a trial org. When Okta refuses a request because too many run at once, the client
    /// sends fewer for a while.
    #[must_use]
    pub fn max_in_flight(mut self, requests: usize) -> Self {
        self.given.transport.max_in_flight = requests;
        self
    }

    /// Limits the time of a whole call: waits for the rate limit, attempts and pauses. A call
    /// that cannot finish in time fails at once instead of waiting in vain. Default: no limit.
    /// A call ends even so, because attempts are limited in time and number, but it may wait
    /// for the rate limit as long as other calls are ahead of it.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.given.transport.deadline = Some(deadline);
        self
    }

    /// Limits the size of a response in bytes, after decompression. Default: 64 MiB.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.given.transport.max_body = bytes;
        self
    }

    /// Sets whether a property of another JSON type than Okta describes is an error. The error
    /// names the JSON path and the enclosing type; in a list it affects that element alone.
    /// Default: false, and the value is kept as
    /// [`Field::Unrecognized`](crate::Field::Unrecognized) with a warning in the log. Use it in
    /// programs that would rather stop than go on without a value, and in tests against an org.
    /// Null, unknown properties, unknown enum values and unknown kinds of applications,
    /// policies and factors are not errors.
    #[must_use]
    pub fn strict_types(mut self, strict: bool) -> Self {
        self.given.transport.strict_types = strict;
        self
    }

    /// Reports every request, wait and call to this hook. Default: no hook.
    #[must_use]
    pub fn metrics(mut self, hook: Arc<dyn Metrics>) -> Self {
        self.given.transport.metrics = Some(hook);
        self
    }
}
