//! Signing, hashes, random numbers and TLS on ring or aws-lc-rs.

use std::sync::Arc;

#[cfg(feature = "aws-lc-rs")]
use aws_lc_rs as library;
use library::{
    digest::{SHA256, digest},
    error::KeyRejected,
    rand::{SecureRandom, SystemRandom},
    rsa,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
        EcdsaSigningAlgorithm, KeyPair, RSA_PKCS1_SHA256,
    },
};
#[cfg(not(feature = "aws-lc-rs"))]
use ring as library;
use rustls::crypto::CryptoProvider;

use super::{
    Curve, P256, P384, RsaNumbers, Unspecified,
    der::{self, Form},
};
use crate::error::KeyError;

/// A private key and its public half.
pub(crate) enum Pair {
    Rsa(rsa::KeyPair),
    Ec(&'static Curve, EcdsaKeyPair),
}

impl Pair {
    /// Generates a pair on P-256.
    pub(crate) fn generate() -> Result<Self, Unspecified> {
        let der = EcdsaKeyPair::generate_pkcs8(signing(&P256), &SystemRandom::new())?;
        let pair = ec_from_pkcs8(&P256, der.as_ref()).map_err(|_| Unspecified)?;
        Ok(Self::Ec(&P256, pair))
    }

    pub(crate) fn from_der(form: Form, der: &[u8]) -> Result<Self, KeyError> {
        match form {
            Form::Pkcs1 => rsa::KeyPair::from_der(der)
                .map(Self::Rsa)
                .map_err(rejected_rsa),
            Form::Pkcs8 => Self::from_pkcs8(der),
            // A SEC1 key is the inside of a PKCS#8 key, which is the only format that the
            // library reads.
            Form::Sec1 => Self::from_pkcs8(&der::pkcs8_from_sec1(der, curve_of(der)?.oid)),
        }
    }

    fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        if der::mentions(der, der::RSA) {
            return rsa::KeyPair::from_pkcs8(der)
                .map(Self::Rsa)
                .map_err(rejected_rsa);
        }
        let curve = curve_of(der)?;
        ec_from_pkcs8(curve, der)
            .map(|pair| Self::Ec(curve, pair))
            .map_err(|error| KeyError::Invalid {
                kind: curve.name,
                // The one part that a sound key can lack is its public half.
                reason: format!("{error}; `openssl pkey -in key.pem -out new.pem` rewrites it"),
            })
    }

    pub(crate) fn rsa<N: AsRef<[u8]>>(numbers: RsaNumbers<N>) -> Result<Self, KeyError> {
        rsa::KeyPair::from_components(&rsa::KeyPairComponents {
            public_key: rsa::PublicKeyComponents {
                n: numbers.n,
                e: numbers.e,
            },
            d: numbers.d,
            p: numbers.p,
            q: numbers.q,
            dP: numbers.dp,
            dQ: numbers.dq,
            qInv: numbers.qi,
        })
        .map(Self::Rsa)
        .map_err(rejected_rsa)
    }

    /// Builds a pair from the private number and the uncompressed point.
    pub(crate) fn ec(curve: &'static Curve, d: &[u8], point: &[u8]) -> Result<Self, KeyError> {
        EcdsaKeyPair::from_private_key_and_public_key(
            signing(curve),
            d,
            point,
            #[cfg(not(feature = "aws-lc-rs"))]
            &SystemRandom::new(),
        )
        .map(|pair| Self::Ec(curve, pair))
        .map_err(|error| KeyError::Invalid {
            kind: curve.name,
            reason: error.to_string(),
        })
    }

    /// Returns the signature algorithm's name for a JWT's header.
    pub(crate) fn algorithm(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "RS256",
            Self::Ec(curve, _) => curve.algorithm,
        }
    }

    /// Returns the public half: an RSA key in PKCS#1, or an EC key's uncompressed point.
    pub(crate) fn public(&self) -> &[u8] {
        match self {
            Self::Rsa(pair) => pair.public_key().as_ref(),
            Self::Ec(_, pair) => pair.public_key().as_ref(),
        }
    }

    /// Signs in a JWT's format, in which an EC signature is `r` followed by `s`.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Unspecified> {
        let random = SystemRandom::new();
        match self {
            Self::Rsa(pair) => {
                #[cfg(feature = "aws-lc-rs")]
                let length = pair.public_modulus_len();
                #[cfg(not(feature = "aws-lc-rs"))]
                let length = pair.public().modulus_len();
                let mut signature = vec![0; length];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)?;
                Ok(signature)
            }
            Self::Ec(_, pair) => Ok(pair.sign(&random, message)?.as_ref().to_vec()),
        }
    }
}

impl From<library::error::Unspecified> for Unspecified {
    fn from(_: library::error::Unspecified) -> Self {
        Self
    }
}

pub(crate) fn sha256(message: &[u8]) -> impl AsRef<[u8]> {
    digest(&SHA256, message)
}

/// Returns random bytes from the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Unspecified> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes)?;
    Ok(bytes)
}

/// Returns the crypto provider for TLS.
pub(crate) fn tls_provider() -> Option<Arc<CryptoProvider>> {
    #[cfg(feature = "aws-lc-rs")]
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    #[cfg(not(feature = "aws-lc-rs"))]
    let provider = rustls::crypto::ring::default_provider();
    Some(Arc::new(provider))
}

fn signing(curve: &Curve) -> &'static EcdsaSigningAlgorithm {
    if curve.name == P384.name {
        &ECDSA_P384_SHA384_FIXED_SIGNING
    } else {
        &ECDSA_P256_SHA256_FIXED_SIGNING
    }
}

fn ec_from_pkcs8(curve: &Curve, der: &[u8]) -> Result<EcdsaKeyPair, KeyRejected> {
    EcdsaKeyPair::from_pkcs8(
        signing(curve),
        der,
        #[cfg(not(feature = "aws-lc-rs"))]
        &SystemRandom::new(),
    )
}

fn curve_of(der: &[u8]) -> Result<&'static Curve, KeyError> {
    Curve::of(|curve| der::mentions(der, curve.oid)).ok_or_else(|| KeyError::Unsupported {
        kind: if der::mentions(der, der::P521) {
            "EC P-521"
        } else {
            "such"
        }
        .to_owned(),
    })
}

fn rejected_rsa(error: KeyRejected) -> KeyError {
    KeyError::Invalid {
        kind: "RSA",
        reason: error.to_string(),
    }
}
