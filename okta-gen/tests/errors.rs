//! Broken input is an error that names the file, the place in it, what is wrong there
//! and, where it is not plain, what to do. Never a panic, and nothing is written.

#![allow(clippy::unwrap_used)]

mod support;

use support::Folder;

/// A description around these paths and schemas.
fn spec(paths: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\n\
         paths: {{{paths}}}\ncomponents: {{schemas: {{{schemas}}}}}\n"
    )
}

/// An operation with these extra keys.
fn operation(more: &str) -> String {
    spec(
        &format!("'/a/{{id}}': {{get: {{operationId: getA, responses: {{'200': {{}}}}, {more}}}}}"),
        "",
    )
}

/// A description with these schemas, each of which an operation answers with.
fn schemas(schemas: &str) -> String {
    let named = okta_gen::yaml(&format!("{{{schemas}}}")).unwrap();
    let paths = named.as_object().unwrap().keys().map(|name| {
        format!(
            "/{name}: {{get: {{operationId: read{name}, responses: {{'200': {{content: {{application/json: \
             {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}}}}}}}}}"
        )
    });
    spec(&paths.collect::<Vec<_>>().join(", "), schemas)
}

/// Generates from a description, or with an overlay, that is wrong.
fn failure(case: &str, spec: &str, overlay: Option<&str>, expected: &[&str]) -> Option<String> {
    let folder = Folder::new(&format!("error-{case}"));
    folder.write("spec.yaml", spec);
    if let Some(overlay) = overlay {
        folder.write("overlays/10-first.yaml", overlay);
    }
    let Err(error) = folder.regen(false) else {
        return Some(format!("{case}: no error"));
    };
    if folder.path("out").exists() {
        return Some(format!("{case}: something is written"));
    }
    let file = folder.path(match overlay {
        Some(_) => "overlays/10-first.yaml",
        None => "spec.yaml",
    });
    let (error, file) = (error.to_string(), file.display().to_string());
    let missing = [file.as_str()]
        .into_iter()
        .chain(expected.iter().copied())
        .find(|part| !error.contains(part))?;
    Some(format!("{case}: no {missing:?} in: {error}"))
}

/// All cases: a name, a description, and parts of the error that it must be.
fn all_fail<S: AsRef<str>>(cases: &[(&str, S, &[&str])]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(case, spec, expected)| failure(case, spec.as_ref(), None, expected))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn documents_that_are_none() {
    all_fail(&[
        (
            "malformed",
            "openapi: [",
            &["line 1 column 10", "one document in YAML or JSON"][..],
        ),
        ("empty", "", &["/openapi", "not an OpenAPI description"]),
        ("a-list", "- 1", &["/openapi", "not an OpenAPI description"]),
        (
            "swagger",
            "swagger: '2.0'\npaths: {}",
            &["/openapi", "Swagger 2.0 needs converting"],
        ),
        (
            "openapi-3.1",
            "openapi: 3.1.0",
            &["/openapi", "version 3.1.0 is not supported", "convert"],
        ),
        (
            "not-a-number",
            "openapi: 3.0.3\nx: .nan",
            &["line 2 column 4", "`.nan`"],
        ),
        (
            "a-tag",
            "openapi: 3.0.3\nx: !t 1",
            &["line 2 column 7", "!t"],
        ),
        (
            "paths-list",
            "openapi: 3.0.3\npaths: []",
            &["/paths", "expected an object"],
        ),
        (
            "schemas-list",
            "openapi: 3.0.3\ncomponents: {schemas: []}",
            &["/components/schemas", "expected an object"],
        ),
        (
            "components-list",
            "openapi: 3.0.3\ncomponents: []",
            &["/components", "expected an object"],
        ),
    ]);
}

