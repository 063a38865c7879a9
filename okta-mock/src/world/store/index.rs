//! Members found by a text in them, without looking at all.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap, hash_map::Entry},
};

use serde_json::Value;

/// Which members hold which text at one path, in any letter case.
#[derive(Debug)]
pub(super) struct Index {
    path: &'static str,
    by_text: HashMap<String, BTreeSet<u64>>,
    /// Members that were handed out to be changed, and are looked at again.
    lent: BTreeSet<u64>,
}

impl Index {
    pub(super) fn new<'v>(
        path: &'static str,
        members: impl Iterator<Item = (u64, Cow<'v, Value>)>,
    ) -> Self {
        let mut index = Self {
            path,
            by_text: HashMap::new(),
            lent: BTreeSet::new(),
        };
        for (sequence, value) in members {
            index.add(sequence, &value);
        }
        index
    }

    pub(super) fn is_of(&self, path: &str) -> bool {
        self.path == path
    }

    /// The members with this text; `at` gives the value of one.
    pub(super) fn find<'v>(
        &mut self,
        text: &str,
        at: impl Fn(u64) -> Option<Cow<'v, Value>>,
    ) -> Vec<u64> {
        for sequence in std::mem::take(&mut self.lent) {
            if let Some(value) = at(sequence) {
                self.add(sequence, &value);
            }
        }
        let found = self.by_text.get(&text.to_lowercase());
        found.into_iter().flatten().copied().collect()
    }

    /// Notes that a member may have another text the next time.
    pub(super) fn lend(&mut self, sequence: u64, before: &Value) {
        self.remove(sequence, before);
        self.lent.insert(sequence);
    }

    pub(super) fn remove(&mut self, sequence: u64, value: &Value) {
        self.lent.remove(&sequence);
        if let Some(text) = self.text(value)
            && let Entry::Occupied(mut known) = self.by_text.entry(text)
        {
            known.get_mut().remove(&sequence);
            if known.get().is_empty() {
                known.remove();
            }
        }
    }

    fn add(&mut self, sequence: u64, value: &Value) {
        if let Some(text) = self.text(value) {
            self.by_text.entry(text).or_default().insert(sequence);
        }
    }

    fn text(&self, value: &Value) -> Option<String> {
        let names = self.path.split('.');
        let value = names.fold(value, |value, name| &value[name]);
        value.as_str().map(str::to_lowercase)
    }
}
