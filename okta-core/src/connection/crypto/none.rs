//! A build without a crypto library: there are no keys.

use std::{convert::Infallible, sync::Arc};

use rustls::crypto::CryptoProvider;

use super::{Curve, RsaNumbers, Unspecified, der::Form};
use crate::error::KeyError;

/// A pair that cannot exist.
pub(crate) struct Pair(Infallible);

impl Pair {
    pub(crate) fn generate() -> Result<Self, Unspecified> {
        Err(Unspecified)
    }

    pub(crate) fn from_der(_: Form, _: &[u8]) -> Result<Self, KeyError> {
        Err(KeyError::NoCryptography)
    }

    pub(crate) fn rsa<N: AsRef<[u8]>>(_: RsaNumbers<N>) -> Result<Self, KeyError> {
        Err(KeyError::NoCryptography)
    }

    pub(crate) fn ec(_: &'static Curve, _: &[u8], _: &[u8]) -> Result<Self, KeyError> {
        Err(KeyError::NoCryptography)
    }

    pub(crate) fn algorithm(&self) -> &'static str {
        match self.0 {}
    }

    pub(crate) fn public(&self) -> &[u8] {
        match self.0 {}
    }

    pub(crate) fn sign(&self, _: &[u8]) -> Result<Vec<u8>, Unspecified> {
        match self.0 {}
    }
}

/// Returns nothing useful: without keys, no proof contains a hash.
pub(crate) fn sha256(_: &[u8]) -> impl AsRef<[u8]> {
    []
}

pub(crate) fn random<const N: usize>() -> Result<[u8; N], Unspecified> {
    Err(Unspecified)
}

/// Returns the provider that the program has installed for the whole process.
pub(crate) fn tls_provider() -> Option<Arc<CryptoProvider>> {
    CryptoProvider::get_default().cloned()
}
