//! One operation as data.

use http::Method;

use super::{
    key::key,
    parameter::{Body, Parameter, Segment, segments},
};

/// One operation of an Okta API.
///
/// A path and method that Okta documents in several variants (publishing a
/// certificate in different encodings, for example) has one entry for each variant.
///
/// Generated crates bring theirs. One of a description that is newer than the crate is put
/// together from [`Operation::new`] on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// Okta's operationId, such as `listUsers`.
    pub id: &'static str,
    /// The name of the method on [`Client`](crate::Client), such as `list_users`.
    pub method_name: &'static str,
    /// The operationId that release 2.16.0 of Okta's description gave to the operation,
    /// where today's is another one. Some of these ids mean another operation today:
    /// `updateUser` was the PUT that is `replaceUser` now.
    pub former_id: Option<&'static str>,
    /// The HTTP method.
    pub method: Method,
    /// The path template, such as `/api/v1/users/{userId}`. Two operations carry a
    /// fixed query in it (`?tempPassword=true`).
    pub path: &'static str,
    /// The resource that the operation belongs to, such as `User`.
    pub tag: &'static str,
    /// Okta's one-line summary; empty where Okta gives none.
    pub summary: &'static str,
    /// Path, query and header parameters, in the order of the description.
    pub parameters: &'static [Parameter],
    /// The request body, where the operation takes one.
    pub body: Option<Body>,
    /// The name of the type in `types` that a success answers with,
    /// `Vec<…>` for a list; `None` where Okta declares no body.
    pub response: Option<&'static str>,
    /// The content type to ask for, where it is not JSON.
    pub accept: Option<&'static str>,
    /// Whether the response is a list that Okta may split into pages.
    pub pages: bool,
    /// The property that holds the list, where the response is an object around one.
    pub envelope: Option<&'static str>,
    /// Whether the operation removes or disables something that a person could miss.
    pub destructive: bool,
    /// Whether doing it twice is not the same as doing it once, although its method says
    /// so: it is not tried again when its answer is lost.
    pub once: bool,
    /// Whether the list has no end by itself: a stream of it is given one.
    pub endless: bool,
    /// The event types that the operation writes to the System Log, where Okta documents
    /// them, such as `user.lifecycle.create`. What happens in the background writes others.
    pub events: &'static [&'static str],
    /// What the operation does to an org.
    pub class: Class,
    /// The OAuth 2.0 scopes that Okta requires, all of them; empty where none is known.
    pub scopes: &'static [&'static str],
    /// How far Okta has come with it.
    pub lifecycle: Lifecycle,
    /// Whether an org has to have something for it, a product or a feature, which Okta does
    /// not always name.
    pub restricted: bool,
    /// The products of which an org needs one, such as `Okta Identity Engine`; empty where
    /// none is named.
    pub products: &'static [&'static str],
    /// Which tokens it takes.
    pub tokens: Tokens,
    /// What requests of the operation are [told apart](crate::transport::key) by.
    pub(crate) key: u64,
}

