//! One operation as data.

use http::Method;

use super::{
    key::key,
    parameter::{Body, Parameter, Segment, segments},
};

/// One operation of an Okta API.
///
/// A path and method that Okta documents in several variants, such as publishing a certificate
/// in different encodings, has one entry for each variant.
///
/// Generated crates bring their own operations. For a newer description, start with
/// [`Operation::new`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// Okta's operationId, such as `listUsers`.
    pub id: &'static str,
    /// The name of the method on [`Client`](crate::Client), such as `list_users`.
    pub method_name: &'static str,
    /// The operationId in release 2.16.0 of Okta's description, where today's differs. Some of
    /// these ids mean another operation today: `updateUser` was the PUT that is `replaceUser`
    /// now.
    pub former_id: Option<&'static str>,
    /// The HTTP method.
    pub method: Method,
    /// The path template, such as `/api/v1/users/{userId}`. Two operations have a fixed query
    /// in it (`?tempPassword=true`).
    pub path: &'static str,
    /// The resource that the operation belongs to, such as `User`.
    pub tag: &'static str,
    /// Okta's one-line summary, or an empty text.
    pub summary: &'static str,
    /// The path, query and header parameters, in the description's order.
    pub parameters: &'static [Parameter],
    /// The request body, if the operation takes one.
    pub body: Option<Body>,
    /// The name of the response's type in `types`, or `Vec<…>` for a list. `None` where Okta
    /// declares no body.
    pub response: Option<&'static str>,
    /// The content type to ask for, if it is not JSON.
    pub accept: Option<&'static str>,
    /// Whether the response is a list that Okta may split into pages.
    pub pages: bool,
    /// The property that holds the list, if the response is an object around one.
    pub envelope: Option<&'static str>,
    /// Whether the operation removes or disables something that a person could miss.
    pub destructive: bool,
    /// Whether a repetition has a different effect, although the method is idempotent. Such a
    /// request is not retried when its response is lost.
    pub once: bool,
    /// Whether the list has no end by itself. A stream of it is given one.
    pub endless: bool,
    /// The event types that the operation writes to the System Log, as far as Okta documents
    /// them, such as `user.lifecycle.create`. Background work writes others.
    pub events: &'static [&'static str],
    /// The effect of the operation on an org.
    pub class: Class,
    /// The OAuth 2.0 scopes, all of which Okta requires. Empty where none is known.
    pub scopes: &'static [&'static str],
    /// The operation's stage of release.
    pub lifecycle: Lifecycle,
    /// Whether an org needs a product or a feature for it. Okta does not always name which one.
    pub restricted: bool,
    /// The products, one of which an org needs, such as `Okta Identity Engine`. Empty where
    /// none is named.
    pub products: &'static [&'static str],
    /// The kinds of tokens that it accepts.
    pub tokens: Tokens,
    /// The [key](crate::transport::key) that distinguishes the operation's requests.
    pub(crate) key: u64,
}

