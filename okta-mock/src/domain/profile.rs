//! Profiles, checked against the user schema, and passwords against the policy.

use serde_json::{Map, Value};

use crate::{
    error::OktaError,
    world::{act::Act, state::text},
};

/// Where the schema of users lies.
pub(crate) fn schema_path(act: &Act<'_>) -> String {
    format!(
        "/api/v1/meta/schemas/user/{}",
        act.state.landmarks.user_schema
    )
}

/// Checks a whole profile: what is required is there, what is there is in the schema and
/// of its type, and the login is nobody else's than the user's with this sequence number.
pub(crate) fn check(
    act: &Act<'_>,
    profile: &Map<String, Value>,
    own: Option<u64>,
) -> Result<(), OktaError> {
    let empty = Value::Null;
    let schema = act
        .state
        .store
        .document(&schema_path(act))
        .unwrap_or(&empty);
    let mut causes = violations(schema, profile);
    let login = profile
        .get("login")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if !is_address(login) {
        causes.push((
            "login".into(),
            "login: Username must be in the form of an email address".into(),
        ));
    }
    for name in ["email", "secondEmail"] {
        if let Some(Value::String(email)) = profile.get(name)
            && !is_address(email)
        {
            causes.push((
                name.into(),
                format!("{name}: Does not match required pattern"),
            ));
        }
    }
    if let Some((first, _)) = causes.first() {
        return Err(OktaError::validation(
            &first.clone(),
            causes.into_iter().map(|(_, cause)| cause),
        ));
    }
    match act.state.logins.get(&login.to_lowercase()) {
        Some(holder) if Some(*holder) != own => Err(OktaError::taken("login")),
        _ => Ok(()),
    }
}

fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty()
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !text.contains(char::is_whitespace)
            && !domain.contains('@')
    })
}

/// What breaks a schema of attributes: each with the attribute and the cause.
pub(crate) fn violations(schema: &Value, profile: &Map<String, Value>) -> Vec<(String, String)> {
    let definitions = [
        &schema["definitions"]["base"],
        &schema["definitions"]["custom"],
    ];
    let mut causes = Vec::new();
    for definition in definitions {
        for name in definition["required"].as_array().into_iter().flatten() {
            let name = name.as_str().unwrap_or_default();
            let blank = match profile.get(name) {
                None | Some(Value::Null) => true,
                Some(Value::String(text)) => text.trim().is_empty(),
                Some(_) => false,
            };
            if blank {
                causes.push((
                    name.to_owned(),
                    format!("{name}: The field cannot be left blank"),
                ));
            }
        }
    }
    for (name, value) in profile {
        let attribute = definitions
            .iter()
            .find_map(|definition| definition["properties"].get(name));
        let Some(attribute) = attribute else {
            causes.push((
                name.clone(),
                format!("Property name '{name}' is not defined in profile"),
            ));
            continue;
        };
        if let Some(problem) = violation(attribute, value) {
            causes.push((name.clone(), format!("{name}: {problem}")));
        }
    }
    causes
}

fn violation(attribute: &Value, value: &Value) -> Option<String> {
    if value.is_null() {
        return None;
    }
    let kind = text(attribute, "type");
    let fits = match kind {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        _ => true,
    };
    if !fits {
        return Some(format!("Value must be of type {kind}"));
    }
    let allowed = attribute["enum"].as_array();
    if allowed.is_some_and(|allowed| !allowed.is_empty() && !allowed.contains(value)) {
        return Some("The field has an invalid value".to_owned());
    }
    let length = value.as_str()?.chars().count() as u64;
    if attribute["maxLength"]
        .as_u64()
        .is_some_and(|most| length > most)
    {
        return Some("String is too long".to_owned());
    }
    // A blank text is complained of where it must not be blank.
    let blank = value.as_str().is_some_and(|text| text.trim().is_empty());
    if !blank
        && attribute["minLength"]
            .as_u64()
            .is_some_and(|least| length < least)
    {
        return Some("String is too short".to_owned());
    }
    None
}

/// Why a password is refused; `None` when the default password policy accepts it.
pub(crate) fn password_problem(password: &str, login: &str) -> Option<OktaError> {
    let name = login.split('@').next().unwrap_or_default().to_lowercase();
    let strong = password.chars().count() >= 8
        && password.chars().any(char::is_lowercase)
        && password.chars().any(char::is_uppercase)
        && password.chars().any(|letter| letter.is_ascii_digit())
        && (name.len() < 4 || !password.to_lowercase().contains(&name));
    (!strong).then(|| {
        OktaError::validation(
            "password",
            [
                "password: Password requirements were not met. Password requirements: \
              at least 8 characters, a lowercase letter, an uppercase letter, a number, \
              no parts of your username.",
            ],
        )
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn attributes_are_checked_against_the_schema() {
        let schema = json!({"definitions": {
            "base": {
                "required": ["login"],
                "properties": {"login": {"type": "string", "minLength": 5, "maxLength": 8}},
            },
            "custom": {"properties": {
                "age": {"type": "integer"}, "size": {"type": "string", "enum": ["S", "L"]},
            }},
        }});
        for (profile, expected) in [
            (json!({"login": "abcde", "age": 7, "size": "S"}), vec![]),
            (json!({"login": "abcde", "age": null}), vec![]),
            (json!({"login": " "}), vec!["login"]),
            (json!({"login": null}), vec!["login"]),
            (json!({"login": "abcd"}), vec!["login"]),
            (json!({"login": "abcdefghi"}), vec!["login"]),
            (json!({"login": "abcde", "age": "7"}), vec!["age"]),
            (
                json!({"login": "abcde", "size": "M", "x": 1}),
                vec!["size", "x"],
            ),
        ] {
            let profile = profile.as_object().cloned().unwrap_or_default();
            let names: Vec<String> = violations(&schema, &profile)
                .into_iter()
                .map(|(name, _)| name)
                .collect();
            assert_eq!(names, expected, "{profile:?}");
        }
    }

    #[test]
    fn addresses_and_passwords() {
        for good in ["a@b.c", "ada.lovelace+x@mail.example.com"] {
            assert!(is_address(good), "{good}");
        }
        for bad in ["ada", "@b.c", "a@b", "a b@c.d", "a@.c", "a@b.", "a@b@c.d"] {
            assert!(!is_address(bad), "{bad}");
        }
        assert!(password_problem("Abcdefg1", "ada@example.com").is_none());
        for weak in ["Abcdef1", "abcdefg1", "ABCDEFG1", "Abcdefgh", "1Lovelace1"] {
            assert!(
                password_problem(weak, "lovelace@example.com").is_some(),
                "{weak}"
            );
        }
    }
}
