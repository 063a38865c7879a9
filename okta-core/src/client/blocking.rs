//! A client for programs without async code.

use std::{fmt, future::poll_fn, ops::Deref, pin::Pin, sync::Arc};

use futures_core::Stream;
use tokio::runtime::{Builder, Runtime};

use super::{Client as AsyncClient, ClientBuilder};
use crate::{Error, error::ConfigError};

/// A client that waits, for programs without async code. It has a runtime of its own. It
/// dereferences to the async client, so every operation, option and setter is the same; only
/// [`wait`](Self::wait) and [`iter`](Self::iter) are new. Cheap to clone.
///
/// ```no_run
/// # #[cfg(feature = "blocking")]
/// # fn main() -> Result<(), okta_api::Error> {
/// let client = okta_api::blocking::Client::from_env()?;
/// let user = client.wait(client.get_user("ada@example.com").send())?;
/// println!("{:?}", user.status);
/// for group in client.iter(client.list_groups().limit(200).stream()) {
///     println!("{:?}", group?.profile);
/// }
/// # Ok(()) }
/// # #[cfg(not(feature = "blocking"))]
/// # fn main() {}
/// ```
///
/// # Panics
///
/// Waiting inside async code panics, as [`Runtime::block_on`] does, because it would block the
/// other tasks of that thread. Use the async client there.
#[derive(Clone)]
pub struct Client<C> {
    client: C,
    runtime: Arc<Runtime>,
}

impl<C: From<AsyncClient>> Client<C> {
    /// Builds a client from configuration files and environment variables; see
    /// [`ClientBuilder::from_env`].
    ///
    /// # Errors
    ///
    /// Returns the errors of [`ClientBuilder::build`], and an error when no thread can be
    /// started.
    pub fn from_env() -> Result<Self, Error> {
        Self::new(ClientBuilder::<C>::from_env().build()?)
    }
}

impl<C> Client<C> {
    /// Gives this client a runtime. Its one thread also keeps the client's connections alive.
    ///
    /// # Errors
    ///
    /// Returns an error when no thread can be started.
    pub fn new(client: C) -> Result<Self, Error> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("okta-blocking")
            .enable_all()
            .build()
            .map_err(|error| ConfigError::HttpClient {
                reason: format!("cannot start a thread for the blocking client: {error}"),
            })?;
        Ok(Self {
            client,
            runtime: Arc::new(runtime),
        })
    }

    /// Waits for a call, a page, or any other future that the client's methods return.
    pub fn wait<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }

    /// Iterates over a list, its pages, or the System Log. An `Err` ends the iterator only
    /// where it would end the stream.
    pub fn iter<S: Stream + Unpin>(&self, stream: S) -> Iter<S> {
        Iter {
            stream,
            runtime: Arc::clone(&self.runtime),
        }
    }
}

impl<C> Deref for Client<C> {
    type Target = C;

    fn deref(&self) -> &C {
        &self.client
    }
}

impl<C: fmt::Debug> fmt::Debug for Client<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}

/// A stream as an iterator. Each step waits for the next element.
#[must_use = "pages are fetched when the iterator is advanced"]
pub struct Iter<S> {
    stream: S,
    runtime: Arc<Runtime>,
}

impl<S> Iter<S> {
    /// Returns the stream itself, for example to ask it for its place
    /// ([`Tail::checkpoint`](crate::Tail::checkpoint)).
    pub fn get_ref(&self) -> &S {
        &self.stream
    }
}

impl<S: Stream + Unpin> Iterator for Iter<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        let stream = &mut self.stream;
        self.runtime
            .block_on(poll_fn(|context| Pin::new(&mut *stream).poll_next(context)))
    }
}

impl<S: fmt::Debug> fmt::Debug for Iter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.stream.fmt(f)
    }
}
