//! What the kinds of resources have in common, as a table: where they live, how their ids
//! begin, what Okta calls them. Kinds that are not in the table are derived from the
//! description.

use std::{borrow::Cow, collections::BTreeSet, sync::LazyLock};

use http::Method;
use serde_json::Value;

use super::{operation::Operation, schema::Schemas, template};

/// A kind of resource that is kept in a collection.
#[derive(Debug)]
pub(crate) struct Resource {
    /// The path of the collection, with `{}` for ids.
    pub(crate) template: Cow<'static, str>,
    /// What its ids begin with.
    pub(crate) prefix: Cow<'static, str>,
    /// The property that identifies a member.
    pub(crate) key: Cow<'static, str>,
    /// Okta's internal name of the kind, as in "Resource not found: x (User)".
    pub(crate) kind: Cow<'static, str>,
    /// The first part of its System Log events.
    pub(crate) event: Cow<'static, str>,
    /// The status that a new member has; `None` for kinds without one.
    pub(crate) status: Option<&'static str>,
    /// Whether members are activated and deactivated.
    pub(crate) lives: bool,
    /// A property that stands for the id in paths.
    pub(crate) alias: Option<&'static str>,
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
fn kind(
    template: &'static str,
    prefix: &'static str,
    kind: &'static str,
    event: &'static str,
) -> Resource {
    Resource {
        template: Cow::Borrowed(template),
        prefix: Cow::Borrowed(prefix),
        key: Cow::Borrowed("id"),
        kind: Cow::Borrowed(kind),
        event: Cow::Borrowed(event),
        status: None,
        lives: false,
        alias: None,
        unique: None,
        links: Links::Own(&[]),
    }
}

impl Resource {
    fn status(mut self, status: &'static str) -> Self {
        self.status = Some(status);
        self.lives = true;
        self
    }

    /// No operation changes the status by itself.
    fn lifeless(mut self) -> Self {
        self.lives = false;
        self
    }

    fn key(mut self, key: &'static str) -> Self {
        self.key = Cow::Borrowed(key);
        self
    }

    fn unlinked(mut self) -> Self {
        self.links = Links::None;
        self
    }

    fn links(mut self, links: &'static [(&'static str, &'static str)]) -> Self {
        self.links = Links::Own(links);
        self
    }

    fn alias(mut self, property: &'static str) -> Self {
        self.alias = Some(property);
        self
    }

    fn unique(mut self, property: &'static str) -> Self {
        self.unique = Some(property);
        self
    }
}

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
    ]
});

