//! The rate limit: how long a run takes, and that it gets no 429.

use super::*;

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
    // A gateway that reports the same for every request.
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
                // The second half starts while the first one is in flight.
                sleep(Duration::from_millis(if call < 200 { 0 } else { 700 })).await;
                get(transport, server).await.unwrap();
            }
        });
        join_all(calls).await;
        let (served, refused, _) = server.counts();
        assert_eq!(served, 400, "{windows:?}");
        // Short windows have a short margin; one early probe of the 400 is not a burst.
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
    // Each program can meet the limit at most once a window.
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
    // Two windows each. Mistaken for one bucket, they would take five.
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
    // The client starts with 30 in flight, backs off, and does not provoke further refusals.
    assert!(crowded < 60, "{crowded}");
    assert!(
        started.elapsed() < Duration::from_secs(30),
        "{:?}",
        started.elapsed()
    );
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
