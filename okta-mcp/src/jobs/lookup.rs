//! Finds people, groups and applications by what people call them.

use serde_json::{Value, json};

use super::job::{Job, stop};
use crate::gate::{Stop, name_of};

/// So many candidates are read.
const CANDIDATES: usize = 20;

/// A resource that was found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) value: Value,
}

impl Found {
    fn of(value: Value) -> Option<Self> {
        let id = value["id"].as_str()?.to_owned();
        let name = name_of(&value).unwrap_or_else(|| id.clone());
        Some(Self { id, name, value })
    }

    /// `name (id)`
    pub(super) fn shown(&self) -> String {
        format!("{} ({})", self.name, self.id)
    }
}

/// The user with this id, login, e-mail or name. More than one is an error that lists
/// them.
pub(super) async fn user(job: &Job<'_>, who: &str) -> Result<Found, Stop> {
    only("user", who, users(job, who).await?)
}

/// The users that a text may mean.
pub(super) async fn users(job: &Job<'_>, who: &str) -> Result<Vec<Found>, Stop> {
    if (who.contains('@') || is_id(who, "00u"))
        && let Some(found) = direct(job, "/api/v1/users/{userId}", who).await?
    {
        return Ok(vec![found]);
    }
    let quoted = quote(who);
    let search = match who.split_once(' ') {
        Some((first, last)) => format!(
            "(profile.firstName sw {} and profile.lastName sw {}) or profile.displayName eq {quoted}",
            quote(first.trim()),
            quote(last.trim()),
        ),
        None => format!(
            "profile.login sw {quoted} or profile.email sw {quoted} or profile.firstName sw {quoted} or profile.lastName sw {quoted}"
        ),
    };
    let query = [("search", search.as_str()), ("limit", "20")];
    let list = job.list("/api/v1/users", &[], &query, CANDIDATES).await?;
    Ok(list.items.into_iter().filter_map(Found::of).collect())
}

/// The group with this id or name.
pub(super) async fn group(job: &Job<'_>, name: &str) -> Result<Found, Stop> {
    if is_id(name, "00g")
        && let Some(found) = direct(job, "/api/v1/groups/{groupId}", name).await?
    {
        return Ok(found);
    }
    let query = [("q", name), ("limit", "20")];
    let list = job.list("/api/v1/groups", &[], &query, CANDIDATES).await?;
    only(
        "group",
        name,
        list.items.into_iter().filter_map(Found::of).collect(),
    )
}

/// The application with this id or label.
pub(super) async fn app(job: &Job<'_>, label: &str) -> Result<Found, Stop> {
    if is_id(label, "0oa")
        && let Some(found) = direct(job, "/api/v1/apps/{appId}", label).await?
    {
        return Ok(found);
    }
    let query = [("q", label), ("limit", "20")];
    let list = job.list("/api/v1/apps", &[], &query, CANDIDATES).await?;
    only(
        "application",
        label,
        list.items.into_iter().filter_map(Found::of).collect(),
    )
}

/// By id, or by what Okta takes for one; nothing where it is not there.
async fn direct(job: &Job<'_>, path: &str, id: &str) -> Result<Option<Found>, Stop> {
    match job.get(path, &[id]).await {
        Ok(value) => Ok(Found::of(value)),
        Err(Stop::Failed(failure)) if failure["status"] == 404 => Ok(None),
        Err(stop) => Err(stop),
    }
}

/// The one that is meant: of several, the one of exactly this name.
fn only(kind: &str, wanted: &str, mut found: Vec<Found>) -> Result<Found, Stop> {
    let exact = found
        .iter()
        .filter(|found| found.name.eq_ignore_ascii_case(wanted) || found.id == wanted)
        .count();
    if exact == 1 {
        found.retain(|found| found.name.eq_ignore_ascii_case(wanted) || found.id == wanted);
    }
    match found.len() {
        0 => Err(stop(
            format!("there is no {kind} `{wanted}`"),
            "check the name, or look for it with okta_call",
        )),
        1 => found
            .pop()
            .ok_or_else(|| stop("nothing was found", "try again")),
        _ => {
            let mut told = crate::gate::refusal(
                &format!("`{wanted}` is not one {kind} only"),
                "ask the person which one is meant, and use its id",
            );
            told["candidates"] = found
                .iter()
                .take(10)
                .map(|found| json!(found.shown()))
                .collect();
            Err(Stop::Failed(told))
        }
    }
}

/// Whether a text has the form of an id with this beginning.
fn is_id(text: &str, beginning: &str) -> bool {
    text.len() == 20
        && text.starts_with(beginning)
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// A text in an expression.
pub(super) fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// What of a user is shown in lists.
pub(super) fn summary(user: &Value) -> Value {
    let profile = &user["profile"];
    let mut shown = json!({
        "id": user["id"],
        "login": profile["login"],
        "status": user["status"],
    });
    let name = [&profile["firstName"], &profile["lastName"]]
        .iter()
        .filter_map(|part| part.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    if !name.is_empty() {
        shown["name"] = name.into();
    }
    for (shown_as, value) in [
        ("email", &profile["email"]),
        ("title", &profile["title"]),
        ("department", &profile["department"]),
        ("lastLogin", &user["lastLogin"]),
    ] {
        if !value.is_null() && (shown_as != "email" || *value != profile["login"]) {
            shown[shown_as] = value.clone();
        }
    }
    shown
}
