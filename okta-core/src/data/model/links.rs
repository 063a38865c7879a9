//! `_links`: what Okta says can be done next.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::{
    Field, Map,
    object::object,
    reflect::{Container, Kind, Scalar, View},
    schema::{self, Schema},
};

/// The links of a resource, keyed by relation, such as `self` or `deactivate`
/// ([HAL](https://developer.okta.com/docs/reference/core-okta-api/#hypermedia)).
pub type Links = Map<LinkTarget>;

/// The target of a relation: one link or several.
#[derive(Clone, PartialEq)]
pub enum LinkTarget {
    /// A single link, as for most relations.
    One(Link),
    /// Several links, such as the logos of an application.
    Many(Vec<Link>),
    /// A value of another type, as it came.
    Unrecognized(Value),
}

impl LinkTarget {
    /// Returns the link, or the first of several.
    pub fn first(&self) -> Option<&Link> {
        self.iter().next()
    }

    /// Iterates over the links.
    pub fn iter(&self) -> std::slice::Iter<'_, Link> {
        match self {
            Self::One(link) => std::slice::from_ref(link).iter(),
            Self::Many(links) => links.iter(),
            Self::Unrecognized(_) => [].iter(),
        }
    }
}

/// One link of a resource, with what can be done there.
#[derive(Clone, PartialEq, Default)]
pub struct Link {
    /// The URL that it leads to.
    pub href: Field<String>,
    /// Its name where there are several links, such as `medium`.
    pub name: Field<String>,
    /// The HTTP method to use, on old links without hints.
    pub method: Field<String>,
    /// The media type of its target.
    pub media_type: Field<String>,
    /// What can be done with it.
    pub hints: Field<Box<LinkHints>>,
    /// Properties that the description does not name.
    pub additional_properties: Map<Value>,
}

object! {
    Link {
        href: "href",
        name: "name",
        method: "method",
        media_type: "type",
        hints: "hints",
    }
}

/// What can be done with a link.
#[derive(Clone, PartialEq, Default)]
pub struct LinkHints {
    /// The HTTP methods that it accepts.
    pub allow: Field<Vec<String>>,
    /// Properties that the description does not name.
    pub additional_properties: Map<Value>,
}

object! {
    LinkHints {
        allow: "allow",
    }
}

impl Schema for LinkTarget {
    const EXPECTED: &'static str = "a link or a list of links";

    fn view(&self) -> View<'_> {
        match self {
            Self::One(link) => View::Object(link),
            Self::Many(links) => View::List(links),
            Self::Unrecognized(value) => View::Json(value),
        }
    }

    fn from_scalar(scalar: Scalar<'_>) -> Option<Self> {
        Some(Self::Unrecognized(scalar.into()))
    }

    fn from_null() -> Option<Self> {
        Some(Self::Unrecognized(Value::Null))
    }

    /// A list in which not every element is a link.
    fn from_json(value: Value) -> Result<Self, Value> {
        Ok(Self::Unrecognized(value))
    }

    fn empty(kind: Kind) -> Option<Self> {
        Some(match kind {
            Kind::Object => Self::One(Link::default()),
            Kind::List => Self::Many(Vec::new()),
        })
    }

    fn container(&mut self) -> Option<Container<'_>> {
        match self {
            Self::One(link) => Some(Container::Object(link)),
            Self::Many(links) => Some(Container::List(links)),
            Self::Unrecognized(_) => None,
        }
    }
}

impl<'de> Deserialize<'de> for LinkTarget {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Field::deserialize(deserializer)? {
            Field::Value(target) => target,
            Field::Unrecognized(value) => Self::Unrecognized(*value),
            Field::Absent | Field::Null => Self::Unrecognized(Value::Null),
        })
    }
}

impl Serialize for LinkTarget {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.view().serialize(serializer)
    }
}

impl fmt::Debug for LinkTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        schema::debug(self, f)
    }
}
