//! The kinds that came later.

use std::sync::LazyLock;

use super::kind::{Resource, kind};

/// Kinds that came after the release that `okta-api` is generated from, as far as more is
/// known of them than a description says.
pub(super) static NEWER: LazyLock<Vec<Resource>> = LazyLock::new(|| {
    vec![
        kind("/api/v1/agentPools", "0oa", "AppInstance", "agentpool").unasked(),
        kind(
            "/api/v1/agentPools/{}/updates",
            "wlj",
            "AgentPoolUpdate",
            "agentpool.update",
        ),
        kind("/api/v1/api-tokens", "00T", "Token", "system.api_token"),
        kind(
            "/api/v1/behaviors",
            "bhv",
            "BehaviorSettings",
            "security.behavior.settings",
        )
        .status("ACTIVE")
        .unique("name"),
        kind("/api/v1/captchas", "cap", "Captcha", "system.captcha")
            .required(&["name", "type", "siteKey", "secretKey"])
            .times(["", ""]),
        kind(
            "/api/v1/device-assurances",
            "dae",
            "DeviceAssuranceEntity",
            "device.assurance.policy",
        )
        .times(["createdDate", "lastUpdate"])
        .unique("name"),
        kind("/api/v1/devices", "guo", "Device", "device.lifecycle"),
        kind(
            "/api/v1/email-domains",
            "OeD",
            "EmailDomain",
            "system.email_domain",
        ),
        kind(
            "/api/v1/email-servers",
            "ems",
            "EmailServer",
            "system.custom_email_server.lifecycle",
        )
        .required(&["alias", "host", "port"])
        .unlinked(),
        kind("/api/v1/hook-keys", "HKY", "HookKey", "system.hook.key")
            .unlinked()
            .unique("name"),
        kind(
            "/api/v1/iam/resource-sets",
            "iam",
            "IAMPolicy",
            "iam.resourceset",
        )
        .links(&[("resources", "resources"), ("bindings", "bindings")])
        .alias("label")
        .unique("label"),
        kind(
            "/api/v1/iam/resource-sets/{}/bindings",
            "cr0",
            "Binding",
            "iam.resourceset.bindings",
        )
        .links(&[("members", "members")]),
        kind(
            "/api/v1/iam/resource-sets/{}/bindings/{}/members",
            "irb",
            "Member",
            "iam.resourceset.bindings.members",
        )
        .unlinked(),
        kind(
            "/api/v1/iam/resource-sets/{}/resources",
            "ire",
            "Resource",
            "iam.resourceset.resources",
        ),
        kind("/api/v1/iam/roles", "cr0", "CustomRole", "iam.role")
            .links(&[("permissions", "permissions")])
            .alias("label")
            .unique("label"),
        kind(
            "/api/v1/iam/roles/{}/permissions",
            "",
            "Permission",
            "iam.role.permissions",
        )
        .key("label"),
        kind(
            "/api/v1/logStreams",
            "0oa",
            "AppInstance",
            "system.log_stream.lifecycle",
        )
        .status("ACTIVE")
        .unique("name"),
        kind(
            "/api/v1/meta/uischemas",
            "uis",
            "UISchemaEntity",
            "system.ui_schema",
        ),
        kind(
            "/api/v1/principal-rate-limits",
            "prl",
            "PrincipalRateLimit",
            "principal.rate_limit",
        )
        .times(["createdDate", "lastUpdate"])
        .unlinked(),
        kind(
            "/api/v1/push-providers",
            "ppc",
            "PushProviderConfigEntity",
            "device.push.provider",
        )
        .required(&["providerType", "configuration"])
        .times(["", "lastUpdatedDate"]),
        kind(
            "/api/v1/realm-assignments",
            "rul",
            "RealmAssignment",
            "realm_assignment",
        )
        .status("INACTIVE")
        .unique("name"),
        kind("/api/v1/realms", "guo", "Realm", "realm"),
    ]
});
