//! An org: how it is set up, started and asked about.

use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
    ops::Range,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, AtomicU64},
    },
    time::Duration,
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use okta_api::Client;
use ring::rand::{SecureRandom, SystemRandom};
use tokio::{net::TcpListener, task::AbortHandle};

use crate::{
    data::Rng,
    description::{Description, UnknownOperation},
    seed::{self, Size},
    server::{
        self,
        faults::{Fault, Faults},
        har::Recording,
        hooks::Hooks,
        journal::Journal,
        limits::Limits,
        shared::{Inner, lock},
        tls::Tls,
    },
    state_file::{self, Head, Kept},
    world::clock::Clock,
};

/// Most seeded users; ids of later ones begin behind them.
const MOST_USERS: u32 = 10_000_000;

/// Most resources that requests may add to the seeded ones.
const MOST_ADDED: usize = 1_000_000;

/// Why an org did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address could not be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address that was tried.
        address: SocketAddr,
        /// What the operating system said.
        source: io::Error,
    },
    /// The file for the recording could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Recording {
        /// The file that was tried.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The file that the org is kept in could not be read.
    #[error("cannot read {}: {source}", path.display())]
    State {
        /// The file that was tried.
        path: PathBuf,
        /// What the operating system said, or what is wrong with its contents.
        source: io::Error,
    },
    /// A fault is for an operation that there is not.
    #[error(transparent)]
    Fault(#[from] UnknownOperation),
    /// The operating system gave no random bytes to make a token of.
    #[error("no API token can be made: the operating system gives no random bytes")]
    Random,
    /// The org's URL or token is none that a client takes.
    #[error("no client can be made for this org: {0}")]
    Client(#[from] okta_api::Error),
}

/// An API token in the form of Okta's.
fn new_token() -> Option<String> {
    let mut bytes = [0; 30];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(format!("00{}", URL_SAFE_NO_PAD.encode(bytes)))
}

/// A running org. It stops when it is dropped.
pub struct Org {
    inner: Arc<Inner>,
    address: SocketAddr,
    server: AbortHandle,
    client: Client,
}

/// Shows the address, not the token.
impl fmt::Debug for Org {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Org")
            .field("url", &self.inner.base)
            .finish_non_exhaustive()
    }
}

impl Drop for Org {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Org {
    /// Starts an org with a few users, groups and applications on a free port of
    /// loopback.
    ///
    /// # Errors
    ///
    /// When no port can be listened on.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Sets up an org.
    #[must_use]
    pub fn builder() -> OrgBuilder {
        OrgBuilder::default()
    }

    /// A client of this org, with its API token.
    #[must_use]
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// The URL that clients use, without a trailing slash.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.inner.base
    }

    /// The address that the org listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The API token of the org's first user, a super administrator.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.inner.token
    }

    /// The org's clock, to read or to move.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// The requests that the org received.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.inner.journal
    }

    /// Ends the recording that [`OrgBuilder::har`] asked for. The file is whole without
    /// this too; it tells whether something is missing.
    ///
    /// # Errors
    ///
    /// When a request could not be written; the recording ended with the one before.
    pub fn end_recording(&self) -> io::Result<()> {
        self.inner.recording.as_ref().map_or(Ok(()), Recording::end)
    }

    /// The variables that configure a client of this org, of any of Okta's SDKs.
    #[must_use]
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        self.inner.environment()
    }

    /// Writes the org to the file that [`OrgBuilder::state_file`] names, as a whole or not
    /// at all; without such a file it does nothing.
    ///
    /// # Errors
    ///
    /// When the file cannot be written; the one of before stays as it is.
    pub fn save(&self) -> io::Result<()> {
        let Some((path, head)) = &self.inner.state_file else {
            return Ok(());
        };
        let world = self.inner.state().save();
        let head = head.clone();
        state_file::write(path, &Kept { head, world })
    }

    /// Makes the next request of an operation (its operationId such as `listUsers`, a
    /// former one, or `*` for any) go wrong.
    ///
    /// # Panics
    ///
    /// When there is no such operation: a test that misspells it would otherwise wait for a
    /// fault that never comes.
    #[track_caller]
    pub fn fail_next(&self, operation: &str, fault: Fault) {
        self.fail(Faults::new().next(operation, fault));
    }

    /// Adds faults behind those that are still to come.
    ///
    /// # Panics
    ///
    /// When one of them is for an operation that there is not.
    #[track_caller]
    #[allow(clippy::panic)]
    pub fn fail(&self, faults: Faults) {
        match faults.resolved(&self.inner.description) {
            Ok(faults) => lock(&self.inner.faults).0.extend(faults),
            Err(unknown) => panic!("{unknown}"),
        }
    }

    /// Makes all access tokens invalid at once, as when one runs out in the middle of a
    /// client's work. API tokens stay good.
    pub fn expire_access_tokens(&self) {
        self.inner.state().oauth.expire_access_tokens();
    }

    /// Forgets all faults that are still to come.
    pub fn clear_faults(&self) {
        lock(&self.inner.faults).0 = Faults::new();
    }
}

