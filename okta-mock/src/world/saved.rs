//! An org as it is written to a file, and read again.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    log::{Event, Party, What},
    relation::Relation,
    state::{Landmarks, Secrets, State, USERS, text},
    store,
};

/// Everything that an org holds, but for what was made from its seed and not looked at,
/// and for what lasts an hour at most: access tokens, and those that stand for a sign-in.
#[derive(Serialize, Deserialize)]
pub(crate) struct Saved {
    store: store::saved::Saved,
    members: Vec<(u64, u64)>,
    ruled: Vec<(u64, u64)>,
    secrets: BTreeMap<String, Secrets>,
    log: Vec<SavedEvent>,
    log_sequence: u64,
    rng: u64,
    landmarks: Landmarks,
    owner: SavedParty,
    issued: u64,
    furnished: BTreeSet<u32>,
}

#[derive(Serialize, Deserialize)]
struct SavedEvent {
    sequence: u64,
    published: DateTime<Utc>,
    event_type: String,
    message: String,
    actor: SavedParty,
    targets: Vec<SavedParty>,
    failure: Option<String>,
    place: Option<[String; 3]>,
    request_id: String,
    #[serde(default)]
    agent: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct SavedParty {
    id: String,
    kind: String,
    alternate_id: String,
    display_name: String,
}

impl From<&Party> for SavedParty {
    fn from(party: &Party) -> Self {
        Self {
            id: party.id.clone(),
            kind: party.kind.to_string(),
            alternate_id: party.alternate_id.clone(),
            display_name: party.display_name.clone(),
        }
    }
}

impl From<&Event> for SavedEvent {
    fn from(event: &Event) -> Self {
        Self {
            sequence: event.sequence,
            published: event.published,
            event_type: event.what.event_type.clone(),
            message: event.what.message.clone(),
            actor: (&*event.actor).into(),
            targets: event.targets.iter().map(Into::into).collect(),
            failure: event.failure.map(str::to_owned),
            place: event.place.map(|place| place.map(str::to_owned)),
            request_id: event.request_id.to_string(),
            agent: event.agent.as_deref().map(str::to_owned),
        }
    }
}

/// Words that live as long as the program, each once: kinds of things, reasons, places.
/// There are few, and a file is read once.
#[derive(Default)]
struct Words(HashSet<&'static str>);

impl Words {
    fn word(&mut self, word: String) -> &'static str {
        match self.0.get(word.as_str()) {
            Some(known) => known,
            None => {
                let word = Box::leak(word.into_boxed_str());
                self.0.insert(word);
                word
            }
        }
    }

    fn party(&mut self, party: SavedParty) -> Party {
        Party {
            id: party.id,
            kind: self.word(party.kind).into(),
            alternate_id: party.alternate_id,
            display_name: party.display_name,
        }
    }

    fn event(&mut self, event: SavedEvent) -> Event {
        let targets = event.targets.into_iter();
        Event {
            sequence: event.sequence,
            published: event.published,
            what: What::new(event.event_type, event.message),
            actor: Arc::new(self.party(event.actor)),
            targets: targets.map(|target| self.party(target)).collect(),
            failure: event.failure.map(|reason| self.word(reason)),
            place: event.place.map(|place| place.map(|name| self.word(name))),
            request_id: event.request_id.into(),
            agent: event.agent.map(Into::into),
        }
    }
}

impl State {
    /// What has to be kept of the org.
    pub(crate) fn save(&self) -> Saved {
        Saved {
            store: self.store.save(),
            members: self.members.pairs().collect(),
            ruled: self.ruled.pairs().collect(),
            secrets: self
                .secrets
                .iter()
                .map(|(user, secrets)| (user.clone(), secrets.clone()))
                .collect(),
            log: self.log.after(0).map(Into::into).collect(),
            log_sequence: self.log.last(),
            rng: self.rng.state(),
            landmarks: self.landmarks.clone(),
            owner: (&*self.owner).into(),
            issued: self.issued(),
            furnished: self
                .later
                .as_ref()
                .map(|later| later.furnished().clone())
                .unwrap_or_default(),
        }
    }

    /// Takes the place of what a new org with the same seed holds.
    pub(crate) fn restore(&mut self, saved: Saved) {
        let mut words = Words::default();
        let ids = self.ids();
        let seeded_user = |n: u32| ids.id("00u", u64::from(n));
        self.store.restore(saved.store, seeded_user);
        self.members = Relation::from_pairs(saved.members);
        self.ruled = Relation::from_pairs(saved.ruled);
        self.secrets = saved.secrets.into_iter().collect();
        let events = saved.log.into_iter().map(|event| words.event(event));
        self.log.restore(events.collect(), saved.log_sequence);
        self.rng = crate::data::Rng::new(saved.rng);
        self.landmarks = saved.landmarks;
        self.owner = Arc::new(words.party(saved.owner));
        self.set_issued(saved.issued);
        if let Some(later) = &mut self.later {
            later.restore(saved.furnished);
        }
        let users = self.store.collection(USERS).into_iter();
        self.logins = users
            .flat_map(|users| users.after(0))
            .map(|(sequence, user)| (text(&user["profile"], "login").to_lowercase(), sequence))
            .collect();
    }
}
