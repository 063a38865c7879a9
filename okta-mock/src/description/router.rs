//! Finds the operations that a request may address.

use std::collections::HashMap;

use http::Method;
use percent_encoding::percent_decode_str;

use super::{operation::Operation, template::is_parameter};

/// All operations of a description, by path.
#[derive(Debug, Default)]
pub(super) struct Router(Node);

/// A tree of path segments; literals are preferred to parameters.
#[derive(Debug, Default)]
struct Node {
    literals: HashMap<String, Node>,
    parameter: Option<Box<Node>>,
    /// The places of operations; more than one where a method has variants.
    methods: Vec<(Method, Vec<usize>)>,
}

impl Router {
    pub(super) fn new(operations: &[Operation]) -> Self {
        let mut root = Node::default();
        for (index, operation) in operations.iter().enumerate() {
            let mut node = &mut root;
            for segment in operation.segments() {
                node = if is_parameter(segment) {
                    node.parameter.get_or_insert_default()
                } else {
                    node.literals.entry(segment.to_owned()).or_default()
                };
            }
            let method = &operation.method;
            match node.methods.iter_mut().find(|(known, _)| known == method) {
                Some((_, variants)) => variants.push(index),
                None => node.methods.push((method.clone(), vec![index])),
            }
        }
        Self(root)
    }

    /// The variants of one method at this path (nearly always one), with the path's
    /// decoded segments; or whether the path has other methods.
    pub(super) fn find(
        &self,
        method: &Method,
        path: &str,
    ) -> Result<(&[usize], Vec<String>), bool> {
        let decoded: Vec<String> = path
            .strip_prefix('/')
            .unwrap_or(path)
            .trim_end_matches('/')
            .split('/')
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
            .collect();
        let mut known = false;
        match descend(&self.0, &decoded, method, &mut known) {
            Some(variants) => Ok((variants, decoded)),
            None => Err(known),
        }
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
