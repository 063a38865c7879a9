//! The settings of applications, by their way to sign on.

use serde_json::{Value, json};

/// What SAML applications are told: those of the catalogue only what overrides it.
pub(super) fn saml(own: bool) -> Value {
    if !own {
        return json!({
            "defaultRelayState": null,
            "ssoAcsUrlOverride": null,
            "audienceOverride": null,
            "recipientOverride": null,
            "destinationOverride": null,
            "attributeStatements": [],
        });
    }
    json!({
        "defaultRelayState": null,
        "ssoAcsUrl": null,
        "idpIssuer": "http://www.okta.com/${org.externalKey}",
        "audience": null,
        "recipient": null,
        "destination": null,
        "subjectNameIdTemplate": "${user.userName}",
        "subjectNameIdFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
        "responseSigned": true,
        "assertionSigned": true,
        "signatureAlgorithm": "RSA_SHA256",
        "digestAlgorithm": "SHA256",
        "honorForceAuthn": true,
        "authnContextClassRef":
            "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
        "spIssuer": null,
        "requestCompressed": false,
        "attributeStatements": [],
        "inlineHooks": [],
        "allowMultipleAcsEndpoints": false,
        "acsEndpoints": [],
        "assertionEncryption": { "enabled": false },
        "samlSignedRequestEnabled": false,
        "slo": { "enabled": false },
    })
}

/// Where and how the applications sign in that get a user name and a password.
pub(super) fn sign_in(mode: &str, name: &str) -> Value {
    match (mode, name) {
        ("AUTO_LOGIN", _) => json!({ "signOn": { "loginUrl": null, "redirectUrl": null } }),
        ("BASIC_AUTH", _) => {
            json!({ "app": { "url": null, "authURL": null, "loginUrlRegex": null } })
        }
        ("SECURE_PASSWORD_STORE", _) => json!({ "app": {
            "url": null,
            "usernameField": null,
            "passwordField": null,
            "optionalField1": null,
            "optionalField1Value": null,
            "optionalField2": null,
            "optionalField2Value": null,
            "optionalField3": null,
            "optionalField3Value": null,
        } }),
        ("WS_FEDERATION", _) => json!({ "app": {
            "audienceRestriction": null,
            "groupName": null,
            "groupValueFormat": null,
            "groupFilter": null,
            "usernameAttribute": null,
            "siteURL": null,
            "realm": null,
            "wReplyURL": null,
            "wReplyOverride": null,
            "nameIDFormat": null,
            "attributeStatements": null,
            "authnContextClassRef": null,
        } }),
        (_, "template_swa3field") => json!({ "app": {
            "targetURL": null,
            "userNameSelector": null,
            "passwordSelector": null,
            "buttonSelector": null,
            "extraFieldSelector": null,
            "extraFieldValue": null,
            "loginUrlRegex": null,
            "redirectUrl": null,
        } }),
        (_, "template_swa") => json!({ "app": {
            "url": null,
            "usernameField": null,
            "passwordField": null,
            "buttonField": null,
            "loginUrlRegex": null,
            "redirectUrl": null,
            "checkbox": null,
        } }),
        _ => json!({}),
    }
}
