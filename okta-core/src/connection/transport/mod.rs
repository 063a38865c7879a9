//! Sends requests and receives their responses.
//!
//! [`Outgoing`] is the only way to Okta, and is compiled once. It waits for the rate limit
//! (`pacing`, `lanes`, `bucket`) and for a place among the requests in flight (`limiter`),
//! makes one attempt (`wire`), and decides whether to make another (`retry`, `backoff`).

mod attempt;
mod backoff;
mod bucket;
mod key;
mod lanes;
mod limiter;
#[cfg(test)]
mod on_the_wire;
mod outgoing;
mod pacing;
pub(crate) mod retry;
mod settings;
#[cfg(test)]
mod simulation;
mod wire;

use std::{pin::pin, time::Duration};

use http::Method;
use tokio::time::{Instant, sleep, timeout_at};
use tracing::Instrument;

pub(crate) use outgoing::Outgoing;
pub use retry::RetryPolicy;
pub(crate) use settings::Settings;

use crate::{
    Error,
    answer::Answer,
    auth::{Renewals, Renewed},
    error::{
        ApiError, AuthError, FailedAttempt, GaveUp, RetryReason, TransportError, TransportErrorKind,
    },
    headers,
    observe::{Observer, WaitCause},
    operations::Operation,
};
use attempt::{Exchange, Failure, Reply, RetryNote};
use key::Key;
use limiter::Limiter;
use pacing::Pacer;
use retry::{Failed, Retry};

/// What all calls of a client share.
pub(crate) struct Transport {
    pub(crate) settings: Settings,
    pacer: Pacer,
    limiter: Limiter,
}

/// The facts about a call, apart from the request.
struct Call<'a> {
    operation: &'static Operation,
    method: &'a Method,
    repeatable: bool,
    key: &'a Key,
}

