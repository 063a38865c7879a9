//! The inputs of an operation: the parts of its path, its parameters, its body.

/// One parameter of an [`Operation`](super::Operation).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// The name in the API, such as `userId`.
    pub name: &'static str,
    /// The place of the parameter in a request.
    pub location: Location,
    /// Whether Okta refuses the call without it.
    pub required: bool,
    /// The JSON type: `string`, `integer`, `boolean` or `array`.
    pub kind: &'static str,
    /// Whether the elements of an `array` are sent as separate parameters with the same name,
    /// rather than as one with commas.
    pub explode: bool,
    /// Okta's description, or an empty text.
    pub description: &'static str,
}

impl Parameter {
    /// Describes a part of the path, which is always required.
    #[must_use]
    pub const fn path(name: &'static str, kind: &'static str) -> Self {
        Self::optional(Location::Path, name, kind).required()
    }

    /// Describes an optional query parameter.
    #[must_use]
    pub const fn query(name: &'static str, kind: &'static str) -> Self {
        Self::optional(Location::Query, name, kind)
    }

    /// Describes an optional header parameter.
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

    /// Marks the elements of an `array` as joined with commas.
    #[must_use]
    pub const fn joined(mut self) -> Self {
        self.explode = false;
        self
    }

    /// Marks it as required by Okta.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Sets the text that explains it.
    #[must_use]
    pub const fn description(mut self, description: &'static str) -> Self {
        self.description = description;
        self
    }
}

/// A segment of an operation's path template.
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

/// Iterates over the segments of a path. A trailing slash makes no difference.
pub(super) fn segments(path: &str) -> impl Iterator<Item = &str> {
    let path = path.strip_prefix('/').unwrap_or(path);
    path.strip_suffix('/').unwrap_or(path).split('/')
}

/// The place of a [`Parameter`] in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Location {
    /// In the path, percent-encoded.
    Path,
    /// Behind the `?`.
    Query,
    /// As its own header.
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
    /// The form field for an upload.
    pub field: Option<&'static str>,
}

impl Body {
    /// Describes a body of this content type and type.
    #[must_use]
    pub const fn new(content_type: &'static str, kind: &'static str, required: bool) -> Self {
        Self {
            content_type,
            kind,
            required,
            field: None,
        }
    }

    /// Marks it as an upload to this field of a form.
    #[must_use]
    pub const fn field(mut self, name: &'static str) -> Self {
        self.field = Some(name);
        self
    }

    /// Returns whether it is of this content type, ignoring parameters such as `charset`.
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
