//! Groups: <https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Group/>.

use serde_json::{Value, json};

use super::{apps, users::view::listed};
use crate::{
    domain::{
        groups::{can_change_members, join, own, party, stored},
        rules,
    },
    engine::{
        links,
        list::{Selection, Sorted, page},
    },
    error::OktaError,
    exchange::{
        Exchange,
        paging::Window,
        reply::{Answer, Reply},
    },
    world::{
        json::{clear_blanks, fill, writable},
        state::{APPS, GROUPS, USERS, text},
    },
};

/// The group with its links.
pub(crate) fn shown(mut group: Value, base: &str) -> Value {
    let own = format!("{base}/api/v1/groups/{}", text(&group, "id"));
    let logo = |size: &str| json!({ "name": size, "href": format!("{base}/assets/group-{size}.png"), "type": "image/png" });
    // Okta's groups have no link to themselves.
    let all = json!({
        "logo": [logo("medium"), logo("large")],
        "users": { "href": format!("{own}/users") },
        "apps": { "href": format!("{own}/apps") },
        "owners": { "href": format!("{own}/owners") },
    });
    links::add(&mut group, all);
    group
}

pub(crate) fn list(exchange: &mut Exchange<'_>) -> Answer {
    let selection = Selection::of(exchange, &["profile.name"])?;
    let base = exchange.base;
    if let Some(sorted) = Sorted::of(exchange)? {
        let groups = exchange
            .state
            .store
            .values(GROUPS)
            .filter(|group| selection.matches(group))
            .map(std::borrow::Cow::into_owned);
        let (groups, links) = sorted.page(exchange, groups)?;
        let groups = groups.into_iter().map(|group| shown(group, base)).collect();
        return Ok(Reply::page(groups, links));
    }
    page(exchange, GROUPS, &selection, |group| shown(group, base))
}

pub(crate) fn get(exchange: &mut Exchange<'_>) -> Answer {
    let group = stored(exchange, exchange.param("groupId"))?;
    Ok(Reply::ok(shown(group, exchange.base)))
}

/// Checks a profile: the name is there, and no other group of the org's own has it.
fn check(exchange: &Exchange<'_>, profile: &Value, own_id: &str) -> Result<(), OktaError> {
    let name = text(profile, "name");
    if name.trim().is_empty() {
        return Err(OktaError::blank("name"));
    }
    if name.chars().count() > 255 {
        return Err(OktaError::validation(
            "name",
            ["name: The field is too long"],
        ));
    }
    let mut namesakes = exchange.state.store.having(GROUPS, "profile.name", name);
    let taken =
        namesakes.any(|group| text(&group, "type") != "APP_GROUP" && text(&group, "id") != own_id);
    if taken {
        Err(OktaError::taken("name"))
    } else {
        Ok(())
    }
}

pub(crate) fn create(exchange: &mut Exchange<'_>) -> Answer {
    let mut profile = exchange.body["profile"].clone();
    check(exchange, &profile, "")?;
    if let Some(profile) = profile.as_object_mut() {
        clear_blanks(profile);
        fill(profile, json!({ "description": null }));
    }
    let id = exchange.state.new_id("00g");
    let now = exchange.time();
    let group = json!({
        "id": id,
        "created": now,
        "lastUpdated": now,
        "lastMembershipUpdated": now,
        "objectClass": ["okta:user_group"],
        "type": "OKTA_GROUP",
        "profile": profile,
    });
    exchange.state.store.insert(GROUPS, &id, group.clone());
    exchange.log(
        "group.lifecycle.create",
        "Create okta group",
        vec![party(&group)],
    );
    Ok(Reply::ok(shown(group, exchange.base)))
}

pub(crate) fn replace(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("groupId").to_owned();
    let mut group = stored(exchange, &id)?;
    own(&group)?;
    let body = writable(exchange.object()?);
    let mut profile = body.get("profile").cloned().unwrap_or_default();
    check(exchange, &profile, &id)?;
    if let Some(profile) = profile.as_object_mut() {
        clear_blanks(profile);
        fill(profile, json!({ "description": null }));
    }
    group["profile"] = profile;
    group["lastUpdated"] = exchange.time();
    exchange.state.store.insert(GROUPS, &id, group.clone());
    exchange.log(
        "group.profile.update",
        "Update group profile",
        vec![party(&group)],
    );
    Ok(Reply::ok(shown(group, exchange.base)))
}

