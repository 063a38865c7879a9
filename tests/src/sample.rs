//! Sample arguments and bodies, made from the API description.

use std::{collections::HashMap, sync::LazyLock};

use chrono::{DateTime, Utc};
use okta_api::{
    Upload,
    operations::{self, Operation},
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// The normalised description.
static DOCUMENT: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(operations::document()).unwrap_or_default());

/// How deep samples go: deeper objects are left out, lists and maps are empty.
const DEPTH: usize = 4;

/// Sample arguments for one operation.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The operation.
    pub operation: &'static Operation,
    /// Whether everything optional is set too, and texts hold characters that need
    /// escaping in a URL.
    pub everything: bool,
    /// Values for path parameters, by the path up to the parameter.
    pub known: HashMap<String, String>,
}

impl Sample {
    /// Valid arguments for an operation.
    #[must_use]
    pub fn new(operation: &'static Operation) -> Self {
        Self {
            operation,
            everything: false,
            known: HashMap::new(),
        }
    }

    /// A text for the parameter of this name.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        let parameter = format!("{{{name}}}");
        if let Some((before, _)) = self.operation.path.split_once(&parameter)
            && let Some(known) = self.known.get(&format!("{before}{parameter}"))
        {
            return known.clone();
        }
        match (self.everything, name) {
            (true, _) => format!("{name} a/b?c=d&e#f%20g+ü@"),
            (_, "userId" | "targetId" | "associatedUserId" | "primaryUserId") => {
                "00u1sampleUserIds0h8".into()
            }
            (_, "limit") => "20".into(),
            (_, "type") => type_of(self.operation).into(),
            (_, "kid") => "sampleKeyId".into(),
            (_, "after") => String::from("00u0sampleCursors0h7"),
            _ => format!("sample-{name}"),
        }
    }

    /// Whether the parameter of this name is an instant.
    #[must_use]
    pub fn is_date_time(&self, name: &str) -> bool {
        let parameters = described(self.operation).map(|operation| &operation["parameters"]);
        let mut parameters = parameters.and_then(Value::as_array).into_iter().flatten();
        parameters.any(|parameter| {
            parameter["name"] == name && parameter["schema"]["format"] == "date-time"
        })
    }

    /// A number for the parameter of this name.
    #[must_use]
    pub fn integer(&self, name: &str) -> i64 {
        match name {
            "limit" => 20,
            "validityYears" => 2,
            _ => 1,
        }
    }

    /// An instant.
    #[must_use]
    pub fn date_time(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000, 0).unwrap_or_default()
    }

    /// The body.
    ///
    /// # Errors
    ///
    /// When the sample that the description makes is not of the generated type.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_value(self.body_json())
    }

    /// The body as JSON.
    #[must_use]
    pub fn body_json(&self) -> Value {
        let found = described(self.operation);
        let schema =
            found.and_then(|op| op.pointer("/requestBody/content/application~1json/schema"));
        let mut body = schema.map_or(Value::Null, |schema| value(schema, "body", DEPTH));
        if let Some(body) = body.as_object_mut() {
            // Okta sets these, and takes them from nobody.
            body.retain(|name, _| !name.starts_with('_'));
        }
        body
    }

    /// Bytes that stand for a certificate.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        vec![0x30, 0x82, 0x00, 0xff]
    }

    /// Text that stands for a certificate.
    #[must_use]
    pub fn content(&self) -> String {
        "MIIBsample".to_owned()
    }

    /// An image.
    #[must_use]
    pub fn upload(&self) -> Upload {
        // The smallest PNG that there is: one transparent pixel.
        const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\0\x01\0\0\x05\0\x01\r\n-\xb4\0\0\0\0IEND\xaeB`\x82";
        Upload::new(PIXEL, "logo \"1\".png", "image/png")
    }
}

/// A value for the parameter `type`, which means something else everywhere.
fn type_of(operation: &Operation) -> &'static str {
    match operation.tag {
        "Policy" => "OKTA_SIGN_ON",
        "IdentityProvider" => "OIDC",
        "Template" => "SMS_VERIFY_CODE",
        _ => "sample",
    }
}

/// The operation in the description.
#[must_use]
pub fn described(operation: &Operation) -> Option<&'static Value> {
    let paths = DOCUMENT["paths"].as_object()?;
    let method = operation.method.as_str().to_ascii_lowercase();
    paths
        .values()
        .filter_map(|item| item.get(&method))
        .find(|described| described["operationId"] == operation.id)
}

/// A sample of a named schema, if there is one of this name.
#[must_use]
pub fn of_type(name: &str) -> Option<Value> {
    let schema = DOCUMENT["components"]["schemas"].get(name)?;
    Some(value(schema, name, DEPTH))
}

/// The name of the schema that a property of a named schema refers to.
#[must_use]
pub fn type_of_property(name: &str, property: &str) -> Option<&'static str> {
    let schemas = &DOCUMENT["components"]["schemas"];
    schemas[name]["properties"][property]["$ref"]
        .as_str()?
        .rsplit('/')
        .next()
}

/// The names of all schemas.
pub fn type_names() -> impl Iterator<Item = &'static String> {
    let schemas = DOCUMENT["components"]["schemas"].as_object();
    schemas.into_iter().flat_map(Map::keys)
}

fn value(schema: &Value, name: &str, depth: usize) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = reference.rsplit('/').next().unwrap_or_default();
        return value(&DOCUMENT["components"]["schemas"][target], name, depth);
    }
    match schema["type"].as_str() {
        Some("object") => object(schema, depth),
        Some("array") if depth == 0 => json!([]),
        Some("array") => json!([value(&schema["items"], name, depth - 1)]),
        Some("string") => text(schema, name),
        Some("integer") => json!(7),
        Some("number") => json!(1.5),
        Some("boolean") => json!(true),
        _ => json!({"any": ["thing", 1, null]}),
    }
}

fn object(schema: &Value, depth: usize) -> Value {
    let mut object = Map::new();
    if depth == 0 {
        return Value::Object(object);
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let sample = match name.as_str() {
            "_links" => json!({
                "self": {"href": "https://example.okta.com/", "hints": {"allow": ["GET"]}},
                "logo": [{"name": "medium", "href": "https://example.okta.com/logo", "type": "image/png"}],
            }),
            _ => value(property, name, depth - 1),
        };
        object.insert(name.clone(), sample);
    }
    if let Some(inner @ Value::Object(_)) = schema.get("additionalProperties") {
        object.insert("key".into(), value(inner, "key", depth - 1));
    }
    if let Some(choice) = schema.get("discriminator") {
        let mut values = choice["mapping"]
            .as_object()
            .into_iter()
            .flat_map(Map::keys);
        if let (Some(property), Some(value)) = (choice["propertyName"].as_str(), values.next()) {
            object.insert(property.to_owned(), json!(value));
        }
    }
    Value::Object(object)
}

fn text(schema: &Value, name: &str) -> Value {
    match (schema["enum"][0].as_str(), schema["format"].as_str()) {
        (Some(value), _) => json!(value),
        (_, Some("date-time")) => json!("2026-01-31T12:00:00.000Z"),
        _ if name.to_lowercase().ends_with("email") || name == "login" => {
            json!("sample@example.com")
        }
        _ if name == "countryCode" => json!("US"),
        _ if name == "domain" => json!("sample.example.com"),
        _ => json!(format!("sample {name}")),
    }
}
