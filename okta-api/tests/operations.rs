//! Operations chosen at run time: which one a request addresses, and what is checked before
//! a call is sent.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use http::Method;
use okta_api::{
    Upload,
    operations::{self, BodyHint, CATALOGUE, Lifecycle, NoRoute, OPERATIONS},
};
use serde::Deserialize;
use serde_json::json;

fn id(method: Method, target: &str, body: BodyHint<'_>) -> Result<&'static str, NoRoute> {
    let route = CATALOGUE.find_with(&method, target, body)?;
    Ok(route.operation.id)
}

#[test]
fn requests_find_their_operation() {
    let expire = "/api/v1/users/1/lifecycle/expire_password";
    let publish = "/api/v1/apps/1/credentials/csrs/2/lifecycle/publish";
    let forgot = "/api/v1/users/1/credentials/forgot_password";
    let json = BodyHint::Some(Some("application/json; charset=utf-8"));
    let pem = BodyHint::Some(Some("application/x-pem-file"));
    let none = BodyHint::None;
    for (method, target, body, expected) in [
        (Method::GET, "/api/v1/users", none, Ok("listUsers")),
        (Method::GET, "/api/v1/users/", none, Ok("listUsers")),
        (Method::GET, "/api/v1/users?limit=1", none, Ok("listUsers")),
        (Method::GET, "/api/v1/users/a%2Fb", none, Ok("getUser")),
        (
            Method::GET,
            "/api/v1/groups/rules",
            none,
            Ok("listGroupRules"),
        ),
        (Method::GET, "/api/v1/groups/00g1", none, Ok("getGroup")),
        (Method::POST, expire, none, Ok("expirePassword")),
        (
            Method::POST,
            &format!("{expire}?tempPassword=true"),
            none,
            Ok("expirePasswordAndGetTemporaryPassword"),
        ),
        (
            Method::POST,
            &format!("{expire}?tempPassword=%54rue"),
            none,
            Ok("expirePasswordAndGetTemporaryPassword"),
        ),
        (
            Method::POST,
            publish,
            pem,
            Ok("publishCsrFromApplicationAsPem"),
        ),
        (Method::POST, forgot, none, Ok("forgotPassword")),
        (
            Method::POST,
            forgot,
            BodyHint::Unknown,
            Ok("forgotPassword"),
        ),
        (
            Method::POST,
            forgot,
            json,
            Ok("forgotPasswordSetNewPassword"),
        ),
        (Method::PATCH, "/api/v1/users/1", none, Err(NoRoute::Method)),
        (
            Method::GET,
            "/api/v1/users//roles",
            none,
            Err(NoRoute::Path),
        ),
        (Method::GET, "/api/v1/nothing", none, Err(NoRoute::Path)),
        (Method::GET, "/", none, Err(NoRoute::Path)),
        (Method::GET, "", none, Err(NoRoute::Path)),
    ] {
        assert_eq!(
            id(method.clone(), target, body),
            expected,
            "{method} {target}"
        );
    }
}

#[test]
fn a_path_gives_the_arguments_that_it_has() {
    let route = operations::find(&Method::GET, "/api/v1/users/a%2Fb/factors/f%201").unwrap();
    assert_eq!(route.operation.id, "getFactor");
    let expected = [("userId", "a/b".to_owned()), ("factorId", "f 1".to_owned())];
    assert_eq!(route.arguments, expected);
    // A template, with this description's name of the parameter or another's.
    for template in ["/api/v1/users/{userId}", "/api/v1/users/{id}"] {
        let template = operations::find(&Method::GET, template).unwrap();
        assert_eq!(template.operation.id, "getUser");
        assert_eq!(template.arguments, []);
    }
    let braces = operations::find(&Method::GET, "/api/v1/users/%7BuserId%7D").unwrap();
    assert_eq!(braces.arguments, [("userId", "{userId}".to_owned())]);
}

#[test]
fn what_okta_has_deprecated_since_says_so() {
    let deprecated = OPERATIONS
        .iter()
        .filter(|operation| operation.lifecycle == Lifecycle::Deprecated);
    let ids: Vec<&str> = deprecated.map(|operation| operation.id).collect();
    assert_eq!(
        ids,
        ["extendOktaSupport", "grantOktaSupport", "revokeOktaSupport"]
    );
}

#[test]
fn every_operation_is_found_at_its_own_path_and_by_its_own_names() {
    for operation in OPERATIONS {
        let body = match &operation.body {
            Some(body) => BodyHint::Some(Some(body.content_type)),
            None => BodyHint::None,
        };
        let found = id(operation.method.clone(), operation.path, body).unwrap();
        // Two variants of a certificate differ in nothing that a request shows.
        let found = operations::by_id(found).unwrap();
        assert_eq!(
            (
                found.path,
                &found.method,
                found.body.as_ref().map(|body| body.content_type)
            ),
            (
                operation.path,
                &operation.method,
                operation.body.as_ref().map(|body| body.content_type)
            ),
        );
        for name in [operation.id, operation.method_name] {
            assert_eq!(operations::by_id(name), Some(*operation), "{name}");
        }
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let others = &operation.parameters[..index];
            let again = others.iter().any(|other| other.name == parameter.name);
            assert!(!again, "{} has two {}", operation.id, parameter.name);
        }
    }
}

