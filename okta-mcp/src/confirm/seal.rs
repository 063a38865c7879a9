//! Sealed, single-use, expiring states, to which a confirmation is bound while it travels
//! through the client.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use ring::rand::{SecureRandom, SystemRandom};
use rmcp::model::{RequestStateCodec, SealOptions};
use tokio::time::Instant;

/// The largest number of open questions. Beyond it, the oldest ones count as refused.
const MOST_OPEN: usize = 1_000;

/// A state that this server did not make, or that is for another request or no longer valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// It was forged or changed, or belongs to other arguments or to another person.
    #[error("the state of the confirmation does not belong to this request")]
    Foreign,
    /// It was already used, or has expired.
    #[error("the confirmation was used already, or its time is over")]
    Spent,
    /// The operating system provided no random numbers.
    #[error("the system gives no random numbers")]
    NoRandom,
}

/// Makes and opens states. It refuses the states of another process.
#[derive(Debug)]
pub struct Seals {
    codec: RequestStateCodec,
    random: SystemRandom,
    lifetime: Duration,
    open: Mutex<HashMap<[u8; 16], Instant>>,
}

impl Seals {
    /// Creates seals for states that are valid for this long.
    ///
    /// # Errors
    ///
    /// Returns an error when the operating system provides no random numbers.
    pub fn new(lifetime: Duration) -> Result<Self, SealError> {
        let random = SystemRandom::new();
        let key: [u8; 32] = bytes(&random)?;
        let codec = RequestStateCodec::try_new(key).map_err(|_| SealError::NoRandom)?;
        Ok(Self {
            codec,
            random,
            lifetime,
            open: Mutex::default(),
        })
    }

    /// Returns how long a state is valid.
    #[must_use]
    pub fn lifetime(&self) -> Duration {
        self.lifetime
    }

    /// Makes a state that opens once, and only with the same context.
    ///
    /// # Errors
    ///
    /// Returns an error when the operating system provides no random numbers.
    pub fn seal(&self, context: &str) -> Result<String, SealError> {
        let nonce: [u8; 16] = bytes(&self.random)?;
        let options = SealOptions::new()
            .associated_data(context.as_bytes())
            .ttl(self.lifetime);
        let state = self
            .codec
            .seal_with(BASE64.encode(nonce).as_bytes(), &options);
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        open.retain(|_, expires| *expires > now);
        while open.len() >= MOST_OPEN {
            let Some(oldest) = open
                .iter()
                .min_by_key(|(_, at)| **at)
                .map(|(nonce, _)| *nonce)
            else {
                break;
            };
            open.remove(&oldest);
        }
        open.insert(nonce, now + self.lifetime);
        Ok(state)
    }

    /// Opens a state and uses it up.
    ///
    /// # Errors
    ///
    /// Returns an error when the state belongs to another context, was already used, or has
    /// expired. A state that was presented with its own context is used up, whatever the person
    /// said.
    pub fn open(&self, state: &str, context: &str) -> Result<(), SealError> {
        let opened =
            self.codec
                .open_with(state, context.as_bytes())
                .map_err(|error| match error {
                    rmcp::model::RequestStateError::Expired => SealError::Spent,
                    _ => SealError::Foreign,
                })?;
        let nonce: [u8; 16] = BASE64
            .decode(opened)
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or(SealError::Foreign)?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        match open.remove(&nonce) {
            Some(expires) if expires > Instant::now() => Ok(()),
            _ => Err(SealError::Spent),
        }
    }
}

fn bytes<const N: usize>(random: &SystemRandom) -> Result<[u8; N], SealError> {
    let mut bytes = [0; N];
    random.fill(&mut bytes).map_err(|_| SealError::NoRandom)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_state_opens_once_in_time_and_for_its_own_request() {
        let seals = Seals::new(Duration::from_secs(60)).unwrap();
        let state = seals.seal("delete ada").unwrap();
        assert_eq!(seals.open(&state, "delete bob"), Err(SealError::Foreign));
        assert_eq!(
            seals.open("rs1.AAAA.BBBB", "delete ada"),
            Err(SealError::Foreign)
        );
        assert_eq!(seals.open(&state, "delete ada"), Ok(()));
        assert_eq!(seals.open(&state, "delete ada"), Err(SealError::Spent));

        let state = seals.seal("delete ada").unwrap();
        tokio::time::advance(Duration::from_secs(61)).await;
        assert_eq!(seals.open(&state, "delete ada"), Err(SealError::Spent));

        let other = Seals::new(Duration::from_secs(60)).unwrap();
        let state = other.seal("delete ada").unwrap();
        assert_eq!(seals.open(&state, "delete ada"), Err(SealError::Foreign));
    }

    #[tokio::test]
    async fn open_questions_are_bounded() {
        let seals = Seals::new(Duration::from_secs(60)).unwrap();
        let first = seals.seal("x").unwrap();
        for _ in 0..MOST_OPEN {
            seals.seal("x").unwrap();
        }
        assert_eq!(seals.open(&first, "x"), Err(SealError::Spent));
    }
}
