//! Whole flows against a server on the loopback.
//!
//! Time is tokio's paused clock: it jumps to the next timer when nothing else can happen,
//! so that an hour takes no time, and the loopback is always quicker than a timer.
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

/// A token endpoint's success.
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

/// The headers of a request to this path once it is authorized.
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

/// What is made anew after this refusal of a request that carried this.
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

/// A JWT's header and claims, once its signature is verified.
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

/// The header and claims of a DPoP proof, once verified with the key in its header.
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