impl Operation {
    /// The path template, without the query that a few operations carry in their path.
    #[must_use]
    pub fn template(&self) -> &'static str {
        self.path
            .split_once('?')
            .map_or(self.path, |(path, _)| path)
    }

    /// The parts of the path template between its slashes.
    pub fn segments(&self) -> impl Iterator<Item = Segment> {
        segments(self.template()).map(Segment::of)
    }

    /// The query parameter that is part of the operation's path, with its value.
    #[must_use]
    pub fn fixed_query(&self) -> Option<(&'static str, &'static str)> {
        self.path.split_once('?')?.1.split_once('=')
    }

    /// An operation without anything optional.
    #[must_use]
    pub const fn new(
        id: &'static str,
        method_name: &'static str,
        method: Method,
        path: &'static str,
    ) -> Self {
        // The class that is usual for the method; generated code says others.
        let (method_text, class) = match method {
            Method::GET => ("GET", Class::Read),
            Method::POST => ("POST", Class::Write),
            Method::PUT => ("PUT", Class::Replace),
            Method::DELETE => ("DELETE", Class::Destroy),
            Method::PATCH => ("PATCH", Class::Write),
            Method::HEAD => ("HEAD", Class::Read),
            Method::OPTIONS => ("OPTIONS", Class::Read),
            _ => ("", Class::Write),
        };
        Self {
            id,
            method_name,
            former_id: None,
            key: key(method_text, path),
            method,
            path,
            tag: "",
            summary: "",
            parameters: &[],
            body: None,
            response: None,
            accept: None,
            pages: false,
            envelope: None,
            destructive: false,
            once: false,
            endless: false,
            events: &[],
            class,
            scopes: &[],
            lifecycle: Lifecycle::General,
            restricted: false,
            products: &[],
            tokens: Tokens::Any,
        }
    }

    /// Says what release 2.16.0 of the description called it.
    #[must_use]
    pub const fn former_id(mut self, id: &'static str) -> Self {
        self.former_id = Some(id);
        self
    }

    /// Says which resource it belongs to.
    #[must_use]
    pub const fn tag(mut self, tag: &'static str) -> Self {
        self.tag = tag;
        self
    }

    /// Says in a line what it does.
    #[must_use]
    pub const fn summary(mut self, summary: &'static str) -> Self {
        self.summary = summary;
        self
    }

    /// Says what parameters it takes, in all places.
    #[must_use]
    pub const fn parameters(mut self, parameters: &'static [Parameter]) -> Self {
        self.parameters = parameters;
        self
    }

    /// Says what body it takes.
    #[must_use]
    pub const fn body(mut self, body: Body) -> Self {
        self.body = Some(body);
        self
    }

    /// Says what type it answers with.
    #[must_use]
    pub const fn response(mut self, response: &'static str) -> Self {
        self.response = Some(response);
        self
    }

    /// Says what content type it answers with, where that is not JSON.
    #[must_use]
    pub const fn accept(mut self, content_type: &'static str) -> Self {
        self.accept = Some(content_type);
        self
    }

    /// Says that it answers with a list that may have further pages.
    #[must_use]
    pub const fn pages(mut self) -> Self {
        self.pages = true;
        self
    }

    /// Says that the list is this property of an object.
    #[must_use]
    pub const fn envelope(mut self, property: &'static str) -> Self {
        self.envelope = Some(property);
        self
    }

    /// Says which events it writes to the System Log.
    #[must_use]
    pub const fn events(mut self, events: &'static [&'static str]) -> Self {
        self.events = events;
        self
    }

    /// Says that it removes or disables something.
    #[must_use]
    pub const fn destructive(mut self) -> Self {
        self.destructive = true;
        self
    }

    /// Says that doing it twice is not the same as doing it once.
    #[must_use]
    pub const fn once(mut self) -> Self {
        self.once = true;
        self
    }

    /// Says that its list has no end by itself.
    #[must_use]
    pub const fn endless(mut self) -> Self {
        self.endless = true;
        self
    }

    /// Says what it does to an org.
    #[must_use]
    pub const fn class(mut self, class: Class) -> Self {
        self.class = class;
        self
    }

    /// Says what OAuth 2.0 scopes it needs.
    #[must_use]
    pub const fn scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.scopes = scopes;
        self
    }

    /// Says how far Okta has come with it.
    #[must_use]
    pub const fn lifecycle(mut self, lifecycle: Lifecycle) -> Self {
        self.lifecycle = lifecycle;
        self
    }

    /// Says that not every org has it.
    #[must_use]
    pub const fn restricted(mut self) -> Self {
        self.restricted = true;
        self
    }

    /// Says which products an org needs one of.
    #[must_use]
    pub const fn products(mut self, products: &'static [&'static str]) -> Self {
        self.products = products;
        self
    }

    /// Says which tokens it takes.
    #[must_use]
    pub const fn tokens(mut self, tokens: Tokens) -> Self {
        self.tokens = tokens;
        self
    }

    /// Whether every org has it, today and in future: what a tool lists that lists nothing
    /// else.
    #[must_use]
    pub const fn is_generally_available(&self) -> bool {
        matches!(self.lifecycle, Lifecycle::General) && !self.restricted && self.products.is_empty()
    }
}

/// How far Okta has come with an [`Operation`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lifecycle {
    /// It is generally available.
    General,
    /// It is generally available to those whom Okta has given it to.
    Limited,
    /// It is in early access: it may change.
    EarlyAccess,
    /// It is deprecated: it may go.
    Deprecated,
}

/// Which tokens an [`Operation`] takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Tokens {
    /// OAuth 2.0 access tokens and API tokens.
    Any,
    /// OAuth 2.0 access tokens only.
    OAuth,
    /// API tokens only.
    ApiToken,
    /// None: anybody may ask, or what is sent says who asks.
    None,
}

/// What an [`Operation`] does to an org. Where several classes fit, the last of them counts.
///
/// An agent or a command line decides by it what a person has to be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Class {
    /// Answers with what the org holds, and changes nothing.
    Read,
    /// Reads something with which somebody can sign in, such as a client secret.
    Secrets,
    /// Adds something, or changes no more than what is sent.
    Write,
    /// Replaces a whole resource: what is not sent is cleared, or falls back to its default.
    Replace,
    /// Removes something or ends access, so that a person could miss it.
    Destroy,
    /// Gives or takes rights, or opens a way into the org or out of it: admin roles, consent
    /// to scopes, identity providers, hooks that send data to an address.
    Privilege,
    /// Sets, issues, rotates or reveals what somebody or something signs in with: passwords,
    /// factors, one-time links, sessions, client secrets, keys.
    Credential,
}

impl Class {
    /// The name of the class, such as `read`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Secrets => "secrets",
            Self::Write => "write",
            Self::Replace => "replace",
            Self::Destroy => "destroy",
            Self::Privilege => "privilege",
            Self::Credential => "credential",
        }
    }

    /// Whether the operation changes nothing.
    #[must_use]
    pub const fn is_read(self) -> bool {
        matches!(self, Self::Read | Self::Secrets)
    }
}

/// What stands for a request to a path that no operation is known for.
pub(crate) static RAW: Operation = Operation::new("request", "request", Method::GET, "").pages();
