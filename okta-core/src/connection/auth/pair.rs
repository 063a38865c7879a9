//! Key pairs of the crypto library, and how they are read from DER.

use ring::{
    rand::SystemRandom,
    rsa,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
        EcdsaSigningAlgorithm, RSA_PKCS1_SHA256,
    },
};

use super::der::{self, Form};
use crate::error::KeyError;

pub(super) enum Pair {
    Rsa(rsa::KeyPair),
    Ec(&'static Curve, EcdsaKeyPair),
}

/// What differs between the curves.
pub(super) struct Curve {
    pub(super) name: &'static str,
    /// The name of the signature in a JWT's header.
    algorithm: &'static str,
    pub(super) signing: &'static EcdsaSigningAlgorithm,
    /// The bytes of a coordinate.
    pub(super) size: usize,
    pub(super) oid: &'static [u8],
}

pub(super) static CURVES: [Curve; 2] = [
    Curve {
        name: "P-256",
        algorithm: "ES256",
        signing: &ECDSA_P256_SHA256_FIXED_SIGNING,
        size: 32,
        oid: &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07],
    },
    Curve {
        name: "P-384",
        algorithm: "ES384",
        signing: &ECDSA_P384_SHA384_FIXED_SIGNING,
        size: 48,
        oid: &[0x2b, 0x81, 0x04, 0x00, 0x22],
    },
];

impl Pair {
    /// The name of the signature in a JWT's header.
    pub(super) fn algorithm(&self) -> &'static str {
        match self {
            Pair::Rsa(_) => "RS256",
            Pair::Ec(curve, _) => curve.algorithm,
        }
    }

    /// Signs as a JWT wants it: an EC signature is `r` and `s` side by side.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, ring::error::Unspecified> {
        let random = SystemRandom::new();
        match self {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature)?;
                Ok(signature)
            }
            Pair::Ec(_, pair) => Ok(pair.sign(&random, message)?.as_ref().to_vec()),
        }
    }
}

/// A new pair on P-256.
pub(super) fn generate() -> Result<(&'static Curve, EcdsaKeyPair), ring::error::Unspecified> {
    let [curve, _] = &CURVES;
    let random = SystemRandom::new();
    let der = EcdsaKeyPair::generate_pkcs8(curve.signing, &random)?;
    let pair = EcdsaKeyPair::from_pkcs8(curve.signing, der.as_ref(), &random)
        .map_err(|_| ring::error::Unspecified)?;
    Ok((curve, pair))
}

pub(super) fn from_der(form: Form, der: &[u8]) -> Result<Pair, KeyError> {
    match form {
        Form::Pkcs1 => rsa::KeyPair::from_der(der)
            .map(Pair::Rsa)
            .map_err(rejected_rsa),
        Form::Pkcs8 => from_pkcs8(der),
        Form::Sec1 => from_sec1(der),
    }
}

fn from_pkcs8(der: &[u8]) -> Result<Pair, KeyError> {
    if der::mentions(der, der::RSA) {
        return rsa::KeyPair::from_pkcs8(der)
            .map(Pair::Rsa)
            .map_err(rejected_rsa);
    }
    let curve = curve_of(der)?;
    EcdsaKeyPair::from_pkcs8(curve.signing, der, &SystemRandom::new())
        .map(|pair| Pair::Ec(curve, pair))
        .map_err(|error| KeyError::Invalid {
            kind: curve.name,
            // The one thing that a sound key can lack is its public half.
            reason: format!("{error}; `openssl pkey -in key.pem -out new.pem` writes it anew"),
        })
}

/// A SEC1 key is the inside of a PKCS#8 key, which is all that the crypto library reads.
fn from_sec1(der: &[u8]) -> Result<Pair, KeyError> {
    from_pkcs8(&der::pkcs8_from_sec1(der, curve_of(der)?.oid))
}

fn curve_of(der: &[u8]) -> Result<&'static Curve, KeyError> {
    CURVES
        .iter()
        .find(|curve| der::mentions(der, curve.oid))
        .ok_or_else(|| KeyError::Unsupported {
            kind: if der::mentions(der, der::P521) {
                "EC P-521"
            } else {
                "such"
            }
            .to_owned(),
        })
}

pub(super) fn rejected_rsa(error: ring::error::KeyRejected) -> KeyError {
    KeyError::Invalid {
        kind: "RSA",
        reason: error.to_string(),
    }
}
