//! The whole transport against a server in memory, on virtual time.

#![allow(clippy::unwrap_used, clippy::panic)]

mod observed;
mod pacing;
mod retries;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use futures::future::join_all;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use tokio::time::{Instant, sleep};

use super::{
    Call, RetryPolicy, Settings, Transport,
    attempt::{Exchange, Failure, Reply, RetryNote},
    key::Key,
    pacing::Ticket,
};
use crate::{
    Error, TransportErrorKind,
    auth::{Renewals, Renewed},
    observe::{AttemptReport, CallReport, Metrics, WaitCause, WaitReport},
    operations::RAW,
    request::{Body, Request},
    test_log::Log,
};
use crate::{answer::Answer, error::RetryReason};

/// When windows open, and how their end is reported.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Windows {
    /// At multiples of their length.
    Aligned,
    /// With the first request; the reset is rounded down to a second.
    OpenedDown,
    /// With the first request; the reset is rounded up to a second.
    OpenedUp,
    /// There are no windows, but every response reports the same one.
    Constant,
}

struct Server {
    start: Instant,
    /// The server's clock at the start, with a fraction. It is independent of this machine's.
    clock: f64,
    windows: Windows,
    length: f64,
    latency: Duration,
    /// The largest number of concurrent requests.
    places: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// By bucket: limit, used, end.
    buckets: HashMap<&'static str, (u64, u64, f64)>,
    /// Requests being processed.
    under_way: usize,
    served: u64,
    refused: u64,
    crowded: u64,
    notes: Vec<(Option<String>, u32)>,
    later: Option<u64>,
    /// Responses to give instead, in order.
    script: Vec<Scripted>,
}

enum Scripted {
    Status(u16, &'static str),
    Broken,
    /// Without rate limit headers.
    Bare,
    /// A 429 that names only the seconds to wait.
    Later(u64),
}

impl Server {
    fn new(windows: Windows, limit: u64, length: f64) -> Self {
        let mut state = State::default();
        state.buckets.insert("bucket", (limit, 0, 0.0));
        Self {
            start: Instant::now(),
            // Minutes off, and in the middle of a second.
            clock: 1_000_000_137.83,
            windows,
            length,
            latency: Duration::from_millis(80),
            places: usize::MAX,
            state: Mutex::new(state),
        }
    }

    fn script(self, script: Vec<Scripted>) -> Self {
        self.state.lock().unwrap().script = script;
        self
    }

    fn now(&self) -> f64 {
        self.clock + self.start.elapsed().as_secs_f64()
    }

    fn answer(&self, bucket: &'static str) -> Result<Answer, Failure> {
        let now = self.now();
        let mut state = self.state.lock().unwrap();
        let (status, code, rate) = self.judge(&mut state, bucket, now)?;
        let mut headers = HeaderMap::new();
        if let Some((limit, remaining, reset)) = rate {
            for (name, value) in [
                ("x-rate-limit-limit", limit),
                ("x-rate-limit-remaining", remaining),
                ("x-rate-limit-reset", reset),
            ] {
                headers.insert(name, HeaderValue::from(value));
            }
        }
        if let Some(seconds) = state.later.take() {
            headers.insert("retry-after", HeaderValue::from(seconds));
        }
        let date = chrono::DateTime::from_timestamp(now as i64, 0).unwrap();
        let date = date.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        headers.insert("date", date.parse().unwrap());
        let id = format!("id-{}", state.served + state.refused + state.crowded);
        headers.insert("x-okta-request-id", id.parse().unwrap());
        Ok(Answer {
            status: StatusCode::from_u16(status).unwrap(),
            headers,
            body: format!("{{\"errorCode\":\"{code}\"}}").into(),
            strict: false,
        })
    }

