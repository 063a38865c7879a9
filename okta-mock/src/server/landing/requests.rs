//! A request to try for each operation, with ids of what the org holds.

use http::Method;
use okta_api::operations;
use serde_json::{Value, json};

use crate::{
    data::Rng,
    description::{Description, Operation, template},
    world::state::{APPS, GROUPS, State, USERS, text},
};

/// A request to try.
pub(super) struct Sample<'d> {
    /// The path, with its query.
    pub(super) path: String,
    pub(super) content_type: Option<&'d str>,
    /// Empty where there is none.
    pub(super) body: String,
    method: Method,
}

impl Sample<'_> {
    /// The request as a command. The token comes from the environment.
    pub(super) fn curl(&self, base: &str) -> String {
        let mut curl = format!(
            "curl -X {} \"{base}{}\" \\\n  -H \"Authorization: SSWS $OKTA_CLIENT_TOKEN\"",
            self.method, self.path
        );
        if let Some(content_type) = self.content_type {
            curl.push_str(&format!(" \\\n  -H \"Content-Type: {content_type}\""));
            let quoted = self.body.replace('\'', "'\\''");
            curl.push_str(&format!(" \\\n  -d '{quoted}'"));
        }
        curl
    }
}

/// The request to try for an operation.
pub(super) fn of<'d>(
    description: &Description,
    operation: &'d Operation,
    state: &State,
) -> Sample<'d> {
    let mut path = String::new();
    for segment in operation.path.split('/').skip(1) {
        let segment = match template::parameter(segment) {
            Some(name) => id(state, &path, name)
                .or_else(|| operation.documented(name))
                .unwrap_or_else(|| segment.to_owned()),
            None => segment.to_owned(),
        };
        path.push('/');
        path.push_str(&segment);
    }
    let required = operation
        .query
        .iter()
        .filter(|parameter| parameter.required);
    for (at, parameter) in required.enumerate() {
        let mark = if at == 0 { '?' } else { '&' };
        let value = argument(state, &parameter.name, &path);
        path.push_str(&format!("{mark}{}={value}", parameter.name));
    }
    let body = operation.json_body().or(operation.bodies.first());
    Sample {
        path,
        content_type: body.map(|body| body.content_type.as_str()),
        body: match body {
            Some(body) if body.is_json() => {
                body_of(description, operation, &body.schema, state).to_string()
            }
            Some(_) => "sample".to_owned(),
            None => String::new(),
        },
        method: operation.method.clone(),
    }
}

/// An id for a parameter of this name, whose place is below `path`.
fn id(state: &State, path: &str, name: &str) -> Option<String> {
    let first = |path: &str| {
        let member = state.store.values(path).next()?;
        ["id", "kid", "name", "label"]
            .iter()
            .find_map(|key| member[*key].as_str().map(str::to_owned))
    };
    match name {
        "userId" | "associatedUserId" => user(state, 1),
        "primaryUserId" => user(state, 0),
        "groupId" | "targetGroupId" => first(GROUPS),
        "appId" | "appInstanceId" | "applicationId" => first(APPS),
        "appName" => {
            let app = state.store.values(APPS).next()?;
            Some(text(&app, "name").to_owned())
        }
        "clientId" => first(APPS),
        "linkedObjectName" | "primaryRelationshipName" | "relationshipName" => {
            Some("manager".to_owned())
        }
        "transactionId" => Some("unknown".to_owned()),
        "sessionId" => first(path).or(Some("unknown".to_owned())),
        "contactType" => Some("BILLING".to_owned()),
        "lifecycle" => Some("enable".to_owned()),
        "methodType" => Some("otp".to_owned()),
        "notificationType" => Some("OKTA_UPDATE".to_owned()),
        "roleTypeOrRoleId" => Some("SUPER_ADMIN".to_owned()),
        "schemaId" => Some("default".to_owned()),
        // By what the parameter is called, where nothing lies that the path names.
        _ if name.starts_with("app") => first(path).or_else(|| first(APPS)),
        _ => first(path),
    }
}

/// The n-th active user.
fn user(state: &State, n: usize) -> Option<String> {
    let mut active = state
        .store
        .values(USERS)
        .filter(|user| text(user, "status") == "ACTIVE");
    active.nth(n).map(|user| text(&user, "id").to_owned())
}

