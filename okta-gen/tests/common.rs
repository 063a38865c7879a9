//! The overlays that all official releases share, on a small description.

#![allow(clippy::unwrap_used)]

mod support;

use std::path::Path;

use serde_json::{Value, json};
use support::Folder;

#[test]
fn a_body_that_forgets_to_say_so_is_required() {
    let body = |said: Value| {
        let mut body = json!({"content": {"application/json": {"schema": {"type": "object"}}}});
        body.as_object_mut()
            .unwrap()
            .extend(said.as_object().unwrap().clone());
        body
    };
    let operation = |id: &str, body: Value| json!({"operationId": id, "requestBody": body});
    let document = json!({"openapi": "3.0.3", "info": {"version": "1"}, "paths": {"/pans": {
        "post": operation("createPan", body(json!({}))),
        "put": operation("replacePan", body(json!({"required": true}))),
        "patch": operation("updatePan", body(json!({"required": false}))),
        // Known to be optional, without saying so.
        "delete": operation("endUserSessions", body(json!({}))),
    }}});
    let folder = Folder::new("common-overlays");
    folder.write("spec.json", &document.to_string());
    let overlays = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/overlays/common");
    let (corrected, _) = okta_gen::corrected(&folder.path("spec.json"), &overlays).unwrap();
    let required = |method: &str| &corrected["paths"]["/pans"][method]["requestBody"]["required"];
    assert_eq!(
        ["post", "put", "patch", "delete"].map(required),
        [&json!(true), &json!(true), &json!(false), &Value::Null]
    );
}
