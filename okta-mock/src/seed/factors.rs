//! Factors of seeded users: most have one or two, and nobody looks at all of them, so they
//! are made when somebody looks at their user.

use serde_json::{Value, json};

use crate::{
    data::{Ids, Person, instant_of, person, timestamp},
    world::later::Maker,
};

/// Ids of these factors begin here, in front of nothing else.
const FIRST: u64 = 40_000_000;

/// How many factors a user has at most.
const MOST: u64 = 3;

/// What makes the factors of the n-th user; `has_started` tells whether somebody ever
/// signed in.
pub(super) fn maker(seed: u64, ids: Ids, has_started: fn(u64) -> bool) -> Maker {
    Box::new(move |n| {
        let n = u64::from(n);
        if !has_started(n) {
            return Vec::new();
        }
        let created = timestamp(instant_of(seed, "user", n));
        let kinds = of(n, &person(seed, n));
        (0..)
            .zip(kinds)
            .map(|(at, (prefix, mut factor))| {
                let id = ids.id(prefix, FIRST + n * MOST + at);
                factor["id"] = id.as_str().into();
                factor["created"] = created.as_str().into();
                factor["lastUpdated"] = created.as_str().into();
                (id, factor)
            })
            .collect()
    })
}

/// The factors of a person, each with the prefix of its id. One in six has none, and one
/// in ten did not end what they began.
fn of(n: u64, person: &Person) -> Vec<(&'static str, Value)> {
    let login = person.login.as_str();
    let factor = |kind: &str, provider: &str, profile: Value| {
        json!({
            "factorType": kind, "provider": provider, "vendorName": provider,
            "status": "ACTIVE", "profile": profile,
        })
    };
    let push = || {
        let profile = json!({
            "credentialId": login, "deviceType": "SmartPhone_IPhone", "name": "Phone",
            "platform": "IOS", "version": "17.4",
        });
        ("opf", factor("push", "OKTA", profile))
    };
    let code = |provider, prefix| {
        let profile = json!({ "credentialId": login });
        (prefix, factor("token:software:totp", provider, profile))
    };
    let sms = || {
        let profile = json!({ "phoneNumber": person.mobile_phone.as_deref()? });
        Some(("sms", factor("sms", "OKTA", profile)))
    };
    let key = || {
        let profile = json!({ "credentialId": login, "authenticatorName": "Security key" });
        ("fwf", factor("webauthn", "FIDO", profile))
    };
    let question = || {
        let profile = json!({
            "question": "favorite_toy", "questionText": "What was your favorite toy as a child?",
        });
        ("ufs", factor("question", "OKTA", profile))
    };
    let email = || ("emf", factor("email", "OKTA", json!({ "email": login })));
    let mut factors = match n % 6 {
        0 => vec![push(), code("OKTA", "ost")],
        1 => sms().into_iter().chain([question()]).collect(),
        2 => vec![email(), key()],
        3 => vec![code("GOOGLE", "uft")],
        4 => vec![push(), code("OKTA", "ost"), key()],
        _ => Vec::new(),
    };
    if n % 10 == 8
        && let Some((_, last)) = factors.last_mut()
    {
        last["status"] = "PENDING_ACTIVATION".into();
    }
    factors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_people_have_factors_and_the_same_every_time() {
        let make = maker(1, Ids::new(1), |n| n != 3);
        let all: Vec<_> = (0..600).map(&make).collect();
        assert_eq!(all, (0..600).map(&make).collect::<Vec<_>>());
        let without = all.iter().filter(|factors| factors.is_empty()).count();
        assert!((90..130).contains(&without), "{without}");
        assert!(all[3].is_empty());
        let kinds: std::collections::BTreeSet<&str> = all
            .iter()
            .flatten()
            .filter_map(|(_, factor)| factor["factorType"].as_str())
            .collect();
        assert_eq!(kinds.len(), 6, "{kinds:?}");
        let pending = all.iter().flatten();
        let pending = pending.filter(|(_, factor)| factor["status"] != "ACTIVE");
        assert!(pending.count() > 20);
        assert!(all.iter().all(|factors| factors.len() as u64 <= MOST));
    }
}
