//! Policies, policy rules and factors: each kind decodes to its own type, what is no known
//! kind falls back without loss, and a new one says what it is.

use okta_api::types::*;
use serde_json::{Value, json};

/// Decodes a resource with this discriminator and one without a known one.
macro_rules! kinds {
    ($test:ident, $base:ident by $discriminator:literal, $accessor:ident: $($value:literal => $variant:ident),* $(,)?) => {
        #[test]
        fn $test() {
            let with = |value: Value| {
                json!({
                    "id": "1", "conditions": {"people": {"groups": {"include": ["00g1"]}}},
                    "actions": {"signon": {"access": "ALLOW"}}, "settings": {"x": [null]},
                    "profile": {"phoneNumber": "+1", "x": {}}, "unknown": [1],
                    $discriminator: value,
                })
            };
            $(
                let sent = with(json!($value));
                let decoded: $base = serde_json::from_str(&sent.to_string()).unwrap();
                assert!(matches!(decoded, $base::$variant(_)), "{}: {decoded:?}", $value);
                assert_eq!(serde_json::to_value(&decoded).unwrap(), sent);
            )*
            let mut none = with(json!(null));
            none.as_object_mut().unwrap().remove($discriminator);
            for sent in [
                none, with(json!(null)), with(json!("NEVER_HEARD_OF")), with(json!(1)), with(json!({})),
            ] {
                let decoded: $base = serde_json::from_str(&sent.to_string()).unwrap();
                assert!(matches!(decoded, $base::Unrecognized(_)), "{decoded:?}");
                assert_eq!(serde_json::to_value(&decoded).unwrap(), sent);
                // Without matching, too.
                assert_eq!(decoded.id().ok(), Some("1"));
                assert_eq!(decoded.$accessor().is_some(), sent[$discriminator].is_string());
            }
        }
    };
}

kinds! { policies, Policy by "type", type_:
    "ACCESS_POLICY" => Access,
    "IDP_DISCOVERY" => IdentityProvider,
    "MFA_ENROLL" => MultifactorEnrollment,
    "OAUTH_AUTHORIZATION_POLICY" => OAuthAuthorization,
    "OKTA_SIGN_ON" => OktaSignOn,
    "PASSWORD" => Password,
    "PROFILE_ENROLLMENT" => ProfileEnrollment,
}

kinds! { rules, PolicyRule by "type", type_:
    "ACCESS_POLICY" => Access,
    "PASSWORD" => Password,
    "PROFILE_ENROLLMENT" => ProfileEnrollment,
    "SIGN_ON" => OktaSignOn,
}

kinds! { factors, UserFactor by "factorType", factor_type:
    "call" => Call,
    "email" => Email,
    "hotp" => CustomHotp,
    "token:hotp" => CustomHotp,
    "push" => Push,
    "question" => SecurityQuestion,
    "sms" => Sms,
    "token" => Token,
    "token:hardware" => Hardware,
    "token:software:totp" => Totp,
    "u2f" => U2f,
    "web" => Web,
    "webauthn" => WebAuthn,
}

/// What a kind inherits from its base is in its own type.
#[test]
fn inherited_fields_are_there() {
    let policy: Policy = serde_json::from_value(json!({
        "type": "PASSWORD", "name": "Strong", "priority": 1, "system": false,
        "settings": {"password": {"complexity": {"minLength": 12}}},
        "conditions": {"people": {"groups": {"include": ["00g1"]}}},
    }))
    .unwrap();
    assert_eq!(policy.name().as_deref(), Some("Strong"));
    let Policy::Password(policy) = policy else {
        panic!("{policy:?}");
    };
    assert_eq!(policy.name, "Strong");
    let password = policy.settings.as_ref().unwrap().password.as_ref().unwrap();
    assert_eq!(password.complexity.as_ref().unwrap().min_length, 12);
}

#[test]
fn new_ones_say_what_they_are() {
    fn sent(value: &impl serde::Serialize) -> Value {
        serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
    }
    macro_rules! check {
        ($base:ident, $discriminator:literal: $($kind:ident => $value:literal),* $(,)?) => {$(
            let new: $base = $kind::default().into();
            assert_eq!(sent(&new), json!({$discriminator: $value}), stringify!($kind));
        )*};
    }
    check!(Policy, "type":
        AccessPolicy => "ACCESS_POLICY",
        IdentityProviderPolicy => "IDP_DISCOVERY",
        MultifactorEnrollmentPolicy => "MFA_ENROLL",
        OAuthAuthorizationPolicy => "OAUTH_AUTHORIZATION_POLICY",
        OktaSignOnPolicy => "OKTA_SIGN_ON",
        PasswordPolicy => "PASSWORD",
        ProfileEnrollmentPolicy => "PROFILE_ENROLLMENT",
    );
    check!(PolicyRule, "type":
        AccessPolicyRule => "ACCESS_POLICY",
        PasswordPolicyRule => "PASSWORD",
        ProfileEnrollmentPolicyRule => "PROFILE_ENROLLMENT",
        OktaSignOnPolicyRule => "SIGN_ON",
    );
    check!(UserFactor, "factorType":
        CallUserFactor => "call",
        EmailUserFactor => "email",
        CustomHotpUserFactor => "token:hotp",
        PushUserFactor => "push",
        SecurityQuestionUserFactor => "question",
        SmsUserFactor => "sms",
        TokenUserFactor => "token",
        HardwareUserFactor => "token:hardware",
        TotpUserFactor => "token:software:totp",
        U2fUserFactor => "u2f",
        WebUserFactor => "web",
        WebAuthnUserFactor => "webauthn",
    );

    let factor: UserFactor = SmsUserFactor {
        profile: SmsUserFactorProfile {
            phone_number: "+15550100".into(),
            ..Default::default()
        }
        .into(),
        ..Default::default()
    }
    .into();
    assert_eq!(
        sent(&factor),
        json!({"factorType": "sms", "profile": {"phoneNumber": "+15550100"}})
    );
}
