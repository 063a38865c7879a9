//! The program: an agent server for one Okta org, over standard input and output or HTTP.

mod arguments;
mod logging;
mod start;

use std::process::ExitCode;

use clap::Parser as _;

use arguments::Arguments;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    logging::start(arguments.log);
    match start::run(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Standard output belongs to the protocol.
            eprintln!("okta-mcp: {error}");
            ExitCode::FAILURE
        }
    }
}
