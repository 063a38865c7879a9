//! Descriptions that are broken: each gives an error, or an entry of the report, that names
//! the file, the place in it and what to do; and whatever is broken, nothing panics.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use std::{fs, path::PathBuf};

use okta_gen::{Error, PackageOptions, Report, package};
use serde_json::{Value, json};
use support::Folder;

/// Generates a crate from a description, without writing it.
fn generate(folder: &Folder, text: &str, strict: bool) -> Result<Report, Error> {
    folder.write("spec.yaml", text);
    let options = PackageOptions {
        spec: folder.path("spec.yaml"),
        overlays: Vec::new(),
        out: folder.path("crate"),
        name: "broken".into(),
        core: None,
        strict,
        check: true,
    };
    package(&options, |_| ())
}

/// A description with a sound operation, and these paths and schemas beside it.
fn spec(paths: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  \
         /sound: {{get: {{operationId: getSound, responses: {{'204': {{}}}}}}}}\n\
         {paths}\ncomponents:\n  schemas:\n    Sound: {{type: object}}\n{schemas}\n"
    )
}

/// An operation that answers with a schema.
fn answering(schema: &str) -> String {
    format!(
        "  /a: {{get: {{operationId: getA, responses: {{'200': {{content: \
         {{application/json: {{schema: {schema}}}}}}}}}}}}}"
    )
}

const TO_A: &str = "{$ref: '#/components/schemas/A'}";

/// What is broken; and where it is: a pointer to what is left out, or the beginning of the
/// place where the generation ends.
fn broken() -> Vec<(&'static str, String, Result<&'static str, &'static str>)> {
    let left_out = Ok;
    let ends = Err;
    vec![
        (
            "cut YAML",
            "openapi: 3.0.3\npaths:\n  /a: {get: [".into(),
            ends("line "),
        ),
        ("no description", "- 1".into(), ends("/openapi")),
        (
            "Swagger 2.0",
            "swagger: '2.0'\npaths: {}".into(),
            ends("/openapi"),
        ),
        (
            "OpenAPI 3.1",
            "openapi: 3.1.0\npaths: {}".into(),
            ends("/openapi"),
        ),
        (
            "paths are a list",
            "openapi: 3.0.3\npaths: []".into(),
            ends("/paths"),
        ),
        (
            "schemas are a list",
            "openapi: 3.0.3\ncomponents: {schemas: []}".into(),
            ends("/components/schemas"),
        ),
        (
            "a reference to nothing",
            spec(&answering("{$ref: '#/components/schemas/No'}"), ""),
            left_out("/paths/~1a/get"),
        ),
        (
            "a reference to another file",
            spec(&answering("{$ref: 'other.yaml#/A'}"), ""),
            left_out("/paths/~1a/get"),
        ),
        (
            "a dangling property",
            spec(
                &answering(TO_A),
                "    A: {type: object, properties: {b: {$ref: '#/components/schemas/No'}}}",
            ),
            left_out("/components/schemas/A"),
        ),
        (
            "a circle of aliases",
            spec(
                &answering(TO_A),
                "    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}",
            ),
            left_out("/components/schemas/A"),
        ),
        (
            "its own ancestor",
            spec(
                &answering(TO_A),
                "    A: {allOf: [{$ref: '#/components/schemas/B'}]}\n    B: {allOf: [{$ref: '#/components/schemas/A'}]}",
            ),
            left_out("/components/schemas/A"),
        ),
        (
            "a discriminator to nowhere",
            spec(
                &answering(TO_A),
                "    A: {type: object, discriminator: {propertyName: p, mapping: {x: No}}}",
            ),
            left_out("/components/schemas/A"),
        ),
        (
            "a discriminator without a property",
            spec(
                &answering(TO_A),
                "    A: {type: object, discriminator: {mapping: {x: Sound}}}",
            ),
            left_out("/components/schemas/A"),
        ),
        (
            "one id twice",
            spec(
                "  /b: {get: {operationId: getSound, responses: {'204': {}}}}",
                "",
            ),
            left_out("/paths/~1sound/get"),
        ),
        (
            "no id",
            spec("  /b: {get: {responses: {'204': {}}}}", ""),
            left_out("/paths/~1b/get"),
        ),
        (
            "an id that is no name",
            spec("  /b: {get: {operationId: '2 + 2', responses: {}}}", ""),
            left_out("/paths/~1b/get"),
        ),
        (
            "no responses",
            spec("  /b: {get: {operationId: getB}}", ""),
            left_out("/paths/~1b/get"),
        ),
        (
            "a method that is none",
            spec("  /b: {trace: {operationId: traceB, responses: {}}}", ""),
            left_out("/paths/~1b/trace"),
        ),
        (
            "a cookie",
            spec(
                "  /b: {get: {operationId: getB, parameters: [{name: c, in: cookie}], responses: {'204': {}}}}",
                "",
            ),
            left_out("/paths/~1b/get"),
        ),
        (
            "a parameter of an unknown style",
            spec(
                "  /b: {get: {operationId: getB, parameters: [{name: f, in: query, style: deepObject, schema: {type: object}}], responses: {'204': {}}}}",
                "",
            ),
            left_out("/paths/~1b/get"),
        ),
        (
            "a body of XML",
            spec(
                "  /b: {post: {operationId: addB, requestBody: {content: {application/xml: {schema: {type: object}}}}, responses: {'204': {}}}}",
                "",
            ),
            left_out("/paths/~1b/post"),
        ),
        (
            "parameters that are none",
            spec(
                "  /b: {get: {operationId: getB, parameters: {}, responses: {'204': {}}}}",
                "",
            ),
            left_out("/paths/~1b/get"),
        ),
        ("an empty file", String::new(), ends("/openapi")),
        (
            "no operations",
            "openapi: 3.0.3\npaths: {}".into(),
            ends("/paths"),
        ),
        (
            "two documents",
            spec("", "") + "---\n" + &spec("", ""),
            ends("line "),
        ),
        (
            "a key twice",
            spec("", "    Sound: {type: object}"),
            ends("line "),
        ),
        (
            "deep nesting",
            spec("", &format!("    A: {}", "[".repeat(100_000))),
            ends("line "),
        ),
        (
            "a type that is none",
            spec(&answering(TO_A), "    A: {properties: {b: {type: text}}}"),
            left_out("/components/schemas/A"),
        ),
        (
            "heirs of heirs",
            spec(
                &answering("{$ref: '#/components/schemas/A0'}"),
                &chain(70, "allOf: [", "]"),
            ),
            left_out("/components/schemas/A0"),
        ),
        (
            "lists of lists",
            spec(
                &answering("{$ref: '#/components/schemas/A0'}"),
                &chain(70, "type: array, items: ", ""),
            ),
            left_out("/components/schemas/A0"),
        ),
        (
            "nothing that can be generated",
            spec("", &chain(200, "type: text, items: ", "")),
            ends("schema "),
        ),
    ]
}

