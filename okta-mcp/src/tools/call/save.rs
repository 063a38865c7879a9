//! Answers with secrets, for a person's eyes.

use super::show::envelope;
use crate::{
    call::{Payload, Plan},
    catalogue::Class,
    confirm::Question,
    engine::Engine,
    gate::{Context, Stop, consequence, execute, permit, refusal},
    secret_file,
    tools::Outcome,
};

/// Writes a whole answer to a file for a person, if the person agrees.
pub(super) async fn to_file(engine: &Engine, context: &Context, request: &Plan<'_>) -> Outcome {
    let Some(dir) = &engine.settings.secrets_dir else {
        return Err(Stop::Failed(refusal(
            "this server writes no secrets",
            "whoever starts it names a folder with `--secrets-dir`",
        )));
    };
    let operation = request.operation;
    let question = Question {
        title: format!(
            "Write the answer of {} with its secrets to a file",
            operation.id
        ),
        org: engine.org.name().to_owned(),
        name: request
            .target
            .last()
            .map_or_else(|| operation.id.clone(), |(_, value)| value.clone()),
        changes: vec![
            format!("request: {} {}", operation.method, request.path),
            format!("file: in {}, readable by you alone", dir.display()),
        ],
        consequence: format!(
            "{} The agent does not see the secrets.",
            consequence(if operation.class.is_read() {
                Class::Secrets
            } else {
                operation.class
            })
        ),
    };
    let permit = permit(
        engine,
        context,
        std::slice::from_ref(request),
        Some(question),
    )
    .await?;
    let file = secret_file::create(dir, &operation.id).map_err(|error| {
        Stop::Failed(refusal(
            &format!("the file cannot be made: {error}"),
            "nothing was sent; tell the person",
        ))
    })?;
    let answered = execute(engine, context, request, &permit).await?;
    let text = match answered.payload {
        Payload::Json(value) => format!("{value:#}"),
        Payload::Text(text) => text,
        Payload::Nothing => String::new(),
    };
    let path = file.write(&text).map_err(|error| {
        Stop::Failed(refusal(
            &format!("the file cannot be written: {error}"),
            "the request was sent; tell the person",
        ))
    })?;
    let mut answer = envelope(
        engine,
        operation,
        answered.status,
        answered.request_id.as_deref(),
    );
    answer["file"] = path.display().to_string().into();
    answer["note"] = "the answer is in the file, for the person; it is not shown here".into();
    Ok(answer)
}
