//! What Okta does in its own way, by resource. Everything that is not bound here is
//! answered by the [`engine`](crate::engine).

pub(crate) mod apps;
pub(crate) mod authorization_servers;
mod emails;
mod factors;
pub(crate) mod grants;
mod groups;
mod hooks;
mod idps;
pub(crate) mod keys;
mod logs;
mod mappings;
mod newer;
mod org;
mod policies;
pub(crate) mod roles;
mod rules;
pub(crate) mod schemas;
mod sessions;
pub(crate) mod sign_in;
mod subscriptions;
mod users;

use std::{collections::HashMap, sync::LazyLock};

use http::Method;
use okta_api::operations::{self as op, Operation};

use crate::{
    description::{self, template},
    exchange::Handler,
};

/// What answers an operation in Okta's own way.
pub(crate) struct Behaviour {
    /// The path template whose names of parameters the handler knows.
    pub(crate) path: &'static str,
    pub(crate) handler: Handler,
}

/// The behaviour of an operation. It is found by method and shape of the path: a
/// description may call the operation and its parameters what it likes.
pub(crate) fn find(operation: &description::Operation) -> Option<&'static Behaviour> {
    static BEHAVIOURS: LazyLock<HashMap<(Method, String), Behaviour>> = LazyLock::new(|| {
        let bound = BOUND.iter().map(|(operation, handler)| {
            let Operation { method, path, .. } = operation;
            (method.clone(), *path, *handler)
        });
        let newer = newer::BOUND.iter().cloned();
        bound
            .chain(newer)
            .map(|(method, path, handler)| {
                ((method, template::shape(path)), Behaviour { path, handler })
            })
            .collect()
    });
    BEHAVIOURS.get(&(
        operation.method.clone(),
        template::shape(&operation.template),
    ))
}

/// Whether it is known what Okta asks for in an operation, so that what the description
/// requires does not matter.
pub(crate) fn asks_for_what_it_needs(operation: &description::Operation) -> bool {
    newer::asks(&operation.method, &operation.template)
}

