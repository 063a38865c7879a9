//! Finds the operation that a request addresses, from the catalogue.

use std::{collections::HashMap, sync::LazyLock};

use http::Method;
use okta_api::operations::{OPERATIONS, Operation};
use percent_encoding::percent_decode_str;

use crate::exchange::query::Query;

/// One operation with its path taken apart.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) operation: &'static Operation,
    /// The path template without the query that two operations carry in it.
    pub(crate) template: &'static str,
    segments: Vec<Segment>,
    fixed_query: Option<(&'static str, &'static str)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Segment {
    Literal(&'static str),
    Parameter(&'static str),
}

/// What was found for a method and path.
#[derive(Debug)]
pub(crate) enum Found<'r> {
    /// The variants of one method and path (nearly always one), with the path's decoded
    /// segments.
    Routes(&'r [usize], Vec<String>),
    /// The path exists, with other methods.
    WrongMethod,
    Nothing,
}

/// A tree of path segments; literals are preferred to parameters.
#[derive(Debug, Default)]
struct Node {
    literals: HashMap<&'static str, Node>,
    parameter: Option<Box<Node>>,
    methods: Vec<(Method, Vec<usize>)>,
}

/// All operations of the catalogue, by path.
#[derive(Debug)]
pub(crate) struct Router {
    root: Node,
    routes: Vec<Route>,
}

/// The router of every org: the catalogue is the same for all.
pub(crate) static ROUTER: LazyLock<Router> = LazyLock::new(|| Router::new(OPERATIONS));

impl Route {
    fn new(operation: &'static Operation) -> Self {
        let (template, query) = match operation.path.split_once('?') {
            Some((template, query)) => (template, query.split_once('=')),
            None => (operation.path, None),
        };
        let segments = template
            .split('/')
            .skip(1)
            .map(|segment| {
                match segment
                    .strip_prefix('{')
                    .and_then(|rest| rest.strip_suffix('}'))
                {
                    Some(name) => Segment::Parameter(name),
                    None => Segment::Literal(segment),
                }
            })
            .collect();
        Self {
            operation,
            template,
            segments,
            fixed_query: query,
        }
    }

    /// The names of the path's parameters, each with its place among the segments.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (usize, &'static str)> {
        self.segments
            .iter()
            .enumerate()
            .filter_map(|(at, segment)| match segment {
                Segment::Parameter(name) => Some((at, *name)),
                Segment::Literal(_) => None,
            })
    }

    /// How well this variant of a path fits a request: variants differ in their fixed
    /// query, their content type or whether they take a body.
    fn fitness(&self, query: &Query, content_type: Option<&str>, has_body: bool) -> u8 {
        if let Some((name, value)) = self.fixed_query {
            return match query.get(name) {
                Some(given) if given == value => 2,
                Some(_) => 0,
                // Without the parameter Okta takes it as false.
                None => u8::from(value == "false"),
            };
        }
        match &self.operation.body {
            Some(body) if has_body => 1 + u8::from(content_type == Some(body.content_type)),
            Some(body) => u8::from(!body.required),
            None => 1 + u8::from(!has_body),
        }
    }
}

impl Router {
    fn new(operations: &[&'static Operation]) -> Self {
        let routes: Vec<Route> = operations.iter().copied().map(Route::new).collect();
        let mut root = Node::default();
        for (index, route) in routes.iter().enumerate() {
            let mut node = &mut root;
            for segment in &route.segments {
                node = match segment {
                    Segment::Literal(literal) => node.literals.entry(literal).or_default(),
                    Segment::Parameter(_) => node.parameter.get_or_insert_default(),
                };
            }
            let method = &route.operation.method;
            match node.methods.iter_mut().find(|(known, _)| known == method) {
                Some((_, variants)) => variants.push(index),
                None => node.methods.push((method.clone(), vec![index])),
            }
        }
        Self { root, routes }
    }

    pub(crate) fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// The operations at this path, which is percent-encoded and has no query.
    pub(crate) fn find(&self, method: &Method, path: &str) -> Found<'_> {
        let encoded: Vec<&str> = path
            .strip_prefix('/')
            .unwrap_or(path)
            .trim_end_matches('/')
            .split('/')
            .collect();
        let decoded: Vec<String> = encoded
            .iter()
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
            .collect();
        let mut known = false;
        match descend(&self.root, &decoded, method, &mut known) {
            Some(variants) => Found::Routes(variants, decoded),
            None if known => Found::WrongMethod,
            None => Found::Nothing,
        }
    }

    /// The variant that fits the request best.
    pub(crate) fn select(
        &self,
        variants: &[usize],
        query: &Query,
        content_type: Option<&str>,
        has_body: bool,
    ) -> Option<&Route> {
        let mut best: Option<(u8, &Route)> = None;
        for route in variants.iter().filter_map(|index| self.routes.get(*index)) {
            let fitness = route.fitness(query, content_type, has_body);
            if best.is_none_or(|(known, _)| fitness > known) {
                best = Some((fitness, route));
            }
        }
        best.map(|(_, route)| route)
    }

    /// Whether a method exists at a path template.
    pub(crate) fn has(&self, method: &Method, template: &str) -> bool {
        self.routes
            .iter()
            .any(|route| route.template == template && route.operation.method == *method)
    }
}

/// Walks down the tree, literals first, and back up where a literal led nowhere.
fn descend<'r>(
    node: &'r Node,
    rest: &[String],
    method: &Method,
    known: &mut bool,
) -> Option<&'r [usize]> {
    let Some((segment, rest)) = rest.split_first() else {
        *known |= !node.methods.is_empty();
        return node
            .methods
            .iter()
            .find(|(known, _)| known == method)
            .map(|(_, variants)| variants.as_slice());
    };
    if let Some(child) = node.literals.get(segment.as_str())
        && let Some(found) = descend(child, rest, method, known)
    {
        return Some(found);
    }
    let child = node.parameter.as_deref().filter(|_| !segment.is_empty())?;
    descend(child, rest, method, known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(method: Method, path: &str, query: &str, content_type: Option<&str>) -> &'static str {
        match ROUTER.find(&method, path) {
            Found::Routes(variants, _) => {
                let query = Query::parse(query);
                let has_body = content_type.is_some();
                ROUTER
                    .select(variants, &query, content_type, has_body)
                    .unwrap()
                    .operation
                    .id
            }
            Found::WrongMethod => "405",
            Found::Nothing => "404",
        }
    }

    #[test]
    fn requests_find_their_operation() {
        let expire = "/api/v1/users/1/lifecycle/expire_password";
        let publish = "/api/v1/apps/1/credentials/csrs/2/lifecycle/publish";
        let forgot = "/api/v1/users/1/credentials/forgot_password";
        for (method, path, query, content_type, expected) in [
            (Method::GET, "/api/v1/users", "", None, "listUsers"),
            (Method::GET, "/api/v1/users/", "", None, "listUsers"),
            (Method::GET, "/api/v1/users/a%2Fb", "", None, "getUser"),
            (
                Method::GET,
                "/api/v1/groups/rules",
                "",
                None,
                "listGroupRules",
            ),
            (Method::GET, "/api/v1/groups/00g1", "", None, "getGroup"),
            (Method::POST, expire, "", None, "expirePassword"),
            (
                Method::POST,
                expire,
                "tempPassword=true",
                None,
                "expirePasswordAndGetTemporaryPassword",
            ),
            (
                Method::POST,
                publish,
                "",
                Some("application/x-pem-file"),
                "publishCsrFromApplicationAsPem",
            ),
            (Method::POST, forgot, "", None, "forgotPassword"),
            (
                Method::POST,
                forgot,
                "",
                Some("application/json"),
                "forgotPasswordSetNewPassword",
            ),
            (Method::PATCH, "/api/v1/users/1", "", None, "405"),
            (Method::GET, "/api/v1/nothing", "", None, "404"),
            (Method::GET, "/", "", None, "404"),
        ] {
            assert_eq!(
                id(method.clone(), path, query, content_type),
                expected,
                "{method} {path}"
            );
        }
    }

    #[test]
    fn every_operation_is_found_at_its_own_path() {
        for operation in OPERATIONS {
            let (path, query) = operation
                .path
                .split_once('?')
                .unwrap_or((operation.path, ""));
            let content_type = operation.body.as_ref().map(|body| body.content_type);
            let found = id(operation.method.clone(), path, query, content_type);
            let expected = okta_api::operations::find(found).unwrap();
            assert_eq!(
                (&expected.method, expected.path),
                (&operation.method, operation.path)
            );
        }
    }
}
