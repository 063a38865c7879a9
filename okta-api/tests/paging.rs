//! Lists in pages, over real sockets.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::{collections::HashMap, sync::Mutex, time::Duration};

use fastrand::Rng;
use futures::{StreamExt, TryStreamExt};
use http::Method;
use okta_api::{Cursor, Error, PagingProblem};
use serde_json::Value;
use support::{Fault, Org, Reply, Seen, date, now};

/// Numbers from `after` on, as a JSON list of objects.
fn items(from: usize, to: usize) -> String {
    let items: Vec<String> = (from..to).map(|id| format!("{{\"id\":{id}}}")).collect();
    format!("[{}]", items.join(","))
}

fn after(seen: &Seen) -> usize {
    seen.query("after")
        .map_or(0, |after| after.parse().unwrap())
}

/// The page of a list of `total` that a request asks for, with a link that drops every
/// parameter but `after` and `limit`.
fn page(seen: &Seen, total: usize) -> Reply {
    let limit: usize = seen
        .query("limit")
        .map_or(10, |limit| limit.parse().unwrap());
    let (from, to) = (after(seen), (after(seen) + limit).min(total));
    let mut reply = Reply::json(items(from, to));
    let host = seen.header("host").unwrap();
    let link = |rel: &str, after: usize| {
        format!(
            "<http://{host}{}?after={after}&limit={limit}>; rel=\"{rel}\"",
            seen.path
        )
    };
    reply = reply.header("link", link("self", from));
    if to < total {
        reply = reply.header("link", link("next", to));
    }
    reply
}

fn ids(items: &[Value]) -> Vec<u64> {
    items
        .iter()
        .map(|item| item["id"].as_u64().unwrap())
        .collect()
}

#[tokio::test]
async fn a_stream_reads_all_pages_and_keeps_the_original_query() {
    let org = Org::start(|seen| page(seen, 35)).await;
    let users = org
        .client()
        .request(Method::GET, "/api/v1/users")
        .query("search", "a b");
    let all: Vec<Value> = users.stream().try_collect().await.unwrap();
    assert_eq!(ids(&all), (0..35).collect::<Vec<_>>());
    let seen = org.seen();
    assert_eq!(seen.len(), 4);
    assert!(seen.iter().all(|seen| seen.query("search") == Some("a b")));
}

#[tokio::test]
async fn typed_lists_have_the_same() {
    let org = Org::start(|seen| {
        let list = r#"[{"id":"00g1"},{"id":"00g2","type":"NEW_KIND"}]"#;
        match seen.query("after") {
            None => Reply::json(list).header("link", "</api/v1/groups?after=x>; rel=next"),
            Some(_) => Reply::json(r#"[{"id":"00g3"}]"#),
        }
    })
    .await;
    let client = org.client();
    let all: Vec<_> = client
        .list_groups()
        .limit(2)
        .stream()
        .try_collect()
        .await
        .unwrap();
    let ids: Vec<_> = all.iter().map(|group| group.id.as_deref()).collect();
    assert_eq!(ids, [Some("00g1"), Some("00g2"), Some("00g3")]);
    let first = client.list_groups().page().await.unwrap();
    assert_eq!(first.items().len(), 2);
    let rest = client.list_groups().resume(first.next().unwrap());
    assert_eq!(rest.stream().count().await, 1);
    let pages: Vec<_> = client.list_groups().pages().try_collect().await.unwrap();
    assert_eq!(pages.len(), 2);
}

#[tokio::test]
async fn an_empty_page_is_not_the_end() {
    let org = Org::start(|seen| match after(seen) {
        0 => Reply::json("[]").header("link", "</x?after=1>; rel=next"),
        1 => Reply::json("[]").header("link", "</x?after=2>; rel=next"),
        _ => Reply::json(items(0, 1)),
    })
    .await;
    let all: Vec<Value> = org
        .client()
        .request(Method::GET, "/x")
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all.len(), 1);
}

