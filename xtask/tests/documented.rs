//! Every public item of what users depend on says something, and nothing says what its name
//! says already.
//!
//! What is read is the source, so that what rustc's `missing_docs` is not asked about, the
//! generated code, counts as well.

#![allow(clippy::unwrap_used)]

mod items;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::LazyLock,
};

use heck::ToSnakeCase;
use items::{Documented, Kind};

/// The public items of what users depend on: the generated and the hand-written ones.
fn public_items() -> &'static [Documented] {
    static ITEMS: LazyLock<Vec<Documented>> = LazyLock::new(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        [
            "okta-api/src",
            "okta-core/src",
            "okta-mock/src",
            "okta-mcp/src",
        ]
        .iter()
        .flat_map(|source| items::of(&root.join(source)))
        .collect()
    });
    &ITEMS
}

/// Words that say nothing about an item beside its name.
const EMPTY: &[&str] = &[
    "a", "an", "and", "as", "by", "for", "from", "in", "is", "it", "its", "of", "on", "or", "that",
    "the", "this", "to", "with", "okta", "field", "get", "holds", "kind", "new", "object",
    "property", "return", "set", "sets", "type", "value", "what", "which",
];

/// Whether its words have none that its name, or the name of what it is part of, does not
/// have.
fn only_repeats(item: &Documented) -> bool {
    let told: BTreeSet<String> = [&item.name, &item.owner]
        .iter()
        .flat_map(|name| split(name))
        .collect();
    let said = own_words(item);
    split(&said).all(|word| EMPTY.contains(&word.as_str()) || told.contains(&word))
}

/// How paragraphs begin that every item of its kind has.
const AUTOMATIC: &[&str] = &[
    "Used by: ",
    "Also used by: ",
    "See [Okta's reference]",
    "Read-only.",
    "Required by Okta.",
    "Okta's default:",
    "# Parameters",
    "# OAuth 2.0 scopes",
    "- `",
    "`okta.",
    "`GET /",
    "`POST /",
    "`PUT /",
    "`DELETE /",
];

/// What is said of an item and of no other.
fn own_words(item: &Documented) -> String {
    let paragraphs = item.words.trim().split("\n\n");
    let own = paragraphs.filter(|text| !AUTOMATIC.iter().any(|start| text.starts_with(start)));
    own.collect::<Vec<_>>().join("\n\n")
}

/// The words of a text or a name, in small letters and the singular.
fn split(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| *word != "s")
        .flat_map(|word| {
            word.to_snake_case()
                .split('_')
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .map(|word| match word.strip_suffix('s') {
            Some(one) if one.len() > 2 => one.to_owned(),
            _ => word,
        })
        .filter(|word| !word.is_empty())
}

#[test]
fn every_public_item_has_words() {
    let without: Vec<String> = public_items()
        .iter()
        .filter(|item| own_words(item).is_empty())
        .map(|item| item.place.clone())
        .collect();
    assert!(
        without.is_empty(),
        "{} without words:\n{}",
        without.len(),
        without.join("\n")
    );
}

#[test]
fn no_words_only_repeat_the_name() {
    let repeating: Vec<String> = public_items()
        .iter()
        .filter(|item| !own_words(item).is_empty())
        .filter(|item| only_repeats(item))
        .map(|item| format!("{}: {}", item.place, own_words(item)))
        .collect();
    assert!(
        repeating.is_empty(),
        "{} repeat:\n{}",
        repeating.len(),
        repeating.join("\n")
    );
}

/// The counts, to be read: `cargo test -p xtask --test documented counts -- --nocapture`.
#[test]
fn counts() {
    let mut counts: BTreeMap<Kind, [usize; 3]> = BTreeMap::new();
    for item in public_items() {
        let [all, without, repeating] = counts.entry(item.kind).or_default();
        let is_without = own_words(item).is_empty();
        *all += 1;
        *without += usize::from(is_without);
        *repeating += usize::from(!is_without && only_repeats(item));
    }
    for (kind, [all, without, repeating]) in counts {
        println!("{kind:?}: {all}, without words {without}, only repeating {repeating}");
    }
}

#[test]
fn repetition_is_recognized() {
    for (owner, name, words, repeats) in [
        ("Brand", "name", "The name of the brand.", true),
        ("Brand", "isDefault", "Is default.", true),
        ("", "UserStatus", "Okta's `UserStatus`.", true),
        ("User", "status", "The property `status`.", true),
        ("ListUsers", "limit", "Sets `limit`.", true),
        ("UserStatus", "LockedOut", "`LOCKED_OUT`", true),
        (
            "UserStatus",
            "LockedOut",
            "`LOCKED_OUT`: too many failed attempts.",
            false,
        ),
        ("ListUsers", "limit", "How many users a page holds.", false),
        ("Group", "name", "The name, unique in the org.", false),
        ("Group", "name", "The name.\n\nUnique in the org.", false),
        ("Group", "name", "The name.\n\nRead-only.", true),
    ] {
        let item = Documented {
            place: String::new(),
            name: name.into(),
            owner: owner.into(),
            kind: Kind::Field,
            words: words.into(),
        };
        assert_eq!(only_repeats(&item), repeats, "{owner} {name}: {words}");
    }
}
