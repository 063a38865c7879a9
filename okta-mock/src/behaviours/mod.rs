//! What Okta does in its own way, by resource. Everything that is not named here is
//! answered by the [`engine`].

pub(crate) mod apps;
pub(crate) mod authorization_servers;
mod factors;
pub(crate) mod grants;
mod groups;
mod hooks;
mod idps;
pub(crate) mod keys;
mod logs;
mod mappings;
mod org;
mod policies;
pub(crate) mod roles;
mod rules;
pub(crate) mod schemas;
mod sessions;
pub(crate) mod sign_in;
mod subscriptions;
mod users;

use crate::{engine, exchange::Handler};

/// The handler of an operation.
pub(crate) fn handler(operation: &str) -> Handler {
    match operation {
        "listUsers" => users::list,
        "createUser" => users::create,
        "getUser" => users::get,
        "updateUser" => users::update,
        "replaceUser" => users::replace,
        "deleteUser" => users::delete,
        "activateUser" => users::lifecycle::activate,
        "reactivateUser" => users::lifecycle::reactivate,
        "deactivateUser" => users::lifecycle::deactivate,
        "suspendUser" => users::lifecycle::suspend,
        "unsuspendUser" => users::lifecycle::unsuspend,
        "unlockUser" => users::lifecycle::unlock,
        "resetFactors" => users::lifecycle::reset_factors,
        "expirePassword" => users::credentials::expire_password,
        "expirePasswordAndGetTemporaryPassword" => {
            users::credentials::expire_password_with_temporary
        }
        "resetPassword" => users::credentials::reset_password,
        "forgotPassword" => users::credentials::forgot_password,
        "forgotPasswordSetNewPassword" => users::credentials::forgot_password_with_answer,
        "changePassword" => users::credentials::change_password,
        "changeRecoveryQuestion" => users::credentials::change_recovery_question,
        "revokeUserSessions" => sessions::clear,
        "listAppLinks" => apps::assignments::links_of_user,
        "listUserGroups" => groups::list_of_user,
        "assignLinkedObjectValueForPrimary" => org::link_users,
        "listLinkedObjectsForUser" => org::list_linked,
        "deleteLinkedObjectForUser" => org::unlink,

        "listGroups" => groups::list,
        "addGroup" => groups::create,
        "getGroup" => groups::get,
        "replaceGroup" => groups::replace,
        "deleteGroup" => groups::delete,
        "listGroupUsers" => groups::list_users,
        "assignUserToGroup" => groups::add_user,
        "unassignUserFromGroup" => groups::remove_user,
        "listAssignedApplicationsForGroup" => groups::list_apps,
        "listGroupRules" => rules::list,
        "getGroupRule" => rules::get,
        "createGroupRule" => rules::create,
        "replaceGroupRule" => rules::replace,
        "deleteGroupRule" => rules::delete,
        "activateGroupRule" => rules::activate,
        "deactivateGroupRule" => rules::deactivate,

        "listApplications" => apps::list,
        "createApplication" => apps::create,
        "getApplication" => apps::get,
        "replaceApplication" => apps::replace,
        "deleteApplication" => apps::delete,
        "activateApplication" => apps::activate,
        "deactivateApplication" => apps::deactivate,
        "assignApplicationPolicy" => apps::provisioning::set_policy,
        "getDefaultProvisioningConnectionForApplication" => apps::provisioning::get_connection,
        "updateDefaultProvisioningConnectionForApplication" => apps::provisioning::set_connection,
        "activateDefaultProvisioningConnectionForApplication" => {
            apps::provisioning::activate_connection
        }
        "deactivateDefaultProvisioningConnectionForApplication" => {
            apps::provisioning::deactivate_connection
        }
        "listFeaturesForApplication" => apps::provisioning::list_features,
        "getFeatureForApplication" => apps::provisioning::get_feature,
        "updateFeatureForApplication" => apps::provisioning::update_feature,
        "previewSAMLmetadataForApplication" => apps::saml_metadata,
        "listApplicationUsers" => apps::assignments::list,
        "assignUserToApplication" => apps::assignments::assign,
        "getApplicationUser" => apps::assignments::get,
        "updateApplicationUser" => apps::assignments::update,
        "unassignUserFromApplication" => apps::assignments::delete,
        "listApplicationGroupAssignments" => apps::groups::list,
        "assignGroupToApplication" => apps::groups::assign,
        "getApplicationGroupAssignment" => apps::groups::get,
        "unassignApplicationFromGroup" => apps::groups::delete,
        "grantConsentToScope" => grants::grant,
        "listScopeConsentGrants" => grants::list_grants,
        "getScopeConsentGrant" => grants::get_grant,
        "revokeScopeConsentGrant" => grants::revoke,
        "createOAuth2ClientSecret" => grants::create_secret,
        "deleteOAuth2ClientSecret" => grants::delete_secret,

        "generateApplicationKey" | "generateIdentityProviderSigningKey" => keys::generate,
        "cloneApplicationKey" | "cloneIdentityProviderKey" => keys::copy,
        "createIdentityProviderKey" => keys::add,
        "generateCsrForApplication" | "generateCsrForIdentityProvider" => keys::create_csr,
        publish if publish.starts_with("publish") => keys::publish,

        "listFactors" => factors::list,
        "enrollFactor" => factors::enroll,
        "getFactor" => factors::get,
        "unenrollFactor" => factors::delete,
        "activateFactor" => factors::activate,
        "verifyFactor" => factors::verify,
        "getFactorTransactionStatus" => factors::transaction,
        "listSupportedFactors" => factors::catalog,
        "listSupportedSecurityQuestions" => factors::questions,

        "listAssignedRolesForUser" | "listGroupAssignedRoles" => roles::list,
        "assignRoleToUser" | "assignRoleToGroup" => roles::assign,
        "getUserAssignedRole" | "getGroupAssignedRole" => roles::get,
        "unassignRoleFromUser" | "unassignRoleFromGroup" => roles::remove,
        "listGroupTargetsForRole" | "listGroupTargetsForGroupRole" => roles::list_group_targets,
        "assignGroupTargetToUserRole"
        | "assignGroupTargetToGroupAdminRole"
        | "assignAppTargetToAdminRoleForUser"
        | "assignAppInstanceTargetToAppAdminRoleForUser"
        | "assignAppTargetToAdminRoleForGroup"
        | "assignAppInstanceTargetToAppAdminRoleForGroup" => roles::add_target,
        "unassignGroupTargetFromUserAdminRole"
        | "unassignGroupTargetFromGroupAdminRole"
        | "unassignAppTargetFromAppAdminRoleForUser"
        | "unassignAppInstanceTargetFromAdminRoleForUser"
        | "unassignAppTargetToAdminRoleForGroup"
        | "unassignAppInstanceTargetToAppAdminRoleForGroup" => roles::remove_target,
        "listApplicationTargetsForApplicationAdministratorRoleForUser"
        | "listApplicationTargetsForApplicationAdministratorRoleForGroup" => {
            roles::list_app_targets
        }
        "assignAllAppsAsTargetToRoleForUser" => roles::all_apps,

        "listSubscriptionsUser" | "listSubscriptionsRole" => subscriptions::list,
        "getSubscriptionsNotificationTypeUser" | "getSubscriptionsNotificationTypeRole" => {
            subscriptions::get
        }
        "subscribeByNotificationTypeUser" | "subscribeByNotificationTypeRole" => {
            subscriptions::subscribe
        }
        "unsubscribeByNotificationTypeUser" | "unsubscribeByNotificationTypeRole" => {
            subscriptions::unsubscribe
        }

        "getUserSchema" | "getGroupSchema" | "getApplicationUserSchema" => schemas::get,
        "updateUserProfile" | "updateGroupSchema" | "updateApplicationUserProfile" => {
            schemas::update
        }
        "createUserType" => schemas::create_user_type,
        "getLinkedObjectDefinition" => org::get_linked_definition,
        "createLinkedObjectDefinition" => org::add_linked_definition,
        "deleteLinkedObjectDefinition" => org::delete_linked_definition,

        "createIdentityProvider" => idps::create,
        "deleteIdentityProvider" => idps::delete,
        "verifyEventHook" => hooks::verify,
        "listProfileMappings" => mappings::list,
        "getProfileMapping" => mappings::get,
        "updateProfileMapping" => mappings::update,

        "listPolicies"
        | "listPolicyRules"
        | "listAuthorizationServerPolicies"
        | "listAuthorizationServerPolicyRules" => policies::list,
        "getPolicy"
        | "getPolicyRule"
        | "getAuthorizationServerPolicy"
        | "getAuthorizationServerPolicyRule" => policies::get,
        "createPolicy"
        | "createPolicyRule"
        | "createAuthorizationServerPolicy"
        | "createAuthorizationServerPolicyRule" => policies::create,
        "replacePolicy"
        | "replacePolicyRule"
        | "replaceAuthorizationServerPolicy"
        | "replaceAuthorizationServerPolicyRule" => policies::replace,
        "deletePolicy"
        | "deletePolicyRule"
        | "deleteAuthorizationServerPolicy"
        | "deleteAuthorizationServerPolicyRule" => policies::delete,

        "listAuthorizationServers" => authorization_servers::list,
        "createAuthorizationServer" => authorization_servers::create,
        "getAuthorizationServer" => authorization_servers::get,
        "replaceAuthorizationServer" => authorization_servers::replace,
        "deleteAuthorizationServer" => authorization_servers::delete,
        "rotateAuthorizationServerKeys" => authorization_servers::rotate,
        "createOAuth2Scope" => authorization_servers::create_named,
        "createOAuth2Claim" => authorization_servers::create_named,

        "createSession" => sessions::create,
        "getSession" => sessions::get,
        "refreshSession" => sessions::refresh,
        "revokeSession" => sessions::end,
        "listLogEvents" => logs::list,

        "listOrgContactTypes" => org::list_contacts,
        "getOrgContactUser" => org::get_contact,
        "replaceOrgContactUser" => org::set_contact,
        "setOrgHideOktaUIFooter" => org::hide_footer,
        "setOrgShowOktaUIFooter" => org::show_footer,
        "optInUsersToOktaCommunicationEmails" => org::opt_in,
        "optOutUsersFromOktaCommunicationEmails" => org::opt_out,
        "grantOktaSupport" => org::grant_support,
        "extendOktaSupport" => org::extend_support,
        "revokeOktaSupport" => org::revoke_support,
        "updateFeatureLifecycle" => org::feature,
        "listFeatureDependencies" | "listFeatureDependents" => org::no_features,
        "linkUserToIdentityProvider" => org::link_to_provider,
        "listCustomDomains" => org::list_custom_domains,
        "createCustomDomain" => org::create_custom_domain,
        "verifyDomain" => org::verify_domain,
        upload if upload.starts_with("upload") || upload == "updateOrgLogo" => org::upload,

        _ => engine::answer,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use okta_api::operations::OPERATIONS;

    /// A misspelt operation would silently get the engine's answer.
    #[test]
    fn every_operation_named_here_exists() {
        let source = include_str!("mod.rs");
        let (table, _) = source.split_once("_ => engine::answer").unwrap_or_default();
        let (_, table) = table.split_once("match operation").unwrap_or_default();
        let named: Vec<&str> = table.split('"').skip(1).step_by(2).collect();
        assert!(named.len() > 150);
        let known: BTreeSet<&str> = OPERATIONS.iter().map(|operation| operation.id).collect();
        let unknown: Vec<&&str> = named
            .iter()
            .filter(|name| !known.contains(**name) && !["publish", "upload"].contains(*name))
            .collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
