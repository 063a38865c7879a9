//! A store as it is written to a file. What was made from the seed and never changed is
//! not: it is made again.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Collection, Maker, Member, Store};

#[derive(Serialize, Deserialize)]
pub(crate) struct Saved {
    sequence: u64,
    collections: BTreeMap<String, Vec<SavedMember>>,
    documents: BTreeMap<String, Value>,
}

#[derive(Serialize, Deserialize)]
enum SavedMember {
    /// Members in a row that their maker makes: the first sequence number, which one it
    /// is, how many.
    Seeded(u64, u32, u32),
    /// A sequence number, an id, a value.
    Held(u64, String, Value),
}

impl Store {
    pub(crate) fn save(&self) -> Saved {
        let collections = self.collections.iter();
        Saved {
            sequence: self.sequence,
            collections: collections
                .map(|(path, collection)| (path.clone(), collection.save()))
                .collect(),
            documents: self.documents.clone(),
        }
    }

    /// Takes over what was saved, in the place of everything but what makes members.
    /// `seeded_id` is the id of the n-th of these.
    pub(crate) fn restore(&mut self, saved: Saved, seeded_id: impl Fn(u32) -> String) {
        let mut makers: HashMap<String, Maker> = std::mem::take(&mut self.collections)
            .into_iter()
            .filter_map(|(path, collection)| Some((path, collection.maker?)))
            .collect();
        self.sequence = saved.sequence;
        self.documents = saved.documents;
        self.members = 0;
        for (path, members) in saved.collections {
            let mut collection = Collection {
                maker: makers.remove(&path),
                ..Collection::default()
            };
            for member in members {
                collection.restore(member, &seeded_id);
            }
            self.members += collection.len();
            self.collections.insert(path, collection);
        }
    }
}

impl Collection {
    fn save(&self) -> Vec<SavedMember> {
        let ids = self.sequences.iter();
        let ids: HashMap<u64, &str> = ids.map(|(id, sequence)| (*sequence, &**id)).collect();
        let mut saved: Vec<SavedMember> = Vec::new();
        for (sequence, member) in &self.members {
            match (member, saved.last_mut()) {
                (Member::Seeded(n), Some(SavedMember::Seeded(first, from, count)))
                    if *first + u64::from(*count) == *sequence && *from + *count == *n =>
                {
                    *count += 1;
                }
                (Member::Seeded(n), _) => saved.push(SavedMember::Seeded(*sequence, *n, 1)),
                (Member::Held(value), _) => {
                    if let Some(id) = ids.get(sequence) {
                        let value = Value::clone(value);
                        saved.push(SavedMember::Held(*sequence, (*id).to_owned(), value));
                    }
                }
            }
        }
        saved
    }

    fn restore(&mut self, member: SavedMember, seeded_id: impl Fn(u32) -> String) {
        match member {
            SavedMember::Held(sequence, id, value) => {
                self.sequences.insert(id.into(), sequence);
                self.members.insert(sequence, Member::Held(Box::new(value)));
            }
            // Nobody could make them.
            SavedMember::Seeded(..) if self.maker.is_none() => {}
            SavedMember::Seeded(first, from, count) => {
                let last = from.saturating_add(count);
                for (n, sequence) in (from..last).zip(first..) {
                    self.sequences.insert(seeded_id(n).into(), sequence);
                    self.members.insert(sequence, Member::Seeded(n));
                }
            }
        }
    }
}