#[test]
fn operations() {
    all_fail(&[
        (
            "path-item",
            spec("/a: 1", ""),
            &["/a", "expected a path item"][..],
        ),
        (
            "operation",
            spec("/a: {get: 1}", ""),
            &["GET /a", "expected an operation"],
        ),
        (
            "no-id",
            spec("/a: {put: {responses: {}}}", ""),
            &["PUT /a", "no operationId", "overlay"],
        ),
        (
            "same-id",
            spec(
                "/a: {get: {operationId: x, responses: {}}}, /b: {get: {operationId: x, responses: {}}}",
                "",
            ),
            &[
                "GET /b",
                "the operationId x is that of GET /a too",
                "rename",
            ],
        ),
        (
            "same-method",
            spec(
                "/a: {get: {operationId: getIt, responses: {}}}, /b: {get: {operationId: get_it, responses: {}}}",
                "",
            ),
            &["GET /b", "get_it", "GET /a", "rename"],
        ),
        (
            "no-responses",
            spec("/a: {get: {operationId: x}}", ""),
            &["GET /a", "no responses"],
        ),
        (
            "empty-id",
            spec("/a: {get: {operationId: '', responses: {}}}", ""),
            &["GET /a", "operationId"],
        ),
        (
            "odd-id",
            spec("/a: {get: {operationId: '2 + 2', responses: {}}}", ""),
            &["GET /a", "operationId"],
        ),
    ]);
}

#[test]
fn parts_of_operations() {
    all_fail(&[
        (
            "parameters-map",
            "parameters: {}",
            &["GET /a/{id}", "not a list"][..],
        ),
        (
            "nameless",
            "parameters: [{in: query}]",
            &["GET /a/{id}", "no name"],
        ),
        (
            "cookie",
            "parameters: [{name: c, in: cookie}]",
            &["GET /a/{id}", "the parameter c", "cookie"],
        ),
        (
            "nowhere",
            "parameters: [{name: c}]",
            &["GET /a/{id}", "the parameter c"],
        ),
        (
            "not-in-path",
            "parameters: [{name: other, in: path, required: true}]",
            &[
                "GET /a/{id}",
                "the path parameter other is not in the path",
                "overlay",
            ],
        ),
        (
            "style",
            "parameters: [{name: f, in: query, style: deepObject, schema: {type: object}}]",
            &["GET /a/{id}", "the parameter f", "deepObject", "overlay"],
        ),
        (
            "object-parameter",
            "parameters: [{name: f, in: query, schema: {type: object, properties: {a: {type: string}}}}]",
            &["GET /a/{id}", "the parameter f", "overlay"],
        ),
        (
            "same-name",
            "parameters: [{name: f, in: query, schema: {type: string}}, {name: F, in: header, schema: {type: string}}]",
            &["GET /a/{id}"],
        ),
        (
            "dangling-parameter",
            "parameters: [{$ref: '#/components/parameters/no'}]",
            &[
                "GET /a/{id}",
                "#/components/parameters/no leads nowhere",
                "overlay",
            ],
        ),
        (
            "dangling-body",
            "requestBody: {$ref: '#/components/requestBodies/no'}",
            &["GET /a/{id}", "#/components/requestBodies/no leads nowhere"],
        ),
        (
            "dangling-schema",
            "requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/No'}}}}",
            &["GET /a/{id}", "#/components/schemas/No leads nowhere"],
        ),
        (
            "no-content",
            "requestBody: {}",
            &["GET /a/{id}", "the body has no content"],
        ),
        (
            "xml-body",
            "requestBody: {content: {application/xml: {schema: {type: object}}}}",
            &["GET /a/{id}", "a body of type application/xml"],
        ),
        (
            "form-of-two",
            "requestBody: {content: {multipart/form-data: {schema: {properties: {a: {}, b: {}}}}}}",
            &["GET /a/{id}", "exactly one file"],
        ),
        (
            "variant-without-id",
            "x-okta-multi-operation: [{summary: S}]",
            &["GET /a/{id}", "x-okta-multi-operation has no operationId"],
        ),
    ].map(|(case, more, expected)| (case, operation(more), expected)));
}

