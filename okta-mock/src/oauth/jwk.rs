//! Public keys as JSON Web Keys (RFC 7517, RFC 7518), and signatures checked with them.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    digest::{SHA256, digest},
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, EcdsaVerificationAlgorithm,
        RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
        RsaPublicKeyComponents, UnparsedPublicKey,
    },
};
use serde_json::{Value, json};
use thiserror::Error;

/// Why a key cannot be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum JwkError {
    #[error("The 'jwks' must contain public keys of type 'RSA' or 'EC'.")]
    Kind,
    #[error("A public key in the 'jwks' is malformed.")]
    Malformed,
    #[error("RSA key length in the 'jwks' is less than '2,048' bits for the given key.")]
    Short,
    #[error("A key in the 'jwks' has private parts.")]
    Private,
}

/// A public key that signatures are checked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicKey {
    /// The key's id, where it has one.
    pub(crate) id: Option<String>,
    /// The only algorithm that the key is for, where it says so.
    algorithm: Option<String>,
    material: Material,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Material {
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
    /// A point without its leading byte: x and y.
    P256 {
        point: Vec<u8>,
    },
    P384 {
        point: Vec<u8>,
    },
}

impl PublicKey {
    /// Reads a JWK: RSA of at least 2,048 bits, or EC on P-256 or P-384. P-521, which Okta
    /// takes too, is not supported by the crypto library.
    pub(crate) fn from_jwk(jwk: &Value) -> Result<Self, JwkError> {
        if jwk.get("d").is_some() {
            return Err(JwkError::Private);
        }
        let text = |name| jwk.get(name).and_then(Value::as_str);
        let bytes = |name| {
            let text = text(name).ok_or(JwkError::Malformed)?;
            URL_SAFE_NO_PAD
                .decode(text.trim_end_matches('='))
                .map_err(|_| JwkError::Malformed)
        };
        let point = |size: usize| {
            let (x, y) = (bytes("x")?, bytes("y")?);
            if x.len() != size || y.len() != size {
                return Err(JwkError::Malformed);
            }
            Ok([x, y].concat())
        };
        let material = match (text("kty"), text("crv")) {
            (Some("RSA"), _) => {
                let (n, e) = (without_zeros(&bytes("n")?), without_zeros(&bytes("e")?));
                if n.len() < 2048 / 8 {
                    return Err(JwkError::Short);
                }
                if e.is_empty() {
                    return Err(JwkError::Malformed);
                }
                Material::Rsa { n, e }
            }
            (Some("EC"), Some("P-256")) => Material::P256 { point: point(32)? },
            (Some("EC"), Some("P-384")) => Material::P384 { point: point(48)? },
            _ => return Err(JwkError::Kind),
        };
        Ok(Self {
            id: text("kid").map(str::to_owned),
            algorithm: text("alg").map(str::to_owned),
            material,
        })
    }

    /// Whether the key's holder signed the message with this algorithm (RS256, RS384,
    /// RS512, ES256, ES384).
    pub(super) fn verifies(&self, algorithm: &str, message: &[u8], signature: &[u8]) -> bool {
        if self
            .algorithm
            .as_deref()
            .is_some_and(|only| only != algorithm)
        {
            return false;
        }
        match (&self.material, algorithm) {
            (Material::Rsa { n, e }, "RS256" | "RS384" | "RS512") => {
                let parameters = match algorithm {
                    "RS256" => &RSA_PKCS1_2048_8192_SHA256,
                    "RS384" => &RSA_PKCS1_2048_8192_SHA384,
                    _ => &RSA_PKCS1_2048_8192_SHA512,
                };
                RsaPublicKeyComponents { n, e }
                    .verify(parameters, message, signature)
                    .is_ok()
            }
            (Material::P256 { point }, "ES256") => {
                verify_ec(&ECDSA_P256_SHA256_FIXED, point, message, signature)
            }
            (Material::P384 { point }, "ES384") => {
                verify_ec(&ECDSA_P384_SHA384_FIXED, point, message, signature)
            }
            _ => false,
        }
    }

    /// The key's thumbprint (RFC 7638), by which a token is bound to it.
    pub(super) fn thumbprint(&self) -> String {
        let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let ec = |curve: &str, point: &[u8]| {
            let (x, y) = point.split_at(point.len() / 2);
            json!({"crv": curve, "kty": "EC", "x": encode(x), "y": encode(y)})
        };
        // The members in the order of their names, without a space: as serde_json
        // writes an object.
        let members = match &self.material {
            Material::Rsa { n, e } => json!({"e": encode(e), "kty": "RSA", "n": encode(n)}),
            Material::P256 { point } => ec("P-256", point),
            Material::P384 { point } => ec("P-384", point),
        };
        encode(digest(&SHA256, members.to_string().as_bytes()).as_ref())
    }
}

