//! What a program prints of an error that it does not handle.

#![allow(clippy::unwrap_used)]

mod support;

use okta_api::RetryPolicy;
use support::{Fault, Org, Reply, TOKEN};

const SECRET: &str = "correct-horse-battery";

/// What `fn main() -> Result<(), Box<dyn Error>>` prints of an error: its `Debug`.
fn printed(error: okta_api::Error) -> String {
    let error: Box<dyn std::error::Error> = error.into();
    format!("Error: {error:?}")
}

#[tokio::test]
async fn what_main_prints_of_an_error_is_a_sentence_to_act_on() {
    let refused = |status, body: &str| {
        let mut reply = Reply::json(body.to_owned()).header("x-okta-request-id", "rid-4");
        reply.status = status;
        reply.header("set-cookie", format!("sid={SECRET}"))
    };
    let org = Org::scripted(vec![
        refused(
            403,
            r#"{"errorCode":"E0000006","errorSummary":"You do not have permission",
                "errorCauses":[{"errorSummary":"Missing role"}]}"#,
        ),
        refused(503, r#"{"errorCode":"E0000009","errorSummary":"Internal"}"#),
        Reply::json(format!(r#"{{"id":"{SECRET}"#)).header("x-okta-request-id", "rid-5"),
        Reply::new(200, "").fault(Fault::Reset),
    ])
    .await;
    let impatient = RetryPolicy::default().max_retries(1);
    let client = org.builder().retry(impatient).build().unwrap();

    let denied = client.get_user(SECRET).send().await.unwrap_err();
    assert_eq!(
        printed(denied),
        "Error: getUser: 403 Forbidden, E0000006: You do not have permission [Missing role] \
         (request id rid-4). Grant the app the scope okta.users.read and an admin role that \
         covers it"
    );
    let undecodable = client.get_user(SECRET).send().await.unwrap_err();
    let lost = client.get_user(SECRET).send().await.unwrap_err();
    let argument = client.get_user("").send().await.unwrap_err();
    let token = "SSWS 00secret";
    let config = okta_api::Client::builder("https://acme.okta.com").api_token(token);
    let config = config.build().map(drop).unwrap_err();
    for (error, parts) in [
        (
            undecodable,
            &["getUser", "does not decode at $", "rid-5"][..],
        ),
        (
            lost,
            &["getUser", "gave up after 2 attempts", "connection broke"],
        ),
        (argument, &["getUser", "`userId`", "give its id"]),
        (config, &["token", "without `SSWS` or `Bearer`"]),
    ] {
        let text = printed(error);
        for part in parts {
            assert!(text.contains(part), "{part}: {text}");
        }
        for secret in [SECRET, TOKEN, "00secret"] {
            assert!(!text.contains(secret), "{text}");
        }
        // A sentence or two, and not a struct.
        assert!(text.lines().count() <= 2 && text.len() < 400, "{text}");
        assert!(!text.contains(" { ") && !text.contains("Some("), "{text}");
    }
}
