//! From the description as Okta publishes it to the plain form that the code is made from.
//!
//! Each pass is small, has one subject and leaves a valid OpenAPI document; the order
//! below matters only where a comment says so. After the last pass every schema is an
//! object with properties, a map, an array, an open enum, a scalar, a reference, or
//! `{}` (anything); inheritance is written out, and a polymorphic base carries a
//! standard `discriminator` with its whole mapping.

use serde_json::Value;

use crate::error::Result;

mod aliases;
mod bodies;
pub mod classes;
mod combinations;
mod definitions;
mod described_references;
mod events;
mod identical;
mod inheritance;
mod inline_components;
mod inline_schemas;
mod multi_operations;
mod names;
mod open_enums;
mod parameters;
mod polymorphism;
mod references;
mod resources;
mod responses;
mod untyped;
mod unused;

/// A pass over the whole document.
type Pass = fn(&mut Value) -> Result<()>;

const PASSES: &[(&str, Pass)] = &[
    ("definitions", definitions::apply),
    ("inline components", inline_components::apply),
    // Before anything that looks at parameters and bodies: variants bring their own.
    ("multi-operations", multi_operations::apply),
    // After the variants have become operations.
    ("classes", classes::apply),
    ("events", events::apply),
    // Before anything that follows references.
    ("references", references::apply),
    ("parameters", parameters::apply),
    ("bodies", bodies::apply),
    ("responses", responses::apply),
    ("untyped schemas", untyped::apply),
    ("open enums", open_enums::apply),
    ("described references", described_references::apply),
    // Before inheritance: what is inherited is shared.
    ("inline schemas", inline_schemas::apply),
    // Before inheritance: bases must be known as such when allOf is written out.
    ("polymorphism", polymorphism::apply),
    ("inheritance", inheritance::apply),
    ("combinations", combinations::apply),
    // Again: what was combined inside another schema is an object only now.
    ("inline schemas", inline_schemas::apply),
    ("aliases", aliases::apply),
    ("unused schemas", unused::apply),
    // After aliases: what takes the place of a schema is another name of it.
    ("identical schemas", identical::apply),
    ("resources", resources::apply),
    // Last: every schema has its name.
    ("names", names::apply),
];

/// Runs all passes.
pub fn apply(document: &mut Value) -> Result<()> {
    for (name, pass) in PASSES {
        pass(document).map_err(|error| {
            let place = format!("{} (normalising: {name})", error.place);
            crate::error::Error { place, ..error }
        })?;
    }
    Ok(())
}
