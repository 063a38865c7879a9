//! Kinds by where they live.

use super::{kind::Resource, newer::NEWER, table::RESOURCES};
use crate::description::template;

/// The kind whose collection has this path template; ids may have any name in it.
pub(crate) fn of(template: &str) -> Option<&'static Resource> {
    RESOURCES
        .iter()
        .chain(NEWER.iter())
        .find(|resource| template::same_shape(&resource.template, template))
}

/// Whether a kind is one of the release that `okta-api` is generated from.
pub(crate) fn is_embedded(resource: &Resource) -> bool {
    let mut embedded = RESOURCES.iter();
    embedded.any(|known| std::ptr::eq(known, resource))
}

/// The kind whose collection lies at this path, with ids where its template has `{}`.
pub(crate) fn of_path(path: &str) -> Option<&'static Resource> {
    RESOURCES.iter().chain(NEWER.iter()).find(|resource| {
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
