//! Requests that are ready to be sent.

use super::{Call, key::Key, retry, wire::Wire};
use crate::{Error, answer::Answer, operations::Operation, request::Request, session::Session};

/// A request that is ready to be sent.
pub(crate) struct Outgoing {
    operation: &'static Operation,
    repeatable: bool,
    key: Key,
    wire: Wire,
}

impl Outgoing {
    pub(crate) fn new(session: Session, request: Request) -> Result<Self, Error> {
        Ok(Self {
            operation: request.operation,
            repeatable: retry::is_repeatable(&request.method, request.operation),
            key: Key::of(&request),
            wire: Wire::new(session, request)?,
        })
    }

    /// Sends the request. Any status but a 2xx is an error.
    pub(crate) async fn send(&self) -> Result<Answer, Error> {
        let call = Call {
            operation: self.operation,
            method: &self.wire.method,
            repeatable: self.repeatable,
            key: &self.key,
        };
        let answer = self.wire.session.transport().run(&call, &self.wire).await;
        answer.map_err(|error| error.at(self.wire.url.path()))
    }
}
