//! The OAuth 2.0 scopes of an operation, where the description does not name them.
//!
//! Okta's rule ([OAuth 2.0 scopes](https://developer.okta.com/docs/api/oauth2/)):
//! `okta.<area>.read` to read and `okta.<area>.manage` to write, where the area is that
//! of the resource that the path begins with; a user's factors, groups, roles, grants
//! and sessions go by users. What deviates is said by `x-okta-scopes` in an overlay.

/// The area of a path by its first segments after `/api/v1`; the longest match counts.
/// `{}` is a parameter.
const AREAS: &[(&str, &str)] = &[
    ("apps", "apps"),
    ("apps/{}/grants", "appGrants"),
    ("authenticators", "authenticators"),
    ("authorizationServers", "authorizationServers"),
    ("behaviors", "behaviors"),
    ("brands", "brands"),
    ("brands/{}/templates", "templates"),
    ("captchas", "captchas"),
    ("devices", "devices"),
    ("domains", "domains"),
    ("eventHooks", "eventHooks"),
    ("features", "features"),
    ("groups/rules", "groups"),
    ("groups", "groups"),
    ("groups/{}/roles", "roles"),
    ("iam", "roles"),
    ("idps", "idps"),
    ("inlineHooks", "inlineHooks"),
    ("internal/apps", "apps"),
    ("logs", "logs"),
    ("mappings", "profileMappings"),
    ("meta/schemas/apps", "schemas"),
    ("meta/schemas/group", "schemas"),
    ("meta/schemas/user", "schemas"),
    ("meta/schemas/user/linkedObjects", "linkedObjects"),
    ("meta/types/user", "userTypes"),
    ("org", "orgs"),
    ("policies", "policies"),
    ("roles", "roles"),
    ("sessions", "sessions"),
    ("templates", "templates"),
    ("threats", "threatInsights"),
    ("trustedOrigins", "trustedOrigins"),
    ("users", "users"),
    ("users/{}/roles", "roles"),
    ("zones", "networkZones"),
];

/// The scope that the rule gives; none for a path whose area is not known.
pub fn by_rule(method: &str, path: &str) -> Vec<String> {
    let Some(rest) = path.strip_prefix("/api/v1/") else {
        return Vec::new();
    };
    let rest = without_names(rest);
    let area = AREAS
        .iter()
        .filter(|(prefix, _)| {
            rest.strip_prefix(prefix)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
        })
        .max_by_key(|(prefix, _)| prefix.len());
    let access = match method {
        "get" => "read",
        _ => "manage",
    };
    area.map(|(_, area)| format!("okta.{area}.{access}"))
        .into_iter()
        .collect()
}

/// A path whose parameters have no names: `users/{userId}/roles` is `users/{}/roles`.
fn without_names(path: &str) -> String {
    let unnamed = |segment: &'_ str| match segment.starts_with('{') {
        true => "{}".to_owned(),
        false => segment.to_owned(),
    };
    path.split('/').map(unnamed).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::by_rule;

    #[test]
    fn the_paths_owner_decides() {
        for (method, path, scope) in [
            ("get", "/api/v1/users", "okta.users.read"),
            (
                "post",
                "/api/v1/users/{userId}/factors",
                "okta.users.manage",
            ),
            ("get", "/api/v1/apps/{appId}/users", "okta.apps.read"),
            ("get", "/api/v1/users/{userId}/grants", "okta.users.read"),
            (
                "post",
                "/api/v1/apps/{appId}/grants",
                "okta.appGrants.manage",
            ),
            (
                "get",
                "/api/v1/users/{userId}/roles/{roleId}/targets/groups",
                "okta.roles.read",
            ),
            (
                "delete",
                "/api/v1/groups/{groupId}/roles/{roleId}",
                "okta.roles.manage",
            ),
            (
                "get",
                "/api/v1/brands/{brandId}/templates/email",
                "okta.templates.read",
            ),
            ("get", "/api/v1/brands/{brandId}/themes", "okta.brands.read"),
            ("put", "/api/v1/groups/rules/{ruleId}", "okta.groups.manage"),
            (
                "get",
                "/api/v1/meta/schemas/user/linkedObjects",
                "okta.linkedObjects.read",
            ),
            ("get", "/api/v1/zones/{zoneId}", "okta.networkZones.read"),
        ] {
            assert_eq!(by_rule(method, path), [scope]);
        }
        assert!(by_rule("get", "/oauth2/v1/clients").is_empty());
        assert!(by_rule("get", "/api/v1/usersnot").is_empty());
    }
}
