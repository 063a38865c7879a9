//! Counts of whole lists.

use serde_json::Value;

use super::{
    pages::{go_on, list_page},
    show::{envelope, shown},
};
use crate::{
    answer::{Fitted, fit_items, groups, project, size},
    call::Plan,
    engine::Engine,
    gate::{Context, Permit},
    tools::{Outcome, wrong},
};

/// So many pages are read to count a list.
const PAGES_OF_A_COUNT: usize = 5_000;
/// So many groups are shown.
const GROUPS: usize = 100;

/// Counts a whole list.
pub(super) async fn whole(
    engine: &Engine,
    context: &Context,
    mut request: Plan<'_>,
    permit: &Permit,
    group_by: Option<&str>,
) -> Outcome {
    let operation = request.operation;
    if !operation.class.is_read() || !operation.is_list() {
        return Err(wrong("only lists can be counted"));
    }
    let mut total = 0;
    let mut values: Vec<Value> = Vec::new();
    let mut pages = 0;
    let complete = loop {
        let page = list_page(engine, context, &request, permit).await?;
        pages += 1;
        total += page.items.len();
        if let Some(path) = group_by {
            let path = [path.to_owned()];
            values.extend(page.items.iter().map(|item| {
                let (item, _) = shown(engine, operation, item, &[]);
                project(&item, &path)
            }));
        }
        (context.progress)(f64::from(pages), format!("{total} items counted"));
        match page.next {
            // A log without an end goes on for ever, with empty pages.
            Some(_) if page.items.is_empty() && operation.area == "logs" => break true,
            Some(next) if usize::try_from(pages).is_ok_and(|pages| pages < PAGES_OF_A_COUNT) => {
                go_on(&mut request, &next)
            }
            next => break next.is_none(),
        }
    };
    let mut answer = envelope(engine, operation, 200, None);
    answer["count"] = total.into();
    answer["complete"] = complete.into();
    if let Some(path) = group_by {
        let mut groups = groups(&values, path);
        let all = groups.len();
        groups.truncate(GROUPS);
        let mut fitted = Fitted::default();
        let mut room = engine
            .settings
            .answer_bytes
            .saturating_sub(size(&answer) + 120);
        fit_items(&mut fitted, groups, &mut room);
        if fitted.items.len() < all {
            answer["note"] = format!("{all} groups in all; the largest are shown").into();
        }
        answer["items"] = Value::Array(fitted.items);
    }
    Ok(answer)
}
