//! All operations of an API, and how a request finds its operation.

use std::sync::OnceLock;

use http::Method;
use percent_encoding::percent_decode_str;

use super::{
    operation::Operation,
    parameter::{Segment, segments},
};

/// All operations of an API.
///
/// A generated crate has its own catalogue, such as `okta_api::operations::CATALOGUE`. A
/// program can also make one at run time from a newer description. Its operations are then
/// [leaked](Catalogue::leak), because errors and metrics name an operation without a copy, and
/// a description is loaded once.
#[derive(Debug)]
pub struct Catalogue {
    operations: &'static [&'static Operation],
    root: OnceLock<Node>,
}

/// The operation of a request, with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Route {
    /// The operation that matches the method and the path.
    pub operation: &'static Operation,
    /// The decoded values of the operation's path parameters. A segment that is itself a
    /// parameter, such as `{userId}`, has no value.
    pub arguments: Vec<(&'static str, String)>,
}

/// Why a request matches no operation.
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

/// What is known about a request's body, which distinguishes variants of one path and method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BodyHint<'a> {
    /// Nothing is known.
    #[default]
    Unknown,
    /// There is no body.
    None,
    /// There is a body, of this content type if it is known.
    Some(Option<&'a str>),
}

/// A tree of path segments.
#[derive(Debug, Default)]
struct Node {
    literals: Vec<(&'static str, Node)>,
    parameter: Option<Box<Node>>,
    operations: Vec<&'static Operation>,
}

impl Catalogue {
    /// No operations.
    pub const NONE: &'static Self = {
        static NONE: Catalogue = Catalogue::new(&[]);
        &NONE
    };

    /// Creates a catalogue of these operations.
    #[must_use]
    pub const fn new(operations: &'static [&'static Operation]) -> Self {
        Self {
            operations,
            root: OnceLock::new(),
        }
    }

    /// Creates a catalogue at run time. It lives as long as the program.
    #[must_use]
    pub fn leak(operations: Vec<Operation>) -> &'static Self {
        let operations: &'static [Operation] = operations.leak();
        let operations: Vec<&'static Operation> = operations.iter().collect();
        Box::leak(Box::new(Self::new(operations.leak())))
    }

    /// Returns the operations, in the catalogue's order.
    #[must_use]
    pub const fn operations(&self) -> &'static [&'static Operation] {
        self.operations
    }

    /// Returns the operation with this operationId, such as `listUsers`, or with this method
    /// name, such as `list_users`.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<&'static Operation> {
        let mut operations = self.operations.iter();
        // An id takes precedence over a method with the same name.
        let found = operations.clone().find(|operation| operation.id == id);
        found
            .or_else(|| operations.find(|operation| operation.method_name == id))
            .copied()
    }

    /// Returns the operation that a request matches. `target` is a percent-encoded path, with
    /// its query if it has one, or a path template. A literal segment is preferred to a
    /// parameter, and a trailing slash makes no difference.
    ///
    /// Where several operations share a path and method, the query decides, or the
    /// [body](Catalogue::find_with).
    ///
    /// # Errors
    ///
    /// Returns [`NoRoute`], which says whether no operation has the path, or none of its
    /// operations has the method.
    pub fn find(&self, method: &Method, target: &str) -> Result<Route, NoRoute> {
        self.find_with(method, target, BodyHint::Unknown)
    }

    /// Does the same as [`find`](Self::find), with a hint about the request's body.
    ///
    /// # Errors
    ///
    /// Returns [`NoRoute`], which says whether no operation has the path, or none of its
    /// operations has the method.
    pub fn find_with(
        &self,
        method: &Method,
        target: &str,
        body: BodyHint<'_>,
    ) -> Result<Route, NoRoute> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let given: Vec<&str> = segments(path).collect();
        let segments: Vec<String> = given.iter().map(|segment| decoded(segment)).collect();
        let mut known = false;
        let Some(node) = self.root().descend(&segments, method, &mut known) else {
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
            arguments: arguments(operation, &given, segments),
        })
    }

    fn root(&self) -> &Node {
        self.root.get_or_init(|| {
            let mut root = Node::default();
            for operation in self.operations {
                let mut node = &mut root;
                for segment in operation.segments() {
                    node = match segment {
                        Segment::Parameter(_) => node.parameter.get_or_insert_default(),
                        Segment::Literal(text) => node.literal(text),
                    };
                }
                node.operations.push(operation);
            }
            root
        })
    }
}

impl Node {
    /// Returns the node below this literal, which is added if it is new.
    fn literal(&mut self, text: &'static str) -> &mut Self {
        let known = self.literals.iter().position(|(known, _)| *known == text);
        let index = known.unwrap_or_else(|| {
            self.literals.push((text, Self::default()));
            self.literals.len() - 1
        });
        &mut self.literals[index].1
    }

    /// Walks down, literals first, and back up where a literal leads nowhere.
    fn descend(&self, rest: &[String], method: &Method, known: &mut bool) -> Option<&Self> {
        let Some((segment, rest)) = rest.split_first() else {
            *known |= !self.operations.is_empty();
            let has_method = self.operations.iter().any(|o| o.method == *method);
            return has_method.then_some(self);
        };
        let literal = self.literals.iter().find(|(text, _)| text == segment);
        if let Some(found) = literal.and_then(|(_, node)| node.descend(rest, method, known)) {
            return Some(found);
        }
        let parameter = self.parameter.as_deref().filter(|_| !segment.is_empty())?;
        parameter.descend(rest, method, known)
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Returns the values of the path's parameters.
fn arguments(
    operation: &Operation,
    given: &[&str],
    segments: Vec<String>,
) -> Vec<(&'static str, String)> {
    // A template has a parameter in its place, whatever the description calls it. In a path the
    // braces of a value are percent-encoded.
    let is_placeholder = |text: &str| text.starts_with('{') && text.ends_with('}');
    let arguments = operation.segments().zip(given).zip(segments);
    arguments
        .filter_map(|((segment, given), value)| match segment {
            Segment::Parameter(name) if !is_placeholder(given) => Some((name, value)),
            _ => None,
        })
        .collect()
}

/// Returns how well one of the operations of a path and method fits a request, or `None` if the
/// request is for another one.
fn fitness(operation: &Operation, query: &str, body: BodyHint<'_>) -> Option<u8> {
    if let Some((name, value)) = operation.fixed_query() {
        let given = query.split('&').find_map(|pair| {
            let (given, value) = pair.split_once('=').unwrap_or((pair, ""));
            (given == name).then_some(value)
        });
        return match given {
            Some(given) => decoded(given).eq_ignore_ascii_case(value).then_some(2),
            // An omitted switch means `false`.
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
