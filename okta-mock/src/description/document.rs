//! A whole description.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock},
};

use http::Method;
use okta_api::operations::{self, OPERATIONS};
use serde_json::Value;
use thiserror::Error;

use super::{
    operation::Operation,
    resources::{self, Resource},
    router::Router,
    schema::Schemas,
    template,
};

/// The description that `okta-api` is generated from, read once for all orgs.
static EMBEDDED: LazyLock<Arc<Description>> = LazyLock::new(|| {
    // The document is generated together with the code; were it broken, no operation
    // would be found.
    let document = serde_json::from_str(operations::document()).unwrap_or_default();
    Arc::new(Description::load(&document).unwrap_or_default())
});

/// An API description, as far as the mock needs it.
#[derive(Debug, Default)]
pub(crate) struct Description {
    pub(crate) schemas: Schemas,
    operations: Vec<Operation>,
    router: Router,
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
    /// It has paths, and no operation in them.
    #[error("none of its paths has an operation with an `operationId`")]
    NoOperations,
}

/// What was found for a method and path.
#[derive(Debug)]
pub(crate) enum Found<'d> {
    /// The operation, with the path's decoded segments.
    Operation(&'d Operation, Vec<String>),
    /// The path exists, with other methods.
    WrongMethod,
    Nothing,
}

impl Description {
    /// The one that `okta-api` is generated from.
    pub(crate) fn embedded() -> Arc<Self> {
        Arc::clone(&EMBEDDED)
    }

    /// Reads an OpenAPI 3 document.
    pub(crate) fn load(document: &Value) -> Result<Self, NotADescription> {
        let paths = document["paths"]
            .as_object()
            .ok_or(NotADescription::NoPaths)?;
        let known: HashMap<(&Method, String), &'static operations::Operation> = OPERATIONS
            .iter()
            .map(|known| ((&known.method, template::shape(known.path)), *known))
            .collect();
        let schemas = Schemas::load(document);
        let mut operations = Vec::new();
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
        if operations.is_empty() {
            return Err(NotADescription::NoOperations);
        }
        let router = Router::new(&operations);
        let resources = resources::derived(&operations, &schemas, document);
        Ok(Self {
            schemas,
            operations,
            router,
            resources,
        })
    }

    pub(crate) fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation that fits a request best. The path is percent-encoded and has no
    /// query; `query` gives the value of a parameter.
    pub(crate) fn find<'q>(
        &self,
        method: &Method,
        path: &str,
        query: impl Fn(&str) -> Option<&'q str>,
        content_type: Option<&str>,
        has_body: bool,
    ) -> Found<'_> {
        let (variants, segments) = match self.router.find(method, path) {
            Ok(found) => found,
            Err(true) => return Found::WrongMethod,
            Err(false) => return Found::Nothing,
        };
        let mut best: Option<(u8, &Operation)> = None;
        for operation in variants.iter().filter_map(|at| self.operations.get(*at)) {
            let fitness = operation.fitness(&query, content_type, has_body);
            if best.is_none_or(|(known, _)| fitness > known) {
                best = Some((fitness, operation));
            }
        }
        match best {
            Some((_, operation)) => Found::Operation(operation, segments),
            None => Found::Nothing,
        }
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

    /// The operation with this method and shape, whatever its parameters are called.
    pub(crate) fn of(&self, known: &operations::Operation) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.is(known))
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

    fn id(method: Method, path: &str, query: &str, content_type: Option<&str>) -> String {
        let given = |name: &str| {
            query
                .split_once('=')
                .filter(|(n, _)| *n == name)
                .map(|(_, v)| v)
        };
        let description = Description::embedded();
        match description.find(&method, path, given, content_type, content_type.is_some()) {
            Found::Operation(operation, _) => operation.id.to_string(),
            Found::WrongMethod => "405".to_owned(),
            Found::Nothing => "404".to_owned(),
        }
    }

    #[test]
    fn requests_find_their_operation() {
        let expire = "/api/v1/users/1/lifecycle/expire_password";
        let publish = "/api/v1/apps/1/credentials/csrs/2/lifecycle/publish";
        let forgot = "/api/v1/users/1/credentials/forgot_password";
        let temporary = "expirePasswordAndGetTemporaryPassword";
        let get = Method::GET;
        let post = Method::POST;
        for (method, path, query, content_type, expected) in [
            (&get, "/api/v1/users", "", None, "listUsers"),
            (&get, "/api/v1/users/", "", None, "listUsers"),
            (&get, "/api/v1/users/a%2Fb", "", None, "getUser"),
            (&get, "/api/v1/groups/rules", "", None, "listGroupRules"),
            (&get, "/api/v1/groups/00g1", "", None, "getGroup"),
            (&post, expire, "", None, "expirePassword"),
            (&post, expire, "tempPassword=true", None, temporary),
            (
                &post,
                publish,
                "",
                Some("application/x-pem-file"),
                "publishCsrFromApplicationAsPem",
            ),
            (&post, forgot, "", None, "forgotPassword"),
            (
                &post,
                forgot,
                "",
                Some("application/json"),
                "forgotPasswordSetNewPassword",
            ),
            (&Method::PATCH, "/api/v1/users/1", "", None, "405"),
            (&get, "/api/v1/nothing", "", None, "404"),
            (&get, "/", "", None, "404"),
        ] {
            let found = id(method.clone(), path, query, content_type);
            assert_eq!(found, expected, "{method} {path}");
        }
    }

    #[test]
    fn every_operation_of_the_catalogue_is_found_at_its_own_path() {
        for operation in OPERATIONS {
            let (path, query) = operation
                .path
                .split_once('?')
                .unwrap_or((operation.path, ""));
            let content_type = operation.body.as_ref().map(|body| body.content_type);
            let found = id(operation.method.clone(), path, query, content_type);
            let expected = operations::find(&found).unwrap();
            assert_eq!(
                (&expected.method, expected.path),
                (&operation.method, operation.path)
            );
        }
    }

    #[test]
    fn operations_have_their_schemas() {
        let description = Description::embedded();
        let create = description.of(&operations::CREATE_USER).unwrap();
        assert!(create.json_body().is_some());
        assert!(create.response.is_some());
        let delete = description.of(&operations::DELETE_GROUP).unwrap();
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
