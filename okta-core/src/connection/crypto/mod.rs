//! Signatures, hashes, random numbers and TLS from the crypto library.
//!
//! The feature `ring` uses ring. The feature `aws-lc-rs` uses aws-lc-rs, which has ring's
//! interface and can be built with FIPS, even where something else turns `ring` on. With
//! neither feature, TLS uses the provider that the program has installed for the whole process,
//! and nothing can be signed.

pub(crate) mod der;
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
mod library;
#[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
mod none;

#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
pub(crate) use library::{Pair, random, sha256, tls_provider};
#[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
pub(crate) use none::{Pair, random, sha256, tls_provider};

/// The crypto library failed, without saying why.
#[derive(Debug)]
pub(crate) struct Unspecified;

/// What differs between curves.
#[derive(Debug)]
pub(crate) struct Curve {
    pub(crate) name: &'static str,
    /// The signature algorithm's name for a JWT's header.
    pub(crate) algorithm: &'static str,
    /// The size of a coordinate in bytes.
    pub(crate) size: usize,
    pub(crate) oid: &'static [u8],
}

pub(crate) static P256: Curve = Curve {
    name: "P-256",
    algorithm: "ES256",
    size: 32,
    oid: &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
};

pub(crate) static P384: Curve = Curve {
    name: "P-384",
    algorithm: "ES384",
    size: 48,
    oid: &[0x2b, 0x81, 0x04, 0x00, 0x22],
};

impl Curve {
    pub(crate) fn of(has: impl Fn(&Self) -> bool) -> Option<&'static Self> {
        [&P256, &P384].into_iter().find(|curve| has(curve))
    }
}

/// The numbers of an RSA key, by their JWK names (RFC 7518): big-endian, without leading zeros.
pub(crate) struct RsaNumbers<N> {
    pub(crate) n: N,
    pub(crate) e: N,
    pub(crate) d: N,
    pub(crate) p: N,
    pub(crate) q: N,
    pub(crate) dp: N,
    pub(crate) dq: N,
    pub(crate) qi: N,
}
