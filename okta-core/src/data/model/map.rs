//! A small map that keeps its order.

use std::ops::Index;

use smol_str::SmolStr;

/// A map with string keys, in the order in which Okta sent them.
///
/// It is made for the few entries of a resource: links, custom attributes, unknown properties.
/// An empty map allocates nothing, keys of up to 23 bytes are stored inline, and a look-up is a
/// scan.
#[derive(Clone)]
pub struct Map<V>(Vec<(SmolStr, V)>);

impl<V> Map<V> {
    /// Creates an empty map.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Returns the value of this key.
    pub fn get(&self, key: &str) -> Option<&V> {
        self.0.iter().find(|(k, _)| k == key).map(|(_, v)| v)
    }

    /// Returns the value of this key, mutably.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        self.0.iter_mut().find(|(k, _)| k == key).map(|(_, v)| v)
    }

    /// Returns whether there is an entry with this key.
    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Inserts a value. It replaces the key's former value, which is returned, or goes to the
    /// end.
    pub fn insert(&mut self, key: impl AsRef<str>, value: V) -> Option<V> {
        let key = key.as_ref();
        match self.get_mut(key) {
            Some(former) => Some(std::mem::replace(former, value)),
            None => {
                self.push(key, value);
                None
            }
        }
    }

    /// Removes an entry and returns its value.
    pub fn remove(&mut self, key: &str) -> Option<V> {
        let index = self.0.iter().position(|(k, _)| k == key)?;
        Some(self.0.remove(index).1)
    }

    /// Returns the number of entries.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Iterates over the entries in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &V)> + Clone {
        self.0.iter().map(|(k, v)| (k.as_str(), v))
    }

    /// Iterates over the entries in order, with mutable values.
    pub fn iter_mut(&mut self) -> impl ExactSizeIterator<Item = (&str, &mut V)> {
        self.0.iter_mut().map(|(k, v)| (k.as_str(), v))
    }

    /// Iterates over the keys in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        self.0.iter().map(|(k, _)| k.as_str())
    }

    /// Iterates over the values in the order of their keys.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &V> + Clone {
        self.0.iter().map(|(_, v)| v)
    }

    /// Returns the entry at this position.
    pub(super) fn at(&self, index: usize) -> Option<(&str, &V)> {
        let (key, value) = self.0.get(index)?;
        Some((key, value))
    }

    /// Adds an entry without looking for its key, because JSON does not repeat keys.
    pub(super) fn push(&mut self, key: &str, value: V) {
        self.0.push((key.into(), value));
    }
}

impl<V> Default for Map<V> {
    fn default() -> Self {
        Self::new()
    }
}

/// Compares the entries in any order, which has no meaning in JSON.
impl<V: PartialEq> PartialEq for Map<V> {
    fn eq(&self, other: &Self) -> bool {
        let same = |(key, value)| other.get(key) == Some(value);
        // Usually the order is the same, and no look-up is needed.
        self.0 == other.0 || self.len() == other.len() && self.iter().all(same)
    }
}

impl<V: Eq> Eq for Map<V> {}

/// Returns the value of a key that must exist.
///
/// # Panics
///
/// Panics when the key does not exist, like every index. [`Map::get`] does not.
impl<V> Index<&str> for Map<V> {
    type Output = V;

    #[allow(clippy::expect_used, reason = "indexing panics by contract")]
    fn index(&self, key: &str) -> &V {
        self.get(key).expect("the map has no entry with this key")
    }
}

impl<K: AsRef<str>, V> FromIterator<(K, V)> for Map<V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

impl<K: AsRef<str>, V> Extend<(K, V)> for Map<V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<K: AsRef<str>, V, const N: usize> From<[(K, V); N]> for Map<V> {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<V> IntoIterator for Map<V> {
    type Item = (String, V);
    type IntoIter =
        std::iter::Map<std::vec::IntoIter<(SmolStr, V)>, fn((SmolStr, V)) -> (String, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().map(|(k, v)| (k.into(), v))
    }
}

impl<'a, V> IntoIterator for &'a Map<V> {
    type Item = (&'a str, &'a V);
    type IntoIter = std::iter::Map<
        std::slice::Iter<'a, (SmolStr, V)>,
        fn(&'a (SmolStr, V)) -> (&'a str, &'a V),
    >;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(|(k, v)| (k.as_str(), v))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_order_is_kept() {
        let text = r#"{"b":1,"a":2,"c":3}"#;
        let mut map: Map<i64> = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&map).unwrap(), text);
        assert_eq!(map.insert("a", 5), Some(2));
        assert_eq!(map.insert("d", 6), None);
        assert_eq!(map.remove("b"), Some(1));
        assert_eq!(map.keys().collect::<Vec<_>>(), ["a", "c", "d"]);
        assert_eq!((map["a"], map.get("nope")), (5, None));
    }

    #[test]
    fn equality_is_that_of_the_entries() {
        let map = Map::from([("a", 1), ("b", 2)]);
        assert_eq!(map, Map::from([("b", 2), ("a", 1)]));
        for other in [
            Map::from([("a", 1)]),
            Map::from([("a", 1), ("b", 3)]),
            Map::from([("a", 1), ("c", 2)]),
            Map::from([("a", 1), ("b", 2), ("c", 3)]),
        ] {
            assert_ne!(map, other);
            assert_ne!(other, map);
        }
    }

    #[test]
    fn debug_hides_what_must_not_be_seen() {
        let map = Map::from([
            ("colour", json!("red")),
            ("nested", json!({"clientSecret": "s3cret"})),
            ("clientSecret", json!("s3cret")),
        ]);
        let shown = format!("{map:?}");
        assert!(
            shown.contains("red") && !shown.contains("s3cret"),
            "{shown}"
        );
    }
}
