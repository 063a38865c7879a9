//! The pages of Okta's reference that say more about a resource.

const REFERENCE: &str = "https://developer.okta.com/docs/reference/api/";

/// The pages by the tag of the operations.
const PAGES: &[(&str, &str)] = &[
    ("Application", "apps"),
    ("Authenticator", "authenticators-admin"),
    ("AuthorizationServer", "authorization-servers"),
    ("Brand", "brands"),
    ("Domain", "domains"),
    ("EventHook", "event-hooks"),
    ("Feature", "features"),
    ("Group", "groups"),
    ("GroupSchema", "schemas"),
    ("IdentityProvider", "idps"),
    ("InlineHook", "inline-hooks"),
    ("LinkedObject", "linked-objects"),
    ("Log", "system-log"),
    ("NetworkZone", "zones"),
    ("Org", "org"),
    ("Policy", "policy"),
    ("ProfileMapping", "mappings"),
    ("Session", "sessions"),
    ("Subscription", "admin-notifications"),
    ("Template", "templates"),
    ("ThreatInsight", "threat-insight"),
    ("TrustedOrigin", "trusted-origins"),
    ("User", "users"),
    ("UserFactor", "factors"),
    ("UserSchema", "schemas"),
    ("UserType", "user-types"),
];

/// The page about the operations with this tag, if there is one.
pub fn page(tag: &str) -> Option<String> {
    let (_, page) = PAGES.iter().find(|(known, _)| *known == tag)?;
    Some(format!("{REFERENCE}{page}/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_leads_to_its_page() {
        let users = "https://developer.okta.com/docs/reference/api/users/";
        assert_eq!(page("User").as_deref(), Some(users));
        assert_eq!(page("Unheard"), None);
    }
}
