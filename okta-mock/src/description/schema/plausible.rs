//! Values that look as a property's name promises.

use serde_json::Value;

use crate::data::{self, Person, Rng};

/// What URLs of the org begin with that the payload is of.
const HERE: &str = "https://example.okta.com";

/// Lets the links of a sample lead to this org.
pub(crate) fn settle(value: &mut Value, base: &str) {
    match value {
        Value::String(text) => {
            if let Some(path) = text.strip_prefix(HERE) {
                *text = format!("{base}{path}");
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(|value| settle(value, base)),
        Value::Object(properties) => properties
            .values_mut()
            .for_each(|value| settle(value, base)),
        _ => {}
    }
}

/// Who the people in one payload are: always the same person, so that a name and an
/// address in it belong together.
pub(super) fn person(rng: &mut Rng) -> Person {
    data::person(0, rng.below(1000))
}

/// A text for the property `name` of a schema called `owner`.
pub(super) fn text(
    owner: &str,
    name: &str,
    format: Option<&str>,
    person: &Person,
    rng: &mut Rng,
) -> String {
    match format {
        // What expires must not have done so.
        Some("date-time") if name.starts_with("expir") => {
            return "2099-12-31T00:00:00.000Z".to_owned();
        }
        Some("date-time") => return timestamp(rng),
        Some("date") => return timestamp(rng).chars().take(10).collect(),
        Some("uri" | "url") => return url(name),
        Some("email") => return person.login.clone(),
        Some("uuid") => return rng.uuid(),
        Some("ipv4") => return address(rng),
        _ => {}
    }
    if name == "id" {
        return id(data::prefix_of(owner), rng);
    }
    if let Some(text) = by_name(owner, name, person, rng) {
        return text;
    }
    if let Some(kind) = name
        .strip_suffix("Id")
        .or_else(|| name.strip_suffix("Ids"))
        .or_else(|| name.strip_suffix("_id"))
    {
        return id(prefix_by_name(kind), rng);
    }
    let lower = name.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    if ends(&[
        "url", "uri", "uris", "href", "website", "issuer", "origin", "origins", "audience",
    ]) {
        url(name)
    } else if ends(&["email", "login", "username"]) {
        person.login.clone()
    } else if ends(&["phone", "phonenumber"]) {
        format!("+1415555{:04}", rng.below(10_000))
    } else if ends(&["secret", "token", "key", "nonce", "fingerprint", "password"]) {
        rng.text(40)
    } else if ends(&["version"]) {
        "1.0.0".to_owned()
    } else if ends(&["hex"]) {
        format!("#{:06x}", rng.below(0x100_0000))
    } else if ends(&["at", "created", "lastupdated", "published"]) {
        timestamp(rng)
    } else if ends(&["name", "label", "title"]) {
        format!("{} {}", words(owner), rng.below(900) + 100)
    } else if ends(&["description", "message", "text"]) {
        format!("Sample {}", words(owner).to_lowercase())
    } else {
        format!("Sample {}", words(name).to_lowercase())
    }
}

/// Names whose values have a form of their own.
fn by_name(owner: &str, name: &str, person: &Person, rng: &mut Rng) -> Option<String> {
    Some(match name {
        "firstName" => person.first_name.to_owned(),
        "lastName" => person.last_name.to_owned(),
        "displayName" if owner.contains("User") || owner.contains("Actor") => {
            format!("{} {}", person.first_name, person.last_name)
        }
        "department" => person.department.to_owned(),
        "title" if owner.ends_with("Profile") => person.title.clone(),
        "label" if owner.contains("App") => data::app(rng.below(1000)).label,
        "name" if owner.contains("Group") => data::group(rng.below(1000)).name,
        "createdBy" | "lastUpdatedBy" => id("00u", rng),
        "alternateId" => person.login.clone(),
        "uuid" | "aaguid" => rng.uuid(),
        "ip" | "ipAddress" | "address" => address(rng),
        "domain" | "host" | "hostName" | "suffix" => "example.com".to_owned(),
        "timezone" | "timeZone" => "America/Los_Angeles".to_owned(),
        "locale" => "en_US".to_owned(),
        "language" | "preferredLanguage" => "en".to_owned(),
        "country" | "countryCode" => "US".to_owned(),
        "city" => "San Francisco".to_owned(),
        "state" if owner.contains("Address") || owner.contains("Profile") => "CA".to_owned(),
        "postalCode" | "zipCode" => "94105".to_owned(),
        "type" => "DEFAULT".to_owned(),
        "version" => "1.0.0".to_owned(),
        "kid" | "x5t#S256" => rng.text(43),
        "kty" => "RSA".to_owned(),
        "alg" => "RS256".to_owned(),
        "use" => "sig".to_owned(),
        "e" => "AQAB".to_owned(),
        "expression" => "user.department == \"Engineering\"".to_owned(),
        "$schema" => "http://json-schema.org/draft-04/schema#".to_owned(),
        "include" if owner.contains("User") => id("00u", rng),
        "include" if owner.contains("Group") => id("00g", rng),
        "method" if owner.contains("Hook") => "POST".to_owned(),
        "status" => "ACTIVE".to_owned(),
        _ => return None,
    })
}

/// A number for the property `name`.
pub(super) fn integer(name: &str, rng: &mut Rng) -> i64 {
    let lower = name.to_lowercase();
    match lower.as_str() {
        "priority" | "min" | "minlength" => 1,
        "max" | "maxlength" => 100,
        "port" | "authport" => 443,
        _ if lower.ends_with("minutes") => 60,
        _ if lower.ends_with("days") => 90,
        _ => i64::try_from(rng.below(30)).unwrap_or_default() + 1,
    }
}

/// The usual links of a resource.
pub(super) fn links(owner: &str) -> Value {
    serde_json::json!({"self": {"href": format!("{HERE}/api/v1/{owner}")}})
}

/// An id of no resource in particular.
fn id(prefix: &str, rng: &mut Rng) -> String {
    format!(
        "{prefix}{}",
        rng.text(20_usize.saturating_sub(prefix.len()))
    )
}

/// `user` has the prefix of `User`, and so do `created_by` and what else is a person.
fn prefix_by_name(kind: &str) -> &'static str {
    match kind {
        "app" | "appInstance" | "client" | "application" => "0oa",
        "manager" | "primary" => "00u",
        _ => {
            let mut letters = kind.chars();
            let schema: String = letters
                .next()
                .into_iter()
                .flat_map(char::to_uppercase)
                .chain(letters)
                .collect();
            data::prefix_of(&schema)
        }
    }
}

fn timestamp(rng: &mut Rng) -> String {
    data::timestamp(data::instant_of(rng.next(), "sample", 0))
}

fn url(name: &str) -> String {
    format!(
        "https://example.com/{}",
        words(name).to_lowercase().replace(' ', "-")
    )
}

/// An address of the range that is reserved for examples.
fn address(rng: &mut Rng) -> String {
    format!("203.0.113.{}", rng.below(254) + 1)
}

/// `TrustedOrigin`, `trustedOrigin` or `trusted_origin` as `Trusted Origin`.
fn words(name: &str) -> String {
    let mut words = String::new();
    let mut after_small = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && after_small) {
            words.push(' ');
        }
        if c.is_alphanumeric() {
            let starts = words.is_empty() || words.ends_with(' ');
            match starts {
                true => words.extend(c.to_uppercase()),
                false => words.push(c),
            }
        }
        after_small = c.is_lowercase() || c.is_numeric();
    }
    match words.trim() {
        "" => "Sample".to_owned(),
        words => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_words() {
        for (name, expected) in [
            ("TrustedOrigin", "Trusted Origin"),
            ("authURL", "Auth URL"),
            ("client_secret", "Client Secret"),
            ("recovery question", "Recovery Question"),
            ("OAuth2Claim", "OAuth2 Claim"),
            ("$ref", "Ref"),
            ("", "Sample"),
        ] {
            assert_eq!(words(name), expected, "{name:?}");
        }
    }

    #[test]
    fn texts() {
        let mut rng = Rng::new(7);
        let ada = person(&mut rng);
        let mut text = |owner, name| super::text(owner, name, None, &ada, &mut rng);
        assert_eq!(text("UserProfile", "login"), ada.login);
        assert_eq!(text("UserProfile", "firstName"), ada.first_name);
        for (owner, name, prefix) in [
            ("User", "id", "00u"),
            ("Nothing", "groupId", "00g"),
            ("Nothing", "clientId", "0oa"),
            ("Nothing", "client_id", "0oa"),
            ("GroupCondition", "include", "00g"),
            ("TrustedOrigin", "origin", "https://example.com/origin"),
            ("TrustedOrigin", "name", "Trusted Origin "),
            ("AccessPolicy", "description", "Sample access policy"),
            ("NetworkZoneAddress", "address", "203.0.113."),
            ("Profile", "mobilePhone", "+1415555"),
            ("Brand", "primaryColorHex", "#"),
            ("Widget", "createdAt", "202"),
            ("Widget", "createdBy", "00u"),
            ("LogActor", "alternateId", &ada.login),
            ("Widget", "passwordField", "Sample password field"),
        ] {
            let made = text(owner, name);
            assert!(made.starts_with(prefix), "{owner} {name}: {made}");
        }
    }
}
