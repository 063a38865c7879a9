//! Faults on demand: which requests fail, and how.

use std::{collections::VecDeque, ops::Range, time::Duration};

use http::StatusCode;

use crate::{
    data::Rng,
    description::{Description, UnknownOperation},
};

/// The name that means all operations.
const EVERY: &str = "*";

/// One fault in the handling of one request.
///
/// By default, an error status, a reset and an expired token replace the handling of the
/// request. A fault that only spoils the response comes after the request was handled.
/// [`after_handling`](Fault::after_handling) makes the first kind come afterwards too: the
/// change is made, but the client does not learn of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    pub(crate) kind: Kind,
    pub(crate) delay: Option<Range<Duration>>,
    pub(crate) handled: bool,
}

/// What a fault does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing but a delay.
    Delay,
    Status(StatusCode),
    Reset,
    Truncated,
    Garbage,
    DuplicateHeaders,
    ExpiredToken,
    TooManyAtOnce,
}

impl Fault {
    fn new(kind: Kind, handled: bool) -> Self {
        Self {
            kind,
            delay: None,
            handled,
        }
    }

    /// Responds with this status and the error that Okta sends with it. A number that is not an
    /// HTTP status becomes 500.
    #[must_use]
    pub fn status(status: u16) -> Self {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self::new(Kind::Status(status), false)
    }

    /// Responds as usual after this delay.
    #[must_use]
    pub fn delay(delay: Duration) -> Self {
        Self::new(Kind::Delay, true).delayed(delay..delay)
    }

    /// Resets the connection instead of responding.
    #[must_use]
    pub fn reset() -> Self {
        Self::new(Kind::Reset, false)
    }

    /// Closes the connection in the middle of the body.
    #[must_use]
    pub fn truncated() -> Self {
        Self::new(Kind::Truncated, true)
    }

    /// Responds with 200 and a body that is not JSON.
    #[must_use]
    pub fn garbage() -> Self {
        Self::new(Kind::Garbage, true)
    }

    /// Sends the rate-limit headers twice, with different values, as Okta sometimes does.
    #[must_use]
    pub fn duplicate_headers() -> Self {
        Self::new(Kind::DuplicateHeaders, true)
    }

    /// Refuses the access token as expired.
    #[must_use]
    pub fn expired_token() -> Self {
        Self::new(Kind::ExpiredToken, false)
    }

    /// Responds with 429 as Okta does when too many requests run at once: with a limit and a
    /// remaining of 0, and a reset without a meaning.
    #[must_use]
    pub fn too_many_at_once() -> Self {
        Self::new(Kind::TooManyAtOnce, false)
    }

    /// Waits for a random time from this range first.
    #[must_use]
    pub fn delayed(mut self, range: Range<Duration>) -> Self {
        self.delay = Some(range);
        self
    }

    /// Handles the request before the fault.
    #[must_use]
    pub fn after_handling(mut self) -> Self {
        self.handled = true;
        self
    }

    /// How long to wait before answering.
    pub(crate) fn wait(&self, rng: &mut Rng) -> Duration {
        match &self.delay {
            None => Duration::ZERO,
            Some(range) => within(range, rng),
        }
    }
}

/// Which requests fail, and how. The first rule that applies to a request decides.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    rules: Vec<Rule>,
}

#[derive(Debug, Clone)]
struct Rule {
    operation: String,
    when: When,
}

#[derive(Debug, Clone)]
enum When {
    /// One step for each request; `None` lets it pass.
    Script(VecDeque<Option<Fault>>),
    Percent(f64, Fault),
}

impl Faults {
    /// Creates an empty set of faults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes the next request of this operation fail. The operation is an operationId such as
    /// `listUsers`, a former one, or `*` for all. An org refuses a name that no operation has.
    #[must_use]
    pub fn next(self, operation: &str, fault: Fault) -> Self {
        self.times(operation, 1, fault)
    }

    /// Makes the next `times` requests of this operation fail.
    #[must_use]
    pub fn times(self, operation: &str, times: usize, fault: Fault) -> Self {
        self.script(operation, vec![Some(fault); times])
    }

