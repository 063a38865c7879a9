//! Factors:
//! <https://developer.okta.com/docs/api/openapi/okta-management/management/tag/UserFactor/>.

use chrono::TimeDelta;
use serde_json::{Map, Value, json};

use crate::{
    data::timestamp,
    domain::totp,
    engine::links::{self, link},
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::{
        json::{fill, writable},
        state::{text, user_party},
    },
};

/// The pass code that every factor accepts, in the absence of a real device. Those that
/// make codes by time accept the right ones, too.
pub(crate) const PASS_CODE: &str = "123456";

/// The kinds of factors with their providers and the prefix of their ids.
const KINDS: &[(&str, &str, &str)] = &[
    ("push", "OKTA", "opf"),
    ("token:software:totp", "OKTA", "ost"),
    ("token:software:totp", "GOOGLE", "uft"),
    ("token:hotp", "CUSTOM", "chf"),
    ("token:hardware", "YUBICO", "ykk"),
    ("token", "RSA", "rsa"),
    ("token", "SYMANTEC", "ufv"),
    ("sms", "OKTA", "sms"),
    ("call", "OKTA", "clf"),
    ("email", "OKTA", "emf"),
    ("question", "OKTA", "ufs"),
    ("webauthn", "FIDO", "fwf"),
    ("u2f", "FIDO", "fuf"),
    ("web", "DUO", "dsf"),
    ("signed_nonce", "OKTA", "pfd"),
];

const QUESTIONS: &[(&str, &str)] = &[
    (
        "disliked_food",
        "What is the food you least liked as a child?",
    ),
    (
        "name_of_first_plush_toy",
        "What is the name of your first stuffed animal?",
    ),
    (
        "first_award",
        "What did you earn your first medal or award for?",
    ),
    ("favorite_toy", "What was your favorite toy as a child?"),
    ("childhood_dream_job", "What was your dream job as a child?"),
];

fn shown(exchange: &Exchange<'_>, mut factor: Value) -> Value {
    let user = exchange.url(&exchange.path_to(4));
    let own = format!("{user}/factors/{}", text(&factor, "id"));
    let mut all = json!({
        "self": link(own.clone(), &["GET", "DELETE"]),
        "user": link(user, &["GET"]),
    });
    match text(&factor, "status") {
        "PENDING_ACTIVATION" => {
            all["activate"] = link(format!("{own}/lifecycle/activate"), &["POST"]);
            if matches!(text(&factor, "factorType"), "sms" | "call" | "email") {
                let mut resend = link(format!("{own}/resend"), &["POST"]);
                resend["name"] = factor["factorType"].clone();
                all["resend"] = json!([resend]);
            }
        }
        _ => all["verify"] = link(format!("{own}/verify"), &["POST"]),
    }
    if text(&factor, "factorType") == "question" {
        let questions = exchange.url(&format!("{}/questions", exchange.path_to(5)));
        all["questions"] = link(questions, &["GET"]);
    }
    links::add(&mut factor, all);
    factor
}

fn stored(exchange: &Exchange<'_>) -> Result<Value, OktaError> {
    let id = exchange.param("factorId");
    exchange
        .state
        .store
        .get(&exchange.path_to(5), id)
        .map(std::borrow::Cow::into_owned)
        .ok_or_else(|| OktaError::not_found(id, "UserFactor"))
}

pub(crate) fn list(exchange: &mut Exchange<'_>) -> Answer {
    let factors: Vec<Value> = exchange
        .state
        .store
        .values(&exchange.path())
        .map(|factor| shown(exchange, factor.into_owned()))
        .collect();
    Ok(Reply::ok(Value::Array(factors)))
}

pub(crate) fn get(exchange: &mut Exchange<'_>) -> Answer {
    let factor = stored(exchange)?;
    Ok(Reply::ok(shown(exchange, factor)))
}

/// The factors that a user may enrol, whether they did or not.
pub(crate) fn catalog(exchange: &mut Exchange<'_>) -> Answer {
    let enrolled = exchange.parent(1);
    let url = exchange.url(&enrolled);
    let store = &exchange.state.store;
    let kinds: Vec<Value> = KINDS
        .iter()
        .map(|(factor, provider, _)| {
            let active = store.values(&enrolled).any(|known| {
                text(&known, "factorType") == *factor
                    && text(&known, "provider") == *provider
                    && text(&known, "status") == "ACTIVE"
            });
            json!({
                "factorType": factor,
                "provider": provider,
                "vendorName": provider,
                "enrollment": "OPTIONAL",
                "status": if active { "ACTIVE" } else { "NOT_SETUP" },
                "_links": { "enroll": link(url.clone(), &["POST"]) },
            })
        })
        .collect();
    Ok(Reply::ok(Value::Array(kinds)))
}

