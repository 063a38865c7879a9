//! What the examples share: the choice of the org, progress output, and stopping.

#![allow(dead_code)] // No example needs all of it.

use std::ops::Deref;

use futures::{
    FutureExt,
    future::{BoxFuture, Shared},
};
use okta_api::{Client, ClientBuilder};
use okta_mock::Org;

/// The result of anything that may fail: calls, files, arguments.
pub type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

/// The org that an example works on.
#[derive(clap::Args)]
pub struct Choice {
    /// Works on a real org: the one at this URL, or `env` for the one that okta.yaml or
    /// OKTA_CLIENT_ORGURL names. Credentials come from the same files and variables.
    /// Without this option, the example works on an embedded org.
    #[arg(long, global = true, value_name = "URL|env")]
    org: Option<String>,
}

impl Choice {
    /// Opens the org. An embedded one has 250 users and ends with the program.
    pub async fn open(&self) -> Result<Connection> {
        let builder = match self.org.as_deref() {
            None => {
                let org = Org::builder().users(250).start().await?;
                eprintln!("An embedded org answers at {}.", org.url());
                let (client, embedded) = (org.client(), Some(org));
                return Ok(Connection { client, embedded });
            }
            Some("env") => ClientBuilder::from_env(),
            Some(url) => ClientBuilder::from_env().org_url(url),
        };
        let client = builder.user_agent_extra("okta-api-example").build()?;
        let embedded = None;
        Ok(Connection { client, embedded })
    }
}

/// A client, and the embedded org behind it, if there is one.
pub struct Connection {
    client: Client,
    embedded: Option<Org>,
}

impl Connection {
    /// Whether the org is an embedded one.
    pub fn is_embedded(&self) -> bool {
        self.embedded.is_some()
    }

    /// Returns the given value. On an embedded org it may be missing, and `sample` finds one;
    /// on a real org nobody's account is a default.
    pub async fn or_sample<F: Future<Output = Result<String>>>(
        &self,
        given: Option<String>,
        sample: F,
    ) -> Result<String> {
        match given {
            Some(given) => Ok(given),
            None if self.embedded.is_some() => sample.await,
            None => Err("on a real org, say which one; see --help".into()),
        }
    }
}

impl Deref for Connection {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

/// Resolves when somebody presses Ctrl-C. The example then finishes what it has begun.
pub type Stop = Shared<BoxFuture<'static, ()>>;

/// Starts to listen for Ctrl-C.
pub fn stop() -> Stop {
    let pressed = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        eprintln!("Stopping: the requests under way are finished first.");
    };
    pressed.boxed().shared()
}

/// Shows the progress of a long job on stderr.
pub struct Progress {
    what: &'static str,
    done: usize,
}

impl Progress {
    /// Counts things with this name.
    pub fn of(what: &'static str) -> Self {
        Self { what, done: 0 }
    }

    /// Counts one more, and shows every hundredth.
    pub fn step(&mut self) {
        self.done += 1;
        if self.done.is_multiple_of(100) {
            eprintln!("{} {} so far", self.done, self.what);
        }
    }

    /// Returns the count.
    pub fn done(&self) -> usize {
        self.done
    }
}
