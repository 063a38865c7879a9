//! A whole description.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
};

use http::Method;
use okta_api::operations::{self, BodyHint, CATALOGUE, Catalogue, NoRoute, OPERATIONS};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use thiserror::Error;

use super::{
    operation::Operation,
    resources::{self, Resource},
    schema::Schemas,
    template,
};

/// The description that `okta-api` is generated from, read once for all orgs.
static EMBEDDED: LazyLock<Arc<Description>> = LazyLock::new(|| {
    // The document is generated together with the code; were it broken, no operation
    // would be found.
    let document = serde_json::from_str(operations::document()).unwrap_or_default();
    Arc::new(Description::read(&document, Some(&CATALOGUE)))
});

/// An API description, as far as the mock needs it.
#[derive(Debug)]
pub struct Description {
    pub(crate) schemas: Schemas,
    operations: Vec<Operation>,
    /// The places of operations by their ids.
    places: HashMap<Arc<str>, usize>,
    /// Finds operations.
    catalogue: &'static Catalogue,
    /// The kinds of resources that only this description tells of.
    resources: Vec<Resource>,
}

/// Why a document is no description to answer by.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NotADescription {
    /// It has no paths.
    #[error("it has no `paths`: give an OpenAPI 3.0 document in JSON")]
    NoPaths,
    /// It is as Okta publishes it: inheritance has to be written out first.
    #[error(
        "it is as Okta publishes it: `cargo xtask regen --spec FILE --crate DIR` corrects it; \
         give `src/generated/openapi.json` of that folder"
    )]
    Uncorrected,
    /// It has paths, and no operation in them.
    #[error("none of its paths has an operation with an `operationId`")]
    NoOperations,
}

impl Description {
    /// The one that `okta-api` is generated from.
    pub(crate) fn embedded() -> Arc<Self> {
        Arc::clone(&EMBEDDED)
    }

    /// Reads an OpenAPI 3 document. What finds its operations is kept for as long as the
    /// program runs: load a description once, and give it to as many orgs as need be.
    ///
    /// # Errors
    ///
    /// When the document has no operations.
    pub fn load(document: &Value) -> Result<Self, NotADescription> {
        if !document["paths"].is_object() {
            return Err(NotADescription::NoPaths);
        }
        if is_uncorrected(document) {
            return Err(NotADescription::Uncorrected);
        }
        let read = Self::read(document, None);
        if read.operations.is_empty() {
            return Err(NotADescription::NoOperations);
        }
        Ok(read)
    }

    fn read(document: &Value, catalogue: Option<&'static Catalogue>) -> Self {
        let known: HashMap<(&Method, String), &'static operations::Operation> = OPERATIONS
            .iter()
            .map(|known| ((&known.method, template::shape(known.path)), *known))
            .collect();
        let schemas = Schemas::load(document);
        let mut operations = Vec::new();
        let paths = document["paths"].as_object().into_iter().flatten();
        for (path, methods) in paths {
            for (method, operation) in methods.as_object().into_iter().flatten() {
                let Some(method) = method_of(method) else {
                    continue;
                };
                let known = known.get(&(&method, template::shape(path))).copied();
                let read = Operation::load(path, method, operation, known, document, &schemas);
                operations.extend(read);
            }
        }
        Self {
            resources: resources::derived(&operations, &schemas, document),
            schemas,
            places: (0..)
                .zip(&operations)
                .map(|(at, operation)| (Arc::clone(&operation.id), at))
                .collect(),
            catalogue: catalogue.unwrap_or_else(|| {
                Catalogue::leak(operations.iter().map(Operation::to_route).collect())
            }),
            operations,
        }
    }

    pub(crate) fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation that a request addresses, with the decoded segments of its path.
    /// `target` is percent-encoded, with its query.
    pub(crate) fn route(
        &self,
        method: &Method,
        target: &str,
        body: BodyHint<'_>,
    ) -> Result<(&Operation, Vec<String>), NoRoute> {
        let found = self.catalogue.find_with(method, target, body)?;
        let place = self.places.get(found.operation.id);
        let operation = place
            .and_then(|at| self.operations.get(*at))
            .ok_or(NoRoute::Path)?;
        let path = target.split_once('?').map_or(target, |(path, _)| path);
        let segments = path
            .trim_matches('/')
            .split('/')
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
            .collect();
        Ok((operation, segments))
    }

    /// The operation of this method at a path template.
    pub(crate) fn at(&self, method: &Method, template: &str) -> Option<&Operation> {
        let mut operations = self.operations.iter();
        operations.find(|operation| operation.method == *method && operation.template == template)
    }

    /// Whether a path template has members below it that are named by an id.
    pub(crate) fn has_members(&self, template: &str) -> bool {
        self.operations.iter().any(|operation| {
            let rest = operation.template.strip_prefix(template);
            rest.and_then(|rest| rest.strip_prefix('/'))
                .is_some_and(|rest| template::parameter(rest).is_some())
        })
    }

