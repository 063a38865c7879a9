//! Every operation called once through its typed method, against any server.

use std::collections::HashMap;

use http::Method;
use okta_api::{
    Client, Error, RetryPolicy,
    operations::{self, OPERATIONS, Operation},
};
use serde::Serialize;
use serde_json::Value;

use crate::{generated::sweeps, sample::Sample};

/// What became of one operation.
#[derive(Debug, Serialize)]
pub struct Line {
    /// The operationId.
    pub id: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path template.
    pub path: &'static str,
    /// The status of the answer; nothing when none came.
    pub status: Option<u16>,
    /// What that means.
    pub outcome: Outcome,
    /// What Okta said, or what went wrong; empty when the answer decoded.
    pub detail: String,
}

/// What an answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// A success that decoded into its type.
    Decoded,
    /// A refusal that decoded.
    ApiError,
    /// No answer, or one that did not decode.
    Failed,
}

/// A client that asks once, so that an answer is the server's first.
///
/// # Errors
///
/// When the URL is none, or the token a placeholder.
pub fn client(url: &str, token: &str) -> Result<Client, Error> {
    Client::builder(url)
        .api_token(token)
        .allow_http(true)
        .retry(RetryPolicy::never())
        .build()
}

/// Calls all operations one after the other and hands over a line for each.
///
/// What reads comes first, from the outside in, then what writes, and last what takes
/// away, from the inside out: so the ids that the server names are at hand where they are
/// needed, and what they name is still there.
pub async fn run(client: &Client, mut line: impl FnMut(Line)) {
    let mut calls: Vec<_> = sweeps()
        .into_iter()
        .filter_map(|sweep| Some((operations::by_id(sweep.id)?, sweep)))
        .collect();
    calls.sort_by_key(|(operation, _)| {
        let writes = operation.method != Method::GET;
        let depth = operation.path.matches('/').count();
        let inwards = if operation.destructive {
            usize::MAX - depth
        } else {
            depth
        };
        (operation.destructive, writes, inwards, operation.id)
    });
    let mut known = HashMap::new();
    for (operation, sweep) in calls {
        let mut sample = Sample::new(operation);
        sample.known.clone_from(&known);
        let result = match (sweep.call)(client, &sample) {
            Ok(call) => call.await.map_err(Trouble::Call),
            Err(error) => Err(Trouble::Sample(error)),
        };
        if let Ok(answered) = &result {
            learn(operation, &answered.value, &mut known);
        }
        let (status, outcome, detail) = match result {
            Ok(answered) => (Some(answered.status), Outcome::Decoded, String::new()),
            Err(Trouble::Call(error)) => match error.status() {
                Some(status) => (Some(status.as_u16()), Outcome::ApiError, error.to_string()),
                None => (None, Outcome::Failed, error.to_string()),
            },
            Err(Trouble::Sample(error)) => (
                None,
                Outcome::Failed,
                format!("the sample body is not of its type: {error}"),
            ),
        };
        line(Line {
            id: operation.id,
            method: operation.method.as_str(),
            path: operation.path,
            status,
            outcome,
            detail,
        });
    }
}

/// Notes the id of what was listed or created, for the paths that lead to it.
fn learn(operation: &Operation, value: &Value, known: &mut HashMap<String, String>) {
    let resource = value.get(0).unwrap_or(value);
    let id = ["id", "kid", "name"]
        .iter()
        .find_map(|key| resource[*key].as_str());
    let Some(id) = id else { return };
    for other in OPERATIONS {
        if let Some(rest) = other.path.strip_prefix(operation.path)
            && let Some(parameter) = rest.strip_prefix("/{")
            && let Some((name, _)) = parameter.split_once('}')
        {
            let place = format!("{}/{{{name}}}", operation.path);
            known.entry(place).or_insert_with(|| id.to_owned());
        }
    }
}

enum Trouble {
    Call(Error),
    Sample(serde_json::Error),
}
