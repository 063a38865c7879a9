//! Every generated type decodes what Okta may send, and writes all of it back.

#![allow(clippy::expect_used, clippy::panic)]

use okta_api::operations;
use okta_tests::{
    generated::{Attribute, Codec, codecs, profiles},
    sample,
};
use serde_json::{Value, json};

/// Calls `check` with every type that the description has a sample of.
fn each_type(check: impl Fn(&Codec, Value)) {
    let mut checked = 0;
    for codec in codecs() {
        if let Some(sample) = sample::of_type(codec.name) {
            check(&codec, sample);
            checked += 1;
        }
    }
    // Lists, and bases of polymorphic types, have a codec and no schema.
    let codecs = codecs().len();
    assert!(
        checked * 2 > codecs,
        "only {checked} of {codecs} types were checked"
    );
}

fn survives(codec: &Codec, value: &Value) {
    let json = serde_json::to_vec(value).expect("a value is JSON");
    let again = (codec.round_trip)(&json)
        .unwrap_or_else(|error| panic!("{} does not decode: {error}\n{value}", codec.name));
    let again: Value = serde_json::from_slice(&again).expect("what is encoded is JSON");
    assert_eq!(*value, again, "{}", codec.name);
}

/// Changes every value inside a value, outermost last.
fn change(value: &mut Value, change_one: &impl Fn(&mut Value)) {
    match value {
        Value::Object(object) => object
            .values_mut()
            .for_each(|inner| change(inner, change_one)),
        Value::Array(items) => items.iter_mut().for_each(|inner| change(inner, change_one)),
        _ => {}
    }
    change_one(value);
}

#[test]
fn what_the_description_says() {
    each_type(|codec, value| survives(codec, &value));
}

#[test]
fn unknown_properties_everywhere() {
    each_type(|codec, mut value| {
        change(&mut value, &|inner| {
            if let Value::Object(object) = inner {
                object.insert("newIn2030".into(), json!({"deep": [1, "two", null]}));
                object.insert("näme \"quoted\"".into(), json!(true));
            }
        });
        survives(codec, &value);
    });
}

#[test]
fn unseen_values_of_every_enum() {
    each_type(|codec, mut value| {
        change(&mut value, &|inner| {
            if let Value::String(text) = inner {
                *text = "NEVER_SEEN_BEFORE".into();
            }
        });
        survives(codec, &value);
    });
}

#[test]
fn null_in_the_place_of_every_property() {
    each_type(|codec, mut value| {
        if let Value::Object(object) = &mut value {
            object
                .values_mut()
                .for_each(|property| *property = Value::Null);
            survives(codec, &value);
        }
    });
}

#[test]
fn null_deep_inside() {
    each_type(|codec, mut value| {
        let is_object = value.is_object();
        change(&mut value, &|inner| {
            if !inner.is_object() && !inner.is_array() {
                *inner = Value::Null;
            }
        });
        if is_object {
            survives(codec, &value);
        }
    });
}

#[test]
fn empty_lists_and_objects() {
    each_type(|codec, mut value| {
        if let Value::Object(object) = &mut value {
            object.values_mut().for_each(|property| match property {
                Value::Object(inner) => inner.clear(),
                Value::Array(inner) => inner.clear(),
                _ => {}
            });
            survives(codec, &value);
            survives(codec, &json!({}));
        }
    });
}

/// Okta describes less than it sends: a value of another type is kept where it is.
#[test]
fn values_of_other_types() {
    for other in [
        json!("text"),
        json!(1.25),
        json!(false),
        json!([{"a": 1}]),
        json!({"b": [2]}),
    ] {
        each_type(|codec, mut value| {
            if let Value::Object(object) = &mut value {
                object
                    .values_mut()
                    .for_each(|property| *property = other.clone());
                survives(codec, &value);
            }
        });
    }
}

#[test]
fn profiles_take_attributes_by_name() {
    for profile in profiles() {
        let empty = sample::of_type(profile.name).unwrap_or(json!({}));
        let json = serde_json::to_vec(&empty).expect("a value is JSON");
        let set = |name: &str, value: Value| {
            (profile.set)(&json, name, &value)
                .unwrap_or_else(|error| panic!("{}.{name}: {error}", profile.name))
        };
        let with = |name: &str, value: &Value| {
            let mut with = empty.clone();
            with[name] = value.clone();
            with
        };
        for value in [json!("R-7"), json!({"floor": 3}), json!([1, 2])] {
            let expected = Attribute {
                before: None,
                after: Some(value.clone()),
                sent: with("costCodeOfOurs", &value),
            };
            assert_eq!(set("costCodeOfOurs", value), expected, "{}", profile.name);
        }
        // Described attributes are in their own place, and null clears them.
        for (name, value) in empty.as_object().into_iter().flatten() {
            let cleared = set(name, Value::Null);
            assert_eq!(cleared.before.as_ref(), Some(value), "{}", profile.name);
            assert_eq!(cleared.after, None, "{}", profile.name);
            assert_eq!(cleared.sent, with(name, &Value::Null), "{}", profile.name);
        }
    }
}

/// What users, groups and app users are made with, where the API has them.
#[test]
fn whom_an_org_describes_has_a_profile() {
    for id in ["createUser", "addGroup", "assignUserToApplication"] {
        let Some(operation) = operations::by_id(id) else {
            continue;
        };
        let body = operation.body.as_ref().expect("it has a body").kind;
        let profile = sample::type_of_property(body, "profile")
            .unwrap_or_else(|| panic!("{body} has no profile"));
        assert!(
            profiles().iter().any(|known| known.name == profile),
            "{profile} of {id} takes no attributes of an org's own"
        );
    }
}

#[test]
fn debug_shows_no_secret() {
    const SECRET: &str = "hunter2-never-shown";
    let names = [
        "password",
        "clientSecret",
        "client_secret",
        "privateKey",
        "passCode",
        "answer",
        "activationToken",
        "recoveryToken",
        "apiKey",
        "sharedSecret",
        "qrcode",
    ];
    each_type(|codec, mut value| {
        change(&mut value, &|inner| {
            if let Value::Object(object) = inner {
                for name in names {
                    // As a described property where the type has it as text, and as an
                    // unknown one where it does not.
                    if !object.get(name).is_some_and(Value::is_object) {
                        object.insert(name.into(), json!(SECRET));
                    }
                }
            }
        });
        if value.is_object() {
            let json = serde_json::to_vec(&value).expect("a value is JSON");
            let shown = (codec.debug)(&json).expect("it decodes");
            assert!(!shown.contains(SECRET), "{}: {shown}", codec.name);
        }
    });
}
