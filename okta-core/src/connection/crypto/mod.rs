//! What the crypto library does: signatures, hashes, random numbers and TLS.
//!
//! With the feature `ring` it is ring; with `aws-lc-rs` it is aws-lc-rs, which has ring's
//! interface and a build with FIPS, also where something else turns `ring` on. With neither, TLS
//! is what the program has installed for the whole process, and nothing can be signed.

pub(crate) mod der;
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
mod library;
#[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
mod none;

#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
pub(crate) use library::{Pair, random, sha256, tls_provider};
#[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
pub(crate) use none::{Pair, random, sha256, tls_provider};

/// The crypto library would not do it. It does not say why.
#[derive(Debug)]
pub(crate) struct Unspecified;

/// What differs between the curves.
#[derive(Debug)]
pub(crate) struct Curve {
    pub(crate) name: &'static str,
    /// The name of the signature in a JWT's header.
    pub(crate) algorithm: &'static str,
    /// The bytes of a coordinate.
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

/// The numbers of an RSA key, by their names in a JWK (RFC 7518): big-endian, without leading
/// zeros.
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