pub(crate) fn delete(exchange: &mut Exchange<'_>) -> Answer {
    let id = exchange.param("groupId").to_owned();
    let group = stored(exchange, &id)?;
    if text(&group, "type") == "BUILT_IN" {
        return Err(OktaError::unsupported_operation());
    }
    if let Some((sequence, _)) = exchange.state.store.remove(GROUPS, &id) {
        exchange.state.members.drop_left(sequence);
    }
    exchange.state.unassign("groups", &id);
    rules::group_deleted(exchange, &id);
    exchange.log(
        "group.lifecycle.delete",
        "Delete okta group",
        vec![party(&group)],
    );
    Ok(Reply::no_content())
}

pub(crate) fn add_user(exchange: &mut Exchange<'_>) -> Answer {
    let group = exchange.param("groupId").to_owned();
    let user = exchange.param("userId").to_owned();
    can_change_members(exchange, &group)?;
    join(exchange, &group, &user)?;
    Ok(Reply::no_content())
}

pub(crate) fn remove_user(exchange: &mut Exchange<'_>) -> Answer {
    let group = exchange.param("groupId").to_owned();
    let user = exchange.param("userId").to_owned();
    can_change_members(exchange, &group)?;
    rules::remove_by_hand(exchange, &group, &user)?;
    Ok(Reply::no_content())
}

pub(crate) fn list_users(exchange: &mut Exchange<'_>) -> Answer {
    let window = exchange.window()?;
    Ok(member_page(exchange, exchange.param("groupId"), &window))
}

/// A page of a group's users.
fn member_page(exchange: &Exchange<'_>, group: &str, window: &Window) -> Reply {
    let base = exchange.base;
    let after = window.after.sequence;
    let store = &exchange.state.store;
    let Some(users) = store.collection(USERS) else {
        return window.page(std::iter::empty());
    };
    if group == exchange.state.landmarks.everyone {
        let users = users
            .after(after)
            .filter(|(_, user)| text(user, "status") != "DEPROVISIONED")
            .map(|(sequence, user)| (sequence, listed(user.into_owned(), base)));
        return window.page(users);
    }
    let sequence = store
        .collection(GROUPS)
        .and_then(|groups| groups.sequence(group))
        .unwrap_or_default();
    let members = exchange
        .state
        .members
        .of_left(sequence, after)
        .filter_map(|sequence| {
            let user = users.at(sequence)?.into_owned();
            Some((sequence, listed(user, base)))
        });
    window.page(members)
}

/// The groups of a user, Everyone among them.
pub(crate) fn list_of_user(exchange: &mut Exchange<'_>) -> Answer {
    let user = exchange.param("userId").to_owned();
    let Some(sequence) = exchange.state.find_user(&user) else {
        return Err(OktaError::not_found(&user, "User"));
    };
    let window = exchange.window()?;
    let base = exchange.base;
    let Some(groups) = exchange.state.store.collection(GROUPS) else {
        return Ok(window.page(std::iter::empty()));
    };
    let everyone = groups.sequence(&exchange.state.landmarks.everyone);
    let mut sequences: Vec<u64> = exchange.state.members.of_right(sequence).collect();
    sequences.extend(everyone);
    sequences.sort_unstable();
    let groups = sequences
        .into_iter()
        .filter(|sequence| *sequence > window.after.sequence)
        .filter_map(|sequence| Some((sequence, shown(groups.at(sequence)?.into_owned(), base))));
    Ok(window.page(groups))
}

/// The applications that a group is assigned to.
pub(crate) fn list_apps(exchange: &mut Exchange<'_>) -> Answer {
    let group = exchange.param("groupId").to_owned();
    let window = exchange.window()?;
    let store = &exchange.state.store;
    let base = exchange.base;
    let apps = store
        .collection(APPS)
        .into_iter()
        .flat_map(|apps| apps.after(window.after.sequence))
        .filter(|(_, app)| store.contains(&format!("{APPS}/{}/groups", text(app, "id")), &group))
        .map(|(sequence, app)| (sequence, apps::shown(app.into_owned(), base)));
    Ok(window.page(apps))
}
