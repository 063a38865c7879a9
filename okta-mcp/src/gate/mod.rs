//! The only way to the org: policy, scopes, a person, the audit, and then the request.

mod failure;
mod stop;
mod target;

use std::fmt;

use okta_api::Error;
use serde_json::{Map, Value};

pub use failure::{failed, refusal};
pub use stop::Stop;
pub use target::{Target, name_of, target};

use crate::{
    audit::{Audit, Entry},
    call::{Answered, Plan, send},
    catalogue::{Class, Operation},
    confirm::{Asked, Person, Question, difference},
    engine::Engine,
    org::SignInState,
    policy::Decision,
};

/// A tool call in progress.
pub struct Context {
    /// The tool's name.
    pub tool: String,
    /// The client, as it names itself.
    pub client: String,
    /// The principal for whom it acts, as far as the server knows.
    pub principal: String,
    /// The person behind it.
    pub person: Person,
    /// Reports progress to the client.
    pub progress: Progress,
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("tool", &self.tool)
            .field("client", &self.client)
            .field("person", &self.person)
            .finish_non_exhaustive()
    }
}

/// Reports the progress of a long call to a client that asked for it.
pub type Progress = Box<dyn Fn(f64, String) + Send + Sync>;

/// The permission to send the requests that were asked about.
#[derive(Debug, Clone, Default)]
pub struct Permit {
    /// How a person agreed.
    confirmed_by: Option<String>,
}

/// Plans a request for an operation.
pub fn plan<'a>(
    operation: &'a Operation,
    arguments: &Map<String, Value>,
    body: Option<Value>,
) -> Result<Plan<'a>, Stop> {
    Ok(Plan::new(operation, arguments, body)?)
}

/// Obtains permission for requests that belong together: from the policy, from the token's
/// scopes and, if necessary, from a person. Without a given question, it makes one from the
/// request.
pub async fn permit(
    engine: &Engine,
    context: &Context,
    plans: &[Plan<'_>],
    question: Option<Question>,
) -> Result<Permit, Stop> {
    let mut ask = question.is_some();
    for plan in plans {
        let operation = plan.operation;
        match engine.policy.decide(operation) {
            Decision::Allow => {}
            Decision::Ask => ask = true,
            Decision::Deny(reason) => {
                let told = format!("{} is not allowed: {reason}", operation.id);
                note(
                    engine,
                    context,
                    Some(plan),
                    "refused",
                    Some(told.clone()),
                    None,
                )?;
                return Err(Stop::Failed(refusal(
                    &told,
                    "do not try it in another way; tell the person",
                )));
            }
        }
        if let Some(lack) = engine.org.lacks(operation).await {
            let told = format!("{} cannot be done: {lack}", operation.id);
            note(
                engine,
                context,
                Some(plan),
                "refused",
                Some(told.clone()),
                None,
            )?;
            return Err(Stop::Failed(refusal(
                &told,
                "tell the person; an administrator of the org can grant it to the server's app or token",
            )));
        }
    }
    signed_in(engine).await?;
    if !ask {
        return Ok(Permit::default());
    }
    let question = match (question, plans) {
        (Some(question), _) => question,
        (None, [plan]) => question_about(engine, plan).await?,
        (None, _) => {
            return Err(Stop::Failed(refusal(
                "several requests need one question",
                "call the operations one by one with okta_call",
            )));
        }
    };
    let subject: Vec<String> = plans.iter().map(Plan::canonical).collect();
    let subject = format!("{}\n{}", context.tool, subject.join("\n"));
    let first = plans.first();
    match context.person.ask(&engine.seals, &subject, &question).await {
        Asked::Yes => Ok(Permit {
            // The client shows the question; who sits before it, it does not say.
            confirmed_by: Some(format!(
                "somebody at {}, who typed the name ({}); who it was, the client does not say",
                context.client,
                context.person.way()
            )),
        }),
        Asked::Later(request) => {
            note(engine, context, first, "asked", None, None)?;
            Err(Stop::Ask(request))
        }
        Asked::No(reason) => {
            note(
                engine,
                context,
                first,
                "refused",
                Some(reason.clone()),
                None,
            )?;
            Err(Stop::Failed(refusal(
                &format!("Nothing was changed: {reason}"),
                "do not try it in another way; ask the person what they want",
            )))
        }
    }
}

/// Sends a permitted request and records it.
pub async fn execute(
    engine: &Engine,
    context: &Context,
    plan: &Plan<'_>,
    permit: &Permit,
) -> Result<Answered, Stop> {
    let outcome = attempt(engine, context, plan, permit).await?;
    outcome.map_err(|error| Stop::Failed(failed(plan.operation, &error)))
}

/// Does the same, for callers that continue after a failure.
pub async fn attempt(
    engine: &Engine,
    context: &Context,
    plan: &Plan<'_>,
    permit: &Permit,
) -> Result<Result<Answered, Error>, Stop> {
    let changes = !plan.operation.class.is_read();
    if changes {
        // If the request cannot be recorded, it is not sent.
        note(engine, context, Some(plan), "started", None, Some(permit))?;
    }
    let unfinished = Unfinished {
        audit: &engine.audit,
        entry: Some(entry(context, Some(plan), "cancelled", Some(permit))),
    };
    let outcome = send(engine.org.client(), plan).await;
    unfinished.over();
    if changes {
        engine.pages.clear();
    }
    let mut entry = entry(context, Some(plan), "done", Some(permit));
    match &outcome {
        Ok(answered) => {
            engine.org.note(&plan.operation.area, answered.rate_limit);
            entry.request_id.clone_from(&answered.request_id);
        }
        Err(error) => {
            engine.org.note(&plan.operation.area, error.rate_limit());
            entry.outcome = "failed";
            entry.reason = Some(error.to_string());
            entry.request_id = error.request_id().map(str::to_owned);
        }
    }
    write(engine, &entry)?;
    Ok(outcome)
}

/// Plans, permits and sends one request.
pub async fn perform(
    engine: &Engine,
    context: &Context,
    plan: &Plan<'_>,
) -> Result<Answered, Stop> {
    let permit = permit(engine, context, std::slice::from_ref(plan), None).await?;
    execute(engine, context, plan, &permit).await
}

/// Waits for a person to sign in, or says where to do so.
async fn signed_in(engine: &Engine) -> Result<(), Stop> {
    match engine.org.sign_in().await {
        SignInState::Ready => Ok(()),
        SignInState::Pending(prompt) => Err(Stop::Failed(refusal(
            &format!("A person has to sign in to Okta first. {prompt}"),
            "show the person this address and code, and call again when they have signed in",
        ))),
        SignInState::Failed(reason) => Err(Stop::Failed(refusal(
            &format!("The sign-in to Okta did not work: {reason}"),
            "call again to start a new sign-in",
        ))),
    }
}

/// Makes the question about one request: what it changes, and how.
async fn question_about(engine: &Engine, plan: &Plan<'_>) -> Result<Question, Stop> {
    let operation = plan.operation;
    let found = target(engine, plan).await?;
    let mut changes = found.lines.clone();
    let replaces = operation.class == Class::Replace;
    match (&found.current, &plan.body) {
        (Some(current), Some(body)) => {
            let mut current = current.clone();
            let mut body = body.clone();
            let schema = operation.body.as_ref().map(|body| &body.schema);
            // A secret that changes shows as one that changes, and not as itself.
            let masker = engine.masker();
            masker.mask(&mut current, schema);
            masker.mask(&mut body, schema);
            changes.push("changes:".to_owned());
            changes.extend(difference(&current, &body, replaces));
        }
        (None, Some(body)) => {
            let mut body = body.clone();
            engine
                .masker()
                .mask(&mut body, operation.body.as_ref().map(|body| &body.schema));
            changes.push("with:".to_owned());
            changes.extend(difference(&Value::Null, &body, false));
        }
        (_, None) => {}
    }
    for (name, value) in &plan.query {
        changes.push(format!("{name}: {value}"));
    }
    let title = match operation.summary.as_str() {
        "" => operation.id.clone(),
        summary => format!("{summary} ({})", operation.id),
    };
    Ok(Question {
        title,
        org: engine.org.name().to_owned(),
        name: found.name,
        changes,
        consequence: consequence(operation.class).to_owned(),
    })
}

/// Says what a class of risk means, for the person who is asked.
#[must_use]
pub fn consequence(class: Class) -> &'static str {
    match class {
        Class::Read | Class::Secrets => "This shows something.",
        Class::Write => "This changes the org.",
        Class::Replace => "This replaces what is there; what is not named is lost.",
        Class::Destroy => "This takes something away and may not be undone.",
        Class::Privilege => "This changes who may administer or where data goes.",
        Class::Credential => "This changes what somebody signs in with.",
        _ => "What this changes is not known.",
    }
}

