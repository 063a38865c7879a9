//! Recorded traffic against the generated types: what does not decode, and what does not
//! survive.

use std::collections::{BTreeMap, HashMap};

use http::Method;
use okta_api::{
    ErrorBody,
    operations::{BodyHint, CATALOGUE, Operation},
};
use serde::Serialize;
use serde_json::Value;
use url::{Position, Url};

use crate::{
    compare::differences,
    coverage::{self, Coverage},
    generated::{Codec, codec, codecs},
    har::{Content, Entry},
};

/// What became of recorded traffic.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// The sums.
    pub totals: Totals,
    /// By operation.
    pub operations: Vec<OperationReport>,
    /// Every body that did not survive.
    pub problems: Vec<Problem>,
}

/// Sums over all entries.
#[derive(Debug, Default, Serialize)]
pub struct Totals {
    /// Recorded exchanges.
    pub entries: usize,
    /// Exchanges of an operation that the client has.
    pub matched: usize,
    /// Exchanges of anything else.
    pub unmatched: usize,
    /// Bodies of matched exchanges.
    pub bodies: usize,
    /// Bodies that decoded.
    pub decoded: usize,
    /// Bodies that did not.
    pub failed: usize,
    /// Decoded bodies that survived whole.
    pub lossless: usize,
    /// Decoded bodies that did not.
    pub lossy: usize,
    /// What of the bodies is not typed: told to people, and no part of what scripts read.
    #[serde(skip)]
    pub coverage: Coverage,
}

/// Sums over the entries of one operation.
#[derive(Debug, Default, Serialize)]
pub struct OperationReport {
    /// The operationId.
    pub id: &'static str,
    /// Its bodies.
    pub bodies: usize,
    /// Those that did not decode.
    pub failed: usize,
    /// Those that lost, changed or gained something.
    pub lossy: usize,
    /// What of the bodies is not typed: told to people, and no part of what scripts read.
    #[serde(skip)]
    pub coverage: Coverage,
}

/// A body that did not survive.
#[derive(Debug, Serialize)]
pub struct Problem {
    /// The operationId.
    pub operation: &'static str,
    /// The URL of the exchange.
    pub url: String,
    /// `request` or `response`.
    pub side: &'static str,
    /// `failed` or `lossy`.
    pub kind: &'static str,
    /// The JSON path of the first difference; empty when the body did not decode.
    pub path: String,
    /// What is wrong.
    pub detail: String,
}

/// The type of every error answer. Operations do not name it: no description does.
const ERROR: &str = "ErrorBody";

/// Decodes and encodes bodies of recorded traffic.
pub struct Conform {
    codecs: HashMap<&'static str, Codec>,
    operations: BTreeMap<&'static str, OperationReport>,
    report: Report,
}

impl Default for Conform {
    fn default() -> Self {
        Self {
            codecs: codecs()
                .into_iter()
                .chain([codec::<ErrorBody>(ERROR)])
                .map(|codec| (codec.name, codec))
                .collect(),
            operations: BTreeMap::new(),
            report: Report::default(),
        }
    }
}

impl Conform {
    /// Looks at one exchange.
    pub fn add(&mut self, entry: &Entry) {
        self.report.totals.entries += 1;
        let Some(operation) = operation(entry) else {
            self.report.totals.unmatched += 1;
            return;
        };
        self.report.totals.matched += 1;
        self.operations
            .entry(operation.id)
            .or_insert_with(|| OperationReport {
                id: operation.id,
                ..Default::default()
            });
        let accepted = (200..300).contains(&entry.response.status);
        if let (true, Some(body), Some(content)) = (accepted, &operation.body, &entry.request.body)
        {
            // Files and certificates are bytes: there is nothing to decode.
            if self.codecs.contains_key(body.kind) {
                self.body(operation, entry, "request", body.kind, content);
            }
        }
        if let Some(content) = &entry.response.content {
            let expected = match entry.response.status {
                200..300 => operation.response.unwrap_or("NoContent"),
                400.. => ERROR,
                _ => return,
            };
            self.body(operation, entry, "response", expected, content);
        }
    }

    /// The sums of everything that was added.
    #[must_use]
    pub fn finish(mut self) -> Report {
        self.report.operations = self.operations.into_values().collect();
        self.report
    }

    fn body(
        &mut self,
        operation: &'static Operation,
        entry: &Entry,
        side: &'static str,
        expected: &str,
        content: &Content,
    ) {
        let bytes = match content.bytes() {
            Ok(bytes) if bytes.is_empty() => return,
            Ok(bytes) => Ok(bytes),
            Err(error) => Err(format!("the recorded body is not base64: {error}")),
        };
        let totals = &mut self.report.totals;
        let sums = self.operations.entry(operation.id).or_default();
        totals.bodies += 1;
        sums.bodies += 1;
        if let Some(body) = bytes
            .as_ref()
            .ok()
            .and_then(|bytes| serde_json::from_slice(bytes).ok())
        {
            let found = coverage::of(expected, &body);
            totals.coverage.unknown += found.unknown;
            totals.coverage.untyped += found.untyped;
            sums.coverage.unknown += found.unknown;
            sums.coverage.untyped += found.untyped;
        }
        let (kind, path, detail) =
            match bytes.and_then(|bytes| round_trip(&self.codecs, expected, &bytes)) {
                Err(detail) => {
                    totals.failed += 1;
                    sums.failed += 1;
                    ("failed", String::new(), detail)
                }
                Ok(None) => {
                    totals.decoded += 1;
                    totals.lossless += 1;
                    return;
                }
                Ok(Some((path, detail))) => {
                    totals.decoded += 1;
                    totals.lossy += 1;
                    sums.lossy += 1;
                    ("lossy", path, detail)
                }
            };
        self.report.problems.push(Problem {
            operation: operation.id,
            url: entry.request.url.clone(),
            side,
            kind,
            path,
            detail,
        });
    }
}

/// Decodes and encodes; the result is where and how the outcome differs.
fn round_trip(
    codecs: &HashMap<&'static str, Codec>,
    expected: &str,
    bytes: &[u8],
) -> Result<Option<(String, String)>, String> {
    if expected == "String" {
        // Text is taken as it is: it survives when it is text.
        return std::str::from_utf8(bytes)
            .map(|_| None)
            .map_err(|error| error.to_string());
    }
    let recorded: Value = serde_json::from_slice(bytes)
        .map_err(|error| format!("the recorded body is not JSON: {error}"))?;
    let codec = codecs
        .get(expected)
        .ok_or_else(|| format!("there is no type {expected}"))?;
    let again = (codec.round_trip)(bytes).map_err(|error| format!("{expected}: {error}"))?;
    let again: Value = serde_json::from_slice(&again).map_err(|error| error.to_string())?;
    let found = differences(&recorded, &again);
    Ok(found.first().map(|first| {
        let others = match found.len() {
            1 => String::new(),
            count => format!(" (and {} more)", count - 1),
        };
        (first.path.clone(), format!("{}{others}", first.detail))
    }))
}

fn operation(entry: &Entry) -> Option<&'static Operation> {
    let url = Url::parse(&entry.request.url).ok()?;
    let method = Method::from_bytes(entry.request.method.to_ascii_uppercase().as_bytes()).ok()?;
    let target = &url[Position::BeforePath..Position::AfterQuery];
    let body = match &entry.request.body {
        Some(body) if body.text.as_deref().is_some_and(|text| !text.is_empty()) => {
            BodyHint::Some(Some(&body.media_type))
        }
        _ => BodyHint::None,
    };
    let route = CATALOGUE.find_with(&method, target, body).ok()?;
    Some(route.operation)
}
