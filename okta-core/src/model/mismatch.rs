//! Values that are not of the described type, and where an error happened.
//!
//! A mismatch is kept and reading goes on, which costs nothing until it happens. The
//! count of mismatches on this thread tells the decoder of a body whether to look for
//! them; it then reads the body again, strictly, to learn where the first one is. A client
//! that asks for [strict types](crate::ClientBuilder::strict_types) reads nothing but
//! strictly. While an error travels up, every level adds its step to the path.

use std::cell::{Cell, RefCell};

use serde::de::Error;
use serde_json::Value;

use super::reflect::Slot;

thread_local! {
    static STRICT: Cell<bool> = const { Cell::new(false) };
    static COUNT: Cell<usize> = const { Cell::new(0) };
    static PATH: RefCell<Vec<Step>> = const { RefCell::new(Vec::new()) };
    static VARIANT: Cell<Option<&'static str>> = const { Cell::new(None) };
}

enum Step {
    Property(String),
    Index(usize),
}

/// Keeps a value that is not as described; when reading strictly, an error.
#[cold]
pub(super) fn keep<E: Error>(slot: &mut dyn Slot, value: Value) -> Result<(), E> {
    if STRICT.get() {
        return Err(E::custom(format_args!(
            "expected {}, found {}",
            slot.expected(),
            found(&value)
        )));
    }
    COUNT.set(COUNT.get() + 1);
    slot.put_other(value);
    Ok(())
}

/// What a value is, without showing it: it may be a secret.
pub(crate) fn found(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Notes that the error passing by comes from inside this property.
#[cold]
pub(super) fn inside_property(name: &str) {
    PATH.with_borrow_mut(|path| path.push(Step::Property(name.to_owned())));
}

/// Notes that the error passing by comes from inside this element.
#[cold]
pub(super) fn inside(index: usize) {
    PATH.with_borrow_mut(|path| path.push(Step::Index(index)));
}

/// Notes that the error passing by comes from inside a value of this type, which its
/// discriminators told. The innermost one counts.
#[cold]
pub(super) fn inside_variant(name: &'static str) {
    VARIANT.set(VARIANT.get().or(Some(name)));
}

/// An error, and where it happened.
pub(super) struct Located<E> {
    pub(super) error: E,
    /// As a JSON path.
    pub(super) path: String,
    /// The type that the discriminators told there.
    pub(super) variant: Option<&'static str>,
}

/// Runs a decoder and tells how many values it kept that are not as described.
pub(super) fn counted<T, E>(
    decode: impl FnOnce() -> Result<T, E>,
) -> (Result<T, Located<E>>, usize) {
    let before = COUNT.replace(0);
    PATH.with_borrow_mut(Vec::clear);
    VARIANT.set(None);
    let result = decode().map_err(|error| Located {
        error,
        path: take_path(),
        variant: VARIANT.take(),
    });
    let count = COUNT.replace(before);
    (result, count)
}

/// Runs a decoder that refuses what is not as described.
pub(crate) fn strictly<T>(decode: impl FnOnce() -> T) -> T {
    let before = STRICT.replace(true);
    let result = decode();
    STRICT.set(before);
    result
}

/// The path of the last error, outermost step first: `$.profile.emails[2]`.
fn take_path() -> String {
    use std::fmt::Write;

    let mut text = String::from("$");
    for step in PATH.take().into_iter().rev() {
        let written = match step {
            Step::Property(name) if is_plain(&name) => write!(text, ".{name}"),
            Step::Property(name) => write!(text, "[{name:?}]"),
            Step::Index(index) => write!(text, "[{index}]"),
        };
        debug_assert!(written.is_ok(), "writing to a String cannot fail");
    }
    text
}

fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
