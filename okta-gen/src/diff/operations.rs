//! Operations, matched by their method and the shape of their path.

use std::collections::BTreeMap;

use super::{Became, Change, Kind};
use crate::{
    api::{Answer, Api, Body, BodyKind, Operation, Parameter, Tokens},
    emit::type_name,
};

/// What tells operations apart whatever they and their parameters are called. Variants of one
/// are told by their body.
pub fn key(operation: &Operation) -> String {
    // Leaving a switch out means `false`.
    let path = match operation.path.split_once('?') {
        Some((path, query)) if query.ends_with("=false") => path,
        _ => &operation.path,
    };
    let segments = path
        .split('/')
        .map(|segment| match segment.starts_with('{') {
            true => "{}",
            false => segment,
        });
    let path = segments.collect::<Vec<_>>().join("/");
    let body = operation.body.as_ref().map_or("", |body| match &body.kind {
        BodyKind::Json(_) => "",
        _ => body.content_type.as_str(),
    });
    format!("{} {path} {body}", operation.method)
}

/// The operations of both sides by their keys.
pub fn matched<'a>(
    before: &'a Api,
    after: &'a Api,
) -> BTreeMap<String, (Option<&'a Operation>, Option<&'a Operation>)> {
    let mut matched: BTreeMap<String, (Option<&Operation>, Option<&Operation>)> = BTreeMap::new();
    for operation in &before.operations {
        matched.entry(key(operation)).or_default().0 = Some(operation);
    }
    for operation in &after.operations {
        matched.entry(key(operation)).or_default().1 = Some(operation);
    }
    matched
}

pub fn changes(before: &Api, after: &Api) -> Vec<Change> {
    let mut changes = Vec::new();
    for pair in matched(before, after).into_values() {
        match pair {
            (None, Some(new)) => changes.push(Change::new(
                Kind::Operation,
                Became::Added,
                &new.id,
                place(new),
            )),
            (Some(old), None) => changes.push(
                Change::new(Kind::Operation, Became::Removed, &old.id, place(old))
                    .breaking_if(true),
            ),
            (Some(old), Some(new)) => compare(old, new, before, &mut changes),
            (None, None) => {}
        }
    }
    changes
}

fn place(operation: &Operation) -> String {
    format!("`{} {}`", operation.method, operation.path)
}

fn compare(old: &Operation, new: &Operation, before: &Api, changes: &mut Vec<Change>) {
    let id = &new.id;
    if old.name != new.name {
        // A name that goes on to mean something else is worse than one that is gone.
        let moved = before.operations.iter().any(|other| other.name == new.name);
        let beware = match moved {
            true => format!("; **`{id}` was another operation**"),
            false => String::new(),
        };
        changes.push(
            Change::new(
                Kind::Operation,
                Became::Renamed,
                id,
                format!("{} was `{}`{beware}", place(new), old.id),
            )
            .breaking_if(true),
        );
    }
    let mut changed = |detail: String, breaking| {
        let change = Change::new(Kind::Operation, Became::Changed, id, detail);
        changes.push(change.breaking_if(breaking));
    };
    let (was, is) = (answer(old), answer(new));
    if was != is {
        changed(format!("answers with {is}, not with {was}"), true);
    }
    let (was, is) = (&old.lifecycle, &new.lifecycle);
    if was != is {
        changed(format!("is {is}, and was {was}"), false);
    }
    if old.tokens != new.tokens {
        let note = |tokens: Tokens| tokens.note().unwrap_or("Takes any token.");
        changed(
            format!("{} Before: {}", note(new.tokens), note(old.tokens)),
            true,
        );
    }
    if old.scopes != new.scopes {
        changed(
            format!(
                "needs {}, and needed {}",
                list(&new.scopes),
                list(&old.scopes)
            ),
            false,
        );
    }
    parameters(old, new, changes);
    body(old, new, changes);
}

fn list(scopes: &[String]) -> String {
    match scopes.is_empty() {
        true => "no scope".to_owned(),
        false => scopes
            .iter()
            .map(|scope| format!("`{scope}`"))
            .collect::<Vec<_>>()
            .join(" and "),
    }
}

