//! Where new tokens come from.

use std::sync::Arc;

use tokio::time::Instant;

use super::{TokenProvider, device::DeviceFlow, service_app::ServiceAppFlow, token::Token};
use crate::error::AuthError;

pub(super) enum TokenSource {
    Provider(Arc<dyn TokenProvider>),
    ServiceApp(ServiceAppFlow),
    Device(DeviceFlow),
}

impl TokenSource {
    /// A new token.
    pub(super) async fn fetch(&mut self, http: &reqwest::Client) -> Result<Token, AuthError> {
        let asked_at = Instant::now();
        match self {
            Self::Provider(provider) => {
                let token = provider
                    .token()
                    .await
                    .map_err(|error| AuthError::Provider(error.into()))?;
                Token::bearer(&token.value, token.expires_in, asked_at)
            }
            Self::ServiceApp(flow) => flow.fetch(http).await,
            Self::Device(flow) => flow.fetch(http).await,
        }
    }
}
