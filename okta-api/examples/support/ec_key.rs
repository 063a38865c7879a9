//! A key pair for a service app.

use std::error::Error;

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use okta_api::types::JsonWebKey;
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};

/// A private key as PEM and its public half as JWK.
pub struct Pair {
    /// The private half, which stays with the service.
    pub pem: String,
    /// The public half, for Okta.
    pub jwk: JsonWebKey,
}

/// Makes a pair whose public half has this id.
pub fn key_pair(kid: &str) -> Result<Pair, Box<dyn Error>> {
    let (random, algorithm) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
    let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random);
    let document = document.map_err(|_| "there is no randomness")?;
    let pair = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random);
    let pair = pair.map_err(|problem| problem.to_string())?;
    let point = pair.public_key().as_ref();
    let coordinate = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes).into();
    let mut jwk = JsonWebKey {
        kty: "EC".into(),
        alg: "ES256".into(),
        kid: kid.into(),
        ..Default::default()
    };
    let more = &mut jwk.additional_properties;
    more.insert("crv", "P-256".into());
    more.insert("x", coordinate(&point[1..33]));
    more.insert("y", coordinate(&point[33..]));
    let body = STANDARD.encode(document.as_ref());
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n");
    Ok(Pair { pem, jwk })
}