#[tokio::test]
async fn what_cannot_be_right_is_not_sent() {
    let org = support::Org::start(|_| panic!("nothing may be sent")).await;
    let client = org.client();
    let call = |id| client.call(operations::by_id(id).unwrap());
    for (call, expected) in [
        (
            call("getUser")
                .argument("userId", "1")
                .argument("userId", serde_json::Value::Null),
            "getUser: the argument `userId` is missing",
        ),
        (
            call("listUsers").argument("limit", "99999999999999999999"),
            "listUsers: the argument `limit` must be a whole number of 64 bits, which this string \
             is not",
        ),
        (
            call("getUser").argument("userid", "1"),
            "getUser: there is no argument `userid`: did you mean `userId`?",
        ),
        (
            call("getUser").argument("colour", "red"),
            "getUser: there is no argument `colour`: the operation takes `userId`, `expand`",
        ),
        (
            call("getOrgSettings").argument("userId", "1"),
            "getOrgSettings: there is no argument `userId`: the operation takes none",
        ),
        (
            call("getFactor").argument("userId", "1"),
            "getFactor: the argument `factorId` is missing",
        ),
        (
            call("getUser").argument("userId", json!(null)),
            "getUser: the argument `userId` is missing",
        ),
        (
            call("getUser").argument("userId", ".."),
            "getUser: `userId` is \"..\", which would address another resource: give its id",
        ),
        (
            call("getUser").argument("userId", 7),
            "getUser: the argument `userId` must be a string, not a number",
        ),
        (
            call("listUsers").argument("limit", "many"),
            "listUsers: the argument `limit` must be a whole number of 64 bits, which this string \
             is not",
        ),
        (call("createUser"), "createUser: the body is missing"),
        (
            call("listUsers").json(&json!({})),
            "listUsers: it takes no body",
        ),
        (
            call("createUser").body("text/plain", "x"),
            "createUser: the body must be application/json, not text/plain",
        ),
        (
            call("uploadBrandThemeLogo").json(&json!({})),
            "uploadBrandThemeLogo: the body must be multipart/form-data, not application/json",
        ),
        (
            call("createUser").file(Upload::new("x", "x", "image/png")),
            "createUser: the body must be application/json, not multipart/form-data",
        ),
    ] {
        assert_eq!(call.send().await.unwrap_err().to_string(), expected);
    }
}

#[derive(Debug, Deserialize, PartialEq)]
struct Id {
    id: String,
}

fn ids(ids: &[&str]) -> Vec<Id> {
    ids.iter().map(|id| Id { id: (*id).into() }).collect()
}

#[tokio::test]
async fn an_answer_can_be_read_as_any_type() {
    let user = r#"{"id": "00u1", "profile": {"login": "ada@example.com"}}"#;
    let org = support::Org::start(move |_| support::Reply::json(user)).await;
    let client = org.client();
    let get = client.call(operations::by_id("getUser").unwrap());
    let get = get.argument("userId", "00u1");
    assert_eq!(get.clone().send().await.unwrap()["id"], "00u1");
    let id = get.clone().send_as::<Id>().await.unwrap();
    assert_eq!(id.id, "00u1");
    assert_eq!(get.send_bytes().await.unwrap().as_ref(), user.as_bytes());
    let typed = client.get_user("00u1").send_as::<Id>().await.unwrap();
    assert_eq!(typed.id, "00u1");
    let error = client
        .get_user("00u1")
        .send_as::<Vec<u8>>()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("getUser"), "{error}");
}

fn next(seen: &support::Seen) -> String {
    let host = seen.header("host").unwrap();
    format!(r#"<http://{host}/api/v1/users?after=2>; rel="next""#)
}

#[tokio::test]
async fn lists_of_any_type_have_the_same_pages() {
    use futures::TryStreamExt;

    let org = support::Org::start(move |seen| match seen.query("after") {
        None => support::Reply::json(r#"[{"id": "1", "x": [1]}, {"id": "2"}]"#)
            .header("link", next(seen)),
        Some(_) => support::Reply::json(r#"[{"id": 3}, {"id": "4"}]"#),
    })
    .await;
    let client = org.client();
    let list = client
        .call(operations::by_id("listUsers").unwrap())
        .argument("limit", 2);
    for stream in [
        list.clone().stream_as::<Id>(),
        client.list_users().limit(2).stream_as(),
    ] {
        let items: Vec<_> = futures::StreamExt::collect::<Vec<_>>(stream).await;
        let (good, bad): (Vec<_>, Vec<_>) = items.into_iter().partition(Result::is_ok);
        let good: Vec<Id> = good.into_iter().map(Result::unwrap).collect();
        assert_eq!(good, ids(&["1", "2", "4"]));
        let error = bad[0].as_ref().unwrap_err().to_string();
        assert!(error.contains("$[0].id"), "{error}");
    }
    let page = list.clone().page().await.unwrap();
    let rest: Vec<serde_json::Value> = list
        .resume(page.next().unwrap())
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(rest, [json!({"id": 3}), json!({"id": "4"})]);
}
