//! Which fields of generated types are boxed is part of what programs compile against
//! (VERSIONING.md), and follows from sizes that a new property can change: the list is
//! pinned, so that such a change is seen and told.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{collections::BTreeSet, fs, path::Path};

use syn::{Fields, GenericArgument, Item, PathArguments, Type};

const PINNED: &str = include_str!("boxed_fields.txt");

/// Whether a type is `Field<Box<…>>`, or has a `Box` deeper inside.
fn has_box(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.iter().any(|segment| {
        segment.ident == "Box"
            || match &segment.arguments {
                PathArguments::AngleBracketed(arguments) => arguments
                    .args
                    .iter()
                    .any(|it| matches!(it, GenericArgument::Type(ty) if has_box(ty))),
                _ => false,
            }
    })
}

#[test]
fn the_boxed_fields_are_the_pinned_ones() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut boxed = BTreeSet::new();
    for file in fs::read_dir(root.join("okta-api/src/generated/types")).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        for item in syn::parse_file(&text).unwrap().items {
            let Item::Struct(item) = item else { continue };
            let Fields::Named(fields) = &item.fields else {
                continue;
            };
            for field in fields.named.iter().filter(|field| has_box(&field.ty)) {
                boxed.insert(format!("{}.{}", item.ident, field.ident.as_ref().unwrap()));
            }
        }
    }
    let pinned: BTreeSet<String> = PINNED.lines().map(str::to_owned).collect();
    let more: Vec<_> = boxed.difference(&pinned).collect();
    let fewer: Vec<_> = pinned.difference(&boxed).collect();
    assert!(
        more.is_empty() && fewer.is_empty(),
        "a breaking change: boxed now {more:?}, no longer boxed {fewer:?}. Say so in the change \
         log, and write it to xtask/tests/boxed_fields.txt"
    );
}
