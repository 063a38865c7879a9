//! Whole flows against a server on the loopback interface.
//!
//! Time is Tokio's paused clock. It jumps to the next timer when nothing else can happen, so an
//! hour takes no time. The loopback is always faster than a timer.
#![allow(clippy::unwrap_used, clippy::panic)]

mod device;
mod server;
mod service_app;
mod sharing;
mod way;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderValue, Method, header};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey, VerificationAlgorithm};
use serde_json::Value;

use super::{PrivateKey, Renewals, Renewed, ServiceApp, fixtures};
use crate::AuthError;
use crate::{Client, Error};

/// A successful response of a token endpoint.
fn granted(token: &str) -> server::Reply {
    granted_as(token, "Bearer")
}

fn granted_as(token: &str, kind: &str) -> server::Reply {
    server::json(
        200,
        serde_json::json!({ "access_token": token, "token_type": kind, "expires_in": 3600 }),
    )
}

fn refused(status: u16, error: &str) -> server::Reply {
    server::json(status, serde_json::json!({ "error": error }))
}

fn service_app() -> ServiceApp {
    let key = PrivateKey::from_text(fixtures::EC_P256_JWK).unwrap();
    ServiceApp::new("0oa1", key, ["okta.users.read", "okta.groups.read"])
}

fn client(url: &str, app: ServiceApp) -> Client {
    Client::builder(url)
        .allow_http(true)
        .service_app(app)
        .build()
        .unwrap()
}

/// Authorizes a request to this path and returns its headers.
async fn authorize(client: &Client, path: &str) -> Result<HeaderMap, Error> {
    let mut request =
        reqwest::Request::new(Method::GET, client.session().org().join(path).unwrap());
    client
        .session()
        .authenticator()
        .authorize(client.session().http(), &mut request)
        .await?;
    Ok(request.headers().clone())
}

/// Returns what is made anew after this refusal of a request with these headers.
fn refused_by_the_api(
    client: &Client,
    authorization: &HeaderValue,
    answer: &HeaderMap,
) -> Option<Renewed> {
    let status = http::StatusCode::UNAUTHORIZED;
    client.session().authenticator().refused(
        authorization,
        status,
        answer,
        &mut Renewals::default(),
    )
}

async fn authorization(client: &Client) -> Result<HeaderValue, Error> {
    Ok(authorize(client, "/api/v1/users").await?[header::AUTHORIZATION].clone())
}

fn refusal(error: Error) -> crate::Refusal {
    match error {
        Error::Auth(AuthError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

/// Verifies a JWT's signature and returns its header and claims.
fn verify(
    jwt: &str,
    algorithm: &'static dyn VerificationAlgorithm,
    public_key: &[u8],
) -> (Value, Value) {
    let (message, signature) = jwt.rsplit_once('.').unwrap();
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
    UnparsedPublicKey::new(algorithm, public_key)
        .verify(message.as_bytes(), &decode(signature))
        .unwrap();
    let (header, claims) = message.split_once('.').unwrap();
    (
        serde_json::from_slice(&decode(header)).unwrap(),
        serde_json::from_slice(&decode(claims)).unwrap(),
    )
}

/// Verifies a DPoP proof with the key in its header and returns its header and claims.
fn verify_proof(proof: &str) -> (Value, Value) {
    let header = URL_SAFE_NO_PAD
        .decode(proof.split('.').next().unwrap())
        .unwrap();
    let header: Value = serde_json::from_slice(&header).unwrap();
    let coordinate = |name: &str| {
        URL_SAFE_NO_PAD
            .decode(header["jwk"][name].as_str().unwrap())
            .unwrap()
    };
    let point = [vec![4], coordinate("x"), coordinate("y")].concat();
    assert_eq!(
        header["jwk"].as_object().unwrap().len(),
        4,
        "no private part"
    );
    verify(proof, &ECDSA_P256_SHA256_FIXED, &point)
}

fn ec_public_key(key: &PrivateKey) -> Vec<u8> {
    key.pair().public().to_vec()
}
