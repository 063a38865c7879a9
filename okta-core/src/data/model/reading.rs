//! One reading of a text into any target.

use super::{flaw::DecodeError, trace::Trace};

/// The target of a body. It is not generic, so that a type costs almost no code.
pub(super) trait Target {
    /// Reads a body into a blank target.
    fn read(&mut self, json: &mut Json<'_>, trace: &mut Trace) -> Result<(), serde_json::Error>;

    /// Becomes blank again after a reading.
    fn reset(&mut self);
}

pub(super) type Json<'a> = serde_json::Deserializer<serde_json::de::StrRead<'a>>;

/// Reads into a target. If a value was kept that is not as described, and the log wants to
/// know, reads again strictly to find the first such place.
pub(super) fn read_and_tell<R>(
    target: &mut dyn Target,
    strict: bool,
    read: impl Fn(&mut dyn Target, &mut Trace) -> Result<R, serde_json::Error>,
    tell: Option<impl FnOnce(usize, Option<DecodeError>)>,
) -> Result<R, DecodeError> {
    let mut trace = Trace::new(strict);
    let result = read(target, &mut trace);
    if trace.mismatches() > 0
        && result.is_ok()
        && let Some(tell) = tell
    {
        target.reset();
        let mut strictly = Trace::new(true);
        let first = read(target, &mut strictly).err();
        tell(
            trace.mismatches(),
            first.map(|error| strictly.explain(&error)),
        );
        // The strict reading stopped half-way.
        target.reset();
        let _ = read(target, &mut Trace::new(strict));
    }
    result.map_err(|error| trace.explain(&error))
}

/// Logs kept values. They are not errors, but whoever relies on the type wants to know.
#[cold]
pub(super) fn report(mismatches: usize, first: Option<DecodeError>) {
    if let Some(first) = first {
        tracing::warn!(
            mismatches,
            path = first.path,
            reason = first.reason,
            "a value is not of the type that Okta describes; it is kept as it came"
        );
    }
}

/// Logs a replaced character, which is not an error either.
#[cold]
pub(super) fn report_mended(path: &str) {
    tracing::warn!(path, "some text is not Unicode; U+FFFD replaces it");
}
