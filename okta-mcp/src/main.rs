//! The program: an agent server for one Okta org, over standard input and output or HTTP.

mod arguments;
mod start;

use std::process::ExitCode;

use clap::Parser as _;

use arguments::Arguments;

#[tokio::main]
async fn main() -> ExitCode {
    match start::run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Standard output belongs to the protocol.
            eprintln!("okta-mcp: {error}");
            ExitCode::FAILURE
        }
    }
}
