//! Custom roles of administrators, the resources that they are for, and who has them.

use serde_json::{Value, json};

use crate::{
    engine::links,
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::state::{APPS, text},
};

const ROLES: &str = "/api/v1/iam/roles";
const SETS: &str = "/api/v1/iam/resource-sets";

/// Refuses a label that another member of the collection has, with this cause.
fn check_label(
    exchange: &Exchange<'_>,
    collection: &str,
    taken: &str,
) -> Result<String, OktaError> {
    let label = text(&exchange.body, "label").to_owned();
    let store = &exchange.state.store;
    let cause = if label.is_empty() {
        "label: Label must be specified"
    } else if store.having(collection, "label", &label).next().is_some() {
        taken
    } else {
        return Ok(label);
    };
    Err(OktaError::validation("label", [cause]))
}

/// The texts of a list in the body.
fn texts(exchange: &Exchange<'_>, property: &str) -> Vec<String> {
    let all = exchange.body[property].as_array().into_iter().flatten();
    all.filter_map(|text| text.as_str().map(str::to_owned))
        .collect()
}

/// A member as it is shown, with the links of its kind.
fn shown(exchange: &Exchange<'_>, collection: &str, template: &str, value: Value) -> Value {
    let own = exchange.url(&format!("{collection}/{}", text(&value, "id")));
    match exchange.description.resource(template) {
        Some(resource) => links::present(value, &own, resource),
        None => value,
    }
}

pub(super) fn create_role(exchange: &mut Exchange<'_>) -> Answer {
    let label = check_label(
        exchange,
        ROLES,
        "label: There is already an admin role with this name.",
    )?;
    let id = exchange.state.new_id("cr0");
    let now = exchange.time();
    let role = json!({
        "id": id, "label": label, "description": exchange.body["description"],
        "isCloneable": false, "created": now, "lastUpdated": now,
    });
    exchange.state.store.insert(ROLES, &id, role.clone());
    for permission in texts(exchange, "permissions") {
        grant(exchange, &id, &permission, &Value::Null);
    }
    exchange.log("iam.role.create", "Create custom role", Vec::new());
    Ok(Reply::ok(shown(exchange, ROLES, ROLES, role)))
}

fn grant(exchange: &mut Exchange<'_>, role: &str, permission: &str, conditions: &Value) -> Value {
    let now = exchange.time();
    let granted = json!({
        "label": permission, "conditions": conditions, "created": now, "lastUpdated": now,
    });
    let permissions = format!("{ROLES}/{role}/permissions");
    let store = &mut exchange.state.store;
    store.insert(&permissions, permission, granted.clone());
    granted
}

/// Adds a permission, or replaces its conditions.
pub(super) fn add_permission(exchange: &mut Exchange<'_>) -> Answer {
    let role = exchange.param("roleId").to_owned();
    let permission = exchange.param("permissionType").to_owned();
    let conditions = exchange.body["conditions"].clone();
    let granted = grant(exchange, &role, &permission, &conditions);
    exchange.log(
        "iam.role.permissions.add",
        "Add permission to role",
        Vec::new(),
    );
    Ok(match exchange.operation.response {
        Some(_) => Reply::ok(granted),
        None => Reply::no_content(),
    })
}

pub(super) fn create_resource_set(exchange: &mut Exchange<'_>) -> Answer {
    let label = check_label(
        exchange,
        SETS,
        "label: There is already a resource set with this name.",
    )?;
    let id = exchange.state.new_id("iam");
    let now = exchange.time();
    let set = json!({
        "id": id, "label": label, "description": exchange.body["description"],
        "created": now, "lastUpdated": now,
    });
    exchange.state.store.insert(SETS, &id, set.clone());
    for resource in texts(exchange, "resources") {
        put_resource(exchange, &id, &resource, &Value::Null);
    }
    exchange.log("iam.resourceset.create", "Create resource set", Vec::new());
    Ok(Reply::ok(shown(exchange, SETS, SETS, set)))
}

/// Adds a resource, by its ORN or its URL.
fn put_resource(
    exchange: &mut Exchange<'_>,
    set: &str,
    resource: &str,
    conditions: &Value,
) -> Value {
    let id = exchange.state.new_id("ire");
    let now = exchange.time();
    let mut added = json!({ "id": id, "created": now, "lastUpdated": now });
    if !conditions.is_null() {
        added["conditions"] = conditions.clone();
    }
    if resource.starts_with("orn:") {
        added["orn"] = resource.into();
    } else {
        if let Some(orn) = orn(exchange, resource) {
            added["orn"] = orn.into();
        }
        links::add(&mut added, json!({ "self": { "href": resource } }));
    }
    let resources = format!("{SETS}/{set}/resources");
    exchange.state.store.insert(&resources, &id, added.clone());
    added
}

