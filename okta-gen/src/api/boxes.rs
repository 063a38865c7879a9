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
        .filter(|name| room_beside(types, name, LARGE).is_none())
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

/// What is left of some bytes when a type has taken its own, about; `None` where they are too
/// few.
fn room_beside(types: &BTreeMap<String, Type>, name: &str, room: usize) -> Option<usize> {
    const WORD: usize = 8;
    match types.get(name).map(|ty| &ty.kind) {
        Some(Kind::Object(object)) => {
            let room = room.checked_sub(3 * WORD)?;
            object.fields.iter().try_fold(room, |room, field| {
                let words = match &field.ty {
                    Ty::Named(name) => return room_beside(types, name, room),
                    Ty::Json => 4,
                    Ty::Text | Ty::List(_) | Ty::Map(_) | Ty::Links => 3,
                    _ => 2,
                };
                room.checked_sub(words * WORD)
            })
        }
        Some(Kind::Polymorphic(_)) => room.checked_sub(2 * WORD),
        Some(Kind::Alias(Ty::Named(name))) => room_beside(types, name, room),
        _ => room.checked_sub(3 * WORD),
    }
}
