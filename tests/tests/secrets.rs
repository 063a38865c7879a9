//! What holds a secret is not shown: `Debug` of the types, property by property.
//!
//! The list is written by hand, so that a secret whose mark is lost, in the generator's
//! rule or in an overlay, fails here.

#![allow(clippy::expect_used, clippy::panic)]

use okta_tests::{generated::codecs, sample};
use serde_json::json;

/// What must not be seen.
const MARKER: &str = "hunter2-marker";

/// The type and the property of each secret of the description.
const SECRETS: &[(&str, &str)] = &[
    ("ActivateFactorRequest", "passCode"),
    ("ActivateFactorRequest", "stateToken"),
    ("AppUserPasswordCredential", "value"),
    ("ApplicationCredentialsOAuthClient", "client_secret"),
    ("AuthenticatorProviderConfiguration", "secretKey"),
    ("AuthenticatorProviderConfiguration", "sharedSecret"),
    ("ClientSecret", "client_secret"),
    ("ClientSecret", "secret_hash"),
    ("ClientSecretMetadata", "client_secret"),
    ("CreateSessionRequest", "sessionToken"),
    ("CustomHotpUserFactorProfile", "sharedSecret"),
    ("DomainCertificate", "privateKey"),
    ("EventHookChannelConfigAuthScheme", "value"),
    ("EventHookChannelConfigHeader", "value"),
    ("ForgotPasswordResponse", "resetPasswordUrl"),
    ("IdentityProviderCredentialsClient", "client_secret"),
    ("IdentityProviderCredentialsSigning", "privateKey"),
    ("InlineHookChannelConfigAuthScheme", "value"),
    ("InlineHookChannelConfigHeaders", "value"),
    ("PasswordCredential", "value"),
    ("PasswordCredentialHash", "salt"),
    ("PasswordCredentialHash", "value"),
    ("ProvisioningConnectionProfile", "token"),
    ("PushUserFactorProfile", "deviceToken"),
    ("RecoveryQuestionCredential", "answer"),
    ("ResetPasswordToken", "resetPasswordUrl"),
    (
        "SecurePasswordStoreApplicationSettingsApplication",
        "optionalField1Value",
    ),
    (
        "SecurePasswordStoreApplicationSettingsApplication",
        "optionalField2Value",
    ),
    (
        "SecurePasswordStoreApplicationSettingsApplication",
        "optionalField3Value",
    ),
    ("SecurityQuestion", "answer"),
    ("SecurityQuestionUserFactorProfile", "answer"),
    ("Session", "id"),
    ("SocialAuthToken", "token"),
    (
        "SwaThreeFieldApplicationSettingsApplication",
        "extraFieldValue",
    ),
    ("TempPassword", "tempPassword"),
    ("UserActivationToken", "activationToken"),
    ("UserActivationToken", "activationUrl"),
    ("VerifyFactorRequest", "activationToken"),
    ("VerifyFactorRequest", "answer"),
    ("VerifyFactorRequest", "nextPassCode"),
    ("VerifyFactorRequest", "passCode"),
    ("VerifyFactorRequest", "stateToken"),
];

/// A sample of a type, shown, with the marker in one of its properties.
fn shown(name: &str, property: &str) -> String {
    let mut sample = sample::of_type(name).unwrap_or_else(|| panic!("there is no type {name}"));
    assert!(
        sample.get(property).is_some(),
        "{name} has no property {property}"
    );
    sample[property] = json!(MARKER);
    let codec = codecs()
        .into_iter()
        .find(|codec| codec.name == name)
        .unwrap_or_else(|| panic!("{name} has no codec"));
    let json = serde_json::to_vec(&sample).expect("a value is JSON");
    (codec.debug)(&json).unwrap_or_else(|error| panic!("{name}.{property}: {error}"))
}

#[test]
fn secrets_are_redacted() {
    for (name, property) in SECRETS {
        let shown = shown(name, property);
        assert!(
            shown.contains("[redacted]") && !shown.contains(MARKER),
            "{name}.{property} is shown: {shown}"
        );
    }
}

#[test]
fn other_properties_are_shown() {
    for (name, property) in [
        ("ApplicationCredentialsOAuthClient", "client_id"),
        ("EventHookChannelConfigHeader", "key"),
        ("SecurityQuestion", "questionText"),
        ("Session", "login"),
        ("SocialAuthToken", "id"),
    ] {
        let shown = shown(name, property);
        assert!(
            shown.contains(MARKER),
            "{name}.{property} is hidden: {shown}"
        );
    }
}

/// What a new factor is made from is in its `_embedded`, under names that say nothing.
#[test]
fn the_activation_of_a_factor_is_redacted() {
    for name in ["UserFactor", "TotpUserFactor", "PushUserFactor"] {
        let codec = codecs()
            .into_iter()
            .find(|codec| codec.name == name)
            .unwrap_or_else(|| panic!("{name} has no codec"));
        let factor = json!({
            "factorType": "token:software:totp",
            "_embedded": {"activation": {"_links": {"qrcode": {"href": MARKER}}}},
        });
        let json = serde_json::to_vec(&factor).expect("a value is JSON");
        let shown = (codec.debug)(&json).expect("it decodes");
        assert!(
            shown.contains("[redacted]") && !shown.contains(MARKER),
            "{name}: {shown}"
        );
    }
}
