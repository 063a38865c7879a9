//! Every operation says what it does to an org: its class, as `x-okta-class`.
//!
//! Overlays list the reviewed ones under `x-okta-classes` at the root of the document, a
//! list of operationIds for each class. What no list names is classed by rule, and the rule
//! errs on the side of asking a person: a PUT clears, a verb that could end something does.

use serde_json::Value;

use crate::{
    document::{Table, spread},
    error::{Error, Result},
};

const LISTS: &str = "x-okta-classes";

/// The key of an operation's class.
pub const CLASS: &str = "x-okta-class";

/// The classes, in the order of what they can do to an org.
pub const CLASSES: [&str; 7] = [
    "read",
    "secrets",
    "write",
    "replace",
    "destroy",
    "privilege",
    "credential",
];

pub fn apply(document: &mut Value) -> Result<()> {
    let listed = reviewed(document)?;
    spread(document, listed, |path, method, operation, class| {
        let class = class.unwrap_or_else(|| by_rule(path, method).to_owned());
        operation.insert(CLASS.into(), class.into());
    })
}

/// The class of each listed operation. The lists leave the document: from here on each
/// operation says it itself.
fn reviewed(document: &mut Value) -> Result<Table<String>> {
    let lists = document.as_object_mut().and_then(|root| root.remove(LISTS));
    let mut listed = Table::new();
    for (class, ids) in lists.iter().filter_map(Value::as_object).flatten() {
        let place = format!("/{LISTS}/{class}");
        if !CLASSES.contains(&class.as_str()) {
            return Err(Error::at(place, "no class has this name").advise(
                "the classes are read, secrets, write, replace, destroy, privilege and credential",
            ));
        }
        for id in ids.as_array().into_iter().flatten() {
            let id = id
                .as_str()
                .ok_or_else(|| Error::at(&place, "expected a list of operationIds"))?;
            let entry = (place.clone(), class.clone());
            if let Some((_, other)) = listed.insert(id.to_owned(), entry) {
                return Err(
                    Error::at(place, format!("{id} is in the class {other} already"))
                        .advise("an operation has one class: remove it from one of the lists"),
                );
            }
        }
    }
    Ok(listed)
}

fn by_rule(path: &str, method: &str) -> &'static str {
    const CREDENTIALS: [&str; 9] = [
        "credentials",
        "factors",
        "keys",
        "password",
        "secrets",
        "sessions",
        "tokens",
        "activate",
        "reactivate",
    ];
    const PRIVILEGES: [&str; 8] = [
        "eventHooks",
        "grants",
        "iam",
        "idps",
        "inlineHooks",
        "logStreams",
        "roles",
        "trustedOrigins",
    ];
    let has = |words: &[&str]| path.split('/').any(|segment| words.contains(&segment));
    match method {
        "get" => "read",
        _ if has(&PRIVILEGES) => "privilege",
        _ if is_destructive(method, path) => "destroy",
        _ if has(&CREDENTIALS) => "credential",
        "put" => "replace",
        _ => "write",
    }
}

/// Whether an operation takes away something that a person could miss: a removal, or a
/// lifecycle verb that ends somebody's access.
pub fn is_destructive(method: &str, path: &str) -> bool {
    const VERBS: [&str; 8] = [
        "deactivate",
        "suspend",
        "revoke",
        "reset_factors",
        "reset_password",
        "expire_password",
        "expire_password_with_temp_password",
        "unassign",
    ];
    let last = path.rsplit('/').next().unwrap_or_default();
    let verb = last.split('?').next().unwrap_or_default();
    method == "delete" || VERBS.contains(&verb)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document() -> Value {
        json!({"paths": {"/api/v1/things/{id}": {
            "get": {"operationId": "getThing"},
            "put": {"operationId": "replaceThing"},
            "delete": {"operationId": "deleteThing"},
        }}})
    }

    #[test]
    fn a_list_wins_over_the_rule() {
        let mut document = document();
        document[LISTS] = json!({"secrets": ["getThing"]});
        apply(&mut document).unwrap();
        let item = &document["paths"]["/api/v1/things/{id}"];
        assert_eq!(
            [&item["get"], &item["put"], &item["delete"]].map(|o| o[CLASS].as_str().unwrap()),
            ["secrets", "replace", "destroy"]
        );
        assert_eq!(document.get(LISTS), None);
    }

    #[test]
    fn the_rule_errs_on_the_side_of_asking() {
        for (method, path, class) in [
            ("get", "/api/v1/users", "read"),
            ("post", "/api/v1/users", "write"),
            ("patch", "/api/v1/realms/{id}", "write"),
            ("put", "/api/v1/realms/{id}", "replace"),
            ("delete", "/api/v1/realms/{id}", "destroy"),
            (
                "post",
                "/api/v1/realms/{id}/lifecycle/deactivate",
                "destroy",
            ),
            ("post", "/api/v1/iam/resource-sets", "privilege"),
            ("delete", "/api/v1/iam/roles/{id}", "privilege"),
            ("post", "/api/v1/apps/{id}/credentials/jwks", "credential"),
        ] {
            assert_eq!(by_rule(path, method), class, "{method} {path}");
        }
    }

    #[test]
    fn lists_that_do_not_fit_are_errors() {
        for (lists, problem) in [
            (
                json!({"read": ["getNothing"]}),
                "no operation has the operationId getNothing",
            ),
            (json!({"reads": []}), "no class has this name"),
            (
                json!({"read": ["getThing"], "write": ["getThing"]}),
                "getThing is in the class read already",
            ),
        ] {
            let mut document = document();
            document[LISTS] = lists;
            assert_eq!(apply(&mut document).unwrap_err().problem, problem);
        }
    }
}
