//! What operations do to an org: every operation of the vendored description was looked at,
//! and those that agents must not get wrong are named here once more.

#![allow(clippy::unwrap_used)]

use std::{collections::BTreeSet, path::Path};

use okta_api::operations::{
    Class::{self, Credential, Destroy, Privilege, Read, Replace, Secrets, Write},
    OPERATIONS,
};

const NAMED: [(&str, Class); 48] = [
    ("listUsers", Read),
    ("getUser", Read),
    ("listLogEvents", Read),
    ("listFactors", Read),
    ("listAssignedRolesForUser", Read),
    ("listOAuth2ClientSecrets", Secrets),
    ("getOAuth2ClientSecret", Secrets),
    ("getIdentityProvider", Secrets),
    ("createUser", Write),
    ("updateUser", Write),
    ("unlockUser", Write),
    ("addGroup", Write),
    ("assignUserToGroup", Write),
    ("assignUserToApplication", Write),
    ("updateOrgSettings", Write),
    ("updateSmsTemplate", Write),
    ("createNetworkZone", Write),
    ("replaceUser", Replace),
    ("replaceApplication", Replace),
    ("replacePolicyRule", Replace),
    ("replaceGroup", Replace),
    ("replaceOrgSettings", Replace),
    ("replaceSmsTemplate", Replace),
    ("deleteUser", Destroy),
    ("deactivateUser", Destroy),
    ("suspendUser", Destroy),
    ("expirePassword", Destroy),
    ("resetFactors", Destroy),
    ("unenrollFactor", Destroy),
    ("revokeUserSessions", Destroy),
    ("deletePolicy", Destroy),
    ("deactivateNetworkZone", Destroy),
    ("unassignUserFromGroup", Destroy),
    ("assignRoleToUser", Privilege),
    ("unassignRoleFromUser", Privilege),
    ("assignGroupTargetToUserRole", Privilege),
    ("grantConsentToScope", Privilege),
    ("grantOktaSupport", Privilege),
    ("createEventHook", Privilege),
    ("replaceInlineHook", Privilege),
    ("createIdentityProvider", Privilege),
    ("createTrustedOrigin", Privilege),
    ("expirePasswordAndGetTemporaryPassword", Credential),
    ("resetPassword", Credential),
    ("enrollFactor", Credential),
    ("rotateAuthorizationServerKeys", Credential),
    ("createOAuth2ClientSecret", Credential),
    ("createSession", Credential),
];

#[test]
fn operations_have_the_class_that_a_person_would_give_them() {
    for (id, class) in NAMED {
        let operation = OPERATIONS.iter().find(|operation| operation.id == id);
        assert_eq!(operation.unwrap().class, class, "{id}");
    }
}

#[test]
fn every_operation_was_reviewed() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let (document, _) =
        okta_gen::corrected(&spec.join("okta-management.yaml"), &spec.join("overlays")).unwrap();
    let lists = document["x-okta-classes"].as_object().unwrap();
    let reviewed: BTreeSet<&str> = lists
        .values()
        .flat_map(|ids| ids.as_array().unwrap())
        .map(|id| id.as_str().unwrap())
        .collect();
    let operations = OPERATIONS.iter().map(|operation| operation.id);
    assert_eq!(reviewed, operations.collect());
}

#[test]
fn reads_are_the_gets() {
    for operation in OPERATIONS {
        assert_eq!(
            operation.class.is_read(),
            operation.method == "GET",
            "{}",
            operation.id
        );
    }
}

/// What a SIEM sees of an operation; an event type is words in lower case with dots between.
#[test]
fn operations_say_which_events_they_write() {
    let events = |id: &str| OPERATIONS.iter().find(|o| o.id == id).unwrap().events;
    assert_eq!(
        events("createUser"),
        ["user.lifecycle.create", "user.lifecycle.activate"]
    );
    assert_eq!(events("assignUserToGroup"), ["group.user_membership.add"]);
    assert_eq!(events("assignRoleToUser"), ["user.account.privilege.grant"]);
    assert_eq!(events("listUsers"), [] as [&str; 0]);
    let all = OPERATIONS.iter().flat_map(|operation| operation.events);
    for event in all.clone() {
        let is_word = |word: &str| {
            !word.is_empty()
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        };
        assert!(
            event.contains('.') && event.split('.').all(is_word),
            "{event}"
        );
    }
    assert_eq!(all.count(), 96);
}
