//! Private keys, which sign token requests.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    jwk,
    key_text::{self, Content},
};
use crate::{
    crypto::{P256, Pair, Unspecified, der},
    error::KeyError,
    files, shown,
};

/// A private key with which a service app signs: RSA (2048 to 4096 bits, RS256), or EC on P-256
/// (ES256) or P-384 (ES384). Cheap to clone. `Debug` shows nothing secret.
///
/// ```no_run
/// # fn main() -> Result<(), okta_api::KeyError> {
/// let key = okta_api::PrivateKey::from_file("service-app.pem")?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct PrivateKey {
    pair: Arc<Pair>,
    id: Option<String>,
}

impl PrivateKey {
    /// Reads PEM (PKCS#8, PKCS#1 or SEC1) or JWK text. A JWK's `kid` becomes the key id;
    /// members that do not matter for signing are ignored.
    ///
    /// The text may look as configuration tools leave it: quoted, after a byte order mark or
    /// other text, with line ends written as `\n` or turned into spaces, or base64-encoded as a
    /// whole.
    pub fn from_text(text: &str) -> Result<Self, KeyError> {
        Self::find(text)?.ok_or_else(|| KeyError::Malformed {
            reason: match text.trim().chars().count() {
                0 => "it is empty".to_owned(),
                1 => "it is a single character".to_owned(),
                count => format!("it is something else, of {count} characters"),
            },
        })
    }

    /// Reads a file with PEM or JWK text. A leading `~/` means the home directory.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, KeyError> {
        let path = path.as_ref();
        let unreadable = |reason: String| KeyError::Unreadable {
            path: shown::path(path).unwrap_or_else(|| {
                let count = path.to_string_lossy().chars().count();
                format!("the file whose path has {count} characters")
            }),
            reason,
        };
        let content = files::read(&expanded(path, std::env::home_dir()))
            .map_err(|error| unreadable(error.to_string()))?;
        if let Some(form) = der::form(&content) {
            return Pair::from_der(form, &content).map(|pair| Self::new(pair, None));
        }
        let text = files::text(&content)
            .ok_or_else(|| unreadable("it is neither text nor a private key in DER".to_owned()))?;
        Self::from_text(&text)
    }

    /// Reads a setting's value: a key's text, or the path of a file with one.
    pub(crate) fn from_setting(text: &str) -> Result<Self, KeyError> {
        if let Some(key) = Self::find(text)? {
            return Ok(key);
        }
        let text = text.trim();
        let quoted = |quote| text.strip_prefix(quote)?.strip_suffix(quote);
        let path = quoted('"').or_else(|| quoted('\'')).unwrap_or(text);
        match Self::from_file(path) {
            // Whatever the text is, it is not a path.
            Err(KeyError::Unreadable { .. }) if shown::path(Path::new(path)).is_none() => {
                let count = text.chars().count();
                Err(KeyError::Malformed {
                    reason: format!(
                        "it is something else, of {count} characters, and not the path of a \
                         file either"
                    ),
                })
            }
            result => result,
        }
    }

    fn find(text: &str) -> Result<Option<Self>, KeyError> {
        Ok(match key_text::find(text)? {
            None => None,
            Some(Content::Jwk(text)) => {
                let (pair, id) = jwk::parse(&text)?;
                Some(Self::new(pair, id))
            }
            Some(Content::Der(form, der)) => Some(Self::new(Pair::from_der(form, &der)?, None)),
        })
    }

    /// Generates a key on P-256. Returns it and its public half as a JWK.
    pub(super) fn generate() -> Result<(Self, serde_json::Value), Unspecified> {
        let pair = Pair::generate()?;
        let public = jwk::public(&P256, pair.public());
        Ok((Self::new(pair, None), public))
    }

    fn new(pair: Pair, id: Option<String>) -> Self {
        Self {
            pair: Arc::new(pair),
            id,
        }
    }

    /// Returns the key id that came with a JWK.
    pub(super) fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Returns the signature algorithm's name for a JWT's header.
    pub(super) fn algorithm(&self) -> &'static str {
        self.pair.algorithm()
    }

    /// Signs as a JWT wants it: an EC signature is `r` and `s` side by side.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Unspecified> {
        self.pair.sign(message)
    }

    #[cfg(test)]
    pub(super) fn pair(&self) -> &Pair {
        &self.pair
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrivateKey")
            .field("algorithm", &self.algorithm())
            .field("id", &self.id.as_deref().map(shown::Name))
            .finish_non_exhaustive()
    }
}