pub(crate) fn questions(_: &mut Exchange<'_>) -> Answer {
    let questions = QUESTIONS
        .iter()
        .map(|(question, text)| json!({ "question": question, "questionText": text }));
    Ok(Reply::ok(questions.collect()))
}

pub(crate) fn enroll(exchange: &mut Exchange<'_>) -> Answer {
    let user = exchange.user(exchange.param("userId"))?;
    if text(&user, "status") == "DEPROVISIONED" {
        return Err(OktaError::wrong_status());
    }
    let mut factor = writable(exchange.object()?);
    let kind = text(&exchange.body, "factorType").to_owned();
    if kind.is_empty() {
        return Err(OktaError::blank("factorType"));
    }
    let wanted = exchange.body["provider"].as_str();
    let found = KINDS
        .iter()
        .find(|(factor, provider, _)| *factor == kind && wanted.is_none_or(|p| p == *provider));
    let Some((_, provider, prefix)) = found else {
        return Err(OktaError::validation(
            "factorType",
            ["factorType: Invalid Factor."],
        ));
    };
    check_profile(&kind, &exchange.body["profile"])?;
    let collection = exchange.path();
    let twice = exchange.state.store.values(&collection).any(|known| {
        text(&known, "factorType") == kind
            && text(&known, "provider") == *provider
            && text(&known, "status") == "ACTIVE"
    });
    if twice {
        return Err(OktaError::validation(
            "factorEnrollRequest",
            ["A factor of this type is already set up."],
        ));
    }
    // Whoever answers a question now does not have to prove it; the rest may be told to.
    let active = kind == "question" || exchange.query.flag("activate", false);
    let id = exchange.state.new_id(prefix);
    let now = exchange.time();
    let own = exchange.url(&format!("{collection}/{id}"));
    if kind == "token:software:totp" {
        let secret = totp::secret(&mut exchange.state.rng);
        let path = secret_path(&collection, &id);
        exchange.state.store.set_document(&path, secret.into());
    }
    let secret = exchange
        .state
        .store
        .document(&secret_path(&collection, &id));
    let secret = secret.and_then(Value::as_str).unwrap_or_default();
    complete(&mut factor, &kind, secret, &own);
    fill(
        &mut factor,
        json!({
            "id": id,
            "provider": provider,
            "vendorName": provider,
            "status": if active { "ACTIVE" } else { "PENDING_ACTIVATION" },
            "created": now,
            "lastUpdated": now,
        }),
    );
    hide_answer(&mut factor);
    let factor = Value::Object(factor);
    exchange
        .state
        .store
        .insert(&collection, &id, factor.clone());
    if active {
        exchange.log(
            "user.mfa.factor.activate",
            "Activate factor or authenticator enrollment for user",
            vec![user_party(&user)],
        );
    }
    Ok(Reply::ok(shown(exchange, factor)))
}

fn check_profile(kind: &str, profile: &Value) -> Result<(), OktaError> {
    let required: &[&str] = match kind {
        "sms" | "call" => &["phoneNumber"],
        "email" => &["email"],
        "question" => &["question", "answer"],
        _ => &[],
    };
    if let Some(missing) = required.iter().find(|name| text(profile, name).is_empty()) {
        return Err(OktaError::blank(missing));
    }
    let phone = text(profile, "phoneNumber");
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    if matches!(kind, "sms" | "call") && (digits < 7 || !phone.starts_with('+')) {
        return Err(OktaError::validation(
            "phoneNumber",
            ["Invalid Phone Number."],
        ));
    }
    Ok(())
}

/// What Okta adds to an enrollment until it is activated.
fn complete(factor: &mut Map<String, Value>, kind: &str, secret: &str, own: &str) {
    let picture = json!({ "qrcode": { "href": format!("{own}/qr"), "type": "image/png" } });
    match kind {
        "token:software:totp" => fill(
            factor,
            json!({ "_embedded": { "activation": {
                "timeStep": totp::STEP,
                "sharedSecret": secret,
                "encoding": "base32",
                "keyLength": secret.len(),
                "factorResult": "WAITING",
                "_links": picture,
            } } }),
        ),
        "push" => fill(
            factor,
            json!({ "_embedded": { "activation": {
                "factorResult": "WAITING",
                "expiresAt": null,
                "_links": picture,
            } } }),
        ),
        _ => {}
    }
}

/// Where the secret of a factor lies; no operation leads there.
fn secret_path(collection: &str, id: &str) -> String {
    format!("{collection}/{id}/secret")
}