    #[allow(clippy::type_complexity)]
    fn judge(
        &self,
        state: &mut State,
        bucket: &'static str,
        now: f64,
    ) -> Result<(u16, &'static str, Option<(u64, u64, u64)>), Failure> {
        if state.under_way >= self.places {
            state.crowded += 1;
            // Its reset means nothing: two minutes away.
            return Ok((429, "E0000047", Some((0, 0, now as u64 + 120))));
        }
        let (limit, used, end) = state.buckets.get_mut(bucket).unwrap();
        if self.windows == Windows::Constant {
            let rate = Some((*limit, *limit - 1, self.clock as u64 + 60));
            state.served += 1;
            return Ok((200, "", rate));
        }
        if now >= *end {
            *used = 0;
            *end = match self.windows {
                Windows::Aligned => ((now / self.length).floor() + 1.0) * self.length,
                _ => now + self.length,
            };
        }
        let reset = match self.windows {
            Windows::OpenedUp => end.ceil() as u64,
            _ => *end as u64,
        };
        let over = *used >= *limit;
        *used += 1;
        let rate = Some((*limit, limit.saturating_sub(*used), reset));
        if over {
            state.refused += 1;
            return Ok((429, "E0000047", rate));
        }
        state.served += 1;
        if state.script.is_empty() {
            return Ok((200, "", rate));
        }
        match state.script.remove(0) {
            Scripted::Status(status, code) => Ok((status, code, rate)),
            Scripted::Bare => Ok((200, "", None)),
            Scripted::Later(seconds) => {
                state.later = Some(seconds);
                Ok((429, "E0000047", None))
            }
            Scripted::Broken => Err(Failure::from(TransportErrorKind::Broken)),
        }
    }

    fn counts(&self) -> (u64, u64, u64) {
        let state = self.state.lock().unwrap();
        (state.served, state.refused, state.crowded)
    }
}

struct Caller<'a> {
    server: &'a Server,
    bucket: &'static str,
}

/// The credentials that every request here carries.
const TOKEN: HeaderValue = HeaderValue::from_static("SSWS 1");

impl Exchange for Caller<'_> {
    async fn exchange(
        &self,
        note: Option<&RetryNote>,
        ticket: &mut Ticket<'_>,
    ) -> Result<Reply, Failure> {
        {
            let mut state = self.server.state.lock().unwrap();
            if let Some(note) = note {
                let first = note.first_request.as_ref();
                let first = first.map(|id| id.to_str().unwrap().to_owned());
                state.notes.push((first, note.count));
            }
        }
        sleep(self.server.latency / 2).await;
        let crowded = self.server.counts().2;
        let answer = self.server.answer(self.bucket);
        let processing = self.server.counts().2 == crowded;
        self.server.state.lock().unwrap().under_way += usize::from(processing);
        sleep(self.server.latency / 2).await;
        self.server.state.lock().unwrap().under_way -= usize::from(processing);
        let answer = answer?;
        ticket.answered(answer.status, &answer.headers);
        Ok(Reply {
            answer,
            authorization: Some(TOKEN),
        })
    }

    fn renewed(
        &self,
        authorization: &HeaderValue,
        answer: &Answer,
        renewals: &mut Renewals,
    ) -> Option<Renewed> {
        assert_eq!(authorization, TOKEN);
        renewals.token(answer.status == StatusCode::UNAUTHORIZED)
    }

    fn host(&self) -> String {
        "acme.okta.com:443".to_owned()
    }
}

async fn call(
    transport: &Transport,
    server: &Server,
    method: &Method,
    path: &str,
    bucket: &'static str,
) -> Result<Answer, Error> {
    let request = Request {
        operation: &RAW,
        method: method.clone(),
        path: path.to_owned(),
        query: Vec::new(),
        headers: HeaderMap::new(),
        body: Body::Empty,
    };
    let call = Call {
        operation: &RAW,
        method,
        repeatable: super::retry::is_repeatable(method, &RAW),
        key: &Key::of(&request),
    };
    transport.run(&call, &Caller { server, bucket }).await
}

async fn get(transport: &Transport, server: &Server) -> Result<Answer, Error> {
    call(transport, server, &Method::GET, "/api/v1/users", "bucket").await
}

fn transport() -> Transport {
    Transport::new(Settings::default())
}

const ALL: [Windows; 3] = [Windows::Aligned, Windows::OpenedDown, Windows::OpenedUp];

/// Returns the time of an ideal client that knows the server's state: each of its tasks sends
/// as soon as something is left, and otherwise waits for the end of the window.
fn least(server: &Server, requests: u64, tasks: u64) -> f64 {
    let latency = server.latency.as_secs_f64();
    let (mut now, mut used, mut end) = (0.0, 60, 0.0);
    for request in 0..requests {
        if used == 60 || now >= end {
            now = if used == 60 { f64::max(now, end) } else { now };
            used = 0;
            end = match server.windows {
                Windows::Aligned => {
                    let clock = server.clock + now;
                    now + server.length - clock % server.length
                }
                _ => now + server.length,
            };
        }
        used += 1;
        if request % tasks == tasks - 1 {
            now += latency;
        }
    }
    now
}
