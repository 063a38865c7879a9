//! A small generator of pseudo-random numbers, good for plausible data and for nothing
//! that has to be secret.

/// SplitMix64 by Steele, Lea and Flood: one addition and a mix for each number, and any
/// seed is a good one.
#[derive(Debug, Clone)]
pub(crate) struct Rng {
    state: u64,
}

impl Rng {
    /// A generator that yields the same numbers for the same seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The generator of the n-th thing of a kind, independent of all others.
    pub(crate) fn of(seed: u64, kind: &str, n: u64) -> Self {
        let kind = kind.bytes().fold(0, |hash: u64, byte| {
            mix(hash.wrapping_mul(31).wrapping_add(u64::from(byte)))
        });
        Self::new(mix(seed ^ mix(kind ^ mix(n))))
    }

    /// What [`new`](Self::new) goes on from.
    pub(crate) fn state(&self) -> u64 {
        self.state
    }

    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.state)
    }

    /// A number below `limit`; 0 when the limit is 0.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        // The upper bits of a product are as even as the factor is small against 2^64.
        let product = u128::from(self.next()) * u128::from(limit);
        u64::try_from(product >> 64).unwrap_or_default()
    }

    /// True once in `n` times on average.
    pub(crate) fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// One of the choices; the type's default when there are none.
    pub(crate) fn pick<T: Copy + Default>(&mut self, choices: &[T]) -> T {
        nth(choices, self.below(choices.len() as u64))
    }

    /// Letters and digits.
    pub(crate) fn text(&mut self, length: usize) -> String {
        const ALPHABET: &[u8; 62] =
            b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        (0..length)
            .map(|_| char::from(self.pick(ALPHABET)))
            .collect()
    }

    /// A version 4 UUID.
    pub(crate) fn uuid(&mut self) -> String {
        let (a, b) = (self.next(), self.next());
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            a >> 32,
            a >> 16 & 0xffff,
            a & 0xfff,
            b >> 48 & 0x3fff | 0x8000,
            b & 0xffff_ffff_ffff,
        )
    }
}

/// The element at `n`, counting round and round; the type's default when there is none.
pub(crate) fn nth<T: Copy + Default>(choices: &[T], n: u64) -> T {
    let n = n.checked_rem(choices.len() as u64).unwrap_or_default();
    usize::try_from(n)
        .ok()
        .and_then(|n| choices.get(n))
        .copied()
        .unwrap_or_default()
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_numbers() {
        // The first numbers that SplitMix64 yields for the seed 1234567 elsewhere.
        let mut rng = Rng::new(1_234_567);
        assert_eq!(rng.next(), 6_457_827_717_110_365_317);
        assert_eq!(rng.next(), 3_203_168_211_198_807_973);
    }

    #[test]
    fn seeds_kinds_and_numbers_all_matter() {
        let first = |seed, kind, n| Rng::of(seed, kind, n).next();
        let base = first(1, "user", 1);
        assert_eq!(first(1, "user", 1), base);
        for other in [
            first(2, "user", 1),
            first(1, "group", 1),
            first(1, "user", 2),
        ] {
            assert_ne!(other, base);
        }
    }

    #[test]
    fn limits_hold_and_every_choice_occurs() {
        let mut rng = Rng::new(7);
        assert_eq!(rng.below(0), 0);
        assert_eq!(rng.pick::<u8>(&[]), 0);
        let mut counts = [0_u32; 5];
        for _ in 0..5000 {
            let n = rng.pick(&[0_usize, 1, 2, 3, 4]);
            counts[n] += 1;
        }
        assert!(
            counts.iter().all(|count| (850..1150).contains(count)),
            "{counts:?}"
        );
    }

    #[test]
    fn uuids() {
        let mut rng = Rng::new(7);
        for _ in 0..100 {
            let uuid = rng.uuid();
            let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{uuid}");
            assert_eq!(uuid.as_bytes()[14], b'4', "{uuid}");
            assert!(b"89ab".contains(&uuid.as_bytes()[19]), "{uuid}");
        }
    }
}