#[test]
fn types() {
    let reference = |name| format!("{{$ref: '#/components/schemas/{name}'}}");
    all_fail(&[
        (
            "dangling",
            schemas(&format!(
                "A: {{type: object, properties: {{b: {}}}}}",
                reference("No")
            )),
            &[
                "schema A.b",
                "#/components/schemas/No leads nowhere",
                "overlay",
            ][..],
        ),
        (
            "parent",
            schemas("A: {x-okta-parent: '#/definitions/No'}"),
            &["schema A", "#/components/schemas/No"],
        ),
        (
            "circular",
            schemas(&format!(
                "A: {{allOf: [{}]}}, B: {{allOf: [{}]}}",
                reference("B"),
                reference("A")
            )),
            &["schema A", "its own ancestor"],
        ),
        (
            "alias-of-itself",
            schemas(&format!("A: {}, B: {}", reference("B"), reference("A"))),
            &["schema A"],
        ),
        (
            "discriminator-to-nowhere",
            schemas("A: {type: object, discriminator: {propertyName: p, mapping: {x: No}}}"),
            &[
                "schema A",
                "#/components/schemas/No, which is not there",
                "overlay",
            ],
        ),
        (
            "discriminator-without-property",
            schemas("A: {type: object, discriminator: {}}"),
            &["schema A", "the discriminator has no propertyName"],
        ),
        (
            "discriminator-of-text",
            schemas(
                "A: {type: string, discriminator: {propertyName: p, mapping: {x: B}}}, B: {type: object, properties: {p: {type: string}}}",
            ),
            &["schema A", "must be an object"],
        ),
        (
            "discriminator-to-text",
            schemas(
                "A: {type: object, discriminator: {propertyName: p, mapping: {x: B}}}, B: {type: string}",
            ),
            &["schema A", "B is not an object"],
        ),
        (
            "nested-discriminator",
            schemas(
                "A: {type: object, discriminator: {propertyName: p, mapping: {x: B}}}, B: {type: object, discriminator: {propertyName: q, mapping: {y: C}}}, C: {type: object}",
            ),
            &["schema A", "the base has no property q", "overlay"],
        ),
        (
            "circular-discriminators",
            schemas(
                "A: {type: object, discriminator: {propertyName: p, mapping: {x: B}}}, B: {type: object, discriminator: {propertyName: q, mapping: {y: B2, z: C}}}, B2: {type: object, discriminator: {propertyName: q, mapping: {y: B}}}, C: {type: object}",
            ),
            &["schema B", "circle"],
        ),
        (
            "base-name",
            schemas(
                "A: {type: object, discriminator: {propertyName: p, mapping: {x: B}}}, B: {type: object}, ABase: {type: object}",
            ),
            &["schema A", "the name ABase is taken", "rename"],
        ),
    ]);
}

#[test]
fn overlays() {
    for (case, overlay, expected) in [
        (
            "none",
            "openapi: 3.0.3",
            &["/overlay", "OpenAPI Overlay 1.0"][..],
        ),
        ("no-actions", "overlay: 1.0.0", &["/actions"]),
        (
            "malformed",
            "overlay: [",
            &["line ", "one document in YAML or JSON"],
        ),
        (
            "matches-nothing",
            "overlay: 1.0.0\nactions: [{target: \"$.paths['/b']\", description: Why., remove: true}]",
            &[
                "/actions/0",
                "$.paths['/b']",
                "matches nothing",
                "remove the action",
            ],
        ),
        (
            "changes-nothing",
            "overlay: 1.0.0\nactions: [{target: $.info, description: Why., update: {title: T}}]",
            &["/actions/0", "$.info", "changes nothing"],
        ),
        (
            "no-description",
            "overlay: 1.0.0\nactions: [{target: $.info, update: {title: U}}]",
            &["/actions/0", "$.info", "no description", "say why"],
        ),
        (
            "no-target",
            "overlay: 1.0.0\nactions: [{description: Why.}]",
            &["/actions/0", "no target"],
        ),
        (
            "no-path",
            "overlay: 1.0.0\nactions: [{target: info, description: Why.}]",
            &["/actions/0 (info)", "not a JSONPath", "RFC 9535"],
        ),
    ] {
        let wrong = failure(
            &format!("overlay-{case}"),
            &schemas(""),
            Some(overlay),
            expected,
        );
        assert_eq!(wrong, None);
    }
}

#[test]
fn files_that_are_not_there() {
    let folder = Folder::new("error-missing");
    let error = folder.regen(false).expect_err("no description").to_string();
    assert!(error.contains("spec.yaml: cannot be read"), "{error}");
    assert!(error.contains("help: check the path"), "{error}");

    folder.write("spec.yaml", &schemas(""));
    std::fs::remove_dir(folder.path("overlays")).unwrap();
    let error = folder.regen(false).expect_err("no overlays").to_string();
    assert!(error.contains("overlays: cannot be listed"), "{error}");
    assert!(error.contains("--overlays"), "{error}");
}
