//! What Okta writes to users: e-mails and text messages.

use serde_json::{Map, Value, json};

use super::making::Making;
use crate::{domain::links::link, world::json::fill};

/// The e-mails that a brand has.
pub(crate) const EMAILS: &[&str] = &[
    "ADForgotPassword",
    "ADForgotPasswordDenied",
    "ADSelfServiceUnlock",
    "ADUserActivation",
    "AccountLockout",
    "AuthenticatorEnrolled",
    "AuthenticatorReset",
    "ChangeEmailConfirmation",
    "EmailChallenge",
    "EmailFactorVerification",
    "ForgotPassword",
    "ForgotPasswordDenied",
    "LDAPForgotPassword",
    "LDAPForgotPasswordDenied",
    "LDAPSelfServiceUnlock",
    "LDAPUserActivation",
    "MyAccountChangeConfirmation",
    "NewSignOnNotification",
    "OktaVerifyActivation",
    "PasswordChanged",
    "PasswordResetByAdmin",
    "PendingEmailChange",
    "RegistrationActivation",
    "RegistrationEmailVerification",
    "SelfServiceUnlock",
    "SelfServiceUnlockOnUnlockedAccount",
    "UserActivation",
];

/// Completes the template of a text message.
pub(super) fn sms(template: &mut Map<String, Value>, _: Making<'_>) {
    fill(
        template,
        json!({ "type": "SMS_VERIFY_CODE", "translations": {} }),
    );
}

/// An e-mail in the words of a language links to the e-mail that it is of.
pub(super) fn customization_links(_: &Value, own: &str, _: &str) -> Value {
    let template = own.split("/customizations/").next().unwrap_or_default();
    json!({
        "self": link(own.to_owned(), &["GET", "PUT", "DELETE"]),
        "template": link(template.to_owned(), &["GET"]),
        "preview": link(format!("{own}/preview"), &["GET"]),
        "settings": link(format!("{template}/settings"), &["GET", "PUT"]),
        "test": link(format!("{template}/test"), &["POST"]),
    })
}