/// How Okta calls what lies at a URL: `…/api/v1/groups/00g1` is
/// `orn:okta:directory:00o1:groups:00g1`.
fn orn(exchange: &Exchange<'_>, url: &str) -> Option<String> {
    let (_, path) = url.split_once("/api/v1/")?;
    let mut parts = path.trim_end_matches('/').split('/');
    let (collection, id, below) = (parts.next()?, parts.next(), parts.next());
    let (service, name) = match collection {
        "users" | "groups" => ("directory", collection),
        "apps" => ("idp", collection),
        "authorizationServers" => ("idp", "authorization_servers"),
        _ => return None,
    };
    let org = &exchange.state.landmarks.org;
    let all = format!("orn:okta:{service}:{org}:{name}");
    let Some(id) = id else {
        return Some(all);
    };
    let kind = exchange.state.store.get(APPS, id);
    Some(match (kind, below) {
        (Some(app), _) => format!("{all}:{}:{id}", text(&app, "name")),
        (None, Some("users")) => format!("{all}:{id}:contained_users"),
        (None, _) => format!("{all}:{id}"),
    })
}

/// The resource set that the path names.
fn set(exchange: &Exchange<'_>) -> Result<(String, Value), OktaError> {
    let id = exchange.param("resourceSetId");
    match exchange.state.store.get(SETS, id) {
        Some(set) => Ok((id.to_owned(), set.into_owned())),
        None => Err(OktaError::not_found(id, "IAMPolicy")),
    }
}

pub(super) fn add_resources(exchange: &mut Exchange<'_>) -> Answer {
    let (id, set) = set(exchange)?;
    for resource in texts(exchange, "additions") {
        put_resource(exchange, &id, &resource, &Value::Null);
    }
    Ok(Reply::ok(shown(exchange, SETS, SETS, set)))
}

pub(super) fn add_resource(exchange: &mut Exchange<'_>) -> Answer {
    let (id, _) = set(exchange)?;
    let resource = text(&exchange.body, "resourceOrnOrUrl").to_owned();
    if resource.is_empty() {
        return Err(OktaError::blank("resourceOrnOrUrl"));
    }
    let conditions = exchange.body["conditions"].clone();
    let added = put_resource(exchange, &id, &resource, &conditions);
    let resources = format!("{SETS}/{id}/resources");
    let template = "/api/v1/iam/resource-sets/{}/resources";
    Ok(Reply::ok(shown(exchange, &resources, template, added)))
}

/// Gives a role for the resources of a set to members.
pub(super) fn bind(exchange: &mut Exchange<'_>) -> Answer {
    let (set, _) = set(exchange)?;
    let given = text(&exchange.body, "role").to_owned();
    let store = &exchange.state.store;
    let named = store.having(ROLES, "label", &given).next();
    let role = named.map(|role| text(&role, "id").to_owned());
    let role = role.or_else(|| store.contains(ROLES, &given).then(|| given.clone()));
    let role = role.ok_or_else(|| OktaError::not_found(&given, "CustomRole"))?;
    let bindings = format!("{SETS}/{set}/bindings");
    if !exchange.state.store.contains(&bindings, &role) {
        let binding = json!({ "id": role });
        exchange.state.store.insert(&bindings, &role, binding);
    }
    for member in texts(exchange, "members") {
        put_member(exchange, &bindings, &role, &member);
    }
    exchange.log("iam.resourceset.bindings.add", "Add binding", Vec::new());
    Ok(Reply::ok(binding(exchange, &bindings, &role)))
}

fn binding(exchange: &Exchange<'_>, bindings: &str, role: &str) -> Value {
    let template = "/api/v1/iam/resource-sets/{}/bindings";
    shown(exchange, bindings, template, json!({ "id": role }))
}

fn put_member(exchange: &mut Exchange<'_>, bindings: &str, role: &str, member: &str) {
    let id = exchange.state.new_id("irb");
    let now = exchange.time();
    let mut added = json!({ "id": id, "created": now, "lastUpdated": now });
    links::add(&mut added, json!({ "self": { "href": member } }));
    let members = format!("{bindings}/{role}/members");
    exchange.state.store.insert(&members, &id, added);
}

pub(super) fn add_members(exchange: &mut Exchange<'_>) -> Answer {
    let (set, _) = set(exchange)?;
    let bindings = format!("{SETS}/{set}/bindings");
    let role = exchange.param("roleId").to_owned();
    for member in texts(exchange, "additions") {
        put_member(exchange, &bindings, &role, &member);
    }
    Ok(Reply::ok(binding(exchange, &bindings, &role)))
}
