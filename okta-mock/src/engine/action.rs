//! What an operation does, told from its method and path.

use http::Method;

use crate::description::{Description, Operation, template};

/// What an operation does to the resource its path names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action<'a> {
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
    Verb(&'a str),
}

impl<'a> Action<'a> {
    pub(crate) fn of(description: &Description, operation: &'a Operation) -> Self {
        let template = operation.template.as_str();
        let last = template.rsplit('/').next().unwrap_or_default();
        let names_member = template::is_parameter(last);
        let read = || description.at(&Method::GET, template);
        let lists = || read().is_some_and(|read| read.list.is_some());
        match operation.method {
            Method::GET if operation.list.is_some() => Self::List,
            Method::GET if names_member => Self::Read,
            Method::GET => Self::ReadDocument,
            Method::DELETE if names_member => Self::Delete,
            Method::DELETE if lists() => Self::Clear,
            Method::DELETE => Self::DeleteDocument,
            Method::PUT if names_member => Self::Replace,
            Method::POST | Method::PATCH if names_member => Self::Merge,
            Method::POST if template.contains("/lifecycle/") => Self::Verb(last),
            Method::POST if lists() || description.has_members(template) => Self::Create,
            Method::PUT if read().is_some() => Self::ReplaceDocument,
            Method::POST | Method::PATCH if read().is_some() => Self::MergeDocument,
            _ => Self::Verb(last),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_follow_from_paths() {
        let description = Description::embedded();
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
            let mut operations = description.operations().iter();
            let found = operations
                .find(|known| &*known.id == operation)
                .map(|known| Action::of(&description, known));
            assert_eq!(found, Some(expected), "{operation}");
        }
    }
}
