//! Exports the System Log, follows it, or counts failed sign-ins.
//!
//! ```text
//! cargo run -p okta-api --example system_log -- failures
//! cargo run -p okta-api --example system_log -- export events.jsonl --days 7
//! cargo run -p okta-api --example system_log -- tail events.jsonl --org env
//! ```
//!
//! `export` and `tail` write a line of JSON for each event. Beside the file they store its
//! state: its length, and where to continue in the log. After a run was stopped or killed, the
//! next one with the same file continues it: every event is in the file exactly once.

use std::{
    collections::BTreeMap,
    fs::{File, OpenOptions},
    io::{Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use clap::{Parser, Subcommand};
use futures::TryStreamExt;
use okta_api::{
    Checkpoint, Client, Cursor, Error,
    chrono::{DateTime, TimeDelta, Utc},
    types::LogEvent,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

mod support;
use support::{Progress, Result, stop};

const FAILED: &str = r#"eventType eq "user.session.start" and outcome.result eq "FAILURE""#;

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    job: Job,
    /// The number of days to go back. Okta keeps 90.
    #[arg(long, global = true, default_value_t = 30)]
    days: i64,
    #[command(flatten)]
    org: support::Choice,
}

#[derive(Subcommand)]
enum Job {
    /// Writes the events until now, and ends.
    Export {
        file: PathBuf,
        /// The number of events in a request. Okta allows 1,000.
        #[arg(long, default_value_t = 1000)]
        page: u32,
    },
    /// Writes the events as they come, until Ctrl-C.
    Tail {
        file: PathBuf,
        /// Ends after this many events.
        #[arg(long)]
        count: Option<usize>,
    },
    /// Counts failed sign-ins by login.
    Failures,
}

#[tokio::main]
async fn main() -> Result {
    let Arguments { job, days, org } = Arguments::parse();
    let client = org.open().await?;
    let since = Utc::now() - TimeDelta::days(days);
    match job {
        Job::Export { file, page } => export(&client, &file, since, page).await,
        Job::Tail { file, count } => tail(&client, &file, since, count).await,
        Job::Failures => failures(&client, since).await,
    }
}

/// The period of an export, and the next page, or none when the export is complete.
#[derive(Serialize, Deserialize)]
struct Span {
    since: DateTime<Utc>,
    until: DateTime<Utc>,
    next: Option<Cursor>,
}

async fn export(client: &Client, file: &Path, since: DateTime<Utc>, size: u32) -> Result {
    let (mut lines, found) = Lines::open::<Span>(file)?;
    let mut span = match found {
        Some(span) if span.next.is_none() => return Err("this export is complete".into()),
        Some(span) => span,
        None => Span {
            since,
            until: Utc::now(),
            next: None,
        },
    };
    // With `until` set, the log ends. Without it, it would be followed for ever.
    let mut call = client
        .list_log_events()
        .since(span.since)
        .until(span.until)
        .limit(size);
    if let Some(next) = &span.next {
        call = call.resume(next);
    }
    let mut stop = stop();
    let mut pages = call.pages();
    loop {
        let page = tokio::select! {
            page = pages.try_next() => page?,
            () = &mut stop => break,
        };
        let Some(page) = page else { break };
        span.next = page.next().cloned();
        for event in page.into_items() {
            lines.write(event)?;
        }
        lines.save(&span)?;
    }
    println!("{} events written", lines.progress.done());
    Ok(())
}

async fn tail(client: &Client, file: &Path, since: DateTime<Utc>, count: Option<usize>) -> Result {
    let (mut lines, found) = Lines::open::<Checkpoint>(file)?;
    let mut events = client.list_log_events().since(since).tail();
    if let Some(checkpoint) = found {
        events = events.resume(checkpoint);
    }
    let mut stop = stop();
    while count.is_none_or(|count| lines.progress.done() < count) {
        let event = tokio::select! {
            event = events.next() => event,
            () = &mut stop => break,
        };
        lines.write(event.ok_or("the log came to an end")?)?;
        // After each event, because storing is cheap here. `Checkpoint` says when to store less
        // often.
        lines.save(&events.checkpoint())?;
    }
    println!("{} events written", lines.progress.done());
    Ok(())
}

async fn failures(client: &Client, since: DateTime<Utc>) -> Result {
    let call = client.list_log_events().since(since).until(Utc::now());
    let mut events = call.filter(FAILED).limit(1000).stream();
    let mut failures = BTreeMap::<String, usize>::new();
    while let Some(event) = events.try_next().await? {
        let login = event.actor.and_then(|who| who.alternate_id.into_option());
        *failures.entry(login.unwrap_or_default()).or_default() += 1;
    }
    let mut failures: Vec<_> = failures.into_iter().collect();
    failures.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    for (login, times) in failures {
        println!("{times} failed sign-ins of {login}");
    }
    Ok(())
}

/// A file of events, and its state in another file.
struct Lines {
    file: File,
    state: PathBuf,
    progress: Progress,
}

#[derive(Serialize, Deserialize)]
struct State<P> {
    length: u64,
    place: P,
}

impl Lines {
    /// Opens the file, and removes what was written after its state was saved, because those
    /// events come again.
    fn open<P: DeserializeOwned>(path: &Path) -> Result<(Self, Option<P>)> {
        let mut state = path.as_os_str().to_owned();
        state.push(".state");
        let state = PathBuf::from(state);
        let found: Option<State<P>> = match state.exists() {
            true => Some(serde_json::from_slice(&std::fs::read(&state)?)?),
            false => None,
        };
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        file.set_len(found.as_ref().map_or(0, |state| state.length))?;
        file.seek(SeekFrom::End(0))?;
        let progress = Progress::of("events");
        Ok((
            Self {
                file,
                state,
                progress,
            },
            found.map(|state| state.place),
        ))
    }

    /// Writes an event. An event that does not decode is written as it came.
    fn write(&mut self, event: Result<LogEvent, Error>) -> Result {
        let mut line = match &event {
            Ok(event) => serde_json::to_vec(event)?,
            Err(Error::Decode(failure)) => failure.raw().to_vec(),
            Err(_) => return event.map(drop).map_err(Into::into),
        };
        line.push(b'\n');
        self.file.write_all(&line)?;
        self.progress.step();
        Ok(())
    }

    /// Saves the place to continue from, completely or not at all.
    fn save<P: Serialize>(&mut self, place: &P) -> Result {
        let length = self.file.stream_position()?;
        let new = self.state.with_extension("state.new");
        std::fs::write(&new, serde_json::to_vec(&State { length, place })?)?;
        Ok(std::fs::rename(new, &self.state)?)
    }
}
