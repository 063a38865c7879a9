//! Types, matched by their names; one that has gone and one that has come and holds the same
//! is one that was renamed.

use std::collections::{BTreeMap, BTreeSet};

use super::{Became, Change, Kind};
use crate::{
    api::{self, Api, Object, Ty, Type},
    emit::type_name,
};

/// The newer names of types by their older ones, where they are not the same.
pub type Renamed = BTreeMap<String, String>;

pub fn renamed(before: &Api, after: &Api) -> Renamed {
    let (old, new) = (by_name(before), by_name(after));
    let come: Vec<&Type> = without(&new, &old).collect();
    let mut renamed = Renamed::new();
    let mut heirs_known = BTreeSet::new();
    for ty in without(&old, &new) {
        let heirs: Vec<&&Type> = come
            .iter()
            .filter(|other| shape(other) == shape(ty))
            .collect();
        // Where several could be it, or it holds next to nothing, that says nothing.
        if let [heir] = heirs[..]
            && shape(ty).len() > 1
            && heirs_known.insert(&heir.name)
        {
            renamed.insert(ty.name.clone(), heir.name.clone());
        }
    }
    renamed
}

/// A type of the older release as the newer one calls it, without the box that it may be in.
pub fn name_today(ty: &Ty, renamed: &Renamed) -> String {
    type_name(&today(ty, renamed))
}

fn today(ty: &Ty, renamed: &Renamed) -> Ty {
    let inner = |inner: &Ty| Box::new(today(inner, renamed));
    match ty {
        Ty::List(item) => Ty::List(inner(item)),
        Ty::Map(value) => Ty::Map(inner(value)),
        Ty::Boxed(held) => today(held, renamed),
        Ty::Named(name) => Ty::Named(renamed.get(name).unwrap_or(name).clone()),
        other => other.clone(),
    }
}

fn by_name(api: &Api) -> BTreeMap<&str, &Type> {
    let types = api.types.iter();
    types.map(|ty| (ty.name.as_str(), ty)).collect()
}

/// The types of one side that the other has none of the same name for.
fn without<'a>(
    these: &BTreeMap<&str, &'a Type>,
    others: &BTreeMap<&str, &Type>,
) -> impl Iterator<Item = &'a Type> {
    let gone = these.iter().filter(|(name, _)| !others.contains_key(*name));
    gone.map(|(_, ty)| *ty)
}

pub fn changes(before: &Api, after: &Api, renamed: &Renamed) -> Vec<Change> {
    let (old, new) = (by_name(before), by_name(after));
    let mut changes = Vec::new();
    for ty in without(&old, &new) {
        let change = match renamed.get(&ty.name) {
            Some(heir) => {
                let detail = format!("was `{}`", ty.name);
                Change::new(Kind::Type, Became::Renamed, heir, detail)
            }
            None => Change::new(Kind::Type, Became::Removed, &ty.name, ""),
        };
        changes.push(change.breaking_if(true));
    }
    let heirs: BTreeSet<&String> = renamed.values().collect();
    for ty in without(&new, &old).filter(|ty| !heirs.contains(&ty.name)) {
        changes.push(Change::new(Kind::Type, Became::Added, &ty.name, ""));
    }
    for (name, is) in &new {
        if let Some(was) = old.get(name) {
            let (was, is) = (meant(before, was), meant(after, is));
            compare(name, was, is, renamed, &mut changes);
        }
    }
    changes
}

/// What a type holds: its properties with their types, or its values.
fn shape(ty: &Type) -> BTreeSet<String> {
    match &ty.kind {
        api::Kind::Object(object) => fields(object)
            .into_iter()
            .map(|(name, ty)| format!("{name}: {}", type_name(ty)))
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

fn fields(object: &Object) -> BTreeMap<&str, &Ty> {
    let fields = object.fields.iter();
    fields
        .map(|field| (field.wire.as_str(), &field.ty))
        .collect()
}

/// The type that another name of it means: whether two names share one is no difference.
fn meant<'a>(api: &'a Api, ty: &'a Type) -> &'a Type {
    let other = match &ty.kind {
        api::Kind::Alias(Ty::Named(other)) => api.types.iter().find(|ty| ty.name == *other),
        _ => None,
    };
    other.unwrap_or(ty)
}

fn compare(name: &str, old: &Type, new: &Type, renamed: &Renamed, changes: &mut Vec<Change>) {
    match (&old.kind, &new.kind) {
        (api::Kind::Object(old), api::Kind::Object(new)) => {
            let (old, new) = (fields(old), fields(new));
            let mut push = |change, field: &str, detail: String, breaking| {
                let name = format!("{name}.{field}");
                changes.push(Change::new(Kind::Field, change, name, detail).breaking_if(breaking));
            };
            for (field, ty) in &new {
                let is = name_today(ty, &Renamed::new());
                match old.get(field).map(|was| name_today(was, renamed)) {
                    None => push(Became::Added, field, format!("`{is}`"), false),
                    Some(was) if was != is => {
                        let detail = format!("is `{is}`, and was `{was}`");
                        push(Became::Changed, field, detail, true);
                    }
                    Some(_) if is_boxed(ty) != old.get(field).is_some_and(|was| is_boxed(was)) => {
                        let detail = match is_boxed(ty) {
                            true => "is in a `Box` now",
                            false => "is no longer in a `Box`",
                        };
                        push(Became::Changed, field, detail.to_owned(), true);
                    }
                    Some(_) => {}
                }
            }
            for (field, ty) in old.iter().filter(|(field, _)| !new.contains_key(*field)) {
                let was = name_today(ty, &Renamed::new());
                push(Became::Removed, field, format!("`{was}`"), true);
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

fn is_boxed(ty: &Ty) -> bool {
    matches!(ty, Ty::Boxed(_))
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