/// A value for a required query parameter.
fn argument(state: &State, name: &str, path: &str) -> String {
    match name {
        "type" => "OKTA_SIGN_ON".to_owned(),
        "validityYears" => "2".to_owned(),
        "sendEmail" => "false".to_owned(),
        "kid" => id(
            state,
            &path.replace("/sso/saml/metadata", "/credentials/keys"),
            "keyId",
        )
        .unwrap_or_default(),
        "targetAid" => id(state, path, "appId").unwrap_or_default(),
        "targetIdpId" => id(state, "/api/v1/idps", "idpId").unwrap_or_default(),
        name => name.to_owned(),
    }
}

/// A body that fits the schema and this org.
fn body_of(
    description: &Description,
    operation: &Operation,
    schema: &Value,
    state: &State,
) -> Value {
    let mut rng = Rng::of(0, &operation.id, 0);
    let mut body = description.schemas.sample_body(schema, &mut rng);
    let known = BODIES.iter().find(|(known, _)| operation.is_one_of(known));
    let Some((_, changes)) = known else {
        return body;
    };
    if let (Value::Object(body), Value::Object(changes)) = (&mut body, changes(state)) {
        for (name, change) in changes {
            if change.is_null() {
                body.remove(&name);
            } else {
                body.insert(name, change);
            }
        }
    }
    body
}

/// What a body has to hold beyond its schema; null takes a property away.
type Changes = fn(&State) -> Value;

static BODIES: &[(&[&operations::Operation], Changes)] = &[
    (&[&operations::CREATE_USER], |_| {
        json!({
            "profile": profile("new.user@example.com"),
            "credentials": { "password": { "value": "Correct-Horse-7" } },
            "groupIds": null, "type": null,
        })
    }),
    (
        &[&operations::REPLACE_USER, &operations::UPDATE_USER],
        |_| json!({ "profile": profile("changed.user@example.com"), "credentials": null }),
    ),
    (
        &[
            &operations::CREATE_APPLICATION,
            &operations::REPLACE_APPLICATION,
        ],
        |_| {
            json!({
                "name": "bookmark", "label": "Sample Bookmark", "signOnMode": "BOOKMARK",
                "settings": null, "credentials": null, "status": null,
            })
        },
    ),
    (
        &[&operations::ASSIGN_USER_TO_APPLICATION],
        |state| json!({ "id": user(state, 1), "credentials": null, "profile": {} }),
    ),
    (
        &[
            &operations::CREATE_GROUP_RULE,
            &operations::REPLACE_GROUP_RULE,
        ],
        |state| {
            json!({
                "name": "Sample rule",
                "conditions": { "expression": {
                    "value": "user.department==\"Sales\"", "type": "urn:okta:expression:1.0",
                } },
                "actions": { "assignUserToGroups": {
                    "groupIds": [id(state, GROUPS, "groupId")],
                } },
            })
        },
    ),
    (
        &[
            &operations::ASSIGN_ROLE_TO_USER,
            &operations::ASSIGN_ROLE_TO_GROUP,
        ],
        |_| json!({ "type": "HELP_DESK_ADMIN" }),
    ),
    (
        &[&operations::CREATE_POLICY],
        |_| json!({ "type": "OKTA_SIGN_ON", "name": "Sample policy", "conditions": null }),
    ),
    (&[&operations::ENROLL_FACTOR], |_| {
        json!({
            "factorType": "sms", "provider": "OKTA", "profile": { "phoneNumber": "+14155550123" },
        })
    }),
    (
        &[&operations::REPLACE_ORG_CONTACT_USER],
        |state| json!({ "userId": user(state, 1) }),
    ),
    (
        &[&operations::GRANT_CONSENT_TO_SCOPE],
        |_| json!({ "scopeId": "okta.users.read" }),
    ),
    (
        &[
            &operations::CREATE_OAUTH2_SCOPE,
            &operations::REPLACE_OAUTH2_SCOPE,
        ],
        |_| json!({ "name": "sample:read" }),
    ),
    (
        &[&operations::ROTATE_AUTHORIZATION_SERVER_KEYS],
        |_| json!({ "use": "sig" }),
    ),
    (&[&operations::CHANGE_PASSWORD], |_| {
        json!({
            "oldPassword": { "value": "Correct-Horse-7" },
            "newPassword": { "value": "Correct-Horse-8" },
        })
    }),
    (&[&operations::CHANGE_RECOVERY_QUESTION], |_| {
        json!({
            "password": { "value": "Correct-Horse-8" },
            "recovery_question": { "question": "Who?", "answer": "Nobody" },
        })
    }),
];

fn profile(login: &str) -> Value {
    json!({ "firstName": "New", "lastName": "User", "login": login, "email": login })
}
