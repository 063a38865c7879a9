//! The landing page: all operations with a request to try, what the org holds, and what
//! it was asked last.

mod requests;

use std::{collections::BTreeSet, fmt::Write};

use http::Method;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::{
    description::{Description, Operation, resources::RESOURCES},
    oauth::credentials,
    server::{journal::Entry, shared::Inner},
    world::state::{POLICIES, State},
};

/// The page without its contents: one file, that needs nothing else.
const PAGE: &str = include_str!("page.html");

/// So many of the last requests are shown.
const LAST: usize = 50;

/// The page that a browser sees at the root of the org.
pub(crate) fn page(inner: &Inner) -> String {
    let state = inner.state();
    let operations = operations(inner, &state);
    let contents = contents(&inner.description, &state);
    drop(state);
    let requests = last_requests(&inner.journal.last(LAST));
    let variables: String = inner
        .environment()
        .iter()
        .map(|(name, value)| format!("export {name}={value}\n"))
        .collect();
    PAGE.replace("<!--base-->", &escape(&inner.base))
        .replace("<!--token-->", &escape(&inner.token))
        .replace("<!--variables-->", &escape(&variables))
        .replace("<!--count-->", &count(&inner.description).to_string())
        .replace("<!--contents-->", &contents)
        .replace("<!--requests-->", &requests)
        .replace("<!--operations-->", &operations)
}

/// What the page shows of what changes, for itself to fetch again.
pub(crate) fn live(inner: &Inner) -> Value {
    let contents = contents(&inner.description, &inner.state());
    let requests = last_requests(&inner.journal.last(LAST));
    json!({ "contents": contents, "requests": requests })
}

/// How many operations there are; variants of one count once.
fn count(description: &Description) -> usize {
    let operations: BTreeSet<(&str, &str)> = description
        .operations()
        .iter()
        .map(|operation| (operation.method.as_str(), operation.path.as_str()))
        .collect();
    operations.len()
}

/// How many members the org's collections have.
fn contents(description: &Description, state: &State) -> String {
    let mut html = String::new();
    for resource in RESOURCES.iter().filter(|r| !r.template.contains('{')) {
        let template = &*resource.template;
        let listed = description.at(&Method::GET, template).is_some();
        let count = state.store.len(template);
        let name = template.trim_start_matches("/api/v1/");
        let list = match template {
            // They are listed type by type only.
            POLICIES => Some(format!("{POLICIES}?type=OKTA_SIGN_ON")),
            list => listed.then(|| list.to_owned()),
        };
        tile(&mut html, count, name, list.as_deref());
    }
    let newest = Some("/api/v1/logs?sortOrder=DESCENDING");
    tile(&mut html, state.log.len(), "log events", newest);
    html
}

/// A number with its name, which opens what can be listed.
fn tile(html: &mut String, count: usize, name: &str, list: Option<&str>) {
    let (name, element) = (escape(name), list.map_or("div", |_| "button"));
    let path = list.map_or_else(String::new, |path| {
        format!(" type=\"button\" data-path=\"{}\"", escape(path))
    });
    let _ = write!(
        html,
        "<{element}{path}><b>{count}</b><span>{name}</span></{element}>"
    );
}

fn last_requests(entries: &[std::sync::Arc<Entry>]) -> String {
    let mut html = String::new();
    for entry in entries {
        let query = match entry.query.as_str() {
            "" => String::new(),
            query => format!("?{}", percent_decode_str(query).decode_utf8_lossy()),
        };
        let (status, class) = match entry.status {
            Some(status) if status.is_success() => (status.as_u16().to_string(), "good"),
            Some(status) => (status.as_u16().to_string(), "bad"),
            None => ("reset".to_owned(), "bad"),
        };
        let authorization = credentials(&entry.headers)
            .map_or("none".to_owned(), |(scheme, _)| format!("{scheme} ••••"));
        let _ = write!(
            html,
            "<tr><td>{}</td><td><code>{}</code></td><td><code>{}</code></td>\
             <td>{}</td><td>{}</td><td class=\"{class}\">{status}</td></tr>",
            entry.at.format("%H:%M:%S%.3f"),
            escape(entry.method.as_str()),
            escape(&format!("{}{query}", entry.path)),
            escape(entry.operation.as_deref().unwrap_or("")),
            escape(&authorization),
        );
    }
    if entries.is_empty() {
        html.push_str("<tr><td colspan=\"6\">None yet.</td></tr>");
    }
    html
}

fn operations(inner: &Inner, state: &State) -> String {
    let mut all: Vec<&Operation> = inner.description.operations().iter().collect();
    all.sort_by_key(|operation| (&operation.tag, &operation.template, &operation.id));
    let mut html = String::new();
    let mut tag = "";
    for operation in all {
        if operation.tag != tag {
            if !tag.is_empty() {
                html.push_str("</section>");
            }
            tag = &operation.tag;
            let _ = write!(html, "<section><h3 id=\"{tag}\">{}</h3>", escape(tag));
        }
        let request = requests::of(&inner.description, operation, state);
        let curl = request.curl(&inner.base);
        let _ = write!(
            html,
            "<details data-id=\"{id}\" data-method=\"{method}\" data-path=\"{path}\" data-type=\"{kind}\" \
             data-body=\"{body}\"><summary><span class=\"{method}\">{method}</span> \
             <code>{template}</code> <b>{id}</b> <small>{summary}</small></summary>\
             <pre>{curl}</pre></details>",
            method = operation.method,
            path = escape(&request.path),
            kind = escape(request.content_type.unwrap_or_default()),
            body = escape(&request.body),
            template = escape(&operation.path),
            id = escape(&operation.id),
            summary = escape(&operation.summary),
            curl = escape(&curl),
        );
    }
    html.push_str("</section>");
    html
}

/// Text for HTML, in elements and in quoted attributes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_out_of_its_place() {
        assert_eq!(
            escape("<a href='x'>\"&"),
            "&lt;a href=&#39;x&#39;&gt;&quot;&amp;"
        );
    }
}
