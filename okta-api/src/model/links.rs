//! `_links`: what Okta says can be done next.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, SeqAccess},
};
use serde_json::Value;

use super::{
    Field, Map,
    object::{self, Object, Writer},
    schema::Schema,
};

/// The links of a resource by their relation, such as `self` or `deactivate`
/// ([HAL](https://developer.okta.com/docs/reference/core-okta-api/#hypermedia)).
pub type Links = Map<LinkTarget>;

/// Where a relation leads: to one link or to several.
#[derive(Clone, PartialEq)]
pub enum LinkTarget {
    /// One link.
    One(Link),
    /// Several links, such as the logos of an application.
    Many(Vec<Link>),
    /// Something else, as it came.
    Other(Value),
}

impl LinkTarget {
    /// The link, or the first of several.
    pub fn first(&self) -> Option<&Link> {
        self.iter().next()
    }

    /// All links.
    pub fn iter(&self) -> std::slice::Iter<'_, Link> {
        match self {
            Self::One(link) => std::slice::from_ref(link).iter(),
            Self::Many(links) => links.iter(),
            Self::Other(_) => [].iter(),
        }
    }
}

/// One link.
#[derive(Clone, PartialEq, Default)]
pub struct Link {
    /// Where it leads: a URL.
    pub href: Field<String>,
    /// What it is called where there are several, such as `medium`.
    pub name: Field<String>,
    /// The HTTP method to use, on links of old that carry no hints.
    pub method: Field<String>,
    /// The media type behind it.
    pub media_type: Field<String>,
    /// What can be done with it.
    pub hints: Field<LinkHints>,
    /// Properties that the description does not know.
    pub additional_properties: Map<Value>,
}

impl Object for Link {
    const NAME: &'static str = "Link";

    fn read<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<bool, A::Error> {
        match name {
            "href" => object::read(map, "href", &mut self.href),
            "name" => object::read(map, "name", &mut self.name),
            "method" => object::read(map, "method", &mut self.method),
            "type" => object::read(map, "type", &mut self.media_type),
            "hints" => object::read(map, "hints", &mut self.hints),
            _ => Ok(false),
        }
    }

    fn write<W: Writer>(&self, to: &mut W) -> Result<(), W::Error> {
        to.property("href", &self.href)?;
        to.property("name", &self.name)?;
        to.property("method", &self.method)?;
        to.property("type", &self.media_type)?;
        to.property("hints", &self.hints)
    }

    fn additional(&self) -> &Map<Value> {
        &self.additional_properties
    }

    fn additional_mut(&mut self) -> &mut Map<Value> {
        &mut self.additional_properties
    }
}
object::object!(Link);

/// What can be done with a link.
#[derive(Clone, PartialEq, Default)]
pub struct LinkHints {
    /// The HTTP methods that it takes.
    pub allow: Field<Vec<String>>,
    /// Properties that the description does not know.
    pub additional_properties: Map<Value>,
}

impl Object for LinkHints {
    const NAME: &'static str = "LinkHints";

    fn read<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<bool, A::Error> {
        match name {
            "allow" => object::read(map, "allow", &mut self.allow),
            _ => Ok(false),
        }
    }

    fn write<W: Writer>(&self, to: &mut W) -> Result<(), W::Error> {
        to.property("allow", &self.allow)
    }

    fn additional(&self) -> &Map<Value> {
        &self.additional_properties
    }

    fn additional_mut(&mut self) -> &mut Map<Value> {
        &mut self.additional_properties
    }
}
object::object!(LinkHints);

impl Schema for LinkTarget {
    const EXPECTED: &'static str = "a link or a list of links";

    fn from_bool(value: bool) -> Option<Self> {
        Some(Self::Other(value.into()))
    }

    fn from_i64(value: i64) -> Option<Self> {
        Some(Self::Other(value.into()))
    }

    fn from_f64(value: f64) -> Option<Self> {
        Some(Self::Other(value.into()))
    }

    fn from_str(value: &str) -> Option<Self> {
        Some(Self::Other(value.into()))
    }

    fn read_seq<'de, A: SeqAccess<'de>>(field: &mut Field<Self>, seq: A) -> Result<(), A::Error> {
        let mut links = Field::Absent;
        Vec::<Link>::read_seq(&mut links, seq)?;
        *field = Field::Value(match links {
            Field::Value(links) => Self::Many(links),
            Field::Other(value) => Self::Other(value),
            Field::Absent | Field::Null => Self::Other(Value::Null),
        });
        Ok(())
    }

    fn read_map<'de, A: MapAccess<'de>>(
        field: &mut Field<Self>,
        mut map: A,
    ) -> Result<(), A::Error> {
        let mut link = Link::default();
        link.fill(&mut map)?;
        *field = Field::Value(Self::One(link));
        Ok(())
    }
}

impl<'de> Deserialize<'de> for LinkTarget {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Field::deserialize(deserializer)? {
            Field::Value(target) => target,
            Field::Other(value) => Self::Other(value),
            Field::Absent | Field::Null => Self::Other(Value::Null),
        })
    }
}

impl Serialize for LinkTarget {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(link) => link.serialize(serializer),
            Self::Many(links) => links.serialize(serializer),
            Self::Other(value) => value.serialize(serializer),
        }
    }
}

impl fmt::Debug for LinkTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(link) => link.fmt(f),
            Self::Many(links) => links.fmt(f),
            Self::Other(value) => super::debug::Redacted(value).fmt(f),
        }
    }
}
