//! Resources in memory, related by their paths.
//!
//! A collection is found by the concrete path of its list (`/api/v1/zones`,
//! `/api/v1/apps/0oa1/credentials/keys`), so that what belongs to a resource lies below
//! its path and goes away with it. Settings that exist once are documents, found by
//! their own path.

mod index;
pub(crate) mod saved;

use std::{
    borrow::Cow,
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    fmt,
    ops::Bound,
};

use serde_json::Value;

use index::Index;

/// Everything that an org holds.
#[derive(Debug, Default)]
pub(crate) struct Store {
    collections: BTreeMap<String, Collection>,
    documents: BTreeMap<String, Value>,
    sequence: u64,
    /// Of all collections together.
    members: usize,
}

/// Makes the `n`th seeded member of a collection when somebody looks at it, so that an
/// org with very many of them starts at once.
pub(crate) type Maker = Box<dyn Fn(u32) -> Value + Send + Sync>;

/// The members of one list, in creation order. Each has a sequence number that is never
/// given again, which is what page cursors are made of: they stay right while members
/// come and go.
#[derive(Default)]
pub(crate) struct Collection {
    members: BTreeMap<u64, Member>,
    sequences: HashMap<Box<str>, u64>,
    maker: Option<Maker>,
    /// Made when somebody first looks a member up by a text in it.
    index: RefCell<Option<Index>>,
}

#[derive(Debug)]
enum Member {
    /// Not looked at for writing yet: made anew by the collection's maker.
    Seeded(u32),
    Held(Box<Value>),
}

impl fmt::Debug for Collection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Collection")
            .field("members", &self.members.len())
            .finish_non_exhaustive()
    }
}

impl Collection {
    pub(crate) fn len(&self) -> usize {
        self.members.len()
    }

    /// The sequence number of the member with this id.
    pub(crate) fn sequence(&self, id: &str) -> Option<u64> {
        self.sequences.get(id).copied()
    }

    pub(crate) fn get(&self, id: &str) -> Option<Cow<'_, Value>> {
        self.at(self.sequence(id)?)
    }

    /// The member with this sequence number.
    pub(crate) fn at(&self, sequence: u64) -> Option<Cow<'_, Value>> {
        self.members.get(&sequence).map(|member| self.value(member))
    }

    fn value<'a>(&'a self, member: &'a Member) -> Cow<'a, Value> {
        match member {
            Member::Held(value) => Cow::Borrowed(value),
            Member::Seeded(n) => Cow::Owned(made(&self.maker, *n)),
        }
    }

    /// The member with this id, to change it.
    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut Value> {
        let sequence = *self.sequences.get(id)?;
        let member = self.members.get_mut(&sequence)?;
        if let Member::Seeded(n) = member {
            let value = made(&self.maker, *n);
            *member = Member::Held(Box::new(value));
        }
        match member {
            Member::Held(value) => {
                if let Some(index) = self.index.get_mut() {
                    index.lend(sequence, value);
                }
                Some(value)
            }
            Member::Seeded(_) => None,
        }
    }

    /// The members whose text at this path, such as `profile.name`, is this one in any
    /// letter case. However many members there are, it looks at few.
    fn having(&self, path: &'static str, text: &str) -> Vec<u64> {
        let mut index = self.index.borrow_mut();
        let index = match &mut *index {
            Some(index) if index.is_of(path) => index,
            other => {
                let members = self.members.iter();
                let values = members.map(|(sequence, member)| (*sequence, self.value(member)));
                other.insert(Index::new(path, values))
            }
        };
        index.find(text, |sequence| self.at(sequence))
    }

    /// The members behind this sequence number (0: all), in order.
    pub(crate) fn after(&self, sequence: u64) -> impl Iterator<Item = (u64, Cow<'_, Value>)> {
        self.members
            .range((Bound::Excluded(sequence), Bound::Unbounded))
            .map(|(sequence, member)| (*sequence, self.value(member)))
    }

    /// All members, in order.
    pub(crate) fn values(&self) -> impl Iterator<Item = Cow<'_, Value>> {
        self.after(0).map(|(_, value)| value)
    }

    fn remove(&mut self, id: &str) -> Option<(u64, Value)> {
        let sequence = self.sequences.remove(id)?;
        let value = match self.members.remove(&sequence)? {
            Member::Held(value) => *value,
            Member::Seeded(n) => made(&self.maker, n),
        };
        if let Some(index) = self.index.get_mut() {
            index.remove(sequence, &value);
        }
        Some((sequence, value))
    }
}