impl Operation {
    /// Returns the path template without the query that a few operations have in their path.
    #[must_use]
    pub fn template(&self) -> &'static str {
        self.path
            .split_once('?')
            .map_or(self.path, |(path, _)| path)
    }

    /// Iterates over the segments of the path template.
    pub fn segments(&self) -> impl Iterator<Item = Segment> {
        segments(self.template()).map(Segment::of)
    }

    /// Returns the query parameter that is part of the operation's path, with its value.
    #[must_use]
    pub fn fixed_query(&self) -> Option<(&'static str, &'static str)> {
        self.path.split_once('?')?.1.split_once('=')
    }

    /// Creates an operation without anything optional.
    #[must_use]
    pub const fn new(
        id: &'static str,
        method_name: &'static str,
        method: Method,
        path: &'static str,
    ) -> Self {
        // The usual class for the method; generated code sets others.
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

    /// Sets its operationId in release 2.16.0 of the description.
    #[must_use]
    pub const fn former_id(mut self, id: &'static str) -> Self {
        self.former_id = Some(id);
        self
    }

    /// Sets the resource that it belongs to.
    #[must_use]
    pub const fn tag(mut self, tag: &'static str) -> Self {
        self.tag = tag;
        self
    }

    /// Sets its one-line summary.
    #[must_use]
    pub const fn summary(mut self, summary: &'static str) -> Self {
        self.summary = summary;
        self
    }

    /// Sets its path, query and header parameters.
    #[must_use]
    pub const fn parameters(mut self, parameters: &'static [Parameter]) -> Self {
        self.parameters = parameters;
        self
    }

    /// Sets the body that it takes.
    #[must_use]
    pub const fn body(mut self, body: Body) -> Self {
        self.body = Some(body);
        self
    }

    /// Sets the name of its response's type.
    #[must_use]
    pub const fn response(mut self, response: &'static str) -> Self {
        self.response = Some(response);
        self
    }

    /// Sets its response's content type, if that is not JSON.
    #[must_use]
    pub const fn accept(mut self, content_type: &'static str) -> Self {
        self.accept = Some(content_type);
        self
    }

    /// Marks its response as a list that may have more pages.
    #[must_use]
    pub const fn pages(mut self) -> Self {
        self.pages = true;
        self
    }

    /// Sets the property of the response that holds the list.
    #[must_use]
    pub const fn envelope(mut self, property: &'static str) -> Self {
        self.envelope = Some(property);
        self
    }

    /// Sets the events that it writes to the System Log.
    #[must_use]
    pub const fn events(mut self, events: &'static [&'static str]) -> Self {
        self.events = events;
        self
    }

    /// Marks it as removing or disabling something.
    #[must_use]
    pub const fn destructive(mut self) -> Self {
        self.destructive = true;
        self
    }

    /// Marks a repetition as having a different effect.
    #[must_use]
    pub const fn once(mut self) -> Self {
        self.once = true;
        self
    }

    /// Marks its list as having no end by itself.
    #[must_use]
    pub const fn endless(mut self) -> Self {
        self.endless = true;
        self
    }

    /// Sets its effect on an org.
    #[must_use]
    pub const fn class(mut self, class: Class) -> Self {
        self.class = class;
        self
    }

    /// Sets the OAuth 2.0 scopes that it requires.
    #[must_use]
    pub const fn scopes(mut self, scopes: &'static [&'static str]) -> Self {
        self.scopes = scopes;
        self
    }

    /// Sets its stage of release.
    #[must_use]
    pub const fn lifecycle(mut self, lifecycle: Lifecycle) -> Self {
        self.lifecycle = lifecycle;
        self
    }

    /// Marks it as unavailable in some orgs.
    #[must_use]
    pub const fn restricted(mut self) -> Self {
        self.restricted = true;
        self
    }

    /// Sets the products, one of which an org needs.
    #[must_use]
    pub const fn products(mut self, products: &'static [&'static str]) -> Self {
        self.products = products;
        self
    }

    /// Sets the kinds of tokens that it accepts.
    #[must_use]
    pub const fn tokens(mut self, tokens: Tokens) -> Self {
        self.tokens = tokens;
        self
    }

    /// Returns whether every org has it, today and in future. A tool can use it to list nothing
    /// else.
    #[must_use]
    pub const fn is_generally_available(&self) -> bool {
        matches!(self.lifecycle, Lifecycle::General) && !self.restricted && self.products.is_empty()
    }
}

/// The stage of release of an [`Operation`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lifecycle {
    /// It is generally available.
    General,
    /// It is generally available to selected customers.
    Limited,
    /// It is in early access, so it may change.
    EarlyAccess,
    /// It is deprecated, so it may be removed.
    Deprecated,
}

/// The kinds of tokens that an [`Operation`] accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Tokens {
    /// OAuth 2.0 access tokens and API tokens.
    Any,
    /// OAuth 2.0 access tokens only.
    OAuth,
    /// API tokens only.
    ApiToken,
    /// No token. Anybody may call it, or the request itself says who is asking.
    None,
}

/// The effect of an [`Operation`] on an org. Where several classes fit, the last one counts.
///
/// Agents and command lines use it to decide what a person has to confirm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Class {
    /// It returns what the org holds and changes nothing.
    Read,
    /// It reads something with which somebody can sign in, such as a client secret.
    Secrets,
    /// It adds something, or changes only what is sent.
    Write,
    /// It replaces a whole resource. What is not sent is cleared or falls back to its default.
    Replace,
    /// It removes something or ends access, in a way that a person could miss.
    Destroy,
    /// It grants or revokes rights, or opens a way into the org or out of it: admin roles,
    /// consent to scopes, identity providers, hooks that send data to an address.
    Privilege,
    /// It sets, issues, rotates or reveals something to sign in with: passwords, factors,
    /// one-time links, sessions, client secrets, keys.
    Credential,
}

impl Class {
    /// Returns the name of the class, such as `read`.
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

    /// Returns whether the operation changes nothing.
    #[must_use]
    pub const fn is_read(self) -> bool {
        matches!(self, Self::Read | Self::Secrets)
    }
}

/// Stands for a request to a path without a known operation.
pub(crate) static RAW: Operation = Operation::new("request", "request", Method::GET, "").pages();
