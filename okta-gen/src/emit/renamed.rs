//! The table of the operations that Okta has renamed, for those who know the former names.

use std::fmt::Write as _;

use crate::api::Api;

/// A table in Markdown; empty when no operation was renamed.
pub fn table(api: &Api) -> String {
    let mut renamed: Vec<_> = api
        .operations
        .iter()
        .filter_map(|operation| Some((operation.former_id.as_deref()?, operation)))
        .collect();
    if renamed.is_empty() {
        return String::new();
    }
    renamed.sort_by_key(|(former, _)| *former);
    let mut table = String::from("| Release 2.16.0 | Today | Method |\n| --- | --- | --- |\n");
    for (former, operation) in renamed {
        // Writing to a string cannot fail.
        let _ = writeln!(
            table,
            "| `{former}` | `{}` | [`{name}`](crate::Client::{name}) |",
            operation.id,
            name = operation.name,
        );
    }
    table
}