/// Schemas that each lead to the next.
fn chain(length: usize, before: &str, after: &str) -> String {
    let mut schemas = format!("    A{length}: {{type: object}}\n");
    for at in 0..length {
        let next = at + 1;
        let link = format!("{before}{{$ref: '#/components/schemas/A{next}'}}{after}");
        schemas.push_str(&format!("    A{at}: {{{link}}}\n"));
    }
    schemas
}

#[test]
fn each_is_an_error_or_left_out_and_told_of() {
    let folder = Folder::new("broken");
    for (case, text, expected) in broken() {
        let lenient = generate(&folder, &text, false);
        match (expected, lenient) {
            (Ok(pointer), Ok(report)) => {
                let found: Vec<String> = report.omitted.iter().map(ToString::to_string).collect();
                let named = report
                    .omitted
                    .iter()
                    .any(|omitted| omitted.pointer == pointer);
                assert!(named, "{case}: {found:?}");
                let advised = report
                    .omitted
                    .iter()
                    .all(|omitted| omitted.reason.contains("help: "));
                assert!(advised, "{case}: {found:?}");
                // What is sound is there.
                assert!(
                    report.methods >= 1 || pointer == "/paths/~1sound/get",
                    "{case}"
                );
                let error = generate(&folder, &text, true).unwrap_err();
                assert_eq!(error.pointer, report.omitted[0].pointer, "{case}: {error}");
                complete(case, &folder, &error);
            }
            (Err(place), Err(error)) => {
                assert!(error.place.starts_with(place), "{case}: {error}");
                complete(case, &folder, &error);
            }
            (_, outcome) => panic!("{case}: {outcome:?}"),
        }
    }
}

