//! A service app from registration to calls: private-key JWT, DPoP, scopes, expiry.
#![allow(clippy::unwrap_used)]

mod support;

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use okta_mock::{Clock, Org};
use reqwest::Response;
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use support::World;

struct Key(EcdsaKeyPair);

impl Key {
    fn new() -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        Self(EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap())
    }

    fn jwk(&self) -> Value {
        let point = self.0.public_key().as_ref();
        json!({
            "kty": "EC", "crv": "P-256", "alg": "ES256",
            "x": URL_SAFE_NO_PAD.encode(&point[1..33]),
            "y": URL_SAFE_NO_PAD.encode(&point[33..65]),
        })
    }

    fn sign(&self, mut header: Value, claims: &Value) -> String {
        header["alg"] = "ES256".into();
        let signed = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header.to_string()),
            URL_SAFE_NO_PAD.encode(claims.to_string())
        );
        let signature = self
            .0
            .sign(&SystemRandom::new(), signed.as_bytes())
            .unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

struct Service {
    world: World,
    clock: Clock,
    client: String,
    key: Key,
    proofs: Key,
    count: std::cell::Cell<u32>,
}

impl Service {
    /// Registers an app with a key and with `okta.users.read`.
    async fn start(dpop: bool) -> Self {
        let clock = Clock::system();
        let org = Org::builder().clock(clock.clone()).start().await.unwrap();
        let world = World::of(org);
        let key = Key::new();
        let app = json!({
            "name": "oidc_client", "label": "Nightly job", "signOnMode": "OPENID_CONNECT",
            "credentials": {"oauthClient": {"token_endpoint_auth_method": "private_key_jwt"}},
            "settings": {"oauthClient": {
                "application_type": "service", "grant_types": ["client_credentials"],
                "response_types": ["token"], "jwks": {"keys": [key.jwk()]},
                "dpop_bound_access_tokens": dpop,
            }},
        });
        let (status, app) = world.post("/api/v1/apps", &app).await;
        assert_eq!(status, 200, "{app}");
        let client = app["id"].as_str().unwrap().to_owned();
        let grant = json!({"scopeId": "okta.users.read", "issuer": world.org.url()});
        let (status, _) = world
            .post(&format!("/api/v1/apps/{client}/grants"), &grant)
            .await;
        assert_eq!(status, 200);
        let (proofs, count) = (Key::new(), std::cell::Cell::new(0));
        Self {
            world,
            clock,
            client,
            key,
            proofs,
            count,
        }
    }

    fn next(&self) -> String {
        self.count.set(self.count.get() + 1);
        format!("id-{}", self.count.get())
    }

    fn proof(&self, method: &str, url: &str, more: &Value) -> String {
        let mut claims = json!({
            "htm": method, "htu": url, "jti": self.next(), "iat": self.clock.now().timestamp(),
        });
        for (name, value) in more.as_object().unwrap() {
            claims[name] = value.clone();
        }
        let header = json!({"typ": "dpop+jwt", "jwk": self.proofs.jwk()});
        self.proofs.sign(header, &claims)
    }

    async fn token(&self, scope: &str, proof: Option<String>) -> Response {
        let url = format!("{}/oauth2/v1/token", self.world.org.url());
        let now = self.clock.now().timestamp();
        let assertion = self.key.sign(
            json!({}),
            &json!({
                "iss": self.client, "sub": self.client, "aud": url,
                "iat": now, "exp": now + 300, "jti": self.next(),
            }),
        );
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "client_credentials")
            .append_pair("scope", scope)
            .append_pair(
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            )
            .append_pair("client_assertion", &assertion)
            .finish();
        let mut request = self
            .world
            .http
            .post(url)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .body(form);
        if let Some(proof) = proof {
            request = request.header("DPoP", proof);
        }
        request.send().await.unwrap()
    }

    async fn call(&self, path: &str, authorization: &str, proof: Option<String>) -> Response {
        let url = format!("{}{path}", self.world.org.url());
        let mut request = self
            .world
            .http
            .get(url)
            .header("Authorization", authorization);
        if let Some(proof) = proof {
            request = request.header("DPoP", proof);
        }
        request.send().await.unwrap()
    }
}

async fn json_of(response: Response) -> Value {
    serde_json::from_str(&response.text().await.unwrap()).unwrap()
}

#[tokio::test]
async fn a_bearer_token_opens_what_was_granted_for_an_hour() {
    let service = Service::start(false).await;
    let refused = service.token("okta.groups.manage", None).await;
    assert_eq!(refused.status(), 400);
    assert_eq!(json_of(refused).await["error"], "invalid_scope");
    let granted = json_of(service.token("okta.users.read", None).await).await;
    assert_eq!(granted["token_type"], "Bearer");
    assert_eq!(granted["expires_in"], 3600);
    let bearer = format!("Bearer {}", granted["access_token"].as_str().unwrap());
    assert_eq!(
        service.call("/api/v1/users", &bearer, None).await.status(),
        200
    );
    let refused = service.call("/api/v1/groups", &bearer, None).await;
    assert_eq!(refused.status(), 403);
    let challenge = refused.headers()["www-authenticate"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(challenge.contains("insufficient_scope"), "{challenge}");
    service.clock.advance(Duration::from_secs(3601));
    let expired = service.call("/api/v1/users", &bearer, None).await;
    assert_eq!(expired.status(), 401);
    assert!(
        expired.headers()["www-authenticate"]
            .to_str()
            .unwrap()
            .contains("expired")
    );
}

#[tokio::test]
async fn a_dpop_token_is_worth_nothing_without_its_key() {
    let service = Service::start(true).await;
    let url = format!("{}/oauth2/v1/token", service.world.org.url());
    let proof = service.proof("POST", &url, &json!({}));
    let first = service.token("okta.users.read", Some(proof)).await;
    assert_eq!(first.status(), 400);
    let nonce = first.headers()["dpop-nonce"].to_str().unwrap().to_owned();
    assert_eq!(json_of(first).await["error"], "use_dpop_nonce");
    let proof = service.proof("POST", &url, &json!({"nonce": nonce}));
    let granted = json_of(service.token("okta.users.read", Some(proof)).await).await;
    assert_eq!(granted["token_type"], "DPoP", "{granted}");
    let token = granted["access_token"].as_str().unwrap();
    let hash = URL_SAFE_NO_PAD.encode(digest(&SHA256, token.as_bytes()));
    let users = format!("{}/api/v1/users", service.world.org.url());
    let (bound, bare) = (format!("DPoP {token}"), format!("Bearer {token}"));
    let proof = service.proof("GET", &users, &json!({"ath": hash}));
    let good = service
        .call("/api/v1/users?limit=1", &bound, Some(proof.clone()))
        .await;
    assert_eq!(good.status(), 200);
    for (authorization, proof) in [(&bound, Some(proof)), (&bound, None), (&bare, None)] {
        let refused = service
            .call("/api/v1/users?limit=1", authorization, proof)
            .await;
        assert_eq!(refused.status(), 400);
    }
}