impl Store {
    /// The collection at this path, if anything was ever put there.
    pub(crate) fn collection(&self, path: &str) -> Option<&Collection> {
        self.collections.get(path)
    }

    pub(crate) fn get(&self, path: &str, id: &str) -> Option<Cow<'_, Value>> {
        self.collections.get(path)?.get(id)
    }

    pub(crate) fn get_mut(&mut self, path: &str, id: &str) -> Option<&mut Value> {
        self.collections.get_mut(path)?.get_mut(id)
    }

    pub(crate) fn contains(&self, path: &str, id: &str) -> bool {
        self.collections
            .get(path)
            .is_some_and(|collection| collection.sequences.contains_key(id))
    }

    /// The members of the collection at this path, in order.
    pub(crate) fn values(&self, path: &str) -> impl Iterator<Item = Cow<'_, Value>> {
        self.collections
            .get(path)
            .into_iter()
            .flat_map(Collection::values)
    }

    /// The members of a collection whose text at this path, such as `profile.name`, is
    /// this one in any letter case.
    pub(crate) fn having(
        &self,
        collection: &str,
        path: &'static str,
        text: &str,
    ) -> impl Iterator<Item = Cow<'_, Value>> {
        let collection = self.collections.get(collection);
        let found = collection.map_or_else(Vec::new, |members| members.having(path, text));
        let members = collection.into_iter();
        members.flat_map(move |members| {
            let found = found.clone();
            found
                .into_iter()
                .filter_map(|sequence| members.at(sequence))
        })
    }

    /// How many members the collection at this path has.
    pub(crate) fn len(&self, path: &str) -> usize {
        self.collections.get(path).map_or(0, Collection::len)
    }

    /// Puts a member at the end of the collection, or in the place of the one with the
    /// same id; returns its sequence number.
    pub(crate) fn insert(&mut self, path: &str, id: &str, value: Value) -> u64 {
        if !self.collections.contains_key(path) {
            self.collections
                .insert(path.to_owned(), Collection::default());
        }
        let next = self.sequence + 1;
        let Some(collection) = self.collections.get_mut(path) else {
            return next;
        };
        let sequence = match collection.sequences.get(id) {
            Some(sequence) => *sequence,
            None => {
                self.sequence = next;
                self.members += 1;
                collection.sequences.insert(id.into(), next);
                next
            }
        };
        let before = collection
            .members
            .insert(sequence, Member::Held(Box::new(value)));
        if let Some(index) = collection.index.get_mut() {
            index.lend(
                sequence,
                &before.map_or(Value::Null, |member| match member {
                    Member::Held(value) => *value,
                    Member::Seeded(n) => made(&collection.maker, n),
                }),
            );
        }
        sequence
    }

    /// Fills a collection with members that are made when they are looked at. Member `n`
    /// has the `n`th of these ids. Returns the sequence number of the first.
    pub(crate) fn seed(
        &mut self,
        path: &str,
        ids: impl IntoIterator<Item = String>,
        maker: Maker,
    ) -> u64 {
        let first = self.sequence + 1;
        let collection = self.collections.entry(path.to_owned()).or_default();
        collection.maker = Some(maker);
        collection.index = RefCell::default();
        for (n, id) in (0..).zip(ids) {
            self.sequence += 1;
            self.members += 1;
            collection.sequences.insert(id.into(), self.sequence);
            collection.members.insert(self.sequence, Member::Seeded(n));
        }
        first
    }

    /// Takes a member out, and everything below its path.
    pub(crate) fn remove(&mut self, path: &str, id: &str) -> Option<(u64, Value)> {
        let removed = self.collections.get_mut(path)?.remove(id)?;
        self.members -= 1;
        self.remove_below(&format!("{path}/{id}"));
        Some(removed)
    }

    /// Takes out everything below a path.
    pub(crate) fn remove_below(&mut self, path: &str) {
        let below = format!("{path}/");
        let collections: Vec<String> = keys_below(&self.collections, &below);
        for key in collections {
            self.drop_collection(&key);
        }
        let documents: Vec<String> = keys_below(&self.documents, &below);
        for key in documents {
            self.documents.remove(&key);
        }
    }

    /// Takes out every member of the collection at this path.
    pub(crate) fn clear(&mut self, path: &str) {
        self.drop_collection(path);
        self.remove_below(path);
    }

    fn drop_collection(&mut self, path: &str) {
        let dropped = self.collections.remove(path);
        self.members -= dropped.map_or(0, |collection| collection.len());
    }

    pub(crate) fn document(&self, path: &str) -> Option<&Value> {
        self.documents.get(path)
    }

    pub(crate) fn set_document(&mut self, path: &str, value: Value) {
        self.documents.insert(path.to_owned(), value);
    }

    /// How many resources and settings there are.
    pub(crate) fn total(&self) -> usize {
        self.members + self.documents.len()
    }
}

