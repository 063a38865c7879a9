//! Everything that an org holds, behind one lock.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    data::{Ids, Rng},
    oauth::AuthorizationServer,
    world::{
        later::Later,
        log::{Log, Party},
        relation::Relation,
        store::Store,
    },
};

pub(crate) const USERS: &str = "/api/v1/users";
pub(crate) const GROUPS: &str = "/api/v1/groups";
pub(crate) const RULES: &str = "/api/v1/groups/rules";
pub(crate) const APPS: &str = "/api/v1/apps";
pub(crate) const SERVERS: &str = "/api/v1/authorizationServers";
pub(crate) const POLICIES: &str = "/api/v1/policies";
pub(crate) const SESSIONS: &str = "/api/v1/sessions";

/// The password that every seeded user signs in with.
pub const PASSWORD: &str = "Correct-Horse-7";

/// The contents of an org.
pub(crate) struct State {
    pub(crate) store: Store,
    /// Groups and their users, by sequence number. The group Everyone is not in it: it
    /// has all users.
    pub(crate) members: Relation,
    /// Group rules and the users that they selected, by sequence number.
    pub(crate) ruled: Relation,
    /// Users' sequence numbers by login in lower case.
    pub(crate) logins: BTreeMap<String, u64>,
    /// What the store must not show: passwords and answers, by user id.
    pub(crate) secrets: HashMap<String, Secrets>,
    /// What a one-time token stands for: a session to be made for this user id.
    pub(crate) session_tokens: HashMap<String, String>,
    pub(crate) oauth: AuthorizationServer,
    pub(crate) log: Log,
    pub(crate) rng: Rng,
    pub(crate) landmarks: Landmarks,
    /// What seeded users get when somebody looks at them.
    pub(crate) later: Option<Later>,
    /// The one who holds the API token.
    pub(crate) owner: Arc<Party>,
    ids: Ids,
    issued: u64,
}

/// The ids of what every org has from the start.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Landmarks {
    pub(crate) org: String,
    pub(crate) everyone: String,
    pub(crate) owner: String,
    pub(crate) user_type: String,
    pub(crate) user_schema: String,
    pub(crate) authorization_server: String,
    pub(crate) brand: String,
    /// The policy that signs users on to applications that have no other.
    pub(crate) access_policy: String,
    /// The policy by which users enrol themselves.
    pub(crate) profile_enrollment: String,
    /// The realm that users belong to.
    pub(crate) realm: String,
}

/// What a user proves who they are with.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Secrets {
    pub(crate) password: Option<String>,
    pub(crate) answer: Option<String>,
    /// Failed sign-ins since the last good one.
    pub(crate) failures: u32,
}

/// Ids of what is made later begin here, behind those of the seeded users.
const FIRST_ISSUED: u64 = 20_000_000;

