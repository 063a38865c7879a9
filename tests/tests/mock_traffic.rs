//! The mock answers a sweep over all operations, and everything that was said survives the
//! generated types.

use std::{collections::BTreeSet, path::PathBuf};

use okta_api::operations::{OPERATIONS, Operation, by_id};
use okta_mock::{Limits, Org};
use okta_tests::{
    conform::Conform,
    har,
    sweep::{self, Outcome},
};

#[tokio::test]
async fn every_operation_is_answered_and_every_body_survives() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("mock_traffic.har");
    let org = Org::builder().limits(Limits::none()).har(&file);
    let org = org.start().await.unwrap();
    let client = sweep::client(org.url(), org.token()).unwrap();
    let mut lines = Vec::new();
    sweep::run(&client, |line| lines.push(line)).await;
    org.end_recording().unwrap();
    let entries = har::read(&file).unwrap();
    let mut conform = Conform::default();
    entries.iter().for_each(|entry| conform.add(entry));
    let report = conform.finish();

    assert_eq!(lines.len(), OPERATIONS.len());
    for line in &lines {
        assert_ne!(line.outcome, Outcome::Failed, "{line:?}");
        assert!(line.status < Some(500), "{line:?}");
    }
    let decoded = lines.iter().filter(|line| line.outcome == Outcome::Decoded);
    // The rest are refusals that are right, such as activating what is active.
    assert!(decoded.count() >= 230);

    let totals = &report.totals;
    assert!(report.problems.is_empty(), "{:#?}", report.problems);
    assert_eq!((totals.unmatched, totals.failed, totals.lossy), (0, 0, 0));
    assert_eq!(totals.entries, OPERATIONS.len());
    // What tells the variants of publishing a certificate apart is not recorded.
    let places = |operations: &mut dyn Iterator<Item = &'static Operation>| {
        let places = operations.map(|operation| (operation.method.to_string(), operation.path));
        places.collect::<BTreeSet<_>>()
    };
    let mut seen = report.operations.iter().map(|sums| by_id(sums.id).unwrap());
    let seen = places(&mut seen);
    assert_eq!(seen, places(&mut OPERATIONS.iter().copied()));
    assert_eq!(seen.len(), 341);
    let bodies = entries.iter().filter(|entry| {
        let content = entry.response.content.as_ref();
        let has_body = content.is_some_and(|content| content.text.as_deref() != Some(""));
        (200..300).contains(&entry.response.status) && has_body
    });
    let bodies = bodies.count();
    assert!(bodies >= 170, "only {bodies} successes with a body");
}
