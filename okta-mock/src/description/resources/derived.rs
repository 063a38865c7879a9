//! Kinds that only a description tells of.

use std::{borrow::Cow, collections::BTreeSet};

use http::Method;
use serde_json::Value;

use super::{
    kind::{Links, Resource},
    lookup::of,
};
use crate::description::{operation::Operation, schema::Schemas, template};

/// The kinds of a description's collections that are not in the table.
pub(in crate::description) fn derived(
    operations: &[Operation],
    schemas: &Schemas,
    document: &Value,
) -> Vec<Resource> {
    let templates: BTreeSet<&str> = operations
        .iter()
        .map(|operation| operation.template.as_str())
        .collect();
    let at = |method: Method, template: &str| {
        let mut all = operations.iter();
        all.find(|operation| operation.method == method && operation.template == template)
    };
    let member_of = |collection: &str| {
        let mut all = templates.iter();
        all.find(|template| {
            let rest = template
                .strip_prefix(collection)
                .and_then(|rest| rest.strip_prefix('/'));
            rest.is_some_and(|rest| template::parameter(rest).is_some())
        })
    };
    let mut found = Vec::new();
    for collection in &templates {
        let kept = of(collection).is_none() && !is_made_of_others(collection);
        let Some(member) = member_of(collection).filter(|_| kept) else {
            continue;
        };
        let lists = at(Method::GET, collection).is_some_and(|list| list.list.is_some());
        let create = at(Method::POST, collection);
        let read = at(Method::GET, member);
        let changes = [Method::PUT, Method::PATCH, Method::DELETE]
            .into_iter()
            .any(|method| at(method, member).is_some());
        // What nobody makes or changes is not kept, but made from its schema.
        if !(lists && (create.is_some() || changes) || create.is_some() && read.is_some()) {
            continue;
        }
        let schema = [read, create, at(Method::PUT, member)]
            .into_iter()
            .flatten()
            .find_map(|operation| operation.response.as_ref());
        let of_schema = |names: &[&'static str]| {
            let has = |name: &&&str| schema.is_some_and(|schema| schemas.has(schema, name));
            names.iter().find(has).copied()
        };
        // A member is named by the property that the path is named after, if it has it.
        let parameter = member.rsplit('/').next().and_then(template::parameter);
        let by_parameter = parameter
            .filter(|name| schema.is_some_and(|schema| schemas.has(schema, name)))
            .map(|name| Cow::Owned(name.to_owned()));
        let kind = schema.and_then(|schema| schemas.name(schema));
        let lives = templates.contains(format!("{member}/lifecycle/deactivate").as_str());
        found.push(Resource {
            template: (*collection).to_owned().into(),
            prefix: schema
                .and_then(|schema| prefix(schemas, schema, document))
                .unwrap_or(Cow::Borrowed("0id")),
            key: by_parameter.unwrap_or(Cow::Borrowed(
                of_schema(&["id", "kid", "name", "key"]).unwrap_or("id"),
            )),
            kind: kind.unwrap_or("Resource").to_owned().into(),
            event: event(collection).into(),
            status: (lives || of_schema(&["status"]).is_some()).then_some("ACTIVE"),
            lives,
            alias: None,
            former: &[],
            required: &[],
            times: ["created", "lastUpdated"],
            created: false,
            outlives: false,
            unique: None,
            links: Links::Own(&[]),
        });
    }
    found
}

/// Whether the members of a collection follow from what they belong to: the methods of an
/// authenticator are those of its kind.
fn is_made_of_others(collection: &str) -> bool {
    template::same_shape(collection, "/api/v1/authenticators/{}/methods")
}

/// What ids of a kind begin with, going by the examples of the description.
fn prefix(schemas: &Schemas, schema: &Value, document: &Value) -> Option<Cow<'static, str>> {
    let own = schemas.property(schema, "id")?["example"].as_str();
    let name = schemas.name(schema).unwrap_or_default();
    let examples = document["components"]["examples"].as_object();
    let of_others = || {
        let mut named = examples
            .into_iter()
            .flatten()
            .filter(|(example, _)| example.starts_with(name) && !name.is_empty());
        named.find_map(|(_, example)| example["value"]["id"].as_str())
    };
    let id = own.or_else(of_others)?;
    let is_okta_s = id.len() == 20 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_okta_s.then(|| id.chars().take(3).collect::<String>().into())
}

/// How events of a kind begin whose events nobody has looked up.
fn event(collection: &str) -> String {
    let literals = collection
        .split('/')
        .filter(|segment| !segment.is_empty() && !template::is_parameter(segment))
        .filter(|segment| !["api", "v1"].contains(segment));
    literals.collect::<Vec<_>>().join(".")
}
