//! Brands that are made: each begins with a theme and the e-mails of the first.

use serde_json::Value;

use crate::{
    engine,
    exchange::{
        Exchange,
        reply::{Answer, Content},
    },
    world::state::text,
};

pub(super) fn create(exchange: &mut Exchange<'_>) -> Answer {
    let brands = exchange.path();
    let answer = engine::answer(exchange)?;
    let Content::Json(made) = &answer.body else {
        return Ok(answer);
    };
    let brand = text(made, "id").to_owned();
    let first = exchange.state.landmarks.brand.clone();
    for (below, prefix) in [("themes", Some("the")), ("templates/email", None)] {
        let from = format!("{brands}/{first}/{below}");
        let to = format!("{brands}/{brand}/{below}");
        let members = exchange.state.store.values(&from);
        let members: Vec<Value> = members.map(std::borrow::Cow::into_owned).collect();
        for mut member in members {
            let id = match prefix {
                Some(prefix) => exchange.state.new_id(prefix),
                None => text(&member, "name").to_owned(),
            };
            if prefix.is_some() {
                member["id"] = id.clone().into();
            }
            exchange.state.store.insert(&to, &id, member);
        }
    }
    Ok(answer)
}
