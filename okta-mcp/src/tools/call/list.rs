//! Whole items of a list until the answer is full.

use serde_json::Value;

use super::{
    pages::{go_on, list_page},
    show::{envelope, shown},
};
use crate::{
    answer::{Fitted, fit_items, size},
    call::{Cursor, Page, Plan},
    catalogue::Operation,
    engine::Engine,
    gate::{Context, Permit},
    tools::Outcome,
};

/// So many pages are read for one answer that has room left.
const PAGES_OF_AN_ANSWER: usize = 5;

/// What an answer is filled with, and how.
pub(super) struct Filling<'a> {
    pub(super) engine: &'a Engine,
    pub(super) context: &'a Context,
    pub(super) permit: &'a Permit,
    pub(super) fields: &'a [String],
    /// Whether further pages may be read for an answer that has room left.
    pub(super) more: bool,
}

impl Filling<'_> {
    /// Whole items of a list until the answer is full, and where to go on.
    pub(super) async fn fill(
        self,
        mut request: Plan<'_>,
        mut page: Page,
        mut skip: usize,
    ) -> Outcome {
        let operation = request.operation;
        let mut answer = envelope(
            self.engine,
            operation,
            page.status,
            page.request_id.as_deref(),
        );
        // Room for the numbers and the note, and for the longer of the two cursors.
        let mut room = self
            .engine
            .settings
            .answer_bytes
            .saturating_sub(size(&answer) + 220);
        let mut fitted = Fitted::default();
        let mut secrets = 0;
        let mut pages = 1;
        let (shown_here, next) = loop {
            let cursor_size = cursor_size(operation, &request, &page);
            let mut room_here = room.saturating_sub(cursor_size);
            let before = fitted.items.len();
            let items = page.items.iter().skip(skip).map(|item| {
                let (item, hidden) = shown(self.engine, operation, item, self.fields);
                secrets += hidden;
                item
            });
            fit_items(&mut fitted, items, &mut room_here);
            room = room_here + cursor_size;
            let shown_here = skip + fitted.items.len() - before;
            if !fitted.complete {
                self.engine.pages.put(request.canonical(), page.clone());
                let query = paging(&request);
                break (
                    shown_here,
                    Some(Cursor {
                        operation: operation.id.clone(),
                        query,
                        skip: shown_here,
                    }),
                );
            }
            let Some(next) = page.next.take() else {
                break (shown_here, None);
            };
            if !self.more || pages == PAGES_OF_AN_ANSWER || room < 200 {
                break (
                    shown_here,
                    Some(Cursor {
                        operation: operation.id.clone(),
                        query: next,
                        skip: 0,
                    }),
                );
            }
            go_on(&mut request, &next);
            page = list_page(self.engine, self.context, &request, self.permit).await?;
            pages += 1;
            skip = 0;
        };
        let count = fitted.items.len();
        answer["items"] = Value::Array(fitted.items);
        answer["count"] = count.into();
        if secrets > 0 {
            answer["secretsHidden"] = secrets.into();
        }
        let left = page.items.len().saturating_sub(shown_here);
        if let Some(next) = next {
            let note = match left {
                0 => "there are more; go on with `next`".to_owned(),
                left => format!(
                    "the answer is full; {left} more on this page, and perhaps further pages; go on with `next`, or ask for fewer `fields`"
                ),
            };
            answer["note"] = note.into();
            answer["next"] = next.encode().into();
        }
        Ok(answer)
    }
}

/// What of a query says where in a list a page is.
fn paging(request: &Plan<'_>) -> Vec<(String, String)> {
    request
        .query
        .iter()
        .filter(|(name, _)| {
            matches!(
                name.as_str(),
                "after" | "limit" | "since" | "until" | "page" | "cursor"
            )
        })
        .cloned()
        .collect()
}

fn cursor_size(operation: &Operation, request: &Plan<'_>, page: &Page) -> usize {
    let encoded = |query: Vec<(String, String)>| {
        Cursor {
            operation: operation.id.clone(),
            query,
            skip: 10_000,
        }
        .encode()
        .len()
    };
    let next = page.next.clone().map_or(0, encoded);
    next.max(encoded(paging(request))) + 16
}