/// The answer to a security question is never shown again.
fn hide_answer(factor: &mut Map<String, Value>) {
    if let Some(Value::Object(profile)) = factor.get_mut("profile") {
        profile.remove("answer");
        if let Some(question) = profile.get("question").and_then(Value::as_str) {
            let known = QUESTIONS.iter().find(|(name, _)| *name == question);
            let words = known.map_or(question, |(_, words)| words).to_owned();
            fill(profile, json!({ "questionText": words }));
        }
    }
}

fn check_pass_code(exchange: &Exchange<'_>) -> Result<(), OktaError> {
    let given = ["passCode", "activationToken"]
        .iter()
        .find_map(|name| exchange.body[*name].as_str());
    let path = secret_path(&exchange.path_to(5), exchange.param("factorId"));
    let secret = exchange.state.store.document(&path).and_then(Value::as_str);
    match (given, secret) {
        (Some(PASS_CODE), _) => Ok(()),
        (Some(code), Some(secret)) if totp::accepts(secret, code, exchange.now) => Ok(()),
        _ => Err(OktaError::invalid_passcode()),
    }
}

pub(crate) fn activate(exchange: &mut Exchange<'_>) -> Answer {
    let mut factor = stored(exchange)?;
    let user = exchange.user(exchange.param("userId"))?;
    if text(&factor, "status") == "ACTIVE" {
        return Err(OktaError::validation(
            "factor",
            ["The factor is already active."],
        ));
    }
    if !matches!(
        text(&factor, "factorType"),
        "push" | "webauthn" | "u2f" | "web"
    ) {
        check_pass_code(exchange)?;
    }
    factor["status"] = "ACTIVE".into();
    factor["lastUpdated"] = exchange.time();
    if let Some(factor) = factor.as_object_mut() {
        factor.remove("_embedded");
    }
    let collection = exchange.path_to(5);
    exchange
        .state
        .store
        .insert(&collection, text(&factor, "id"), factor.clone());
    exchange.log(
        "user.mfa.factor.activate",
        "Activate factor or authenticator enrollment for user",
        vec![user_party(&user)],
    );
    Ok(Reply::ok(shown(exchange, factor)))
}

pub(crate) fn delete(exchange: &mut Exchange<'_>) -> Answer {
    let factor = stored(exchange)?;
    let user = exchange.user(exchange.param("userId"))?;
    let collection = exchange.path_to(5);
    exchange
        .state
        .store
        .remove(&collection, text(&factor, "id"));
    exchange.log(
        "user.mfa.factor.deactivate",
        "Reset factor or authenticator enrollment for user",
        vec![user_party(&user)],
    );
    Ok(Reply::no_content())
}

pub(crate) fn verify(exchange: &mut Exchange<'_>) -> Answer {
    let factor = stored(exchange)?;
    let user = exchange.user(exchange.param("userId"))?;
    if text(&factor, "status") != "ACTIVE" {
        return Err(OktaError::validation(
            "factor",
            ["The factor is not active."],
        ));
    }
    let kind = text(&factor, "factorType").to_owned();
    let expires = timestamp(exchange.now + TimeDelta::minutes(5));
    let own = exchange.url(&exchange.parent(1));
    if kind == "push" {
        let transaction = exchange.state.new_id("v2m");
        let waiting = json!({
            "factorResult": "WAITING",
            "expiresAt": expires,
            "profile": factor["profile"],
            "_links": { "poll": link(format!("{own}/transactions/{transaction}"), &["GET"]) },
        });
        return Ok(Reply::status(http::StatusCode::CREATED, waiting));
    }
    let sends_code = matches!(kind.as_str(), "sms" | "call" | "email");
    let given = exchange.body.get("passCode").is_some() || exchange.body.get("answer").is_some();
    if sends_code && !given {
        return Ok(Reply::ok(json!({
            "factorResult": "CHALLENGE",
            "expiresAt": expires,
            "_links": { "verify": link(format!("{own}/verify"), &["POST"]) },
        })));
    }
    // The answer to a question is not kept: any answer does.
    if kind != "question" && check_pass_code(exchange).is_err() {
        exchange.log_failure(
            "user.authentication.auth_via_mfa",
            "Authentication of user via MFA",
            vec![user_party(&user)],
            "INVALID_CREDENTIALS",
        );
        return Err(OktaError::invalid_passcode());
    }
    exchange.log(
        "user.authentication.auth_via_mfa",
        "Authentication of user via MFA",
        vec![user_party(&user)],
    );
    Ok(Reply::ok(json!({ "factorResult": "SUCCESS" })))
}

/// A push is answered by the time somebody asks.
pub(crate) fn transaction(exchange: &mut Exchange<'_>) -> Answer {
    stored(exchange)?;
    Ok(Reply::ok(json!({ "factorResult": "SUCCESS" })))
}
