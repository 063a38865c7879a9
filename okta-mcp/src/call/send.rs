//! Sends a planned request through the SDK.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use okta_api::{Client, Error, RateLimit, Response, Upload};
use serde_json::Value;

use super::Plan;

/// A response from Okta, with any status.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub payload: Payload,
    /// The query of the next page, if there is one.
    pub next: Option<Vec<(String, String)>>,
    /// Okta's request id (`X-Okta-Request-Id`).
    pub request_id: Option<String>,
    /// The rate limit's state after this response.
    pub rate_limit: Option<RateLimit>,
}

/// The body of a response.
#[derive(Debug, Clone, PartialEq)]
pub enum Payload {
    /// None.
    Nothing,
    /// A JSON document.
    Json(Value),
    /// A text that is not JSON, such as XML.
    Text(String),
}

/// Sends the request.
///
/// # Errors
///
/// Returns the SDK's error. A body that cannot be sent is an error of its argument.
pub async fn send(client: &Client, plan: &Plan<'_>) -> Result<Answered, Error> {
    let operation = plan.operation;
    let mut request = client.request(operation.method.clone(), &plan.path);
    for (name, value) in &plan.query {
        request = request.query(name.clone(), value);
    }
    for (name, value) in &plan.headers {
        request = request.header(name, value);
    }
    if let (Some(body), Some(wanted)) = (&plan.body, &operation.body) {
        request = match wanted.content_type.as_str() {
            "application/json" => request.json(body),
            "multipart/form-data" => request.file("file", upload(body)),
            other => request.body(other.to_owned(), text(body)),
        };
    }
    let mut answered = answered(request.send_bytes().await?);
    if let Some(property) = &operation.envelope {
        open(&mut answered, property);
    }
    Ok(answered)
}

fn answered(response: Response<impl AsRef<[u8]>>) -> Answered {
    let bytes = response.as_ref();
    let payload = if bytes.is_empty() {
        Payload::Nothing
    } else {
        match serde_json::from_slice(bytes) {
            Ok(value) => Payload::Json(value),
            Err(_) => Payload::Text(String::from_utf8_lossy(bytes).into_owned()),
        }
    };
    let next = response.link("next").and_then(|link| query(&link));
    Answered {
        status: response.status().as_u16(),
        next,
        request_id: response.request_id().map(str::to_owned),
        rate_limit: response.rate_limit(),
        payload,
    }
}

/// Takes a list out of the object that it came in, and its next link with it.
fn open(answered: &mut Answered, property: &str) {
    let Payload::Json(Value::Object(fields)) = &mut answered.payload else {
        return;
    };
    // An absent list is not taken for an empty one.
    let Some(Value::Array(items)) = fields.remove(property) else {
        return;
    };
    answered.next = fields
        .get("_links")
        .and_then(|links| links["next"]["href"].as_str())
        .and_then(query);
    answered.payload = Payload::Json(Value::Array(items));
}

/// The query of a link. Its origin and path do not matter: the request for the next page
/// is made anew from the operation.
fn query(link: &str) -> Option<Vec<(String, String)>> {
    let (_, query) = link.split_once('?')?;
    let query = query.split('#').next().unwrap_or(query);
    let decode = |text: &str| {
        let spaced = text.replace('+', " ");
        let decoded = percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy();
        decoded.into_owned()
    };
    let pairs = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        });
    Some(pairs.collect())
}

/// `{"fileName": …, "contentType": …, "base64": …}`, or the content alone.
fn upload(body: &Value) -> Upload {
    let field = |name: &str, otherwise: &str| body[name].as_str().unwrap_or(otherwise).to_owned();
    let content = body["base64"]
        .as_str()
        .or(body.as_str())
        .unwrap_or_default();
    Upload::new(
        bytes(content),
        field("fileName", "image.png"),
        field("contentType", "image/png"),
    )
}

/// A text as it is; a file in base64 is what it stands for.
fn text(body: &Value) -> Vec<u8> {
    match (body.as_str(), body["base64"].as_str()) {
        (Some(text), _) => text.as_bytes().to_vec(),
        (None, Some(encoded)) => bytes(encoded),
        (None, None) => body.to_string().into_bytes(),
    }
}

fn bytes(encoded: &str) -> Vec<u8> {
    BASE64
        .decode(encoded.trim())
        .unwrap_or_else(|_| encoded.as_bytes().to_vec())
}
