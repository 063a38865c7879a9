//! Types, matched by their names; one that has gone and one that has come and holds the same
//! is one that was renamed.

use std::collections::{BTreeMap, BTreeSet};

use super::{Became, Change, Kind};
use crate::{
    api::{self, Api, Object, Type},
    emit::type_name,
};

pub fn changes(before: &Api, after: &Api) -> Vec<Change> {
    let by_name = |api: &'_ Api| -> BTreeMap<String, usize> {
        let types = api.types.iter().enumerate();
        types.map(|(index, ty)| (ty.name.clone(), index)).collect()
    };
    let (old, new) = (by_name(before), by_name(after));
    let gone: Vec<&Type> = old
        .iter()
        .filter(|(name, _)| !new.contains_key(*name))
        .map(|(_, i)| &before.types[*i])
        .collect();
    let come: Vec<&Type> = new
        .iter()
        .filter(|(name, _)| !old.contains_key(*name))
        .map(|(_, i)| &after.types[*i])
        .collect();
    let mut changes = Vec::new();
    let mut renamed = BTreeSet::new();
    for ty in &gone {
        let heirs: Vec<&&Type> = come
            .iter()
            .filter(|other| shape(other) == shape(ty))
            .collect();
        // Where several could be it, or it holds next to nothing, that says nothing.
        match heirs[..] {
            [heir] if shape(ty).len() > 1 && !renamed.contains(&heir.name) => {
                renamed.insert(heir.name.clone());
                let detail = format!("was `{}`", ty.name);
                changes.push(
                    Change::new(Kind::Type, Became::Renamed, &heir.name, detail).breaking_if(true),
                );
            }
            _ => changes
                .push(Change::new(Kind::Type, Became::Removed, &ty.name, "").breaking_if(true)),
        }
    }
    for ty in come.iter().filter(|ty| !renamed.contains(&ty.name)) {
        changes.push(Change::new(Kind::Type, Became::Added, &ty.name, ""));
    }
    for (name, index) in &new {
        if let Some(was) = old.get(name) {
            let was = meant(before, &before.types[*was]);
            let is = meant(after, &after.types[*index]);
            compare(name, was, is, &mut changes);
        }
    }
    changes
}

/// What a type holds: its properties with their types, or its values.
fn shape(ty: &Type) -> BTreeSet<String> {
    match &ty.kind {
        api::Kind::Object(object) => fields(object)
            .into_iter()
            .map(|(name, ty)| format!("{name}: {ty}"))
            .collect(),
        api::Kind::Enum(variants) => variants
            .iter()
            .map(|variant| variant.wire.clone())
            .collect(),
        api::Kind::Polymorphic(choice) => choice
            .choices
            .iter()
            .map(|choice| choice.type_name.clone())
            .collect(),
        api::Kind::Alias(ty) => BTreeSet::from([type_name(ty)]),
    }
}

fn fields(object: &Object) -> BTreeMap<&str, String> {
    let fields = object.fields.iter();
    fields
        .map(|field| (field.wire.as_str(), type_name(&field.ty)))
        .collect()
}

/// The type that another name of it means: whether two names share one is no difference.
fn meant<'a>(api: &'a Api, ty: &'a Type) -> &'a Type {
    let other = match &ty.kind {
        api::Kind::Alias(api::Ty::Named(other)) => api.types.iter().find(|ty| ty.name == *other),
        _ => None,
    };
    other.unwrap_or(ty)
}

fn compare(name: &str, old: &Type, new: &Type, changes: &mut Vec<Change>) {
    match (&old.kind, &new.kind) {
        (api::Kind::Object(old), api::Kind::Object(new)) => {
            let (old, new) = (fields(old), fields(new));
            let mut push = |change, field: &str, detail: String, breaking| {
                let name = format!("{name}.{field}");
                changes.push(Change::new(Kind::Field, change, name, detail).breaking_if(breaking));
            };
            for (field, ty) in &new {
                match old.get(field) {
                    None => push(Became::Added, field, format!("`{ty}`"), false),
                    Some(was) if was != ty => {
                        push(
                            Became::Changed,
                            field,
                            format!("is `{ty}`, and was `{was}`"),
                            true,
                        );
                    }
                    Some(_) => {}
                }
            }
            for (field, ty) in old.iter().filter(|(field, _)| !new.contains_key(*field)) {
                push(Became::Removed, field, format!("`{ty}`"), true);
            }
        }
        (api::Kind::Enum(_), api::Kind::Enum(_)) => values(name, old, new, "value", changes),
        (api::Kind::Polymorphic(_), api::Kind::Polymorphic(_)) => {
            values(name, old, new, "type", changes);
        }
        (api::Kind::Alias(old), api::Kind::Alias(new)) if old == new => {}
        _ => {
            let detail = format!("is {}, and was {}", kind(new), kind(old));
            changes.push(Change::new(Kind::Type, Became::Changed, name, detail).breaking_if(true));
        }
    }
}

fn values(of: &str, old: &Type, new: &Type, what: &str, changes: &mut Vec<Change>) {
    let (before, after) = (shape(old), shape(new));
    let mut push = |change, value: &str, breaking| {
        let name = format!("{of}.{value}");
        changes.push(Change::new(Kind::Value, change, name, what).breaking_if(breaking));
    };
    after
        .difference(&before)
        .for_each(|value| push(Became::Added, value, false));
    before
        .difference(&after)
        .for_each(|value| push(Became::Removed, value, true));
}

fn kind(ty: &Type) -> &'static str {
    match ty.kind {
        api::Kind::Object(_) => "an object",
        api::Kind::Enum(_) => "an enum",
        api::Kind::Polymorphic(_) => "a choice between types",
        api::Kind::Alias(_) => "another name for a type",
    }
}
