//! Prompts for the jobs that people start by hand.

use rmcp::{
    ErrorData,
    model::{GetPromptResult, JsonObject, Prompt, PromptArgument, PromptMessage, Role},
};

/// A job: its name, what it is, its arguments, and the text with `{argument}` in it.
struct Job {
    name: &'static str,
    title: &'static str,
    description: &'static str,
    arguments: &'static [(&'static str, &'static str)],
    text: &'static str,
}

const JOBS: &[Job] = &[
    Job {
        name: "onboard",
        title: "Onboard somebody",
        description: "Create a user, add groups, assign applications, and check that it worked",
        arguments: &[
            ("person", "Name and e-mail"),
            ("groups", "Names of groups"),
            ("apps", "Names of applications"),
        ],
        text: "Onboard {person} in Okta: create the user, add them to the groups {groups}, assign the \
               applications {apps}, then read back what they have and report it. Look everything up by \
               name first, and stop at the first refusal.",
    },
    Job {
        name: "offboard",
        title: "Offboard somebody",
        description: "Plan what somebody loses, then take it away with a person's confirmation",
        arguments: &[("person", "Login, e-mail or name")],
        text: "Offboard {person} in Okta. First show the plan: sessions, factors, groups, applications and \
               roles that will go. Apply it only after I have seen it; I will be asked to confirm.",
    },
    Job {
        name: "failed-sign-ins",
        title: "Look into failed sign-ins",
        description: "Who failed to sign in, from where, and how often",
        arguments: &[("days", "How many days back")],
        text: "Look into failed sign-ins of the last {days} days in Okta: count them by actor, by address and by \
               outcome, and say what stands out.",
    },
    Job {
        name: "access-review",
        title: "Review who can reach an application",
        description: "Who has an application, and through what",
        arguments: &[("app", "Name of the application")],
        text: "Review who can reach the application {app} in Okta: people assigned directly, and groups. Point out \
               people who are suspended or have no second factor.",
    },
];

pub(super) fn all() -> Vec<Prompt> {
    JOBS.iter()
        .map(|job| {
            let arguments = job
                .arguments
                .iter()
                .map(|(name, description)| {
                    PromptArgument::new(*name)
                        .with_description(*description)
                        .with_required(true)
                })
                .collect();
            Prompt::new(job.name, Some(job.description), Some(arguments)).with_title(job.title)
        })
        .collect()
}

pub(super) fn get(name: &str, given: &JsonObject) -> Result<GetPromptResult, ErrorData> {
    let job = JOBS
        .iter()
        .find(|job| job.name == name)
        .ok_or_else(|| ErrorData::invalid_params(format!("there is no prompt `{name}`"), None))?;
    let mut text = job.text.to_owned();
    for (name, _) in job.arguments {
        let value = given
            .get(*name)
            .and_then(|value| value.as_str())
            .ok_or_else(|| {
                ErrorData::invalid_params(format!("the prompt `{}` needs `{name}`", job.name), None)
            })?;
        text = text.replace(&format!("{{{name}}}"), value);
    }
    let message = PromptMessage::new_text(Role::User, text);
    Ok(GetPromptResult::new(vec![message]).with_description(job.description))
}