fn entry(
    context: &Context,
    plan: Option<&Plan<'_>>,
    outcome: &'static str,
    permit: Option<&Permit>,
) -> Entry {
    Entry {
        client: context.client.clone(),
        principal: context.principal.clone(),
        tool: context.tool.clone(),
        operation: plan.map(|plan| plan.operation.id.clone()),
        class: plan.map(|plan| plan.operation.class.as_str()),
        target: plan
            .map(|plan| {
                plan.target
                    .iter()
                    .map(|(name, value)| format!("{name}={value}"))
                    .collect()
            })
            .unwrap_or_default(),
        outcome,
        confirmed_by: permit.and_then(|permit| permit.confirmed_by.clone()),
        ..Entry::default()
    }
}

fn note(
    engine: &Engine,
    context: &Context,
    plan: Option<&Plan<'_>>,
    outcome: &'static str,
    reason: Option<String>,
    permit: Option<&Permit>,
) -> Result<(), Stop> {
    let mut entry = entry(context, plan, outcome, permit);
    entry.reason = reason;
    write(engine, &entry)
}

fn write(engine: &Engine, entry: &Entry) -> Result<(), Stop> {
    engine.audit.record(entry).map_err(|error| {
        Stop::Failed(refusal(
            &format!("the audit cannot be written: {error}"),
            "tell the person; changes are not made without an audit",
        ))
    })
}

/// Records a request that was abandoned before its response arrived.
struct Unfinished<'a> {
    audit: &'a Audit,
    entry: Option<Entry>,
}

impl Unfinished<'_> {
    fn over(mut self) {
        self.entry = None;
    }
}

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        if let Some(entry) = self.entry.take() {
            // There is nobody left to tell.
            let _ = self.audit.record(&entry);
        }
    }
}