/// Kinds that came after the release that `okta-api` is generated from, as far as more is
/// known of them than a description says.
static NEWER: LazyLock<Vec<Resource>> = LazyLock::new(|| {
    vec![
        kind("/api/v1/agentPools", "0oa", "AgentPool", "agentpool"),
        kind(
            "/api/v1/agentPools/{}/updates",
            "wlj",
            "AgentPoolUpdate",
            "agentpool.update",
        ),
        kind("/api/v1/api-tokens", "00T", "ApiToken", "system.api_token"),
        kind(
            "/api/v1/behaviors",
            "abm",
            "BehaviorRule",
            "security.behavior.settings",
        )
        .status("ACTIVE")
        .unique("name"),
        kind(
            "/api/v1/device-assurances",
            "dae",
            "DeviceAssurance",
            "device.assurance.policy",
        )
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
            "system.email_server",
        )
        .unlinked(),
        kind("/api/v1/hook-keys", "HKY", "HookKey", "hook_key")
            .unlinked()
            .unique("name"),
        kind(
            "/api/v1/iam/resource-sets",
            "iam",
            "ResourceSet",
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
        )
        .unlinked(),
        kind("/api/v1/iam/roles", "cr0", "IamRole", "iam.role")
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
            "LogStream",
            "system.log_stream.lifecycle",
        )
        .status("ACTIVE")
        .unique("name"),
        kind(
            "/api/v1/meta/uischemas",
            "uis",
            "UISchema",
            "system.ui_schema",
        ),
        kind(
            "/api/v1/push-providers",
            "ppc",
            "PushProvider",
            "system.push_provider",
        )
        .unlinked(),
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

/// The kind whose collection has this path template; ids may have any name in it.
pub(crate) fn of(template: &str) -> Option<&'static Resource> {
    RESOURCES
        .iter()
        .chain(NEWER.iter())
        .find(|resource| template::same_shape(&resource.template, template))
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

/// The kinds of a description's collections that are not in the table.
pub(super) fn derived(
    operations: &[Operation],
    schemas: &Schemas,
    document: &Value,
) -> Vec<Resource> {
    let templates: BTreeSet<&str> = operations
        .iter()
        .map(|operation| operation.template.as_str())
        .collect();
    let at = |method: Method, template: &str| {
        let mut all = operations.iter();
        all.find(|operation| operation.method == method && operation.template == template)
    };
    let member_of = |collection: &str| {
        let mut all = templates.iter();
        all.find(|template| {
            let rest = template
                .strip_prefix(collection)
                .and_then(|rest| rest.strip_prefix('/'));
            rest.is_some_and(|rest| template::parameter(rest).is_some())
        })
    };
    let mut found = Vec::new();
    for collection in &templates {
        let Some(member) = member_of(collection).filter(|_| of(collection).is_none()) else {
            continue;
        };
        let lists = at(Method::GET, collection).is_some_and(|list| list.list.is_some());
        let create = at(Method::POST, collection);
        let read = at(Method::GET, member);
        let changes = [Method::PUT, Method::PATCH, Method::DELETE]
            .into_iter()
            .any(|method| at(method, member).is_some());
        // What nobody makes or changes is not kept, but made from its schema.
        if !(lists && (create.is_some() || changes) || create.is_some() && read.is_some()) {
            continue;
        }
        let schema = [read, create, at(Method::PUT, member)]
            .into_iter()
            .flatten()
            .find_map(|operation| operation.response.as_ref());
        let of_schema = |names: &[&'static str]| {
            let has = |name: &&&str| schema.is_some_and(|schema| schemas.has(schema, name));
            names.iter().find(has).copied()
        };
        let kind = schema.and_then(|schema| schemas.name(schema));
        let lives = templates.contains(format!("{member}/lifecycle/deactivate").as_str());
        found.push(Resource {
            template: (*collection).to_owned().into(),
            prefix: schema
                .and_then(|schema| prefix(schemas, schema, document))
                .unwrap_or(Cow::Borrowed("0id")),
            key: Cow::Borrowed(of_schema(&["id", "kid", "name", "key"]).unwrap_or("id")),
            kind: kind.unwrap_or("Resource").to_owned().into(),
            event: event(collection).into(),
            status: (lives || of_schema(&["status"]).is_some()).then_some("ACTIVE"),
            lives,
            alias: None,
            unique: None,
            links: Links::Own(&[]),
        });
    }
    found
}

/// What ids of a kind begin with, going by the examples of the description.
fn prefix(schemas: &Schemas, schema: &Value, document: &Value) -> Option<Cow<'static, str>> {
    let own = schemas.property(schema, "id")?["example"].as_str();
    let name = schemas.name(schema).unwrap_or_default();
    let examples = document["components"]["examples"].as_object();
    let of_others = || {
        let mut named = examples
            .into_iter()
            .flatten()
            .filter(|(example, _)| example.starts_with(name) && !name.is_empty());
        named.find_map(|(_, example)| example["value"]["id"].as_str())
    };
    let id = own.or_else(of_others)?;
    let is_okta_s = id.len() == 20 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_okta_s.then(|| id.chars().take(3).collect::<String>().into())
}

/// How events of a kind begin whose events nobody has looked up.
fn event(collection: &str) -> String {
    let literals = collection
        .split('/')
        .filter(|segment| !segment.is_empty() && !template::is_parameter(segment))
        .filter(|segment| !["api", "v1"].contains(segment));
    literals.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::{super::Description, *};

    #[test]
    fn every_kind_is_found_in_the_catalogue() {
        let description = Description::embedded();
        for resource in RESOURCES.iter() {
            let there = description.operations().iter().any(|operation| {
                let template = operation.template.as_str();
                template::same_shape(&resource.template, template)
                    || template
                        .rsplit_once('/')
                        .is_some_and(|(parent, _)| template::same_shape(&resource.template, parent))
            });
            assert!(there, "{}", resource.template);
        }
    }

    #[test]
    fn what_has_a_status_has_a_lifecycle() {
        let description = Description::embedded();
        for resource in RESOURCES.iter() {
            let activate = format!("{}/{{}}/lifecycle/activate", resource.template);
            let mut operations = description.operations().iter();
            let there =
                operations.any(|operation| template::same_shape(&activate, &operation.template));
            assert!(there || !resource.lives, "{}", resource.template);
        }
    }

    #[test]
    fn names_of_ids_do_not_matter() {
        let found = of("/api/v1/policies/{policyId}/rules").map(|resource| &*resource.kind);
        assert_eq!(found, Some("PolicyRule"));
        assert!(of("/api/v1/policies/{policyId}").is_none());
        assert!(of("/api/v1/policies/x/rules").is_none());
    }
}
