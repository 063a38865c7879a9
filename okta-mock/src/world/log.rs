//! The System Log: what happened in the org.

use std::{borrow::Cow, collections::VecDeque, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::data::{Rng, timestamp};

/// Okta keeps events this long.
const RETENTION: TimeDelta = TimeDelta::days(90);
/// And the mock so many of them, so that a long run has a bound.
const CAPACITY: usize = 100_000;

/// Browsers that people have: name, operating system, how they introduce themselves.
const BROWSERS: &[(&str, &str, &str)] = &[
    (
        "CHROME",
        "Mac OS X",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    ),
    (
        "FIREFOX",
        "Windows 10",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0",
    ),
    (
        "SAFARI",
        "iOS",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1",
    ),
];

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
    /// City, state and country of whoever did it; `None` for clients on this machine.
    pub(crate) place: Option<[&'static str; 3]>,
    pub(crate) request_id: Arc<str>,
    /// The `User-Agent` of the client; of made-up clients it is made up.
    pub(crate) agent: Option<Arc<str>>,
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
    /// The event as the API shows it.
    pub(crate) fn json(&self) -> Value {
        let mut rng = Rng::of(self.sequence, "event", 0);
        let uuid = rng.uuid();
        let (ip, whence, user_agent) = self.client(&mut rng);
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
                "geographicalContext": whence,
                "id": null,
                "ipAddress": ip,
                "userAgent": user_agent,
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
                "geographicalContext": whence, "ip": ip, "source": null, "version": "V4",
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

impl Event {
    /// Where it came from: the address, the place, the browser.
    fn client(&self, rng: &mut Rng) -> (String, Value, Value) {
        let Some([city, state, country]) = self.place else {
            let raw = self.agent.as_deref();
            let unknown = json!({"browser": "UNKNOWN", "os": "Unknown", "rawUserAgent": raw});
            return ("127.0.0.1".to_owned(), Value::Null, unknown);
        };
        let (browser, os, raw) = rng.pick(BROWSERS);
        // Of the addresses that are kept for examples.
        let ip = format!("203.0.113.{}", rng.below(254) + 1);
        let place = json!({
            "city": city, "state": state, "country": country, "postalCode": null,
            "geolocation": null,
        });
        (
            ip,
            place,
            json!({"browser": browser, "os": os, "rawUserAgent": raw}),
        )
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

    /// Takes over events that were written before, and the number of the last.
    pub(crate) fn restore(&mut self, events: VecDeque<Event>, sequence: u64) {
        self.events = events;
        self.sequence = sequence;
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
            place: None,
            request_id: "r".into(),
            agent: None,
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
