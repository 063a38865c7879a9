//! The target of a request: the resources that its path names, and their names.

use http::Method;
use serde_json::{Map, Value};

use super::{failure::failed, stop::Stop};
use crate::{
    call::{Payload, Plan, send},
    engine::Engine,
};

/// So many resources along a path are looked at.
const MOST: usize = 3;

/// The target of a request.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// The name that a person types.
    pub name: String,
    /// The resources, one on each line.
    pub lines: Vec<String>,
    /// The current state of the resource that the request changes.
    pub current: Option<Value>,
}

/// Reads the resources of a path, from the nearest one outwards.
pub async fn target(engine: &Engine, plan: &Plan<'_>) -> Result<Target, Stop> {
    let segments: Vec<&str> = plan.operation.path.split('/').collect();
    let mut found = Target::default();
    for end in (1..=segments.len()).rev() {
        let Some(prefix) = segments.get(..end) else {
            continue;
        };
        if found.lines.len() == MOST || !prefix.last().is_some_and(|last| last.starts_with('{')) {
            // A singleton such as `/api/v1/org` is its own resource.
            if end != segments.len() || !found.lines.is_empty() {
                continue;
            }
        }
        let path = prefix.join("/");
        let whole = end == segments.len();
        look(engine, plan, &path, whole, &mut found).await?;
    }
    if found.name.is_empty() {
        found.name = plan
            .body
            .as_ref()
            .and_then(name_of)
            .or_else(|| plan.target.last().map(|(_, value)| value.clone()))
            .unwrap_or_else(|| plan.operation.id.clone());
    }
    Ok(found)
}

async fn look(
    engine: &Engine,
    plan: &Plan<'_>,
    path: &str,
    whole: bool,
    found: &mut Target,
) -> Result<(), Stop> {
    let reader = engine
        .catalogue
        .at(&Method::GET, path)
        .filter(|reader| !reader.is_list() && engine.org.scopes().missing(reader).is_none());
    let Some(reader) = reader else {
        return Ok(());
    };
    // The parameters of the two operations may have other names, but they are in order.
    let mut values = plan.target.iter();
    let mut arguments = Map::new();
    for name in reader
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
    {
        if let Some((_, value)) = values.next() {
            arguments.insert(name.to_owned(), value.clone().into());
        }
    }
    let Ok(read) = Plan::new(reader, &arguments, None) else {
        return Ok(());
    };
    match send(engine.org.client(), &read).await {
        Ok(answered) => {
            let Payload::Json(mut value) = answered.payload else {
                return Ok(());
            };
            engine.masker().mask(&mut value, reader.response.as_ref());
            let name = name_of(&value);
            let id = value["id"].as_str();
            let shown = match (&name, id) {
                (Some(name), Some(id)) if name != id => format!("{name} ({id})"),
                (Some(name), _) => name.clone(),
                (None, _) => path.to_owned(),
            };
            let status = value["status"].as_str().map(|status| format!(", {status}"));
            found.lines.push(format!(
                "{}: {shown}{}",
                reader.tag,
                status.unwrap_or_default()
            ));
            if found.name.is_empty() {
                found.name = name.or_else(|| id.map(str::to_owned)).unwrap_or_default();
            }
            if whole {
                found.current = Some(value);
            }
        }
        // What is not there cannot be changed, and nobody has to be asked about it: except
        // for what the request itself would put there.
        Err(error) if error.is_not_found() && !(whole && plan.operation.makes()) => {
            return Err(Stop::Failed(failed(reader, &error)));
        }
        // Without the request id, which is another one each time: the question stays the same.
        Err(error) => found.lines.push(match error.status() {
            Some(status) => format!("{}: cannot be read ({status})", reader.tag),
            None => format!("{}: cannot be read", reader.tag),
        }),
    }
    Ok(())
}

/// Returns the name by which people know a resource.
#[must_use]
pub fn name_of(value: &Value) -> Option<String> {
    const PLACES: &[&str] = &[
        "/profile/login",
        "/label",
        "/profile/name",
        "/name",
        "/profile/label",
        "/displayName",
        "/title",
        "/login",
        "/subdomain",
        "/domain",
        "/companyName",
        "/roleType",
        "/type",
    ];
    PLACES
        .iter()
        .find_map(|place| value.pointer(place)?.as_str())
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
}