#[tokio::test]
async fn a_list_that_leads_back_ends_with_an_error() {
    for target in ["/x", "/x?after=1"] {
        let org = Org::start(move |seen| match after(seen) {
            0 => Reply::json(items(0, 1)).header("link", "</x?after=1>; rel=next"),
            _ => Reply::json(items(1, 2)).header("link", format!("<{target}>; rel=next")),
        })
        .await;
        let mut stream = org.client().request(Method::GET, "/x").stream();
        assert!(stream.next().await.unwrap().is_ok());
        assert!(stream.next().await.unwrap().is_ok());
        let Some(Err(Error::Paging(error))) = stream.next().await else {
            panic!("{target}: no error")
        };
        assert_eq!(error.problem(), PagingProblem::Loop);
        assert!(stream.next().await.is_none());
        assert_eq!(org.seen().len(), 2);
    }
}

#[tokio::test]
async fn a_next_page_on_another_origin_is_refused() {
    let other = Org::start(|_| Reply::json("[]")).await;
    let link = format!("<{}/x?after=1>; rel=next", other.url);
    let org = Org::start(move |_| Reply::json(items(0, 2)).header("link", &link)).await;
    let results: Vec<_> = org
        .client()
        .request(Method::GET, "/x")
        .stream()
        .collect()
        .await;
    assert_eq!(results.len(), 3);
    assert!(matches!(&results[2], Err(Error::Paging(error))
        if error.problem() == PagingProblem::ForeignOrigin));
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn a_cursor_goes_on_in_another_process() {
    let org = Org::start(|seen| page(seen, 35)).await;
    let request = || {
        org.client()
            .request(Method::GET, "/api/v1/groups")
            .query("q", "x")
    };
    let first = request().page().await.unwrap();
    assert_eq!(first.items().len(), 10);
    let stored = serde_json::to_string(first.next().unwrap()).unwrap();
    assert!(!stored.contains("127.0.0.1"), "{stored}");
    let cursor: Cursor = serde_json::from_str(&stored).unwrap();
    let rest: Vec<Value> = request()
        .resume(cursor)
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(ids(&rest), (10..35).collect::<Vec<_>>());
    assert_eq!(org.seen()[1].query("q"), Some("x"));

    let foreign: Cursor = serde_json::from_str("\"/api/v1/users?after=1\"").unwrap();
    let error = request().resume(foreign).page().await.unwrap_err();
    assert!(matches!(error, Error::Argument { .. }), "{error}");
}

#[tokio::test]
async fn an_error_does_not_look_like_the_end_and_the_stream_goes_on() {
    // The second page fails more often than a call is tried again.
    let failures = Mutex::new(8);
    let org = Org::start(move |seen| {
        let mut left = failures.lock().unwrap();
        if after(seen) == 10 && *left > 0 {
            *left -= 1;
            return Reply::new(503, "");
        }
        page(seen, 30)
    })
    .await;
    let mut stream = org.client().request(Method::GET, "/x").stream();
    let (mut all, mut errors) = (Vec::new(), 0);
    while let Some(item) = stream.next().await {
        match item {
            Ok(item) => all.push(item),
            Err(error) => {
                assert!(matches!(error, Error::GaveUp(_)), "{error}");
                errors += 1;
            }
        }
    }
    assert_eq!(errors, 1);
    assert_eq!(ids(&all), (0..30).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_page_that_is_none_is_asked_for_again() {
    // A proxy's page, in the middle of Okta's headers.
    let org = Org::start(|seen| {
        let mut reply = page(seen, 20);
        if seen.number == 0 {
            reply.headers.retain(|(name, _)| name != "content-type");
            reply = reply.header("content-type", "text/html");
            reply.body = b"<html>hold on</html>".to_vec();
        }
        reply
    })
    .await;
    let mut stream = org.client().request(Method::GET, "/x").stream();
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(
        matches!(error, Error::Decode(_)) && error.is_transient(),
        "{error}"
    );
    let all: Vec<Value> = stream.try_collect().await.unwrap();
    assert_eq!(ids(&all), (0..20).collect::<Vec<_>>());
}

#[test]
fn calls_pages_and_errors_can_go_to_other_threads() {
    fn send<T: Send>(_: &T) {}
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Error>();
    shared::<okta_api::Client>();
    let client = okta_api::Client::builder("https://acme.okta.com").api_token("00t");
    let client = client.build().unwrap();
    send(&client.list_groups().send());
    send(&client.list_groups().page());
    send(&client.list_groups().pages());
    send(&client.list_groups().stream());
    send(&client.list_log_events().tail());
    send(&client.request(Method::GET, "/x").send_bytes());
    send(&client.update_user_with("x", |_| {}));
}

#[tokio::test]
async fn an_error_that_does_not_pass_ends_the_stream() {
    let org = Org::start(|seen| match after(seen) {
        0 => page(seen, 30),
        _ => Reply::error(401, "E0000011", "Invalid token provided"),
    })
    .await;
    let mut stream = org.client().request(Method::GET, "/x").pages();
    assert!(stream.next().await.unwrap().is_ok());
    assert!(stream.next().await.unwrap().unwrap_err().is_invalid_token());
    assert!(stream.next().await.is_none());
    assert_eq!(org.seen().len(), 2);
}

#[tokio::test]
async fn a_page_whose_json_breaks_off_gives_what_is_whole_and_an_error() {
    let org = Org::start(|seen| {
        let mut reply = page(seen, 30);
        if after(seen) == 10 {
            reply.body = br#"[{"id":10},{"id":11},{"id":1"#.to_vec();
        }
        reply
    })
    .await;
    for ahead in [false, true] {
        let list = org.client().request(Method::GET, "/x");
        let mut stream = list.stream().prefetch(ahead);
        let mut whole = Vec::new();
        let error = loop {
            match stream.next().await.unwrap() {
                Ok(item) => whole.push(item),
                Err(error) => break error,
            }
        };
        assert_eq!(ids(&whole), (0..12).collect::<Vec<_>>());
        assert!(error.to_string().contains("$[2]"), "{error}");
        assert!(!error.is_transient() && stream.next().await.is_none());
    }
}

#[tokio::test]
async fn an_element_that_does_not_decode_costs_no_other() {
    let org = Org::start(|_| Reply::json(r#"[{"id":"00g1"},7,{"id":"00g3"}]"#)).await;
    let client = org.client();
    let results: Vec<_> = client.list_groups().stream().collect().await;
    assert_eq!(results.len(), 3);
    assert!(results[0].is_ok() && results[2].is_ok());
    let Err(Error::Decode(failure)) = &results[1] else {
        panic!("{results:?}")
    };
    assert_eq!((failure.index(), failure.raw()), (Some(1), &b"7"[..]));
    assert!(failure.path().starts_with("$[1]"), "{}", failure.path());
    // One typed response with everything is all or nothing.
    assert!(client.list_groups().send().await.is_err());
}

#[tokio::test]
async fn two_streams_of_one_client_do_not_disturb_each_other() {
    let org = Org::start(|seen| page(seen, 50)).await;
    let client = org.client();
    let (a, b) = (
        client.request(Method::GET, "/a").query("limit", 7).stream(),
        client
            .request(Method::GET, "/b")
            .query("limit", 11)
            .stream(),
    );
    let pairs: Vec<_> = a
        .zip(b)
        .map(|(a, b)| (a.unwrap(), b.unwrap()))
        .collect()
        .await;
    assert_eq!(pairs.len(), 50);
    assert!(pairs.iter().all(|(a, b)| a == b));
}

#[tokio::test]
async fn prefetch_is_one_page_ahead_and_stops_with_the_stream() {
    let org = Org::start(|seen| page(seen, 1000)).await;
    let mut stream = org
        .client()
        .request(Method::GET, "/x")
        .stream()
        .prefetch(true);
    assert!(stream.next().await.unwrap().is_ok());
    // The second page comes without anybody polling.
    for _ in 0..200 {
        if org.seen().len() == 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(org.seen().len(), 2);
    for _ in 0..15 {
        assert!(stream.next().await.unwrap().is_ok());
    }
    drop(stream);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(org.seen().len() <= 3, "{}", org.seen().len());

    let stream = org
        .client()
        .request(Method::GET, "/x")
        .stream()
        .prefetch(true);
    let all: Vec<Value> = stream.try_collect().await.unwrap();
    assert_eq!(ids(&all), (0..1000).collect::<Vec<_>>());
}

/// 100,000 items through everything that can go wrong with a page.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_and_nothing_comes_twice() {
    const TOTAL: usize = 100_000;
    const SKEW: i64 = 200;
    let random = Mutex::new((Rng::with_seed(20_231), HashMap::<String, u32>::new()));
    let org = Org::start(move |seen| {
        let mut guard = random.lock().unwrap();
        let (random, faults) = &mut *guard;
        let mut fault = |name: &str, parts: u32| {
            let hit = random.u32(..1000) < parts;
            *faults.entry(name.to_owned()).or_default() += u32::from(hit);
            hit
        };
        let clock = now().saturating_add_signed(SKEW);
        let host = seen.header("host").unwrap();
        let reply = if fault("reset", 30) {
            Reply::new(200, "").fault(Fault::Reset)
        } else if fault("server failure", 30) {
            Reply::new(503, "<html>down</html>").header("content-type", "text/html")
        } else if fault("rate limit", 4) {
            Reply::error(429, "E0000047", "limit").rate(600, 0, clock)
        } else if fault("concurrency", 8) {
            Reply::error(429, "E0000047", "limit").rate(0, 0, clock + 120)
        } else if fault("proxy page", 10) {
            Reply::new(200, "<html>hold on</html>").header("content-type", "text/html")
        } else if fault("error page", 10) {
            Reply::error(500, "E0000009", "Internal Server Error")
        } else if fault("empty page", 30) {
            // The same place again, under another name.
            let link = format!(
                "<http://{host}/x?after={}&again={}>; rel=\"next\"",
                after(seen),
                seen.number
            );
            Reply::json("[]").header("link", link)
        } else {
            let (from, to) = (after(seen), (after(seen) + 200).min(TOTAL));
            let mut reply = Reply::json(items(from, to));
            let me = format!("<http://{host}/x?after={from}>; rel=\"self\"");
            let next = format!("<http://{host}/x?after={to}>; rel=\"next\"");
            if to == TOTAL {
                reply = reply.header("link", me);
            } else if fault("merged link", 500) {
                reply = reply.header("link", format!("{me}, {next}"));
            } else {
                reply = reply.header("link", me).header("link", next);
            }
            if fault("half a body", 30) {
                reply = reply.fault(Fault::HalfBody);
            } else if fault("slow body", 10) {
                reply = reply.fault(Fault::SlowBody(Duration::from_secs(60)));
            } else if fault("stale connection", 30) {
                reply = reply.fault(Fault::CloseAfter);
            }
            reply
        };
        let reply = reply.header("date", date(SKEW));
        if reply.status != 200 || fault("missing rate limit", 200) {
            return reply;
        }
        if fault("duplicated rate limit", 200) {
            return reply.rate(600, 500, clock + 60).rate(1200, 900, clock + 60);
        }
        reply.rate(600, 500, clock + 60)
    })
    .await;
    let client = org
        .builder()
        .request_timeout(Duration::from_millis(500))
        .build()
        .unwrap();
    let mut stream = client.request(Method::GET, "/x").stream().prefetch(true);
    let mut expected = 0;
    let mut errors = 0;
    while let Some(item) = stream.next().await {
        match item {
            Ok(item) => {
                assert_eq!(item["id"].as_u64(), Some(expected), "lost or repeated");
                expected += 1;
            }
            Err(error) => {
                assert!(error.is_transient(), "{error}");
                errors += 1;
                assert!(errors < 100, "{error}");
            }
        }
    }
    assert_eq!(expected, TOTAL as u64);
    assert!(
        org.seen().len() > 550,
        "{} requests for 500 pages",
        org.seen().len()
    );
}

/// What is not understood must not look like the end, for any way to read a list.
#[tokio::test]
async fn a_link_that_is_not_understood_is_an_error_and_not_the_end() {
    for link in [
        "</x?after=1; rel=next",
        "<u>; rel=\u{201D}next\u{201D}",
        "<u>",
        "nonsense",
    ] {
        let reply = Reply::json(r#"[{"id":"a"}]"#)
            .header("link", link)
            .header("x-okta-request-id", "request-1");
        let org = Org::scripted(vec![reply]).await;
        let groups = || org.client().list_groups();
        let items: Vec<_> = groups().stream().collect().await;
        assert!(items.len() == 2 && items[0].is_ok(), "{link}");
        let pages: Vec<_> = groups().pages().collect().await;
        assert!(pages.len() == 2 && pages[0].is_ok(), "{link}");
        for error in [
            items.into_iter().find_map(Result::err).unwrap(),
            pages.into_iter().find_map(Result::err).unwrap(),
            groups().page().await.unwrap_err(),
        ] {
            assert!(
                matches!(&error, Error::Paging(error) if error.problem() == PagingProblem::Unclear)
            );
            assert_eq!(error.request_id(), Some("request-1"));
            assert!(error.to_string().contains("request-1"), "{error}");
        }
        // A list that was asked for as one page is what it is.
        assert_eq!(groups().send().await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_link_in_other_clear_forms_is_followed() {
    for link in [
        "</api/v1/groups?after=1>; rel='next'",
        "</api/v1/groups?after=1>; REL=Next",
        "</api/v1/groups?after=1>; title=\"Gr\u{FC}ppen\"; rel=\"next self\"",
        "/api/v1/groups?after=1; rel=next",
        "<?after=\u{FC},;1>; rel=next",
    ] {
        let org = Org::start(move |seen: &Seen| match seen.query("after") {
            None => Reply::json(r#"[{"id":"a"}]"#).header("link", link),
            Some(_) => Reply::json(r#"[{"id":"b"}]"#),
        })
        .await;
        let groups: Vec<_> = org
            .client()
            .list_groups()
            .stream()
            .try_collect()
            .await
            .unwrap();
        assert_eq!(groups.len(), 2, "{link}");
    }
}

#[tokio::test]
async fn a_list_whose_next_page_is_always_new_is_given_up() {
    let org = Org::start(|seen: &Seen| {
        let link = format!("</api/v1/groups?after={}>; rel=next", seen.number);
        Reply::json(r#"[{"id":"a"}]"#).header("link", link)
    })
    .await;
    let items: Vec<_> = org
        .client()
        .list_groups()
        .stream()
        .max_pages(7)
        .collect()
        .await;
    assert_eq!((items.len(), org.seen().len()), (8, 7));
    let error = items.into_iter().find_map(Result::err).unwrap();
    assert!(matches!(
        &error,
        Error::Paging(error) if error.problem() == PagingProblem::TooManyPages(7)
    ));
    assert!(error.to_string().contains("max_pages"), "{error}");
    let pages: Vec<_> = org
        .client()
        .list_groups()
        .pages()
        .max_pages(3)
        .collect()
        .await;
    assert!(pages.len() == 4 && pages[3].is_err());
}

#[tokio::test]
async fn no_trait_is_needed_to_read_a_stream() {
    let org = Org::scripted(vec![Reply::json(r#"[{"id":"a"},{"id":"b"}]"#)]).await;
    let client = org.client();
    let mut groups = client.list_groups().stream();
    let mut ids = Vec::new();
    while let Some(group) = groups.next().await {
        ids.push(group.unwrap().id.unwrap_or_default());
    }
    assert_eq!(ids, ["a", "b"]);
    let mut pages = client.list_groups().pages();
    assert_eq!(pages.next().await.unwrap().unwrap().len(), 2);
    assert!(pages.next().await.is_none());
    assert_eq!(format!("{pages:?} {groups:?}"), "Pages { .. } Items { .. }");
}
