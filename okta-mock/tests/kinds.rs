//! What holds for every kind of resource: cursors, refusals, answers of lifecycle steps.
#![allow(clippy::unwrap_used)]

mod support;

use okta_mock::{Fault, Faults, Limits, Org, StartError};
use reqwest::StatusCode;
use serde_json::{Value, json};
use support::{World, error, id};

async fn world() -> World {
    World::of(Org::builder().limits(Limits::none()).start().await.unwrap())
}

/// Most of Okta's own cursors are the id of the last member of a page; those of users have a
/// digit in front.
#[tokio::test]
async fn the_id_of_a_member_is_a_cursor_as_at_okta() {
    let world = world().await;
    let group = &world.all("/api/v1/groups").await[1];
    let app = &world.all("/api/v1/apps").await[0];
    for list in [
        "/api/v1/users".to_owned(),
        "/api/v1/groups".to_owned(),
        "/api/v1/apps".to_owned(),
        "/api/v1/idps".to_owned(),
        "/api/v1/zones".to_owned(),
        format!("/api/v1/groups/{}/users", id(group)),
        format!("/api/v1/apps/{}/users", id(app)),
    ] {
        let all = world.all(&list).await;
        let first = id(&all[0]);
        let users = list.ends_with("users");
        for digit in if users { &["", "2", "0"][..] } else { &[""] } {
            let (_, rest) = world.get(&format!("{list}?after={digit}{first}")).await;
            let rest: Vec<&str> = rest.as_array().unwrap().iter().map(id).collect();
            let expected: Vec<&str> = all.iter().skip(1).map(id).take(rest.len()).collect();
            assert_eq!(rest, expected, "{list} {digit}");
        }
        for foreign in ["nobody", "00u1", id(group), "2"] {
            if list.contains("groups") && !users {
                continue;
            }
            let refused = world.get(&format!("{list}?after={foreign}")).await;
            assert_eq!(
                error(&refused),
                (400, "E0000029", vec!["Invalid cursor."]),
                "{list} {foreign}"
            );
        }
    }
}

#[tokio::test]
async fn nothing_is_said_of_the_deactivation_of_those_who_never_signed_in() {
    let world = world().await;
    for (activate, expected) in [("false", StatusCode::NO_CONTENT), ("true", StatusCode::OK)] {
        let login = format!("{activate}@example.org");
        let body = json!({
            "profile": { "firstName": "A", "lastName": "B", "login": login, "email": login },
            "credentials": { "password": { "value": "Nanosecond-11" } },
        });
        let users = format!("/api/v1/users?activate={activate}");
        let (_, user) = world.post(&users, &body).await;
        let deactivate = format!("/api/v1/users/{}/lifecycle/deactivate", id(&user));
        let response = world.send(reqwest::Method::POST, &deactivate, None).await;
        assert_eq!(response.status(), expected, "{activate}");
    }
}

#[tokio::test]
async fn emails_are_found_by_the_names_that_they_had_before() {
    let world = world().await;
    let brand = id(&world.all("/api/v1/brands").await[0]).to_owned();
    let emails = format!("/api/v1/brands/{brand}/templates/email");
    let (_, welcome) = world.get(&format!("{emails}/welcome")).await;
    assert_eq!(welcome["name"], "UserActivation");
    for language in ["en", "fr"] {
        let body = json!({ "language": language, "subject": "s", "body": "<p>${activationLink}</p>",
            "isDefault": language == "en" });
        let customizations = format!("{emails}/welcome/customizations");
        assert_eq!(
            world.post(&customizations, &body).await.0,
            201,
            "{language}"
        );
    }
    let refused = world.get(&format!("{emails}/unheard-of")).await;
    assert_eq!(error(&refused).1, "E0000007");
}

