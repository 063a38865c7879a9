//! What Okta adds to a new member of a kind that only a description tells of.

use serde_json::{Map, Value};

use crate::{
    data::Rng,
    description::{
        resources::{self, Resource},
        schema::plausible::settle,
        template,
    },
    exchange::Exchange,
};

/// The id that a body gives, where its schema lets it: what stands for something else, such
/// as the owner of a group, has the id of that.
pub(super) fn given_id(exchange: &Exchange<'_>, resource: Option<&Resource>) -> Option<Value> {
    let schema = &exchange.operation.json_body()?.schema;
    let mut properties = exchange.description.schemas.properties(schema);
    let given = properties.any(|(name, only_okta)| name == "id" && !only_okta);
    let id = exchange.body["id"].as_str()?;
    (given && is_described(resource)).then(|| id.into())
}

fn is_described(resource: Option<&Resource>) -> bool {
    resource.is_some_and(|resource| resources::of(&resource.template).is_none())
}

/// Fills in what only Okta sets, as the description says, and the ids of what the member
/// belongs to.
pub(super) fn complete(
    exchange: &Exchange<'_>,
    resource: Option<&Resource>,
    value: &mut Map<String, Value>,
) {
    let answer = exchange.operation.response.as_ref();
    let Some(schema) = answer.filter(|_| is_described(resource)) else {
        return;
    };
    let schemas = &exchange.description.schemas;
    // Each member is made anew: its secrets are its own.
    let id = value.get("id").and_then(Value::as_str).unwrap_or_default();
    let mut rng = Rng::of(0, &format!("{}/{id}", exchange.path()), 0);
    let mut sample = schemas.sample(schema, &mut rng);
    settle(&mut sample, exchange.base);
    for (name, only_okta) in schemas.properties(schema) {
        if name.starts_with('_') || value.contains_key(name) {
            continue;
        }
        let parent = parent(exchange, name);
        let made = match name {
            _ if parent.is_some() => parent,
            "createdBy" | "lastUpdatedBy" => Some((*exchange.actor.id).into()),
            // Okta finds a name for what nobody named.
            _ if only_okta || name == "name" => sample.get(name).cloned(),
            _ => None,
        };
        if let Some(made) = made {
            value.insert(name.to_owned(), made);
        }
    }
}

/// The id in the path that a property repeats: `identitySourceId` is a parameter, and
/// `requestingAppInstanceId` is the `appId` of the collection.
fn parent(exchange: &Exchange<'_>, property: &str) -> Option<Value> {
    let segments = exchange.operation.template.split('/').skip(1);
    let named = segments.zip(&exchange.segments).find(|(segment, _)| {
        template::parameter(segment).is_some_and(|parameter| repeats(property, parameter))
    });
    named.map(|(_, id)| id.clone().into())
}

fn repeats(property: &str, parameter: &str) -> bool {
    let requesting = property.strip_prefix("requesting").unwrap_or(property);
    let plain = |name: &str| name.to_lowercase().replace("instance", "");
    parameter.ends_with("Id") && plain(requesting) == plain(parameter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_property_repeats_the_id_of_its_own_kind() {
        for (property, parameter, expected) in [
            ("identitySourceId", "identitySourceId", true),
            ("requestingAppInstanceId", "appId", true),
            ("appInstanceId", "appId", true),
            ("resourceAppInstanceId", "appId", false),
            ("id", "appId", false),
            ("name", "name", false),
        ] {
            assert_eq!(repeats(property, parameter), expected, "{property}");
        }
    }
}