/// An error names the file and says what to do.
fn complete(case: &str, folder: &Folder, error: &Error) {
    assert_eq!(
        error.file,
        Some(folder.path("spec.yaml")),
        "{case}: {error}"
    );
    assert!(!error.advice.is_empty(), "{case}: {error}");
}

/// How many descriptions are spoilt: `MUTATIONS=100000 cargo test --release -p okta-gen --test
/// broken` looks longer than every run of the tests can.
fn rounds() -> usize {
    let asked = std::env::var("MUTATIONS").ok();
    asked.map_or(400, |number| number.parse().unwrap())
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound.max(1)
    }
}

/// What may stand where something else was.
fn other(dice: &mut Dice) -> Value {
    let others = [
        json!(null),
        json!([]),
        json!({}),
        json!("text"),
        json!(""),
        json!(-1.5),
        json!(true),
        json!({"$ref": "#/components/schemas/Nowhere"}),
        json!({"$ref": 1}),
        json!({"allOf": [{"type": "object"}, null]}),
        json!({"oneOf": {}}),
        json!({"type": ["string", "null"]}),
        json!({"enum": [null, {}, "a"], "type": "string"}),
        json!({"discriminator": {"propertyName": "x", "mapping": {"a": "b"}}}),
        json!([{"name": "x", "in": "path"}]),
    ];
    others[dice.below(others.len())].clone()
}

/// Pointers to everything in a document.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                let key = key.replace('~', "~0").replace('/', "~1");
                places(inner, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                places(inner, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// Puts something else into one or two places of a document.
fn spoil(document: &mut Value, dice: &mut Dice) {
    for _ in 0..=dice.below(2) {
        let mut found = Vec::new();
        places(document, "", &mut found);
        let place = &found[dice.below(found.len())];
        if let Some(target) = document.pointer_mut(place) {
            *target = other(dice);
        }
    }
}

/// What is written in another way than Okta's own files, and means the same.
#[test]
fn each_is_a_description_all_the_same() {
    let folder = Folder::new("unusual");
    let plain = spec(
        &answering(TO_A),
        "    B: &b {type: object, properties: {c: {type: string}}}\n    A: *b",
    );
    let document = okta_gen::yaml(&plain).unwrap();
    for (case, text) in [
        ("an anchor", plain.clone()),
        ("a merge key", plain.replace("A: *b", "A: {<<: *b}")),
        ("a byte order mark", format!("\u{feff}{plain}")),
        ("lines as on Windows", plain.replace('\n', "\r\n")),
        ("JSON", serde_json::to_string_pretty(&document).unwrap()),
        (
            "types of OpenAPI 3.1",
            plain.replace("type: string", "type: [string, 'null']"),
        ),
    ] {
        let report =
            generate(&folder, &text, true).unwrap_or_else(|error| panic!("{case}: {error}"));
        assert_eq!((report.methods, report.types), (2, 1), "{case}");
    }
}

#[test]
fn whatever_is_spoilt_nothing_panics() {
    let quirks: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "quirks"]
        .iter()
        .collect();
    let mut files: Vec<PathBuf> = fs::read_dir(quirks)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let documents: Vec<Value> = files
        .iter()
        .map(|file| okta_gen::yaml(&fs::read_to_string(file).unwrap()).unwrap())
        .collect();
    let folder = Folder::new("spoilt");
    let mut dice = Dice(2026);
    let (mut generated, mut refused) = (0, 0);
    for round in 0..rounds() {
        let mut document = documents[round % documents.len()].clone();
        spoil(&mut document, &mut dice);
        let text = serde_json::to_string(&document).unwrap();
        match generate(&folder, &text, false) {
            Ok(_) => generated += 1,
            Err(error) => {
                assert!(!error.to_string().is_empty());
                refused += 1;
            }
        }
    }
    assert!(
        generated > 50 && refused > 10,
        "{generated} generated, {refused} refused"
    );
}

#[test]
fn text_that_is_cut_anywhere_is_an_error_or_a_description() {
    let text = spec(
        &answering(TO_A),
        "    A: {type: object, properties: {b: {type: string}}}",
    );
    let folder = Folder::new("cut");
    for end in (0..text.len()).step_by(7) {
        if let Err(error) = generate(&folder, &text[..end], false) {
            assert!(!error.problem.is_empty());
        }
    }
}
