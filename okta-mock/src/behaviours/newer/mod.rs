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
mod limits;

use http::Method;

use super::users::credentials;
use crate::exchange::Handler;

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
