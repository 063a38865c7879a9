//! What an operation does, told from its method and path.

use http::Method;

use crate::exchange::router::{ROUTER, Route};

/// What an operation does to the resource its path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// Reads the members of a collection.
    List,
    /// Reads one member.
    Read,
    /// Adds a member.
    Create,
    /// Puts a member in the place of another, or there.
    Replace,
    /// Changes what is given of a member.
    Merge,
    /// Takes a member out.
    Delete,
    /// Takes all members out.
    Clear,
    /// Reads settings that exist once.
    ReadDocument,
    /// Replaces settings that exist once.
    ReplaceDocument,
    /// Changes what is given of settings that exist once.
    MergeDocument,
    /// Forgets settings that exist once.
    DeleteDocument,
    /// Does what its last segment says.
    Verb(&'static str),
}

impl Action {
    pub(crate) fn of(route: &Route) -> Self {
        let template = route.template;
        let last = template.rsplit('/').next().unwrap_or_default();
        let names_member = last.starts_with('{');
        let lists = |template: &str| {
            ROUTER.routes().iter().any(|other| {
                other.template == template
                    && other.operation.method == Method::GET
                    && is_list(other)
            })
        };
        let has_members = || {
            let prefix = format!("{template}/{{");
            lists(template)
                || ROUTER.routes().iter().any(|other| {
                    other
                        .template
                        .strip_prefix(&prefix)
                        .is_some_and(|rest| rest.ends_with('}') && !rest.contains('/'))
                })
        };
        match route.operation.method {
            Method::GET if is_list(route) => Self::List,
            Method::GET if names_member => Self::Read,
            Method::GET => Self::ReadDocument,
            Method::DELETE if names_member => Self::Delete,
            Method::DELETE if lists(template) => Self::Clear,
            Method::DELETE => Self::DeleteDocument,
            Method::PUT if names_member => Self::Replace,
            Method::POST if names_member => Self::Merge,
            Method::POST if template.contains("/lifecycle/") => Self::Verb(last),
            Method::POST if has_members() => Self::Create,
            _ if ROUTER.has(&Method::GET, template) => {
                if route.operation.method == Method::PUT {
                    Self::ReplaceDocument
                } else {
                    Self::MergeDocument
                }
            }
            _ => Self::Verb(last),
        }
    }
}

fn is_list(route: &Route) -> bool {
    route
        .operation
        .response
        .is_some_and(|response| response.starts_with("Vec<"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_follow_from_paths() {
        for (operation, expected) in [
            ("listNetworkZones", Action::List),
            ("getNetworkZone", Action::Read),
            ("createNetworkZone", Action::Create),
            ("replaceNetworkZone", Action::Replace),
            ("deleteNetworkZone", Action::Delete),
            ("activateNetworkZone", Action::Verb("activate")),
            ("updateUser", Action::Merge),
            ("createSession", Action::Create),
            ("createCustomDomain", Action::Create),
            ("getOrgSettings", Action::ReadDocument),
            ("updateOrgSettings", Action::MergeDocument),
            ("replaceOrgSettings", Action::ReplaceDocument),
            ("updateConfiguration", Action::MergeDocument),
            ("revokeUserGrants", Action::Clear),
            ("deleteBrandThemeLogo", Action::DeleteDocument),
            ("executeInlineHook", Action::Verb("execute")),
            ("generateApplicationKey", Action::Verb("generate")),
            ("upsertCertificate", Action::Verb("certificate")),
        ] {
            let found = ROUTER
                .routes()
                .iter()
                .find(|route| route.operation.id == operation)
                .map(Action::of);
            assert_eq!(found, Some(expected), "{operation}");
        }
    }
}
