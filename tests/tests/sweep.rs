//! Every operation, called through its typed method with everything set, puts on the wire
//! what the description says.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use okta_api::operations::{self, Location, OPERATIONS, Operation};
use okta_test_server::{Reply, Seen, Server};
use okta_tests::{
    generated::sweeps,
    sample::Sample,
    sweep::{self, Outcome},
};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::Value;

/// Whatever may not stand in a path segment as it is.
const RESERVED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'/')
    .add(b';')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The value of a header that came once.
fn header<'a>(request: &'a Seen, name: &str) -> Option<&'a str> {
    let mut found = request.headers.iter().filter(|(other, _)| other == name);
    let (_, value) = found.next()?;
    assert!(found.next().is_none(), "{name} came twice");
    Some(value)
}

/// A server that answers every request with one body, which a test may change.
async fn recorder() -> (Server, Arc<Mutex<&'static str>>) {
    let answer = Arc::new(Mutex::new(""));
    let answers = Arc::clone(&answer);
    let server = Server::start(move |_| Reply::new(200, *answers.lock().unwrap())).await;
    (server, answer)
}

/// What a server would answer with, in short.
fn answer(operation: &Operation) -> &'static str {
    match operation.response {
        Some(kind) if kind.starts_with("Vec<") => "[]",
        Some("String") => "<EntityDescriptor/>",
        Some(_) => "{}",
        None => "",
    }
}

#[tokio::test]
async fn every_operation_sends_what_the_description_says() {
    let (recorder, answers) = recorder().await;
    let client = sweep::client(&recorder.url, "recorded-token").unwrap();
    let sweeps = sweeps();
    assert_eq!(sweeps.len(), OPERATIONS.len());
    for sweep in sweeps {
        let operation = operations::by_id(sweep.id).unwrap();
        let mut sample = Sample::new(operation);
        sample.everything = true;
        *answers.lock().unwrap() = answer(operation);
        let call = (sweep.call)(&client, &sample)
            .unwrap_or_else(|error| panic!("{}: {error}", operation.id));
        call.await
            .unwrap_or_else(|error| panic!("{}: {error}", operation.id));
        let request = recorder.seen().pop().unwrap();
        check_target(operation, &sample, &request);
        check_headers(operation, &sample, &request);
        check_body(operation, &sample, &request);
    }
}

#[tokio::test]
async fn every_operation_called_by_its_id_sends_the_same() {
    let (recorder, answers) = recorder().await;
    let client = sweep::client(&recorder.url, "recorded-token").unwrap();
    for operation in OPERATIONS {
        let operation = operations::by_id(operation.id).unwrap();
        let mut sample = Sample::new(operation);
        sample.everything = true;
        *answers.lock().unwrap() = answer(operation);
        let mut call = client.call(operation);
        for parameter in operation.parameters {
            let value = match parameter.kind {
                "array" => Value::from(vec![sample.text(parameter.name)]),
                _ => Value::from(written(&sample, parameter)),
            };
            call = call.argument(parameter.name, value);
        }
        if let Some(body) = &operation.body {
            call = match body.kind {
                "Upload" => call.file(sample.upload()),
                "Bytes" => call.body(body.content_type, sample.bytes()),
                "String" => call.body(body.content_type, sample.content()),
                _ => call.json(&sample.body_json()),
            };
        }
        let sent = match operation.accept {
            Some(_) => call.send_bytes().await.map(|answer| answer.len()),
            None => call.send().await.map(|answer| answer.to_string().len()),
        };
        sent.unwrap_or_else(|error| panic!("{}: {error}", operation.id));
        let request = recorder.seen().pop().unwrap();
        check_target(operation, &sample, &request);
        check_headers(operation, &sample, &request);
        check_body(operation, &sample, &request);
    }
}

fn check_target(operation: &Operation, sample: &Sample, request: &Seen) {
    let id = operation.id;
    assert_eq!(request.method, operation.method.as_str(), "{id}");
    let (template, fixed) = operation
        .path
        .split_once('?')
        .unwrap_or((operation.path, ""));
    let mut path = template.to_owned();
    for parameter in operation.parameters {
        let text = sample.text(parameter.name);
        let escaped = utf8_percent_encode(&text, RESERVED).to_string();
        path = path.replace(&format!("{{{}}}", parameter.name), &escaped);
    }
    assert_eq!(request.path, path, "{id}");

    let mut expected: Vec<(String, String)> = fixed
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let in_query = |location| location == Location::Query;
    for parameter in operation.parameters.iter().filter(|p| in_query(p.location)) {
        expected.push((parameter.name.to_owned(), written(sample, parameter)));
    }
    let mut sent: Vec<(String, String)> = request.query.clone();
    expected.sort();
    sent.sort();
    assert_eq!(sent, expected, "{id}");
}

