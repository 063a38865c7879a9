//! The lifecycle operations of users.

use serde_json::json;

use crate::{
    domain::{
        rules, sessions,
        user_status::Step,
        users::{self, step},
    },
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::state::{USERS, text, user_party},
};

/// Whether a user has a password to sign in with.
fn has_password(exchange: &Exchange<'_>, id: &str) -> Result<bool, OktaError> {
    Ok(exchange.user(id)?["credentials"].get("password").is_some())
}

pub(crate) fn activate(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("userId").to_owned();
    let password = has_password(exchange, &id)?;
    let was = text(&exchange.user(&id)?, "status").to_owned();
    // Whoever comes back has to prove themselves anew.
    let password = password && was == "STAGED";
    step(
        exchange,
        &id,
        Step::Activate { password },
        "user.lifecycle.activate",
        "Activate Okta user",
    )?;
    rules::apply_to(exchange, &id);
    Ok(activation(exchange))
}

pub(crate) fn reactivate(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("userId").to_owned();
    step(
        exchange,
        &id,
        Step::Reactivate,
        "user.lifecycle.reactivate",
        "Reactivate Okta user",
    )?;
    Ok(activation(exchange))
}

/// The link to a first sign-in, for those who do not have it mailed.
fn activation(exchange: &mut Exchange<'_>) -> Reply {
    if exchange.query.flag("sendEmail", true) {
        return Reply::ok(json!({}));
    }
    let token = exchange.state.rng.text(20);
    Reply::ok(json!({
        "activationUrl": exchange.url(&format!("/welcome/{token}")),
        "activationToken": token,
    }))
}

pub(crate) fn deactivate(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("userId").to_owned();
    let user = exchange.user(&id)?;
    // Recorded: of those who never signed in nothing has to be taken, and nothing is said.
    let quiet = matches!(text(&user, "status"), "STAGED" | "PROVISIONED");
    users::deactivate(exchange, &id)?;
    Ok(if quiet {
        Reply::no_content()
    } else {
        Reply::ok(json!({}))
    })
}

pub(crate) fn suspend(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("userId").to_owned();
    step(
        exchange,
        &id,
        Step::Suspend,
        "user.lifecycle.suspend",
        "Suspend okta user",
    )?;
    sessions::end_all(exchange, &id);
    Ok(Reply::ok(json!({})))
}

pub(crate) fn unsuspend(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("userId").to_owned();
    step(
        exchange,
        &id,
        Step::Unsuspend,
        "user.lifecycle.unsuspend",
        "Unsuspend Okta user",
    )?;
    Ok(Reply::ok(json!({})))
}

pub(crate) fn unlock(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("userId").to_owned();
    step(
        exchange,
        &id,
        Step::Unlock,
        "user.account.unlock_by_admin",
        "Unlock user account by admin",
    )?;
    exchange
        .state
        .secrets
        .entry(id)
        .and_modify(|secrets| secrets.failures = 0);
    Ok(Reply::ok(json!({})))
}

pub(crate) fn reset_factors(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("userId").to_owned();
    let user = exchange.user(&id)?;
    if matches!(text(&user, "status"), "STAGED" | "DEPROVISIONED") {
        return Err(OktaError::wrong_status());
    }
    exchange.state.store.clear(&format!("{USERS}/{id}/factors"));
    exchange.log(
        "user.mfa.factor.reset_all",
        "Reset all factors for user",
        vec![user_party(&user)],
    );
    Ok(Reply::ok(json!({})))
}
