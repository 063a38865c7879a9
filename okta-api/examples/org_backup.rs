//! Saves the configuration of an org as files, and shows what has changed since.
//!
//! ```text
//! cargo run -p okta-api --example org_backup -- save before
//! cargo run -p okta-api --example org_backup -- diff before --org env     the org now
//! cargo run -p okta-api --example org_backup -- diff before after         another folder
//! ```
//!
//! Each resource has its own file, such as `apps/0oa….json`, with every property that Okta
//! sent, whether or not this library knows it. The folder appears when it is complete.
//! Applications contain secrets, so keep the folder safe. `diff` names what differs, but shows
//! no values.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use clap::{Parser, Subcommand};
use futures::TryStreamExt;
use okta_api::{Client, Error, http::Method, serde_json::Value};

mod support;
use support::{Progress, Result};

/// The saved lists, by their path below `/api/v1/`.
const LISTS: &[&str] = &[
    "apps",
    "authenticators",
    "authorizationServers",
    "eventHooks",
    "groups",
    "groups/rules",
    "idps",
    "inlineHooks",
    "meta/types/user",
    "policies?type=ACCESS_POLICY",
    "policies?type=IDP_DISCOVERY",
    "policies?type=MFA_ENROLL",
    "policies?type=OKTA_SIGN_ON",
    "policies?type=PASSWORD",
    "policies?type=PROFILE_ENROLLMENT",
    "trustedOrigins",
    "zones",
];

/// The lists below each resource of a list.
const CHILDREN: &[(&str, &[&str])] = &[
    ("authorizationServers", &["scopes", "claims", "policies"]),
    ("policies", &["rules"]),
];

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    job: Job,
    #[command(flatten)]
    org: support::Choice,
}

#[derive(Subcommand)]
enum Job {
    /// Saves the org into a new folder.
    Save { folder: PathBuf },
    /// Compares a folder with another folder, or with the org.
    Diff { old: PathBuf, new: Option<PathBuf> },
}

/// Resources by the path of their file.
type Snapshot = BTreeMap<String, Value>;

#[tokio::main]
async fn main() -> Result {
    let Arguments { job, org } = Arguments::parse();
    match job {
        Job::Save { folder } => {
            let snapshot = read_org(&*org.open().await?).await?;
            write(&snapshot, &folder)?;
            println!("{} resources saved in {}", snapshot.len(), folder.display());
        }
        Job::Diff { old, new } => {
            let old = read_folder(&old)?;
            let new = match new {
                Some(folder) => read_folder(&folder)?,
                None => read_org(&*org.open().await?).await?,
            };
            let differences = diff(&old, &new);
            differences.iter().for_each(|line| println!("{line}"));
            println!("{} differences", differences.len());
        }
    }
    Ok(())
}

async fn read_org(client: &Client) -> Result<Snapshot> {
    let (mut snapshot, mut progress) = (Snapshot::new(), Progress::of("resources"));
    let mut lists: Vec<String> = LISTS.iter().map(|list| (*list).to_owned()).collect();
    while let Some(list) = lists.pop() {
        let mut resources = client
            .request(Method::GET, &format!("/api/v1/{list}"))
            .stream();
        let folder = list.split('?').next().unwrap_or_default();
        loop {
            let resource = match resources.try_next().await {
                Ok(Some(resource)) => resource,
                Ok(None) => break,
                // Not every org has every feature.
                Err(error) if has_not(&error) => {
                    eprintln!("{list} is not saved: {error}");
                    break;
                }
                Err(error) => return Err(error.into()),
            };
            let id = resource["id"].as_str().unwrap_or("unnamed");
            let path = format!("{folder}/{id}");
            let kind = folder.rsplit('/').next().unwrap_or_default();
            for (_, children) in CHILDREN.iter().filter(|(parent, _)| *parent == kind) {
                lists.extend(children.iter().map(|child| format!("{path}/{child}")));
            }
            snapshot.insert(format!("{path}.json"), resource);
            progress.step();
        }
    }
    Ok(snapshot)
}

fn has_not(error: &Error) -> bool {
    error.is_not_found() || error.is_forbidden() || error.is_invalid_request()
}

/// Writes into a temporary folder, which gets its name at the end.
fn write(snapshot: &Snapshot, folder: &Path) -> Result {
    if folder.exists() {
        return Err(format!("{} exists: choose another folder", folder.display()).into());
    }
    let partial = folder.with_extension("partial");
    for (path, resource) in snapshot {
        let file = partial.join(path);
        fs::create_dir_all(file.parent().unwrap_or(&partial))?;
        fs::write(file, format!("{resource:#}\n"))?;
    }
    Ok(fs::rename(partial, folder)?)
}

fn read_folder(folder: &Path) -> Result<Snapshot> {
    let (mut snapshot, mut folders) = (Snapshot::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder)?.to_string_lossy().into_owned();
                snapshot.insert(name, serde_json::from_slice(&fs::read(path)?)?);
            }
        }
    }
    Ok(snapshot)
}

fn diff(old: &Snapshot, new: &Snapshot) -> Vec<String> {
    let mut lines = Vec::new();
    for (path, was) in old {
        match new.get(path) {
            None => lines.push(format!("- {path}")),
            Some(is) => places(was, is, &mut String::new(), &mut |place| {
                lines.push(format!("~ {path} {place}"));
            }),
        }
    }
    let added = new.keys().filter(|path| !old.contains_key(*path));
    lines.extend(added.map(|path| format!("+ {path}")));
    lines
}

/// Reports the JSON pointers of all differences except links and times of change.
fn places(old: &Value, new: &Value, at: &mut String, tell: &mut impl FnMut(&str)) {
    let (Value::Object(old), Value::Object(new)) = (old, new) else {
        if old != new {
            tell(at);
        }
        return;
    };
    let names = old
        .keys()
        .chain(new.keys().filter(|name| !old.contains_key(*name)));
    for name in names.filter(|name| !["_links", "lastUpdated"].contains(&name.as_str())) {
        let length = at.len();
        at.push('/');
        at.push_str(name);
        let value = |object: &serde_json::Map<String, Value>| object.get(name).cloned();
        places(
            &value(old).unwrap_or_default(),
            &value(new).unwrap_or_default(),
            at,
            tell,
        );
        at.truncate(length);
    }
}