impl State {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            store: Store::default(),
            members: Relation::default(),
            ruled: Relation::default(),
            logins: BTreeMap::new(),
            secrets: HashMap::new(),
            session_tokens: HashMap::new(),
            oauth: AuthorizationServer::new(seed),
            log: Log::default(),
            rng: Rng::of(seed, "org", 0),
            landmarks: Landmarks::default(),
            later: None,
            owner: Arc::new(Party {
                id: String::new(),
                kind: "User".into(),
                alternate_id: String::new(),
                display_name: String::new(),
            }),
            ids: Ids::new(seed),
            issued: FIRST_ISSUED,
        }
    }

    /// A new id with this prefix.
    pub(crate) fn new_id(&mut self, prefix: &str) -> String {
        self.issued += 1;
        self.ids.id(prefix, self.issued)
    }

    /// How many ids were given.
    pub(crate) fn issued(&self) -> u64 {
        self.issued
    }

    pub(crate) fn set_issued(&mut self, issued: u64) {
        self.issued = issued;
    }

    /// The id of the `n`th seeded resource with this prefix.
    pub(crate) fn seeded_id(&self, prefix: &str, n: u64) -> String {
        self.ids.id(prefix, n)
    }

    /// What makes the ids of this org.
    pub(crate) fn ids(&self) -> Ids {
        self.ids.clone()
    }

    /// The sequence number of the user that is meant: by id, by login, by the login's
    /// part before the `@` if only one begins so, or `me` for the holder of the token.
    pub(crate) fn find_user(&self, id: &str) -> Option<u64> {
        let users = self.store.collection(USERS)?;
        if id == "me" {
            return users.sequence(&self.landmarks.owner);
        }
        if let Some(sequence) = users.sequence(id) {
            return Some(sequence);
        }
        let login = id.to_lowercase();
        if let Some(sequence) = self.logins.get(&login) {
            return Some(*sequence);
        }
        let short = format!("{login}@");
        let mut with_short_name = self
            .logins
            .range(short.clone()..)
            .take_while(|(login, _)| login.starts_with(&short));
        let found = with_short_name.next().map(|(_, sequence)| *sequence);
        found.filter(|_| with_short_name.next().is_none())
    }

    /// Gives a seeded user what waits for them.
    pub(crate) fn furnish(&mut self, user: &str) {
        let users = self.store.collection(USERS);
        let Some(sequence) = users.and_then(|users| users.sequence(user)) else {
            return;
        };
        let later = self.later.as_mut();
        for (id, factor) in later.map_or_else(Vec::new, |later| later.take(sequence)) {
            let factors = format!("{USERS}/{user}/factors");
            self.store.insert(&factors, &id, factor);
        }
    }

    /// The id of the user that is meant, in the forms of [`find_user`](Self::find_user).
    pub(crate) fn user_id(&self, id: &str) -> Option<String> {
        let sequence = self.find_user(id)?;
        let user = self.store.collection(USERS)?.at(sequence)?;
        Some(text(&user, "id").to_owned())
    }

    /// Whether a user belongs to a group.
    pub(crate) fn is_member(&self, group: &str, user: u64) -> bool {
        group == self.landmarks.everyone
            || self
                .store
                .collection(GROUPS)
                .and_then(|groups| groups.sequence(group))
                .is_some_and(|group| self.members.contains(group, user))
    }

    /// Whether anybody with the applications's groups, or the user alone, was assigned to
    /// an application.
    pub(crate) fn is_assigned(&self, app: &str, user_id: &str, user: u64) -> bool {
        self.store.contains(&format!("{APPS}/{app}/users"), user_id)
            || self.assigning_group(app, user).is_some()
    }

    /// Takes a user (`users`) or a group (`groups`) away from all applications.
    pub(crate) fn unassign(&mut self, assigned: &str, id: &str) {
        let apps: Vec<String> = self
            .store
            .values(APPS)
            .map(|app| text(&app, "id").to_owned())
            .collect();
        for app in apps {
            self.store.remove(&format!("{APPS}/{app}/{assigned}"), id);
        }
    }

    /// The group by which a user is assigned to an application, the first by priority.
    pub(crate) fn assigning_group(&self, app: &str, user: u64) -> Option<String> {
        let mut groups: Vec<(i64, String)> = self
            .store
            .values(&format!("{APPS}/{app}/groups"))
            .map(|assignment| {
                (
                    assignment["priority"].as_i64().unwrap_or(0),
                    text(&assignment, "id").to_owned(),
                )
            })
            .collect();
        groups.sort();
        groups
            .into_iter()
            .map(|(_, group)| group)
            .find(|group| self.is_member(group, user))
    }
}

/// A property that is a string; empty where it is not.
pub(crate) fn text<'v>(value: &'v Value, property: &str) -> &'v str {
    value[property].as_str().unwrap_or_default()
}

/// How the System Log names a user.
pub(crate) fn user_party(user: &Value) -> Party {
    let profile = &user["profile"];
    Party {
        id: text(user, "id").to_owned(),
        kind: "User".into(),
        alternate_id: text(profile, "login").to_owned(),
        display_name: format!(
            "{} {}",
            text(profile, "firstName"),
            text(profile, "lastName")
        ),
    }
}
