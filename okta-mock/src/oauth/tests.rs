//! The server as a client meets it: tokens asked for, then used.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

use super::*;

const TOKEN_URL: &str = "https://acme.okta.com/oauth2/v1/token";
const CLIENT: &str = "0oa1";

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(1_800_000_000)
}

/// A key pair and what signs with it.
struct Signer {
    pair: EcdsaKeyPair,
    public: Value,
}

impl Signer {
    fn new() -> Self {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &random).unwrap();
        let point = pair.public_key().as_ref();
        let public = json!({
            "kty": "EC", "crv": "P-256",
            "x": URL_SAFE_NO_PAD.encode(&point[1..33]),
            "y": URL_SAFE_NO_PAD.encode(&point[33..]),
        });
        Self { pair, public }
    }

    fn key(&self, id: &str) -> PublicKey {
        let mut jwk = self.public.clone();
        jwk["kid"] = id.into();
        PublicKey::from_jwk(&jwk).unwrap()
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let encode = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
        let message = format!("{}.{}", encode(header), encode(claims));
        let signature = self
            .pair
            .sign(&SystemRandom::new(), message.as_bytes())
            .unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// A good assertion with some claims changed, or left out where null.
    fn assertion(&self, jti: &str, changes: Value) -> String {
        let mut claims = json!({
            "iss": CLIENT, "sub": CLIENT, "aud": TOKEN_URL, "jti": jti,
            "iat": now().timestamp(), "exp": now().timestamp() + 300,
        });
        change(&mut claims, changes);
        self.sign(&json!({"alg": "ES256", "kid": "k1"}), &claims)
    }

    /// A good proof for a POST to the token endpoint with some claims changed.
    fn proof(&self, jti: &str, changes: Value) -> String {
        let mut claims = json!({
            "htm": "POST", "htu": TOKEN_URL, "iat": now().timestamp(), "jti": jti,
        });
        change(&mut claims, changes);
        self.sign(
            &json!({"alg": "ES256", "typ": "dpop+jwt", "jwk": self.public}),
            &claims,
        )
    }
}

fn change(claims: &mut Value, changes: Value) {
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => {
                claims.as_object_mut().unwrap().remove(name);
            }
            value => claims[name] = value.clone(),
        }
    }
}

fn server(signer: &Signer, requires_dpop: bool) -> AuthorizationServer {
    let mut server = AuthorizationServer::new(7);
    server.register(ServiceApp {
        client_id: CLIENT.to_owned(),
        keys: vec![signer.key("k1")],
        scopes: scope::list("okta.users.read okta.groups.manage"),
        requires_dpop,
    });
    server
}

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(*name, HeaderValue::from_str(value).unwrap());
    }
    headers
}

struct Answer {
    status: u16,
    body: Value,
    nonce: Option<String>,
}

impl Answer {
    fn error(&self) -> (u16, &str, &str) {
        let text = |name| self.body[name].as_str().unwrap_or_default();
        (self.status, text("error"), text("error_description"))
    }
}

fn post(server: &mut AuthorizationServer, form: &[(&str, &str)], with: &HeaderMap) -> Answer {
    let form = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    let url = Url::parse(TOKEN_URL).unwrap();
    let response = server.token(&url, with, form.as_bytes(), now());
    assert_eq!(
        response.headers()[header::CACHE_CONTROL],
        "no-cache, no-store"
    );
    Answer {
        status: response.status().as_u16(),
        body: serde_json::from_str(response.body()).unwrap(),
        nonce: response
            .headers()
            .get("dpop-nonce")
            .map(|nonce| nonce.to_str().unwrap().to_owned()),
    }
}

/// Asks for a token with this assertion.
fn ask(server: &mut AuthorizationServer, assertion: &str, scope: &str, with: &HeaderMap) -> Answer {
    let form = [
        ("grant_type", "client_credentials"),
        ("scope", scope),
        (
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ),
        ("client_assertion", assertion),
    ];
    post(server, &form, with)
}

