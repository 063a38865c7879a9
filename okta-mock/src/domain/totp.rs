//! One-time pass codes by time (RFC 6238), as authenticator apps show them.

use chrono::{DateTime, Utc};
use data_encoding::BASE32_NOPAD;
use ring::hmac;

use crate::data::Rng;

/// Seconds that a code is shown.
pub(crate) const STEP: i64 = 30;

/// Bytes of a secret; in base 32 they are sixteen letters.
const BYTES: usize = 10;

/// A new secret in base 32.
pub(crate) fn secret(rng: &mut Rng) -> String {
    let bytes: Vec<u8> = (0..BYTES).map(|_| rng.next().to_le_bytes()[0]).collect();
    BASE32_NOPAD.encode(&bytes)
}

/// Whether a code is the one of now, or of the steps just before and after: clocks differ.
pub(crate) fn accepts(secret: &str, code: &str, now: DateTime<Utc>) -> bool {
    let Ok(secret) = BASE32_NOPAD.decode(secret.as_bytes()) else {
        return false;
    };
    let step = now.timestamp().div_euclid(STEP);
    (step - 1..=step + 1)
        .filter_map(|step| u64::try_from(step).ok())
        .any(|step| self::code(&secret, step) == code)
}

/// The code of a step: six digits.
fn code(secret: &[u8], step: u64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let at = usize::from(tag.last().copied().unwrap_or_default() & 0xf);
    let word = tag.get(at..at + 4).unwrap_or_default();
    let word = word
        .iter()
        .fold(0, |word, byte| word << 8 | u32::from(*byte));
    format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 6238, appendix B, by their last six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(b"12345678901234567890", seconds / 30), expected);
        }
    }

    #[test]
    fn a_code_is_good_for_its_step_and_those_beside_it() {
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        for (seconds, good) in [(59, true), (30, true), (0, true), (89, true), (90, false)] {
            let now = DateTime::from_timestamp(seconds, 0).unwrap_or_default();
            assert_eq!(accepts(secret, "287082", now), good, "{seconds}");
        }
        let now = DateTime::from_timestamp(59, 0).unwrap_or_default();
        assert!(!accepts("not base 32", "287082", now));
        assert_eq!(super::secret(&mut Rng::new(1)).len(), 16);
    }
}