/// The operations of the catalogue that have a behaviour. Of variants that share a method
/// and a path, one is bound.
static BOUND: &[(&Operation, Handler)] = &[
    (&op::LIST_USERS, users::list),
    (&op::CREATE_USER, users::create),
    (&op::GET_USER, users::get),
    (&op::UPDATE_USER, users::update),
    (&op::REPLACE_USER, users::replace),
    (&op::DELETE_USER, users::delete),
    (&op::ACTIVATE_USER, users::lifecycle::activate),
    (&op::REACTIVATE_USER, users::lifecycle::reactivate),
    (&op::DEACTIVATE_USER, users::lifecycle::deactivate),
    (&op::SUSPEND_USER, users::lifecycle::suspend),
    (&op::UNSUSPEND_USER, users::lifecycle::unsuspend),
    (&op::UNLOCK_USER, users::lifecycle::unlock),
    (&op::RESET_FACTORS, users::lifecycle::reset_factors),
    (&op::EXPIRE_PASSWORD, users::credentials::expire_password),
    (&op::RESET_PASSWORD, users::credentials::reset_password),
    (&op::FORGOT_PASSWORD, users::credentials::forgot_password),
    (&op::CHANGE_PASSWORD, users::credentials::change_password),
    (
        &op::CHANGE_RECOVERY_QUESTION,
        users::credentials::change_recovery_question,
    ),
    (&op::REVOKE_USER_SESSIONS, sessions::clear),
    (&op::LIST_APP_LINKS, apps::assignments::links_of_user),
    (&op::LIST_USER_GROUPS, groups::list_of_user),
    (&op::ASSIGN_LINKED_OBJECT_VALUE_FOR_PRIMARY, org::link_users),
    (&op::LIST_LINKED_OBJECTS_FOR_USER, org::list_linked),
    (&op::DELETE_LINKED_OBJECT_FOR_USER, org::unlink),
    (&op::LIST_GROUPS, groups::list),
    (&op::ADD_GROUP, groups::create),
    (&op::GET_GROUP, groups::get),
    (&op::REPLACE_GROUP, groups::replace),
    (&op::DELETE_GROUP, groups::delete),
    (&op::LIST_GROUP_USERS, groups::list_users),
    (&op::ASSIGN_USER_TO_GROUP, groups::add_user),
    (&op::UNASSIGN_USER_FROM_GROUP, groups::remove_user),
    (&op::LIST_ASSIGNED_APPLICATIONS_FOR_GROUP, groups::list_apps),
    (&op::LIST_GROUP_RULES, rules::list),
    (&op::GET_GROUP_RULE, rules::get),
    (&op::CREATE_GROUP_RULE, rules::create),
    (&op::REPLACE_GROUP_RULE, rules::replace),
    (&op::DELETE_GROUP_RULE, rules::delete),
    (&op::ACTIVATE_GROUP_RULE, rules::activate),
    (&op::DEACTIVATE_GROUP_RULE, rules::deactivate),
    (&op::LIST_APPLICATIONS, apps::list),
    (&op::CREATE_APPLICATION, apps::create),
    (&op::GET_APPLICATION, apps::get),
    (&op::REPLACE_APPLICATION, apps::replace),
    (&op::DELETE_APPLICATION, apps::delete),
    (&op::ACTIVATE_APPLICATION, apps::activate),
    (&op::DEACTIVATE_APPLICATION, apps::deactivate),
    (
        &op::PREVIEW_SAML_METADATA_FOR_APPLICATION,
        apps::saml_metadata,
    ),
    (&op::LIST_APPLICATION_USERS, apps::assignments::list),
    (&op::ASSIGN_USER_TO_APPLICATION, apps::assignments::assign),
    (&op::GET_APPLICATION_USER, apps::assignments::get),
    (&op::UPDATE_APPLICATION_USER, apps::assignments::update),
    (
        &op::UNASSIGN_USER_FROM_APPLICATION,
        apps::assignments::delete,
    ),
    (&op::LIST_APPLICATION_GROUP_ASSIGNMENTS, apps::groups::list),
    (&op::ASSIGN_GROUP_TO_APPLICATION, apps::groups::assign),
    (&op::GET_APPLICATION_GROUP_ASSIGNMENT, apps::groups::get),
    (&op::UNASSIGN_APPLICATION_FROM_GROUP, apps::groups::delete),
    (&op::GRANT_CONSENT_TO_SCOPE, grants::grant),
    (&op::REVOKE_SCOPE_CONSENT_GRANT, grants::revoke),
    (&op::CREATE_OAUTH2_CLIENT_SECRET, grants::create_secret),
    (&op::DELETE_OAUTH2_CLIENT_SECRET, grants::delete_secret),
    (&op::GENERATE_APPLICATION_KEY, keys::generate),
    (&op::GENERATE_IDENTITY_PROVIDER_SIGNING_KEY, keys::generate),
    (&op::CLONE_APPLICATION_KEY, keys::copy),
    (&op::CLONE_IDENTITY_PROVIDER_KEY, keys::copy),
    (&op::CREATE_IDENTITY_PROVIDER_KEY, keys::add),
    (&op::GENERATE_CSR_FOR_APPLICATION, keys::create_csr),
    (&op::GENERATE_CSR_FOR_IDENTITY_PROVIDER, keys::create_csr),
    (
        &op::ASSIGN_APPLICATION_POLICY,
        apps::provisioning::set_policy,
    ),
    (
        &op::GET_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION,
        apps::provisioning::get_connection,
    ),
    (
        &op::UPDATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION,
        apps::provisioning::set_connection,
    ),
    (
        &op::ACTIVATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION,
        apps::provisioning::activate_connection,
    ),
    (
        &op::DEACTIVATE_DEFAULT_PROVISIONING_CONNECTION_FOR_APPLICATION,
        apps::provisioning::deactivate_connection,
    ),
    (
        &op::LIST_FEATURES_FOR_APPLICATION,
        apps::provisioning::list_features,
    ),
    (
        &op::GET_FEATURE_FOR_APPLICATION,
        apps::provisioning::get_feature,
    ),
    (
        &op::UPDATE_FEATURE_FOR_APPLICATION,
        apps::provisioning::update_feature,
    ),
    (&op::LIST_SCOPE_CONSENT_GRANTS, grants::list_grants),
    (&op::GET_SCOPE_CONSENT_GRANT, grants::get_grant),
    (&op::CREATE_IDENTITY_PROVIDER, idps::create),
    (&op::DELETE_IDENTITY_PROVIDER, idps::delete),
    (&op::VERIFY_EVENT_HOOK, hooks::verify),
    (&op::LIST_PROFILE_MAPPINGS, mappings::list),
    (&op::GET_PROFILE_MAPPING, mappings::get),
    (&op::UPDATE_PROFILE_MAPPING, mappings::update),
    (&op::LIST_FACTORS, factors::list),
    (&op::ENROLL_FACTOR, factors::enroll),
    (&op::GET_FACTOR, factors::get),
    (&op::UNENROLL_FACTOR, factors::delete),
    (&op::ACTIVATE_FACTOR, factors::activate),
    (&op::VERIFY_FACTOR, factors::verify),
    (&op::GET_FACTOR_TRANSACTION_STATUS, factors::transaction),
    (&op::LIST_SUPPORTED_FACTORS, factors::catalog),
    (&op::LIST_SUPPORTED_SECURITY_QUESTIONS, factors::questions),
    (&op::LIST_ASSIGNED_ROLES_FOR_USER, roles::list),
    (&op::LIST_GROUP_ASSIGNED_ROLES, roles::list),
    (&op::ASSIGN_ROLE_TO_USER, roles::assign),
    (&op::ASSIGN_ROLE_TO_GROUP, roles::assign),
    (&op::GET_USER_ASSIGNED_ROLE, roles::get),
    (&op::GET_GROUP_ASSIGNED_ROLE, roles::get),
    (&op::UNASSIGN_ROLE_FROM_USER, roles::remove),
    (&op::UNASSIGN_ROLE_FROM_GROUP, roles::remove),
    (&op::LIST_GROUP_TARGETS_FOR_ROLE, roles::list_group_targets),
    (
        &op::LIST_GROUP_TARGETS_FOR_GROUP_ROLE,
        roles::list_group_targets,
    ),
    (&op::ASSIGN_GROUP_TARGET_TO_USER_ROLE, roles::add_target),
    (
        &op::ASSIGN_GROUP_TARGET_TO_GROUP_ADMIN_ROLE,
        roles::add_target,
    ),
    (
        &op::ASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_USER,
        roles::add_target,
    ),
    (
        &op::ASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_USER,
        roles::add_target,
    ),
    (
        &op::ASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_GROUP,
        roles::add_target,
    ),
    (
        &op::ASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_GROUP,
        roles::add_target,
    ),
    (
        &op::UNASSIGN_GROUP_TARGET_FROM_USER_ADMIN_ROLE,
        roles::remove_target,
    ),
    (
        &op::UNASSIGN_GROUP_TARGET_FROM_GROUP_ADMIN_ROLE,
        roles::remove_target,
    ),
    (
        &op::UNASSIGN_APP_TARGET_FROM_APP_ADMIN_ROLE_FOR_USER,
        roles::remove_target,
    ),
    (
        &op::UNASSIGN_APP_INSTANCE_TARGET_FROM_ADMIN_ROLE_FOR_USER,
        roles::remove_target,
    ),
    (
        &op::UNASSIGN_APP_TARGET_TO_ADMIN_ROLE_FOR_GROUP,
        roles::remove_target,
    ),
    (
        &op::UNASSIGN_APP_INSTANCE_TARGET_TO_APP_ADMIN_ROLE_FOR_GROUP,
        roles::remove_target,
    ),
    (
        &op::LIST_APPLICATION_TARGETS_FOR_APPLICATION_ADMINISTRATOR_ROLE_FOR_USER,
        roles::list_app_targets,
    ),
    (
        &op::LIST_APPLICATION_TARGETS_FOR_APPLICATION_ADMINISTRATOR_ROLE_FOR_GROUP,
        roles::list_app_targets,
    ),
    (
        &op::ASSIGN_ALL_APPS_AS_TARGET_TO_ROLE_FOR_USER,
        roles::all_apps,
    ),
    (&op::LIST_SUBSCRIPTIONS_USER, subscriptions::list),
    (&op::LIST_SUBSCRIPTIONS_ROLE, subscriptions::list),
    (
        &op::GET_SUBSCRIPTIONS_NOTIFICATION_TYPE_USER,
        subscriptions::get,
    ),
    (
        &op::GET_SUBSCRIPTIONS_NOTIFICATION_TYPE_ROLE,
        subscriptions::get,
    ),
    (
        &op::SUBSCRIBE_BY_NOTIFICATION_TYPE_USER,
        subscriptions::subscribe,
    ),
    (
        &op::SUBSCRIBE_BY_NOTIFICATION_TYPE_ROLE,
        subscriptions::subscribe,
    ),
    (
        &op::UNSUBSCRIBE_BY_NOTIFICATION_TYPE_USER,
        subscriptions::unsubscribe,
    ),
    (
        &op::UNSUBSCRIBE_BY_NOTIFICATION_TYPE_ROLE,
        subscriptions::unsubscribe,
    ),
    (&op::GET_USER_SCHEMA, schemas::get),
    (&op::GET_GROUP_SCHEMA, schemas::get),
    (&op::GET_APPLICATION_USER_SCHEMA, schemas::get),
    (&op::UPDATE_USER_PROFILE, schemas::update),
    (&op::UPDATE_GROUP_SCHEMA, schemas::update),
    (&op::UPDATE_APPLICATION_USER_PROFILE, schemas::update),
    (&op::CREATE_USER_TYPE, schemas::create_user_type),
    (
        &op::GET_LINKED_OBJECT_DEFINITION,
        org::get_linked_definition,
    ),
    (
        &op::CREATE_LINKED_OBJECT_DEFINITION,
        org::add_linked_definition,
    ),
    (
        &op::DELETE_LINKED_OBJECT_DEFINITION,
        org::delete_linked_definition,
    ),
    (&op::LIST_POLICIES, policies::list),
    (&op::LIST_POLICY_RULES, policies::list),
    (&op::LIST_AUTHORIZATION_SERVER_POLICIES, policies::list),
    (&op::LIST_AUTHORIZATION_SERVER_POLICY_RULES, policies::list),
    (&op::GET_POLICY, policies::get),
    (&op::GET_POLICY_RULE, policies::get),
    (&op::GET_AUTHORIZATION_SERVER_POLICY, policies::get),
    (&op::GET_AUTHORIZATION_SERVER_POLICY_RULE, policies::get),
    (&op::CREATE_POLICY, policies::create),
    (&op::CREATE_POLICY_RULE, policies::create),
    (&op::CREATE_AUTHORIZATION_SERVER_POLICY, policies::create),
    (
        &op::CREATE_AUTHORIZATION_SERVER_POLICY_RULE,
        policies::create,
    ),
    (&op::REPLACE_POLICY, policies::replace),
    (&op::REPLACE_POLICY_RULE, policies::replace),
    (&op::REPLACE_AUTHORIZATION_SERVER_POLICY, policies::replace),
    (
        &op::REPLACE_AUTHORIZATION_SERVER_POLICY_RULE,
        policies::replace,
    ),
    (&op::DELETE_POLICY, policies::delete),
    (&op::DELETE_POLICY_RULE, policies::delete),
    (&op::DELETE_AUTHORIZATION_SERVER_POLICY, policies::delete),
    (
        &op::DELETE_AUTHORIZATION_SERVER_POLICY_RULE,
        policies::delete,
    ),
    (&op::LIST_AUTHORIZATION_SERVERS, authorization_servers::list),
    (
        &op::CREATE_AUTHORIZATION_SERVER,
        authorization_servers::create,
    ),
    (&op::GET_AUTHORIZATION_SERVER, authorization_servers::get),
    (
        &op::REPLACE_AUTHORIZATION_SERVER,
        authorization_servers::replace,
    ),
    (
        &op::DELETE_AUTHORIZATION_SERVER,
        authorization_servers::delete,
    ),
    (
        &op::ROTATE_AUTHORIZATION_SERVER_KEYS,
        authorization_servers::rotate,
    ),
    (
        &op::CREATE_OAUTH2_SCOPE,
        authorization_servers::create_named,
    ),
    (
        &op::CREATE_OAUTH2_CLAIM,
        authorization_servers::create_named,
    ),
    (&op::CREATE_SESSION, sessions::create),
    (&op::GET_SESSION, sessions::get),
    (&op::REFRESH_SESSION, sessions::refresh),
    (&op::REVOKE_SESSION, sessions::end),
    (&op::LIST_LOG_EVENTS, logs::list),
    (&op::LIST_ORG_CONTACT_TYPES, org::list_contacts),
    (&op::GET_ORG_CONTACT_USER, org::get_contact),
    (&op::REPLACE_ORG_CONTACT_USER, org::set_contact),
    (&op::SET_ORG_HIDE_OKTA_UI_FOOTER, org::hide_footer),
    (&op::SET_ORG_SHOW_OKTA_UI_FOOTER, org::show_footer),
    (&op::OPT_IN_USERS_TO_OKTA_COMMUNICATION_EMAILS, org::opt_in),
    (
        &op::OPT_OUT_USERS_FROM_OKTA_COMMUNICATION_EMAILS,
        org::opt_out,
    ),
    (&op::GRANT_OKTA_SUPPORT, org::grant_support),
    (&op::EXTEND_OKTA_SUPPORT, org::extend_support),
    (&op::REVOKE_OKTA_SUPPORT, org::revoke_support),
    (&op::UPDATE_FEATURE_LIFECYCLE, org::feature),
    (&op::LIST_FEATURE_DEPENDENCIES, org::no_features),
    (&op::LIST_FEATURE_DEPENDENTS, org::no_features),
    (&op::LINK_USER_TO_IDENTITY_PROVIDER, org::link_to_provider),
    (&op::LIST_CUSTOM_DOMAINS, org::list_custom_domains),
    (&op::CREATE_CUSTOM_DOMAIN, org::create_custom_domain),
    (&op::VERIFY_DOMAIN, org::verify_domain),
    (&op::GET_CUSTOMIZATION_PREVIEW, emails::preview),
    (&op::UPDATE_ORG_LOGO, org::upload),
    (&op::PUBLISH_CSR_FOR_IDENTITY_PROVIDER_AS_CER, keys::publish),
    (&op::PUBLISH_CSR_FROM_APPLICATION_AS_CER, keys::publish),
    (&op::UPLOAD_APPLICATION_LOGO, org::upload),
    (&op::UPLOAD_BRAND_THEME_BACKGROUND_IMAGE, org::upload),
    (&op::UPLOAD_BRAND_THEME_FAVICON, org::upload),
    (&op::UPLOAD_BRAND_THEME_LOGO, org::upload),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_shape_is_bound_twice() {
        let shapes: BTreeSet<(&str, String)> = BOUND
            .iter()
            .map(|(operation, _)| (operation.method.as_str(), template::shape(operation.path)))
            .collect();
        assert_eq!(shapes.len(), BOUND.len());
    }
}
