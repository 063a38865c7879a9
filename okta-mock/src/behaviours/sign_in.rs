//! Signing in by password: `POST /api/v1/authn`, which is outside the Management API but
//! is how sessions begin and how failed logins come about.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    data::timestamp,
    domain::{
        user_status::Step,
        users::{is_password, step},
    },
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::{
        log::Party,
        state::{USERS, text, user_party},
    },
};

/// So many failed attempts lock a user out.
const ATTEMPTS: u32 = 10;

/// More tokens that nobody used than this are forgotten.
const MOST_TOKENS: usize = 10_000;

const EVENT: &str = "user.session.start";
const MESSAGE: &str = "User login to Okta";

pub(crate) fn authenticate(exchange: &mut Exchange<'_>) -> Answer {
    let login = text(&exchange.body, "username").to_owned();
    let password = text(&exchange.body, "password").to_owned();
    let Some(id) = exchange.state.user_id(&login) else {
        let unknown = Party {
            id: "unknown".to_owned(),
            kind: "User",
            alternate_id: login.clone(),
            display_name: login,
        };
        exchange.actor = unknown.into();
        exchange.log_failure(EVENT, MESSAGE, Vec::new(), "VERIFICATION_ERROR");
        return Err(OktaError::authentication_failed());
    };
    let user = exchange.user(&id)?;
    exchange.actor = user_party(&user).into();
    let can = matches!(
        text(&user, "status"),
        "ACTIVE" | "PASSWORD_EXPIRED" | "RECOVERY"
    );
    if !can || !is_password(exchange, &id, &password) {
        return Err(fail(exchange, &id, can));
    }
    exchange
        .state
        .secrets
        .entry(id.clone())
        .or_default()
        .failures = 0;
    let now = exchange.time();
    if let Some(user) = exchange.state.store.get_mut(USERS, &id) {
        user["lastLogin"] = now;
    }
    let token = format!("20111{}", exchange.state.rng.text(35));
    let expires = timestamp(exchange.now + TimeDelta::minutes(5));
    let shown = json!({
        "id": id,
        "passwordChanged": user["passwordChanged"],
        "profile": {
            "login": user["profile"]["login"],
            "firstName": user["profile"]["firstName"],
            "lastName": user["profile"]["lastName"],
            "locale": user["profile"]["locale"].as_str().unwrap_or("en"),
            "timeZone": user["profile"]["timezone"].as_str().unwrap_or("America/Los_Angeles"),
        },
    });
    if text(&user, "status") == "PASSWORD_EXPIRED" {
        return Ok(Reply::ok(json!({
            "stateToken": token,
            "expiresAt": expires,
            "status": "PASSWORD_EXPIRED",
            "_embedded": { "user": shown },
        })));
    }
    if exchange.state.session_tokens.len() >= MOST_TOKENS {
        exchange.state.session_tokens.clear();
    }
    exchange.state.session_tokens.insert(token.clone(), id);
    exchange.log(EVENT, MESSAGE, vec![user_party(&user)]);
    Ok(Reply::ok(json!({
        "expiresAt": expires,
        "status": "SUCCESS",
        "sessionToken": token,
        "_embedded": { "user": shown },
    })))
}

/// Counts a failed attempt; the last one locks the user out.
fn fail(exchange: &mut Exchange<'_>, id: &str, counts: bool) -> OktaError {
    let Ok(user) = exchange.user(id) else {
        return OktaError::authentication_failed();
    };
    let reason = match text(&user, "status") {
        "LOCKED_OUT" => "LOCKED_OUT",
        _ => "INVALID_CREDENTIALS",
    };
    exchange.log_failure(EVENT, MESSAGE, vec![user_party(&user)], reason);
    if counts {
        let secrets = exchange.state.secrets.entry(id.to_owned()).or_default();
        secrets.failures += 1;
        if secrets.failures >= ATTEMPTS {
            // It was found able to sign in, so it can be locked.
            let _: Result<Value, OktaError> = step(
                exchange,
                id,
                Step::Lock,
                "user.account.lock",
                "Max sign in attempts exceeded",
            );
        }
    }
    OktaError::authentication_failed()
}
