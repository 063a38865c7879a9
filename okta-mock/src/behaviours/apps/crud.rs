//! Creating, reading, changing and removing applications.

use serde_json::{Map, Value, json};

use super::view::{shown, stored};
use crate::{
    domain::{
        app_defaults,
        apps::{party, register},
        furnish,
        shapes::mappings,
    },
    engine::list::Selection,
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::{
        json::{fill, merge, writable},
        state::{APPS, text},
    },
};

pub(crate) fn list(exchange: &mut Exchange<'_>) -> Answer {
    let selection = Selection::of(exchange, &["label", "name"])?;
    let window = exchange.window()?;
    let asked = Asked::of(exchange);
    let embedded = embedded_user(exchange)?;
    let base = exchange.base;
    let apps = exchange
        .state
        .store
        .collection(APPS)
        .into_iter()
        .flat_map(|apps| apps.after(window.after.sequence))
        .map(|(sequence, app)| (sequence, app.into_owned()))
        .filter(|(_, app)| match &asked {
            None => selection.matches(app),
            Some(asked) => selection.matches(&asked.answered(exchange, app)),
        })
        .map(|(sequence, app)| (sequence, with_user(exchange, shown(app, base), embedded)));
    Ok(window.page(apps))
}

/// The user whose assignments `expand` asks for.
fn embedded_user<'e>(exchange: &'e Exchange<'_>) -> Result<Option<&'e str>, OktaError> {
    let Some(expand) = exchange.query.get("expand") else {
        return Ok(None);
    };
    match expand.strip_prefix("user/") {
        Some(user) if !user.is_empty() && !user.contains([',', '/']) => Ok(Some(user)),
        _ => Err(OktaError::validation(
            "RequestParams",
            ["Expand query is malformed."],
        )),
    }
}

/// The application with the assignment of this user.
fn with_user(exchange: &Exchange<'_>, mut app: Value, user: Option<&str>) -> Value {
    let id = text(&app, "id").to_owned();
    if let Some(user) = user.and_then(|user| exchange.state.user_id(user))
        && let Some(assigned) = super::assignments::of_user(exchange, &id, &user)
    {
        app["_embedded"] = json!({ "user": assigned });
    }
    app
}

/// A filter may ask for the applications of one user or group, which is not a property
/// of the application: it is made one for the comparison.
struct Asked {
    user: Option<String>,
    group: Option<String>,
}

impl Asked {
    fn of(exchange: &Exchange<'_>) -> Option<Self> {
        let filter = exchange.query.get("filter")?;
        let id_of = |attribute: &str| {
            let (_, rest) = filter.split_once(attribute)?;
            Some(rest.split('"').nth(1)?.to_owned())
        };
        let (user, group) = (id_of("user.id"), id_of("group.id"));
        (user.is_some() || group.is_some()).then_some(Self { user, group })
    }

    fn answered(&self, exchange: &Exchange<'_>, app: &Value) -> Value {
        let mut app = app.clone();
        let id = text(&app, "id").to_owned();
        if let Some(user) = &self.user
            && let Some(sequence) = exchange.state.find_user(user)
            && exchange.state.is_assigned(&id, user, sequence)
        {
            app["user"] = json!({ "id": user });
        }
        if let Some(group) = &self.group
            && exchange
                .state
                .store
                .contains(&format!("{APPS}/{id}/groups"), group)
        {
            app["group"] = json!({ "id": group });
        }
        app
    }
}

pub(crate) fn get(exchange: &mut Exchange<'_>) -> Answer {
    let app = shown(stored(exchange)?, exchange.base);
    let embedded = embedded_user(exchange)?;
    Ok(Reply::ok(with_user(exchange, app, embedded)))
}

/// The body, which has to have a label.
fn labelled(exchange: &Exchange<'_>) -> Result<Map<String, Value>, OktaError> {
    let app = writable(exchange.object()?);
    match app.get("label").and_then(Value::as_str) {
        None | Some("") => Err(OktaError::blank("label")),
        Some(_) => Ok(app),
    }
}