impl Transport {
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            pacer: Pacer::new(settings.capacity, settings.paces()),
            limiter: Limiter::new(settings.max_in_flight),
            settings,
        }
    }

    async fn run(&self, call: &Call<'_>, exchange: &impl Exchange) -> Result<Answer, Error> {
        let started = Instant::now();
        let deadline = self.settings.deadline.map(|limit| started + limit);
        let observer = Observer {
            operation: call.operation.id,
            method: call.method,
            bucket: &call.key.name,
            metrics: self.settings.metrics.as_deref(),
        };
        let mut history = History::default();
        // Pinned in place, because moving it would take its size several times.
        let end = {
            let attempts = pin!(
                self.attempts(call, exchange, started, deadline, &observer, &mut history)
                    .instrument(observer.span())
            );
            match deadline {
                Some(deadline) => timeout_at(deadline, attempts)
                    .await
                    .unwrap_or(Err(End::Late)),
                None => attempts.await,
            }
        };
        let result = end.map_err(|end| {
            let (error, out_of_time) = match end {
                End::Failed(error) => return error,
                End::Exhausted(error) => (error, false),
                End::Late => (self.late(call, exchange), true),
            };
            if history.attempts.is_empty() {
                return error;
            }
            Error::GaveUp(Box::new(GaveUp {
                last: history.last.take().unwrap_or(error),
                attempts: std::mem::take(&mut history.attempts),
                elapsed: started.elapsed(),
                out_of_time,
            }))
        });
        observer.call(history.sent, started, result.as_ref().err());
        result
    }

    async fn attempts(
        &self,
        call: &Call<'_>,
        exchange: &impl Exchange,
        mut asked: Instant,
        deadline: Option<Instant>,
        observer: &Observer<'_>,
        history: &mut History,
    ) -> Result<Answer, End> {
        let mut note: Option<RetryNote> = None;
        let mut renewals = Renewals::default();
        loop {
            let mut ticket = self
                .pacer
                .admit(call.key, asked, deadline, |wait| {
                    observer.waits(WaitCause::Pacing, wait);
                })
                .await
                .map_err(|_| End::Late)?;
            let (place, sent) = match self.limiter.enter_at_once() {
                Some(place) => (place, ticket.sent()),
                None => (self.limiter.enter().await, Instant::now()),
            };
            observer.paced(sent - asked);
            let reply = exchange.exchange(note.as_ref(), &mut ticket).await;
            if matches!(reply, Err(Failure::Credentials(_))) {
                ticket.unsent();
            } else {
                history.sent += 1;
                drop(ticket);
            }
            let heard = reply.as_ref().ok();
            observer.attempt(
                history.retries,
                heard.map(|reply| (reply.answer.status, &reply.answer.headers)),
                sent,
            );

            let reply = match reply {
                Ok(reply) if reply.answer.status.is_success() => {
                    place.succeeded();
                    return Ok(reply.answer);
                }
                reply => reply,
            };
            let first_request = reply.as_ref().ok();
            let first_request = first_request
                .and_then(|reply| reply.answer.headers.get(headers::REQUEST_ID))
                .cloned();
            let renewed = match &reply {
                Ok(Reply {
                    answer,
                    authorization: Some(authorization),
                }) => exchange.renewed(authorization, answer, &mut renewals),
                _ => None,
            };
            let (error, retry) = match (reply, renewed) {
                (Ok(reply), Some(renewed)) => {
                    let retry = Retry {
                        reason: match renewed {
                            Renewed::Proof => RetryReason::Proof,
                            Renewed::Token => RetryReason::Token,
                        },
                        wait: Duration::ZERO,
                    };
                    (Error::api(call.operation, reply.answer), retry)
                }
                (reply, _) => {
                    let (error, retry) = self.judge(call, exchange, history.retries, reply);
                    let Some(retry) = retry else {
                        return Err(End::Failed(error));
                    };
                    if history.retries >= self.settings.retry.max_retries {
                        if history.retries > 0 {
                            history.note(retry.reason, Duration::ZERO, None);
                        }
                        return Err(End::Exhausted(error));
                    }
                    history.retries += 1;
                    (error, retry)
                }
            };
            if retry.reason == RetryReason::Concurrency {
                place.refused();
            } else {
                place.succeeded();
            }
            drop(place);

            history.note(retry.reason, retry.wait, Some(error));
            let until = Instant::now() + retry.wait;
            if deadline.is_some_and(|deadline| deadline < until) {
                return Err(End::Late);
            }
            observer.retry(retry.reason, retry.wait);
            if retry.reason == RetryReason::RateLimit && self.settings.paces() {
                // All requests wait, and the next attempt is admitted in turn.
                self.pacer.hold(call.key, until);
            } else {
                sleep(retry.wait).await;
            }
            let note = note.get_or_insert(RetryNote {
                first_request: None,
                count: 0,
            });
            note.count += 1;
            if note.first_request.is_none() {
                note.first_request = first_request;
            }
            asked = Instant::now();
        }
    }

    /// Judges a failed attempt: which error it is, and whether to retry.
    fn judge(
        &self,
        call: &Call<'_>,
        exchange: &impl Exchange,
        retries: u32,
        reply: Result<Reply, Failure>,
    ) -> (Error, Option<Retry>) {
        let decide = |failed| {
            let policy = &self.settings.retry;
            retry::decide(policy, call.repeatable, retries, failed, fastrand::f64())
        };
        match reply {
            Ok(reply) => {
                let error = ApiError::new(call.operation, reply.answer);
                let retry = decide(Failed::Refused {
                    status: error.status(),
                    headers: error.headers(),
                    code: error.code(),
                });
                (Error::Api(Box::new(error)), retry)
            }
            Err(Failure::Transport(kind, source)) => {
                let error = call.broken(exchange.host(), kind, source);
                (error, decide(Failed::Transport(kind)))
            }
            Err(Failure::Credentials(error)) => {
                // The token request has already waited and retried after a refusal, and a slow
                // provider has had its time.
                let passes = matches!(&*error, Error::Auth(AuthError::Unreachable(_)));
                let retry = (passes && error.is_transient()).then(|| decide(Failed::Credentials));
                (*error, retry.flatten())
            }
        }
    }

    fn late(&self, call: &Call<'_>, exchange: &impl Exchange) -> Error {
        let limit = self.settings.deadline.unwrap_or_default();
        call.broken(exchange.host(), TransportErrorKind::Deadline(limit), None)
    }
}

impl Call<'_> {
    fn broken(
        &self,
        host: String,
        kind: TransportErrorKind,
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Error {
        Error::Transport(Box::new(TransportError {
            operation: self.operation.id,
            writes: !self.method.is_safe(),
            host,
            kind,
            source,
        }))
    }
}

/// Why a call made no further attempt.
enum End {
    /// A further attempt would be pointless.
    Failed(Error),
    /// There are no retries left.
    Exhausted(Error),
    /// There is no time left.
    Late,
}

/// The attempts of a call so far.
#[derive(Default)]
struct History {
    /// The number of requests sent.
    sent: u32,
    retries: u32,
    attempts: Vec<FailedAttempt>,
    /// The failure before the current pause.
    last: Option<Error>,
}

impl History {
    fn note(&mut self, reason: RetryReason, wait: Duration, error: Option<Error>) {
        self.attempts.push(FailedAttempt { reason, wait });
        self.last = error;
    }
}
