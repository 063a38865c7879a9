//! Unknown names in files and the environment, and what they probably meant.

use super::{
    node::Node,
    setting::{PROFILE, Setting, variable},
};
use crate::shown;

/// Settings that Okta's other SDKs read and this one ignores without a word.
const OF_OTHERS: [&str; 8] = [
    "client.cache",
    "client.logging",
    "client.rateLimit.maxBackoff",
    "client.rateLimit.enable",
    "client.requestExecutor",
    "client.pollingInterval",
    "client.raiseException",
    "client.profile",
];

/// Checks the keys below `okta:`, or below a profile.
pub(super) fn in_section(section: &Node) -> Vec<String> {
    let mut notes = Vec::new();
    for name in ["client", "testing"] {
        if let Some(node) = section.get(name) {
            walk(node, name, &mut notes);
        }
    }
    for (name, _) in section.entries() {
        if !["client", "testing", "profiles"].contains(&name.as_str()) {
            let known = ["client", "testing", "profiles"].map(str::to_owned);
            notes.extend(near(name, &known).map(|known| note(name, Some(known))));
        }
    }
    notes
}

/// Checks the keys at the top of a file.
pub(super) fn at_the_top(document: &Node) -> Vec<String> {
    if document.get("okta").is_some() {
        return Vec::new();
    }
    let misplaced = document.entries().iter().find_map(|(name, _)| {
        if name == "client" {
            return Some(
                "`client` is at the top level, where it is not read: put it below `okta`"
                    .to_owned(),
            );
        }
        near(name, &["okta".to_owned()]).map(|known| note(name, Some(known)))
    });
    misplaced.into_iter().collect()
}

fn walk(node: &Node, path: &str, notes: &mut Vec<String>) {
    for (name, value) in node.entries() {
        let path = format!("{path}.{name}");
        let known = || Setting::ALL.iter().flat_map(|setting| setting.paths());
        let of_others = OF_OTHERS
            .iter()
            .any(|other| path == *other || path.starts_with(&format!("{other}.")));
        if of_others || known().any(|known| *known == path) {
            continue;
        }
        let is_branch = known().any(|known| known.starts_with(&format!("{path}.")));
        if is_branch {
            walk(value, &path, notes);
        } else {
            let known: Vec<String> = known().map(|known| (*known).to_owned()).collect();
            notes.push(note(&path, near(&path, &known)));
        }
    }
}

/// Checks the names of environment variables.
pub(super) fn in_environment<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let known: Vec<String> = Setting::ALL
        .iter()
        .flat_map(|setting| setting.paths())
        .map(|path| variable(path))
        .chain([PROFILE.to_owned()])
        .collect();
    let of_others: Vec<String> = OF_OTHERS.iter().map(|path| variable(path)).collect();
    names
        .filter(|name| !known.iter().any(|known| known == name))
        .filter(|name| {
            !of_others
                .iter()
                .any(|other| name.starts_with(other.as_str()))
        })
        .filter_map(|name| {
            let near = near(name, &known);
            let ours = ["OKTA_CLIENT_", "OKTA_TESTING_"]
                .iter()
                .any(|prefix| name.starts_with(prefix));
            (ours || near.is_some()).then(|| note(name, near))
        })
        .collect()
}

fn note(name: &str, meant: Option<&String>) -> String {
    let name = shown::Name(name);
    match meant {
        Some(meant) => format!("{name} is not a setting: did you mean `{meant}`?"),
        None => format!("{name} is not a setting"),
    }
}

/// Returns the most similar known name, if it differs by a slip or two.
fn near<'k>(name: &str, known: &'k [String]) -> Option<&'k String> {
    let name = plain(name);
    let distance = |known: &str| {
        let known = plain(known);
        let pairs = name
            .iter()
            .flat_map(|one| known.iter().map(move |other| (one, other)));
        pairs
            .map(|(one, other)| strsim::damerau_levenshtein(one, other))
            .min()
    };
    let slips = (name[0].len() / 5).clamp(1, 4);
    let (distance, known) = known
        .iter()
        .filter_map(|known| Some((distance(known)?, known)))
        .min_by_key(|(distance, _)| *distance)?;
    (distance <= slips).then_some(known)
}

