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
        let answers = [read, create, at(Method::PUT, member)];
        let answers = answers.into_iter().flatten();
        let mut answers = answers.filter_map(|operation| operation.response.as_ref());
        // What one reads may be less than what one gets for making it.
        let first = answers.clone().next();
        let schema = answers.find(|schema| schemas.has(schema, "id")).or(first);
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
            status: first_status(schemas, schema).or(lives.then_some(Cow::Borrowed("ACTIVE"))),
            lives,
            alias: None,
            former: &[],
            required: &[],
            times: ["created", "lastUpdated"],
            outlives: false,
            unasked: false,
            unique: None,
            links: Links::Own(&[]),
        });
    }
    found
}

/// The status that a new member has, going by what a status may be.
fn first_status(schemas: &Schemas, schema: Option<&Value>) -> Option<Cow<'static, str>> {
    let known = schemas.values(schemas.property(schema?, "status")?);
    let usual = ["ACTIVE", "CREATED"].into_iter();
    let usual = usual.map(Value::from).find(|usual| known.contains(usual));
    let status = usual.as_ref().or(known.first()).and_then(Value::as_str);
    Some(Cow::Owned(status.unwrap_or("ACTIVE").to_owned()))
}

/// Collections whose members follow from others: the methods of an authenticator are those
/// of its kind, and the servers that a server trusts are servers.
const MADE_OF_OTHERS: &[&str] = &[
    "/api/v1/authenticators/{}/methods",
    "/api/v1/authorizationServers/{}/associatedServers",
];

fn is_made_of_others(collection: &str) -> bool {
    let mut all = MADE_OF_OTHERS.iter();
    all.any(|made| template::same_shape(collection, made))
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
