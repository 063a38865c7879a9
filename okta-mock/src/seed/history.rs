//! What happened in the month before the org started: people signed in or failed to,
//! administrators changed things, services fetched tokens.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    people::{last_login, status},
    seeding::Seeding,
};
use crate::{
    data::{Rng, person},
    world::{
        log::{Event, Party, What},
        state::{APPS, GROUPS, USERS, text, user_party},
    },
};

/// Days that the System Log goes back.
const DAYS: i64 = 30;
/// Of more people than these, only these many have left traces in it.
const PEOPLE: u64 = 150;

/// The events, before they are put in order.
struct Story<'a> {
    seed: u64,
    now: DateTime<Utc>,
    rng: Rng,
    owner: &'a Arc<Party>,
    apps: &'a [Party],
    events: Vec<Event>,
}

pub(super) fn seed(seeding: &mut Seeding<'_>) {
    let store = &seeding.state.store;
    let party = |kind: &'static str, id: &str, name: &str| Party {
        id: id.to_owned(),
        kind: kind.into(),
        alternate_id: "unknown".to_owned(),
        display_name: name.to_owned(),
    };
    let named = |path, kind, property: &str| -> Vec<Party> {
        let members = store.values(path).take(20);
        let named = members.map(|member| {
            let name = member.pointer(property).and_then(|name| name.as_str());
            party(kind, text(&member, "id"), name.unwrap_or_default())
        });
        named.collect()
    };
    let apps = named(APPS, "AppInstance", "/label");
    let groups = named(GROUPS, "UserGroup", "/profile/name");
    let policies = named("/api/v1/policies", "PolicyEntity", "/name");
    let services: Vec<Arc<Party>> = store
        .values(APPS)
        .filter(|app| app["settings"]["oauthClient"]["application_type"] == "service")
        .map(|app| party("PublicClientApp", text(&app, "id"), text(&app, "label")).into())
        .collect();
    let mut story = Story {
        seed: seeding.seed,
        now: seeding.now,
        rng: Rng::of(seeding.seed, "history", 0),
        owner: &seeding.state.owner,
        apps: &apps,
        events: Vec::new(),
    };
    let users = u64::from(seeding.size.users);
    let people = users.min(PEOPLE);
    for n in (0..people).map(|turn| turn * users / people) {
        let id = seeding.state.seeded_id("00u", n);
        if let Some(user) = store.get(USERS, &id) {
            story.person(n, &user_party(&user));
        }
    }
    story.administration(&groups, &policies);
    story.services(&services);
    let mut events = story.events;
    events.sort_by_key(|event| event.published);
    for event in events {
        seeding.state.log.write(event);
    }
}

