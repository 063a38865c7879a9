//! E-mails in the words of an org.

use serde_json::{Value, json};

use crate::{
    engine::links::link,
    error::OktaError,
    exchange::{
        Exchange,
        reply::{Answer, Reply},
    },
    world::state::text,
};

/// What a customization looks like to who asks.
pub(crate) fn preview(exchange: &mut Exchange<'_>) -> Answer {
    let customizations = exchange.parent(2);
    let id = exchange.param("customizationId").to_owned();
    let Some(customization) = exchange.state.store.get(&customizations, &id) else {
        return Err(OktaError::not_found(&id, "EmailCustomization"));
    };
    let customization = customization.into_owned();
    let actor = exchange.actor.id.clone();
    let reader = exchange.user(&actor).unwrap_or_default();
    let org = exchange.state.store.document("/api/v1/org");
    let org = org.map_or("", |org| text(org, "companyName")).to_owned();
    let shown = |part: &str| filled(text(&customization, part), &org, &reader["profile"]);
    let template = exchange.url(&exchange.parent(3));
    Ok(Reply::ok(json!({
        "subject": shown("subject"), "body": shown("body"),
        "_links": {
            "self": link(exchange.url(&exchange.path()), &["GET"]),
            "template": link(template.clone(), &["GET"]),
            "test": link(format!("{template}/test"), &["POST"]),
        },
    })))
}

/// A text with what its variables stand for: `${org.name}`, `${user.profile.firstName}`. Of
/// what there is nothing yet, such as a link, its place is shown.
fn filled(text: &str, org: &str, profile: &Value) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            filled.push_str("${");
            rest = after;
            break;
        };
        let of_user = name.strip_prefix("user.profile.");
        match (name, of_user.and_then(|name| profile[name].as_str())) {
            ("org.name", _) => filled.push_str(org),
            (_, Some(value)) => filled.push_str(value),
            _ => filled.push_str(&format!("({name} Placeholder)")),
        }
        rest = after;
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_in() {
        let profile = json!({ "firstName": "Ada" });
        for (text, expected) in [
            ("Welcome to ${org.name}!", "Welcome to Acme!"),
            ("${user.profile.firstName}, hello", "Ada, hello"),
            ("<a href=\"${link}\">", "<a href=\"(link Placeholder)\">"),
            (
                "${user.profile.nothing}",
                "(user.profile.nothing Placeholder)",
            ),
            ("no $variable {here} ${", "no $variable {here} ${"),
            ("${org.name}${org.name", "Acme${org.name"),
            ("", ""),
        ] {
            assert_eq!(filled(text, "Acme", &profile), expected, "{text}");
        }
    }
}