fn call(
    server: &mut AuthorizationServer,
    pairs: &[(&'static str, &str)],
    method: &Method,
    url: &str,
    required: &[&str],
) -> Result<Principal, Denied> {
    let url = Url::parse(url).unwrap();
    server.authorize(&headers(pairs), method, &url, now(), required)
}

const USERS: &str = "https://acme.okta.com/api/v1/users";

#[test]
fn a_bearer_token_is_issued_and_opens_what_it_is_for() {
    let signer = Signer::new();
    let mut server = server(&signer, false);
    let assertion = signer.assertion("j1", json!({}));
    let answer = ask(
        &mut server,
        &assertion,
        "okta.users.read okta.groups.manage",
        &HeaderMap::new(),
    );
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.body["token_type"], "Bearer");
    assert_eq!(answer.body["expires_in"], 3600);
    assert_eq!(answer.body["scope"], "okta.groups.manage okta.users.read");
    let bearer = format!("Bearer {}", answer.body["access_token"].as_str().unwrap());

    let joined = bearer.replace(' ', "");
    let glued = call(
        &mut server,
        &[("authorization", &joined)],
        &Method::GET,
        USERS,
        &[],
    );
    assert!(glued.is_ok(), "{glued:?}");

    for (required, allowed) in [
        (&["okta.users.read"][..], true),
        (&["okta.groups.read"], true),
        (&["okta.groups.manage", "okta.users.read"], true),
        (&[], true),
        (&["okta.users.manage"], false),
        (&["okta.groups.manage", "okta.apps.read"], false),
    ] {
        let result = call(
            &mut server,
            &[("authorization", &bearer)],
            &Method::GET,
            USERS,
            required,
        );
        match result {
            Ok(principal) => {
                assert!(allowed, "{required:?}");
                assert!(
                    matches!(principal, Principal::ServiceApp { client_id, .. } if client_id == CLIENT)
                );
            }
            Err(denied) => {
                assert!(!allowed, "{required:?} {denied:?}");
                let Denied::Challenge { status, header } = denied else {
                    panic!("{denied:?}")
                };
                assert_eq!(status, StatusCode::FORBIDDEN);
                let expected = format!(
                    "Bearer authorization_uri=\"http://acme.okta.com/oauth2/v1/authorize\", \
                     realm=\"http://acme.okta.com\", scope=\"{}\", error=\"insufficient_scope\", \
                     error_description=\"The access token provided does not contain the required scopes.\", \
                     resource=\"/api/v1/users\"",
                    required.join(" "),
                );
                assert_eq!(header, expected);
            }
        }
    }
}

#[test]
fn assertions_are_checked_claim_by_claim() {
    let signer = Signer::new();
    let seconds = |offset: i64| json!(now().timestamp() + offset);
    for (changes, expected) in [
        (json!({}), ""),
        (json!({"jti": null}), ""),
        (json!({"iat": null}), ""),
        (json!({"aud": [TOKEN_URL, "https://else.where"]}), ""),
        (json!({"exp": seconds(3600)}), ""),
        (
            json!({"exp": seconds(3601)}),
            "The client_assertion token has an expiration too far into the future.",
        ),
        (
            json!({"exp": seconds(0)}),
            "The client_assertion token is expired.",
        ),
        (
            json!({"exp": null}),
            "The client_assertion token has no expiration.",
        ),
        (
            json!({"iat": seconds(301)}),
            "The client_assertion token was issued in the future.",
        ),
        (json!({"nbf": seconds(300)}), ""),
        (
            json!({"nbf": seconds(301)}),
            "The client_assertion token is not yet valid.",
        ),
        (
            json!({"nbf": "soon"}),
            "The client_assertion token is not yet valid.",
        ),
        (
            json!({"iss": "0oa2"}),
            "The issuer and the subject of client_assertion must be the client_id.",
        ),
        (
            json!({"aud": "https://acme.okta.com"}),
            "The audience claim for client_assertion must be the endpoint invoked for the request.",
        ),
        (
            json!({"aud": null}),
            "The audience claim for client_assertion must be the endpoint invoked for the request.",
        ),
        (
            json!({"jti": "x".repeat(300)}),
            "The client_assertion token id is too long.",
        ),
    ] {
        let mut server = server(&signer, false);
        let assertion = signer.assertion("j1", changes.clone());
        check(&mut server, &assertion, expected, &changes);
    }
}

/// Whether an assertion is taken, or refused in these words; `what` is special about it.
#[track_caller]
fn check(server: &mut AuthorizationServer, assertion: &str, expected: &str, what: &Value) {
    let answer = ask(server, assertion, "okta.users.read", &HeaderMap::new());
    match expected {
        "" => assert_eq!(answer.status, 200, "{what} {}", answer.body),
        _ => assert_eq!(answer.error(), (401, "invalid_client", expected), "{what}"),
    }
}

#[test]
fn keys_are_found_by_their_id() {
    let (first, second, stranger) = (Signer::new(), Signer::new(), Signer::new());
    let claims = |jti: &str| {
        json!({
            "iss": CLIENT, "sub": CLIENT, "aud": TOKEN_URL, "jti": jti,
            "exp": now().timestamp() + 300,
        })
    };
    let kid = "The client_assertion JWT kid is invalid.";
    let signature = "The client_assertion signature is invalid.";
    for (registered, signer, header, expected) in [
        (1, &first, json!({"alg": "ES256"}), ""),
        (2, &second, json!({"alg": "ES256", "kid": "k2"}), ""),
        (2, &first, json!({"alg": "ES256"}), kid),
        (2, &first, json!({"alg": "ES256", "kid": "k3"}), kid),
        (0, &first, json!({"alg": "ES256"}), kid),
        (2, &first, json!({"alg": "ES256", "kid": "k2"}), signature),
        (1, &stranger, json!({"alg": "ES256"}), signature),
        (1, &first, json!({"alg": "none"}), signature),
        (
            1,
            &first,
            json!({"alg": "ES256", "crit": ["exp"]}),
            "The client_assertion JWT has critical headers that are not supported.",
        ),
        (1, &first, json!({"alg": "RS256"}), signature),
        (1, &first, json!({}), signature),
    ] {
        let mut server = server(&first, false);
        let keys = [first.key("k1"), second.key("k2")];
        server.register(ServiceApp {
            client_id: CLIENT.to_owned(),
            keys: keys[..registered].to_vec(),
            scopes: scope::list("okta.users.read"),
            requires_dpop: false,
        });
        let assertion = signer.sign(&header, &claims("j1"));
        check(&mut server, &assertion, expected, &header);
    }
}

#[test]
fn an_assertion_is_good_once() {
    let signer = Signer::new();
    let mut server = server(&signer, false);
    let assertion = signer.assertion("j1", json!({}));
    let none = HeaderMap::new();
    assert_eq!(
        ask(&mut server, &assertion, "okta.users.read", &none).status,
        200
    );
    let again = ask(&mut server, &assertion, "okta.users.read", &none);
    assert_eq!(
        again.error(),
        (
            401,
            "invalid_client",
            "The client_assertion token has already been used."
        )
    );
    let fresh = signer.assertion("j2", json!({}));
    assert_eq!(
        ask(&mut server, &fresh, "okta.users.read", &none).status,
        200
    );
}

#[test]
fn forms_that_are_refused() {
    let signer = Signer::new();
    let assertion = signer.assertion("j1", json!({}));
    let good = [
        ("grant_type", "client_credentials"),
        ("scope", "okta.users.read"),
        (
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ),
        ("client_assertion", &assertion),
    ];
    let with = |name: &'static str, value: &'static str| {
        let mut form: Vec<_> = good.into_iter().filter(|(n, _)| *n != name).collect();
        form.push((name, value));
        form
    };
    let twice = [&good[..], &[("scope", "okta.groups.read")]].concat();
    for (form, status, error) in [
        (vec![], 400, "invalid_request"),
        (twice, 400, "invalid_request"),
        (with("grant_type", ""), 400, "invalid_request"),
        (
            with("grant_type", "password"),
            400,
            "unsupported_grant_type",
        ),
        (with("scope", ""), 400, "invalid_scope"),
        (
            with("scope", "okta.users.read okta.apps.read"),
            400,
            "invalid_scope",
        ),
        (with("scope", "openid"), 400, "invalid_scope"),
        (with("client_assertion", ""), 401, "invalid_client"),
        (with("client_assertion", "not.a.jwt"), 401, "invalid_client"),
        (
            with("client_assertion_type", "other"),
            401,
            "invalid_client",
        ),
        (with("client_secret", "s"), 401, "invalid_client"),
    ] {
        let answer = post(&mut server(&signer, false), &form, &HeaderMap::new());
        assert_eq!(
            (answer.status, answer.error().1),
            (status, error),
            "{form:?}"
        );
        assert_eq!(answer.nonce, None);
    }
    let basic = headers(&[("authorization", "Basic Og==")]);
    assert_eq!(
        post(&mut server(&signer, false), &good, &basic).error().1,
        "invalid_client"
    );
}

#[test]
fn an_unknown_client_gets_oktas_own_error_object() {
    let signer = Signer::new();
    let assertion = signer.assertion("j1", json!({}));
    let mut empty = AuthorizationServer::new(7);
    let mut other = server(&signer, false);
    other.unregister(CLIENT);
    for server in [&mut empty, &mut other] {
        let answer = ask(server, &assertion, "okta.users.read", &HeaderMap::new());
        assert_eq!(
            (answer.status, &answer.body["errorCode"]),
            (400, &json!("invalid_client"))
        );
        assert_eq!(
            answer.body["errorSummary"],
            "Invalid value for 'client_id' parameter."
        );
    }
}

#[test]
fn dpop_asks_for_a_proof_and_then_for_a_nonce() {
    let signer = Signer::new();
    let device = Signer::new();
    let mut server = server(&signer, true);
    let first = signer.assertion("j1", json!({}));
    let answer = ask(&mut server, &first, "okta.users.read", &HeaderMap::new());
    let missing = "The DPoP proof JWT header is missing.";
    assert_eq!(answer.error(), (400, "invalid_dpop_proof", missing));

    let second = signer.assertion("j2", json!({}));
    let proof = headers(&[("dpop", &device.proof("p1", json!({})))]);
    let answer = ask(&mut server, &second, "okta.users.read", &proof);
    assert_eq!(answer.error().1, "use_dpop_nonce");
    assert_eq!(answer.status, 400);
    let nonce = answer.nonce.unwrap();

    // The assertion was used up by the attempt that only asked for a nonce.
    let proof = headers(&[("dpop", &device.proof("p2", json!({"nonce": nonce})))]);
    let answer = ask(&mut server, &second, "okta.users.read", &proof);
    assert_eq!(answer.error().1, "invalid_client");

    let third = signer.assertion("j3", json!({}));
    let answer = ask(&mut server, &third, "okta.users.read", &proof);
    assert_eq!(
        (answer.status, &answer.body["token_type"]),
        (200, &json!("DPoP"))
    );

    let fourth = signer.assertion("j4", json!({}));
    let answer = ask(&mut server, &fourth, "okta.users.read", &proof);
    let used = "The DPoP proof JWT has already been used.";
    assert_eq!(answer.error(), (400, "invalid_dpop_proof", used));
}

/// A server, a client's proof key and a token that is bound to it.
fn bound() -> (AuthorizationServer, Signer, String) {
    let signer = Signer::new();
    let device = Signer::new();
    // Not required, but sent: the token is bound all the same.
    let mut server = server(&signer, false);
    let [nonce, _] = dpop::nonces(7, now());
    let proof = headers(&[("dpop", &device.proof("p0", json!({"nonce": nonce})))]);
    let assertion = signer.assertion("j0", json!({}));
    let answer = ask(&mut server, &assertion, "okta.users.read", &proof);
    assert_eq!(answer.status, 200, "{}", answer.body);
    let token = answer.body["access_token"].as_str().unwrap().to_owned();
    (server, device, token)
}

#[test]
fn proofs_of_api_calls_are_checked_claim_by_claim() {
    let (mut server, device, token) = bound();
    let ath = URL_SAFE_NO_PAD.encode(digest(&SHA256, token.as_bytes()));
    let url = format!("{USERS}/ada%40example.com?expand=blocks");
    let htu = format!("{USERS}/ada@example.com");
    let good = |jti: &str, changes: Value| {
        let mut all = json!({"htm": "GET", "htu": htu, "ath": ath});
        change(&mut all, changes);
        // Left out below, not merely changed.
        let mut claims = json!({"iat": now().timestamp(), "jti": jti});
        change(&mut claims, all);
        claims
    };
    let header = json!({"alg": "ES256", "typ": "dpop+jwt", "jwk": device.public});
    let seconds = |offset: i64| json!(now().timestamp() + offset);
    let invalid = |name: &str| format!("'{name}' claim in the DPoP proof JWT is invalid.");
    for (jti, changes, expected) in [
        ("a", json!({}), String::new()),
        (
            "a",
            json!({}),
            "The DPoP proof JWT has already been used.".to_owned(),
        ),
        ("b", json!({"iat": seconds(-300)}), String::new()),
        ("c", json!({"iat": seconds(300)}), String::new()),
        ("d", json!({"iat": seconds(-301)}), invalid("iat")),
        ("e", json!({"iat": seconds(301)}), invalid("iat")),
        ("f", json!({"htm": "POST"}), invalid("htm")),
        ("g", json!({"htm": "get"}), invalid("htm")),
        ("h", json!({"htu": url}), invalid("htu")),
        (
            "i",
            json!({"htu": format!("{USERS}/ada%40example.com")}),
            invalid("htu"),
        ),
        ("j", json!({"htu": format!("{htu}/")}), invalid("htu")),
        ("k", json!({"ath": "x"}), invalid("ath")),
        ("m", json!({"nbf": seconds(300)}), String::new()),
        ("n", json!({"nbf": seconds(301)}), invalid("nbf")),
        ("l", json!({"ath": null}), invalid("ath")),
        ("", json!({}), invalid("jti")),
    ] {
        let proof = device.sign(&header, &good(jti, changes.clone()));
        let pairs = [
            ("authorization", &*format!("DPoP {token}")),
            ("dpop", &*proof),
        ];
        let result = call(
            &mut server,
            &pairs,
            &Method::GET,
            &url,
            &["okta.users.read"],
        );
        check_proof(result, &expected, &changes.to_string());
    }
}

#[track_caller]
fn check_proof(result: Result<Principal, Denied>, expected: &str, case: &str) {
    match result {
        Ok(_) => assert_eq!(expected, "", "{case}"),
        Err(Denied::Challenge { status, header }) => {
            assert_eq!(status, StatusCode::BAD_REQUEST, "{case}");
            assert!(header.starts_with("DPoP algs=\"RS256 "), "{header}");
            let words = format!("error=\"invalid_dpop_proof\", error_description=\"{expected}\"");
            assert!(header.contains(&words), "{case}: {header}");
        }
        Err(denied) => panic!("{case}: {denied:?}"),
    }
}

#[test]
fn headers_of_proofs_are_checked() {
    let (mut server, device, token) = bound();
    let stranger = Signer::new();
    let ath = URL_SAFE_NO_PAD.encode(digest(&SHA256, token.as_bytes()));
    let claims = |jti: &str| json!({"htm": "GET", "htu": USERS, "ath": ath, "iat": now().timestamp(), "jti": jti});
    let mut private = device.public.clone();
    private["d"] = "AA".into();
    let jwk = "'jwk' header in the DPoP proof JWT is invalid.";
    for (n, (signer, header, expected)) in [
        (
            &device,
            json!({"alg": "ES256", "typ": "dpop+jwt", "jwk": device.public}),
            "",
        ),
        (
            &device,
            json!({"alg": "ES256", "typ": "JWT", "jwk": device.public}),
            "'typ' header in the DPoP proof JWT is invalid.",
        ),
        (
            &device,
            json!({"alg": "ES256", "typ": "dpop+jwt", "jwk": device.public, "crit": ["b64"]}),
            "'crit' header in the DPoP proof JWT is not supported.",
        ),
        (&device, json!({"alg": "ES256", "typ": "dpop+jwt"}), jwk),
        (
            &device,
            json!({"alg": "ES256", "typ": "dpop+jwt", "jwk": private}),
            jwk,
        ),
        (
            &device,
            json!({"alg": "none", "typ": "dpop+jwt", "jwk": device.public}),
            "The DPoP proof JWT signature is invalid.",
        ),
        (
            &stranger,
            json!({"alg": "ES256", "typ": "dpop+jwt", "jwk": device.public}),
            "The DPoP proof JWT signature is invalid.",
        ),
        (
            &stranger,
            json!({"alg": "ES256", "typ": "dpop+jwt", "jwk": stranger.public}),
            jwk,
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let proof = signer.sign(&header, &claims(&n.to_string()));
        let pairs = [
            ("authorization", &*format!("DPoP {token}")),
            ("dpop", &*proof),
        ];
        let result = call(&mut server, &pairs, &Method::GET, USERS, &[]);
        check_proof(result, expected, &header.to_string());
    }

    let proof = device.proof("two", json!({}));
    let authorization = format!("DPoP {token}");
    for (proofs, expected) in [
        (vec![], "The DPoP proof JWT header is missing."),
        (vec!["x.y.z"], "DPoP proof JWT cannot be parsed."),
        (
            vec![&*proof, &*proof],
            "More than one DPoP proof JWT header is present.",
        ),
    ] {
        let mut pairs = vec![("authorization", &*authorization)];
        pairs.extend(proofs.into_iter().map(|proof| ("dpop", proof)));
        check_proof(
            call(&mut server, &pairs, &Method::GET, USERS, &[]),
            expected,
            expected,
        );
    }
    // As a bearer token it is worth nothing.
    let bearer = format!("Bearer {token}");
    let result = call(
        &mut server,
        &[("authorization", &bearer)],
        &Method::GET,
        USERS,
        &[],
    );
    check_proof(result, "The DPoP proof JWT header is missing.", "bearer");
}

#[test]
fn tokens_end() {
    let signer = Signer::new();
    let mut server = server(&signer, false);
    let url = Url::parse(USERS).unwrap();
    let issue = |server: &mut AuthorizationServer, jti: &str| {
        let assertion = signer.assertion(jti, json!({}));
        let answer = ask(server, &assertion, "okta.users.read", &HeaderMap::new());
        headers(&[(
            "authorization",
            &format!("Bearer {}", answer.body["access_token"].as_str().unwrap()),
        )])
    };
    let get = |server: &mut AuthorizationServer, with: &HeaderMap, after: i64| {
        let at = now() + TimeDelta::seconds(after);
        match server.authorize(with, &Method::GET, &url, at, &["okta.users.read"]) {
            Ok(_) => String::new(),
            Err(Denied::Challenge { status, header }) => {
                assert_eq!(status, StatusCode::UNAUTHORIZED);
                let (_, rest) = header.split_once("error_description=\"").unwrap();
                rest.split_once('"').unwrap().0.to_owned()
            }
            Err(denied) => panic!("{denied:?}"),
        }
    };
    let first = issue(&mut server, "j1");
    assert_eq!(get(&mut server, &first, 3599), "");
    assert_eq!(
        get(&mut server, &first, 3600),
        "The access token has expired."
    );
    server.expire_access_tokens();
    assert_eq!(get(&mut server, &first, 0), "The access token is invalid.");
    let second = issue(&mut server, "j2");
    assert_eq!(get(&mut server, &second, 0), "");
    server.unregister(CLIENT);
    assert_eq!(get(&mut server, &second, 0), "The access token is invalid.");
}

#[test]
fn api_tokens_and_strangers() {
    let mut server = AuthorizationServer::new(7);
    server.add_api_token("secret".to_owned(), "00u1".to_owned());
    for (authorization, expected) in [
        (
            "SSWS secret",
            Ok(Principal::User {
                id: "00u1".to_owned(),
            }),
        ),
        (
            "ssws  secret ",
            Ok(Principal::User {
                id: "00u1".to_owned(),
            }),
        ),
        // As Okta's Python SDK sends it.
        (
            "SSWSsecret",
            Ok(Principal::User {
                id: "00u1".to_owned(),
            }),
        ),
        ("SSWS other", Err("E0000011")),
        ("SSWS", Err("E0000011")),
        ("secret", Err("E0000005")),
        ("é", Err("E0000005")),
        ("Basic secret", Err("E0000005")),
        ("", Err("E0000005")),
    ] {
        let result = call(
            &mut server,
            &[("authorization", authorization)],
            &Method::GET,
            USERS,
            &[],
        );
        let result = result.map_err(|denied| match denied {
            Denied::Api { status, code, .. } => {
                assert_eq!(status, StatusCode::UNAUTHORIZED);
                code
            }
            Denied::Challenge { header, .. } => panic!("{header}"),
        });
        assert_eq!(result, expected, "{authorization:?}");
    }
}
