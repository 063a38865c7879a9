//! What an operation takes: the parts of its path, parameters, a body.

/// One parameter of an [`Operation`](super::Operation).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// The name on the wire, such as `userId`.
    pub name: &'static str,
    /// Where the parameter travels.
    pub location: Location,
    /// Whether Okta refuses the call without it.
    pub required: bool,
    /// The JSON type: `string`, `integer`, `boolean` or `array`.
    pub kind: &'static str,
    /// Whether the elements of an `array` travel as parameters of the same name, and not as
    /// one with commas.
    pub explode: bool,
    /// Okta's description; empty where Okta gives none.
    pub description: &'static str,
}

impl Parameter {
    /// Describes a part of the path, which is always required.
    #[must_use]
    pub const fn path(name: &'static str, kind: &'static str) -> Self {
        Self::optional(Location::Path, name, kind).required()
    }

    /// A parameter in the query, optional.
    #[must_use]
    pub const fn query(name: &'static str, kind: &'static str) -> Self {
        Self::optional(Location::Query, name, kind)
    }

    /// A parameter in a header, optional.
    #[must_use]
    pub const fn header(name: &'static str, kind: &'static str) -> Self {
        Self::optional(Location::Header, name, kind)
    }

    const fn optional(location: Location, name: &'static str, kind: &'static str) -> Self {
        Self {
            name,
            location,
            required: false,
            kind,
            explode: true,
            description: "",
        }
    }

    /// Says that the elements of an `array` are joined with commas.
    #[must_use]
    pub const fn joined(mut self) -> Self {
        self.explode = false;
        self
    }

    /// Says that Okta refuses the call without it.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Says what it is for.
    #[must_use]
    pub const fn description(mut self, description: &'static str) -> Self {
        self.description = description;
        self
    }
}

/// A part of an operation's path template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Segment {
    /// Text, such as `users`.
    Literal(&'static str),
    /// The name of a parameter, such as `userId`.
    Parameter(&'static str),
}

impl Segment {
    pub(super) fn of(text: &'static str) -> Self {
        let name = text
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        name.map_or(Self::Literal(text), Self::Parameter)
    }
}

/// The parts of a path between its slashes; one at the end does not matter.
pub(super) fn segments(path: &str) -> impl Iterator<Item = &str> {
    let path = path.strip_prefix('/').unwrap_or(path);
    path.strip_suffix('/').unwrap_or(path).split('/')
}

/// Where a [`Parameter`] travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Location {
    /// Part of the path, percent-encoded.
    Path,
    /// Behind the `?`.
    Query,
    /// Sent as a header of its own.
    Header,
}

/// The request body of an [`Operation`](super::Operation).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Body {
    /// The content type that is sent.
    pub content_type: &'static str,
    /// The name of the type in `types`.
    pub kind: &'static str,
    /// Whether Okta refuses the call without it.
    pub required: bool,
    /// The name of the form field that an upload goes to.
    pub field: Option<&'static str>,
}

impl Body {
    /// A body of this content type and type.
    #[must_use]
    pub const fn new(content_type: &'static str, kind: &'static str, required: bool) -> Self {
        Self {
            content_type,
            kind,
            required,
            field: None,
        }
    }

    /// Says that it is an upload, to this field of a form.
    #[must_use]
    pub const fn field(mut self, name: &'static str) -> Self {
        self.field = Some(name);
        self
    }

    /// Whether it is of this content type, parameters such as `charset` aside.
    #[must_use]
    pub fn is_of(&self, content_type: &str) -> bool {
        let essence = |text: &str| {
            text.split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_lowercase()
        };
        essence(content_type) == essence(self.content_type)
    }
}
