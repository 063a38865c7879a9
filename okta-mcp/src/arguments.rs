//! The arguments of the program.

use std::{net::SocketAddr, path::PathBuf};

use clap::Parser;

/// An agent server (MCP) for one Okta org. It is read-only unless --allow says otherwise,
/// and a person confirms whatever cannot be undone.
///
/// The org and its credentials are configured as for Okta's own SDKs: okta.yaml, or
/// OKTA_CLIENT_ORGURL, OKTA_CLIENT_TOKEN, OKTA_CLIENT_CLIENTID, OKTA_CLIENT_SCOPES,
/// OKTA_CLIENT_PRIVATEKEY and so on.
#[derive(Debug, Parser)]
#[command(name = "okta-mcp", version)]
pub struct Arguments {
    /// Work on an embedded org with made-up people; no account is needed
    #[arg(long)]
    pub mock: bool,

    /// How many people the embedded org has
    #[arg(long, value_name = "N", default_value_t = 20, requires = "mock")]
    pub mock_users: u32,

    /// Allow classes of operations besides reads, everywhere or in one area: write, replace,
    /// destroy, privilege, credential, groups:write, … A person confirms each call except
    /// writes
    #[arg(long, value_name = "CLASS,…", value_delimiter = ',')]
    pub allow: Vec<String>,

    /// Rules that allow, ask or deny by operation, area, class or pattern (YAML)
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,

    /// Add tools for jobs: people, groups, apps, logs, security, or all
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub toolset: Vec<String>,

    /// Serve over HTTP at this address instead of standard input and output. An address other
    /// than loopback needs a bearer token in OKTA_MCP_HTTP_TOKEN
    #[arg(long, value_name = "ADDRESS")]
    pub http: Option<SocketAddr>,

    /// Another host name under which HTTP clients may call the server
    #[arg(long, value_name = "HOST", requires = "http")]
    pub http_host: Vec<String>,

    /// An origin of web pages that may call the server, such as https://app.example.com
    #[arg(long, value_name = "ORIGIN", requires = "http")]
    pub http_origin: Vec<String>,

    /// Use this description instead of the built-in one (the generator's openapi.json)
    #[arg(long, value_name = "FILE")]
    pub description: Option<PathBuf>,

    /// Offer only what every org has: no early access, nothing that needs another product,
    /// nothing deprecated
    #[arg(long)]
    pub generally_available: bool,

    /// Use this list of everyday words for operations instead of the built-in one
    #[arg(long, value_name = "FILE")]
    pub synonyms: Option<PathBuf>,

    /// Write an audit of all calls to this file (JSON lines)
    #[arg(long, value_name = "FILE")]
    pub audit: Option<PathBuf>,

    /// Name this session in the User-Agent, so that Okta's System Log shows it
    #[arg(long)]
    pub correlate: bool,

    /// A profile of okta.yaml
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,

    /// Let a person sign in through the native app with this client id (device grant), with
    /// the scopes of --scope
    #[arg(long, value_name = "CLIENT_ID", requires = "scope")]
    pub device: Option<String>,

    /// A scope for --device, such as okta.users.read
    #[arg(long, value_name = "SCOPE", value_delimiter = ',')]
    pub scope: Vec<String>,

    /// Folder for answers with secrets, which are written there if a person agrees
    #[arg(long, value_name = "DIR")]
    pub secrets_dir: Option<PathBuf>,

    /// Level of the log on standard error: error, warn, info or debug
    #[arg(long, value_name = "LEVEL", default_value_t = tracing::Level::WARN)]
    pub log: tracing::Level,

    /// Largest size of an answer in bytes
    #[arg(long, value_name = "BYTES", default_value_t = 8192, value_parser = clap::value_parser!(u32).range(1024..=1_048_576))]
    pub answer_bytes: u32,

    /// How long a person has to answer a question, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub confirm_within: u64,
}
