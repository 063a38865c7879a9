//! What Okta does in operations that came after the release that `okta-api` is generated
//! from. No constant names them yet, so they are bound by method and path.

mod agents;
mod authenticators;
mod brands;
mod captchas;
mod devices;
mod emails;
mod hook_keys;
mod iam;
mod keys;
mod limits;
mod pages;
mod policies;
mod servers;
mod ui_schemas;

use http::Method;

use super::users::credentials;
use crate::{description::template::same_shape, exchange::Handler};

/// Operations that complain of what is missing in words of their own, or take less than the
/// description says: clients that are older than what it requires go on working.
const ASKING: &[(Method, &str)] = &[
    (Method::GET, "/api/v1/principal-rate-limits"),
    (Method::POST, "/api/v1/email-servers"),
];

/// Whether an operation is one of them.
pub(super) fn asks(method: &Method, template: &str) -> bool {
    let mut all = ASKING.iter();
    all.any(|(asking, path)| asking == method && same_shape(path, template))
}

/// The operations that have a behaviour.
pub(super) static BOUND: &[(Method, &str, Handler)] = &[
    (
        Method::POST,
        "/api/v1/users/{userId}/lifecycle/expire_password_with_temp_password",
        credentials::expire_password_with_temporary,
    ),
    (
        Method::POST,
        "/api/v1/users/{userId}/credentials/forgot_password_recovery_question",
        credentials::forgot_password_with_answer,
    ),
    (Method::POST, "/api/v1/brands", brands::create),
    (Method::POST, "/api/v1/captchas", captchas::create),
    (Method::GET, "/api/v1/org/captcha", captchas::shown_where),
    (Method::PUT, "/api/v1/org/captcha", captchas::show_where),
    (
        Method::GET,
        "/api/v1/brands/{brandId}/pages/error",
        pages::root,
    ),
    (
        Method::GET,
        "/api/v1/brands/{brandId}/pages/sign-in",
        pages::root,
    ),
    (
        Method::GET,
        "/api/v1/brands/{brandId}/pages/error/default",
        pages::default,
    ),
    (
        Method::GET,
        "/api/v1/brands/{brandId}/pages/sign-in/default",
        pages::default,
    ),
    (
        Method::GET,
        "/api/v1/brands/{brandId}/pages/error/customized",
        pages::kept,
    ),
    (
        Method::GET,
        "/api/v1/brands/{brandId}/pages/error/preview",
        pages::kept,
    ),
    (
        Method::GET,
        "/api/v1/brands/{brandId}/pages/sign-in/customized",
        pages::kept,
    ),
    (
        Method::GET,
        "/api/v1/brands/{brandId}/pages/sign-in/preview",
        pages::kept,
    ),
    (
        Method::PUT,
        "/api/v1/brands/{brandId}/pages/error/customized",
        pages::replace,
    ),
    (
        Method::PUT,
        "/api/v1/brands/{brandId}/pages/error/preview",
        pages::replace,
    ),
    (
        Method::PUT,
        "/api/v1/brands/{brandId}/pages/sign-in/customized",
        pages::replace,
    ),
    (
        Method::PUT,
        "/api/v1/brands/{brandId}/pages/sign-in/preview",
        pages::replace,
    ),
    (
        Method::GET,
        "/api/v1/brands/{brandId}/pages/sign-in/widget-versions",
        pages::versions,
    ),
    (
        Method::GET,
        "/api/v1/authorizationServers/{authServerId}/associatedServers",
        servers::list,
    ),
    (
        Method::POST,
        "/api/v1/authorizationServers/{authServerId}/associatedServers",
        servers::associate,
    ),
    (
        Method::DELETE,
        "/api/v1/authorizationServers/{authServerId}/associatedServers/{associatedServerId}",
        servers::dissociate,
    ),
    (
        Method::POST,
        "/api/v1/apps/{appId}/credentials/jwks",
        keys::add,
    ),
    (
        Method::DELETE,
        "/api/v1/meta/uischemas/{id}",
        ui_schemas::delete,
    ),
    (
        Method::POST,
        "/api/v1/policies/{policyId}/clone",
        policies::clone,
    ),
    (
        Method::POST,
        "/api/v1/policies/{policyId}/mappings",
        policies::map,
    ),
    (Method::GET, "/api/v1/principal-rate-limits", limits::list),
    (
        Method::POST,
        "/api/v1/device-assurances",
        devices::create_assurance,
    ),
    (
        Method::PUT,
        "/api/v1/device-assurances/{deviceAssuranceId}",
        devices::replace_assurance,
    ),
    (
        Method::GET,
        "/api/v1/devices/{deviceId}/users",
        devices::users,
    ),
    (
        Method::POST,
        "/api/v1/principal-rate-limits",
        limits::create,
    ),
    (Method::POST, "/api/v1/iam/roles", iam::create_role),
    (
        Method::POST,
        "/api/v1/iam/roles/{roleId}/permissions/{permissionType}",
        iam::add_permission,
    ),
    (
        Method::PUT,
        "/api/v1/iam/roles/{roleId}/permissions/{permissionType}",
        iam::add_permission,
    ),
    (
        Method::POST,
        "/api/v1/iam/resource-sets",
        iam::create_resource_set,
    ),
    (
        Method::PATCH,
        "/api/v1/iam/resource-sets/{resourceSetId}/resources",
        iam::add_resources,
    ),
    (
        Method::POST,
        "/api/v1/iam/resource-sets/{resourceSetId}/resources",
        iam::add_resource,
    ),
    (
        Method::POST,
        "/api/v1/iam/resource-sets/{resourceSetId}/bindings",
        iam::bind,
    ),
    (
        Method::PATCH,
        "/api/v1/iam/resource-sets/{resourceSetId}/bindings/{roleId}/members",
        iam::add_members,
    ),
    (
        Method::GET,
        "/api/v1/authenticators/{authenticatorId}/methods",
        authenticators::list,
    ),
    (
        Method::GET,
        "/api/v1/authenticators/{authenticatorId}/methods/{methodType}",
        authenticators::get,
    ),
    (
        Method::PUT,
        "/api/v1/authenticators/{authenticatorId}/methods/{methodType}",
        authenticators::replace,
    ),
    (
        Method::POST,
        "/api/v1/authenticators/{authenticatorId}/methods/{methodType}/lifecycle/activate",
        authenticators::activate,
    ),
    (
        Method::POST,
        "/api/v1/authenticators/{authenticatorId}/methods/{methodType}/lifecycle/deactivate",
        authenticators::deactivate,
    ),
    (
        Method::POST,
        "/api/v1/devices/{deviceId}/lifecycle/activate",
        devices::step,
    ),
    (
        Method::POST,
        "/api/v1/devices/{deviceId}/lifecycle/deactivate",
        devices::step,
    ),
    (
        Method::POST,
        "/api/v1/devices/{deviceId}/lifecycle/suspend",
        devices::step,
    ),
    (
        Method::POST,
        "/api/v1/devices/{deviceId}/lifecycle/unsuspend",
        devices::step,
    ),
    (
        Method::DELETE,
        "/api/v1/devices/{deviceId}",
        devices::delete,
    ),
    (Method::POST, "/api/v1/email-domains", emails::create_domain),
    (
        Method::POST,
        "/api/v1/email-domains/{emailDomainId}/verify",
        emails::verify_domain,
    ),
    (Method::POST, "/api/v1/hook-keys", hook_keys::create),
    (
        Method::GET,
        "/api/v1/hook-keys/public/{publicKeyId}",
        hook_keys::public,
    ),
    (
        Method::POST,
        "/api/v1/agentPools/{poolId}/updates",
        agents::create,
    ),
    (
        Method::GET,
        "/api/v1/agentPools/{poolId}/updates/settings",
        agents::settings,
    ),
    (
        Method::POST,
        "/api/v1/agentPools/{poolId}/updates/settings",
        agents::set,
    ),
    (
        Method::POST,
        "/api/v1/agentPools/{poolId}/updates/{updateId}/activate",
        agents::step,
    ),
    (
        Method::POST,
        "/api/v1/agentPools/{poolId}/updates/{updateId}/deactivate",
        agents::step,
    ),
    (
        Method::POST,
        "/api/v1/agentPools/{poolId}/updates/{updateId}/pause",
        agents::step,
    ),
    (
        Method::POST,
        "/api/v1/agentPools/{poolId}/updates/{updateId}/resume",
        agents::step,
    ),
    (
        Method::POST,
        "/api/v1/agentPools/{poolId}/updates/{updateId}/retry",
        agents::step,
    ),
    (
        Method::POST,
        "/api/v1/agentPools/{poolId}/updates/{updateId}/stop",
        agents::step,
    ),
];
