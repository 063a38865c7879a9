//! All operations of an API, and which of them a request addresses.

use std::{collections::HashMap, sync::OnceLock};

use http::Method;
use percent_encoding::percent_decode_str;

use super::{
    operation::Operation,
    parameter::{Segment, segments},
};

/// All operations of an API.
///
/// A generated crate has its own, such as `okta_api::operations::CATALOGUE`. One can also be
/// made at run time, of a description that is newer than the crate: its operations are then
/// [leaked](Catalogue::leak), because whatever tells of an operation (an error, a metric)
/// names it without a copy, and a description is loaded once.
#[derive(Debug)]
pub struct Catalogue {
    operations: &'static [&'static Operation],
    index: OnceLock<Index>,
}

/// What a request addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Route {
    /// The operation that the method and the path mean.
    pub operation: &'static Operation,
    /// The values that the path has for the operation's path parameters, decoded. There is
    /// none for a segment that is itself a parameter, such as `{userId}`.
    pub arguments: Vec<(&'static str, String)>,
}

/// Why a request addresses no operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoRoute {
    /// No operation has this path.
    #[error("no operation has this path")]
    Path,
    /// The operations at this path have other methods.
    #[error("the operations at this path have other methods")]
    Method,
}

/// What is known of a request's body, which tells variants of one path and method apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BodyHint<'a> {
    /// Nothing.
    #[default]
    Unknown,
    /// There is none.
    None,
    /// There is one, of this content type if that is known.
    Some(Option<&'a str>),
}

#[derive(Debug, Default)]
struct Index {
    by_id: HashMap<&'static str, &'static Operation>,
    root: Node,
}

/// A tree of path segments.
#[derive(Debug, Default)]
struct Node {
    literals: HashMap<&'static str, Node>,
    parameter: Option<Box<Node>>,
    operations: Vec<&'static Operation>,
}

impl Catalogue {
    /// A catalogue of these operations.
    #[must_use]
    pub const fn new(operations: &'static [&'static Operation]) -> Self {
        Self {
            operations,
            index: OnceLock::new(),
        }
    }

    /// A catalogue that is made at run time and lives as long as the program.
    #[must_use]
    pub fn leak(operations: Vec<Operation>) -> &'static Self {
        let operations: &'static [Operation] = operations.leak();
        let operations: Vec<&'static Operation> = operations.iter().collect();
        Box::leak(Box::new(Self::new(operations.leak())))
    }

    /// The operations, in the order of the catalogue.
    #[must_use]
    pub const fn operations(&self) -> &'static [&'static Operation] {
        self.operations
    }

    /// The operation with this operationId, such as `listUsers`, or this name of a method,
    /// such as `list_users`.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<&'static Operation> {
        self.index().by_id.get(id).copied()
    }

    /// The operation that a request addresses. `target` is a path, percent-encoded and with
    /// a query if need be, or a path template. A literal segment is preferred to a
    /// parameter; a slash at the end does not matter.
    ///
    /// Where several operations share a path and method, the query decides, or the
    /// [body](Catalogue::route_with).
    ///
    /// # Errors
    ///
    /// [`NoRoute`]: whether it is the path or the method that no operation has.
    pub fn route(&self, method: &Method, target: &str) -> Result<Route, NoRoute> {
        self.route_with(method, target, BodyHint::Unknown)
    }

    /// [`route`](Self::route), where something is known of the request's body.
    ///
    /// # Errors
    ///
    /// [`NoRoute`]: whether it is the path or the method that no operation has.
    pub fn route_with(
        &self,
        method: &Method,
        target: &str,
        body: BodyHint<'_>,
    ) -> Result<Route, NoRoute> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let segments: Vec<String> = segments(path)
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
            .collect();
        let mut known = false;
        let Some(node) = self.index().root.descend(&segments, method, &mut known) else {
            return Err(match known {
                true => NoRoute::Method,
                false => NoRoute::Path,
            });
        };
        let mut best: Option<(u8, &'static Operation)> = None;
        for operation in node.operations.iter().filter(|o| o.method == *method) {
            if let Some(fitness) = fitness(operation, query, body)
                && best.is_none_or(|(known, _)| known < fitness)
            {
                best = Some((fitness, operation));
            }
        }
        let (_, operation) = best.ok_or(NoRoute::Path)?;
        Ok(Route {
            operation,
            arguments: arguments(operation, segments),
        })
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let mut index = Index::default();
            for operation in self.operations {
                index
                    .by_id
                    .entry(operation.method_name)
                    .or_insert(operation);
                let mut node = &mut index.root;
                for segment in operation.segments() {
                    node = match segment {
                        Segment::Parameter(_) => node.parameter.get_or_insert_default(),
                        Segment::Literal(text) => node.literals.entry(text).or_default(),
                    };
                }
                node.operations.push(operation);
            }
            // An id comes before a method of the same name.
            index.by_id.extend(
                self.operations
                    .iter()
                    .map(|operation| (operation.id, *operation)),
            );
            index
        })
    }
}

impl Node {
    /// Walks down, literals first, and back up where a literal led nowhere.
    fn descend(&self, rest: &[String], method: &Method, known: &mut bool) -> Option<&Self> {
        let Some((segment, rest)) = rest.split_first() else {
            *known |= !self.operations.is_empty();
            let has_method = self.operations.iter().any(|o| o.method == *method);
            return has_method.then_some(self);
        };
        let literal = self.literals.get(segment.as_str());
        if let Some(found) = literal.and_then(|node| node.descend(rest, method, known)) {
            return Some(found);
        }
        let parameter = self.parameter.as_deref().filter(|_| !segment.is_empty())?;
        parameter.descend(rest, method, known)
    }
}

/// The values of the path's parameters.
fn arguments(operation: &Operation, given: Vec<String>) -> Vec<(&'static str, String)> {
    let arguments = operation.segments().zip(given);
    arguments
        .filter_map(|(segment, value)| match segment {
            // A template has the parameter itself in its place.
            Segment::Parameter(name) if value != format!("{{{name}}}") => Some((name, value)),
            _ => None,
        })
        .collect()
}

/// How well one of the operations of a path and method fits a request; `None` where it is
/// another one.
fn fitness(operation: &Operation, query: &str, body: BodyHint<'_>) -> Option<u8> {
    if let Some((name, value)) = operation.fixed_query() {
        let given = query.split('&').find_map(|pair| {
            let (given, value) = pair.split_once('=').unwrap_or((pair, ""));
            (given == name).then_some(value)
        });
        return match given {
            Some(given) => (given == value).then_some(2),
            // Leaving a switch out means `false`.
            None => (value == "false").then_some(1),
        };
    }
    Some(match (&operation.body, body) {
        (_, BodyHint::Unknown) => 0,
        (None, BodyHint::Some(_)) => 0,
        (None, BodyHint::None) => 1,
        (Some(body), BodyHint::None) => u8::from(!body.required),
        (Some(body), BodyHint::Some(given)) => 1 + u8::from(body.is_of(given.unwrap_or_default())),
    })
}
