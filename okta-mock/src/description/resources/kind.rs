//! What is known of a kind.

use std::borrow::Cow;

/// A kind of resource that is kept in a collection.
#[derive(Debug)]
pub(crate) struct Resource {
    /// The path of the collection, with `{}` for ids.
    pub(crate) template: Cow<'static, str>,
    /// What its ids begin with.
    pub(crate) prefix: Cow<'static, str>,
    /// The property that identifies a member.
    pub(crate) key: Cow<'static, str>,
    /// Okta's internal name of the kind, as in "Resource not found: x (User)".
    pub(crate) kind: Cow<'static, str>,
    /// The first part of its System Log events.
    pub(crate) event: Cow<'static, str>,
    /// The status that a new member has; `None` for kinds without one.
    pub(crate) status: Option<Cow<'static, str>>,
    /// Whether members are activated and deactivated.
    pub(crate) lives: bool,
    /// A property that stands for the id in paths.
    pub(crate) alias: Option<&'static str>,
    /// What members were called before, each with what it is called today.
    pub(crate) former: &'static [(&'static str, &'static str)],
    /// A property that no two members may share.
    pub(crate) unique: Option<&'static str>,
    /// What Okta does not make a member without.
    pub(crate) required: &'static [&'static str],
    /// What Okta calls the times of a member's creation and of its last change; empty where
    /// it shows none.
    pub(crate) times: [&'static str; 2],
    /// Whether only an inactive member is deleted.
    pub(crate) outlives: bool,
    /// Whether Okta looks below a member without asking whether there is one.
    pub(crate) unasked: bool,
    /// The links that its members have.
    pub(crate) links: Links,
}

/// The links that the members of a collection have.
#[derive(Debug)]
pub(crate) enum Links {
    /// None at all.
    None,
    /// To the member itself, to what changes its status, and to these, each with its
    /// path below the member. What lies below `lifecycle` is posted to.
    Own(&'static [(&'static str, &'static str)]),
}

/// A member's place: a template, the prefix of ids, the kind, the event.
pub(super) fn kind(
    template: &'static str,
    prefix: &'static str,
    kind: &'static str,
    event: &'static str,
) -> Resource {
    Resource {
        template: Cow::Borrowed(template),
        prefix: Cow::Borrowed(prefix),
        key: Cow::Borrowed("id"),
        kind: Cow::Borrowed(kind),
        event: Cow::Borrowed(event),
        status: None,
        lives: false,
        alias: None,
        former: &[],
        unique: None,
        required: &[],
        times: ["created", "lastUpdated"],
        outlives: false,
        unasked: false,
        links: Links::Own(&[]),
    }
}

impl Resource {
    pub(super) fn status(mut self, status: &'static str) -> Self {
        self.status = Some(Cow::Borrowed(status));
        self.lives = true;
        self
    }

    /// No operation changes the status by itself.
    pub(super) fn lifeless(mut self) -> Self {
        self.lives = false;
        self
    }

    pub(super) fn key(mut self, key: &'static str) -> Self {
        self.key = Cow::Borrowed(key);
        self
    }

    pub(super) fn unlinked(mut self) -> Self {
        self.links = Links::None;
        self
    }

    pub(super) fn links(mut self, links: &'static [(&'static str, &'static str)]) -> Self {
        self.links = Links::Own(links);
        self
    }

    pub(super) fn alias(mut self, property: &'static str) -> Self {
        self.alias = Some(property);
        self
    }

    pub(super) fn required(mut self, properties: &'static [&'static str]) -> Self {
        self.required = properties;
        self
    }

    pub(super) fn times(mut self, times: [&'static str; 2]) -> Self {
        self.times = times;
        self
    }

    pub(super) fn unasked(mut self) -> Self {
        self.unasked = true;
        self
    }

    pub(super) fn outlives(mut self) -> Self {
        self.outlives = true;
        self
    }

    pub(super) fn former(mut self, names: &'static [(&'static str, &'static str)]) -> Self {
        self.former = names;
        self
    }

    pub(super) fn unique(mut self, property: &'static str) -> Self {
        self.unique = Some(property);
        self
    }
}
