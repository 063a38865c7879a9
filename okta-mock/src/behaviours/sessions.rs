//! Sessions: <https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Session/>.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    data::timestamp,
    domain::sessions::end_all,
    engine::links,
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::state::{SESSIONS, text, user_party},
};

/// A session ends when it is not used for this long.
const IDLE: TimeDelta = TimeDelta::hours(2);

/// Makes a session of a one-time token.
pub(crate) fn create(exchange: &mut Exchange<'_>) -> Answer {
    let token = text(&exchange.body, "sessionToken").to_owned();
    // A session token is good for one session.
    let user = exchange.state.session_tokens.remove(&token);
    let user = user.and_then(|user| exchange.user(&user).ok());
    let Some(user) = user.filter(|user| text(user, "status") != "DEPROVISIONED") else {
        return Err(OktaError::authentication_failed());
    };
    let id = format!("102{}", exchange.state.rng.text(22));
    let session = json!({
        "id": id,
        "userId": user["id"],
        "login": user["profile"]["login"],
        "createdAt": exchange.time(),
        "expiresAt": timestamp(exchange.now + IDLE),
        "status": "ACTIVE",
        "lastPasswordVerification": exchange.time(),
        "lastFactorVerification": null,
        "amr": ["pwd"],
        "idp": { "id": exchange.state.landmarks.org, "type": "OKTA" },
        "mfaActive": false,
    });
    exchange.state.store.insert(SESSIONS, &id, session.clone());
    exchange.log(
        "user.session.start",
        "User login to Okta",
        vec![user_party(&user)],
    );
    Ok(Reply::ok(shown(exchange, session)))
}

fn shown(exchange: &Exchange<'_>, mut session: Value) -> Value {
    let own = exchange.url(&format!("{SESSIONS}/{}", text(&session, "id")));
    let user = exchange.url(&format!("/api/v1/users/{}", text(&session, "userId")));
    let all = json!({
        "self": links::link(own.clone(), &["GET", "DELETE"]),
        "refresh": links::link(format!("{own}/lifecycle/refresh"), &["POST"]),
        "user": { "href": user, "hints": { "allow": ["GET"] }, "name": session["login"] },
    });
    links::add(&mut session, all);
    session
}

/// The session that is meant, if it did not expire.
fn stored(exchange: &mut Exchange<'_>) -> Result<Value, OktaError> {
    let id = exchange.param("sessionId").to_owned();
    let session = exchange.state.store.get(SESSIONS, &id);
    let session = session.map(std::borrow::Cow::into_owned);
    let now = timestamp(exchange.now);
    match session {
        // Both are in Okta's form, which sorts as text.
        Some(session) if text(&session, "expiresAt") > now.as_str() => Ok(session),
        _ => {
            exchange.state.store.remove(SESSIONS, &id);
            Err(OktaError::not_found(&id, "AppSession"))
        }
    }
}

pub(crate) fn get(exchange: &mut Exchange<'_>) -> Answer {
    let session = stored(exchange)?;
    Ok(Reply::ok(shown(exchange, session)))
}

pub(crate) fn refresh(exchange: &mut Exchange<'_>) -> Answer {
    let mut session = stored(exchange)?;
    session["expiresAt"] = timestamp(exchange.now + IDLE).into();
    let id = text(&session, "id").to_owned();
    exchange.state.store.insert(SESSIONS, &id, session.clone());
    Ok(Reply::ok(shown(exchange, session)))
}

pub(crate) fn end(exchange: &mut Exchange<'_>) -> Answer {
    let session = stored(exchange)?;
    exchange.state.store.remove(SESSIONS, text(&session, "id"));
    if let Ok(user) = exchange.user(text(&session, "userId")) {
        exchange.log(
            "user.session.end",
            "User logout from Okta",
            vec![user_party(&user)],
        );
    }
    Ok(Reply::no_content())
}

pub(crate) fn clear(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("userId").to_owned();
    end_all(exchange, &id);
    let user = exchange.user(&id)?;
    exchange.log(
        "user.session.clear",
        "Clear user session",
        vec![user_party(&user)],
    );
    Ok(Reply::no_content())
}