#[tokio::test]
async fn nobody_certifies_a_reserved_domain_and_the_own_one_needs_no_proof() {
    let world = world().await;
    for (domain, source, expected) in [
        ("login.example.com", "MANUAL", 201),
        ("login.example.net", "OKTA_MANAGED", 400),
        ("a.b.example.com", "OKTA_MANAGED", 400),
        ("a.test", "OKTA_MANAGED", 400),
        ("login.acme.org", "OKTA_MANAGED", 201),
        ("notexample.com", "OKTA_MANAGED", 201),
    ] {
        let body = json!({ "domain": domain, "certificateSourceType": source });
        let answer = world.post("/api/v1/domains", &body).await;
        assert_eq!(answer.0, expected, "{domain} {source}");
    }
    let refused = world
        .post("/api/v1/domains/default/verify", &Value::Null)
        .await;
    let expected = "This operation is not supported for this domain";
    assert_eq!(error(&refused), (400, "E0000001", vec![expected]));
}

/// A PUT replaces what is there; only relations, which have no body, come to be by one.
#[tokio::test]
async fn what_is_not_there_cannot_be_replaced() {
    let world = world().await;
    for (collection, kind) in [
        ("apps", "AppInstance"),
        ("authorizationServers", "AuthorizationServer"),
        ("authorizationServers/default/claims", "OAuth2Claim"),
        ("authorizationServers/default/policies", "Policy"),
        ("authorizationServers/default/scopes", "OAuth2Scope"),
        ("brands", "Brand"),
        ("eventHooks", "Webhook"),
        ("groups", "UserGroup"),
        ("groups/rules", "GroupRule"),
        ("idps", "IdpTrust"),
        ("inlineHooks", "InlineHook"),
        ("meta/types/user", "CVDType"),
        ("policies", "Policy"),
        ("templates/sms", "AppInstance"),
        ("trustedOrigins", "TrustedOrigin"),
        ("users", "User"),
        ("zones", "NetworkZone"),
    ] {
        let path = format!("/api/v1/{collection}/nobody1");
        let expected = format!("Not found: Resource not found: nobody1 ({kind})");
        for answer in [
            world.get(&path).await,
            world.put(&path, &json!({ "name": "x" })).await,
        ] {
            assert_eq!(answer.0, 404, "{path}");
            assert_eq!(answer.1["errorSummary"], expected);
        }
    }
}

#[tokio::test]
async fn every_property_that_is_missing_is_named() {
    let world = world().await;
    for (collection, missing) in [
        ("eventHooks", &["name", "events", "channel"][..]),
        ("idps", &["name", "type"]),
        ("inlineHooks", &["name", "type", "version", "channel"]),
        ("meta/types/user", &["name", "displayName"]),
        ("templates/sms", &["name", "type", "template"]),
        ("trustedOrigins", &["name", "origin", "scopes"]),
        ("zones", &["name", "type"]),
    ] {
        let refused = world
            .post(&format!("/api/v1/{collection}"), &json!({}))
            .await;
        let (status, code, causes) = error(&refused);
        assert_eq!((status, code), (400, "E0000001"), "{collection}");
        let expected: Vec<String> = missing
            .iter()
            .map(|name| format!("{name}: The field cannot be left blank"))
            .collect();
        assert_eq!(causes, expected, "{collection}");
        let summary = format!("Api validation failed: {}", missing[0]);
        assert_eq!(refused.1["errorSummary"], summary);
    }
}

#[tokio::test]
async fn an_active_hook_is_not_deleted() {
    let world = world().await;
    let channel = json!({ "type": "HTTP", "version": "1.0.0",
        "config": { "uri": "https://example.org/hook", "method": "POST" } });
    let events = json!({ "type": "EVENT_TYPE", "items": ["user.lifecycle.create"] });
    for (collection, body) in [
        (
            "eventHooks",
            json!({ "name": "h", "events": events, "channel": channel }),
        ),
        (
            "inlineHooks",
            json!({ "name": "h", "type": "com.okta.import.transform", "version": "1.0.0",
                "channel": channel }),
        ),
    ] {
        let collection = format!("/api/v1/{collection}");
        let (_, hook) = world.post(&collection, &body).await;
        let own = format!("{collection}/{}", id(&hook));
        assert_eq!(world.delete(&own).await.0, 400, "{own}");
        world
            .post(&format!("{own}/lifecycle/deactivate"), &Value::Null)
            .await;
        assert_eq!(world.delete(&own).await.0, 204, "{own}");
    }
}

