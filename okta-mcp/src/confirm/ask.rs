//! The two ways to ask a person: `input_required` for clients of protocol version 2026-07-28,
//! and elicitation for older ones.

use std::fmt;

use rmcp::{
    model::{
        ClientCapabilities, ElicitRequest, ElicitResult, ElicitationAction, InputRequest,
        InputRequests, InputRequiredResult, InputResponses, ProtocolVersion,
    },
    service::{Peer, RoleServer},
};

use super::{Question, Seals};

/// The key of our question among the requests for input.
const KEY: &str = "confirm";

/// How to reach the person behind a request.
pub struct Person {
    /// The principal, which is the same for the first request and for the one with the answer.
    pub principal: String,
    /// The protocol version of the request.
    pub version: Option<ProtocolVersion>,
    /// What the client can do.
    pub capabilities: Option<ClientCapabilities>,
    /// The connection for asking older clients.
    pub peer: Peer<RoleServer>,
    /// The responses that a client of 2026-07-28 sent with its retry.
    pub responses: Option<InputResponses>,
    /// The state that came with it.
    pub state: Option<String>,
}

/// Shows who it is, and nothing that they sent.
impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person")
            .field("principal", &self.principal)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// The result of asking.
#[derive(Debug)]
pub enum Asked {
    /// The person agreed, and typed the name.
    Yes,
    /// Anything else, with the reason.
    No(String),
    /// The client has to ask, and to send the answer with the request again.
    Later(Box<InputRequiredResult>),
}

impl Person {
    /// Asks the person. `subject` describes the request, with equal words for equal requests.
    /// An answer is bound to it and to the question, which shows the current state.
    pub async fn ask(&self, seals: &Seals, subject: &str, question: &Question) -> Asked {
        if !self.can_fill_in_forms() {
            return Asked::No(
                "this needs a person, and the client cannot ask one (it does not declare \
                 `elicitation`)"
                    .to_owned(),
            );
        }
        if self.is_of_2026() {
            self.ask_by_return(seals, subject, question)
        } else {
            self.ask_by_elicitation(seals, question).await
        }
    }

    /// Returns the protocol's name for the way to this person.
    #[must_use]
    pub fn way(&self) -> &'static str {
        match self.is_of_2026() {
            true => "input_required",
            false => "elicitation",
        }
    }

    fn is_of_2026(&self) -> bool {
        self.version
            .as_ref()
            .is_some_and(|version| version.as_str() >= ProtocolVersion::V_2026_07_28.as_str())
    }

    /// `elicitation: {}` means forms, as before there were others.
    fn can_fill_in_forms(&self) -> bool {
        self.capabilities
            .as_ref()
            .and_then(|capabilities| capabilities.elicitation.as_ref())
            .is_some_and(|elicitation| elicitation.form.is_some() || elicitation.url.is_none())
    }

    fn ask_by_return(&self, seals: &Seals, subject: &str, question: &Question) -> Asked {
        let context = format!("{}\n{subject}\n{}", self.principal, question.text());
        let Some(state) = &self.state else {
            // An answer without a state is an answer to nothing that was asked.
            return match seals.seal(&context) {
                Ok(state) => later(question, state),
                Err(error) => Asked::No(error.to_string()),
            };
        };
        if let Err(error) = seals.open(state, &context) {
            return Asked::No(format!(
                "{error}; nothing was done. If the request is still wanted, send it again \
                 without a state, and the person is asked about what is true now"
            ));
        }
        let answer = self
            .responses
            .as_ref()
            .and_then(|responses| responses.get(KEY));
        let Some(answer) = answer else {
            return Asked::No("no answer of a person came with the request".to_owned());
        };
        match serde_json::from_value::<ElicitResult>(answer.clone()) {
            Ok(result) => decided(question, &result),
            Err(_) => Asked::No("the answer of the person is not one".to_owned()),
        }
    }

    async fn ask_by_elicitation(&self, seals: &Seals, question: &Question) -> Asked {
        if self.state.is_some() || self.responses.is_some() {
            return Asked::No(
                "a state of a confirmation came with a protocol version that has none".to_owned(),
            );
        }
        let Some(form) = question.form() else {
            return Asked::No("the question cannot be put into a form".to_owned());
        };
        let answer = self
            .peer
            .create_elicitation_with_timeout(form, Some(seals.lifetime()))
            .await;
        match answer {
            Ok(result) => decided(question, &result),
            Err(error) => Asked::No(format!("the person could not be asked ({error})")),
        }
    }
}

fn later(question: &Question, state: String) -> Asked {
    let Some(form) = question.form() else {
        return Asked::No("the question cannot be put into a form".to_owned());
    };
    let request = InputRequest::Elicitation(ElicitRequest::new(form));
    let requests = InputRequests::from([(KEY.to_owned(), request)]);
    Asked::Later(Box::new(InputRequiredResult::new(
        Some(requests),
        Some(state),
    )))
}

fn decided(question: &Question, result: &ElicitResult) -> Asked {
    match result.action {
        ElicitationAction::Accept if question.confirmed_by(result.content.as_ref()) => Asked::Yes,
        ElicitationAction::Accept => {
            Asked::No("the person did not type the name of the target".to_owned())
        }
        ElicitationAction::Decline => Asked::No("the person declined".to_owned()),
        ElicitationAction::Cancel => Asked::No("the person closed the question".to_owned()),
        _ => Asked::No("the person gave no answer that is known".to_owned()),
    }
}
