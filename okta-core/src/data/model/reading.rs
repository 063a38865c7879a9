//! One reading of a text, into whatever it is read into.

use super::{flaw::DecodeError, trace::Trace};

/// What a body is read into. Not generic, so that a type costs next to no code.
pub(super) trait Target {
    /// Reads a body into what is blank.
    fn read(&mut self, json: &mut Json<'_>, trace: &mut Trace) -> Result<(), serde_json::Error>;

    /// Is blank again, after a reading.
    fn reset(&mut self);
}

pub(super) type Json<'a> = serde_json::Deserializer<serde_json::de::StrRead<'a>>;

/// Reads into a target. Where something was kept that is not as described, and it is to be
/// told, it is read once more, strictly, to learn where the first such place is.
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
        // Reading strictly stopped half-way.
        target.reset();
        let _ = read(target, &mut Trace::new(strict));
    }
    result.map_err(|error| trace.explain(&error))
}

/// Kept values are not an error, but whoever relies on the type wants to know.
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

/// Nor is a character that is none.
#[cold]
pub(super) fn report_mended(path: &str) {
    tracing::warn!(
        path,
        "there is text that is not Unicode; U+FFFD stands for it"
    );
}
