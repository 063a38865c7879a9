//! Signing keys and certificates. They are real, and all the same.

use std::sync::LazyLock;

use base64::{
    Engine,
    prelude::{BASE64_STANDARD as STANDARD, BASE64_URL_SAFE_NO_PAD as URL_SAFE_NO_PAD},
};
use chrono::{DateTime, Months, Utc};
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair};
use ring::rsa::{KeyPair as RsaKeyPair, PublicKeyComponents};
use rustls::pki_types::{PrivateKeyDer, pem::PemObject};
use serde_json::{Value, json};

use crate::{data::timestamp, world::state::State};

/// The key that everything of the mock signs with, and its certificate. Both are public.
const KEY: &str = include_str!("keys/mock.key.pem");
const CERTIFICATE: &str = include_str!("keys/mock.crt.pem");

/// What keys have in common: there is one pair of keys, under many names.
struct Material {
    certificate: String,
    thumbprint: String,
    modulus: String,
}

static MATERIAL: LazyLock<Material> = LazyLock::new(|| {
    let certificate: String = CERTIFICATE
        .lines()
        .filter(|line| !line.starts_with("-----"))
        .collect();
    let der = STANDARD.decode(&certificate).unwrap_or_default();
    let thumbprint = ring::digest::digest(&ring::digest::SHA256, &der);
    let pair = PrivateKeyDer::from_pem_slice(KEY.as_bytes()).ok();
    let pair = pair.and_then(|key| RsaKeyPair::from_pkcs8(key.secret_der()).ok());
    let modulus = pair.map(|pair| {
        let components = PublicKeyComponents::<Vec<u8>>::from(pair.public());
        URL_SAFE_NO_PAD.encode(components.n)
    });
    Material {
        certificate,
        thumbprint: URL_SAFE_NO_PAD.encode(thumbprint),
        modulus: modulus.unwrap_or_default(),
    }
});

/// The certificate in base 64, without the lines around it.
pub(crate) fn certificate() -> &'static str {
    &MATERIAL.certificate
}

/// What a request for a certificate says of its owner.
pub(crate) struct Subject {
    /// Okta's names of the parts, and the parts.
    pub(crate) names: Vec<(&'static str, String)>,
    pub(crate) hosts: Vec<String>,
}

/// The parts of a subject that a request may have: Okta's names, and those of X.500.
pub(crate) const SUBJECT: &[(&str, DnType)] = &[
    ("countryName", DnType::CountryName),
    ("stateOrProvinceName", DnType::StateOrProvinceName),
    ("localityName", DnType::LocalityName),
    ("organizationName", DnType::OrganizationName),
    ("organizationalUnitName", DnType::OrganizationalUnitName),
    ("commonName", DnType::CommonName),
];

/// A request for a certificate (PKCS#10) in base 64; `None` where a host is no name.
pub(crate) fn certificate_request(subject: Subject) -> Option<String> {
    let mut params = CertificateParams::new(subject.hosts).ok()?;
    params.distinguished_name = DistinguishedName::new();
    for (name, value) in subject.names {
        let (_, kind) = SUBJECT.iter().find(|(known, _)| *known == name)?;
        params.distinguished_name.push(kind.clone(), value);
    }
    let pair = KeyPair::from_pem(KEY).ok()?;
    let request = params.serialize_request(&pair).ok()?;
    Some(STANDARD.encode(request.der()))
}

/// Where the org's key lies; no operation leads there.
const ORG_KEY: &str = "/keys/signing";

/// A new key with a name of its own.
pub(crate) fn new_key(state: &mut State, now: DateTime<Utc>, years: u32) -> Value {
    let expires = now
        .checked_add_months(Months::new(years.saturating_mul(12)))
        .unwrap_or(DateTime::UNIX_EPOCH);
    let rng = &mut state.rng;
    let kid = rng.text(43);
    json!({
        "kty": "RSA",
        "created": timestamp(now),
        "lastUpdated": timestamp(now),
        "expiresAt": timestamp(expires),
        "kid": kid,
        "use": "sig",
        "x5c": [MATERIAL.certificate],
        "x5t#S256": MATERIAL.thumbprint,
        "e": "AQAB",
        "n": MATERIAL.modulus,
    })
}

/// A certificate that the org trusts, as the key that identity providers sign with.
pub(crate) fn trusted_key(state: &mut State, now: DateTime<Utc>, chain: Value) -> Value {
    let mut key = new_key(state, now, 10);
    key["x5c"] = chain;
    key["alg"] = "RSA".into();
    key["kid"] = state.rng.uuid().into();
    key
}

/// The key that all applications of the org sign with that have none of their own.
pub(crate) fn org_key(state: &mut State, now: DateTime<Utc>) -> Value {
    if let Some(key) = state.store.document(ORG_KEY) {
        return key.clone();
    }
    let key = new_key(state, now, 10);
    state.store.set_document(ORG_KEY, key.clone());
    key
}
