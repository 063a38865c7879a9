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
    exchange::reply::{Answer, Reply},
    world::{
        act::Act,
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

pub(crate) fn authenticate(act: &mut Act<'_>, body: &Value) -> Answer {
    let login = text(body, "username").to_owned();
    let password = text(body, "password").to_owned();
    let Some(id) = act.state.user_id(&login) else {
        let unknown = Party {
            id: "unknown".to_owned(),
            kind: "User".into(),
            alternate_id: login.clone(),
            display_name: login,
        };
        act.actor = unknown.into();
        act.log_failure(EVENT, MESSAGE, Vec::new(), "VERIFICATION_ERROR");
        return Err(OktaError::authentication_failed());
    };
    let user = act.user(&id)?;
    act.actor = user_party(&user).into();
    let can = matches!(
        text(&user, "status"),
        "ACTIVE" | "PASSWORD_EXPIRED" | "RECOVERY"
    );
    if !can || !is_password(act, &id, &password) {
        return Err(fail(act, &id, can));
    }
    act.state.secrets.entry(id.clone()).or_default().failures = 0;
    let now = act.time();
    if let Some(user) = act.state.store.get_mut(USERS, &id) {
        user["lastLogin"] = now;
    }
    let token = format!("20111{}", act.state.rng.text(35));
    let expires = timestamp(act.now + TimeDelta::minutes(5));
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
    if act.state.session_tokens.len() >= MOST_TOKENS {
        act.state.session_tokens.clear();
    }
    act.state.session_tokens.insert(token.clone(), id);
    act.log(EVENT, MESSAGE, vec![user_party(&user)]);
    Ok(Reply::ok(json!({
        "expiresAt": expires,
        "status": "SUCCESS",
        "sessionToken": token,
        "_embedded": { "user": shown },
    })))
}

/// Counts a failed attempt; the last one locks the user out.
fn fail(act: &mut Act<'_>, id: &str, counts: bool) -> OktaError {
    let Ok(user) = act.user(id) else {
        return OktaError::authentication_failed();
    };
    let reason = match text(&user, "status") {
        "LOCKED_OUT" => "LOCKED_OUT",
        _ => "INVALID_CREDENTIALS",
    };
    act.log_failure(EVENT, MESSAGE, vec![user_party(&user)], reason);
    if counts {
        let secrets = act.state.secrets.entry(id.to_owned()).or_default();
        secrets.failures += 1;
        if secrets.failures >= ATTEMPTS {
            // It was found able to sign in, so it can be locked.
            let _: Result<Value, OktaError> = step(
                act,
                id,
                Step::Lock,
                "user.account.lock",
                "Max sign in attempts exceeded",
            );
        }
    }
    OktaError::authentication_failed()
}
