//! A request to try for each operation, with ids of what the org holds.

use http::Method;
use okta_api::operations::Location;
use serde_json::{Value, json};

use crate::{
    data::Rng,
    description::catalogue::CATALOGUE,
    exchange::router::Route,
    world::{
        json::merge,
        state::{APPS, GROUPS, State, USERS, text},
    },
};

/// A request to try.
pub(super) struct Sample {
    /// The path, with its query.
    pub(super) path: String,
    pub(super) content_type: Option<&'static str>,
    /// Empty where there is none.
    pub(super) body: String,
    method: Method,
}

impl Sample {
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
pub(super) fn of(route: &Route, state: &State) -> Sample {
    let operation = route.operation;
    let mut path = String::new();
    for segment in operation.path.split('/').skip(1) {
        let name = segment
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        let segment = match name {
            Some(name) => id(state, &path, name).unwrap_or_else(|| segment.to_owned()),
            None => segment.to_owned(),
        };
        path.push('/');
        path.push_str(&segment);
    }
    let required = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required && parameter.location == Location::Query);
    for (at, parameter) in required.enumerate() {
        let mark = if at == 0 { '?' } else { '&' };
        let value = argument(state, parameter.name, &path);
        path.push_str(&format!("{mark}{}={value}", parameter.name));
    }
    let content_type = operation.body.as_ref().map(|body| body.content_type);
    let body = match &operation.body {
        Some(body) if body.content_type.contains("json") => body_of(route, state).to_string(),
        Some(_) => "sample".to_owned(),
        None => String::new(),
    };
    Sample {
        path,
        content_type,
        body,
        method: operation.method.clone(),
    }
}

/// An id for a parameter of this name, whose place is below `path`.
fn id(state: &State, path: &str, name: &str) -> Option<String> {
    let first = |path: &str| {
        let member = state.store.values(path).next()?;
        ["id", "kid", "name"]
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
        "transactionId" | "sessionId" => Some("unknown".to_owned()),
        "contactType" => Some("BILLING".to_owned()),
        "lifecycle" => Some("enable".to_owned()),
        "notificationType" => Some("OKTA_UPDATE".to_owned()),
        "roleTypeOrRoleId" => Some("SUPER_ADMIN".to_owned()),
        "schemaId" => Some("default".to_owned()),
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
fn body_of(route: &Route, state: &State) -> Value {
    let operation = route.operation.id;
    let schema = CATALOGUE.of(operation).request.as_ref();
    let mut rng = Rng::of(0, operation, 0);
    let mut body = schema.map_or_else(
        || json!({}),
        |schema| CATALOGUE.schemas.sample_body(schema, &mut rng),
    );
    let user = || user(state, 1);
    let group = || id(state, GROUPS, "groupId");
    let changes = match operation {
        "createUser" => json!({
            "profile": profile("new.user@example.com"),
            "credentials": { "password": { "value": "Correct-Horse-7" } },
            "groupIds": null, "type": null,
        }),
        "replaceUser" | "updateUser" => json!({
            "profile": profile("changed.user@example.com"), "credentials": null,
        }),
        "createApplication" | "replaceApplication" => json!({
            "name": "bookmark", "label": "Sample Bookmark", "signOnMode": "BOOKMARK",
            "settings": null, "credentials": null, "status": null,
        }),
        "assignUserToApplication" => json!({ "id": user(), "credentials": null, "profile": {} }),
        "createGroupRule" | "replaceGroupRule" => json!({
            "name": "Sample rule",
            "conditions": null,
            "actions": null,
        }),
        "assignRoleToUser" | "assignRoleToGroup" => json!({ "type": "HELP_DESK_ADMIN" }),
        "createPolicy" => json!({ "type": "OKTA_SIGN_ON", "name": "Sample policy" }),
        "enrollFactor" => json!({
            "factorType": "sms", "provider": "OKTA", "profile": { "phoneNumber": "+14155550123" },
        }),
        "replaceOrgContactUser" => json!({ "userId": user() }),
        "grantConsentToScope" => json!({ "scopeId": "okta.users.read" }),
        "createOAuth2Scope" | "replaceOAuth2Scope" => json!({ "name": "sample:read" }),
        "rotateAuthorizationServerKeys" => json!({ "use": "sig" }),
        "changePassword" => json!({
            "oldPassword": { "value": "Correct-Horse-7" },
            "newPassword": { "value": "Correct-Horse-8" },
        }),
        "changeRecoveryQuestion" => json!({
            "password": { "value": "Correct-Horse-8" },
            "recovery_question": { "question": "Who?", "answer": "Nobody" },
        }),
        _ => return body,
    };
    if let (Value::Object(body), Value::Object(changes)) = (&mut body, &changes) {
        merge(body, changes);
        if operation.ends_with("GroupRule") {
            let rule = json!({
                "conditions": { "expression": {
                    "value": "user.department==\"Sales\"", "type": "urn:okta:expression:1.0",
                } },
                "actions": { "assignUserToGroups": { "groupIds": [group()] } },
            });
            merge(body, rule.as_object().unwrap_or(&serde_json::Map::new()));
        }
    }
    body
}

fn profile(login: &str) -> Value {
    json!({ "firstName": "New", "lastName": "User", "login": login, "email": login })
}
