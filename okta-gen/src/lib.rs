//! Generates `okta-api` from Okta's OpenAPI description.

mod document;
mod error;
mod load;
mod normalise;
mod overlay;
mod plain;
mod rust;

pub use error::{Error, Result};

/// TEMP
pub fn temp(path: &str) -> Result<String> {
    let mut d = load::file(std::path::Path::new(path))?;
    normalise::apply(&mut d)?;
    std::fs::write(
        "/tmp/v/norm.json",
        serde_json::to_string_pretty(&d).unwrap_or_default(),
    )
    .ok();
    let p = plain::document(&d);
    std::fs::write(
        "/tmp/v/plain.json",
        serde_json::to_string_pretty(&p).unwrap_or_default(),
    )
    .ok();
    let f = rust::generate(&p)?;
    Ok(prettyplease::unparse(&f))
}
