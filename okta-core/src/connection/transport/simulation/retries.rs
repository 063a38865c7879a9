//! What is retried, what is not, and what ends a call.

use super::*;

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
    // Without pacing, retries still wait as a 429 says.
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
    // Another program takes everything.
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
    // The window opens too late, so the call fails at once rather than after the deadline.
    let server = Server::new(Windows::OpenedDown, 1, 60.0);
    let transport = late(20);
    get(&transport, &server).await.unwrap();
    let started = Instant::now();
    let error = get(&transport, &server).await.unwrap_err();
    assert!(
        matches!(&error, Error::Transport(e) if matches!(e.kind(), TransportErrorKind::Deadline(_)))
    );
    assert!(error.is_timeout() && started.elapsed().is_zero());

    // A slow response is cut off.
    let mut server = Server::new(Windows::OpenedDown, 60, 60.0);
    server.latency = Duration::from_secs(100);
    let started = Instant::now();
    let error = get(&late(20), &server).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(started.elapsed(), Duration::from_secs(20));

    // Failures until the deadline; the last one is kept.
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
