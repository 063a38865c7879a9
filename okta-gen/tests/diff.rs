//! What is told of two descriptions, and the overlay that keeps the names of the older one.

#![allow(clippy::unwrap_used)]

mod support;

use okta_gen::{Difference, Release, diff};
use support::Folder;

const OLD: &str = r"
openapi: 3.0.3
info: {title: Kitchen, version: '1'}
paths:
  /pans/{id}:
    get:
      operationId: getPan
      tags: [Pan]
      responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/Pan'}}}}}
    put:
      operationId: updatePan
      tags: [Pan]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pan'}}}}
      responses: {'204': {}}
    delete: {operationId: deletePan, tags: [Pan], responses: {'204': {}}}
  /pans:
    get:
      operationId: listPans
      tags: [Pan]
      parameters: [{name: limit, in: query, schema: {type: integer}}, {name: q, in: query, schema: {type: string}}]
      responses: {'200': {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pan'}}}}}}
components:
  schemas:
    Pan:
      type: object
      properties:
        lid: {$ref: '#/components/schemas/Lid'}
        size: {type: integer}
        coating: {type: string}
        state: {type: string, enum: [HOT, COLD]}
    Lid: {type: object, properties: {glass: {type: boolean}, knob: {type: string}}}
";

const NEW: &str = r"
openapi: 3.0.3
info: {title: Kitchen, version: '2'}
paths:
  /pans/{panId}:
    get:
      operationId: getPan
      tags: [Pan]
      responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/Pan'}}}}}
    put:
      operationId: replacePan
      tags: [Pan]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pan'}}}}
      responses: {'204': {}}
    post:
      operationId: updatePan
      tags: [Pan]
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pan'}}}}
      responses: {'204': {}}
  /pans:
    get:
      operationId: listPans
      tags: [Pan]
      parameters: [{name: limit, in: query, schema: {type: string}}, {name: after, in: query, schema: {type: string}}, {name: org, in: query, required: true, schema: {type: string}}]
      responses: {'200': {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pan'}}}}}}
components:
  schemas:
    Pan:
      type: object
      properties:
        lid: {$ref: '#/components/schemas/PanLid'}
        size: {type: string}
        weight: {type: number}
        state: {type: string, enum: [HOT, WARM]}
    PanLid: {type: object, properties: {glass: {type: boolean}, knob: {type: string}}}
";

fn release(folder: &Folder, name: &str, text: &str) -> Release {
    folder.write(name, text);
    Release {
        spec: folder.path(name),
        overlays: Vec::new(),
    }
}

fn lines(difference: &Difference) -> Vec<String> {
    let changes = difference.changes.iter();
    changes
        .map(|change| {
            let mark = if change.breaking { "!" } else { " " };
            let (kind, became) = (change.kind, change.change);
            format!(
                "{mark} {kind:?} {became:?} {}: {}",
                change.name, change.detail
            )
        })
        .collect()
}

#[test]
fn every_change_is_told_and_what_breaks_comes_first() {
    let folder = Folder::new("diff");
    let (old, new) = (
        release(&folder, "old.yaml", OLD),
        release(&folder, "new.yaml", NEW),
    );
    let difference = diff(&old, &new, |_| ()).unwrap();
    assert_eq!(
        lines(&difference),
        [
            "! Operation Added updatePan: `POST /pans/{panId}`; **`updatePan` was another operation**",
            "! Operation Removed deletePan: `DELETE /pans/{id}`",
            "! Operation Renamed replacePan: `PUT /pans/{panId}` was `updatePan`",
            "! Parameter Added listPans.org: required",
            "! Parameter Removed listPans.q: ",
            "! Parameter Changed listPans.limit: is `String`, and was `i64`",
            "! Type Renamed PanLid: was `Lid`",
            "! Field Removed Pan.coating: `String`",
            "! Field Changed Pan.size: is `String`, and was `i64`",
            "! Value Removed PanState.COLD: value",
            "  Parameter Added listPans.after: optional",
            "  Parameter Renamed getPan.panId: was `id`",
            "  Parameter Renamed replacePan.panId: was `id`",
            "  Field Added Pan.weight: `f64`",
            "  Value Added PanState.WARM: value",
        ]
    );
    let markdown = difference.to_string();
    assert!(markdown.starts_with("# Kitchen 1 → Kitchen 2\n\nBreaking changes: 10. Others: 5.\n"));
    assert!(markdown.contains("\n### Operations removed\n\n- `deletePan`: `DELETE /pans/{id}`\n"));
    // What is the same everywhere is told once.
    assert!(markdown.contains("\n- `getPan.panId`, `replacePan.panId`: was `id`\n"));
    let json: serde_json::Value = serde_json::from_str(&difference.json()).unwrap();
    assert_eq!(json["changes"][0]["kind"], "operation");
    assert_eq!(json["changes"][0]["breaking"], true);
}

#[test]
fn pinned_names_stay_and_none_means_something_else() {
    let folder = Folder::new("pins");
    let (old, new) = (
        release(&folder, "old.yaml", OLD),
        release(&folder, "new.yaml", NEW),
    );
    let difference = diff(&old, &new, |_| ()).unwrap();
    folder.write("overlays/05-names.yaml", &difference.pins);
    let pinned = Release {
        overlays: vec![folder.path("overlays")],
        ..new.clone()
    };
    let names = |difference: &Difference| {
        let lines = lines(difference).into_iter();
        lines
            .filter(|line| line.contains("Operation"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names(&diff(&old, &pinned, |_| ()).unwrap()),
        [
            "! Operation Removed deletePan: `DELETE /pans/{id}`",
            "  Operation Added updatePanOfPan: `POST /pans/{panId}`",
        ]
    );
    assert_eq!(diff(&new, &new, |_| ()).unwrap().pins, "");
    assert_eq!(diff(&new, &new, |_| ()).unwrap().changes, []);
}

/// Whether two places share a type is no difference to whoever uses its names.
#[test]
fn a_type_that_parts_from_its_twin_has_changed_by_what_it_holds() {
    let spec = |lamp: &str| {
        let get = |id: &str, name: &str| {
            format!(
                "{{get: {{operationId: {id}, responses: {{'200': {{content: {{application/json: \
                 {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}}}}}}}}}"
            )
        };
        let holder = |values: &str| {
            format!("{{type: object, properties: {{state: {{type: string, enum: [{values}]}}}}}}")
        };
        format!(
            "openapi: 3.0.3\ninfo: {{title: House, version: '1'}}\npaths:\n  /lamp: {}\n  /oven: {}\n\
             components:\n  schemas:\n    Lamp: {}\n    Oven: {}\n",
            get("getLamp", "Lamp"),
            get("getOven", "Oven"),
            holder(lamp),
            holder("ON, OFF")
        )
    };
    let folder = Folder::new("diff-twins");
    let old = release(&folder, "old", &spec("ON, OFF"));
    let new = release(&folder, "new", &spec("ON, OFF, DIM"));
    let difference = diff(&old, &new, |_| ()).unwrap();
    assert_eq!(lines(&difference), ["  Value Added LampState.DIM: value"]);
}
