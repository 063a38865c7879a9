//! Operations: the description's, joined with the types that progenitor gives them.

use quote::format_ident;
use serde_json::Value;

use super::{
    Answer, Body, BodyKind, Envelope, Lifecycle, Location, Operation, Parameter, Tokens, Ty,
    apart_from,
    extract::{Extracted, Signature},
    scopes,
};
use crate::{
    document::{METHODS, place, success},
    error::{Error, Result},
    normalise::classes::is_destructive,
    words,
};

/// What every call has besides its setters.
const OWN_METHODS: [&str; 6] = ["new", "page", "pages", "resume", "send", "stream"];

pub fn build(document: &Value, extracted: &Extracted) -> Result<Vec<Operation>> {
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                operations.push(
                    self::operation(document, path, method, operation, extracted)
                        .map_err(|problem| Error::at(place(path, method), problem))?,
                );
            }
        }
    }
    operations.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(operations)
}

fn operation(
    document: &Value,
    path: &str,
    method: &str,
    operation: &Value,
    extracted: &Extracted,
) -> Result<Operation, String> {
    let id = text(operation, "operationId");
    let name = words::snake(&id);
    let signature = extracted
        .operations
        .get(&name)
        .ok_or_else(|| format!("progenitor makes no method `{name}` of it"))?;
    let wire_path = path.split('#').next().unwrap_or_default().to_owned();
    let mut parameters = operation["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|parameter| self::parameter(parameter, signature, extracted))
        .collect::<Result<Vec<_>, _>>()?;
    // Path parameters are arguments in the order in which the path names them.
    let in_path = |wire: &str| wire_path.find(&format!("{{{wire}}}"));
    parameters.sort_by_key(|parameter| match parameter.location {
        Location::Path => (0, in_path(&parameter.wire)),
        _ => (1, None),
    });
    let body = match operation.get("requestBody") {
        Some(body) => Some(self::body(body, signature)?),
        None => None,
    };
    let success = success(&operation["responses"]);
    let response = answer(success, signature, extracted);
    let accept = success["x-okta-response"]["contentType"].as_str();
    let tag = match operation["tags"][0].as_str() {
        Some(tag) => tag.to_owned(),
        None => "Untagged".to_owned(),
    };
    let scopes = match &operation["x-okta-scopes"] {
        scopes @ Value::Array(_) => strings(scopes),
        _ => match oauth_scopes(operation) {
            scopes if scopes.is_empty() => scopes::by_rule(method, &wire_path),
            scopes => scopes,
        },
    };
    let envelope = match method {
        "get" => envelope(&response, &parameters, extracted),
        _ => None,
    };
    let pages = match operation["x-okta-pages"].as_bool() {
        Some(pages) => pages,
        None => {
            method == "get"
                && matches!(response, Answer::Json(Ty::List(_)))
                && parameters
                    .iter()
                    .any(|p| p.wire == "after" || p.wire == "limit")
        }
    };
    let pages = pages || envelope.is_some();
    let destructive = operation["x-okta-destructive"]
        .as_bool()
        .unwrap_or_else(|| is_destructive(method, &wire_path));
    Ok(Operation {
        name: format_ident!("{name}"),
        group: words::ident(&tag),
        tag,
        method: method.to_uppercase(),
        path: wire_path,
        former_id: operation["x-okta-former-id"].as_str().map(str::to_owned),
        aliases: strings(&operation["x-okta-aliases"]),
        summary: text(operation, "summary"),
        description: text(operation, "description"),
        parameters,
        body,
        response,
        accept: accept.map(str::to_owned),
        pages,
        envelope,
        destructive,
        once: operation["x-okta-once"].as_bool().unwrap_or_default(),
        endless: operation["x-okta-endless"].as_bool().unwrap_or_default(),
        events: strings(&operation["x-okta-events"]),
        class: text(operation, "x-okta-class"),
        scopes,
        lifecycle: Lifecycle::of(operation),
        tokens: Tokens::of(document, operation),
        id,
    })
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().trim().to_owned()
}

/// The texts of a list; of anything else, none.
fn strings(list: &Value) -> Vec<String> {
    let texts = list.as_array().into_iter().flatten();
    texts
        .filter_map(|text| text.as_str().map(str::to_owned))
        .collect()
}

/// The scopes that newer descriptions name under `security`: of a list, all are needed.
fn oauth_scopes(operation: &Value) -> Vec<String> {
    let requirements = operation["security"].as_array().into_iter().flatten();
    requirements
        .flat_map(|requirement| strings(&requirement["oauth2"]))
        .collect()
}

fn parameter(
    parameter: &Value,
    signature: &Signature,
    extracted: &Extracted,
) -> Result<Parameter, String> {
    let wire = text(parameter, "name");
    let location = match parameter["in"].as_str() {
        Some("path") => Location::Path,
        Some("query") => Location::Query,
        _ => Location::Header,
    };
    let plain = words::snake(&wire);
    let (ident, ty) = signature
        .arguments
        .iter()
        .find(|(ident, _)| {
            let ident = ident.to_string();
            ident.trim_start_matches("r#").trim_end_matches('_') == plain
        })
        .ok_or_else(|| format!("progenitor gives no argument to its parameter {wire}"))?;
    let is_object = match ty {
        Ty::Named(name) => extracted.object(name).is_some(),
        ty => matches!(ty, Ty::Map(_)),
    };
    if is_object {
        return Err(format!(
            "the parameter {wire} is an object: describe how it is written, as text, with an overlay"
        ));
    }
    Ok(Parameter {
        ident: apart_from(&OWN_METHODS, ident),
        location,
        required: parameter["required"] == true,
        // What can be this or that is written as text.
        ty: match ty {
            Ty::Json => Ty::Text,
            ty => ty.clone(),
        },
        explode: location == Location::Query && parameter["explode"] != false,
        description: text(parameter, "description"),
        kind: parameter["schema"]["type"]
            .as_str()
            .unwrap_or("string")
            .to_owned(),
        wire,
    })
}

fn body(body: &Value, signature: &Signature) -> Result<Body, String> {
    let how = &body["x-okta-body"];
    let kind = match how["kind"].as_str() {
        Some(kind @ ("json" | "form")) => {
            let mut arguments = signature.arguments.iter();
            let (_, ty) = arguments
                .find(|(ident, _)| ident == "body")
                .ok_or("progenitor gives no argument to its body")?;
            match kind {
                "form" => BodyKind::Form(ty.clone()),
                _ => BodyKind::Json(ty.clone()),
            }
        }
        Some("bytes") => BodyKind::Bytes,
        Some("text") => BodyKind::Text,
        Some("file") => BodyKind::File {
            field: text(how, "field"),
        },
        other => return Err(format!("a body of kind {other:?} is not known")),
    };
    Ok(Body {
        content_type: text(how, "contentType"),
        required: body["required"] == true,
        kind,
    })
}

fn answer(success: &Value, signature: &Signature, extracted: &Extracted) -> Answer {
    let how = &success["x-okta-response"];
    match (&signature.response, how["kind"].as_str()) {
        (_, Some("text")) => Answer::Text(text(how, "contentType")),
        (Ty::Unit, _) => Answer::Nothing,
        (Ty::List(item), _) if **item != Ty::Text => {
            Answer::Json(Ty::List(Box::new(resource(item, extracted))))
        }
        (ty @ (Ty::List(_) | Ty::Map(_)), _) => Answer::Json(ty.clone()),
        // A string in JSON has quotes, which text has not.
        (ty, _) => Answer::Json(resource(ty, extracted)),
    }
}

/// The list in an answer that is nothing else than an object around one, if it has pages:
/// the operation takes the cursor of one, or the answer links to the next one.
fn envelope(answer: &Answer, parameters: &[Parameter], extracted: &Extracted) -> Option<Envelope> {
    let Answer::Json(Ty::Named(name)) = answer else {
        return None;
    };
    let fields = extracted.object(name)?;
    let links = fields.iter().any(|(_, _, ty)| *ty == Ty::Links);
    let mut others = fields.iter().filter(|(_, _, ty)| *ty != Ty::Links);
    let (Some((_, property, Ty::List(item))), None) = (others.next(), others.next()) else {
        return None;
    };
    let has_pages = links || parameters.iter().any(|parameter| parameter.wire == "after");
    has_pages.then(|| Envelope {
        property: property.clone(),
        item: match **item {
            Ty::Text => Ty::Text,
            ref item => resource(item, extracted),
        },
    })
}

/// What an answer, or an element of a list, is read as: a resource, or any JSON.
fn resource(ty: &Ty, extracted: &Extracted) -> Ty {
    match ty {
        Ty::Named(name) if extracted.object(name).is_some() => ty.clone(),
        Ty::Boxed(inner) => resource(inner, extracted),
        _ => Ty::Json,
    }
}

/// The name of the call that an operation starts: `ListUsers`.
pub fn call_name(id: &str) -> syn::Ident {
    format_ident!("{}", words::camel(id))
}
