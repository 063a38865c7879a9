//! Records what was done, by whom, and who agreed, as JSON lines.

use std::{
    collections::VecDeque,
    fs::{File, OpenOptions},
    io::{self, Write as _},
    path::Path,
    sync::{Mutex, PoisonError},
};

use chrono::{SecondsFormat, Utc};
use serde::Serialize;
use serde_json::Value;

use crate::answer::{hide_in_text, tidy};

/// The number of latest lines that can be read as a resource.
const RECENT: usize = 200;

/// One call.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// The client, as it names itself.
    pub client: String,
    /// The principal for whom the client acts, as far as the server knows.
    pub principal: String,
    /// Name of the tool that was called, such as `okta_call`.
    pub tool: String,
    /// The operationId, where the tool called one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// Its class of risk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<&'static str>,
    /// The ids and names of what the call was about, without values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub target: Vec<String>,
    /// `started`, `done`, `refused`, `failed`, `asked` or `cancelled`.
    pub outcome: &'static str,
    /// The reason for a refusal or failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Okta's request id (`X-Okta-Request-Id`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Where and how a person agreed, with the remark that nobody vouches for who it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<String>,
}

/// Writes entries to a file, and keeps the latest ones.
#[derive(Debug, Default)]
pub struct Audit {
    session: String,
    file: Option<Mutex<File>>,
    recent: Mutex<VecDeque<String>>,
}

impl Audit {
    /// Creates the audit of this session. It appends to the file, or creates one that only its
    /// owner can read.
    ///
    /// # Errors
    ///
    /// Returns an error when the file cannot be written.
    pub fn new(session: String, path: Option<&Path>) -> io::Result<Self> {
        let file = path.map(open).transpose()?.map(Mutex::new);
        Ok(Self {
            session,
            file,
            recent: Mutex::default(),
        })
    }

    /// Returns the session's id, which the User-Agent may carry too.
    #[must_use]
    pub fn session(&self) -> &str {
        &self.session
    }

    /// Writes an entry.
    ///
    /// # Errors
    ///
    /// Returns an error when the entry cannot be written. The change is then not made.
    pub fn record(&self, entry: &Entry) -> io::Result<()> {
        let mut line = serde_json::to_value(entry)?;
        line["time"] = Utc::now()
            .to_rfc3339_opts(SecondsFormat::Millis, true)
            .into();
        line["session"] = self.session.clone().into();
        clean(&mut line);
        let line = line.to_string();
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if recent.len() == RECENT {
            recent.pop_front();
        }
        recent.push_back(line.clone());
        drop(recent);
        match &self.file {
            Some(file) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.write_all(format!("{line}\n").as_bytes())?;
                file.flush()
            }
            None => Ok(()),
        }
    }

    /// Returns the latest lines, oldest first.
    #[must_use]
    pub fn recent(&self) -> String {
        let recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        recent.iter().map(|line| format!("{line}\n")).collect()
    }
}

/// Names and reasons come from people and from Okta.
fn clean(value: &mut Value) {
    match value {
        Value::String(text) => *text = hide_in_text(text).into_owned(),
        Value::Array(items) => items.iter_mut().for_each(clean),
        Value::Object(fields) => fields.values_mut().for_each(clean),
        _ => {}
    }
    tidy(value);
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    private(&mut options);
    options.open(path)
}

/// Lets a new file be read by its owner alone.
#[cfg(unix)]
pub(crate) fn private(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

/// Elsewhere the folder decides who reads it.
#[cfg(not(unix))]
pub(crate) fn private(_options: &mut OpenOptions) {}
