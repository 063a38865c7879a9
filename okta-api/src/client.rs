//! The client.

use std::sync::Arc;

/// A client of one Okta org. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Client {
    #[allow(dead_code)]
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {}

/// Configures a [`Client`].
#[derive(Debug)]
pub struct ClientBuilder {}
