//! Large resources within resources are boxed.

use std::collections::{BTreeMap, BTreeSet};

use super::{Kind, Ty, Type};

/// From how many bytes on a resource within a resource is boxed. With all of them boxed, a
/// log event takes 14 allocations more; with none, every user is three quarters of a kilobyte
/// larger.
const LARGE: usize = 512;

/// Boxes the large resources within resources: what holds them is moved about.
pub fn box_large(types: &mut BTreeMap<String, Type>) {
    let large: BTreeSet<String> = types
        .keys()
        .filter(|name| size(types, name) > LARGE)
        .cloned()
        .collect();
    for ty in types.values_mut() {
        let object = match &mut ty.kind {
            Kind::Object(object) => object,
            Kind::Polymorphic(choice) => &mut choice.common,
            Kind::Enum(_) | Kind::Alias(_) => continue,
        };
        for field in &mut object.fields {
            if matches!(&field.ty, Ty::Named(name) if large.contains(name)) {
                field.ty = Ty::Boxed(Box::new(field.ty.clone()));
            }
        }
    }
}

/// The bytes that a type takes, about.
fn size(types: &BTreeMap<String, Type>, name: &str) -> usize {
    const WORD: usize = 8;
    match types.get(name).map(|ty| &ty.kind) {
        Some(Kind::Object(object)) => {
            let fields = object.fields.iter().map(|field| match &field.ty {
                Ty::Named(name) => size(types, name),
                Ty::Json => 4 * WORD,
                Ty::Text | Ty::List(_) | Ty::Map(_) | Ty::Links => 3 * WORD,
                _ => 2 * WORD,
            });
            fields.sum::<usize>() + 3 * WORD
        }
        Some(Kind::Polymorphic(_)) => 2 * WORD,
        Some(Kind::Alias(Ty::Named(name))) => size(types, name),
        _ => 3 * WORD,
    }
}
