//! Passwords and recovery questions.

use serde_json::{Value, json};

use super::crud::shown;
use crate::{
    domain::{
        profile::password_problem,
        user_status::Step,
        users::{is_password, step},
    },
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::state::{USERS, text},
};

/// Expires a password, which stays the same unless a temporary one is asked for.
pub(crate) fn expire_password(exchange: &mut Exchange<'_>) -> Answer {
    if exchange.query.flag("tempPassword", false) {
        return expire_password_with_temporary(exchange);
    }
    let user = expire(exchange)?;
    let user = shown(exchange, user);
    Ok(Reply::ok(user))
}

/// Expires a password and makes a temporary one.
pub(crate) fn expire_password_with_temporary(exchange: &mut Exchange<'_>) -> Answer {
    let user = expire(exchange)?;
    let password = format!("Aa1{}", exchange.state.rng.text(9));
    let id = text(&user, "id").to_owned();
    exchange.state.secrets.entry(id).or_default().password = Some(password.clone());
    Ok(Reply::ok(json!({ "tempPassword": password })))
}

fn expire(exchange: &mut Exchange<'_>) -> Result<Value, OktaError> {
    let id = exchange.param("userId").to_owned();
    step(
        exchange,
        &id,
        Step::ExpirePassword,
        "user.account.expire_password",
        "Expire user password",
    )
}

pub(crate) fn reset_password(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("userId").to_owned();
    step(
        exchange,
        &id,
        Step::ResetPassword,
        "user.account.reset_password",
        "Reset user password",
    )?;
    Ok(recovery_link(exchange, "/reset_password"))
}

/// Starts a recovery, or ends it at once by the answer to the recovery question.
pub(crate) fn forgot_password(exchange: &mut Exchange<'_>) -> Answer {
    if !exchange.body.is_null() {
        return forgot_password_with_answer(exchange);
    }
    let id = exchange.param("userId").to_owned();
    step(
        exchange,
        &id,
        Step::ForgotPassword,
        "user.account.reset_password",
        "Reset user password",
    )?;
    Ok(recovery_link(exchange, "/signin/reset-password"))
}

/// The link to a new password, for those who do not have it mailed.
fn recovery_link(exchange: &mut Exchange<'_>, path: &str) -> Reply {
    if exchange.query.flag("sendEmail", true) {
        return Reply::ok(json!({}));
    }
    let token = exchange.state.rng.text(20);
    Reply::ok(json!({ "resetPasswordUrl": exchange.url(&format!("{path}/{token}")) }))
}

/// Ends a recovery by the answer to the recovery question.
pub(crate) fn forgot_password_with_answer(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("userId").to_owned();
    let user = exchange.user(&id)?;
    let given = exchange.body["recovery_question"]["answer"].as_str();
    let held = exchange.state.secrets.get(&id);
    let known = held.and_then(|secrets| secrets.answer.as_deref());
    if known.is_none() {
        return Err(OktaError::forgot_password_not_allowed());
    }
    if given != known {
        return Err(OktaError::wrong_answer());
    }
    let password = exchange.body["password"]["value"].as_str();
    let password = password
        .ok_or_else(|| OktaError::blank("password"))?
        .to_owned();
    set_password(exchange, &user, password)
}

pub(crate) fn change_password(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("userId").to_owned();
    let user = exchange.user(&id)?;
    let old = exchange.body["oldPassword"]["value"].as_str();
    let new = exchange.body["newPassword"]["value"].as_str();
    let new = new
        .ok_or_else(|| OktaError::blank("newPassword"))?
        .to_owned();
    if !is_password(exchange, &id, old.unwrap_or_default()) {
        return Err(OktaError::credentials_not_updated(
            "Old Password is not correct",
        ));
    }
    set_password(exchange, &user, new)
}

fn set_password(exchange: &mut Exchange<'_>, user: &Value, password: String) -> Answer {
    let login = text(&user["profile"], "login");
    if let Some(problem) = password_problem(&password, login) {
        return Err(problem);
    }
    let id = text(user, "id").to_owned();
    step(
        exchange,
        &id,
        Step::ChangePassword,
        "user.account.update_password",
        "User update password for Okta",
    )?;
    let now = exchange.time();
    let secrets = exchange.state.secrets.entry(id.clone()).or_default();
    secrets.password = Some(password);
    secrets.failures = 0;
    let Some(user) = exchange.state.store.get_mut(USERS, &id) else {
        return Err(OktaError::not_found(&id, "User"));
    };
    user["passwordChanged"] = now;
    user["credentials"]["password"] = json!({});
    Ok(Reply::ok(credentials(user)))
}

pub(crate) fn change_recovery_question(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("userId").to_owned();
    let user = exchange.user(&id)?;
    if matches!(
        text(&user, "status"),
        "LOCKED_OUT" | "SUSPENDED" | "DEPROVISIONED"
    ) {
        return Err(OktaError::change_question_not_allowed());
    }
    let password = exchange.body["password"]["value"].as_str();
    if !is_password(exchange, &id, password.unwrap_or_default()) {
        return Err(OktaError::credentials_not_updated(
            "Password is not correct",
        ));
    }
    let question = exchange.body["recovery_question"]["question"].clone();
    let answer = exchange.body["recovery_question"]["answer"].as_str();
    let (Some(_), Some(answer)) = (question.as_str(), answer.map(str::to_owned)) else {
        return Err(OktaError::blank("recovery_question"));
    };
    exchange.state.secrets.entry(id.clone()).or_default().answer = Some(answer);
    let Some(user) = exchange.state.store.get_mut(USERS, &id) else {
        return Err(OktaError::not_found(&id, "User"));
    };
    user["credentials"]["recovery_question"] = json!({ "question": question });
    Ok(Reply::ok(credentials(user)))
}

/// What operations on credentials answer: everything but the e-mail addresses.
fn credentials(user: &Value) -> Value {
    let mut credentials = user["credentials"].clone();
    if let Some(credentials) = credentials.as_object_mut() {
        credentials.remove("emails");
    }
    credentials
}
