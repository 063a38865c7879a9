//! A property that can be absent, null or a value.
/// A property.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Field<T> {
    /// Not there.
    #[default]
    Absent,
    /// `null`.
    Null,
    /// A value.
    Value(T),
}
