//! Plausible answers and bodies, made from schemas.

use serde_json::{Value, json};

use crate::{data::Rng, description::schema::plausible::settle, exchange::Exchange};

/// A plausible answer made from the operation's schema, the same for the same path.
pub(super) fn sample(exchange: &Exchange<'_>, id: Option<&str>) -> Value {
    let Some(schema) = &exchange.operation.response else {
        return json!({});
    };
    let path = exchange.path();
    let mut rng = Rng::of(0, &path, 0);
    let mut value = exchange.description.schemas.sample(schema, &mut rng);
    if let (Some(id), Some(value)) = (id, value.as_object_mut()) {
        for key in ["id", "name", "kid"] {
            if value.contains_key(key) {
                value.insert(key.to_owned(), id.into());
                break;
            }
        }
    }
    settle(&mut value, exchange.base);
    value
}

/// A body that the operation takes, with everything that it may hold.
pub(super) fn sample_body(exchange: &Exchange<'_>) -> Value {
    let mut rng = Rng::of(0, &exchange.operation.id, 0);
    exchange.operation.json_body().map_or(Value::Null, |body| {
        let schemas = &exchange.description.schemas;
        schemas.sample_body(&body.schema, &mut rng)
    })
}
