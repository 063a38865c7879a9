//! The vendored description is the one that it is said to be, and the operation catalogue
//! says what it says.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use okta_api::operations::{self, Location, OPERATIONS, Operation};
use serde_json::Value;

const METHODS: [&str; 4] = ["get", "post", "put", "delete"];

const VARIANTS: &str = "x-okta-multi-operation";

fn spec() -> Value {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/okta-management.yaml");
    okta_gen::yaml(&fs::read_to_string(file).unwrap()).unwrap()
}

/// The description as the client is generated from it.
fn corrected() -> Value {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let (document, _) =
        okta_gen::corrected(&spec.join("okta-management.yaml"), &spec.join("overlays")).unwrap();
    document
}

/// Every path and method of the description, with its operation.
fn described(spec: &Value) -> Vec<(&str, &str, &Value)> {
    let mut found = Vec::new();
    for (path, item) in spec["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            assert!(METHODS.contains(&&**method), "{method} {path:?}");
            found.push((path.as_str(), method.as_str(), operation));
        }
    }
    found
}

fn count<'a>(values: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts
}

fn tag(operation: &Value) -> &str {
    operation["tags"][0].as_str().unwrap()
}

#[test]
fn operations_by_method_and_by_tag() {
    let spec = spec();
    let operations = described(&spec);
    assert_eq!(
        count(operations.iter().map(|(_, method, _)| *method)),
        BTreeMap::from([("get", 131), ("post", 118), ("put", 37), ("delete", 55)])
    );
    assert_eq!(
        count(operations.iter().map(|(_, _, operation)| tag(operation))),
        BTreeMap::from([
            ("Application", 49),
            ("Authenticator", 6),
            ("AuthorizationServer", 38),
            ("Brand", 24),
            ("Domain", 6),
            ("EventHook", 8),
            ("Feature", 5),
            ("Group", 28),
            ("GroupSchema", 2),
            ("IdentityProvider", 25),
            ("InlineHook", 8),
            ("LinkedObject", 4),
            ("Log", 1),
            ("NetworkZone", 7),
            ("Org", 17),
            ("Policy", 14),
            ("ProfileMapping", 3),
            ("Session", 4),
            ("Subscription", 6),
            ("Template", 6),
            ("ThreatInsight", 2),
            ("TrustedOrigin", 7),
            ("User", 52),
            ("UserFactor", 9),
            ("UserSchema", 4),
            ("UserType", 6),
        ])
    );
    let schemas = spec["components"]["schemas"].as_object().unwrap();
    assert_eq!(schemas.len(), 462);
}

/// The entries of the catalogue for a path and method.
fn entries(path: &str, method: &str) -> Vec<&'static Operation> {
    let is_it = |operation: &&&Operation| {
        operation.path == path && operation.method.as_str().eq_ignore_ascii_case(method)
    };
    OPERATIONS.iter().filter(is_it).copied().collect()
}

#[test]
fn the_catalogue_has_every_operation_and_no_other() {
    let spec = corrected();
    let mut entries_seen = 0;
    for (path, method, operation) in described(&spec) {
        let mut ids: Vec<&str> = match operation.get(VARIANTS) {
            Some(variants) => variants.as_array().unwrap().iter().collect(),
            None => vec![operation],
        }
        .into_iter()
        .map(|operation| operation["operationId"].as_str().unwrap())
        .collect();
        ids.sort_unstable();
        let entries = entries(path, method);
        let mut found: Vec<&str> = entries.iter().map(|entry| entry.id).collect();
        found.sort_unstable();
        assert_eq!(found, ids, "{method} {path}");
        for entry in &entries {
            assert_eq!(entry.tag, tag(operation), "{}", entry.id);
            assert_eq!(operations::by_id(entry.id), Some(*entry));
        }
        entries_seen += entries.len();
    }
    assert_eq!((entries_seen, OPERATIONS.len()), (350, 350));
    for names in [|o: &Operation| o.id, |o: &Operation| o.method_name] {
        let names: BTreeSet<&str> = OPERATIONS
            .iter()
            .map(|operation| names(operation))
            .collect();
        assert_eq!(names.len(), OPERATIONS.len());
    }
}

