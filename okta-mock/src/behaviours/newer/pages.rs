//! The pages of a brand: what Okta shows, what is shown instead, and what is being tried.

use serde_json::{Value, json};

use crate::{
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::json::{fill, writable},
};

/// What a sign-in page says.
const WORDS: &str = "widgetCustomizations";

/// What a brand may have in place of a page.
const VARIANTS: [&str; 2] = ["customized", "preview"];

/// The versions of the sign-in widget that a page may ask for.
const VERSIONS: [&str; 6] = ["*", "^5", "^6", "^7", "7.20", "7.21"];

/// Okta's own page of a kind.
fn own(kind: &str) -> Value {
    let (title, body) = match kind {
        "error" => (
            "{{orgName}} - {{errorSummary}}",
            "<p>{{{errorDescription}}}</p>",
        ),
        _ => ("{{pageTitle}}", "<div id=\"okta-login-container\"></div>"),
    };
    let head = format!("<head><title>{title}</title>{{{{{{SignInWidgetResources}}}}}}</head>");
    let page = format!("<!DOCTYPE html>\n<html>\n{head}\n<body>{body}</body>\n</html>");
    let mut page = json!({ "pageContent": page });
    if kind == "sign-in" {
        page["widgetVersion"] = "^7".into();
        page["widgetCustomizations"] = json!({ "widgetGeneration": "G3" });
    }
    page
}

/// A page that was put in place of Okta's.
fn put(exchange: &Exchange<'_>, path: &str) -> Option<Value> {
    let page = exchange.state.store.document(path).cloned();
    page.filter(|page| !page.is_null())
}

/// The page and what is there in place of it, as far as a request asks for it.
pub(super) fn root(exchange: &mut Exchange<'_>) -> Answer {
    let path = exchange.path();
    let kind = exchange.segments.last().map_or("", String::as_str);
    let wanted = exchange.query.get("expand").unwrap_or_default();
    let wanted: Vec<&str> = wanted.split(',').collect();
    let mut links = json!({ "self": { "href": exchange.url(&path) } });
    links["default"] = json!({ "href": exchange.url(&format!("{path}/default")) });
    let mut embedded = json!({});
    if wanted.contains(&"default") {
        embedded["default"] = own(kind);
    }
    for variant in VARIANTS {
        let path = format!("{path}/{variant}");
        let Some(page) = put(exchange, &path) else {
            continue;
        };
        links[variant] = json!({ "href": exchange.url(&path) });
        if wanted.contains(&variant) {
            embedded[variant] = page;
        }
        let url = format!("{variant}Url");
        if wanted.contains(&url.as_str()) {
            embedded[url] = exchange.url(&path).into();
        }
    }
    Ok(Reply::ok(json!({ "_embedded": embedded, "_links": links })))
}

pub(super) fn default(exchange: &mut Exchange<'_>) -> Answer {
    let kind = exchange.segments.iter().rev().nth(1);
    Ok(Reply::ok(own(kind.map_or("", String::as_str))))
}

/// Puts a page in place of Okta's. Of the sign-in page everything is shown: a word that was
/// not given is null, and what may be seen is seen.
pub(super) fn replace(exchange: &mut Exchange<'_>) -> Answer {
    let mut page = writable(exchange.object()?);
    let schemas = &exchange.description.schemas;
    if let Some(schema) = &exchange.operation.response {
        for (name, _) in schemas.properties(schema) {
            fill(&mut page, json!({ name: null }));
        }
        let words = schemas.property(schema, WORDS);
        let given = page.get_mut(WORDS).and_then(Value::as_object_mut);
        if let (Some(words), Some(given)) = (words, given) {
            for (name, _) in schemas.properties(words) {
                let unsaid = match name.starts_with("show") {
                    true => Value::Bool(true),
                    false => Value::Null,
                };
                fill(given, json!({ name: unsaid }));
            }
        }
    }
    let (path, page) = (exchange.path(), Value::Object(page));
    exchange.state.store.set_document(&path, page.clone());
    Ok(Reply::ok(page))
}

pub(super) fn kept(exchange: &mut Exchange<'_>) -> Answer {
    let path = exchange.path();
    let variant = exchange.segments.last().cloned().unwrap_or_default();
    let page = put(exchange, &path);
    let page = page.ok_or_else(|| OktaError::not_found(&variant, "CustomizablePage"))?;
    Ok(Reply::ok(page))
}

pub(super) fn versions(_: &mut Exchange<'_>) -> Answer {
    Ok(Reply::ok(json!(VERSIONS)))
}
