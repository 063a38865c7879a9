//! What people read of the API: every operation says what it does, in words that its name
//! does not say already, and is found by the words that people use.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use okta_api::operations::{OPERATIONS, document};
use serde_json::Value;

#[test]
fn every_operation_says_what_it_does() {
    for operation in OPERATIONS {
        let summary = operation.summary;
        assert!(summary.ends_with('.'), "{}: {summary}", operation.id);
        let verb = summary.split(' ').next().unwrap();
        assert!(
            verb.ends_with('s') || verb == "Lets",
            "{}: {summary}",
            operation.id
        );
        for parameter in operation.parameters {
            assert_ne!(
                parameter.description, "",
                "{} {}",
                operation.id, parameter.name
            );
        }
    }
}

/// Words that people type, and the method that the search of the documentation shows them.
#[test]
fn people_find_methods_by_their_own_words() {
    let document: Value = serde_json::from_str(document()).unwrap();
    let mut by_alias: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (_, item) in document["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values() {
            for alias in operation["x-okta-aliases"].as_array().into_iter().flatten() {
                let found = by_alias
                    .entry(alias.as_str().unwrap().to_owned())
                    .or_default();
                found.push(operation["operationId"].as_str().unwrap().to_owned());
            }
        }
    }
    for (words, id) in [
        ("list users of an app", "listApplicationUsers"),
        ("revoke tokens", "revokeTokensForUserAndClient"),
        ("lock", "suspendUser"),
        ("who has mfa", "listFactors"),
        ("audit log", "listLogEvents"),
        ("add a member", "assignUserToGroup"),
        ("members of a group", "listGroupUsers"),
        ("offboard", "deactivateUser"),
        ("reset mfa", "resetFactors"),
        ("send a password reset", "resetPassword"),
        (
            "temporary password",
            "expirePasswordAndGetTemporaryPassword",
        ),
        ("make somebody admin", "assignRoleToUser"),
        ("rotate the signing key", "rotateAuthorizationServerKeys"),
        ("rotate client secret", "createOAuth2ClientSecret"),
        ("add a webhook", "createEventHook"),
        ("block an ip", "createNetworkZone"),
        ("dynamic group", "createGroupRule"),
        ("log out everywhere", "revokeUserSessions"),
        ("resend invite", "reactivateUser"),
        ("allow cors", "createTrustedOrigin"),
        ("saml metadata", "previewSAMLmetadataForApplication"),
        ("custom attributes of users", "getUserSchema"),
        ("grant api scope", "grantConsentToScope"),
        ("apps of a user", "listAppLinks"),
        ("groups of a user", "listUserGroups"),
        ("assign an app to a user", "assignUserToApplication"),
        ("set the manager", "assignLinkedObjectValueForPrimary"),
        ("edit a profile", "updateUser"),
        ("idps", "listIdentityProviders"),
        ("password policies", "listPolicies"),
    ] {
        let found = by_alias.get(words).map(Vec::as_slice).unwrap_or_default();
        assert!(found.iter().any(|found| found == id), "{words}: {found:?}");
    }
}