fn answer(operation: &Operation) -> String {
    match (&operation.response, &operation.envelope) {
        (Answer::Nothing, _) => "nothing".to_owned(),
        (Answer::Text(content_type), _) => content_type.clone(),
        (Answer::Json(ty), Some(envelope)) => {
            format!("`{}` with pages of `{}`", type_name(ty), envelope.property)
        }
        (Answer::Json(ty), None) => format!("`{}`", type_name(ty)),
    }
}

/// Path parameters by their place, since a method takes them in order; others by their name.
fn parameters(old: &Operation, new: &Operation, changes: &mut Vec<Change>) {
    let by_key = |operation: &'_ Operation| -> BTreeMap<String, usize> {
        let parameters = operation.parameters.iter().enumerate();
        parameters
            .map(|(index, parameter)| (parameter_key(operation, parameter), index))
            .collect()
    };
    let (before, after) = (by_key(old), by_key(new));
    let mut push = |change, parameter: &Parameter, detail: String, breaking| {
        let name = format!("{}.{}", new.id, parameter.wire);
        changes.push(Change::new(Kind::Parameter, change, name, detail).breaking_if(breaking));
    };
    for (key, index) in &after {
        let parameter = &new.parameters[*index];
        let Some(was) = before.get(key).map(|index| &old.parameters[*index]) else {
            let required = parameter.required;
            let detail = if required { "required" } else { "optional" };
            push(Became::Added, parameter, detail.to_owned(), required);
            continue;
        };
        let (old_type, new_type) = (type_name(&was.ty), type_name(&parameter.ty));
        if old_type != new_type {
            push(
                Became::Changed,
                parameter,
                format!("is `{new_type}`, and was `{old_type}`"),
                true,
            );
        }
        if was.required != parameter.required {
            let detail = if parameter.required {
                "is required now"
            } else {
                "is optional now"
            };
            push(Became::Changed, parameter, detail.to_owned(), true);
        }
        if was.wire != parameter.wire {
            push(
                Became::Renamed,
                parameter,
                format!("was `{}`", was.wire),
                false,
            );
        }
    }
    for (key, index) in &before {
        if !after.contains_key(key) {
            push(
                Became::Removed,
                &old.parameters[*index],
                String::new(),
                true,
            );
        }
    }
}

fn parameter_key(operation: &Operation, parameter: &Parameter) -> String {
    let position = operation.path.find(&format!("{{{}}}", parameter.wire));
    match position {
        Some(position) => {
            let before = &operation.path[..position];
            format!("path {}", before.matches('{').count())
        }
        None => format!("{:?} {}", parameter.location, parameter.wire),
    }
}

fn body(old: &Operation, new: &Operation, changes: &mut Vec<Change>) {
    let mut push = |change, detail: String, breaking| {
        let name = format!("{} body", new.id);
        changes.push(Change::new(Kind::Parameter, change, name, detail).breaking_if(breaking));
    };
    match (&old.body, &new.body) {
        (None, None) => {}
        (None, Some(body)) => {
            let required = if body.required {
                "required"
            } else {
                "optional"
            };
            push(
                Became::Added,
                format!("{}, {required}", shown(body)),
                body.required,
            );
        }
        (Some(body), None) => push(Became::Removed, shown(body), true),
        (Some(was), Some(is)) => {
            if shown(was) != shown(is) {
                push(
                    Became::Changed,
                    format!("is {}, and was {}", shown(is), shown(was)),
                    true,
                );
            }
            if was.required != is.required {
                let detail = if is.required {
                    "is required now"
                } else {
                    "is optional now"
                };
                push(Became::Changed, detail.to_owned(), true);
            }
        }
    }
}

fn shown(body: &Body) -> String {
    let kind = match &body.kind {
        BodyKind::Json(ty) | BodyKind::Form(ty) => type_name(ty),
        BodyKind::Bytes | BodyKind::File { .. } => "bytes".to_owned(),
        BodyKind::Text => "text".to_owned(),
    };
    match body.content_type.as_str() {
        "application/json" => format!("`{kind}`"),
        content_type => format!("`{kind}` as {content_type}"),
    }
}
