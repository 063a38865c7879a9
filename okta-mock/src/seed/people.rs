//! Users and groups, and who belongs where.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{factors, seeding::Seeding};
use crate::{
    data::{DEPARTMENTS, Rng, group, instant_of, person, timestamp},
    domain::roles,
    world::{
        later::Later,
        relation::Relation,
        state::{GROUPS, USERS, user_party},
    },
};

/// The status of the n-th user: most are active, and in every fifty each other status
/// occurs once, most of them early.
pub(super) fn status(n: u64) -> &'static str {
    match n % 50 {
        7 => "LOCKED_OUT",
        11 => "STAGED",
        14 => "SUSPENDED",
        17 => "PROVISIONED",
        19 => "PASSWORD_EXPIRED",
        43 => "RECOVERY",
        47 => "DEPROVISIONED",
        _ => "ACTIVE",
    }
}

/// What those who have a password are asked when they forgot it.
const QUESTION: &str = "What is the name of your first stuffed animal?";

/// Whether the n-th user ever signed in.
fn has_started(n: u64) -> bool {
    !matches!(status(n), "STAGED" | "PROVISIONED")
}

/// When the n-th user last signed in: most within the last days, one in eight and those
/// who are out of work long ago.
pub(super) fn last_login(seed: u64, n: u64, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    if !has_started(n) {
        return None;
    }
    let mut rng = Rng::of(seed, "last login", n);
    let idle = n % 8 == 5 || matches!(status(n), "DEPROVISIONED" | "SUSPENDED");
    let (after, within) = if idle { (95, 300) } else { (0, 12) };
    let seconds = after * DAY + 3600 + rng.below(within * DAY);
    let time = now - TimeDelta::seconds(i64::try_from(seconds).unwrap_or_default());
    Some(time.max(instant_of(seed, "user", n)))
}

const DAY: u64 = 24 * 3600;

/// The n-th user.
fn user(seed: u64, n: u64, id: &str, kind: &str, realm: &str, now: DateTime<Utc>) -> Value {
    let profile = person(seed, n).profile();
    let status = status(n);
    let created = timestamp(instant_of(seed, "user", n));
    let started = (status != "STAGED").then_some(&created);
    let mut credentials = json!({
        "emails": [{ "value": profile["email"], "status": "VERIFIED", "type": "PRIMARY" }],
        "provider": { "type": "OKTA", "name": "OKTA" },
    });
    let has_password = !matches!(status, "STAGED" | "PROVISIONED" | "DEPROVISIONED");
    if has_password {
        credentials["password"] = json!({});
        credentials["recovery_question"] = json!({ "question": QUESTION });
    }
    json!({
        "id": id,
        "status": status,
        "created": created,
        "activated": started,
        "statusChanged": started,
        "lastLogin": last_login(seed, n, now).map(timestamp),
        "lastUpdated": created,
        "passwordChanged": has_password.then_some(&created),
        "realmId": realm,
        "type": { "id": kind },
        "profile": profile,
        "credentials": credentials,
    })
}

pub(super) fn seed(seeding: &mut Seeding<'_>) {
    let first_group = groups(seeding);
    let (seed, users) = (seeding.seed, u64::from(seeding.size.users));
    let now = seeding.now;
    let state = &mut seeding.state;
    let ids: Vec<String> = (0..users).map(|n| state.seeded_id("00u", n)).collect();
    let maker_ids = state.ids();
    let kind = state.landmarks.user_type.clone();
    let realm = state.landmarks.realm.clone();
    let first_user = state.store.seed(
        USERS,
        ids,
        Box::new(move |n| {
            let n = u64::from(n);
            user(seed, n, &maker_ids.id("00u", n), &kind, &realm, now)
        }),
    );
    state.later = Some(Later::new(
        first_user,
        seeding.size.users,
        factors::maker(seed, state.ids(), has_started),
    ));
    let groups = u64::from(seeding.size.groups);
    let departments = (DEPARTMENTS.len() as u64).min(groups);
    let mut members = Vec::with_capacity(2 * ids_len(users));
    let mut logins = Vec::with_capacity(ids_len(users));
    for n in 0..users {
        let person = person(seed, n);
        logins.push((person.login.to_lowercase(), first_user + n));
        let department = DEPARTMENTS
            .iter()
            .position(|known| *known == person.department);
        if let Some(department) = department.map(|at| at as u64)
            && department < departments
        {
            members.push((first_group + department, first_user + n));
        }
        if let Some(teams) = groups.checked_sub(departments).filter(|teams| *teams > 0) {
            members.push((first_group + departments + n % teams, first_user + n));
        }
    }
    logins.sort_unstable();
    state.logins = logins.into_iter().collect();
    state.members = Relation::from_pairs(members);
    let owner = state.landmarks.owner.clone();
    let role = roles::assignment("SUPER_ADMIN", "USER", &timestamp(seeding.now).into());
    if let Some(role) = role {
        let path = format!("{USERS}/{owner}/roles");
        let id = crate::data::role_id("SUPER_ADMIN");
        state.store.insert(&path, &id, role);
    }
    if let Some(owner) = state.store.get(USERS, &owner) {
        let owner = user_party(&owner);
        seeding.set_owner(owner);
    }
}

fn ids_len(users: u64) -> usize {
    usize::try_from(users).unwrap_or_default()
}

/// The org's own groups, one that an application brought, and Everyone; returns the
/// sequence number of the first.
fn groups(seeding: &mut Seeding<'_>) -> u64 {
    let seed = seeding.seed;
    let state = &mut seeding.state;
    let mut first = None;
    for n in 0..u64::from(seeding.size.groups) {
        let group = group(n);
        let id = state.seeded_id("00g", n + 2);
        let value = value(seed, &id, "OKTA_GROUP", &group.name, &group.description);
        first.get_or_insert(state.store.insert(GROUPS, &id, value));
    }
    let id = state.seeded_id("00g", 1);
    let directory = value(
        seed,
        &id,
        "APP_GROUP",
        "Domain Users",
        "All users of the directory",
    );
    let directory = state.store.insert(GROUPS, &id, directory);
    let id = state.landmarks.everyone.clone();
    let everyone = value(
        seed,
        &id,
        "BUILT_IN",
        "Everyone",
        "All users in your organization",
    );
    state.store.insert(GROUPS, &id, everyone);
    first.unwrap_or(directory)
}

fn value(seed: u64, id: &str, kind: &str, name: &str, description: &str) -> Value {
    let created = timestamp(instant_of(seed, "group", name.len() as u64));
    let class = match kind {
        "APP_GROUP" => "okta:windows_security_principal",
        _ => "okta:user_group",
    };
    json!({
        "id": id,
        "created": created,
        "lastUpdated": created,
        "lastMembershipUpdated": created,
        "objectClass": [class],
        "type": kind,
        "profile": { "name": name, "description": description },
    })
}