pub(crate) fn create(exchange: &mut Exchange<'_>) -> Answer {
    let mut app = labelled(exchange)?;
    let mode = app.get("signOnMode").and_then(Value::as_str);
    if mode.is_none() && app.get("name").and_then(Value::as_str).is_none() {
        return Err(OktaError::blank("signOnMode"));
    }
    if mode.is_some_and(|mode| !app_defaults::SIGN_ON_MODES.contains(&mode)) {
        return Err(OktaError::validation(
            "signOnMode",
            ["signOnMode: The field has an invalid value"],
        ));
    }
    let id = exchange.state.new_id("0oa");
    let status = if exchange.query.flag("activate", true) {
        "ACTIVE"
    } else {
        "INACTIVE"
    };
    let now = exchange.time();
    fill(
        &mut app,
        json!({ "id": id, "created": now, "lastUpdated": now }),
    );
    app.insert("status".to_owned(), status.into());
    let (now, base) = (exchange.now, exchange.base);
    let app = furnish::add(exchange.state, &id, app, now, base);
    register(exchange.state, &id);
    exchange.log(
        "application.lifecycle.create",
        "Create application",
        vec![party(&app)],
    );
    if status == "ACTIVE" {
        exchange.log(
            "application.lifecycle.activate",
            "Activate application",
            vec![party(&app)],
        );
    }
    Ok(Reply::ok(shown(app, exchange.base)))
}

pub(crate) fn replace(exchange: &mut Exchange<'_>) -> Answer {
    let old = stored(exchange)?;
    let id = text(&old, "id").to_owned();
    let mut app = labelled(exchange)?;
    // What identifies an application, and its secrets, outlive a replacement.
    let mut kept = Map::new();
    for property in ["id", "orn", "name", "signOnMode", "status", "created"] {
        if let Some(value) = old.get(property) {
            kept.insert(property.to_owned(), value.clone());
        }
    }
    merge(&mut app, &kept);
    fill(
        &mut app,
        json!({ "credentials": old["credentials"], "_links": old["_links"] }),
    );
    app.insert("lastUpdated".to_owned(), exchange.time());
    let kid = text(&old["credentials"]["signing"], "kid").to_owned();
    app_defaults::complete(&mut app, &id, &kid, &mut exchange.state.rng);
    let app = Value::Object(app);
    exchange.state.store.insert(APPS, &id, app.clone());
    register(exchange.state, &id);
    exchange.log(
        "application.lifecycle.update",
        "Update application",
        vec![party(&app)],
    );
    Ok(Reply::ok(shown(app, exchange.base)))
}

pub(crate) fn delete(exchange: &mut Exchange<'_>) -> Answer {
    let app = stored(exchange)?;
    if text(&app, "status") == "ACTIVE" {
        return Err(OktaError::delete_app_forbidden());
    }
    exchange.state.store.remove(APPS, text(&app, "id"));
    mappings::remove_of(exchange.state, text(&app, "id"));
    register(exchange.state, text(&app, "id"));
    exchange.log(
        "application.lifecycle.delete",
        "Delete application",
        vec![party(&app)],
    );
    Ok(Reply::no_content())
}

pub(crate) fn activate(exchange: &mut Exchange<'_>) -> Answer {
    set_status(exchange, "ACTIVE", "activate", "Activate application")
}

pub(crate) fn deactivate(exchange: &mut Exchange<'_>) -> Answer {
    set_status(exchange, "INACTIVE", "deactivate", "Deactivate application")
}

fn set_status(exchange: &mut Exchange<'_>, status: &str, verb: &str, message: &str) -> Answer {
    let now = exchange.time();
    let id = exchange.param("appId").to_owned();
    let Some(app) = exchange.state.store.get_mut(APPS, &id) else {
        return Err(OktaError::not_found(&id, "AppInstance"));
    };
    app["status"] = status.into();
    app["lastUpdated"] = now;
    let target = party(app);
    register(exchange.state, &id);
    exchange.log(
        format!("application.lifecycle.{verb}"),
        message,
        vec![target],
    );
    Ok(Reply::ok(json!({})))
}
