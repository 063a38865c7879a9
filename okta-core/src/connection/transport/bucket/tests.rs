use super::*;

fn rate(limit: u64, remaining: u64, reset: u64) -> RateLimit {
    RateLimit {
        limit,
        remaining,
        reset,
        resets_in: None,
    }
}

fn seconds(s: f64) -> Duration {
    Duration::from_secs_f64(s)
}

const GO: Ask = Ask::Go { probe: false };
const PROBE: Ask = Ask::Go { probe: true };

#[test]
fn the_first_request_goes_ahead_and_the_rest_wait_for_its_answer() {
    let now = Instant::now();
    let mut bucket = Bucket::default();
    assert_eq!(bucket.ask(now, 1.0), PROBE);
    bucket.in_flight = 1;
    assert_eq!(bucket.ask(now, 1.0), Ask::Listen(now + PATIENCE));
    // A slow probe does not stop the others.
    assert_eq!(bucket.ask(now + PATIENCE, 1.0), GO);
    bucket.in_flight = 0;
    bucket.probed();
    bucket.hear(&rate(60, 59, 1060), seconds(60.0), now, now, false);
    assert_eq!(bucket.ask(now, 1.0), GO);
}

#[test]
fn no_more_goes_out_than_remains() {
    let now = Instant::now();
    let mut bucket = Bucket::default();
    bucket.hear(&rate(60, 2, 1060), seconds(60.0), now, now, false);
    let end = now + seconds(61.0);
    assert_eq!(bucket.ask(now, 1.0), GO);
    bucket.in_flight = 2;
    assert_eq!(bucket.ask(now, 1.0), Ask::Listen(end));
    bucket.in_flight = 0;
    bucket.hear(&rate(60, 0, 1060), seconds(60.0), now, now, false);
    assert_eq!(bucket.ask(now, 1.0), Ask::Sleep(end));
    assert_eq!(bucket.ask(end, 1.0), PROBE);
}

#[test]
fn answers_out_of_order_do_not_raise_what_remains() {
    let now = Instant::now();
    let mut bucket = Bucket::default();
    bucket.hear(&rate(60, 1, 1060), seconds(60.0), now, now, false);
    bucket.hear(&rate(60, 50, 1060), seconds(60.0), now, now, false);
    bucket.hear(&rate(60, 59, 1000), seconds(0.0), now, now, false);
    assert_eq!(bucket.ask(now, 1.0), GO);
    bucket.in_flight = 1;
    assert!(matches!(bucket.ask(now, 1.0), Ask::Listen(_)));
    // A request whose response got lost does not stop them either.
    bucket.in_flight = 0;
    bucket.lost();
    assert!(matches!(bucket.ask(now, 1.0), Ask::Sleep(_)));
}

#[test]
fn a_server_clock_that_is_set_back_starts_a_new_window() {
    let start = Instant::now();
    let mut bucket = Bucket::default();
    bucket.hear(&rate(60, 0, 9060), seconds(60.0), start, start, false);
    let later = start + seconds(70.0);
    bucket.hear(&rate(60, 59, 1130), seconds(60.0), later, later, false);
    assert_eq!(bucket.ask(later, 1.0), GO);
}

#[test]
fn a_share_of_the_bucket_is_left_to_others() {
    let now = Instant::now();
    let mut bucket = Bucket::default();
    for (remaining, expected) in [(59, true), (58, true), (30, false)] {
        bucket.hear(&rate(60, remaining, 1060), seconds(60.0), now, now, false);
        let more = bucket.ask(now, 0.05) == GO;
        assert_eq!(more, expected, "{remaining}");
    }
    // Even a tiny share allows one request a window.
    let mut bucket = Bucket::default();
    assert_eq!(bucket.ask(now, 0.001), PROBE);
}

#[test]
fn the_end_of_a_window_is_safe_however_okta_rounds() {
    // A window of a minute from 0.9 s on: it ends at 60.9, announced as 60 or 61.
    let origin = Instant::now();
    for reset in [60, 61] {
        let mut bucket = Bucket::default();
        for sent in [0.9, 1.0, 7.5, 8.3] {
            let date = sent as u64;
            let now = origin + seconds(sent);
            let resets_in = Duration::from_secs(reset - date);
            bucket.hear(&rate(60, 0, reset), resets_in, now, now, false);
        }
        let ask = bucket.ask(origin + seconds(9.0), 1.0);
        assert!(matches!(ask, Ask::Sleep(_)), "{ask:?}");
        let Ask::Sleep(end) = ask else { return };
        assert!(end >= origin + seconds(60.9), "{reset}: {:?}", end - origin);
        assert!(end <= origin + seconds(62.9), "{reset}: {:?}", end - origin);
    }
}

#[test]
fn a_short_window_has_a_short_margin_once_its_length_is_known() {
    let start = Instant::now();
    let mut bucket = Bucket::default();
    let mut now = start;
    for (reset, margin) in [(1006, 1.0), (1012, 0.1), (1018, 0.1)] {
        bucket.hear(&rate(60, 0, reset), seconds(6.0), now, now, false);
        assert_eq!(
            bucket.ask(now, 1.0),
            Ask::Sleep(now + seconds(6.0 + margin))
        );
        now += seconds(6.0 + margin);
    }
}

#[test]
fn a_429_holds_everything() {
    let now = Instant::now();
    let mut bucket = Bucket::default();
    bucket.hear(&rate(60, 30, 1060), seconds(60.0), now, now, false);
    bucket.hold(now + seconds(20.0));
    bucket.hold(now + seconds(10.0));
    assert_eq!(bucket.ask(now, 1.0), Ask::Sleep(now + seconds(20.0)));
    assert_eq!(bucket.ask(now + seconds(20.0), 1.0), GO);
}

#[test]
fn missing_headers_mean_no_limit_only_when_there_never_were_any() {
    let now = Instant::now();
    let mut bucket = Bucket::default();
    assert_eq!(bucket.ask(now, 1.0), PROBE);
    bucket.silent();
    bucket.in_flight = 500;
    assert_eq!(bucket.ask(now, 1.0), GO);

    let mut bucket = Bucket::default();
    bucket.hear(&rate(60, 0, 1060), seconds(60.0), now, now, false);
    bucket.silent();
    assert!(matches!(bucket.ask(now, 1.0), Ask::Sleep(_)));
}

#[test]
fn an_answer_of_another_bucket_is_told_apart() {
    let start = Instant::now();
    let at = |s| start + seconds(s);
    let mut bucket = Bucket::default();
    bucket.hear(&rate(60, 40, 1060), seconds(60.0), start, at(1.0), true);
    for (rate, sent, now, same) in [
        // Sent after 40 were left: fewer must be left now.
        (rate(60, 39, 1060), 2.0, 3.0, true),
        (rate(60, 40, 1060), 4.0, 5.0, false),
        // Sent before: the answers may have crossed.
        (rate(60, 41, 1060), 0.5, 5.0, true),
        // Another limit, and a window that begins before this one ends.
        (rate(600, 10, 1060), 4.0, 5.0, false),
        (rate(60, 10, 1090), 4.0, 5.0, false),
        // The next window, after the end of this one.
        (rate(60, 59, 1120), 70.0, 71.0, true),
    ] {
        let shared = bucket.hear(&rate, seconds(30.0), at(sent), at(now), true);
        assert_eq!(shared == Belongs::Yes, same, "{rate:?}");
    }
}
