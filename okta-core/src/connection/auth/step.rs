//! Pure decisions about what follows a request to the authorization server.

use std::time::Duration;

use http::StatusCode;

use super::{answer::Answer, clock};

/// The number of retries after a failure on the way.
const RETRIES: u32 = 3;
/// The first pause after a failure; each later one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// The longest wait for a rate limit, whose window is a minute.
const LONGEST_WAIT: Duration = Duration::from_secs(65);
/// The number of nonces in a row that are believed.
const NONCES: u32 = 2;
/// A difference between clocks above which it may be why a signed request was refused, in
/// seconds.
const SKEW: u64 = 30;

/// The attempts so far to get one token.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Tried {
    pub(super) retries: u32,
    pub(super) nonces: u32,
    pub(super) proof: bool,
    pub(super) server_time: bool,
}

/// What to do next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The request succeeded.
    Done,
    /// Retry after this pause.
    Again(Duration),
    /// Retry with a DPoP proof, which this app requires.
    WithProof,
    /// Retry with the response's nonce in the proof.
    WithNonce,
    /// Retry with this time, which the server's clock shows (Unix seconds).
    AtServerTime(i64),
    /// A retry cannot help.
    GiveUp,
}

/// Decides what follows this response to a request that was signed for the time `now` (Unix
/// seconds).
pub(super) fn after_answer(answer: &Answer, tried: Tried, now: i64) -> Step {
    let status = answer.status;
    if status.is_success() {
        return Step::Done;
    }
    if status == StatusCode::TOO_MANY_REQUESTS {
        return match rate_limit_wait(answer, tried) {
            Some(wait) if tried.retries < RETRIES && wait <= LONGEST_WAIT => Step::Again(wait),
            _ => Step::GiveUp,
        };
    }
    if status.is_server_error() {
        return match (after_trouble(tried), retry_after(answer)) {
            (Step::Again(_), Some(wait)) if wait > LONGEST_WAIT => Step::GiveUp,
            (Step::Again(pause), Some(wait)) => Step::Again(pause.max(wait)),
            (step, _) => step,
        };
    }
    let error = answer.refusal().error;
    if error == "use_dpop_nonce" {
        return match answer.header("dpop-nonce") {
            Some(_) if tried.nonces < NONCES => Step::WithNonce,
            _ => Step::GiveUp,
        };
    }
    if error == "invalid_dpop_proof" && !tried.proof {
        return Step::WithProof;
    }
    let signed = matches!(error.as_str(), "invalid_client" | "invalid_dpop_proof");
    match date(answer) {
        Some(date) if signed && !tried.server_time && date.abs_diff(now) > SKEW => {
            Step::AtServerTime(date)
        }
        _ => Step::GiveUp,
    }
}

/// Decides what follows a missing response or a server error. A retry is always safe, because
/// each request is signed anew. There is no jitter, because a client has only one such request
/// at a time.
pub(super) fn after_trouble(tried: Tried) -> Step {
    if tried.retries < RETRIES {
        Step::Again(pause(tried))
    } else {
        Step::GiveUp
    }
}

fn pause(tried: Tried) -> Duration {
    FIRST_PAUSE * 2_u32.saturating_pow(tried.retries)
}

/// Returns the wait until the window ends by the server's own clock, plus one second. A limit
/// of zero means too many concurrent requests, and then the reset means nothing.
fn rate_limit_wait(answer: &Answer, tried: Tried) -> Option<Duration> {
    let seconds = |name| answer.header(name)?.trim().parse::<i64>().ok();
    if let Some(wait) = retry_after(answer) {
        return Some(wait);
    }
    match (
        seconds("x-rate-limit-limit"),
        seconds("x-rate-limit-reset"),
        date(answer),
    ) {
        (limit, Some(reset), Some(date)) if limit != Some(0) => Some(Duration::from_secs(
            reset.saturating_sub(date).max(0).unsigned_abs() + 1,
        )),
        _ => Some(pause(tried)),
    }
}

/// Reads `Retry-After`: seconds, or a date by the server's own clock.
fn retry_after(answer: &Answer) -> Option<Duration> {
    let text = answer.header("retry-after")?.trim();
    let seconds = match text.parse::<u64>() {
        Ok(seconds) => seconds,
        Err(_) => clock::seconds(text)?
            .saturating_sub(date(answer)?)
            .max(0)
            .unsigned_abs(),
    };
    Some(Duration::from_secs(seconds))
}

