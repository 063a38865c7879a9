//! The number of concurrent requests.
//!
//! Okta refuses more than 75 concurrent requests in an org, or 35 in a trial org, shared by all
//! programs that use it. After such a refusal the client halves its own number, and regains it
//! one by one while requests succeed.

use std::sync::{Mutex, PoisonError};

use tokio::sync::{Semaphore, SemaphorePermit};

pub(crate) struct Limiter {
    places: Semaphore,
    max: usize,
    state: Mutex<State>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    /// The number of requests that may be in flight now.
    limit: usize,
    /// The number of places to be removed that are still in use. They go when they are given
    /// back.
    owed: usize,
    /// The number of successes since the last change.
    successes: usize,
    /// Counts the halvings, so that one burst of refusals halves once.
    generation: u64,
}

/// A place among the requests in flight, given back on drop.
pub(crate) struct Place<'a> {
    limiter: &'a Limiter,
    permit: Option<SemaphorePermit<'a>>,
    generation: u64,
}

impl Limiter {
    pub(crate) fn new(max: usize) -> Self {
        let max = max.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            places: Semaphore::new(max),
            max,
            state: Mutex::new(State {
                limit: max,
                owed: 0,
                successes: 0,
                generation: 0,
            }),
        }
    }

    /// Waits for a place, first come, first served.
    pub(crate) async fn enter(&self) -> Place<'_> {
        // The semaphore is never closed, so it always grants a permit.
        self.place(self.places.acquire().await.ok())
    }

    /// Returns a place, if one is free and nobody waits for it.
    pub(crate) fn enter_at_once(&self) -> Option<Place<'_>> {
        let permit = self.places.try_acquire().ok()?;
        Some(self.place(Some(permit)))
    }

    fn place<'a>(&'a self, permit: Option<SemaphorePermit<'a>>) -> Place<'a> {
        Place {
            limiter: self,
            permit,
            generation: self.with(|state| state.generation),
        }
    }

    fn with<T>(&self, f: impl FnOnce(&mut State) -> T) -> T {
        f(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Place<'_> {
    /// Notes that Okta refused a request because too many were in flight.
    pub(crate) fn refused(&self) {
        let limiter = self.limiter;
        limiter.with(|state| {
            if state.generation != self.generation {
                return;
            }
            state.generation += 1;
            state.successes = 0;
            let fewer = (state.limit / 2).max(1);
            let taken = state.limit - fewer;
            state.limit = fewer;
            state.owed += taken - limiter.places.forget_permits(taken);
        });
    }

    /// Notes any other response.
    pub(crate) fn succeeded(&self) {
        let limiter = self.limiter;
        limiter.with(|state| {
            if state.limit == limiter.max {
                return;
            }
            state.successes += 1;
            if state.successes >= state.limit {
                state.successes = 0;
                state.limit += 1;
                match state.owed.checked_sub(1) {
                    Some(owed) => state.owed = owed,
                    None => limiter.places.add_permits(1),
                }
            }
        });
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let Some(permit) = self.permit.take() else {
            return;
        };
        self.limiter.with(|state| {
            if let Some(owed) = state.owed.checked_sub(1) {
                state.owed = owed;
                permit.forget();
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(limiter: &Limiter) -> usize {
        limiter.with(|state| state.limit)
    }

    #[tokio::test]
    async fn one_burst_of_refusals_halves_once() {
        let limiter = Limiter::new(32);
        let mut places = Vec::new();
        for _ in 0..32 {
            places.push(limiter.enter().await);
        }
        for place in &places {
            place.refused();
        }
        assert_eq!(limit(&limiter), 16);
        places.clear();
        assert_eq!(limiter.places.available_permits(), 16);
        limiter.enter().await.refused();
        assert_eq!(limit(&limiter), 8);
        assert_eq!(limiter.places.available_permits(), 8);
    }

    #[tokio::test]
    async fn places_come_back_one_by_one() {
        let limiter = Limiter::new(4);
        for _ in 0..5 {
            limiter.enter().await.refused();
        }
        assert_eq!(limit(&limiter), 1);
        let mut history = Vec::new();
        for _ in 0..10 {
            limiter.enter().await.succeeded();
            history.push(limit(&limiter));
        }
        // One success for the second place, two for the third, three for the fourth.
        assert_eq!(history, [2, 2, 3, 3, 3, 4, 4, 4, 4, 4]);
        assert_eq!(limiter.places.available_permits(), 4);
    }

    #[tokio::test]
    async fn growth_while_places_are_owed_settles_the_debt() {
        let limiter = Limiter::new(4);
        let mut places = Vec::new();
        for _ in 0..4 {
            places.push(limiter.enter().await);
        }
        places[0].refused();
        for place in &places {
            place.succeeded();
        }
        // Halved to two, grown back to three at the second success.
        assert_eq!(limit(&limiter), 3);
        places.clear();
        assert_eq!(limiter.places.available_permits(), 3);
    }
}
