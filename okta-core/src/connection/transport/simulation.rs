//! The whole transport against a server in memory, on virtual time.

#![allow(clippy::unwrap_used, clippy::panic)]

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

/// When windows open, and how their end is written.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Windows {
    /// At multiples of their length.
    Aligned,
    /// With the first request; the reset is cut to the second before.
    OpenedDown,
    /// With the first request; the reset is raised to the second after.
    OpenedUp,
    /// There are none, but every answer says the same about one.
    Constant,
}

struct Server {
    start: Instant,
    /// The server's clock at the start, with a fraction: it has nothing to do with ours.
    clock: f64,
    windows: Windows,
    length: f64,
    latency: Duration,
    /// The most requests at the same time.
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
    /// What to answer instead, first to last.
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

/// How long a client takes that knows the server from inside: each of its tasks sends as
/// soon as there is something left, and waits for the end of the window otherwise.
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

#[tokio::test(start_paused = true)]
async fn draining_pages_takes_no_longer_than_it_must_and_meets_no_429() {
    for windows in ALL {
        for latency in [5, 80, 400] {
            let mut server = Server::new(windows, 60, 60.0);
            server.latency = Duration::from_millis(latency);
            let transport = transport();
            let started = Instant::now();
            for _ in 0..300 {
                get(&transport, &server).await.unwrap();
            }
            let took = started.elapsed().as_secs_f64();
            let least = least(&server, 300, 1);
            assert_eq!(server.counts(), (300, 0, 0), "{windows:?}");
            assert!(
                took < least * 1.05,
                "{windows:?} {latency}: {took} s of {least} s"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn draining_in_short_windows_takes_little_longer_than_it_must() {
    for windows in ALL {
        for latency in [5, 20, 80] {
            for clock in [0.0, 0.13, 0.5, 0.83, 0.99] {
                let mut server = Server::new(windows, 60, 6.0);
                server.latency = Duration::from_millis(latency);
                server.clock = 1_000_000_137.0 + clock;
                let transport = transport();
                let started = Instant::now();
                for _ in 0..1200 {
                    get(&transport, &server).await.unwrap();
                }
                let took = started.elapsed().as_secs_f64();
                let least = least(&server, 1200, 1);
                eprintln!(
                    "{windows:?} {latency} {clock} {:.3} {:?}",
                    took / least,
                    server.counts()
                );
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn okta_is_believed_over_a_count_of_ones_own_where_nothing_is_shared() {
    // A gateway that says the same of every request.
    let server = Server::new(Windows::Constant, 600, 60.0);
    let transport = transport();
    let started = Instant::now();
    for _ in 0..100 {
        let calls = (0..50).map(|_| get(&transport, &server));
        for result in join_all(calls).await {
            result.unwrap();
        }
    }
    assert_eq!(server.counts(), (5000, 0, 0));
    let took = started.elapsed();
    assert!(took < Duration::from_secs(30), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn without_retries_or_with_pacing_off_nothing_waits_for_a_window() {
    for settings in [
        Settings {
            retry: RetryPolicy::never(),
            ..Settings::default()
        },
        Settings {
            retry: RetryPolicy::default().max_retries(0),
            ..Settings::default()
        },
        Settings {
            retry: RetryPolicy::never(),
            pacing: Some(false),
            ..Settings::default()
        },
    ] {
        let server = Server::new(Windows::OpenedDown, 2, 60.0);
        let transport = Transport::new(settings);
        let started = Instant::now();
        for call in 0..5 {
            let answer = get(&transport, &server).await;
            assert_eq!(answer.is_err(), call >= 2);
            assert!(answer.err().is_none_or(|error| error.is_rate_limited()));
        }
        assert_eq!(started.elapsed(), server.latency * 5);
    }
    // Without pacing, retries still wait for what a 429 says.
    let server = Server::new(Windows::OpenedDown, 2, 60.0);
    let transport = Transport::new(Settings {
        pacing: Some(false),
        ..Settings::default()
    });
    let started = Instant::now();
    for _ in 0..3 {
        get(&transport, &server).await.unwrap();
    }
    assert_eq!(server.counts(), (3, 1, 0));
    assert!((60..63).contains(&started.elapsed().as_secs()));
    // With pacing and without retries, there is no 429.
    let server = Server::new(Windows::OpenedDown, 2, 60.0);
    let transport = Transport::new(Settings {
        retry: RetryPolicy::never(),
        pacing: Some(true),
        ..Settings::default()
    });
    for _ in 0..5 {
        get(&transport, &server).await.unwrap();
    }
    assert_eq!(server.counts(), (5, 0, 0));
}

#[tokio::test(start_paused = true)]
async fn a_long_wait_is_told_when_it_begins() {
    #[derive(Default)]
    struct Begun(Mutex<Vec<(WaitCause, u64, u64)>>, Mutex<Option<Instant>>);
    impl Metrics for Begun {
        fn wait_begins(&self, wait: &WaitReport<'_>) {
            assert_eq!(wait.bucket, "/api/v1/users");
            let started = self
                .1
                .lock()
                .unwrap()
                .get_or_insert_with(Instant::now)
                .elapsed();
            let report = (wait.cause, wait.duration.as_secs(), started.as_secs());
            self.0.lock().unwrap().push(report);
        }
    }
    let begun = Arc::new(Begun::default());
    *begun.1.lock().unwrap() = Some(Instant::now());
    let new = || {
        Transport::new(Settings {
            metrics: Some(begun.clone()),
            retry: RetryPolicy::default()
                .first_pause(Duration::from_secs(40))
                .longest_pause(Duration::from_secs(40)),
            ..Settings::default()
        })
    };
    let transport = new();
    let server = Server::new(Windows::OpenedDown, 2, 60.0);
    let log = Log::default();
    let guard = tracing::subscriber::set_default(log.clone());
    for _ in 0..5 {
        get(&transport, &server).await.unwrap();
    }
    drop(guard);
    let logged = log.text();
    let lines = logged.lines().filter(|line| line.starts_with("INFO"));
    let lines: Vec<&str> = lines.collect();
    assert_eq!(lines.len(), 2, "{logged}");
    assert!(lines[0].contains("waiting 6"), "{logged}");
    assert!(
        lines[0].contains("s for the end of a rate limit window"),
        "{logged}"
    );
    assert!(lines[0].contains("bucket=\"/api/v1/users\""), "{logged}");
    let waits = std::mem::take(&mut *begun.0.lock().unwrap());
    // One a window, and not one for each call.
    assert_eq!(waits.len(), 2, "{waits:?}");
    for (number, (cause, expected, at)) in waits.into_iter().enumerate() {
        assert_eq!(cause, WaitCause::Pacing);
        assert!((59..=61).contains(&expected), "{expected}");
        assert!(at.abs_diff(number as u64 * 61) <= 2, "{at}");
    }
    // The pauses before retries, too, where they are long; they are drawn by lot.
    fastrand::seed(1);
    let server = Server::new(Windows::OpenedDown, 60, 60.0).script(vec![Scripted::Broken]);
    get(&new(), &server).await.unwrap();
    let waits = std::mem::take(&mut *begun.0.lock().unwrap());
    assert!(
        waits
            .iter()
            .all(|wait| wait.0 == WaitCause::Retry(RetryReason::Broken)),
        "{waits:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn thirty_two_tasks_share_the_limit() {
    for windows in ALL {
        let server = Server::new(windows, 60, 60.0);
        let transport = transport();
        let started = Instant::now();
        let tasks = (0..32).map(|task| {
            let (transport, server) = (&transport, &server);
            async move {
                for _ in (task..300).step_by(32) {
                    get(transport, server).await.unwrap();
                }
            }
        });
        join_all(tasks).await;
        let took = started.elapsed().as_secs_f64();
        let least = least(&server, 300, 32);
        assert_eq!(server.counts(), (300, 0, 0), "{windows:?}");
        assert!(took < least * 1.05, "{windows:?}: {took} s of {least} s");
    }
}

#[tokio::test(start_paused = true)]
async fn four_hundred_gets_started_at_once_all_arrive() {
    for windows in ALL {
        let server = Server::new(windows, 60, 6.0);
        let transport = transport();
        let started = Instant::now();
        let calls = (0..400).map(|call| {
            let (transport, server) = (&transport, &server);
            async move {
                // The second half starts while the first one is under way.
                sleep(Duration::from_millis(if call < 200 { 0 } else { 700 })).await;
                get(transport, server).await.unwrap();
            }
        });
        join_all(calls).await;
        let (served, refused, _) = server.counts();
        assert_eq!(served, 400, "{windows:?}");
        // Short windows have a short margin; one early probe of the 400 is no burst.
        assert!(refused <= 1, "{windows:?}: {refused} refused");
        assert!(started.elapsed() < Duration::from_secs(50), "{windows:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_share_is_left_to_other_programs() {
    let server = Server::new(Windows::OpenedDown, 60, 60.0);
    let transport = Transport::new(Settings {
        capacity: 0.5,
        ..Settings::default()
    });
    let started = Instant::now();
    for _ in 0..90 {
        get(&transport, &server).await.unwrap();
    }
    // 30 in each of three windows.
    let took = started.elapsed().as_secs_f64();
    assert!((120.0..130.0).contains(&took), "{took}");
}

#[tokio::test(start_paused = true)]
async fn another_program_may_use_up_the_bucket() {
    let server = Server::new(Windows::OpenedDown, 60, 60.0);
    let (ours, theirs) = (transport(), transport());
    let run = |transport| {
        let server = &server;
        async move {
            for _ in 0..150 {
                get(transport, server).await.unwrap();
            }
        }
    };
    tokio::join!(run(&ours), run(&theirs));
    let (served, refused, _) = server.counts();
    assert_eq!(served, 300);
    // Each program can meet the limit once a window at the most.
    assert!(refused <= 10, "{refused}");
}

#[tokio::test(start_paused = true)]
async fn operations_that_share_a_bucket_are_found_out() {
    let server = Server::new(Windows::OpenedDown, 60, 60.0);
    let transport = transport();
    let one = |path: &'static str| {
        let (transport, server) = (&transport, &server);
        async move {
            for _ in 0..100 {
                call(transport, server, &Method::GET, path, "bucket")
                    .await
                    .unwrap();
            }
        }
    };
    tokio::join!(
        one("/api/v1/groups"),
        one("/api/v1/apps"),
        one("/api/v1/zones")
    );
    assert_eq!(server.counts(), (300, 0, 0));
}

#[tokio::test(start_paused = true)]
async fn operations_with_buckets_of_their_own_do_not_slow_each_other() {
    let server = Server::new(Windows::Aligned, 60, 60.0);
    for bucket in ["groups", "apps", "zones"] {
        server
            .state
            .lock()
            .unwrap()
            .buckets
            .insert(bucket, (60, 0, 0.0));
    }
    let transport = transport();
    let started = Instant::now();
    let one = |path: &'static str, bucket| {
        let (transport, server) = (&transport, &server);
        async move {
            for _ in 0..100 {
                call(transport, server, &Method::GET, path, bucket)
                    .await
                    .unwrap();
            }
        }
    };
    tokio::join!(
        one("/api/v1/groups", "groups"),
        one("/api/v1/apps", "apps"),
        one("/api/v1/zones", "zones")
    );
    // Two windows each. If they were taken for one bucket: five.
    let took = started.elapsed().as_secs_f64();
    assert!(took < 120.0, "{took}");
    assert_eq!(server.counts(), (300, 0, 0));
}

#[tokio::test(start_paused = true)]
async fn the_limit_on_concurrent_requests_is_found_and_does_not_stall() {
    let mut server = Server::new(Windows::OpenedDown, 100_000, 60.0);
    server.places = 10;
    let transport = transport();
    let started = Instant::now();
    let calls = (0..300).map(|_| get(&transport, &server));
    for result in join_all(calls).await {
        result.unwrap();
    }
    let (served, _, crowded) = server.counts();
    assert_eq!(served, 300);
    // The client starts with 30 in flight and backs off; it does not ask for trouble.
    assert!(crowded < 60, "{crowded}");
    assert!(
        started.elapsed() < Duration::from_secs(30),
        "{:?}",
        started.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn a_retry_says_so() {
    let server = Server::new(Windows::OpenedDown, 60, 60.0).script(vec![
        Scripted::Status(503, ""),
        Scripted::Broken,
        Scripted::Status(200, ""),
    ]);
    get(&transport(), &server).await.unwrap();
    let state = server.state.lock().unwrap();
    let first = Some("id-1".to_owned());
    assert_eq!(state.notes, [(first.clone(), 1), (first, 2)]);
}

#[tokio::test(start_paused = true)]
async fn an_exhausted_429_is_an_error_that_tells_what_was_tried() {
    let transport = Transport::new(Settings {
        retry: RetryPolicy::default().max_retries(2),
        ..Settings::default()
    });
    // Somebody else takes everything.
    let server = Server::new(Windows::OpenedDown, 0, 60.0);
    server
        .state
        .lock()
        .unwrap()
        .buckets
        .insert("bucket", (1, 1, f64::MAX / 4.0));
    let error = get(&transport, &server).await.unwrap_err();
    assert!(error.is_rate_limited() && error.is_transient() && !error.is_timeout());
    let Error::GaveUp(gave_up) = &error else {
        panic!("{error}");
    };
    assert_eq!(gave_up.attempts().len(), 3);
    assert!(
        gave_up
            .attempts()
            .iter()
            .all(|attempt| attempt.reason == RetryReason::RateLimit)
    );
    assert_eq!(error.request_id(), Some("id-3"));
    assert!(error.rate_limit().is_some());
    assert!(error.to_string().contains("E0000047"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_429_without_rate_limit_headers_holds_every_task() {
    let script = vec![Scripted::Bare, Scripted::Later(30)];
    let server = Server::new(Windows::OpenedDown, 600, 60.0).script(script);
    let transport = transport();
    get(&transport, &server).await.unwrap();
    let started = Instant::now();
    let mut first = Box::pin(get(&transport, &server));
    assert!(futures::poll!(first.as_mut()).is_pending());
    let late = async {
        sleep(Duration::from_secs(1)).await;
        get(&transport, &server).await.unwrap();
        started.elapsed()
    };
    let (first, late) = tokio::join!(first, late);
    first.unwrap();
    assert!(late >= Duration::from_secs(30), "{late:?}");
    assert!(started.elapsed() < Duration::from_secs(32));
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_once_even_for_a_post_and_without_retries() {
    let transport = Transport::new(Settings {
        retry: RetryPolicy::never(),
        ..Settings::default()
    });
    let refused = || Scripted::Status(401, "E0000011");
    let post = Method::POST;
    let server = Server::new(Windows::OpenedDown, 60, 60.0).script(vec![refused()]);
    let answer = call(&transport, &server, &post, "/api/v1/users", "bucket").await;
    assert!(answer.is_ok());

    let server = Server::new(Windows::OpenedDown, 60, 60.0).script(vec![refused(), refused()]);
    let answer = call(&transport, &server, &post, "/api/v1/groups", "bucket").await;
    assert!(answer.unwrap_err().is_invalid_token());
    assert_eq!(server.counts().0, 2);
}

#[tokio::test(start_paused = true)]
async fn retries_can_be_switched_off() {
    let transport = Transport::new(Settings {
        retry: RetryPolicy::never(),
        ..Settings::default()
    });
    let server = Server::new(Windows::OpenedDown, 60, 60.0).script(vec![Scripted::Status(503, "")]);
    let error = get(&transport, &server).await.unwrap_err();
    assert!(matches!(error, Error::Api(_)), "{error}");
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
}

#[tokio::test(start_paused = true)]
async fn a_post_is_not_repeated_when_it_may_have_been_processed() {
    let transport = transport();
    for script in [
        Scripted::Broken,
        Scripted::Status(500, ""),
        Scripted::Status(503, ""),
    ] {
        let server = Server::new(Windows::OpenedDown, 60, 60.0).script(vec![script]);
        let post = call(
            &transport,
            &server,
            &Method::POST,
            "/api/v1/users",
            "bucket",
        );
        post.await.unwrap_err();
        assert_eq!(server.counts(), (1, 0, 0));
    }
    // But a refusal before processing is.
    let busy = vec![
        Scripted::Status(409, "E0000112"),
        Scripted::Status(429, "E0000047"),
    ];
    let server = Server::new(Windows::OpenedDown, 60, 60.0).script(busy);
    let post = call(
        &transport,
        &server,
        &Method::POST,
        "/api/v1/users",
        "bucket",
    );
    post.await.unwrap();
    assert_eq!(server.counts(), (3, 0, 0));
}

#[tokio::test(start_paused = true)]
async fn the_deadline_covers_waits_attempts_and_pauses() {
    let late = |deadline| {
        Transport::new(Settings {
            deadline: Some(Duration::from_secs(deadline)),
            ..Settings::default()
        })
    };
    // The window opens too late: the call fails at once and not after the deadline.
    let server = Server::new(Windows::OpenedDown, 1, 60.0);
    let transport = late(20);
    get(&transport, &server).await.unwrap();
    let started = Instant::now();
    let error = get(&transport, &server).await.unwrap_err();
    assert!(
        matches!(&error, Error::Transport(e) if matches!(e.kind(), TransportErrorKind::Deadline(_)))
    );
    assert!(error.is_timeout() && started.elapsed().is_zero());

    // A slow answer is cut off.
    let mut server = Server::new(Windows::OpenedDown, 60, 60.0);
    server.latency = Duration::from_secs(100);
    let started = Instant::now();
    let error = get(&late(20), &server).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(started.elapsed(), Duration::from_secs(20));

    // Failures until the deadline: the last of them is kept.
    let script = (0..99).map(|_| Scripted::Status(503, "")).collect();
    let server = Server::new(Windows::OpenedDown, 600, 60.0).script(script);
    let transport = Transport::new(Settings {
        retry: RetryPolicy::default().max_retries(1000),
        deadline: Some(Duration::from_secs(60)),
        ..Settings::default()
    });
    let error = get(&transport, &server).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    assert!(error.to_string().contains("deadline"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn answers_without_rate_limit_headers_are_not_a_limit() {
    let script = (0..100).map(|_| Scripted::Bare).collect();
    let server = Server::new(Windows::OpenedDown, 1000, 60.0).script(script);
    let transport = transport();
    let started = Instant::now();
    for result in join_all((0..100).map(|_| get(&transport, &server))).await {
        result.unwrap();
    }
    assert!(started.elapsed() < Duration::from_secs(1));
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_wait_gives_its_turn_to_the_next() {
    let server = Server::new(Windows::OpenedDown, 1, 60.0);
    let transport = transport();
    get(&transport, &server).await.unwrap();
    let mut calls: Vec<_> = (0..3).map(|_| Box::pin(get(&transport, &server))).collect();
    for call in &mut calls {
        assert!(futures::poll!(call.as_mut()).is_pending());
    }
    drop(calls.remove(0));
    let started = Instant::now();
    calls.remove(0).await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(62));
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_probe_does_not_block_the_bucket() {
    let server = Server::new(Windows::OpenedDown, 60, 60.0);
    let transport = transport();
    let mut probe = Box::pin(get(&transport, &server));
    assert!(futures::poll!(probe.as_mut()).is_pending());
    let mut waiting = Box::pin(get(&transport, &server));
    assert!(futures::poll!(waiting.as_mut()).is_pending());
    drop(probe);
    let started = Instant::now();
    waiting.await.unwrap();
    assert_eq!(started.elapsed(), server.latency);
}

#[derive(Default)]
struct Seen(Mutex<Vec<String>>);

impl Metrics for Seen {
    fn attempt(&self, attempt: &AttemptReport<'_>) {
        let remaining = attempt.rate_limit.map(|rate| rate.remaining);
        let line = format!(
            "attempt {} {:?} {remaining:?}",
            attempt.retry, attempt.status
        );
        self.0.lock().unwrap().push(line);
    }

    fn wait(&self, wait: &WaitReport<'_>) {
        if let WaitCause::Retry(reason) = wait.cause {
            self.0
                .lock()
                .unwrap()
                .push(format!("wait {reason} {}", wait.bucket));
        }
    }

    fn call(&self, call: &CallReport<'_>) {
        let line = format!("call {} {}", call.attempts, call.error.is_none());
        self.0.lock().unwrap().push(line);
    }
}

#[tokio::test(start_paused = true)]
async fn the_hook_sees_attempts_waits_and_calls() {
    let seen = Arc::new(Seen::default());
    let transport = Transport::new(Settings {
        metrics: Some(seen.clone()),
        retry: RetryPolicy::default()
            .first_pause(Duration::from_secs(9))
            .longest_pause(Duration::from_secs(9)),
        ..Settings::default()
    });
    let server = Server::new(Windows::OpenedDown, 60, 60.0).script(vec![Scripted::Broken]);
    get(&transport, &server).await.unwrap();
    assert_eq!(
        *seen.0.lock().unwrap(),
        [
            "attempt 0 None None",
            "wait broken connection /api/v1/users",
            "attempt 1 Some(200) Some(58)",
            "call 2 true",
        ]
    );
}
