//! Finds the operation that a request addresses, from the catalogue.

use std::{ptr, sync::LazyLock};

use http::Method;
use okta_api::operations::{BodyHint, CATALOGUE, NoRoute, OPERATIONS, Operation, Segment};
use percent_encoding::percent_decode_str;

/// One operation with its path taken apart.
#[derive(Debug)]
pub(crate) struct Route {
    pub(crate) operation: &'static Operation,
    /// The path template without the query that two operations carry in it.
    pub(crate) template: &'static str,
    segments: Vec<Segment>,
}

/// All operations of the catalogue, by path.
#[derive(Debug)]
pub(crate) struct Router {
    routes: Vec<Route>,
}

/// The router of every org: the catalogue is the same for all.
pub(crate) static ROUTER: LazyLock<Router> = LazyLock::new(|| Router::new(OPERATIONS));

impl Route {
    fn new(operation: &'static Operation) -> Self {
        Self {
            operation,
            template: operation.template(),
            segments: operation.segments().collect(),
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
}

impl Router {
    fn new(operations: &[&'static Operation]) -> Self {
        Self {
            routes: operations.iter().copied().map(Route::new).collect(),
        }
    }

    pub(crate) fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// The operation at this target, with the decoded segments of its path.
    pub(crate) fn find(
        &self,
        method: &Method,
        target: &str,
        body: BodyHint<'_>,
    ) -> Result<(&Route, Vec<String>), NoRoute> {
        let found = CATALOGUE.route_with(method, target, body)?;
        let mut routes = self.routes.iter();
        let route = routes
            .find(|route| ptr::eq(route.operation, found.operation))
            .ok_or(NoRoute::Path)?;
        let path = target.split_once('?').map_or(target, |(path, _)| path);
        let segments = path
            .trim_matches('/')
            .split('/')
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
            .collect();
        Ok((route, segments))
    }

    /// Whether a method exists at a path template.
    pub(crate) fn has(&self, method: &Method, template: &str) -> bool {
        self.routes
            .iter()
            .any(|route| route.template == template && route.operation.method == *method)
    }
}