    /// The kinds that came after the embedded description, each with an operation that reads
    /// it and the schema of a member.
    pub(crate) fn later_kinds(&self) -> Vec<(&Operation, &Resource, &Value)> {
        let mut found: Vec<(&Operation, &Resource, &Value)> = Vec::new();
        // What reads one member knows its schema best.
        for list in [false, true] {
            for operation in &self.operations {
                if operation.method != Method::GET || operation.list.is_some() != list {
                    continue;
                }
                let collection = match list {
                    true => Some(operation.template.as_str()),
                    false => operation.above(1).filter(|_| operation.names_member()),
                };
                let later = collection
                    .and_then(|collection| self.resource(collection))
                    .filter(|resource| !resources::is_embedded(resource))
                    .filter(|later| {
                        found
                            .iter()
                            .all(|(_, known, _)| !std::ptr::eq(*known, *later))
                    });
                let schema = operation.response.as_ref().and_then(|response| match list {
                    true => self.schemas.element(response),
                    false => Some(response),
                });
                if let (Some(resource), Some(schema)) = (later, schema) {
                    found.push((operation, resource, schema));
                }
            }
        }
        found
    }

    /// The kind of resource whose collection has this path template.
    pub(crate) fn resource(&self, template: &str) -> Option<&Resource> {
        resources::of(template).or_else(|| {
            self.resources
                .iter()
                .find(|resource| template::same_shape(&resource.template, template))
        })
    }
}

/// Whether schemas inherit from each other, as they do in what Okta publishes and in
/// nothing that was corrected.
fn is_uncorrected(document: &Value) -> bool {
    let schemas = document["components"]["schemas"].as_object();
    let mut schemas = schemas.into_iter().flatten();
    schemas
        .any(|(_, schema)| schema.get("allOf").is_some() || schema.get("x-okta-parent").is_some())
}

fn method_of(name: &str) -> Option<Method> {
    match name {
        "get" => Some(Method::GET),
        "post" => Some(Method::POST),
        "put" => Some(Method::PUT),
        "patch" => Some(Method::PATCH),
        "delete" => Some(Method::DELETE),
        "head" => Some(Method::HEAD),
        "options" => Some(Method::OPTIONS),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn id(method: &Method, target: &str, content_type: Option<&str>) -> String {
        let body = match content_type {
            None => BodyHint::None,
            content_type => BodyHint::Some(content_type),
        };
        match Description::embedded().route(method, target, body) {
            Ok((operation, _)) => operation.id.to_string(),
            Err(NoRoute::Method) => "405".to_owned(),
            Err(_) => "404".to_owned(),
        }
    }

    #[test]
    fn every_operation_of_the_catalogue_is_found_at_its_own_path() {
        for operation in OPERATIONS {
            let content_type = operation.body.as_ref().map(|body| body.content_type);
            let found = id(&operation.method, operation.path, content_type);
            let expected = operations::by_id(&found).unwrap();
            assert_eq!(
                (&expected.method, expected.path),
                (&operation.method, operation.path)
            );
        }
    }

    #[test]
    fn variants_are_told_apart_and_strangers_refused() {
        let forgot = "/api/v1/users/1/credentials/forgot_password";
        let expire = "/api/v1/users/1/lifecycle/expire_password";
        let temporary = "expirePasswordAndGetTemporaryPassword";
        let json = Some("application/json");
        let post = Method::POST;
        for (method, target, content_type, expected) in [
            (&post, forgot, None, "forgotPassword"),
            (&post, forgot, json, "forgotPasswordSetNewPassword"),
            (&post, expire, None, "expirePassword"),
            (
                &post,
                &format!("{expire}?tempPassword=true"),
                None,
                temporary,
            ),
            (&Method::GET, "/api/v1/users/a%2Fb", None, "getUser"),
            (&Method::PATCH, "/api/v1/users/1", None, "405"),
            (&Method::GET, "/api/v1/nothing", None, "404"),
        ] {
            assert_eq!(
                id(method, target, content_type),
                expected,
                "{method} {target}"
            );
        }
    }

    #[test]
    fn operations_have_their_schemas() {
        let description = Description::embedded();
        let of = |known| {
            let mut all = description.operations().iter();
            all.find(|operation| operation.is(known)).unwrap()
        };
        let create = of(&operations::CREATE_USER);
        assert!(create.json_body().is_some());
        assert!(create.response.is_some());
        let delete = of(&operations::DELETE_GROUP);
        assert!(delete.response.is_none());
    }

    #[test]
    fn what_is_no_description_is_refused() {
        for (document, problem) in [
            (json!(null), NotADescription::NoPaths),
            (json!({"swagger": "2.0"}), NotADescription::NoPaths),
            (
                json!({"paths": {"/a": {"get": {}}}}),
                NotADescription::NoOperations,
            ),
        ] {
            assert_eq!(Description::load(&document).unwrap_err(), problem);
        }
    }
}
