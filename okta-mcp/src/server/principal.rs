//! Whom a client acts for, as far as the server knows.

use std::net::IpAddr;

use rmcp::{RoleServer, service::RequestContext};

/// How clients reach a server.
#[derive(Debug, Clone, Copy)]
pub(super) enum Transport {
    /// The client started it.
    Stdio,
    /// Over HTTP, with a bearer token or without.
    Http {
        /// Whether clients have to show a token.
        token: bool,
    },
}

/// Where a request over HTTP came from, among its extensions.
#[derive(Debug, Clone, Copy)]
pub(super) struct From(pub(super) IpAddr);

impl Transport {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Stdio => "stdio",
            Self::Http { .. } => "http",
        }
    }

    /// Whom a request is made for. A bearer token is shared, so it does not name anybody.
    pub(super) fn principal(self, context: &RequestContext<RoleServer>) -> String {
        let from = || {
            let parts = context.extensions.get::<http::request::Parts>();
            let from = parts.and_then(|parts| parts.extensions.get::<From>());
            from.map_or_else(
                || "an unknown address".to_owned(),
                |from| from.0.to_string(),
            )
        };
        match self {
            Self::Stdio => match account() {
                Some(account) => format!("the account {account} of this machine"),
                None => "an unknown account of this machine".to_owned(),
            },
            Self::Http { token: true } => {
                format!("an unknown holder of the bearer token, at {}", from())
            }
            Self::Http { token: false } => format!("somebody unknown, at {}", from()),
        }
    }
}

/// The account that started the server, as its environment names it.
fn account() -> Option<String> {
    ["USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|account| !account.trim().is_empty())
}