/// The settings of an org.
#[derive(Clone)]
pub struct OrgBuilder {
    size: Size,
    seed: u64,
    token: Option<String>,
    limits: Limits,
    faults: Faults,
    latency: Option<Range<Duration>>,
    clock: Option<Clock>,
    public_url: Option<String>,
    address: SocketAddr,
    merged_links: bool,
    tls: Option<Tls>,
    har: Option<PathBuf>,
    description: Option<Arc<Description>>,
    state_file: Option<PathBuf>,
}

/// Shows everything but the token.
impl fmt::Debug for OrgBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OrgBuilder")
            .field("size", &self.size)
            .field("seed", &self.seed)
            .field("limits", &self.limits)
            .field("faults", &self.faults)
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Default for OrgBuilder {
    fn default() -> Self {
        Self {
            size: Size {
                users: 20,
                groups: 12,
                apps: 10,
            },
            seed: 1,
            token: None,
            limits: Limits::okta(),
            faults: Faults::new(),
            latency: None,
            clock: None,
            public_url: None,
            address: (Ipv4Addr::LOCALHOST, 0).into(),
            merged_links: false,
            tls: None,
            har: None,
            description: None,
            state_file: None,
        }
    }
}

impl OrgBuilder {
    /// How many users the org has from the start: 20 if nothing is said, at least 1 and
    /// at most ten million. They are made when somebody looks at them.
    #[must_use]
    pub fn users(mut self, users: u32) -> Self {
        self.size.users = users.clamp(1, MOST_USERS);
        self
    }

    /// How many groups it has besides Everyone: 12 if nothing is said, one for each
    /// department; at most 10,000.
    #[must_use]
    pub fn groups(mut self, groups: u32) -> Self {
        self.size.groups = groups.min(10_000);
        self
    }

    /// How many applications it has: 10 if nothing is said, which covers all sign-on
    /// modes; at most 10,000.
    #[must_use]
    pub fn apps(mut self, apps: u32) -> Self {
        self.size.apps = apps.min(10_000);
        self
    }

    /// The same seed makes the same org. 1 if nothing is said.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The API token that it takes. If nothing is said every org has one of its own, so
    /// that a client of one is never a client of another; [`Org::token`] tells it.
    #[must_use]
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// How many requests it takes; Okta's usual limits if nothing is said.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// What goes wrong; nothing if nothing is said.
    #[must_use]
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// How long every answer takes; nothing if nothing is said.
    #[must_use]
    pub fn latency(mut self, range: Range<Duration>) -> Self {
        self.latency = Some(range);
        self
    }

