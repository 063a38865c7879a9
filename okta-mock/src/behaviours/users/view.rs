//! What of a user is shown.

use serde_json::{Value, json};

use crate::{domain::shapes::settings::schema_of, engine::links, world::state::text};

/// The user with the links that their status allows.
pub(crate) fn one(mut user: Value, base: &str) -> Value {
    let own = format!("{base}/api/v1/users/{}", text(&user, "id"));
    let kind = text(&user["type"], "id").to_owned();
    let schema = schema_of(&kind);
    let verbs: &[&str] = match text(&user, "status") {
        "STAGED" => &["activate", "resetFactors"],
        "PROVISIONED" => &["reactivate", "resetPassword", "resetFactors", "deactivate"],
        "ACTIVE" => &[
            "suspend",
            "resetPassword",
            "expirePassword",
            "forgotPassword",
            "resetFactors",
            "changeRecoveryQuestion",
            "changePassword",
            "deactivate",
        ],
        "RECOVERY" | "PASSWORD_EXPIRED" => &[
            "suspend",
            "resetPassword",
            "expirePassword",
            "forgotPassword",
            "resetFactors",
            "changeRecoveryQuestion",
            "changePassword",
            "deactivate",
        ],
        "LOCKED_OUT" => &["unlock", "resetPassword", "resetFactors", "deactivate"],
        "SUSPENDED" => &["unsuspend", "resetFactors", "deactivate"],
        _ => &["activate", "delete"],
    };
    let mut all = json!({
        "self": { "href": own },
        "type": { "href": format!("{base}/api/v1/meta/types/user/{kind}") },
        "schema": { "href": format!("{base}/api/v1/meta/schemas/user/{schema}") },
    });
    for verb in verbs {
        all[*verb] = match *verb {
            "delete" => json!({ "href": own, "method": "DELETE" }),
            verb => json!({ "href": format!("{own}/{}", path_of(verb)), "method": "POST" }),
        };
    }
    links::add(&mut user, all);
    user
}

fn path_of(verb: &str) -> String {
    let snake = verb.chars().fold(String::new(), |mut snake, letter| {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
        snake
    });
    match verb {
        "forgotPassword" | "changePassword" | "changeRecoveryQuestion" => {
            format!("credentials/{snake}")
        }
        _ => format!("lifecycle/{snake}"),
    }
}

/// The user in a list: Okta gives only the link to itself there.
pub(crate) fn listed(mut user: Value, base: &str) -> Value {
    let own = format!("{base}/api/v1/users/{}", text(&user, "id"));
    links::add(&mut user, json!({ "self": { "href": own } }));
    user
}

/// The user's weak entity tag.
pub(crate) fn etag(user: &Value) -> String {
    let hash = user
        .to_string()
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("W/\"{hash:016x}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_follow_the_status() {
        let user = |status| {
            one(
                json!({"id": "00u1", "status": status, "type": {"id": "oty1"}}),
                "http://org",
            )
        };
        let active = user("ACTIVE");
        assert_eq!(
            active["_links"]["changeRecoveryQuestion"]["href"],
            "http://org/api/v1/users/00u1/credentials/change_recovery_question"
        );
        assert_eq!(
            active["_links"]["expirePassword"]["href"],
            "http://org/api/v1/users/00u1/lifecycle/expire_password"
        );
        assert!(active["_links"].get("activate").is_none());
        assert_eq!(
            user("DEPROVISIONED")["_links"]["delete"]["method"],
            "DELETE"
        );
    }
}