    /// Scripts the next requests of this operation, one after another. `None` lets a request
    /// pass.
    #[must_use]
    pub fn script(
        mut self,
        operation: &str,
        steps: impl IntoIterator<Item = Option<Fault>>,
    ) -> Self {
        self.rules.push(Rule {
            operation: operation.to_owned(),
            when: When::Script(steps.into_iter().collect()),
        });
        self
    }

    /// Makes this percentage of the operation's requests fail. The org's seed decides which
    /// ones.
    #[must_use]
    pub fn percent(mut self, operation: &str, percent: f64, fault: Fault) -> Self {
        self.rules.push(Rule {
            operation: operation.to_owned(),
            when: When::Percent(percent, fault),
        });
        self
    }

    /// Calls every operation by its id, or tells of the first that there is not.
    pub(crate) fn resolved(mut self, description: &Description) -> Result<Self, UnknownOperation> {
        for rule in &mut self.rules {
            if rule.operation != EVERY {
                rule.operation = description.named(&rule.operation)?.to_string();
            }
        }
        Ok(self)
    }

    /// Adds these rules behind the present ones.
    pub(crate) fn extend(&mut self, more: Self) {
        self.rules.extend(more.rules);
    }

    /// What goes wrong with this request.
    pub(crate) fn take(&mut self, operation: Option<&str>, rng: &mut Rng) -> Option<Fault> {
        let decided = self.rules.iter_mut().find_map(|rule| {
            if rule.operation != EVERY && Some(rule.operation.as_str()) != operation {
                return None;
            }
            match &mut rule.when {
                When::Script(steps) => steps.pop_front(),
                When::Percent(percent, fault) => {
                    (fraction(rng) * 100.0 < *percent).then(|| Some(fault.clone()))
                }
            }
        });
        self.rules
            .retain(|rule| !matches!(&rule.when, When::Script(steps) if steps.is_empty()));
        decided.flatten()
    }
}

/// A time out of a range.
pub(crate) fn within(range: &Range<Duration>, rng: &mut Rng) -> Duration {
    let spread = range.end.saturating_sub(range.start);
    range.start + spread.mul_f64(fraction(rng))
}

/// A number from 0 up to, and not, 1.
#[allow(clippy::cast_precision_loss)]
fn fraction(rng: &mut Rng) -> f64 {
    const STEPS: u64 = 1 << 52;
    rng.below(STEPS) as f64 / STEPS as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_run_out_and_touch_only_their_operation() {
        let mut rng = Rng::new(1);
        let mut faults = Faults::new()
            .script("listUsers", [None, Some(Fault::reset())])
            .times("*", 2, Fault::garbage());
        let mut take = |operation| {
            faults
                .take(Some(operation), &mut rng)
                .map(|fault| fault.kind)
        };
        assert_eq!(take("getUser"), Some(Kind::Garbage));
        assert_eq!(take("listUsers"), None);
        assert_eq!(take("listUsers"), Some(Kind::Reset));
        assert_eq!(take("listUsers"), Some(Kind::Garbage));
        assert_eq!(take("listUsers"), None);
        assert!(faults.rules.is_empty());
    }

    #[test]
    fn a_percentage_is_about_kept_and_follows_the_seed() {
        let run = |seed| {
            let mut rng = Rng::new(seed);
            let mut faults = Faults::new().percent("*", 10.0, Fault::status(503));
            (0..1000)
                .filter(|_| faults.take(None, &mut rng).is_some())
                .count()
        };
        assert!((60..140).contains(&run(7)), "{}", run(7));
        assert_eq!(run(7), run(7));
    }

    #[test]
    fn delays_stay_in_their_range() {
        let mut rng = Rng::new(3);
        let range = Duration::from_millis(20)..Duration::from_millis(80);
        let fault = Fault::delay(Duration::ZERO).delayed(range.clone());
        for _ in 0..100 {
            let wait = fault.wait(&mut rng);
            assert!(range.contains(&wait), "{wait:?}");
        }
    }
}
