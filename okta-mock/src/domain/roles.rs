//! Okta's standard roles of administrators.

use serde_json::{Value, json};

use crate::data::role_id;

/// Okta's standard roles with their names.
const ROLES: &[(&str, &str)] = &[
    (
        "API_ACCESS_MANAGEMENT_ADMIN",
        "API Access Management Administrator",
    ),
    (
        "ACCESS_CERTIFICATIONS_ADMIN",
        "Access Certifications Administrator",
    ),
    ("ACCESS_REQUESTS_ADMIN", "Access Requests Administrator"),
    ("APP_ADMIN", "Application Administrator"),
    ("GROUP_MEMBERSHIP_ADMIN", "Group Membership Administrator"),
    ("HELP_DESK_ADMIN", "Help Desk Administrator"),
    ("MOBILE_ADMIN", "Mobile Administrator"),
    ("ORG_ADMIN", "Organization Administrator"),
    ("READ_ONLY_ADMIN", "Read Only Administrator"),
    ("REPORT_ADMIN", "Report Administrator"),
    ("SUPER_ADMIN", "Super Administrator"),
    ("WORKFLOWS_ADMIN", "Workflows Administrator"),
    ("USER_ADMIN", "Group Administrator"),
];

/// The assignment of a role to a user or a group; `kind` is USER or GROUP.
pub(crate) fn assignment(role: &str, kind: &str, time: &Value) -> Option<Value> {
    let (_, label) = ROLES.iter().find(|(name, _)| *name == role)?;
    Some(json!({
        "id": role_id(role),
        "label": label,
        "type": role,
        "status": "ACTIVE",
        "created": time,
        "lastUpdated": time,
        "assignmentType": kind,
    }))
}
