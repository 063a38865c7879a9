//! What the kinds of resources have in common, as a table: where they live, how their ids
//! begin, what Okta calls them. Kinds that are not in the table are derived from the
//! description.

mod derived;
mod newer;
mod table;

use std::borrow::Cow;

use super::template;

pub(super) use self::derived::derived;
pub(crate) use self::table::RESOURCES;

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
    pub(crate) status: Option<&'static str>,
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
    /// Whether 201 tells of a new member, whatever the description says.
    pub(crate) created: bool,
    /// Whether only an inactive member is deleted.
    pub(crate) outlives: bool,
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
fn kind(
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
        created: false,
        outlives: false,
        links: Links::Own(&[]),
    }
}

impl Resource {
    fn status(mut self, status: &'static str) -> Self {
        self.status = Some(status);
        self.lives = true;
        self
    }

    /// No operation changes the status by itself.
    fn lifeless(mut self) -> Self {
        self.lives = false;
        self
    }

    fn key(mut self, key: &'static str) -> Self {
        self.key = Cow::Borrowed(key);
        self
    }

    fn unlinked(mut self) -> Self {
        self.links = Links::None;
        self
    }

    fn links(mut self, links: &'static [(&'static str, &'static str)]) -> Self {
        self.links = Links::Own(links);
        self
    }

    fn alias(mut self, property: &'static str) -> Self {
        self.alias = Some(property);
        self
    }

    fn required(mut self, properties: &'static [&'static str]) -> Self {
        self.required = properties;
        self
    }

    fn times(mut self, times: [&'static str; 2]) -> Self {
        self.times = times;
        self
    }

    fn created(mut self) -> Self {
        self.created = true;
        self
    }

    fn outlives(mut self) -> Self {
        self.outlives = true;
        self
    }

    fn former(mut self, names: &'static [(&'static str, &'static str)]) -> Self {
        self.former = names;
        self
    }

    fn unique(mut self, property: &'static str) -> Self {
        self.unique = Some(property);
        self
    }
}

/// The kind whose collection has this path template; ids may have any name in it.
pub(crate) fn of(template: &str) -> Option<&'static Resource> {
    RESOURCES
        .iter()
        .chain(newer::NEWER.iter())
        .find(|resource| template::same_shape(&resource.template, template))
}

/// The kind whose collection lies at this path, with ids where its template has `{}`.
pub(crate) fn of_path(path: &str) -> Option<&'static Resource> {
    RESOURCES
        .iter()
        .chain(newer::NEWER.iter())
        .find(|resource| {
            let pattern = resource.template.split('/');
            let fits = pattern
                .clone()
                .zip(path.split('/'))
                .all(|(pattern, segment)| pattern == "{}" || pattern == segment);
            fits && pattern.count() == path.split('/').count()
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::description::Description;

    #[test]
    fn every_kind_is_found_in_the_catalogue() {
        let description = Description::embedded();
        for resource in RESOURCES.iter() {
            let there = description.operations().iter().any(|operation| {
                let template = operation.template.as_str();
                template::same_shape(&resource.template, template)
                    || template
                        .rsplit_once('/')
                        .is_some_and(|(parent, _)| template::same_shape(&resource.template, parent))
            });
            assert!(there, "{}", resource.template);
        }
    }

    #[test]
    fn what_has_a_status_has_a_lifecycle() {
        let description = Description::embedded();
        for resource in RESOURCES.iter() {
            let activate = format!("{}/{{}}/lifecycle/activate", resource.template);
            let mut operations = description.operations().iter();
            let there =
                operations.any(|operation| template::same_shape(&activate, &operation.template));
            assert!(there || !resource.lives, "{}", resource.template);
        }
    }

    #[test]
    fn names_of_ids_do_not_matter() {
        let found = of("/api/v1/policies/{policyId}/rules").map(|resource| &*resource.kind);
        assert_eq!(found, Some("PolicyRule"));
        assert!(of("/api/v1/policies/{policyId}").is_none());
        assert!(of("/api/v1/policies/x/rules").is_none());
    }
}
