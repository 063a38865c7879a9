//! Operations, matched by their method and the shape of their path.

use std::collections::BTreeMap;

use super::{
    Became, Change, Kind,
    types::{Renamed, name_today},
};
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

pub fn changes(before: &Api, after: &Api, renamed: &Renamed) -> Vec<Change> {
    let mut changes = Vec::new();
    for pair in matched(before, after).into_values() {
        match pair {
            (None, Some(new)) => {
                let (beware, breaking) = was_another(new, before);
                let detail = format!("{}{beware}", place(new));
                let change = Change::new(Kind::Operation, Became::Added, &new.id, detail);
                changes.push(change.breaking_if(breaking));
            }
            (Some(old), None) => changes.push(
                Change::new(Kind::Operation, Became::Removed, &old.id, place(old))
                    .breaking_if(true),
            ),
            (Some(old), Some(new)) => compare(old, new, before, renamed, &mut changes),
            (None, None) => {}
        }
    }
    changes
}

fn place(operation: &Operation) -> String {
    format!("`{} {}`", operation.method, operation.path)
}

/// A warning where the name of an operation was another's: a name that goes on to mean something
/// else is worse than one that is gone.
fn was_another(new: &Operation, before: &Api) -> (String, bool) {
    match before.operations.iter().any(|other| other.name == new.name) {
        true => (format!("; **`{}` was another operation**", new.id), true),
        false => (String::new(), false),
    }
}

fn compare(
    old: &Operation,
    new: &Operation,
    before: &Api,
    renamed: &Renamed,
    changes: &mut Vec<Change>,
) {
    let id = &new.id;
    if old.name != new.name {
        let (beware, _) = was_another(new, before);
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
    let (was, is) = (answer(old, renamed), answer(new, &Renamed::new()));
    if was != is {
        changed(format!("answers with {is}, not with {was}"), true);
    }
    let (was, is) = (&old.lifecycle, &new.lifecycle);
    if was != is {
        changed(format!("is {is}, and was {was}"), false);
    }
    if old.tokens != new.tokens {
        changed(
            format!(
                "takes {}, and took {}",
                tokens(new.tokens),
                tokens(old.tokens)
            ),
            !matches!(new.tokens, Tokens::Any | Tokens::None),
        );
    }
    if old.scopes != new.scopes {
        changed(
            format!(
                "needs {}, and needed {}",
                list(&new.scopes),
                list(&old.scopes)
            ),
            // Where none was known, one may have been needed all along.
            !old.scopes.is_empty() && new.scopes.iter().any(|scope| !old.scopes.contains(scope)),
        );
    }
    parameters(old, new, renamed, changes);
    body(old, new, renamed, changes);
}

fn tokens(tokens: Tokens) -> &'static str {
    match tokens {
        Tokens::Any => "any token",
        Tokens::OAuth => "OAuth 2.0 access tokens only",
        Tokens::Api => "API tokens only",
        Tokens::None => "no token",
    }
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

fn answer(operation: &Operation, renamed: &Renamed) -> String {
    match (&operation.response, &operation.envelope) {
        (Answer::Nothing, _) => "nothing".to_owned(),
        (Answer::Text(content_type), _) => content_type.clone(),
        (Answer::Json(ty), Some(envelope)) => {
            let ty = name_today(ty, renamed);
            format!("`{ty}` with pages of `{}`", envelope.property)
        }
        (Answer::Json(ty), None) => format!("`{}`", name_today(ty, renamed)),
    }
}

/// Path parameters by their place, since a method takes them in order; others by their name.
fn parameters(old: &Operation, new: &Operation, renamed: &Renamed, changes: &mut Vec<Change>) {
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
        let (old_type, new_type) = (name_today(&was.ty, renamed), type_name(&parameter.ty));
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

fn body(old: &Operation, new: &Operation, renamed: &Renamed, changes: &mut Vec<Change>) {
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
                format!("{}, {required}", shown(body, &Renamed::new())),
                body.required,
            );
        }
        (Some(body), None) => push(Became::Removed, shown(body, &Renamed::new()), true),
        (Some(was), Some(is)) => {
            let (before, today) = (shown(was, renamed), shown(is, &Renamed::new()));
            if before != today {
                let detail = format!("is {today}, and was {before}");
                push(Became::Changed, detail, true);
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

fn shown(body: &Body, renamed: &Renamed) -> String {
    let kind = match &body.kind {
        BodyKind::Json(ty) | BodyKind::Form(ty) => name_today(ty, renamed),
        BodyKind::Bytes | BodyKind::File { .. } => "bytes".to_owned(),
        BodyKind::Text => "text".to_owned(),
    };
    match body.content_type.as_str() {
        "application/json" => format!("`{kind}`"),
        content_type => format!("`{kind}` as {content_type}"),
    }
}
