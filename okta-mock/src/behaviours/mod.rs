//! What Okta does in its own way, by resource. Everything that is not named here is
//! answered by the [`engine`].

pub(crate) mod apps;
pub(crate) mod authorization_servers;
mod expression;
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
        "partialUpdateUser" => users::update,
        "updateUser" => users::replace,
        "deactivateOrDeleteUser" => users::delete,
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
        "forgotPasswordGenerateOneTimeToken" => users::credentials::forgot_password,
        "forgotPasswordSetNewPassword" => users::credentials::forgot_password_with_answer,
        "changePassword" => users::credentials::change_password,
        "changeRecoveryQuestion" => users::credentials::change_recovery_question,
        "clearUserSessions" => sessions::clear,
        "listAppLinks" => apps::assignments::links_of_user,
        "listUserGroups" => groups::list_of_user,
        "setLinkedObjectForUser" => org::link_users,
        "getLinkedObjectsForUser" => org::list_linked,
        "removeLinkedObjectForUser" => org::unlink,

        "listGroups" => groups::list,
        "createGroup" => groups::create,
        "getGroup" => groups::get,
        "updateGroup" => groups::replace,
        "deleteGroup" => groups::delete,
        "listGroupUsers" => groups::list_users,
        "addUserToGroup" => groups::add_user,
        "removeUserFromGroup" => groups::remove_user,
        "listAssignedApplicationsForGroup" => groups::list_apps,
        "createGroupRule" => rules::create,
        "updateGroupRule" => rules::replace,
        "deleteGroupRule" => rules::delete,
        "activateGroupRule" => rules::activate,
        "deactivateGroupRule" => rules::deactivate,

        "listApplications" => apps::list,
        "createApplication" => apps::create,
        "getApplication" => apps::get,
        "updateApplication" => apps::replace,
        "deleteApplication" => apps::delete,
        "activateApplication" => apps::activate,
        "deactivateApplication" => apps::deactivate,
        "updateApplicationPolicy" => apps::provisioning::set_policy,
        "getDefaultProvisioningConnectionForApplication" => apps::provisioning::get_connection,
        "setDefaultProvisioningConnectionForApplication" => apps::provisioning::set_connection,
        "activateDefaultProvisioningConnectionForApplication" => {
            apps::provisioning::activate_connection
        }
        "deactivateDefaultProvisioningConnectionForApplication" => {
            apps::provisioning::deactivate_connection
        }
        "listFeaturesForApplication" => apps::provisioning::list_features,
        "getFeatureForApplication" => apps::provisioning::get_feature,
        "updateFeatureForApplication" => apps::provisioning::update_feature,
        "previewSAMLAppMetadata" => apps::saml_metadata,
        "listApplicationUsers" => apps::assignments::list,
        "assignUserToApplication" => apps::assignments::assign,
        "getApplicationUser" => apps::assignments::get,
        "updateApplicationUser" => apps::assignments::update,
        "deleteApplicationUser" => apps::assignments::delete,
        "listApplicationGroupAssignments" => apps::groups::list,
        "createApplicationGroupAssignment" => apps::groups::assign,
        "getApplicationGroupAssignment" => apps::groups::get,
        "deleteApplicationGroupAssignment" => apps::groups::delete,
        "grantConsentToScope" => grants::grant,
        "listScopeConsentGrants" => grants::list_grants,
        "getScopeConsentGrant" => grants::get_grant,
        "revokeScopeConsentGrant" => grants::revoke,
        "createNewClientSecretForApplication" => grants::create_secret,
        "deleteClientSecretForApplication" => grants::delete_secret,

        "generateApplicationKey" | "generateIdentityProviderSigningKey" => keys::generate,
        "cloneApplicationKey" | "cloneIdentityProviderKey" => keys::copy,
        "createIdentityProviderKey" => keys::add,
        "generateCsrForApplication" | "generateCsrForIdentityProvider" => keys::create_csr,
        publish if publish.starts_with("publish") => keys::publish,

        "listFactors" => factors::list,
        "enrollFactor" => factors::enroll,
        "getFactor" => factors::get,
        "deleteFactor" => factors::delete,
        "activateFactor" => factors::activate,
        "verifyFactor" => factors::verify,
        "getFactorTransactionStatus" => factors::transaction,
        "listSupportedFactors" => factors::catalog,
        "listSupportedSecurityQuestions" => factors::questions,

        "listAssignedRolesForUser" | "listGroupAssignedRoles" => roles::list,
        "assignRoleToUser" | "assignRoleToGroup" => roles::assign,
        "getUserRole" | "getRole" => roles::get,
        "removeRoleFromUser" | "removeRoleFromGroup" => roles::remove,
        "listGroupTargetsForRole" | "listGroupTargetsForGroupRole" => roles::list_group_targets,
        "addGroupTargetToRole"
        | "addGroupTargetToGroupAdministratorRoleForGroup"
        | "addApplicationTargetToAdminRoleForUser"
        | "addApplicationTargetToAppAdminRoleForUser"
        | "addApplicationTargetToAdminRoleGivenToGroup"
        | "addApplicationInstanceTargetToAppAdminRoleGivenToGroup" => roles::add_target,
        "removeGroupTargetFromRole"
        | "removeGroupTargetFromGroupAdministratorRoleGivenToGroup"
        | "removeApplicationTargetFromApplicationAdministratorRoleForUser"
        | "removeApplicationTargetFromAdministratorRoleForUser"
        | "removeApplicationTargetFromApplicationAdministratorRoleGivenToGroup"
        | "removeApplicationTargetFromAdministratorRoleGivenToGroup" => roles::remove_target,
        "listApplicationTargetsForApplicationAdministratorRoleForUser"
        | "listApplicationTargetsForApplicationAdministratorRoleForGroup" => {
            roles::list_app_targets
        }
        "addAllAppsAsTargetToRole" => roles::all_apps,

        "listUserSubscriptions" | "listRoleSubscriptions" => subscriptions::list,
        "getUserSubscriptionByNotificationType" | "getRoleSubscriptionByNotificationType" => {
            subscriptions::get
        }
        "subscribeUserSubscriptionByNotificationType"
        | "subscribeRoleSubscriptionByNotificationType" => subscriptions::subscribe,
        "unsubscribeUserSubscriptionByNotificationType"
        | "unsubscribeRoleSubscriptionByNotificationType" => subscriptions::unsubscribe,

        "getUserSchema" | "getGroupSchema" | "getApplicationUserSchema" => schemas::get,
        "updateUserProfile" | "updateGroupSchema" | "updateApplicationUserProfile" => {
            schemas::update
        }
        "createUserType" => schemas::create_user_type,
        "getLinkedObjectDefinition" => org::get_linked_definition,
        "addLinkedObjectDefinition" => org::add_linked_definition,
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
        "updatePolicy"
        | "updatePolicyRule"
        | "updateAuthorizationServerPolicy"
        | "updateAuthorizationServerPolicyRule" => policies::replace,
        "deletePolicy"
        | "deletePolicyRule"
        | "deleteAuthorizationServerPolicy"
        | "deleteAuthorizationServerPolicyRule" => policies::delete,

        "listAuthorizationServers" => authorization_servers::list,
        "createAuthorizationServer" => authorization_servers::create,
        "getAuthorizationServer" => authorization_servers::get,
        "updateAuthorizationServer" => authorization_servers::replace,
        "deleteAuthorizationServer" => authorization_servers::delete,
        "rotateAuthorizationServerKeys" => authorization_servers::rotate,
        "createOAuth2Scope" => authorization_servers::create_scope,
        "createOAuth2Claim" => authorization_servers::create_claim,

        "createSession" => sessions::create,
        "getSession" => sessions::get,
        "refreshSession" => sessions::refresh,
        "endSession" => sessions::end,
        "getLogs" => logs::list,

        "getOrgContactTypes" => org::list_contacts,
        "getOrgContactUser" => org::get_contact,
        "updateOrgContactUser" => org::set_contact,
        "hideOktaUIFooter" => org::hide_footer,
        "showOktaUIFooter" => org::show_footer,
        "optInUsersToOktaCommunicationEmails" => org::opt_in,
        "optOutUsersFromOktaCommunicationEmails" => org::opt_out,
        "grantOktaSupport" => org::grant_support,
        "extendOktaSupport" => org::extend_support,
        "revokeOktaSupport" => org::revoke_support,
        "updateFeatureLifecycle" => org::feature,
        "listFeatureDependencies" | "listFeatureDependents" => org::no_features,
        "linkUserToIdentityProvider" => org::link_to_provider,
        "listDomains" => org::list_domains,
        "createDomain" => org::create_domain,
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
