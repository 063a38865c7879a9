//! The kinds of the release that `okta-api` is generated from.

use std::sync::LazyLock;

use super::kind::{Resource, kind};

/// The names that e-mails had in February 2022, when recordings were made that are still
/// about, and the ones that Okta gave them in that year.
const EMAILS_ONCE: &[(&str, &str)] = &[
    ("welcome", "UserActivation"),
    ("forgotPassword", "ForgotPassword"),
    ("forgotPasswordDenied", "ForgotPasswordDenied"),
    ("tempPassword", "PasswordResetByAdmin"),
    ("ad.welcome", "ADUserActivation"),
    ("ad.forgotPassword", "ADForgotPassword"),
    ("ad.forgotPasswordDenied", "ADForgotPasswordDenied"),
    ("ldap.welcome", "LDAPUserActivation"),
    ("ldap.forgotPassword", "LDAPForgotPassword"),
    ("ldap.forgotPasswordDenied", "LDAPForgotPasswordDenied"),
];

/// Every kind that the mock keeps.
pub(crate) static RESOURCES: LazyLock<Vec<Resource>> = LazyLock::new(|| {
    vec![
        kind("/api/v1/apps", "0oa", "AppInstance", "application").status("ACTIVE"),
        kind(
            "/api/v1/apps/{}/credentials/csrs",
            "csr",
            "CertificateSigningRequest",
            "application.csr",
        ),
        kind(
            "/api/v1/apps/{}/credentials/keys",
            "key",
            "ApplicationKey",
            "application.key",
        )
        .unlinked()
        .key("kid"),
        kind(
            "/api/v1/apps/{}/credentials/secrets",
            "ocs",
            "ClientSecret",
            "app.oauth2.client.secret",
        )
        .status("ACTIVE"),
        kind(
            "/api/v1/apps/{}/features",
            "",
            "PublicAppFeatureSetName",
            "application.feature",
        )
        .key("name"),
        kind(
            "/api/v1/apps/{}/grants",
            "oag",
            "OAuth2ScopeConsentGrant",
            "app.oauth2.admin.consent",
        )
        .status("ACTIVE")
        .lifeless(),
        kind(
            "/api/v1/apps/{}/groups",
            "00g",
            "AppGroup",
            "group.application_assignment",
        ),
        kind(
            "/api/v1/apps/{}/tokens",
            "oar",
            "OAuth2RefreshTokenTx",
            "app.oauth2.token",
        ),
        kind(
            "/api/v1/authenticators",
            "aut",
            "Authenticator",
            "security.authenticator.lifecycle",
        )
        .status("ACTIVE")
        .unique("key"),
        kind(
            "/api/v1/authorizationServers",
            "aus",
            "AuthorizationServer",
            "oauth2.as",
        )
        .status("ACTIVE")
        .unique("name"),
        kind(
            "/api/v1/authorizationServers/{}/claims",
            "ocl",
            "OAuth2Claim",
            "oauth2.claim",
        )
        .status("ACTIVE")
        .lifeless()
        .unique("name"),
        kind(
            "/api/v1/authorizationServers/{}/clients/{}/tokens",
            "oar",
            "OAuth2RefreshTokenTx",
            "app.oauth2.token",
        ),
        kind(
            "/api/v1/authorizationServers/{}/policies",
            "00p",
            "Policy",
            "policy",
        )
        .status("ACTIVE"),
        kind(
            "/api/v1/authorizationServers/{}/policies/{}/rules",
            "0pr",
            "PolicyRule",
            "policy.rule",
        )
        .status("ACTIVE")
        .unique("name"),
        kind(
            "/api/v1/authorizationServers/{}/scopes",
            "scp",
            "OAuth2Scope",
            "oauth2.scope",
        )
        .unique("name"),
        kind(
            "/api/v1/authorizationServers/{}/credentials/keys",
            "",
            "JsonWebKey",
            "oauth2.as.key",
        )
        .key("kid"),
        kind("/api/v1/brands", "bnd", "Brand", "system.brand").links(&[("themes", "themes")]),
        kind(
            "/api/v1/brands/{}/templates/email",
            "",
            "EmailTemplate",
            "system.email.template",
        )
        .links(&[
            ("customizations", "customizations"),
            ("defaultContent", "default-content"),
            ("test", "test"),
        ])
        .key("name")
        .former(EMAILS_ONCE),
        kind(
            "/api/v1/brands/{}/templates/email/{}/customizations",
            "oel",
            "EmailTemplateCustomization",
            "system.email.template",
        )
        .links(&[("preview", "preview")])
        .unique("language"),
        kind("/api/v1/brands/{}/themes", "the", "Theme", "system.theme").links(&[
            ("logo", "logo"),
            ("favicon", "favicon"),
            ("background-image", "background-image"),
        ]),
        kind(
            "/api/v1/domains",
            "OcD",
            "Domain",
            "system.custom_url_domain",
        )
        .unique("domain"),
        kind("/api/v1/eventHooks", "who", "Webhook", "event_hook")
            .required(&["name", "events", "channel"])
            .outlives()
            .status("ACTIVE")
            .unique("name"),
        kind("/api/v1/features", "ftr", "Feature", "system.feature"),
        kind("/api/v1/groups", "00g", "UserGroup", "group.lifecycle"),
        kind("/api/v1/groups/rules", "0pr", "GroupRule", "group.rule")
            .unlinked()
            .status("INACTIVE")
            .unique("name"),
        kind("/api/v1/groups/{}/roles", "ra1", "Role", "group.privilege"),
        kind("/api/v1/idps", "0oa", "IdpTrust", "system.idp.lifecycle")
            .required(&["name", "type"])
            .status("ACTIVE"),
        kind(
            "/api/v1/idps/credentials/keys",
            "key",
            "IdpTrust",
            "system.idp.key",
        )
        .unlinked()
        .key("kid"),
        kind(
            "/api/v1/idps/{}/credentials/csrs",
            "csr",
            "CertificateSigningRequest",
            "system.idp.csr",
        ),
        kind(
            "/api/v1/idps/{}/credentials/keys",
            "key",
            "IdpSigningKey",
            "system.idp.key",
        )
        .unlinked()
        .key("kid"),
        kind(
            "/api/v1/idps/{}/users",
            "00u",
            "IdpUser",
            "user.account.link",
        ),
        kind("/api/v1/inlineHooks", "cal", "InlineHook", "inline_hook")
            .required(&["name", "type", "version", "channel"])
            .outlives()
            .status("ACTIVE"),
        kind(
            "/api/v1/mappings",
            "prm",
            "ProfileMapping",
            "directory.mapping",
        ),
        kind(
            "/api/v1/meta/schemas/user/linkedObjects",
            "",
            "LinkedObjectProperty",
            "directory.linked_object",
        )
        .key("primary.name"),
        kind(
            "/api/v1/meta/types/user",
            "oty",
            "CVDType",
            "system.user_type",
        )
        .required(&["name", "displayName"])
        .unique("name"),
        kind("/api/v1/policies", "00p", "Policy", "policy.lifecycle").status("ACTIVE"),
        kind(
            "/api/v1/policies/{}/rules",
            "0pr",
            "PolicyRule",
            "policy.rule",
        )
        .status("ACTIVE")
        .unique("name"),
        kind("/api/v1/sessions", "102", "AppSession", "user.session"),
        kind(
            "/api/v1/templates/sms",
            "cst",
            "AppInstance",
            "system.sms.template",
        )
        .required(&["name", "type", "template"])
        .unlinked()
        .unique("name"),
        kind(
            "/api/v1/trustedOrigins",
            "tos",
            "TrustedOrigin",
            "security.trusted_origin",
        )
        .required(&["name", "origin", "scopes"])
        .status("ACTIVE")
        .unique("name"),
        kind("/api/v1/users", "00u", "User", "user.lifecycle"),
        kind(
            "/api/v1/users/{}/clients/{}/tokens",
            "oar",
            "OAuth2RefreshTokenTx",
            "app.oauth2.token",
        ),
        kind(
            "/api/v1/users/{}/factors",
            "mbl",
            "UserFactor",
            "user.mfa.factor",
        ),
        kind(
            "/api/v1/users/{}/grants",
            "oag",
            "OAuth2ScopeConsentGrant",
            "app.oauth2.consent",
        ),
        kind(
            "/api/v1/users/{}/roles",
            "ra1",
            "Role",
            "user.account.privilege",
        ),
        kind("/api/v1/zones", "nzo", "NetworkZone", "zone")
            .required(&["name", "type"])
            .status("ACTIVE")
            .unique("name"),
    ]
});