#[test]
fn the_catalogue_has_every_parameter() {
    let spec = corrected();
    for (path, method, operation) in described(&spec) {
        let described = operation["parameters"].as_array();
        for entry in entries(path, method) {
            for parameter in described.into_iter().flatten() {
                let name = parameter["name"].as_str().unwrap();
                let found = entry.parameters.iter().find(|known| known.name == name);
                let found = found.unwrap_or_else(|| panic!("{} has no {name}", entry.id));
                let location = match parameter["in"].as_str().unwrap() {
                    "path" => Location::Path,
                    "query" => Location::Query,
                    _ => Location::Header,
                };
                assert_eq!(found.location, location, "{} {name}", entry.id);
                let required = parameter["required"].as_bool().unwrap_or(false);
                assert_eq!(found.required, required, "{} {name}", entry.id);
                let kind = parameter["schema"]["type"].as_str().unwrap();
                assert_eq!(found.kind, kind, "{} {name}", entry.id);
            }
            // The path and its parameters agree, in their order.
            let in_path: Vec<&str> = path
                .split('{')
                .skip(1)
                .filter_map(|part| part.split_once('}').map(|(name, _)| name))
                .collect();
            let of_path = entry
                .parameters
                .iter()
                .filter(|p| p.location == Location::Path);
            assert_eq!(
                of_path.map(|p| p.name).collect::<Vec<_>>(),
                in_path,
                "{}",
                entry.id
            );
            let has_body = operation.get("requestBody").is_some();
            assert!(
                entry.body.is_some() || !has_body,
                "{} has no body",
                entry.id
            );
        }
    }
}

#[test]
fn what_pages_and_what_destroys_is_plausible() {
    for operation in OPERATIONS {
        let (id, method) = (operation.id, operation.method.as_str());
        if operation.pages {
            assert_eq!(method, "GET", "{id}");
            assert!(
                operation.response.is_some_and(|r| r.starts_with("Vec<")),
                "{id}"
            );
        }
        match method {
            "GET" => assert!(!operation.destructive, "{id}"),
            "DELETE" => assert!(operation.destructive, "{id}"),
            _ => {}
        }
    }
    for (id, pages, destructive) in [
        ("listUsers", true, false),
        ("listGroups", true, false),
        ("listLogEvents", true, false),
        ("getUser", false, false),
        ("createUser", false, false),
        ("deactivateUser", false, true),
        ("deleteUser", false, true),
        ("deleteGroup", false, true),
        ("resetFactors", false, true),
    ] {
        let operation = operations::by_id(id).unwrap_or_else(|| panic!("no {id}"));
        assert_eq!(
            (operation.pages, operation.destructive),
            (pages, destructive),
            "{id}"
        );
    }
}

/// A later release must never turn a replace into a merge, or one resource into another.
#[test]
fn names_that_have_moved_mean_what_they_mean_at_okta_today() {
    for (id, former, method, path) in [
        (
            "updateUser",
            Some("partialUpdateUser"),
            "POST",
            "/api/v1/users/{userId}",
        ),
        (
            "replaceUser",
            Some("updateUser"),
            "PUT",
            "/api/v1/users/{userId}",
        ),
        (
            "updateSmsTemplate",
            Some("partialUpdateSmsTemplate"),
            "POST",
            "/api/v1/templates/sms/{templateId}",
        ),
        (
            "replaceSmsTemplate",
            Some("updateSmsTemplate"),
            "PUT",
            "/api/v1/templates/sms/{templateId}",
        ),
        (
            "replaceInlineHook",
            Some("updateInlineHook"),
            "PUT",
            "/api/v1/inlineHooks/{inlineHookId}",
        ),
        (
            "getGroupAssignedRole",
            Some("getRole"),
            "GET",
            "/api/v1/groups/{groupId}/roles/{roleId}",
        ),
        ("listUsers", None, "GET", "/api/v1/users"),
    ] {
        let operation = operations::by_id(id).unwrap();
        assert_eq!(operation.former_id, former, "{id}");
        assert_eq!((operation.method.as_str(), operation.path), (method, path));
    }
    for gone in [
        "updateInlineHook",
        "getRole",
        "partialUpdateUser",
        "getLogs",
    ] {
        assert_eq!(operations::by_id(gone), None, "{gone}");
    }
}

/// Tools follow a `$ref` wherever it stands, in extensions as well, and refuse a file in which
/// one leads nowhere.
#[test]
fn every_reference_of_the_description_leads_to_something() {
    fn check(value: &Value, root: &Value, checked: &mut usize) {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            let path = reference.strip_prefix("#/").unwrap();
            let found = path
                .split('/')
                .try_fold(root, |value, name| value.get(name));
            assert!(found.is_some(), "{reference} leads nowhere");
            *checked += 1;
        }
        match value {
            Value::Object(mapping) => mapping.values().for_each(|v| check(v, root, checked)),
            Value::Array(list) => list.iter().for_each(|v| check(v, root, checked)),
            _ => {}
        }
    }
    let (spec, mut checked) = (spec(), 0);
    check(&spec, &spec, &mut checked);
    assert!(checked > 500, "{checked}");
}
