//! Keys that OpenSSL made for these tests. They are used nowhere else.

pub(crate) const RSA_PKCS8: &str = include_str!("fixtures/rsa-pkcs8.pem");
pub(crate) const RSA_PKCS1: &str = include_str!("fixtures/rsa-pkcs1.pem");
pub(crate) const RSA_JWK: &str = include_str!("fixtures/rsa.jwk.json");
pub(crate) const EC_P256_PKCS8: &str = include_str!("fixtures/p256-pkcs8.pem");
pub(crate) const EC_P256_SEC1: &str = include_str!("fixtures/p256-sec1.pem");
pub(crate) const EC_P256_JWK: &str = include_str!("fixtures/p256.jwk.json");
pub(crate) const EC_P384_PKCS8: &str = include_str!("fixtures/p384-pkcs8.pem");
/// Begins with a section of parameters, as `openssl ecparam -genkey` writes it.
pub(crate) const EC_P384_SEC1: &str = include_str!("fixtures/p384-sec1.pem");
pub(crate) const EC_P384_JWK: &str = include_str!("fixtures/p384.jwk.json");

pub(crate) const EC_P521_PKCS8: &str = include_str!("fixtures/p521-pkcs8.pem");
pub(crate) const EC_P256_ENCRYPTED: &str = include_str!("fixtures/p256-encrypted.pem");
pub(crate) const EC_P256_NO_PUBLIC: &str = include_str!("fixtures/p256-no-public.pem");
pub(crate) const ED25519_PKCS8: &str = include_str!("fixtures/ed25519-pkcs8.pem");
pub(crate) const RSA_1024: &str = include_str!("fixtures/rsa-1024.pem");

/// A self-signed certificate for 127.0.0.1 with the key [`EC_P256_PKCS8`].
pub(crate) const SERVER_CERTIFICATE: &str = include_str!("fixtures/server.crt.pem");
pub(crate) const AUTHORITY_CERTIFICATE: &str = include_str!("fixtures/authority.crt.pem");