/// Returns a name's letters alone, because `ORG_URL` and `org-url` differ by more than two
/// letters and are slips all the same; and the letters without `CLIENT`, which is easily
/// forgotten.
fn plain(name: &str) -> [String; 2] {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let letters = letters.to_lowercase();
    let shorter = letters.replacen("oktaclient", "okta", 1);
    [letters, shorter]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::yaml;

    #[test]
    fn unknown_keys_are_told_with_the_nearest_known_one() {
        for (text, expected) in [
            ("client: { orgUrl: x, token: y, scopes: [a] }", vec![]),
            (
                "client: { cache: { enabled: true }, rateLimit: { maxBackoff: 3 } }",
                vec![],
            ),
            ("idp: { issuer: x }", vec![]),
            (
                "client: { orgurl: x }",
                vec!["`client.orgurl` is not a setting: did you mean `client.orgUrl`?"],
            ),
            (
                "client: { requestTimeuot: 3 }",
                vec![
                    "`client.requestTimeuot` is not a setting: did you mean `client.requestTimeout`?",
                ],
            ),
            (
                "client: { rateLimit: { maxRetry: 3 } }",
                vec![
                    "`client.rateLimit.maxRetry` is not a setting: did you mean `client.rateLimit.maxRetries`?",
                ],
            ),
            (
                "client: { rateLimit: { maxRetrys: 3 }, private_key: x }",
                vec![
                    "`client.rateLimit.maxRetrys` is not a setting: did you mean `client.rateLimit.maxRetries`?",
                    "`client.private_key` is not a setting: did you mean `client.privateKey`?",
                ],
            ),
            (
                "client: { colour: red }",
                vec!["`client.colour` is not a setting"],
            ),
            (
                "testing: { disableHttpCheck: true }",
                vec![
                    "`testing.disableHttpCheck` is not a setting: did you mean `testing.disableHttpsCheck`?",
                ],
            ),
            (
                "cleint: { token: x }",
                vec!["`cleint` is not a setting: did you mean `client`?"],
            ),
            // A secret in place of a key.
            (
                "client: { 00aBcDeFgHiJkLmNoPqRsTuV12345: x }",
                vec!["(36 characters) is not a setting"],
            ),
        ] {
            assert_eq!(in_section(&yaml::parse(text).unwrap()), expected, "{text}");
        }
        for (text, hint) in [
            ("client: { token: x }", "below `okta`"),
            ("Okta: { client: { token: x } }", "did you mean `okta`?"),
        ] {
            let notes = at_the_top(&yaml::parse(text).unwrap());
            assert!(notes.len() == 1 && notes[0].contains(hint), "{notes:?}");
        }
        for text in ["okta: 1", "other: 1", "[]", ""] {
            assert!(at_the_top(&yaml::parse(text).unwrap()).is_empty());
        }
    }

    #[test]
    fn unknown_variables_are_told_with_the_nearest_known_one() {
        for (name, expected) in [
            ("OKTA_CLIENT_ORGURL", None),
            ("OKTA_CLIENT_PROFILE", None),
            ("OKTA_CLIENT_KID", None),
            ("OKTA_CLIENT_CACHE_ENABLED", None),
            ("OKTA_TESTING_TESTINGDISABLEHTTPSCHECK", None),
            ("OKTA_HOME", None),
            ("OKTA_CLIENT_ORG_URL", Some("OKTA_CLIENT_ORGURL")),
            ("OKTA_ORG_URL", Some("OKTA_CLIENT_ORGURL")),
            ("OKTA_CLIENT_ID", Some("OKTA_CLIENT_CLIENTID")),
            ("OKTA_TOKEN", Some("OKTA_CLIENT_TOKEN")),
            ("OKTA_CLIENT_PRIVATE_KEY", Some("OKTA_CLIENT_PRIVATEKEY")),
            ("OKTA_CLIENT_CLIENT_ID", Some("OKTA_CLIENT_CLIENTID")),
            ("OKTA_CLIENT_SCOPE", Some("OKTA_CLIENT_SCOPES")),
            ("OKTA_CLIENT_PROXYHOST", Some("OKTA_CLIENT_PROXY_HOST")),
            ("OKTA_CLIENT_COLOUR", Some("")),
        ] {
            let notes = in_environment([name].into_iter());
            match expected {
                None => assert!(notes.is_empty(), "{notes:?}"),
                Some(meant) => {
                    assert!(
                        notes.len() == 1 && notes[0].contains(name),
                        "{name}: {notes:?}"
                    );
                    assert_eq!(notes[0].contains("mean `"), !meant.is_empty(), "{notes:?}");
                    assert!(notes[0].contains(meant), "{notes:?}");
                }
            }
        }
    }
}
