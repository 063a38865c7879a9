//! What a program sees of its calls.

use super::*;

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
    // One for each window, and not one for each call.
    assert_eq!(waits.len(), 2, "{waits:?}");
    for (number, (cause, expected, at)) in waits.into_iter().enumerate() {
        assert_eq!(cause, WaitCause::Pacing);
        assert!((59..=61).contains(&expected), "{expected}");
        assert!(at.abs_diff(number as u64 * 61) <= 2, "{at}");
    }
    // Long pauses before retries too. They are drawn at random.
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
