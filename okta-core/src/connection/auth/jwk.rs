//! Keys as JSON Web Keys (RFC 7517, RFC 7518).

use base64::{
    Engine,
    alphabet::URL_SAFE,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose},
};
use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use super::members::Members;
use crate::{
    crypto::{Curve, Pair, RsaNumbers},
    error::KeyError,
};

/// A JWK may not have padding, but some tools write it.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The members that matter for signing, and the one that shows a set of keys.
const MEMBERS: [&str; 14] = [
    "kty", "kid", "crv", "x", "y", "n", "e", "d", "p", "q", "dp", "dq", "qi", "keys",
];

/// Returns the key and its id.
pub(super) fn parse(text: &str) -> Result<(Pair, Option<String>), KeyError> {
    let jwk = Members::read(text, &MEMBERS)
        .map_err(|place| malformed(&format!("the JSON is wrong {place}")))?;
    if jwk.has("keys") {
        return Err(malformed("it is a set of keys: use one of them"));
    }
    let pair = match text_of(&jwk, "kty")? {
        Some("RSA") => rsa(&jwk)?,
        Some("EC") => ec(&jwk)?,
        Some(kind) => {
            return Err(unsupported(kind));
        }
        None => return Err(malformed("`kty` is missing")),
    };
    Ok((pair, text_of(&jwk, "kid")?.map(str::to_owned)))
}

fn rsa(jwk: &Members) -> Result<Pair, KeyError> {
    let d = number(jwk, "d")?;
    Pair::rsa(RsaNumbers {
        n: number(jwk, "n")?,
        e: number(jwk, "e")?,
        d,
        p: number(jwk, "p")?,
        q: number(jwk, "q")?,
        dp: number(jwk, "dp")?,
        dq: number(jwk, "dq")?,
        qi: number(jwk, "qi")?,
    })
}

fn ec(jwk: &Members) -> Result<Pair, KeyError> {
    let name = text_of(jwk, "crv")?.unwrap_or_default();
    let curve = Curve::of(|curve| curve.name == name).ok_or_else(|| unsupported(name))?;
    let pad = |number: Number| -> Result<Number, KeyError> {
        let missing = curve
            .size
            .checked_sub(number.0.len())
            .ok_or_else(|| KeyError::Invalid {
                kind: curve.name,
                reason: "a number is too long".to_owned(),
            })?;
        let mut padded = Zeroizing::new(vec![0; curve.size]);
        padded[missing..].copy_from_slice(&number.0);
        Ok(Number(padded))
    };
    let d = pad(number(jwk, "d")?)?;
    let x = pad(number(jwk, "x")?)?;
    let y = pad(number(jwk, "y")?)?;
    let point = [&[4], x.as_ref(), y.as_ref()].concat();
    Pair::ec(curve, d.as_ref(), &point)
}

/// The public half of an EC key, from its uncompressed point.
pub(super) fn public(curve: &Curve, point: &[u8]) -> serde_json::Value {
    let encode = |bytes: &[u8]| general_purpose::URL_SAFE_NO_PAD.encode(bytes);
    // The first byte says that the point is uncompressed.
    let (_, point) = point.split_at_checked(1).unwrap_or_default();
    let (x, y) = point.split_at_checked(curve.size).unwrap_or_default();
    serde_json::json!({ "kty": "EC", "crv": curve.name, "x": encode(x), "y": encode(y) })
}

/// A number in big-endian bytes without leading zeros. Some tools write leading zeros, and the
/// crypto library refuses them.
struct Number(Zeroizing<Vec<u8>>);

impl AsRef<[u8]> for Number {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

fn text_of<'a>(jwk: &'a Members, name: &str) -> Result<Option<&'a str>, KeyError> {
    let text = jwk
        .optional_text(name)
        .map_err(|flaw| malformed(&format!("`{name}` {flaw}")))?;
    Ok(text.map(ExposeSecret::expose_secret))
}

fn number(jwk: &Members, name: &str) -> Result<Number, KeyError> {
    let Some(text) = text_of(jwk, name)? else {
        return Err(malformed(&match name {
            "d" => "it is a public key: `d` is missing".to_owned(),
            _ => format!("`{name}` is missing"),
        }));
    };
    let bytes = LENIENT
        .decode(text)
        .map(Zeroizing::new)
        .map_err(|_| malformed(&format!("`{name}` is not base64url")))?;
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    Ok(Number(Zeroizing::new(bytes[zeros..].to_vec())))
}

/// Shows known names only, because the text could be anything.
fn unsupported(kind: &str) -> KeyError {
    const KNOWN: [(&str, &str); 7] = [
        ("oct", "symmetric (oct)"),
        ("OKP", "OKP"),
        ("AKP", "AKP"),
        ("P-521", "EC P-521"),
        ("secp256k1", "EC secp256k1"),
        ("Ed25519", "Ed25519"),
        ("X25519", "X25519"),
    ];
    let known = KNOWN.iter().find(|(name, _)| *name == kind);
    KeyError::Unsupported {
        kind: known.map_or("such", |(_, shown)| shown).to_owned(),
    }
}

fn malformed(reason: &str) -> KeyError {
    KeyError::Malformed {
        reason: reason.to_owned(),
    }
}
