//! The System Log, over real sockets.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures::{StreamExt, TryStreamExt};
use http::Method;
use okta_api::{Checkpoint, Error, Tail};
use serde_json::Value;
use support::{Fault, Org, Reply, Seen};

const LIMIT: usize = 3;

/// As Okta does: without `until`, ascending, there is always a next page.
fn log(seen: &Seen, events: usize) -> Reply {
    assert!(
        seen.query("since").is_none() || seen.query("after").is_none(),
        "`since` and `after` exclude each other"
    );
    let from: usize = seen
        .query("after")
        .map_or(0, |after| after.parse().unwrap());
    let to = (from + LIMIT).min(events);
    let items: Vec<String> = (from..to)
        .map(|id| format!(r#"{{"uuid":"event-{id}","n":{id}}}"#))
        .collect();
    let mut reply = Reply::json(format!("[{}]", items.join(",")));
    if seen.query("until").is_none() || to < events {
        let host = seen.header("host").unwrap();
        let link =
            format!("<http://{host}/api/v1/logs?after={to}&sortOrder=ASCENDING>; rel=\"next\"");
        reply = reply.header("link", link);
    }
    reply
}

fn numbers(events: &[Value]) -> Vec<u64> {
    events
        .iter()
        .map(|event| event["n"].as_u64().unwrap())
        .collect()
}

/// A tail with short pauses.
fn tail(org: &Org) -> Tail<Value> {
    let logs = org.client().request(Method::GET, "/api/v1/logs");
    let logs = logs
        .query("since", "2024-01-01T00:00:00Z")
        .query("limit", LIMIT);
    logs.tail()
        .pause(Duration::from_millis(1))
        .longest_pause(Duration::from_millis(20))
}

async fn take(tail: &mut Tail<Value>, count: usize) -> Vec<Value> {
    let events = tail.take(count).try_collect();
    tokio::time::timeout(Duration::from_secs(20), events)
        .await
        .unwrap()
        .unwrap()
}

#[tokio::test]
async fn a_stream_of_the_log_ends() {
    let org = Org::start(|seen| log(seen, 8)).await;
    let logs = org.client().list_log_events();
    let events: Vec<_> = logs.stream().try_collect().await.unwrap();
    let last = events.last().unwrap();
    assert_eq!((events.len(), last.uuid.as_deref()), (8, Some("event-7")));
    let seen = org.seen();
    assert_eq!(seen.len(), 3);
    // One and the same end, on every page.
    assert!(seen[0].query("until").is_some());
    assert!(
        seen.iter()
            .all(|page| page.query("until") == seen[0].query("until"))
    );
}

#[tokio::test]
async fn a_tail_goes_on_as_events_come() {
    let events = Arc::new(AtomicUsize::new(4));
    let count = Arc::clone(&events);
    let org = Org::start(move |seen| log(seen, count.load(Ordering::SeqCst))).await;
    let mut tail = tail(&org);
    assert_eq!(numbers(&take(&mut tail, 4).await), [0, 1, 2, 3]);
    let mut next = tail.next();
    assert!(futures::poll!(&mut next).is_pending());
    events.store(9, Ordering::SeqCst);
    assert_eq!(next.await.unwrap().unwrap()["n"], 4);
    assert_eq!(numbers(&take(&mut tail, 4).await), [5, 6, 7, 8]);
    assert!(org.seen().iter().all(|seen| seen.query("until").is_none()));
}

#[tokio::test]
async fn a_typed_tail_is_the_same() {
    let org = Org::start(|seen| log(seen, 5)).await;
    let mut tail = org
        .client()
        .list_log_events()
        .since(chrono::DateTime::UNIX_EPOCH)
        .tail();
    for number in 0..3 {
        let event = tail.next().await.unwrap().unwrap();
        assert_eq!(
            event.uuid.as_deref(),
            Some(format!("event-{number}").as_str())
        );
    }
}

#[tokio::test]
async fn a_tail_survives_a_429_lost_connections_and_5xx_without_loss() {
    let org = Org::start(|seen| match seen.number % 7 {
        1 => Reply::new(200, "").fault(Fault::Reset),
        2 => log(seen, 60).fault(Fault::HalfBody),
        3 => Reply::error(429, "E0000047", "limit"),
        5 => Reply::new(503, ""),
        6 => Reply::new(200, "<html>").header("content-type", "text/html"),
        _ => log(seen, 60),
    })
    .await;
    // Even when the call itself makes no second attempt.
    for client in [
        org.client(),
        org.builder()
            .retry(okta_api::RetryPolicy::never())
            .build()
            .unwrap(),
    ] {
        let logs = client
            .request(Method::GET, "/api/v1/logs")
            .query("since", "x")
            .query("limit", LIMIT);
        let mut tail = logs
            .tail()
            .pause(Duration::from_millis(1))
            .longest_pause(Duration::from_millis(5));
        assert_eq!(
            numbers(&take(&mut tail, 60).await),
            (0..60).collect::<Vec<_>>()
        );
    }
}

#[tokio::test]
async fn a_refused_token_is_told_and_the_tail_goes_on_with_a_new_one() {
    let refused = Arc::new(AtomicBool::new(true));
    let flag = Arc::clone(&refused);
    let org = Org::start(move |seen| match seen.query("after") {
        Some(_) if flag.load(Ordering::SeqCst) => Reply::error(401, "E0000011", "Invalid token"),
        _ => log(seen, 6),
    })
    .await;
    let mut tail = tail(&org);
    assert_eq!(numbers(&take(&mut tail, 3).await), [0, 1, 2]);
    for _ in 0..2 {
        assert!(tail.next().await.unwrap().unwrap_err().is_invalid_token());
    }
    refused.store(false, Ordering::SeqCst);
    assert_eq!(numbers(&take(&mut tail, 3).await), [3, 4, 5]);
}

#[tokio::test]
async fn a_checkpoint_resumes_without_loss_or_repetition() {
    let org = Org::start(|seen| log(seen, 20)).await;
    // In the middle of a page, at its end, and before anything was read.
    for read in [0, 1, 2, 3, 4, 11] {
        let mut first = tail(&org);
        let mut events = take(&mut first, read).await;
        let stored = serde_json::to_string(&first.checkpoint()).unwrap();
        drop(first);
        let checkpoint: Checkpoint = serde_json::from_str(&stored).unwrap();
        let mut second = tail(&org).resume(checkpoint);
        events.extend(take(&mut second, 20 - read).await);
        assert_eq!(numbers(&events), (0..20).collect::<Vec<_>>(), "{read}");
    }
}

/// A thousand events, and none of them is worth more than ten ids.
#[tokio::test]
async fn a_checkpoint_is_small() {
    let org = Org::start(|_: &Seen| {
        let events =
            (0..1000).map(|id| format!(r#"{{"uuid":"00000000-0000-0000-0000-{id:012}"}}"#));
        let events: Vec<String> = events.collect();
        Reply::json(format!("[{}]", events.join(",")))
            .header("link", "</api/v1/logs?after=1000>; rel=next")
    })
    .await;
    let mut tail = tail(&org);
    for read in [1, 10, 988, 1] {
        take(&mut tail, read).await;
        let stored = serde_json::to_string(&tail.checkpoint()).unwrap();
        assert!(stored.len() < 600, "{}: {stored}", stored.len());
    }
}

#[tokio::test]
async fn a_link_that_is_not_understood_costs_a_tail_no_event() {
    let org = Org::start(|seen: &Seen| match seen.number {
        0 | 1 => log(seen, 6).header("link", "</api/v1/logs?after=9>; rel=next"),
        _ => log(seen, 6),
    })
    .await;
    let mut tail = tail(&org);
    assert_eq!(numbers(&take(&mut tail, 3).await), [0, 1, 2]);
    for _ in 0..2 {
        let error = tail.next().await.unwrap().unwrap_err();
        assert!(matches!(error, Error::Paging(_)), "{error}");
    }
    assert_eq!(numbers(&take(&mut tail, 3).await), [3, 4, 5]);
}

/// A page that names no next one is asked for again, and has grown.
#[tokio::test]
async fn a_log_without_next_links_is_followed_across_checkpoints() {
    let org = Org::start(|seen: &Seen| {
        let events: Vec<String> = (0..=seen.number)
            .map(|id| format!(r#"{{"uuid":"event-{id}","n":{id}}}"#))
            .collect();
        Reply::json(format!("[{}]", events.join(",")))
    })
    .await;
    let mut events = Vec::new();
    let mut checkpoint: Option<Checkpoint> = None;
    for _ in 0..5 {
        let mut tail = match checkpoint.take() {
            Some(checkpoint) => tail(&org).resume(checkpoint),
            None => tail(&org),
        };
        events.extend(take(&mut tail, 3).await);
        checkpoint = tail.checkpoint();
    }
    assert_eq!(numbers(&events), (0..15).collect::<Vec<_>>());
}

/// Then it is not known which events are new: twice is better than never.
#[tokio::test]
async fn a_page_that_has_changed_since_the_checkpoint_comes_again() {
    let org = Org::start(|seen: &Seen| {
        let ids = match seen.number {
            0 => "abcd",
            _ => "xabcd",
        };
        let events: Vec<String> = ids
            .chars()
            .map(|id| format!(r#"{{"uuid":"{id}"}}"#))
            .collect();
        Reply::json(format!("[{}]", events.join(",")))
            .header("link", "</api/v1/logs?after=1>; rel=next")
    })
    .await;
    let mut first = tail(&org);
    take(&mut first, 2).await;
    let mut second = tail(&org).resume(first.checkpoint().unwrap());
    let events = take(&mut second, 3).await;
    let ids: Vec<_> = events
        .iter()
        .map(|event| event["uuid"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["x", "c", "d"]);
}

/// A server that does not know `until` leads from its last page, which is empty, to itself.
#[tokio::test]
async fn a_stream_of_a_log_that_does_not_know_until_ends() {
    let org = Org::start(|seen: &Seen| {
        let from: usize = seen
            .query("after")
            .map_or(0, |after| after.parse().unwrap());
        let to = (from + LIMIT).min(8);
        let items: Vec<String> = (from..to)
            .map(|n| format!(r#"{{"uuid":"{n}","n":{n}}}"#))
            .collect();
        Reply::json(format!(" [ {} ]\n", items.join(",")))
            .header("link", format!("</api/v1/logs?after={to}>; rel=next"))
    })
    .await;
    let events: Vec<_> = org
        .client()
        .list_log_events()
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(events.len(), 8);
    let pages: Vec<_> = org
        .client()
        .list_log_events()
        .pages()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(pages.len(), 4);
    assert!(pages[3].next().is_none());

    // A page with events that leads to itself is a loop, in the log as anywhere.
    let org = Org::scripted(vec![
        Reply::json(r#"[{"uuid":"a"}]"#).header("link", "</api/v1/logs?after=1>; rel=next"),
    ])
    .await;
    let events: Vec<_> = org.client().list_log_events().stream().collect().await;
    assert!(matches!(
        events.last(),
        Some(Err(Error::Paging(error))) if error.problem() == okta_api::PagingProblem::Loop
    ));
    // And so is an empty one of another list.
    let org = Org::scripted(vec![
        Reply::json("[]").header("link", "</api/v1/users?after=1>; rel=next"),
    ])
    .await;
    assert!(org.client().list_users().stream().try_next().await.is_err());
}

#[tokio::test]
async fn events_that_come_twice_are_delivered_once() {
    // Each page repeats the last event of the one before.
    let org = Org::start(|seen| {
        let from: usize = seen
            .query("after")
            .map_or(0, |after| after.parse().unwrap());
        let items: Vec<String> = (from.saturating_sub(1)..from + 2)
            .map(|id| format!(r#"{{"uuid":"event-{id}","n":{id}}}"#))
            .collect();
        Reply::json(format!("[{}]", items.join(","))).header(
            "link",
            format!("</api/v1/logs?after={}>; rel=next", from + 2),
        )
    })
    .await;
    let mut tail = tail(&org);
    assert_eq!(
        numbers(&take(&mut tail, 30).await),
        (0..30).collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn an_idle_tail_asks_less_and_less_and_stops_when_dropped() {
    let org = Org::start(|seen| log(seen, 0)).await;
    let logs = org.client().request(Method::GET, "/api/v1/logs");
    let mut tail = logs
        .tail()
        .pause(Duration::from_millis(20))
        .longest_pause(Duration::from_secs(60));
    let idle = tokio::time::timeout(Duration::from_millis(500), tail.next()).await;
    assert!(idle.is_err());
    // At 0, 20, 60, 140 and 300 ms.
    let asked = org.seen().len();
    assert!((3..=6).contains(&asked), "{asked}");
    drop(tail);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(org.seen().len(), asked);
}

#[tokio::test]
async fn a_checkpoint_of_something_else_is_refused() {
    let org = Org::start(|seen| log(seen, 1)).await;
    let users: Checkpoint = serde_json::from_str(r#"{"page":"/api/v1/users?after=1"}"#).unwrap();
    let mut tail = tail(&org).resume(users);
    assert!(matches!(
        tail.next().await,
        Some(Err(Error::Argument { .. }))
    ));
    assert!(tail.next().await.is_none());
    assert!(org.seen().is_empty());
}

#[tokio::test]
async fn events_are_found_again_after_the_process_that_read_them() {
    // What a program does: store the checkpoint after each event, die anywhere, go on.
    let org = Org::start(|seen| log(seen, 12)).await;
    let stored: Mutex<Option<Checkpoint>> = Mutex::new(None);
    let mut all = Vec::new();
    while all.len() < 12 {
        let mut tail = tail(&org);
        if let Some(checkpoint) = stored.lock().unwrap().take() {
            tail = tail.resume(checkpoint);
        }
        all.extend(take(&mut tail, 2).await);
        *stored.lock().unwrap() = tail.checkpoint();
    }
    assert_eq!(numbers(&all), (0..12).collect::<Vec<_>>());
}
