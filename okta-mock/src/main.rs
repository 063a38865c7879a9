//! The embedded org as a program, for tests in any language.

mod arguments;
mod certificate;

use std::{io::Write, process::ExitCode};

use arguments::{Arguments, Files};
use certificate::Certificate;
use clap::Parser;
use okta_mock::Org;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("okta-mock: {problem}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), String> {
    let mut builder = arguments.org();
    let mut certificate = None;
    match &arguments.tls {
        None => {}
        Some(Files::Given { certificates, key }) => {
            builder = builder.tls(arguments::tls(certificates, key)?);
        }
        Some(Files::Own) => {
            let own = Certificate::new(arguments.host, arguments.public_url.as_deref())?;
            builder = builder.tls(own.tls.clone());
            certificate = Some(own);
        }
    }
    let org = builder.start().await.map_err(|error| error.to_string())?;
    announce(arguments, &org, certificate.as_ref());
    until_stopped(&org).await;
    org.save()
        .map_err(|problem| format!("the org was not saved: {problem}"))?;
    org.end_recording()
        .map_err(|problem| format!("the recording is not complete: {problem}"))
}

/// Programs read the first line; a closed pipe is no reason to stop.
fn announce(arguments: &Arguments, org: &Org, certificate: Option<&Certificate>) {
    let mut out = std::io::stdout();
    let lines = if arguments.env {
        let path = certificate.map(|certificate| certificate.path.as_path());
        let variables = org
            .environment()
            .into_iter()
            .chain(certificate::variables(path));
        variables
            .map(|(name, value)| format!("export {name}={}\n", quoted(&value)))
            .collect()
    } else {
        // Behind a proxy the URL does not tell where the proxy has to turn to.
        let (url, token, address) = (org.url(), org.token(), org.address());
        let mut lines = format!("{url}\nAPI token: {token}\nlistening on {address}\n");
        if let Some(certificate) = certificate {
            let path = certificate.path.display();
            lines.push_str(&format!("certificate to trust: {path}\n"));
        }
        lines
    };
    let _ = out.write_all(lines.as_bytes());
    let _ = out.flush();
}

/// A value for a shell.
fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:%[]".contains(c);
    match value.chars().all(plain) {
        true => value.to_owned(),
        false => format!("'{}'", value.replace('\'', r"'\''")),
    }
}

/// Waits until somebody wants the program to end, and saves when asked to.
#[cfg(unix)]
async fn until_stopped(org: &Org) {
    use tokio::signal::unix::{Signal, SignalKind, signal};

    async fn next(signal: &mut Option<Signal>) {
        match signal {
            Some(signal) => {
                signal.recv().await;
            }
            None => std::future::pending().await,
        }
    }
    let listen = |kind| signal(kind).ok();
    let mut ends = [
        listen(SignalKind::interrupt()),
        listen(SignalKind::terminate()),
        listen(SignalKind::hangup()),
    ];
    let mut saves = listen(SignalKind::user_defined1());
    let [interrupt, terminate, hangup] = &mut ends;
    loop {
        tokio::select! {
            () = next(interrupt) => return,
            () = next(terminate) => return,
            () = next(hangup) => return,
            () = next(&mut saves) => {
                if let Err(problem) = org.save() {
                    eprintln!("okta-mock: the org was not saved: {problem}");
                }
            }
        }
    }
}

#[cfg(not(unix))]
async fn until_stopped(_: &Org) {
    let _ = tokio::signal::ctrl_c().await;
}