    /// The clock it goes by; the system's time if nothing is said.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// The URL that links in its answers begin with, when clients reach it through a
    /// proxy; a trailing slash does not matter.
    #[must_use]
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.public_url = Some(url.into().trim_end_matches('/').to_owned());
        self
    }

    /// The address to listen on; a free port of loopback if nothing is said.
    #[must_use]
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Sends both links of a page in one `Link` header instead of one each.
    #[must_use]
    pub fn merged_links(mut self, merged: bool) -> Self {
        self.merged_links = merged;
        self
    }

    /// Answers over TLS.
    #[must_use]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// Records what the org is asked and what it answers in this file, in the format of
    /// browsers (HAR 1.2), in the place of what the file held. Headers and parts of URLs
    /// that hold secrets are masked and bodies are whole, so that only its owner can read
    /// the file; it ends at 256 MiB. The landing page, sign-in and the token endpoint,
    /// whose bodies are secrets, are left out. The file grows with every request.
    #[must_use]
    pub fn har(mut self, file: impl Into<PathBuf>) -> Self {
        self.har = Some(file.into());
        self
    }

    /// Answers by this description instead of the one that `okta-api` is generated from:
    /// an OpenAPI 3.0 document, such as `openapi.json` that `cargo xtask regen` writes for
    /// another release. Operations that both know behave as ever, whatever the document
    /// calls them; the others by their methods, paths and schemas.
    #[must_use]
    pub fn description(mut self, description: Arc<Description>) -> Self {
        self.description = Some(description);
        self
    }

    /// Keeps the org in this file: what it held when [`Org::save`] was last called, its API
    /// token among it, unless [`token`](Self::token) gives another. Only its owner can read
    /// the file. Sizes and seed count only where there is none yet. Access tokens and
    /// tokens of sign-ins are not kept.
    #[must_use]
    pub fn state_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.state_file = Some(file.into());
        self
    }

    /// Starts the org on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// When the address cannot be listened on, a fault is for an operation that there is
    /// not, the file of the org is there and cannot be
    /// read, the file of the recording cannot be
    /// written, or the public URL or the token is none
    /// that a client takes.
    pub async fn start(self) -> Result<Org, StartError> {
        let description = self.description.unwrap_or_else(Description::embedded);
        let faults = self.faults.resolved(&description)?;
        let listen = |source| StartError::Listen {
            address: self.address,
            source,
        };
        let listener = TcpListener::bind(self.address).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        let base = self
            .public_url
            .unwrap_or_else(|| format!("{scheme}://{address}"));
        let kept = match &self.state_file {
            None => None,
            Some(path) => state_file::read(path, &base).map_err(|source| {
                let path = path.clone();
                StartError::State { path, source }
            })?,
        };
        let kept_token = kept.as_ref().map(|kept| kept.head.token.clone());
        let token = match self.token.or(kept_token) {
            Some(token) => token,
            None => new_token().ok_or(StartError::Random)?,
        };
        let client = Client::builder(&base)
            .api_token(&token)
            .allow_http(true)
            .build()?;
        let recording = match self.har {
            None => None,
            Some(path) => Some(
                Recording::create(&path)
                    .map_err(|source| StartError::Recording { path, source })?,
            ),
        };
        let clock = self.clock.unwrap_or_else(Clock::system);
        let (seed, size, made) = match &kept {
            None => (self.seed, self.size, clock.now()),
            Some(Kept { head, .. }) => (head.seed, head.size, head.made),
        };
        let newer = (!Arc::ptr_eq(&description, &Description::embedded())).then_some(&*description);
        let mut state = seed::state(seed, size, made, &base, newer);
        if let Some(kept) = kept {
            seed::restore(&mut state, kept.world);
        }
        let head = Head::new(&base, &token, seed, size, made);
        let owner = state.landmarks.owner.clone();
        state.oauth.add_api_token(token.clone(), owner);
        let journal = Journal::new(Arc::clone(&description));
        let inner = Arc::new(Inner {
            base,
            description,
            token,
            clock,
            limits: self.limits,
            journal,
            recording,
            under_way: AtomicU32::new(0),
            merged_links: self.merged_links,
            most_resources: state.store.total() + MOST_ADDED,
            windows: Mutex::default(),
            latency: self.latency,
            faults: Mutex::new((faults, Rng::of(seed, "faults", 0))),
            hooks: Hooks::after(state.log.last()),
            state: Mutex::new(state),
            seed,
            state_file: self.state_file.map(|path| (path, head)),
            requests: AtomicU64::new(0),
        });
        let serving = server::serve(listener, Arc::clone(&inner), self.tls);
        let server = tokio::spawn(serving).abort_handle();
        Ok(Org {
            inner,
            address,
            server,
            client,
        })
    }
}
