//! The contents of a configuration file, before they are interpreted.

use std::rc::Rc;

use secrecy::SecretString;

/// A part of a document. Aliases share the node that they stand for.
#[derive(Debug)]
#[cfg_attr(not(feature = "config-file"), expect(dead_code))] // Nothing makes one.
pub(super) enum Node {
    /// `null`, `~`, or nothing at all.
    Null,
    Text(SecretString),
    List(Vec<Rc<Node>>),
    Map(Vec<(String, Rc<Node>)>),
}

impl Node {
    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        let (_, value) = self.entries().iter().find(|(name, _)| name == key)?;
        Some(value)
    }

    /// The value at a dotted path.
    pub(super) fn at(&self, path: &str) -> Option<&Node> {
        path.split('.').try_fold(self, Node::get)
    }

    /// Returns the entries of a mapping, and none for anything else.
    pub(super) fn entries(&self) -> &[(String, Rc<Node>)] {
        match self {
            Self::Map(entries) => entries,
            _ => &[],
        }
    }
}
