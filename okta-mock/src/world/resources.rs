//! What the kinds of resources have in common, as a table: where they live, how their ids
//! begin, what Okta calls them.

/// A kind of resource that is kept in a collection.
#[derive(Debug)]
pub(crate) struct Resource {
    /// The path of the collection, with `{}` for ids.
    pub(crate) template: &'static str,
    /// What its ids begin with.
    pub(crate) prefix: &'static str,
    /// The property that identifies a member.
    pub(crate) key: &'static str,
    /// Okta's internal name of the kind, as in "Resource not found: x (User)".
    pub(crate) kind: &'static str,
    /// The first part of its System Log events.
    pub(crate) event: &'static str,
    /// The status that a new member has; `None` for kinds without one.
    pub(crate) status: Option<&'static str>,
    /// A property that no two members may share.
    pub(crate) unique: Option<&'static str>,
    /// The links that its members have.
    pub(crate) links: Links,
}

/// The links that the members of a collection have.
#[derive(Debug)]
pub(crate) enum Links {
    /// None at all.
    None,
    /// To the member itself, to what changes its status, and to these, each with its
    /// path below the member. What lies below `lifecycle` is posted to.
    Own(&'static [(&'static str, &'static str)]),
}

/// A member's place: a template, the prefix of ids, the kind, the event.
const fn kind(
    template: &'static str,
    prefix: &'static str,
    kind: &'static str,
    event: &'static str,
) -> Resource {
    Resource {
        template,
        prefix,
        key: "id",
        kind,
        event,
        status: None,
        unique: None,
        links: Links::Own(&[]),
    }
}

impl Resource {
    const fn status(mut self, status: &'static str) -> Self {
        self.status = Some(status);
        self
    }

    const fn key(mut self, key: &'static str) -> Self {
        self.key = key;
        self
    }

    const fn unlinked(mut self) -> Self {
        self.links = Links::None;
        self
    }

    const fn links(mut self, links: &'static [(&'static str, &'static str)]) -> Self {
        self.links = Links::Own(links);
        self
    }

    const fn unique(mut self, property: &'static str) -> Self {
        self.unique = Some(property);
        self
    }
}

/// Kinds with a status that no operation changes by itself.
const LIFELESS: &[&str] = &["OAuth2Claim", "OAuth2ScopeConsentGrant"];

impl Resource {
    /// Whether members are activated and deactivated.
    pub(crate) fn lives(&self) -> bool {
        self.status.is_some() && !LIFELESS.contains(&self.kind)
    }
}

/// Every kind that the mock keeps.
pub(crate) const RESOURCES: &[Resource] = &[
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
    .status("ACTIVE"),
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
        "security.authenticator",
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
    .key("name"),
    kind(
        "/api/v1/brands/{}/templates/email/{}/customizations",
        "oel",
        "EmailTemplateCustomization",
        "system.email.template",
    )
    .links(&[("preview", "preview")])
    .unique("language"),
    kind(
        "/api/v1/brands/{}/themes",
        "the",
        "Theme",
        "system.brand.theme",
    )
    .links(&[
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
        .status("ACTIVE")
        .unique("name"),
    kind("/api/v1/features", "ftr", "Feature", "system.feature"),
    kind("/api/v1/groups", "00g", "UserGroup", "group.lifecycle"),
    kind("/api/v1/groups/rules", "0pr", "GroupRule", "group.rule")
        .unlinked()
        .status("INACTIVE")
        .unique("name"),
    kind("/api/v1/groups/{}/roles", "ra1", "Role", "group.privilege"),
    kind("/api/v1/idps", "0oa", "IdpTrust", "system.idp.lifecycle").status("ACTIVE"),
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
    kind("/api/v1/inlineHooks", "cal", "InlineHook", "inline_hook").status("ACTIVE"),
    kind(
        "/api/v1/mappings",
        "prm",
        "ProfileMapping",
        "system.mapping",
    ),
    kind(
        "/api/v1/meta/schemas/user/linkedObjects",
        "",
        "LinkedObjectProperty",
        "system.linked_object",
    )
    .key("primary.name"),
    kind(
        "/api/v1/meta/types/user",
        "oty",
        "CVDType",
        "system.user_type",
    )
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
        "SmsTemplate",
        "system.sms.template",
    )
    .unlinked()
    .unique("name"),
    kind(
        "/api/v1/trustedOrigins",
        "tos",
        "TrustedOrigin",
        "security.trusted_origin",
    )
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
        .status("ACTIVE")
        .unique("name"),
];

/// The kind whose collection has this path template; ids may have any name in it.
pub(crate) fn of(template: &str) -> Option<&'static Resource> {
    RESOURCES
        .iter()
        .find(|resource| same_shape(resource.template, template))
}

/// The kind whose collection lies at this path, with ids where its template has `{}`.
pub(crate) fn of_path(path: &str) -> Option<&'static Resource> {
    RESOURCES.iter().find(|resource| {
        let pattern = resource.template.split('/');
        let fits = pattern
            .clone()
            .zip(path.split('/'))
            .all(|(pattern, segment)| pattern == "{}" || pattern == segment);
        fits && pattern.count() == path.split('/').count()
    })
}

fn same_shape(pattern: &str, template: &str) -> bool {
    let mut pattern = pattern.split('/');
    let mut template = template.split('/');
    loop {
        match (pattern.next(), template.next()) {
            (None, None) => return true,
            (Some("{}"), Some(name)) if name.starts_with('{') => {}
            (Some(a), Some(b)) if a == b => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::router::ROUTER;

    #[test]
    fn every_kind_is_found_in_the_catalogue() {
        for resource in RESOURCES {
            let there = ROUTER.routes().iter().any(|route| {
                same_shape(resource.template, route.template)
                    || route
                        .template
                        .rsplit_once('/')
                        .is_some_and(|(parent, _)| same_shape(resource.template, parent))
            });
            assert!(there, "{}", resource.template);
        }
    }

    #[test]
    fn what_has_a_status_has_a_lifecycle() {
        for resource in RESOURCES {
            let activate = format!("{}/{{}}/lifecycle/activate", resource.template);
            let there = ROUTER
                .routes()
                .iter()
                .any(|route| same_shape(&activate, route.template));
            assert!(there || !resource.lives(), "{}", resource.template);
        }
    }

    #[test]
    fn names_of_ids_do_not_matter() {
        let found = of("/api/v1/policies/{policyId}/rules").map(|resource| resource.kind);
        assert_eq!(found, Some("PolicyRule"));
        assert!(of("/api/v1/policies/{policyId}").is_none());
        assert!(of("/api/v1/policies/x/rules").is_none());
    }
}
