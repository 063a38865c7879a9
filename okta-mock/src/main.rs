//! The embedded org as a program, for tests in any language.

mod arguments;

use std::{io::Write, process::ExitCode};

use arguments::{Asked, USAGE};

#[tokio::main]
async fn main() -> ExitCode {
    let builder = match arguments::read(std::env::args().skip(1)) {
        Ok(Asked::Run(builder)) => builder,
        Ok(Asked::Help) => {
            print!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Ok(Asked::Version) => {
            println!("okta-mock {}", env!("CARGO_PKG_VERSION"));
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            eprintln!("okta-mock: {problem}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let org = match builder.start().await {
        Ok(org) => org,
        Err(problem) => {
            eprintln!("okta-mock: {problem}");
            return ExitCode::FAILURE;
        }
    };
    // Programs read the first line; a closed pipe is no reason to stop. Behind a proxy
    // the URL does not tell where the proxy has to turn to.
    let mut out = std::io::stdout();
    let (url, token, address) = (org.url(), org.token(), org.address());
    let _ = writeln!(out, "{url}\nAPI token: {token}\nlistening on {address}");
    let _ = out.flush();
    stopped().await;
    if let Err(problem) = org.end_recording() {
        eprintln!("okta-mock: the recording is not complete: {problem}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Waits until somebody wants the program to end.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = interrupted.await;
}
