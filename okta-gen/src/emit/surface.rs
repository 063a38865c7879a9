//! The public surface as text, so that a change of the description shows as a readable
//! difference: operations with their signatures, types with their fields.

use std::fmt::Write;

use super::print::type_name;
use crate::api::{Answer, Api, Body, BodyKind, Envelope, Kind, Operation, Parameter, Ty};

pub fn text(api: &Api) -> String {
    let mut text = String::from(
        "# Operations: method and path, the client's method with its arguments, then its setters.\n\n",
    );
    for operation in &api.operations {
        let written = self::operation(&mut text, operation);
        debug_assert!(written.is_ok(), "writing to a String cannot fail");
    }
    text.push_str("\n# Types: a field is absent, null or of its type.\n");
    for ty in &api.types {
        let name = &ty.name;
        let written = match &ty.kind {
            Kind::Alias(target) => writeln!(text, "\ntype {name} = {}", type_name(target)),
            Kind::Enum(variants) => {
                let values: Vec<&str> = variants.iter().map(|v| v.wire.as_str()).collect();
                writeln!(text, "\nenum {name} {{ {} }}", values.join(", "))
            }
            Kind::Object(object) => writeln!(text, "\nstruct {name}").and_then(|()| {
                object.fields.iter().try_for_each(|field| {
                    let secret = if field.secret { " (secret)" } else { "" };
                    writeln!(text, "    {}: {}{secret}", field.wire, type_name(&field.ty))
                })
            }),
            Kind::Polymorphic(choice) => {
                let by = choice.discriminators.join(", ");
                writeln!(text, "\nchoice {name} by {by}").and_then(|()| {
                    choice.choices.iter().try_for_each(|choice| {
                        let values: Vec<String> = choice
                            .values
                            .iter()
                            .map(|values| {
                                let given: Vec<&str> =
                                    values.iter().flatten().map(String::as_str).collect();
                                given.join("+")
                            })
                            .collect();
                        writeln!(text, "    {}: {}", values.join(" | "), choice.type_name)
                    })
                })
            }
        };
        debug_assert!(written.is_ok(), "writing to a String cannot fail");
    }
    text
}

fn operation(text: &mut String, operation: &Operation) -> std::fmt::Result {
    let (required, optional): (Vec<_>, Vec<_>) = operation
        .parameters
        .iter()
        .partition(|parameter| parameter.required);
    let shown = |parameters: &[&Parameter]| -> Vec<String> {
        parameters
            .iter()
            .map(|p| format!("{}: {}", p.wire, type_name(&p.ty)))
            .collect()
    };
    let mut arguments = shown(&required);
    let mut setters = shown(&optional);
    if let Some(body) = &operation.body {
        let shown = format!("body: {}", body_type(body));
        match body.required {
            true => arguments.push(shown),
            false => setters.push(shown),
        }
    }
    let answer = match &operation.response {
        Answer::Nothing => "nothing".to_owned(),
        Answer::Text(content_type) => content_type.clone(),
        Answer::Json(ty) => match &operation.envelope {
            Some(Envelope { property, item }) => {
                format!(
                    "{} with pages of {property}: {}",
                    type_name(ty),
                    type_name(item)
                )
            }
            None => type_name(ty),
        },
    };
    writeln!(text, "{} {}", operation.method, operation.path)?;
    writeln!(
        text,
        "    {}({}) -> {answer}",
        operation.name,
        arguments.join(", ")
    )?;
    if !setters.is_empty() {
        writeln!(text, "    [{}]", setters.join(", "))?;
    }
    Ok(())
}

fn body_type(body: &Body) -> String {
    match &body.kind {
        BodyKind::Json(ty) if body.content_type == "application/json" => type_name(ty),
        BodyKind::Json(ty) | BodyKind::Form(ty) => {
            format!("{} as {}", type_name(ty), body.content_type)
        }
        BodyKind::Bytes | BodyKind::File { .. } => format!("bytes as {}", body.content_type),
        BodyKind::Text => format!("{} as {}", type_name(&Ty::Text), body.content_type),
    }
}
