//! A small ordered map.
/// A small ordered map with string keys.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Map<V>(Vec<(String, V)>);