/// The n-th seeded member.
fn made(maker: &Option<Maker>, n: u32) -> Value {
    maker.as_ref().map_or(Value::Null, |make| make(n))
}

fn keys_below<V>(map: &BTreeMap<String, V>, prefix: &str) -> Vec<String> {
    map.range(prefix.to_owned()..)
        .map(|(key, _)| key)
        .take_while(|key| key.starts_with(prefix))
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn members_keep_their_order_and_their_sequence_numbers() {
        let mut store = Store::default();
        let a = store.insert("/zones", "a", json!({"id": "a"}));
        store.insert("/zones", "b", json!({"id": "b"}));
        let c = store.insert("/zones", "c", json!({"id": "c"}));
        assert_eq!(store.insert("/zones", "a", json!({"id": "a", "v": 2})), a);
        store.remove("/zones", "b").unwrap();
        assert!(store.insert("/zones", "b", json!({"id": "b"})) > c);
        let order: Vec<_> = store
            .collection("/zones")
            .unwrap()
            .after(a)
            .map(|(_, value)| value["id"].clone())
            .collect();
        assert_eq!(order, ["c", "b"]);
        assert_eq!(store.get("/zones", "a").unwrap()["v"], 2);
    }

    #[test]
    fn what_is_below_goes_with_its_owner_and_nothing_else() {
        let mut store = Store::default();
        store.insert("/apps", "1", json!({}));
        store.insert("/apps", "10", json!({}));
        store.insert("/apps/1/keys", "k", json!({}));
        store.insert("/apps/10/keys", "k", json!({}));
        store.set_document("/apps/1/connections/default", json!({}));
        store.remove("/apps", "1").unwrap();
        assert!(!store.contains("/apps/1/keys", "k"));
        assert!(store.contains("/apps/10/keys", "k"));
        assert_eq!(store.document("/apps/1/connections/default"), None);
    }

    #[test]
    fn members_are_counted_wherever_they_go() {
        let mut store = Store::default();
        store.insert("/apps", "1", json!({}));
        store.insert("/apps", "1", json!({}));
        store.insert("/apps/1/keys", "k", json!({}));
        store.insert("/zones", "z", json!({}));
        store.seed("/users", ["a".to_owned()], Box::new(|_| json!({})));
        store.set_document("/apps/1/connections/default", json!({}));
        assert_eq!(store.total(), 5);
        store.remove("/apps", "1");
        store.clear("/zones");
        store.clear("/zones");
        assert_eq!(store.total(), 1);
    }

    #[test]
    fn members_are_found_by_what_they_are_called_now() {
        let mut store = Store::default();
        let named = |name: &str| json!({ "profile": { "name": name } });
        let found =
            |store: &Store, name: &str| store.having("/groups", "profile.name", name).count();
        assert_eq!(found(&store, "x"), 0);
        store.insert("/groups", "1", named("Sales"));
        store.seed(
            "/groups",
            ["2".to_owned()],
            Box::new(move |_| named("Support")),
        );
        assert_eq!(found(&store, "SALES"), 1);
        assert_eq!(found(&store, "support"), 1);
        store.insert("/groups", "3", named("sales"));
        assert_eq!(found(&store, "Sales"), 2);
        store.insert("/groups", "1", named("Legal"));
        assert_eq!((found(&store, "Sales"), found(&store, "legal")), (1, 1));
        store.get_mut("/groups", "2").unwrap()["profile"]["name"] = json!("Design");
        assert_eq!((found(&store, "Support"), found(&store, "Design")), (0, 1));
        store.get_mut("/groups", "3");
        store.remove("/groups", "3");
        store.remove("/groups", "1");
        assert_eq!((found(&store, "Sales"), found(&store, "Legal")), (0, 0));
    }

    #[test]
    fn seeded_members_are_made_on_sight_and_kept_once_changed() {
        let mut store = Store::default();
        store.seed(
            "/users",
            (0..3).map(|n| format!("u{n}")),
            Box::new(|n| json!({ "n": n })),
        );
        store.get_mut("/users", "u1").unwrap()["n"] = json!("changed");
        let all: Vec<_> = store
            .values("/users")
            .map(|value| value["n"].clone())
            .collect();
        assert_eq!(all, [json!(0), json!("changed"), json!(2)]);
        assert_eq!(store.remove("/users", "u2").unwrap().1, json!({"n": 2}));
    }
}
