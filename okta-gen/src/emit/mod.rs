//! From the generated items to files.

mod calls;
mod catalogue;
mod objects;
mod open_enums;
mod polymorphic;
mod print;
mod renamed;
mod resources;
mod surface;
mod sweep;
mod types;

use std::{collections::BTreeMap, path::PathBuf};

use serde_json::Value;

use crate::{api::Api, error::Result};

/// Generated files by their path below the output folder.
pub type Files = BTreeMap<PathBuf, String>;

/// Writes everything down.
pub fn files(document: &Value, api: &Api) -> Result<Files> {
    let mut files = Files::new();
    files.insert("mod.rs".into(), print::rust(&types::root())?);
    types::emit(api, &mut files)?;
    calls::emit(api, &mut files)?;
    catalogue::emit(api, &mut files)?;
    sweep::emit(api, &mut files)?;
    files.insert("renamed.md".into(), renamed::table(api));
    files.insert("resources.md".into(), resources::index(api));
    files.insert("surface.txt".into(), surface::text(api));
    let document = serde_json::to_string(document)
        .map_err(|error| crate::Error::at("the normalised document", error))?;
    files.insert("openapi.json".into(), document + "\n");
    Ok(files)
}
