//! Who can call an operation: the catalogue says what the description says, so that a tool can
//! list what every org has and nothing else.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use okta_api::operations::{self, Lifecycle, OPERATIONS, Operation, Tokens};
use serde_json::Value;

/// Calls `check` with every operation of the catalogue, what the description says of it, and
/// the description.
fn each_operation(mut check: impl FnMut(&Operation, &Value, &Value)) {
    let document: Value = serde_json::from_str(operations::document()).unwrap();
    let mut checked = 0;
    for item in document["paths"].as_object().unwrap().values() {
        for said in item.as_object().unwrap().values() {
            if let Some(id) = said["operationId"].as_str() {
                check(operations::by_id(id).unwrap(), said, &document);
                checked += 1;
            }
        }
    }
    assert_eq!(checked, OPERATIONS.len());
}

/// Whether nothing is said that would keep an org from it, or end it.
fn every_org_has(said: &Value) -> bool {
    let lifecycle = &said["x-okta-lifecycle"];
    let products = lifecycle["SKUs"].as_array();
    said["deprecated"] != true
        && lifecycle["lifecycle"]
            .as_str()
            .is_none_or(|stage| stage == "GA")
        && lifecycle["isGenerallyAvailable"] != false
        && products.is_none_or(Vec::is_empty)
}

#[test]
fn a_tool_can_list_what_every_org_has_and_nothing_else() {
    let mut expected = BTreeSet::new();
    each_operation(|operation, said, _| {
        if every_org_has(said) {
            expected.insert(operation.id);
        }
    });
    let available = OPERATIONS
        .iter()
        .filter(|operation| operation.is_generally_available());
    let listed: BTreeSet<&str> = available.clone().map(|operation| operation.id).collect();
    assert_eq!(listed, expected);
    assert!(!listed.is_empty());
    for operation in available {
        assert_eq!(operation.lifecycle, Lifecycle::General, "{}", operation.id);
    }
}

#[test]
fn the_stage_is_the_one_that_is_said() {
    each_operation(|operation, said, _| {
        let stage = match said["x-okta-lifecycle"]["lifecycle"].as_str() {
            _ if said["deprecated"] == true => Lifecycle::Deprecated,
            Some("DEPRECATED") => Lifecycle::Deprecated,
            Some("LIMITED_GA") => Lifecycle::Limited,
            Some("EA" | "BETA") => Lifecycle::EarlyAccess,
            _ => Lifecycle::General,
        };
        assert_eq!(operation.lifecycle, stage, "{}", operation.id);
    });
}

#[test]
fn tokens_and_the_scopes_that_are_needed_together_are_those_that_are_said() {
    each_operation(|operation, said, document| {
        // Swagger knows no OAuth: there the scopes follow from method and path.
        let schemes = &document["components"]["securitySchemes"];
        if schemes.get("oauth2").is_none() {
            assert_eq!(operation.tokens, Tokens::Any, "{}", operation.id);
            return;
        }
        let ways = said.get("security").unwrap_or(&document["security"]);
        let ways = || ways.as_array().into_iter().flatten();
        let takes = |scheme: &str| ways().any(|way| way.get(scheme).is_some());
        let tokens = match (takes("oauth2"), takes("apiToken")) {
            (true, true) => Tokens::Any,
            (true, false) => Tokens::OAuth,
            (false, true) => Tokens::ApiToken,
            (false, false) => Tokens::None,
        };
        assert_eq!(operation.tokens, tokens, "{}", operation.id);
        let scopes: Vec<&str> = ways()
            .flat_map(|way| way["oauth2"].as_array().into_iter().flatten())
            .filter_map(Value::as_str)
            .collect();
        if !scopes.is_empty() && said.get("x-okta-scopes").is_none() {
            assert_eq!(operation.scopes, scopes, "{}", operation.id);
        }
    });
}
