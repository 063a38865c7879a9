//! The landing page.

use crate::org::Inner;

/// The page that a browser sees at the root of the org.
pub(crate) fn page(_inner: &Inner) -> String {
    String::new()
}