#[tokio::test]
async fn former_ids_of_operations_are_understood_by_faults_and_the_journal() {
    let org = Org::start().await.unwrap();
    let former = okta_api::operations::REPLACE_GROUP.former_id.unwrap();
    assert_ne!(former, "replaceGroup");
    assert!(org.journal().of(former).is_empty());
    org.fail_next(former, Fault::status(403));
    let group = okta_api::types::Group::default();
    let refused = org.client().replace_group("00g1", group).send().await;
    assert_eq!(refused.unwrap_err().status(), Some(StatusCode::FORBIDDEN));
    assert_eq!(org.journal().of(former).len(), 1);
    assert_eq!(org.journal().of("replaceGroup").len(), 1);
}

#[tokio::test]
#[should_panic(expected = "no operation `listUser`: did you mean `listUsers`?")]
async fn the_journal_refuses_an_operation_that_there_is_not() {
    let org = Org::start().await.unwrap();
    let _ = org.journal().of("listUser");
}

#[tokio::test]
#[should_panic(expected = "no operation `getuser`: did you mean `getUser`?")]
async fn a_fault_for_an_operation_that_there_is_not_is_refused() {
    let org = Org::start().await.unwrap();
    org.fail_next("getuser", Fault::reset());
}

#[tokio::test]
async fn an_org_with_a_fault_for_no_operation_does_not_start() {
    let faults = Faults::new().percent("listUserz", 1.0, Fault::reset());
    let refused = Org::builder().faults(faults).start().await.unwrap_err();
    assert!(matches!(refused, StartError::Fault(_)), "{refused}");
    assert!(refused.to_string().contains("`listUsers`"), "{refused}");
}

#[tokio::test]
async fn a_theme_is_read_on_its_colours() {
    let world = World::start().await;
    let brand = world.get("/api/v1/brands").await.1[0]["id"].take();
    let themes = format!("/api/v1/brands/{}/themes", brand.as_str().unwrap());
    let theme = world.get(&themes).await.1[0]["id"].take();
    let own = format!("{themes}/{}", theme.as_str().unwrap());
    let body = json!({ "primaryColorHex": "#ababab", "secondaryColorHex": "#1662dd",
        "signInPageTouchPointVariant": "OKTA_DEFAULT", "errorPageTouchPointVariant": "OKTA_DEFAULT",
        "endUserDashboardTouchPointVariant": "OKTA_DEFAULT",
        "emailTemplateTouchPointVariant": "OKTA_DEFAULT" });
    let (_, replaced) = world.put(&own, &body).await;
    assert_eq!(replaced["primaryColorContrastHex"], "#000000");
    assert_eq!(replaced["secondaryColorContrastHex"], "#ffffff");
}

#[tokio::test]
async fn an_email_is_shown_as_its_reader_sees_it() {
    let world = World::start().await;
    let brand = world.get("/api/v1/brands").await.1[0]["id"].take();
    let template = format!(
        "/api/v1/brands/{}/templates/email/ForgotPassword",
        brand.as_str().unwrap()
    );
    let body = json!({ "language": "en", "isDefault": true, "subject": "Welcome to ${org.name}",
        "body": "${user.profile.firstName}: ${resetPasswordLink}" });
    let customizations = format!("{template}/customizations");
    let (_, made) = world.post(&customizations, &body).await;
    let own = format!("{customizations}/{}", id(&made));
    let settings = made["_links"]["settings"]["href"].as_str().unwrap();
    assert!(settings.ends_with(&format!("{template}/settings")));
    let (status, shown) = world.get(&format!("{own}/preview")).await;
    assert_eq!(
        (status, &shown["subject"]),
        (200, &"Welcome to Example".into())
    );
    let reader = world.get("/api/v1/users/me").await.1["profile"]["firstName"].take();
    let words = format!(
        "{}: (resetPasswordLink Placeholder)",
        reader.as_str().unwrap()
    );
    assert_eq!(shown["body"], words);
    let nobody = world.get(&format!("{customizations}/oelx/preview")).await;
    assert_eq!(error(&nobody).1, "E0000007");
}
