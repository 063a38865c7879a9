//! The System Log: what happened in the org.

use std::{borrow::Cow, collections::VecDeque, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::data::{Rng, timestamp};

/// Okta keeps events this long.
const RETENTION: TimeDelta = TimeDelta::days(90);
/// And the mock so many of them, so that a long run has a bound.
const CAPACITY: usize = 100_000;

/// The events of an org, in the order in which they were written.
#[derive(Debug, Default)]
pub(crate) struct Log {
    events: VecDeque<Event>,
    sequence: u64,
}

/// One event. It becomes JSON only when somebody reads it.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) sequence: u64,
    pub(crate) published: DateTime<Utc>,
    pub(crate) what: What,
    pub(crate) actor: Arc<Party>,
    pub(crate) targets: Vec<Party>,
    /// Why it failed; `None` for success.
    pub(crate) failure: Option<&'static str>,
    pub(crate) request_id: Arc<str>,
}

/// A kind of event: <https://developer.okta.com/docs/reference/api/event-types/>.
#[derive(Debug, Clone)]
pub(crate) struct What {
    pub(crate) event_type: String,
    pub(crate) message: String,
}

impl What {
    pub(crate) fn new(event_type: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            event_type: event_type.into(),
            message: message.into(),
        }
    }
}

/// Somebody or something that an event is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Party {
    pub(crate) id: String,
    pub(crate) kind: Cow<'static, str>,
    pub(crate) alternate_id: String,
    pub(crate) display_name: String,
}

impl Party {
    fn json(&self) -> Value {
        json!({
            "id": self.id,
            "type": self.kind,
            "alternateId": self.alternate_id,
            "displayName": self.display_name,
            "detailEntry": null,
        })
    }
}

impl Event {
    /// The event as the API shows it. The parts that say where a request came from are
    /// the same for all: there is one client, on this machine.
    pub(crate) fn json(&self) -> Value {
        let uuid = Rng::of(self.sequence, "event", 0).uuid();
        let severity = if self.failure.is_some() {
            "WARN"
        } else {
            "INFO"
        };
        let targets: Vec<Value> = self.targets.iter().map(Party::json).collect();
        json!({
            "actor": self.actor.json(),
            "authenticationContext": {
                "authenticationProvider": null, "authenticationStep": 0,
                "credentialProvider": null, "credentialType": null,
                "externalSessionId": "trs", "interface": null, "issuer": null,
            },
            "client": {
                "device": "Computer",
                "geographicalContext": null,
                "id": null,
                "ipAddress": "127.0.0.1",
                "userAgent": {"browser": "UNKNOWN", "os": "Unknown", "rawUserAgent": null},
                "zone": "null",
            },
            "debugContext": {"debugData": {"requestId": &*self.request_id}},
            "displayMessage": self.what.message,
            "eventType": self.what.event_type,
            "legacyEventType": null,
            "outcome": {
                "reason": self.failure,
                "result": if self.failure.is_some() { "FAILURE" } else { "SUCCESS" },
            },
            "published": timestamp(self.published),
            "request": {"ipChain": [{
                "geographicalContext": null, "ip": "127.0.0.1", "source": null, "version": "V4",
            }]},
            "securityContext": {
                "asNumber": null, "asOrg": null, "domain": null, "isProxy": false, "isp": null,
            },
            "severity": severity,
            "target": targets,
            "transaction": {"detail": {}, "id": &*self.request_id, "type": "WEB"},
            "uuid": uuid,
            "version": "0",
        })
    }
}

impl Log {
    /// Writes an event; its sequence number is given here.
    pub(crate) fn write(&mut self, mut event: Event) {
        self.sequence += 1;
        event.sequence = self.sequence;
        let oldest = event.published - RETENTION;
        while self.events.len() >= CAPACITY
            || self
                .events
                .front()
                .is_some_and(|event| event.published < oldest)
        {
            self.events.pop_front();
        }
        self.events.push_back(event);
    }

    /// The events behind this sequence number (0: all), oldest first.
    pub(crate) fn after(&self, sequence: u64) -> impl DoubleEndedIterator<Item = &Event> {
        let start = self
            .events
            .partition_point(|event| event.sequence <= sequence);
        self.events.range(start..)
    }

    /// The events before this sequence number (0: all), newest first.
    pub(crate) fn before(&self, sequence: u64) -> impl Iterator<Item = &Event> {
        let end = match sequence {
            0 => self.events.len(),
            _ => self
                .events
                .partition_point(|event| event.sequence < sequence),
        };
        self.events.range(..end).rev()
    }

    /// The sequence number of the last event.
    pub(crate) fn last(&self) -> u64 {
        self.sequence
    }

    pub(crate) fn len(&self) -> usize {
        self.events.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(published: DateTime<Utc>) -> Event {
        let party = Party {
            id: "00u1".into(),
            kind: "User".into(),
            alternate_id: "ada@example.com".into(),
            display_name: "Ada".into(),
        };
        Event {
            sequence: 0,
            published,
            what: What::new("user.lifecycle.create", "Create okta user"),
            actor: Arc::new(party.clone()),
            targets: vec![party],
            failure: None,
            request_id: "r".into(),
        }
    }

    #[test]
    fn events_are_read_from_both_ends_and_old_ones_go() {
        let start = DateTime::UNIX_EPOCH;
        let mut log = Log::default();
        for day in [0, 1, 91] {
            log.write(event(start + TimeDelta::days(day)));
        }
        let ascending: Vec<u64> = log.after(0).map(|event| event.sequence).collect();
        assert_eq!(ascending, [2, 3]);
        assert_eq!(log.after(2).count(), 1);
        assert_eq!(log.before(0).map(|event| event.sequence).next(), Some(3));
        assert_eq!(log.before(3).count(), 1);
        assert_eq!(log.last(), 3);
    }
}
