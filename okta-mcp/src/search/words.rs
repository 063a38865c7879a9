//! Words of texts, without their endings.

/// Words that say nothing about what is wanted.
const STOP: &[&str] = &[
    "a",
    "an",
    "the",
    "of",
    "to",
    "in",
    "on",
    "at",
    "for",
    "from",
    "with",
    "by",
    "and",
    "or",
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "it",
    "its",
    "this",
    "that",
    "these",
    "those",
    "as",
    "if",
    "i",
    "we",
    "you",
    "me",
    "my",
    "our",
    "your",
    "their",
    "his",
    "her",
    "him",
    "them",
    "they",
    "he",
    "she",
    "do",
    "does",
    "did",
    "can",
    "could",
    "should",
    "would",
    "will",
    "want",
    "need",
    "please",
    "there",
    "then",
    "than",
    "so",
    "some",
    "somebody",
    "someone",
    "something",
    "s",
    "t",
    "into",
    "have",
    "has",
    "had",
    "which",
    "how",
    "via",
    "api",
    "v1",
    "okta",
    "using",
    "given",
    "specified",
    "currently",
    "just",
    "up",
    "out",
    "about",
    "any",
    "not",
    "no",
    "let",
    "one",
    "us",
    "also",
    "when",
    "where",
    "too",
];

/// The words of a text in order, stemmed, without stop words. `camelCase` is two words.
pub(super) fn words(text: &str) -> Vec<String> {
    split(text)
        .into_iter()
        .filter(|word| !STOP.contains(&word.as_str()))
        .map(|word| stem(&word))
        .collect()
}

/// The verb of an operation's id, and the other words.
pub(super) fn verb_of(id: &str) -> (String, Vec<String>) {
    let mut words = words(id).into_iter();
    (words.next().unwrap_or_default(), words.collect())
}

/// Names whose capitals or hyphens do not part words.
const WRITTEN: &[(&str, &str)] = &[
    ("OAuth2", "Oauth"),
    ("OAuth", "Oauth"),
    ("IdP", "Idp"),
    ("e-mail", "email"),
    ("E-mail", "email"),
];

/// A text with its names in one piece: `DocuSign` is one word, where `listUsers` is two.
pub(super) fn names_whole(text: &str) -> String {
    let mut text = text.to_owned();
    for (written, meant) in WRITTEN {
        text = text.replace(written, meant);
    }
    let words = text.split_whitespace().map(|word| {
        let name = word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
        if name {
            word.to_lowercase()
        } else {
            word.to_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The words of a text in order, in lower case.
pub(super) fn split(text: &str) -> Vec<String> {
    let mut text = text.to_owned();
    for (written, meant) in WRITTEN {
        text = text.replace(written, meant);
    }
    let mut words = Vec::new();
    let mut word = String::new();
    let characters: Vec<char> = text.chars().collect();
    for (index, c) in characters.iter().enumerate() {
        if *c == '\'' || *c == '’' {
            continue;
        }
        if !c.is_alphanumeric() {
            end(&mut word, &mut words);
            continue;
        }
        let before = index.checked_sub(1).and_then(|at| characters.get(at));
        let after = characters.get(index + 1);
        // A capital begins a word after a small letter, and before one: `SAMLApp`.
        if c.is_uppercase()
            && (before.is_some_and(|c| c.is_lowercase())
                || before.is_some_and(|c| c.is_uppercase())
                    && after.is_some_and(|c| c.is_lowercase()))
        {
            end(&mut word, &mut words);
        }
        word.extend(c.to_lowercase());
    }
    end(&mut word, &mut words);
    words
}

fn end(word: &mut String, words: &mut Vec<String>) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}

/// Endings that go, the longest first, and what stands in their place.
const ENDINGS: &[(&str, &str)] = &[
    ("izations", "iz"),
    ("ization", "iz"),
    ("ations", ""),
    ("ation", ""),
    ("ments", ""),
    ("ment", ""),
    ("ating", ""),
    ("ities", "ity"),
    ("ates", ""),
    ("ated", ""),
    ("ate", ""),
    ("ying", "y"),
    ("ings", ""),
    ("ing", ""),
    ("ies", "y"),
    ("ied", "y"),
    ("ions", ""),
    ("ion", ""),
    ("sses", "ss"),
    ("ed", ""),
    ("ers", "er"),
    ("es", ""),
    ("s", ""),
    ("e", ""),
];

/// A word without its ending: `assign` of `assignments`, `rot` of `rotate`.
pub(super) fn stem(word: &str) -> String {
    // A noun, and not a form of `set`.
    if matches!(word, "setting" | "settings") {
        return "settings".to_owned();
    }
    if word.len() <= 3 || !word.is_ascii() || word.ends_with("ss") && word.len() < 8 {
        return word.to_owned();
    }
    for (ending, instead) in ENDINGS {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.len() + instead.len() >= 3
        {
            let mut stem = format!("{stem}{instead}");
            // `stopped` is of `stop`.
            let bytes = stem.as_bytes();
            if let [.., a, b] = bytes
                && a == b
                && !matches!(b, b's' | b'l' | b'e' | b'o')
                && stem.len() > 3
            {
                stem.pop();
            }
            return stem;
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_are_one() {
        for forms in [
            &["rotate", "rotates", "rotating", "rotation", "rotated"][..],
            &["assign", "assigns", "assigned", "assignment", "assignments"],
            &["deactivate", "deactivated", "deactivation", "deactivates"],
            &["policy", "policies"],
            &["revoke", "revoked", "revokes", "revoking"],
            &["user", "users"],
            &["key", "keys"],
            &["session", "sessions"],
            &["list", "lists", "listing", "listed"],
            &["address", "addresses"],
        ] {
            let stems: Vec<String> = forms.iter().map(|form| stem(form)).collect();
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{stems:?}");
        }
    }

    #[test]
    fn names_are_words() {
        assert_eq!(
            split("previewSAMLAppMetadata"),
            ["preview", "saml", "app", "metadata"]
        );
        assert_eq!(
            split("/api/v1/users/{userId}"),
            ["api", "v1", "users", "user", "id"]
        );
        assert_eq!(split("listOAuth2Claims"), ["list", "oauth", "claims"]);
    }
}