/// The path, with the home directory for `~`, which a shell writes out and a file does not.
fn expanded(path: &Path, home: Option<PathBuf>) -> PathBuf {
    match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine, engine::general_purpose};
    use ring::signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, RSA_PKCS1_2048_8192_SHA256,
        UnparsedPublicKey, VerificationAlgorithm,
    };
    use serde_json::{Value, json};

    use super::*;
    use crate::auth::fixtures as f;

    fn public(key: &PrivateKey) -> Vec<u8> {
        key.pair.public().to_vec()
    }

    #[test]
    fn every_form_of_a_key_is_the_same_key_and_signs() {
        let written_out = f::EC_P256_PKCS8.replace('\n', "\\n");
        let indented = format!("\n  {}\n", f::RSA_PKCS8.replace('\n', "\r\n"));
        let with_certificate = format!(
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n{}",
            f::EC_P256_SEC1
        );
        for (algorithm, forms) in [
            (
                "RS256",
                vec![f::RSA_PKCS8, f::RSA_PKCS1, f::RSA_JWK, &indented],
            ),
            (
                "ES256",
                vec![
                    f::EC_P256_PKCS8,
                    f::EC_P256_SEC1,
                    f::EC_P256_JWK,
                    &written_out,
                    &with_certificate,
                ],
            ),
            (
                "ES384",
                vec![f::EC_P384_PKCS8, f::EC_P384_SEC1, f::EC_P384_JWK],
            ),
        ] {
            let verification: &'static dyn VerificationAlgorithm = match algorithm {
                "RS256" => &RSA_PKCS1_2048_8192_SHA256,
                "ES256" => &ECDSA_P256_SHA256_FIXED,
                _ => &ECDSA_P384_SHA384_FIXED,
            };
            let expected = public(&PrivateKey::from_text(forms[0]).unwrap());
            for form in forms {
                let key = PrivateKey::from_text(form).unwrap();
                assert_eq!(key.algorithm(), algorithm);
                assert_eq!(public(&key), expected, "{algorithm}");
                let signature = key.sign(b"message").unwrap();
                UnparsedPublicKey::new(verification, &expected)
                    .verify(b"message", &signature)
                    .unwrap();
            }
        }
    }

    #[test]
    fn keys_are_taken_in_the_forms_that_people_have() {
        let base64 = |text: &str| general_purpose::STANDARD.encode(text);
        let wrapped = |text: &str| {
            let lines: Vec<&str> = (0..text.len())
                .step_by(76)
                .map(|at| &text[at..text.len().min(at + 76)])
                .collect();
            lines.join("\n")
        };
        for (pem, jwk) in [
            (f::EC_P256_PKCS8, f::EC_P256_JWK),
            (f::RSA_PKCS1, f::RSA_JWK),
            (f::EC_P384_SEC1, f::EC_P384_JWK),
        ] {
            let body: String = pem
                .rsplit("-----BEGIN")
                .next()
                .unwrap()
                .lines()
                .skip(1)
                .take_while(|line| !line.starts_with('-'))
                .collect();
            let written_out = pem.replace('\n', "\\n");
            let forms = [
                ("as it is", pem.to_owned()),
                ("in quotes", format!("\"{}\"", pem.trim())),
                ("in single quotes", format!("'{pem}'")),
                ("in typographic quotes", format!("“{pem}”")),
                ("after a byte order mark", format!("\u{feff}{pem}")),
                ("with CRLF", pem.replace('\n', "\r\n")),
                ("with CR", pem.replace('\n', "\r")),
                ("with \\n", written_out.clone()),
                ("with \\n in quotes", format!("\"{written_out}\"")),
                ("with \\r\\n", pem.replace('\n', "\\r\\n")),
                ("with \\\\n", pem.replace('\n', "\\\\n")),
                ("as a JSON string", serde_json::to_string(pem).unwrap()),
                ("with blanks for line ends", pem.replace('\n', " ")),
                ("with tabs before lines", pem.replace('\n', "\n\t")),
                ("without line ends", pem.replace('\n', "")),
                ("with hard blanks", pem.replace('\n', "\u{a0}")),
                ("with dashes of a word processor", pem.replace("--", "—-")),
                ("in base64", base64(pem)),
                ("in base64 of lines", wrapped(&base64(pem))),
                ("in base64 without padding", base64(pem).replace('=', "")),
                ("in base64 of quotes", base64(&format!("\"{pem}\""))),
                (
                    "after text",
                    format!("Bag Attributes\n  friendlyName: app\n{pem}"),
                ),
                ("after a name", format!("OKTA_CLIENT_PRIVATEKEY={pem}")),
                ("before text", format!("{pem}\nthe end")),
                ("its inside alone", body.clone()),
                ("its inside in lines", wrapped(&body)),
                ("a JWK", jwk.to_owned()),
                ("a JWK in quotes", format!("'{jwk}'")),
                ("a JWK after a byte order mark", format!("\u{feff}{jwk}")),
                (
                    "a JWK as a JSON string",
                    serde_json::to_string(jwk).unwrap(),
                ),
                ("a JWK in base64", base64(jwk)),
                ("a JWK on one line", jwk.replace('\n', " ")),
            ];
            let expected = public(&PrivateKey::from_text(pem).unwrap());
            for (form, text) in forms {
                for read in [PrivateKey::from_text, PrivateKey::from_setting] {
                    let key = read(&text).unwrap_or_else(|error| panic!("{form}: {error}"));
                    assert_eq!(public(&key), expected, "{form}");
                }
            }
        }
    }

    #[test]
    fn a_key_file_may_be_text_utf_16_or_der() {
        let directory = std::env::temp_dir().join(format!("okta-key-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let utf16: Vec<u8> = [0xfeff]
            .into_iter()
            .chain(f::EC_P256_PKCS8.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        let body: String = f::EC_P256_PKCS8
            .lines()
            .filter(|line| !line.starts_with('-'))
            .collect();
        let der = general_purpose::STANDARD.decode(body).unwrap();
        let expected = public(&PrivateKey::from_text(f::EC_P256_PKCS8).unwrap());
        for (name, content) in [
            ("text.pem", f::EC_P256_PKCS8.as_bytes()),
            ("utf16.pem", &utf16),
            ("key.der", &der),
        ] {
            let path = directory.join(name);
            std::fs::write(&path, content).unwrap();
            let path = path.to_str().unwrap();
            for text in [path.to_owned(), format!("\"{path}\"\n")] {
                let key = PrivateKey::from_setting(&text).unwrap();
                assert_eq!(public(&key), expected, "{name}");
            }
        }
        let message = |path: &Path| PrivateKey::from_file(path).unwrap_err().to_string();
        assert!(message(&directory).contains("is a directory"));
        std::fs::write(directory.join("noise.key"), [0xff, 7, 9]).unwrap();
        assert!(message(&directory.join("noise.key")).contains("neither text nor"));
        std::fs::write(directory.join("huge.key"), vec![b' '; (1 << 20) + 1]).unwrap();
        assert!(message(&directory.join("huge.key")).contains("larger than a megabyte"));
        std::fs::remove_dir_all(&directory).unwrap();
    }

    #[test]
    fn a_tilde_is_the_home_directory() {
        let home = || Some(PathBuf::from("/home/ada"));
        for (path, home, expected) in [
            ("~/key.pem", home(), "/home/ada/key.pem"),
            ("~", home(), "/home/ada"),
            ("~bob/key.pem", home(), "~bob/key.pem"),
            ("a/~/key.pem", home(), "a/~/key.pem"),
            ("~/key.pem", None, "~/key.pem"),
        ] {
            assert_eq!(expanded(Path::new(path), home), Path::new(expected));
        }
    }

    #[test]
    fn a_jwk_brings_its_id_and_may_be_sloppy() {
        let mut jwk: Value = serde_json::from_str(f::EC_P256_JWK).unwrap();
        let key = PrivateKey::from_text(&jwk.to_string()).unwrap();
        assert_eq!(key.id(), Some("p256-1"));
        // Padding, leading zeros and members of any type.
        let d = format!("AAAA{}=", jwk["d"].as_str().unwrap());
        jwk["d"] = d.into();
        jwk["use"] = Value::Null;
        jwk["ext"] = json!([true]);
        let sloppy = PrivateKey::from_text(&jwk.to_string()).unwrap();
        assert_eq!(public(&sloppy), public(&key));
        assert_eq!(PrivateKey::from_text(f::EC_P256_SEC1).unwrap().id(), None);
    }

    #[test]
    fn what_cannot_sign_is_refused_with_the_way_to_mend_it() {
        let jwk = |member: &str, value: Value| {
            let mut jwk: Value = serde_json::from_str(f::EC_P256_JWK).unwrap();
            jwk[member] = value;
            jwk.to_string()
        };
        let public_half = jwk("d", Value::Null);
        let other_curve = jwk("crv", "P-521".into());
        let other_point = jwk("x", "AAAA".into());
        let long = jwk("d", "A".repeat(100).replace('A', "Q").into());
        let not_base64 = jwk("d", "hunter2!".into());
        let symmetric = jwk("kty", "oct".into());
        let set = format!(r#"{{"keys":[{}]}}"#, f::EC_P256_JWK);
        for (text, hint) in [
            ("", "PEM or JWK"),
            ("hunter2", "something else, of 7 characters"),
            ("{ hunter2", "line 1"),
            ("{}", "`kty` is missing"),
            (r#"{"kty":5}"#, "`kty` is not text"),
            (&jwk("kid", 5.into()), "`kid` is not text"),
            (&jwk("d", 5.into()), "`d` is not text"),
            (r#"{"kty":"RSA","d":"AQAB"}"#, "`n` is missing"),
            (&public_half, "public key"),
            (&other_curve, "EC P-521"),
            (&other_point, "P-256 key is not valid"),
            (&long, "too long"),
            (&not_base64, "`d` is not base64url"),
            (&symmetric, "symmetric (oct) keys"),
            (&set, "set of keys"),
            (f::EC_P521_PKCS8, "EC P-521"),
            (f::ED25519_PKCS8, "not supported"),
            (f::EC_P256_ENCRYPTED, "openssl pkey"),
            (f::RSA_1024, "RSA key is not valid: TooSmall"),
        ] {
            let error = PrivateKey::from_text(text).unwrap_err();
            let message = format!("{error} {error:?}");
            assert!(message.contains(hint), "{message}");
            assert!(!message.contains("hunter2"), "{message}");
        }
        let error = PrivateKey::from_file("no/such.pem")
            .unwrap_err()
            .to_string();
        assert!(error.starts_with("no/such.pem cannot be read"), "{error}");
    }

    #[test]
    fn ring_wants_the_public_half_and_aws_lc_rs_computes_it() {
        let key = PrivateKey::from_text(f::EC_P256_NO_PUBLIC);
        if cfg!(feature = "aws-lc-rs") {
            assert_eq!(key.unwrap().algorithm(), "ES256");
        } else {
            let error = key.unwrap_err().to_string();
            assert!(error.contains("openssl pkey"), "{error}");
        }
    }

    #[test]
    fn debug_shows_no_secret() {
        let key = PrivateKey::from_text(f::EC_P256_JWK).unwrap();
        assert_eq!(
            format!("{key:?}"),
            r#"PrivateKey { algorithm: "ES256", id: Some(`p256-1`), .. }"#
        );
    }
}
