//! An org: setting it up, starting it and inspecting it.

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

/// The largest number of seeded users. The ids of later ones follow theirs.
const MOST_USERS: u32 = 10_000_000;

/// The largest number of resources that requests may add to the seeded ones.
const MOST_ADDED: usize = 1_000_000;

/// Why an org did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The org cannot listen on the address.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address that was tried.
        address: SocketAddr,
        /// The operating system's error.
        source: io::Error,
    },
    /// The file for the recording cannot be written.
    #[error("cannot write {}: {source}", path.display())]
    Recording {
        /// The path of the file.
        path: PathBuf,
        /// The operating system's error.
        source: io::Error,
    },
    /// The file that keeps the org cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    State {
        /// The path of the file.
        path: PathBuf,
        /// The operating system's error, or a fault in the file's contents.
        source: io::Error,
    },
    /// A fault names an operation that does not exist.
    #[error(transparent)]
    Fault(#[from] UnknownOperation),
    /// The operating system provided no random bytes for a token.
    #[error("no API token can be made: the operating system gives no random bytes")]
    Random,
    /// No client accepts the org's URL or token.
    #[error("no client can be made for this org: {0}")]
    Client(#[from] okta_api::Error),
}

/// Makes an API token in Okta's format.
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

/// Shows the address, but not the token.
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
    /// Starts an org with a few users, groups and applications on a free loopback port.
    ///
    /// # Errors
    ///
    /// Returns an error when the org cannot listen on any port.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Sets up an org.
    #[must_use]
    pub fn builder() -> OrgBuilder {
        OrgBuilder::default()
    }

    /// Returns a client of this org that uses its API token.
    #[must_use]
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// Returns the URL for clients, without a trailing slash.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.inner.base
    }

    /// Returns the address that the org listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the API token of the org's first user, a super administrator.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.inner.token
    }

    /// Returns the org's clock, which can be read and advanced.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// Returns the requests that the org received.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.inner.journal
    }

    /// Ends the recording of [`OrgBuilder::har`]. The file is complete without this call too;
    /// its result says whether an entry is missing.
    ///
    /// # Errors
    ///
    /// Returns an error when a request could not be written. The recording then ended with the
    /// request before.
    pub fn end_recording(&self) -> io::Result<()> {
        self.inner.recording.as_ref().map_or(Ok(()), Recording::end)
    }

    /// Returns the variables that configure a client of this org in any of Okta's SDKs.
    #[must_use]
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        self.inner.environment()
    }

    /// Writes the org to the file of [`OrgBuilder::state_file`], completely or not at all.
    /// Without such a file it does nothing.
    ///
    /// # Errors
    ///
    /// Returns an error when the file cannot be written. The earlier file then stays as it is.
    pub fn save(&self) -> io::Result<()> {
        let Some((path, head)) = &self.inner.state_file else {
            return Ok(());
        };
        let world = self.inner.state().save();
        let head = head.clone();
        state_file::write(path, &Kept { head, world })
    }

    /// Makes the next request of an operation fail. The operation is an operationId such as
    /// `listUsers`, a former one, or `*` for any operation.
    ///
    /// # Panics
    ///
    /// Panics when the operation does not exist, because a test that misspells it would wait
    /// for a fault that never comes.
    #[track_caller]
    pub fn fail_next(&self, operation: &str, fault: Fault) {
        self.fail(Faults::new().next(operation, fault));
    }

    /// Adds faults behind those that are still to come.
    ///
    /// # Panics
    ///
    /// Panics when one of them names an operation that does not exist.
    #[track_caller]
    #[allow(clippy::panic)]
    pub fn fail(&self, faults: Faults) {
        match faults.resolved(&self.inner.description) {
            Ok(faults) => lock(&self.inner.faults).0.extend(faults),
            Err(unknown) => panic!("{unknown}"),
        }
    }

    /// Makes all access tokens invalid at once, as when one expires in the middle of a client's
    /// work. API tokens stay valid.
    pub fn expire_access_tokens(&self) {
        self.inner.state().oauth.expire_access_tokens();
    }

    /// Removes all faults that are still to come.
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
    /// Sets the number of users in a new org, from 1 to ten million. Default: 20. Users are
    /// created when they are first read.
    #[must_use]
    pub fn users(mut self, users: u32) -> Self {
        self.size.users = users.clamp(1, MOST_USERS);
        self
    }

    /// Sets the number of groups besides Everyone, up to 10,000. Default: 12, one for each
    /// department.
    #[must_use]
    pub fn groups(mut self, groups: u32) -> Self {
        self.size.groups = groups.min(10_000);
        self
    }

    /// Sets the number of applications, up to 10,000. Default: 10, which covers all sign-on
    /// modes.
    #[must_use]
    pub fn apps(mut self, apps: u32) -> Self {
        self.size.apps = apps.min(10_000);
        self
    }

    /// Sets the seed. The same seed creates the same org. Default: 1.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets the API token. Default: a new one for each org, so that a client of one org never
    /// works with another; [`Org::token`] returns it.
    #[must_use]
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Sets the rate limits. Default: Okta's usual limits.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets the faults. Default: none.
    #[must_use]
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// Sets how long every response takes. Default: no delay.
    #[must_use]
    pub fn latency(mut self, range: Range<Duration>) -> Self {
        self.latency = Some(range);
        self
    }

    /// Sets the clock. Default: the system's time.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Sets the URL with which links in responses begin, for clients behind a proxy. A trailing
    /// slash makes no difference.
    #[must_use]
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.public_url = Some(url.into().trim_end_matches('/').to_owned());
        self
    }

    /// Sets the address to listen on. Default: a free loopback port.
    #[must_use]
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Sends both links of a page in one `Link` header rather than in one each.
    #[must_use]
    pub fn merged_links(mut self, merged: bool) -> Self {
        self.merged_links = merged;
        self
    }

    /// Turns on TLS.
    #[must_use]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// Records requests and responses in this file, in the HAR 1.2 format of browsers, and
    /// replaces its contents. Headers and parts of URLs with secrets are masked, but bodies are
    /// complete, so only its owner can read the file. It grows with every request, up to 256
    /// MiB. The landing page, sign-ins and the token endpoint, whose bodies are secrets, are
    /// left out.
    #[must_use]
    pub fn har(mut self, file: impl Into<PathBuf>) -> Self {
        self.har = Some(file.into());
        self
    }

    /// Serves this description instead of the one from which `okta-api` is generated. It is an
    /// OpenAPI 3.0 document, such as the `openapi.json` that `cargo xtask regen` writes for
    /// another release. Operations that both descriptions have behave as before, whatever the
    /// document calls them. The others follow their methods, paths and schemas.
    #[must_use]
    pub fn description(mut self, description: Arc<Description>) -> Self {
        self.description = Some(description);
        self
    }

    /// Keeps the org in this file. The file has the state at the last call of [`Org::save`],
    /// including the API token, unless [`token`](Self::token) sets another one. Only its owner
    /// can read it. Sizes and seed apply only when the file does not exist yet. Access tokens
    /// and session tokens are not kept.
    #[must_use]
    pub fn state_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.state_file = Some(file.into());
        self
    }

    /// Starts the org on the current Tokio runtime.
    ///
    /// # Errors
    ///
    /// Returns an error when the org cannot listen on the address, a fault names an operation
    /// that does not exist, the state file exists but cannot be read, the recording's file
    /// cannot be written, or no client accepts the public URL or the token.
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
