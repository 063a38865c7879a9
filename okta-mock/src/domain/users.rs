//! What happens to users, whoever asks for it.

use serde_json::{Map, Value, json};

use super::{
    profile::password_problem,
    sessions,
    user_status::{Step, next},
};
use crate::{
    error::OktaError,
    world::{
        act::Act,
        state::{APPS, PASSWORD, Secrets, USERS, text, user_party},
    },
};

/// Takes a step and writes its event; answers the user as stored afterwards.
pub(crate) fn step(
    act: &mut Act<'_>,
    id: &str,
    step: Step,
    event: &str,
    message: &str,
) -> Result<Value, OktaError> {
    let now = act.time();
    let user = act.user(id)?;
    let status = next(text(&user, "status"), step)?;
    let Some(user) = act.state.store.get_mut(USERS, id) else {
        return Err(OktaError::not_found(id, "User"));
    };
    if text(user, "status") != status {
        user["status"] = status.into();
        user["statusChanged"] = now.clone();
        if matches!(step, Step::Activate { .. }) {
            user["activated"] = now.clone();
        }
    }
    user["lastUpdated"] = now;
    let user = user.clone();
    act.log(event, message, vec![user_party(&user)]);
    Ok(user)
}

/// Deactivates a user: no sessions, no applications of their own, no factors remain.
pub(crate) fn deactivate(act: &mut Act<'_>, id: &str) -> Result<(), OktaError> {
    let user = step(
        act,
        id,
        Step::Deactivate,
        "user.lifecycle.deactivate",
        "Deactivate Okta user",
    )?;
    sessions::end_all(act, id);
    let apps: Vec<String> = act
        .state
        .store
        .values(APPS)
        .map(|app| text(&app, "id").to_owned())
        .collect();
    for app in apps {
        let removed = act.state.store.remove(&format!("{APPS}/{app}/users"), id);
        if removed.is_some() {
            act.log(
                "application.user_membership.remove",
                "Remove user's application membership",
                vec![user_party(&user)],
            );
        }
    }
    act.state.store.clear(&format!("{USERS}/{id}/factors"));
    act.state.secrets.remove(id);
    if let Some(user) = act.state.store.get_mut(USERS, id)
        && let Some(credentials) = user["credentials"].as_object_mut()
    {
        credentials.remove("password");
    }
    Ok(())
}

/// The secrets out of the credentials of a body.
pub(crate) fn secrets(given: &Value, login: &str) -> Result<Secrets, OktaError> {
    let password = given["password"]["value"]
        .as_str()
        .or_else(|| given["password"].as_str());
    if let Some(problem) = password.and_then(|password| password_problem(password, login)) {
        return Err(problem);
    }
    Ok(Secrets {
        password: password.map(str::to_owned),
        answer: given["recovery_question"]["answer"]
            .as_str()
            .map(str::to_owned),
        failures: 0,
    })
}

/// The credentials as Okta shows them: that there are some, and not which.
pub(crate) fn shown_credentials(
    given: &Value,
    profile: &Map<String, Value>,
    password: bool,
) -> Value {
    let mut shown = json!({
        "provider": { "type": "OKTA", "name": "OKTA" },
        "emails": [{
            "value": profile.get("email"),
            "status": "VERIFIED",
            "type": "PRIMARY",
        }],
    });
    if given["provider"].is_object() {
        shown["provider"] = given["provider"].clone();
    }
    if password || given["password"].is_object() {
        shown["password"] = json!({});
    }
    if let Some(question) = given["recovery_question"]["question"].as_str() {
        shown["recovery_question"] = json!({ "question": question });
    }
    shown
}

/// Removes a user for good, with all that points to them.
pub(crate) fn forget(act: &mut Act<'_>, id: &str, user: &Value) {
    act.log(
        "user.lifecycle.delete.initiated",
        "Delete Okta user initiated",
        vec![user_party(user)],
    );
    act.state.unassign("users", id);
    if let Some((sequence, user)) = act.state.store.remove(USERS, id) {
        act.state.members.drop_right(sequence);
        let login = text(&user["profile"], "login").to_lowercase();
        act.state.logins.remove(&login);
    }
    act.state.secrets.remove(id);
    act.log(
        "user.lifecycle.delete.completed",
        "Delete Okta user completed",
        vec![user_party(user)],
    );
}

/// Whether this is a user's password. Seeded users have one and the same until they
/// change it.
pub(crate) fn is_password(act: &Act<'_>, id: &str, password: &str) -> bool {
    match act.state.secrets.get(id) {
        Some(secrets) => secrets.password.as_deref().unwrap_or(PASSWORD) == password,
        None => password == PASSWORD,
    }
}
