//! The System Log in files: nothing is left out, and nothing is written twice.

use std::{process::Stdio, time::Duration};

use okta_api::serde_json::Value;
use okta_mock::{Limits, Org};
use tokio::{process::Command, time::timeout};

use crate::programs::{PATIENCE, all, on, org, run, run_well, scratch};

#[cfg(unix)] // It sends signals.
#[tokio::test]
async fn an_export_that_was_killed_and_stopped_has_each_event_once() {
    let latency = Duration::from_millis(150)..Duration::from_millis(151);
    let org = Org::builder()
        .users(250)
        .limits(Limits::none())
        .latency(latency);
    let org = org.start().await.unwrap();
    let folder = scratch("export");
    let file = folder.join("events.jsonl");
    let export = || {
        on(
            &org,
            "system_log",
            &["export", file.to_str().unwrap(), "--page", "50"],
        )
    };
    let state = file.with_extension("jsonl.state");
    let lines = || {
        std::fs::read_to_string(&file)
            .unwrap_or_default()
            .lines()
            .count()
    };
    for signal in ["-KILL", "-INT"] {
        let before = lines();
        let mut child = export()
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        timeout(PATIENCE, async {
            while lines() <= before || !state.exists() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
        .await
        .unwrap();
        let id = child.id().unwrap().to_string();
        Command::new("kill")
            .args([signal, &id])
            .status()
            .await
            .unwrap();
        let status = timeout(PATIENCE, child.wait()).await.unwrap().unwrap();
        assert_eq!(status.success(), signal == "-INT");
    }
    // What was written after the state is dropped and comes again.
    let mut torn = std::fs::read(&file).unwrap();
    torn.extend_from_slice(b"{\"uuid\": \"half of an ev");
    std::fs::write(&file, torn).unwrap();
    run_well(export()).await;

    let saved: Value = serde_json::from_slice(&std::fs::read(&state).unwrap()).unwrap();
    let span = &saved["place"];
    let time = |name: &str| span[name].as_str().unwrap().to_owned();
    let target = format!(
        "/api/v1/logs?limit=1000&since={}&until={}",
        time("since"),
        time("until")
    );
    let expected = all(&org.client(), &target).await;
    assert!(
        expected.len() > 500,
        "{} events are too few to stop between",
        expected.len()
    );
    let written: Vec<Value> = std::fs::read_to_string(&file)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(written.len(), expected.len());
    assert!(written == expected, "the same events, in order, and whole");
    let over = run(export()).await;
    assert!(
        over.text.contains("this export is complete"),
        "{}",
        over.text
    );
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_tail_goes_on_behind_the_last_event() {
    let (org, folder) = (org().await, scratch("tail"));
    let file = folder.join("events.jsonl");
    for count in ["7", "20"] {
        let arguments = ["tail", file.to_str().unwrap(), "--count", count];
        run_well(on(&org, "system_log", &arguments)).await;
    }
    let text = std::fs::read_to_string(&file).unwrap();
    let uuids: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["uuid"].clone())
        .collect();
    let saved = std::fs::read(file.with_extension("jsonl.state")).unwrap();
    let saved: Value = serde_json::from_slice(&saved).unwrap();
    let page = saved["place"]["page"].as_str().unwrap();
    let events = all(&org.client(), page).await;
    let expected: Vec<Value> = events
        .iter()
        .map(|event| event["uuid"].clone())
        .take(27)
        .collect();
    assert_eq!(uuids, expected);
    std::fs::remove_dir_all(folder).unwrap();
}
