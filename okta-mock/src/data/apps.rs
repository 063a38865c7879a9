//! Applications: labels and ways to sign on.

use super::{people::slug, rng::nth};

const LABELS: &[&str] = &[
    "Expense Tracker",
    "Travel Desk",
    "Payroll",
    "Wiki",
    "Help Desk",
    "Code Review",
    "CRM",
    "Time Sheets",
    "Benefits",
    "Learning",
    "Data Warehouse",
    "Recruiting",
    "Contracts",
    "Status Page",
    "Mail",
    "Video Calls",
    "Chat",
    "Whiteboard",
    "Asset Register",
    "VPN",
    "Build Server",
    "Analytics",
    "Newsletter",
    "Surveys",
    "Invoices",
    "Purchasing",
    "Intranet",
    "Room Booking",
    "Parking",
    "Design Library",
];

/// Sign-on modes with the `name` that Okta gives applications that are not from its
/// catalogue; `None` where it is made of the label.
const MODES: &[(&str, Option<&str>)] = &[
    ("OPENID_CONNECT", Some("oidc_client")),
    ("SAML_2_0", None),
    ("BOOKMARK", Some("bookmark")),
    ("AUTO_LOGIN", None),
    ("OPENID_CONNECT", Some("oidc_client")),
    ("SAML_2_0", None),
    ("BROWSER_PLUGIN", Some("template_swa")),
    ("SECURE_PASSWORD_STORE", Some("template_sps")),
    ("BASIC_AUTH", Some("template_basic_auth")),
    ("WS_FEDERATION", Some("template_wsfed")),
];

/// A made-up application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct App {
    /// Unique in the org.
    pub(crate) label: String,
    /// Okta's key of the kind of application, such as `oidc_client`.
    pub(crate) name: String,
    pub(crate) sign_on_mode: &'static str,
    /// Whether it is a program that calls the API by itself, and nobody signs in to it.
    pub(crate) is_service: bool,
}

/// Which of ten applications is a service.
const SERVICE: u64 = 4;

/// The n-th application. Every ten of them have all sign-on modes.
pub(crate) fn app(n: u64) -> App {
    let label = nth(LABELS, n);
    let (sign_on_mode, name) = nth(MODES, n);
    let round = n / LABELS.len() as u64 + 1;
    let is_service = n % MODES.len() as u64 == SERVICE;
    let service = if is_service { " Service" } else { "" };
    App {
        label: match round {
            1 => format!("{label}{service}"),
            round => format!("{label}{service} {round}"),
        },
        name: match name {
            Some(name) => name.to_owned(),
            None => format!("example_{}_{round}", slug(label)),
        },
        sign_on_mode,
        is_service,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn labels_are_unique_and_all_modes_occur() {
        let labels: BTreeSet<String> = (0..1000).map(|n| app(n).label).collect();
        assert_eq!(labels.len(), 1000);
        let modes: BTreeSet<&str> = (0..10).map(|n| app(n).sign_on_mode).collect();
        assert_eq!(modes.len(), 8);
        let custom: Vec<App> = (0..300)
            .map(app)
            .filter(|app| app.name.starts_with("example_"))
            .collect();
        let names: BTreeSet<&str> = custom.iter().map(|app| app.name.as_str()).collect();
        assert_eq!(names.len(), custom.len());
        assert_eq!(app(1).name, "example_traveldesk_1");
        assert_eq!(app(4).label, "Help Desk Service");
        assert_eq!(app(31).label, "Travel Desk 2");
    }
}