fn written(sample: &Sample, parameter: &operations::Parameter) -> String {
    match parameter.kind {
        "boolean" => "true".to_owned(),
        "integer" => sample.integer(parameter.name).to_string(),
        "number" => "1.5".to_owned(),
        // A date-time is a string in the catalogue: since and until of the System Log.
        _ if sample.is_date_time(parameter.name) => "2023-11-14T22:13:20.000Z".to_owned(),
        _ => sample.text(parameter.name),
    }
}

fn check_headers(operation: &Operation, sample: &Sample, request: &Seen) {
    let id = operation.id;
    assert_eq!(
        header(request, "authorization"),
        Some("SSWS recorded-token"),
        "{id}"
    );
    // Verifying a factor passes on the user agent of the person's device.
    if !operation.parameters.iter().any(|p| p.name == "User-Agent") {
        let agent = header(request, "user-agent").unwrap();
        assert!(agent.starts_with("okta-api-rust/"), "{id}: {agent}");
    }
    let accept = operation.accept.unwrap_or("application/json");
    assert_eq!(header(request, "accept"), Some(accept), "{id}");
    for parameter in operation.parameters {
        if parameter.location == Location::Header {
            let name = parameter.name.to_lowercase();
            let sent: Vec<u8> = request
                .headers
                .iter()
                .filter(|(other, _)| *other == name)
                .flat_map(|(_, value)| value.bytes())
                .collect();
            assert_eq!(
                sent,
                sample.text(parameter.name).into_bytes(),
                "{id} {name}"
            );
        }
    }
    if request.method != "GET" && request.body.is_empty() {
        // Okta wants a length even when there is nothing.
        let length = header(request, "content-length");
        assert!(
            length == Some("0") || ["DELETE", "OPTIONS"].contains(&request.method.as_str()),
            "{id}: {length:?}"
        );
    }
}

fn check_body(operation: &Operation, sample: &Sample, request: &Seen) {
    let id = operation.id;
    let Some(body) = &operation.body else {
        assert_eq!(request.body, b"", "{id}");
        assert_eq!(header(request, "content-type"), None, "{id}");
        return;
    };
    let content_type = header(request, "content-type").unwrap();
    match body.kind {
        "Upload" => {
            let boundary = content_type
                .strip_prefix("multipart/form-data; boundary=")
                .unwrap_or_else(|| panic!("{id}: {content_type}"));
            let upload = sample.upload();
            let text = String::from_utf8_lossy(&request.body);
            assert!(
                text.starts_with(&format!("--{boundary}\r\n")),
                "{id}: {text}"
            );
            assert!(
                text.ends_with(&format!("\r\n--{boundary}--\r\n")),
                "{id}: {text}"
            );
            assert!(
                text.contains("name=\"file\"; filename=\"logo %221%22.png\""),
                "{id}: {text}"
            );
            assert!(text.contains("image/png"), "{id}: {text}");
            let bytes = &upload.bytes[..];
            assert!(
                request
                    .body
                    .windows(bytes.len())
                    .any(|window| window == bytes),
                "{id}"
            );
        }
        "Bytes" => {
            assert_eq!(content_type, body.content_type, "{id}");
            assert_eq!(request.body, sample.bytes(), "{id}");
        }
        "String" => {
            assert_eq!(content_type, body.content_type, "{id}");
            assert_eq!(request.body, sample.content().into_bytes(), "{id}");
        }
        _ if body.content_type == "application/x-www-form-urlencoded" => {
            assert_eq!(content_type, body.content_type, "{id}");
            let described = sample.body_json();
            let names: BTreeSet<String> = described.as_object().unwrap().keys().cloned().collect();
            let sent: BTreeSet<String> = request.form().into_keys().collect();
            assert_eq!(sent, names, "{id}");
        }
        _ => {
            assert_eq!(content_type, body.content_type, "{id}");
            let sent: Value = serde_json::from_slice(&request.body).unwrap();
            assert_eq!(sent, sample.body_json(), "{id}");
        }
    }
}

#[tokio::test]
async fn a_sweep_tells_what_failed() {
    let (recorder, answers) = recorder().await;
    *answers.lock().unwrap() = "<html>not Okta</html>";
    let client = sweep::client(&recorder.url, "recorded-token").unwrap();
    let mut failed = 0;
    sweep::run(&client, |line| {
        let takes_anything = operations::by_id(line.id).unwrap().response == Some("String");
        assert_eq!(line.outcome == Outcome::Failed, !takes_anything, "{line:?}");
        failed += usize::from(line.outcome == Outcome::Failed);
    })
    .await;
    let is_text = |operation: &&&Operation| operation.response == Some("String");
    let texts = OPERATIONS.iter().filter(is_text).count();
    assert_eq!(failed, OPERATIONS.len() - texts);
}
