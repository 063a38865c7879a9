//! Sample calls of any operation, made from its description, with ids of the org.

use okta_api::Client;
use okta_mcp::catalogue::{Catalogue, Operation, Place, Schemas};
use serde_json::{Map, Value, json};

/// What stands at every place of a body that holds a secret.
pub const SECRET: &str = "Hunter2-seeded-secret-9";

/// How deep bodies go.
const DEPTH: usize = 4;

/// The arguments of `okta_call` for an operation.
pub async fn call(catalogue: &Catalogue, client: &Client, operation: &Operation) -> Value {
    let ids = ids(catalogue, client, operation).await;
    let mut ids = ids.into_iter();
    let mut arguments = Map::new();
    let names: Vec<String> = operation
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(str::to_owned)
        .collect();
    for name in names {
        arguments.insert(name, ids.next().unwrap_or_default().into());
    }
    for parameter in &operation.parameters {
        if parameter.required && parameter.place != Place::Path {
            let value = match (parameter.kind.as_str(), parameter.name.as_str()) {
                ("integer", _) => json!(2),
                ("boolean", _) => json!(true),
                (_, "type") => json!("OKTA_SIGN_ON"),
                _ => parameter
                    .values
                    .first()
                    .map_or(json!("sample"), |value| json!(value)),
            };
            arguments.insert(parameter.name.clone(), value);
        }
    }
    let mut call = json!({"operation": operation.id, "arguments": arguments});
    if let Some(body) = &operation.body {
        call["body"] = match body.content_type.as_str() {
            "application/json" => sample(catalogue.schemas(), &body.schema, "body", DEPTH),
            _ => json!({"base64": "iVBORw0KGgo=", "fileName": "logo.png"}),
        };
    }
    call
}

/// Makes what the path of an operation names, where there is none of it.
pub async fn prepare(catalogue: &Catalogue, client: &Client, operation: &Operation) {
    let mut template = String::new();
    for part in operation.path.split('/').skip(1) {
        if part.starts_with('{') {
            // The collection of the CSRs of an application is added to by `POST`, and so on.
            if let Some(maker) = catalogue.at(&http::Method::POST, &template) {
                let ids = ids(catalogue, client, maker).await;
                let mut path = String::new();
                let mut ids = ids.into_iter();
                for part in maker.path.split('/').skip(1) {
                    let part = match part.starts_with('{') {
                        true => ids.next().unwrap_or_default(),
                        false => part.to_owned(),
                    };
                    path = format!("{path}/{part}");
                }
                let there = listed(catalogue, client, &template, &path).await;
                if there.is_none_or(|ids| ids.is_empty()) {
                    let mut request = client.request(http::Method::POST, &path);
                    if let Some(body) = made_by_hand(&maker.id).or_else(|| {
                        let schema = &maker.body.as_ref()?.schema;
                        Some(sample(catalogue.schemas(), schema, "body", DEPTH))
                    }) {
                        request = request.json(&body);
                    }
                    // What cannot be made stays away, and the test tells.
                    let _ = request.send().await;
                }
            }
        }
        template = format!("{template}/{part}");
    }
}

/// Bodies that a sample does not hit.
fn made_by_hand(id: &str) -> Option<Value> {
    Some(match id {
        "assignRoleToUser" | "assignRoleToGroup" => json!({"type": "APP_ADMIN"}),
        "enrollFactor" => json!({"factorType": "token:software:totp", "provider": "GOOGLE"}),
        "grantConsentToScope" => {
            json!({"scopeId": "okta.users.read", "issuer": "https://example.com"})
        }
        "createLinkedObjectDefinition" => json!({
            "primary": {"name": "boss", "title": "Boss", "type": "USER"},
            "associated": {"name": "report", "title": "Report", "type": "USER"},
        }),
        _ => return None,
    })
}

/// So many things of a collection are looked at.
const CANDIDATES: usize = 12;

/// Values for the parameters of a path: of things that are there all the way down, or the
/// nearest that comes to that.
async fn ids(catalogue: &Catalogue, client: &Client, operation: &Operation) -> Vec<String> {
    let parts: Vec<&str> = operation.path.split('/').skip(1).collect();
    let search = Search { catalogue, client };
    match search.descend(&parts, String::new(), String::new()).await {
        Some(ids) => ids,
        None => {
            let names = parts.iter().filter(|part| part.starts_with('{'));
            names
                .map(|name| format!("sample{}", name.trim_matches(['{', '}'])))
                .collect()
        }
    }
}

struct Search<'a> {
    catalogue: &'a Catalogue,
    client: &'a Client,
}

impl Search<'_> {
    /// The values of the parameters from here on.
    fn descend<'s>(
        &'s self,
        parts: &'s [&'s str],
        template: String,
        path: String,
    ) -> std::pin::Pin<Box<dyn Future<Output = Option<Vec<String>>> + Send + 's>> {
        Box::pin(async move {
            let Some((part, rest)) = parts.split_first() else {
                return Some(Vec::new());
            };
            let name = part
                .strip_prefix('{')
                .and_then(|name| name.strip_suffix('}'));
            let (values, is_parameter) = match name {
                Some(name) => (self.candidates(name, &template, &path).await, true),
                None => (vec![(*part).to_owned()], false),
            };
            for value in values {
                let (template, path) = (format!("{template}/{part}"), format!("{path}/{value}"));
                if let Some(mut ids) = self.descend(rest, template, path).await {
                    if is_parameter {
                        ids.insert(0, value);
                    }
                    return Some(ids);
                }
            }
            None
        })
    }

    /// What a parameter can be.
    async fn candidates(&self, name: &str, template: &str, path: &str) -> Vec<String> {
        let fixed = match name {
            "lifecycle" => "enable",
            "contactType" => "TECHNICAL",
            "notificationType" => "OKTA_ISSUE",
            "templateName" => "ForgotPassword",
            "roleTypeOrRoleId" => "SUPER_ADMIN",
            "schemaId" => "default",
            "appName" => "salesforce",
            "primaryRelationshipName" | "relationshipName" => "manager",
            "sessionId" => return vec![session(self.client).await],
            "primaryUserId" | "associatedUserId" => {
                return listed(
                    self.catalogue,
                    self.client,
                    "/api/v1/users",
                    "/api/v1/users",
                )
                .await
                .unwrap_or_default();
            }
            _ => {
                let listed = listed(self.catalogue, self.client, template, path).await;
                return listed.unwrap_or_else(|| vec![format!("sample{name}")]);
            }
        };
        vec![fixed.to_owned()]
    }
}