impl Story<'_> {
    /// A moment of the month, the later the fewer days ago.
    fn ago(&mut self, days: i64) -> DateTime<Utc> {
        let within = self.rng.below(20 * 3600);
        let seconds = days * 24 * 3600 + i64::try_from(within).unwrap_or_default();
        self.now - TimeDelta::seconds(seconds.max(60))
    }

    fn write(
        &mut self,
        published: DateTime<Utc>,
        (event_type, message): (&str, &str),
        actor: &Arc<Party>,
        targets: Vec<Party>,
    ) -> &mut Event {
        let request_id = self.rng.text(26).into();
        let at = self.events.len();
        self.events.push(Event {
            sequence: 0,
            published,
            what: What::new(event_type, message),
            actor: Arc::clone(actor),
            targets,
            failure: None,
            place: None,
            request_id,
            agent: None,
        });
        &mut self.events[at]
    }

    /// What a person did, and what was done to them.
    fn person(&mut self, n: u64, party: &Party) {
        let me = Arc::new(party.clone());
        let place = Some(person(self.seed, n).place());
        let start = self.now - TimeDelta::days(DAYS);
        let last = last_login(self.seed, n, self.now).filter(|last| *last >= start);
        if let Some(last) = last {
            let before = self.rng.below(4);
            let days = (last - start).num_seconds().max(1);
            let mut times: Vec<DateTime<Utc>> = (0..before)
                .map(|_| {
                    let seconds = self.rng.below(days.unsigned_abs());
                    start + TimeDelta::seconds(i64::try_from(seconds).unwrap_or_default())
                })
                .collect();
            times.push(last);
            for time in times {
                self.sign_in(time, &me, place);
            }
        }
        let owner = Arc::clone(self.owner);
        match status(n) {
            "LOCKED_OUT" => {
                let time = self.ago(2);
                for attempt in 0..10 {
                    self.failure(
                        time - TimeDelta::seconds(10 - attempt),
                        &me,
                        "INVALID_CREDENTIALS",
                    );
                }
                let lock = ("user.account.lock", "Max sign in attempts exceeded");
                self.write(time, lock, &me, vec![party.clone()]);
                self.failure(time + TimeDelta::minutes(3), &me, "LOCKED_OUT");
            }
            "SUSPENDED" => {
                let time = self.ago(9);
                let suspend = ("user.lifecycle.suspend", "Suspend Okta user");
                self.write(time, suspend, &owner, vec![party.clone()]);
            }
            "DEPROVISIONED" => {
                let time = self.ago(20);
                let deactivate = ("user.lifecycle.deactivate", "Deactivate Okta user");
                self.write(time, deactivate, &owner, vec![party.clone()]);
            }
            "PROVISIONED" => {
                let time = self.ago(4);
                let activate = ("user.lifecycle.activate", "Activate Okta user");
                self.write(time, activate, &owner, vec![party.clone()]);
            }
            _ => {}
        }
    }

    fn failure(&mut self, time: DateTime<Utc>, who: &Arc<Party>, reason: &'static str) {
        let start = ("user.session.start", "User login to Okta");
        let targets = vec![Party::clone(who)];
        self.write(time, start, who, targets).failure = Some(reason);
    }

    /// A sign-in, at times with a mistake before and an application after it.
    fn sign_in(&mut self, time: DateTime<Utc>, who: &Arc<Party>, place: Option<[&'static str; 3]>) {
        let later = |seconds| time + TimeDelta::seconds(seconds);
        let me = || vec![Party::clone(who)];
        let first = self.events.len();
        if self.rng.one_in(5) {
            self.failure(later(-40), who, "INVALID_CREDENTIALS");
        }
        let start = ("user.session.start", "User login to Okta");
        self.write(time, start, who, me());
        if self.rng.one_in(2) {
            let factor = (
                "user.authentication.auth_via_mfa",
                "Authentication of user via MFA",
            );
            if self.rng.one_in(6) {
                self.write(later(5), factor, who, me()).failure = Some("INVALID_CREDENTIALS");
            }
            self.write(later(15), factor, who, me());
        }
        let app = usize::try_from(self.rng.below(self.apps.len() as u64));
        if let Some(app) = app.ok().and_then(|at| self.apps.get(at)) {
            let to_app = ("user.authentication.sso", "User single sign on to app");
            let targets = vec![app.clone(), Party::clone(who)];
            self.write(later(30), to_app, who, targets);
        }
        for event in &mut self.events[first..] {
            event.place = place;
        }
    }

    /// What the owner of the org changed.
    fn administration(&mut self, groups: &[Party], policies: &[Party]) {
        let owner = Arc::clone(self.owner);
        let me = || Party::clone(&owner);
        for (days, group) in (1..).step_by(5).zip(groups.iter().take(5)) {
            let time = self.ago(days);
            let add = ("group.user_membership.add", "Add user to group membership");
            self.write(time, add, &owner, vec![me(), group.clone()]);
        }
        for (days, app) in (2..).step_by(6).zip(self.apps.iter().take(4)) {
            let time = self.ago(days);
            let assign = (
                "application.user_membership.add",
                "Add user to application membership",
            );
            self.write(time, assign, &owner, vec![app.clone(), me()]);
        }
        for (days, policy) in (3..).step_by(9).zip(policies.iter().take(3)) {
            let time = self.ago(days);
            let update = ("policy.lifecycle.update", "Update policy");
            self.write(time, update, &owner, vec![policy.clone()]);
        }
        let time = self.ago(28);
        let token = ("system.api_token.create", "Create API token");
        self.write(time, token, &owner, vec![me()]);
        let system = Arc::new(Party {
            id: "00u0system".to_owned(),
            kind: "SystemPrincipal".into(),
            alternate_id: "system@okta.com".to_owned(),
            display_name: "Okta System".to_owned(),
        });
        let time = self.ago(6);
        let limit = ("system.org.rate_limit.warning", "Rate limit warning");
        self.write(time, limit, &system, Vec::new());
    }

    /// The tokens that services fetch every day.
    fn services(&mut self, services: &[Arc<Party>]) {
        for service in services.iter().take(3) {
            for days in 0..DAYS {
                let time = self.ago(days);
                let grant = (
                    "app.oauth2.token.grant.access_token",
                    "OIDC access token is granted",
                );
                let wrong = self.rng.one_in(10);
                let event = self.write(time, grant, service, Vec::new());
                if wrong {
                    event.failure = Some("invalid_client_credentials");
                }
            }
        }
    }
}
