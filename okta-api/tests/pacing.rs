//! Rate limits in real time, over real sockets. What these two show takes its time; the
//! many variants run on virtual time, in `src/transport/simulation.rs`.

#![allow(clippy::unwrap_used)]

mod support;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use futures::{StreamExt, TryStreamExt};
use http::Method;
use support::{Org, Reply, Seen, now};

/// An org with one bucket, whose windows open with the first request after the last one.
struct Bucket {
    limit: u64,
    length: u64,
    window: Mutex<(Instant, u64, u64)>,
    refused: AtomicU32,
}

impl Bucket {
    fn new(limit: u64, length: u64) -> Arc<Self> {
        Arc::new(Self {
            limit,
            length,
            window: Mutex::new((Instant::now(), 0, 0)),
            refused: AtomicU32::new(0),
        })
    }

    fn answer(&self, seen: &Seen) -> Reply {
        let mut window = self.window.lock().unwrap();
        if window.2 == 0 || Instant::now() >= window.0 {
            let length = Duration::from_secs(self.length);
            *window = (Instant::now() + length, 0, now() + self.length);
        }
        window.1 += 1;
        let reply = if window.1 > self.limit {
            self.refused.fetch_add(1, Ordering::SeqCst);
            Reply::error(429, "E0000047", "API call exceeded rate limit")
        } else {
            let next = seen
                .query("after")
                .map_or(1, |after| after.parse().unwrap());
            let reply = Reply::json("[1]");
            match next {
                300.. => reply,
                next => reply.header("link", format!("</x?after={}>; rel=next", next + 1)),
            }
        };
        reply.rate(self.limit, self.limit.saturating_sub(window.1), window.2)
    }
}

#[tokio::test]
async fn three_hundred_pages_take_four_windows_and_five_percent() {
    let bucket = Bucket::new(60, 10);
    let server = Arc::clone(&bucket);
    let org = Org::start(move |seen| server.answer(seen)).await;
    let started = Instant::now();
    let pages = org.client().request(Method::GET, "/x").stream();
    let pages: Vec<_> = pages.try_collect().await.unwrap();
    let took = started.elapsed().as_secs_f64();
    assert_eq!(pages.len(), 300);
    assert_eq!(bucket.refused.load(Ordering::SeqCst), 0);
    assert!((40.0..42.0).contains(&took), "{took} s");
}

#[tokio::test]
async fn four_hundred_gets_started_two_hundred_at_once_all_arrive() {
    let bucket = Bucket::new(60, 6);
    let server = Arc::clone(&bucket);
    let org = Org::start(move |seen| server.answer(seen)).await;
    let client = org.client();
    let started = Instant::now();
    let answers: Vec<_> = futures::stream::iter(0..400)
        .map(|_| client.request(Method::GET, "/x").send())
        .buffer_unordered(200)
        .collect()
        .await;
    assert!(answers.iter().all(Result::is_ok));
    let refused = bucket.refused.load(Ordering::SeqCst);
    assert!(refused <= 1, "{refused} refused");
    // Six windows have to pass.
    assert!(
        started.elapsed() < Duration::from_secs(45),
        "{:?}",
        started.elapsed()
    );
}
