//! Decoding the main resources, single and in lists: no input makes it panic, and what
//! decodes is written and read again as the same; a list reads the same at once and one by
//! one.
//!
//! The first byte chooses the type, the rest is the body of an answer.

#![no_main]

use std::fmt::Debug;

use libfuzzer_sys::fuzz_target;
use okta_api::{
    fuzzing,
    types::{Application, LogEvent, Policy, PolicyRule, User, UserFactor},
};
use serde_json::Value;

fuzz_target!(|data: &[u8]| {
    let Some((kind, body)) = data.split_first() else {
        return;
    };
    match kind % 6 {
        0 => answer(body, fuzzing::body::<User>, fuzzing::strict_body, fuzzing::page, fuzzing::elements),
        1 => answer(body, fuzzing::body::<Application>, fuzzing::strict_body, fuzzing::page, fuzzing::elements),
        2 => answer(body, fuzzing::body::<Policy>, fuzzing::strict_body, fuzzing::page, fuzzing::elements),
        3 => answer(body, fuzzing::body::<PolicyRule>, fuzzing::strict_body, fuzzing::page, fuzzing::elements),
        4 => answer(body, fuzzing::body::<UserFactor>, fuzzing::strict_body, fuzzing::page, fuzzing::elements),
        _ => answer(body, fuzzing::body::<LogEvent>, fuzzing::strict_body, fuzzing::page, fuzzing::elements),
    }
});

fn answer<T: serde::Serialize + PartialEq + Debug>(
    body: &[u8],
    read: fn(&[u8]) -> Option<T>,
    read_strictly: fn(&[u8]) -> Option<T>,
    read_page: fn(&[u8]) -> Option<(Vec<T>, usize)>,
    read_elements: fn(&[u8]) -> Option<(Vec<T>, usize)>,
) {
    let (_, _, _) = (read(body), read_page(body), read_elements(body));
    let Ok(value) = serde_json::from_slice::<Value>(body) else {
        // What is nearly JSON may be read all the same, with U+FFFD in it.
        return;
    };
    // A name that comes twice may tell one type now and another one later: once is enough.
    let body = serde_json::to_vec(&value).expect("a value is JSON");
    let (one, page) = (read(&body), read_page(&body));
    assert_eq!(read_elements(&body), page);
    assert_eq!(one.is_some(), value.is_object());
    let elements = page.as_ref().map(|(items, bad)| items.len() + bad);
    assert_eq!(elements, value.as_array().map(Vec::len));
    if let Some(strict) = read_strictly(&body) {
        assert_eq!(Some(&strict), one.as_ref());
    }
    let items = page.into_iter().flat_map(|(items, _)| items);
    for resource in one.into_iter().chain(items) {
        let _ = format!("{resource:?}");
        let written = serde_json::to_vec(&resource).expect("what was read can be written");
        let again = read(&written).expect("what was written can be read");
        assert_eq!(resource, again);
    }
}