fn date(answer: &Answer) -> Option<i64> {
    clock::date(&answer.headers)
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;

    /// 2026-01-01T00:00:00Z, as a `Date` and as Unix seconds.
    const DATE: (&str, &str) = ("date", "Thu, 01 Jan 2026 00:00:00 GMT");
    const NOW: i64 = 1_767_225_600;

    fn answer(status: u16, error: &str, headers: &[(&str, &str)]) -> Answer {
        Answer {
            status: StatusCode::from_u16(status).unwrap(),
            headers: headers
                .iter()
                .map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap()))
                .collect(),
            body: Zeroizing::new(format!(r#"{{"error":"{error}"}}"#).into()),
        }
    }

    #[test]
    fn decisions() {
        let start = Tried::default();
        let proof = Tried {
            proof: true,
            ..start
        };
        let late = Tried {
            retries: 2,
            ..start
        };
        let last = Tried {
            retries: RETRIES,
            ..start
        };
        let danced = Tried {
            nonces: NONCES,
            ..proof
        };
        let corrected = Tried {
            server_time: true,
            ..proof
        };
        let nonce = ("dpop-nonce", "n1");
        let in_40 = ("x-rate-limit-reset", "1767225640");
        let in_400 = ("x-rate-limit-reset", "1767226000");
        let past = ("x-rate-limit-reset", "1767225500");
        let zero = ("x-rate-limit-limit", "0");
        let again = |millis| Step::Again(Duration::from_millis(millis));
        let skewed = NOW - 300;
        for (status, error, headers, tried, now, expected) in [
            (200, "", vec![], start, NOW, Step::Done),
            // Rate limits go by the server's clock, whatever this machine's shows.
            (429, "", vec![DATE, in_40], start, NOW, again(41_000)),
            (429, "", vec![DATE, in_40], start, skewed, again(41_000)),
            (429, "", vec![DATE, past], start, NOW, again(1_000)),
            (429, "", vec![DATE, in_400], start, NOW, Step::GiveUp),
            (429, "", vec![DATE, in_400, zero], start, NOW, again(500)),
            (
                429,
                "",
                vec![("retry-after", "7"), DATE, in_40],
                start,
                NOW,
                again(7_000),
            ),
            (429, "", vec![], start, NOW, again(500)),
            (429, "", vec![DATE, in_40], last, NOW, Step::GiveUp),
            // Failures of the server.
            (500, "", vec![], start, NOW, again(500)),
            (503, "", vec![], late, NOW, again(2_000)),
            (503, "", vec![], last, NOW, Step::GiveUp),
            // The server may say when the failure is over. The client waits that long, or gives
            // up.
            (
                503,
                "",
                vec![("retry-after", "9")],
                start,
                NOW,
                again(9_000),
            ),
            (503, "", vec![("retry-after", "0")], start, NOW, again(500)),
            (
                503,
                "",
                vec![("retry-after", "900")],
                start,
                NOW,
                Step::GiveUp,
            ),
            (
                429,
                "",
                vec![("retry-after", "900")],
                start,
                NOW,
                Step::GiveUp,
            ),
            (
                503,
                "",
                vec![DATE, ("retry-after", "Thu, 01 Jan 2026 00:00:20 GMT")],
                start,
                skewed,
                again(20_000),
            ),
            // DPoP.
            (
                400,
                "invalid_dpop_proof",
                vec![DATE],
                start,
                NOW,
                Step::WithProof,
            ),
            (
                400,
                "invalid_dpop_proof",
                vec![DATE],
                proof,
                NOW,
                Step::GiveUp,
            ),
            (
                400,
                "use_dpop_nonce",
                vec![nonce],
                proof,
                NOW,
                Step::WithNonce,
            ),
            (
                400,
                "use_dpop_nonce",
                vec![nonce],
                danced,
                NOW,
                Step::GiveUp,
            ),
            (400, "use_dpop_nonce", vec![], proof, NOW, Step::GiveUp),
            // A wrong clock.
            (
                401,
                "invalid_client",
                vec![DATE],
                proof,
                skewed,
                Step::AtServerTime(NOW),
            ),
            (
                401,
                "invalid_client",
                vec![DATE],
                proof,
                NOW + 300,
                Step::AtServerTime(NOW),
            ),
            (
                400,
                "invalid_dpop_proof",
                vec![DATE],
                proof,
                skewed,
                Step::AtServerTime(NOW),
            ),
            (
                401,
                "invalid_client",
                vec![DATE],
                corrected,
                skewed,
                Step::GiveUp,
            ),
            (
                401,
                "invalid_client",
                vec![DATE],
                proof,
                NOW - 5,
                Step::GiveUp,
            ),
            (401, "invalid_client", vec![], proof, NOW, Step::GiveUp),
            (
                400,
                "invalid_scope",
                vec![DATE],
                start,
                skewed,
                Step::GiveUp,
            ),
            (302, "", vec![], start, NOW, Step::GiveUp),
        ] {
            let step = after_answer(&answer(status, error, &headers), tried, now);
            assert_eq!(
                step, expected,
                "{status} {error} {headers:?} {tried:?} {now}"
            );
        }
        assert_eq!(after_trouble(start), again(500));
        assert_eq!(after_trouble(last), Step::GiveUp);
    }
}