fn verify_ec(
    algorithm: &'static EcdsaVerificationAlgorithm,
    point: &[u8],
    message: &[u8],
    signature: &[u8],
) -> bool {
    let uncompressed = [&[4], point].concat();
    UnparsedPublicKey::new(algorithm, uncompressed)
        .verify(message, signature)
        .is_ok()
}

/// Some tools write the sign byte of a big number.
fn without_zeros(bytes: &[u8]) -> Vec<u8> {
    bytes
        .iter()
        .copied()
        .skip_while(|byte| *byte == 0)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::jwt::Jwt, *};

    const N: &str = "tQSCb3rldb6yX5uelNMsOcYE3MffaEWagCD05NaAx57t2hnOjuDN_nieL-wttPZea7GGSWRK2FEiF4qpma6IQya-it5OtwsP4dCF8aztC4rYFgdj0gyQupZaq6Ceci8xGDTYJfKQhSaANCGEr6i5r5SuhjDDmv1jNLmD-yAcVfD4Jo-MgKwpi5sk4dBO4eMBCVNTofWYRFjJddIYr1nt-4J65KCzkAXTNt1jrebnIjFaF3GJFO6LQ6z1TS93-bawV8jhvM0SVITVsZcyqZbWIELVvmcT9Qup2C6PmGXQTOe2tkHffYAFxiIlhYuGs9pphY1uQZu77irSSTofo_Bqcw";

    fn rsa() -> Value {
        json!({"kty": "RSA", "e": "AQAB", "n": N, "kid": "r1", "use": "sig"})
    }

    fn p256() -> Value {
        json!({
            "kty": "EC", "crv": "P-256",
            "x": "GhXryj-4gtexOfjrVeN8CCqfC_PC0mavxzKdiO22YqQ",
            "y": "OXLb-rigkuXc9IL41EdSHGNi7ePH8y6cTNAiSqFfCks",
        })
    }

    fn p384() -> Value {
        json!({
            "kty": "EC", "crv": "P-384",
            "x": "5qZSzMSDuux9ESkRuadqItDfzIfRy8Tp4Go6IznzLwp0Se5965aQPQvFOUquub3U",
            "y": "WYgyhzc6mabud7j-MuVxCLjrOeazv4H7jK3gW1k-392eYCD8sReIdMHtDd65pMzO",
        })
    }

    /// Tokens that OpenSSL signed with the keys above; their private halves are gone.
    const SIGNED: &[(&str, &str)] = &[
        (
            "RS256",
            "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIwb2FLbm93biJ9.YjbRxktzh46iMf6mN_d9DjiwxVdtfuD5fnSAf6Oc4v2yqirjxalyyMoidX0ma4MO1ygDA_nn_B1orEOXki5n7pjPb8_yhm1wbxqlM20YCu1JIwwZQTo9uZDMLPz-3hm_XpNMD-pXom-Ro-E-0NfKxnwDdpjQH2bjf7kAafVqvLrNqOOnYUA3GSsUdYi9OSGOTE-e9SvMSEXT0hwNVjzZ_PHB3T1JcKmGU_ChMZffSUhzl9GHsDhtNw3OxM9wPQVO4A3Q4qULwGk9I0EEzKEXZw8fBYseMEPGZ0tt5wS1J2rKsS5TEdcPzV5VEc8FhqIT6mCtzodjlVGiEDwlCM37lg",
        ),
        (
            "RS384",
            "eyJhbGciOiJSUzM4NCJ9.eyJzdWIiOiIwb2FLbm93biJ9.Kycl_8ZYy3cqgbtVDzYVLQYF5JBFWy_MDXleuS4hV4ibqv59ye76mhD8RPuA7z4CopbHLp6gmLAFY-9nYl24zUJInAQBn5sszOCLO7yGTAz5kYQ4M2ve3lKKadYWktXp_idnQFbWekr2G6Uta64yuS_h0ZcZZexo5yOPw7PVhvdXrCMI2KjC-z1smND2Ql_g-4oUGzrbaFwH_qsnE-zV-Lc8yZczZv6M-QIUZxkBntoPt5VaqYorL18e5RqHRlEu9UBJTvPTJjuwG9eGbwdYYOm9ZhiIEd8Rv8iyNxz0lvLdnxP1BSgN61qIcxxgC78yIFu0UMtyG91_Tu9tY3pEIg",
        ),
        (
            "RS512",
            "eyJhbGciOiJSUzUxMiJ9.eyJzdWIiOiIwb2FLbm93biJ9.VO1WmuV5sl6jW80IigpGe_M5rYdLzTcbanh4_xRUweGrO60tF3P2eFc8mogLV1FnsIDx3lJvJSpVaiFKd2qG7s2dLvlLiAxxaui0TU_uF-0bvfpgH6C8xvV57vqQLGyQi6rbReU03Utf_d9nxh8fIudfKzOHOX_3bapNz5G_VQ0GU-FzX4SzoDW7ffQ7cIwYqHtfP0EKYn2C9Yk09prKn4aYnm2N2Yoy9AFfRshMW-kSwC2xZj8lEtR9TTd8xfySNdC--Fy8FaJ7-O8zXmll8fBCSKLrbx2G5t2w-M1ZinGlljDQ9SB55hbmpZyTQvzMOHi5SE_0qNfTqt_59fGTNg",
        ),
        (
            "ES256",
            "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIwb2FLbm93biJ9.yFx7B1Yn6_IfKkpQYOkRf4ELkbZzkVnpPyWlotiFaU63SQHKUBAnRpEXLIwDkPr6pwBuESbgykfw5xaaSfIGwQ",
        ),
        (
            "ES384",
            "eyJhbGciOiJFUzM4NCJ9.eyJzdWIiOiIwb2FLbm93biJ9.BYlPByTXLRf94Lu7JPd8cWTr6lHW-fw-_pu4XK14UUuOqQca8aUgw8sp4RqzBB85LcdI1WWm-pRSIThlfp9hIRkPTVz4h10DFPQZcV3TPQVak2W3uaAoN2IqFI56B8Vv",
        ),
    ];

    #[test]
    fn every_algorithm_verifies_with_its_key_only() {
        for (algorithm, token) in SIGNED {
            let jwt = Jwt::parse(token).unwrap();
            for (jwk, kind) in [(rsa(), "RS"), (p256(), "ES256"), (p384(), "ES384")] {
                let key = PublicKey::from_jwk(&jwk).unwrap();
                assert_eq!(
                    jwt.is_signed_by(&key),
                    algorithm.starts_with(kind),
                    "{algorithm} {kind}"
                );
            }
            let (head, signature) = token.rsplit_once('.').unwrap();
            // The same token for another subject: `0oaKnovn`.
            let forged = format!("{}.{signature}", head.replace("Lbm93", "Lbm92"));
            let forged = Jwt::parse(&forged).unwrap();
            assert_eq!(forged.claim("sub"), Some("0oaKnovn"));
            let right = [rsa(), p256(), p384()]
                .iter()
                .any(|jwk| forged.is_signed_by(&PublicKey::from_jwk(jwk).unwrap()));
            assert!(!right, "{algorithm}: other claims");
        }
    }

    #[test]
    fn a_key_can_be_for_one_algorithm() {
        let mut jwk = rsa();
        jwk["alg"] = json!("RS384");
        let key = PublicKey::from_jwk(&jwk).unwrap();
        for (algorithm, token) in SIGNED {
            let signed = Jwt::parse(token).unwrap().is_signed_by(&key);
            assert_eq!(signed, *algorithm == "RS384", "{algorithm}");
        }
    }

    #[test]
    fn thumbprints() {
        for (jwk, expected) in [
            (rsa(), "rqOYIn_V3AgYqzFyexeED5xq_FmxWrgWmKVpPS46lNM"),
            (p256(), "DY-Hr8Ez8PV8VmRCHfHtE4hEgv033Udlh9lOPtFKTZE"),
            (p384(), "mRZDl7X6X9aOc_DZixnuHLTxD8RA7jL9NCkocLAplkc"),
        ] {
            assert_eq!(PublicKey::from_jwk(&jwk).unwrap().thumbprint(), expected);
        }
    }

    #[test]
    fn keys_that_are_refused() {
        let short = "xogX0AQybJjjsCWg2rOxUqP3ZUJeh12bSEgGlO53HFyulhkng1yArLknr1khMtZP3wx-Qob1xefO5x1QPDx4LSo6S8RDa1kKutxSqJuXHjKwYsm49nLeM4gwbC8osmluAd1PgroJazhqD85oxKw2gqVoaoliyYinB6qZ1Cc2P8E";
        for (jwk, expected) in [
            (
                json!({"kty": "RSA", "e": "AQAB", "n": short}),
                JwkError::Short,
            ),
            (json!({"kty": "RSA", "e": "AQAB"}), JwkError::Malformed),
            (json!({"kty": "RSA", "e": "", "n": N}), JwkError::Malformed),
            (
                json!({"kty": "RSA", "e": "AQAB", "n": "*"}),
                JwkError::Malformed,
            ),
            (
                json!({"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}),
                JwkError::Malformed,
            ),
            (json!({"kty": "EC", "crv": "P-521"}), JwkError::Kind),
            (json!({"kty": "oct", "k": "AA"}), JwkError::Kind),
            (
                json!({"kty": "RSA", "e": "AQAB", "n": N, "d": "AA"}),
                JwkError::Private,
            ),
            (json!([]), JwkError::Kind),
            (json!(null), JwkError::Kind),
        ] {
            assert_eq!(PublicKey::from_jwk(&jwk), Err(expected), "{jwk}");
        }
    }
}
