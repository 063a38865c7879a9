//! progenitor: from a plain document to Rust, whose types and signatures are then shaped.

use progenitor::{GenerationSettings, Generator, InterfaceStyle};
use serde_json::{Value, json};

use crate::{
    error::{Error, Result},
    plain::LINKS,
};

/// Runs progenitor over a plain document.
pub fn generate(plain: &Value) -> Result<syn::File> {
    whole(plain, InterfaceStyle::Positional)
}

/// What progenitor makes for those who take its code as it comes: a crate to compare with.
pub fn unshaped(plain: &Value) -> Result<syn::File> {
    whole(plain, InterfaceStyle::Builder)
}

fn whole(plain: &Value, style: InterfaceStyle) -> Result<syn::File> {
    let mut plain = plain.clone();
    plain["components"]["schemas"][LINKS] =
        json!({"type": "object", "additionalProperties": false});
    run(&plain, style).map_err(|problem| blame(&plain, problem))
}

fn run(plain: &Value, style: InterfaceStyle) -> Result<syn::File, String> {
    let description = serde_json::from_value(plain.clone()).map_err(|error| error.to_string())?;
    let mut settings = GenerationSettings::new();
    settings.with_interface(style);
    let tokens = Generator::new(&settings)
        .generate_tokens(&description)
        .map_err(|error| error.to_string())?;
    syn::parse2(tokens).map_err(|error| format!("progenitor's output is not Rust: {error}"))
}

/// progenitor does not say which schema or operation it stopped at: each is tried alone.
fn blame(plain: &Value, problem: String) -> Error {
    let advice = "correct it with an overlay, or teach a normalising pass about it";
    let schemas = plain["components"]["schemas"].as_object();
    for (name, schema) in schemas.into_iter().flatten() {
        let mut alone = plain.clone();
        alone["paths"] = json!({});
        if let Some(schemas) = alone["components"]["schemas"].as_object_mut() {
            schemas.values_mut().for_each(|other| *other = json!({}));
            schemas.insert(name.clone(), schema.clone());
        }
        if let Err(problem) = run(&alone, InterfaceStyle::Positional) {
            return Error::at(format!("schema {name}"), problem).advise(advice);
        }
    }
    for (path, item) in plain["paths"].as_object().into_iter().flatten() {
        let mut alone = plain.clone();
        alone["paths"] = json!({ path: item });
        if let Err(problem) = run(&alone, InterfaceStyle::Positional) {
            return Error::at(format!("path {path}"), problem).advise(advice);
        }
    }
    Error::at("the whole description", problem).advise(advice)
}
