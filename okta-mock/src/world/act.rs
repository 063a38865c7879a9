//! Something that somebody does in the org.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{
    log::{Event, Party, What},
    state::{State, USERS},
};
use crate::{
    data::{second, timestamp},
    error::OktaError,
};

/// What is done, by whom and when: what the domain needs to know of a request.
pub(crate) struct Act<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) now: DateTime<Utc>,
    /// The URL under which clients see the org, without a trailing slash.
    pub(crate) base: &'a str,
    /// Who asks.
    pub(crate) actor: Arc<Party>,
    pub(crate) request_id: Arc<str>,
    /// The client's `User-Agent`.
    pub(crate) agent: Option<Arc<str>>,
}

impl Act<'_> {
    /// The time of the request as Okta writes it, to the second.
    pub(crate) fn time(&self) -> Value {
        timestamp(second(self.now)).into()
    }

    /// The URL of a path of this org.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Writes an event of this request to the System Log.
    pub(crate) fn log(
        &mut self,
        event_type: impl Into<String>,
        message: impl Into<String>,
        targets: Vec<Party>,
    ) {
        self.write_event(event_type, message, targets, None);
    }

    /// Writes a failed attempt to the System Log.
    pub(crate) fn log_failure(
        &mut self,
        event_type: impl Into<String>,
        message: impl Into<String>,
        targets: Vec<Party>,
        reason: &'static str,
    ) {
        self.write_event(event_type, message, targets, Some(reason));
    }

    fn write_event(
        &mut self,
        event_type: impl Into<String>,
        message: impl Into<String>,
        targets: Vec<Party>,
        failure: Option<&'static str>,
    ) {
        self.state.log.write(Event {
            sequence: 0,
            published: self.now,
            what: What::new(event_type, message),
            actor: Arc::clone(&self.actor),
            targets,
            failure,
            place: None,
            request_id: Arc::clone(&self.request_id),
            agent: self.agent.clone(),
        });
    }

    /// The user with this id, as stored.
    pub(crate) fn user(&self, id: &str) -> Result<Value, OktaError> {
        self.state
            .store
            .get(USERS, id)
            .map(std::borrow::Cow::into_owned)
            .ok_or_else(|| OktaError::not_found(id, "User"))
    }
}
