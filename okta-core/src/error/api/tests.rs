use http::HeaderValue;

use super::*;
use crate::operations::RAW;

fn error(status: u16, headers: &[(&'static str, &'static str)], body: &'static str) -> ApiError {
    ApiError::new(
        &RAW,
        Answer {
            status: StatusCode::from_u16(status).unwrap(),
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).parse().unwrap(), HeaderValue::from_static(value)))
                .collect(),
            body: Bytes::from_static(body.as_bytes()),
            strict: false,
        },
    )
}

#[test]
fn the_message_shows_the_causes_and_the_request_id() {
    let error = error(
        400,
        &[("x-okta-request-id", "rid-1")],
        r#"{"errorCode":"E0000001","errorSummary":"Api validation failed: login",
            "errorLink":"E0000001","errorId":"oae1",
            "errorCauses":[{"errorSummary":"login: taken"},{"errorSummary":"email: bad"}],
            "traceNumber":7}"#,
    );
    assert_eq!(
        error.to_string(),
        "request: 400 Bad Request, E0000001: Api validation failed: login \
         [login: taken; email: bad] (request id rid-1)"
    );
    assert_eq!(error.body().id(), Some("oae1"));
    assert_eq!(error.body().link(), Some("E0000001"));
    assert_eq!(error.body().properties()["traceNumber"], 7);
}

#[test]
fn an_oauth_refusal_is_read_from_body_or_header() {
    let from_body = error(
        400,
        &[],
        r#"{"error":"invalid_scope","error_description":"One or more scopes are not configured"}"#,
    );
    assert_eq!(from_body.code(), Some("invalid_scope"));
    let from_header = error(
        403,
        &[(
            "www-authenticate",
            r#"Bearer authorization_uri="https://x", realm="y", error="insufficient_scope", error_description="The access token must provide access", resource="/api""#,
        )],
        "",
    );
    assert_eq!(from_header.code(), Some("insufficient_scope"));
    assert_eq!(
        from_header.summary(),
        Some("The access token must provide access")
    );
}

#[test]
fn a_page_that_is_not_json_is_quoted_in_short() {
    let page = error(502, &[], "<html>\n<body>\u{7}Bad   Gateway</body>");
    assert_eq!(page.excerpt(), Some("<html> <body> Bad Gateway</body>"));
    let long: &'static str = Box::leak("ü".repeat(100_000).into_boxed_str());
    assert_eq!(
        error(502, &[], long).excerpt().unwrap().chars().count(),
        EXCERPT + 1
    );
    assert_eq!(error(502, &[], "  ").excerpt(), None);
}

#[test]
fn json_of_another_shape_is_quoted_and_gets_no_advice() {
    for (status, body, expected) in [
        (
            403,
            r#"{"message":"Forbidden by policy"}"#,
            r#"request: 403 Forbidden: {"message":"Forbidden by policy"}"#,
        ),
        (
            412,
            r#"{"type":"about:blank","title":"No","detail":"Not so","status":412}"#,
            r#"request: 412 Precondition Failed: {"type":"about:blank","title":"No","detail":"Not so","status":412}"#,
        ),
        (
            500,
            r#"{"error":{"code":5,"message":"x"}}"#,
            r#"request: 500 Internal Server Error: {"error":{"code":5,"message":"x"}}"#,
        ),
        (401, r#"["a"]"#, r#"request: 401 Unauthorized: ["a"]"#),
        (403, "{}", "request: 403 Forbidden: {}"),
        (403, "", "request: 403 Forbidden"),
    ] {
        assert_eq!(error(status, &[], body).to_string(), expected);
    }
}

#[test]
fn duplicates_are_told_by_what_okta_says() {
    let cause = |status, text: &str| {
        let body = format!(
            r#"{{"errorCode":"E0000001","errorSummary":"Api validation failed: login","errorCauses":[{{"errorSummary":"{text}"}}]}}"#
        );
        error(status, &[], Box::leak(body.into_boxed_str())).is_duplicate()
    };
    let exists = "login: An object with this field already exists in the current organization";
    assert!(cause(400, exists));
    assert!(cause(409, exists));
    assert!(cause(
        400,
        "label: There is already an admin role with this name."
    ));
    assert!(cause(400, "name: must be unique"));
    assert!(!cause(400, "login: The field cannot be left blank"));
    assert!(!cause(500, exists));
    let coded = r#"{"errorCode":"E0000090","errorSummary":"The role specified is already assigned to the user."}"#;
    assert!(error(409, &[], coded).is_duplicate());
}

#[test]
fn text_of_a_server_is_shown_bounded_and_without_control_characters() {
    let causes = vec![r#"{"errorSummary":"\u001b[31mred\u202e"}"#; 10_000].join(",");
    let body = format!(
        r#"{{"errorCode":"E\n1","errorSummary":"{}","errorCauses":[{causes}]}}"#,
        "long\\r\\n".repeat(100_000)
    );
    let body: &'static str = Box::leak(body.into_boxed_str());
    let message = error(400, &[], body).to_string();
    assert!(message.len() < 10_000, "{}", message.len());
    assert!(
        message.starts_with("request: 400 Bad Request, E 1: long long"),
        "{message}"
    );
    assert!(message.ends_with("and 9980 more]"), "{message}");
    assert!(!message.chars().any(|c| c.is_control() || c == '\u{202e}'));
}

#[test]
fn odd_error_objects_do_no_harm() {
    for body in [
        r#"{"errorCode":5,"errorCauses":"none"}"#,
        r#"{"errorCauses":[1,null,{"errorSummary":2}]}"#,
        "[]",
        "null",
        "{",
    ] {
        let error = error(500, &[("www-authenticate", "error=\"")], body);
        assert_eq!(error.body().causes().count(), 0);
        assert!(error.to_string().starts_with("request: 500"));
    }
}

#[test]
fn the_error_object_survives_a_round_trip() {
    let json =
        r#"{"errorCode":"E1","errorCauses":[{"errorSummary":"a","domain":"b"}],"x":{"y":[1]}}"#;
    let body: ErrorBody = serde_json::from_str(json).unwrap();
    let again: Value = serde_json::to_value(&body).unwrap();
    assert_eq!(again, serde_json::from_str::<Value>(json).unwrap());
}