/// A session of somebody new.
async fn session(client: &Client) -> String {
    let post = async |path: &str, body: Value| {
        let sent = client.request(http::Method::POST, path).json(&body).send();
        sent.await.unwrap().into_inner()
    };
    let login = format!("{}@example.com", super::unique());
    let user = json!({
        "profile": {"firstName": "S", "lastName": "S", "login": login, "email": login},
        "credentials": {"password": {"value": SECRET}},
    });
    post("/api/v1/users", user).await;
    let signed_in = json!({"username": login, "password": SECRET});
    let token = post("/api/v1/authn", signed_in).await["sessionToken"].clone();
    let session = post("/api/v1/sessions", json!({"sessionToken": token})).await;
    session["id"].as_str().unwrap().to_owned()
}

/// The ids of a collection; `None` where nothing lists it.
async fn listed(
    catalogue: &Catalogue,
    client: &Client,
    template: &str,
    path: &str,
) -> Option<Vec<String>> {
    let collection = catalogue.at(&http::Method::GET, template)?;
    let mut request = client.request(http::Method::GET, path);
    if collection
        .parameters
        .iter()
        .any(|p| p.name == "type" && p.required)
    {
        request = request.query("type", "OKTA_SIGN_ON");
    }
    let Ok(list) = request.send().await else {
        return Some(Vec::new());
    };
    let list = list.into_inner();
    let items = list.as_array().or(list["domains"].as_array())?;
    let mut ids: Vec<String> = items
        .iter()
        .filter_map(|item| {
            let id = ["/id", "/kid", "/name", "/client_id", "/primary/name"]
                .iter()
                .find_map(|place| item.pointer(place)?.as_str())?;
            Some(id.to_owned())
        })
        .take(CANDIDATES)
        .collect();
    // Not the first, if there are others: that is the token's own user, or a thing of the
    // system.
    let others = ids.len().min(1);
    ids.rotate_left(others);
    Some(ids)
}

/// A value of a schema.
fn sample(schemas: &Schemas, schema: &Value, name: &str, depth: usize) -> Value {
    if holds_secret(name, schema) {
        return SECRET.into();
    }
    let followed = schemas.follow(schema);
    let known = followed["enum"]
        .as_array()
        .or(followed["x-okta-known-values"].as_array());
    if let Some(value) = known.and_then(|values| values.first()) {
        return value.clone();
    }
    if let Some((property, variants)) = schemas.variants(followed)
        && depth == DEPTH
        && let Some((value, target)) = variants.first()
        && let Some(target) = schemas.get(target)
        && !std::ptr::eq(target, followed)
    {
        let mut sample = object(schemas, target, depth);
        sample[property] = (*value).into();
        return sample;
    }
    match followed["type"].as_str() {
        Some("array") => json!([]),
        Some("boolean") => json!(false),
        Some("integer" | "number") => json!(2),
        Some("string") => match (followed["format"].as_str(), name) {
            (Some("date-time"), _) => json!("2026-01-31T08:00:00.000Z"),
            (_, "login" | "email") => json!("sample@example.com"),
            (_, name) if name.to_ascii_lowercase().ends_with("url") || name.ends_with("uri") => {
                json!("https://example.com/x")
            }
            _ => json!(format!("sample {name}")),
        },
        _ if depth > 0 => object(schemas, followed, depth),
        _ => json!({}),
    }
}

fn object(schemas: &Schemas, schema: &Value, depth: usize) -> Value {
    let properties = schemas
        .properties(schema)
        .into_iter()
        .filter(|(name, property)| {
            property["readOnly"] != true && !name.starts_with('_') && *name != "id"
        });
    let fields = properties
        .map(|(name, property)| (name.to_owned(), sample(schemas, property, name, depth - 1)));
    Value::Object(fields.collect())
}

/// Whether a property holds a secret: written anew here, so that what the server takes out
/// is not judged by its own list.
pub fn holds_secret(name: &str, schema: &Value) -> bool {
    const NAMES: &[&str] = &[
        "client_secret",
        "clientSecret",
        "sharedSecret",
        "secretKey",
        "secret",
        "privateKey",
        "password",
        "tempPassword",
        "answer",
        "passCode",
        "nextPassCode",
        "token",
        "stateToken",
        "activationToken",
        "sessionToken",
        "recoveryToken",
        "deviceToken",
        "salt",
        "secret_hash",
        "resetPasswordUrl",
        "activationUrl",
    ];
    schema["x-okta-secret"] == true
        || schema["format"] == "password"
        || NAMES.contains(&name) && schema["type"] == "string" && schema.get("enum").is_none()
}
