//! Sources of new tokens.

use std::{sync::Arc, time::Duration};

use tokio::time::{Instant, timeout};

use super::{
    ProviderError, TokenProvider, device::DeviceFlow, members::token_flaw,
    service_app::ServiceAppFlow, token::Token,
};
use crate::{error::AuthError, http_client::Http};

pub(super) enum TokenSource {
    Provider {
        provider: Arc<dyn TokenProvider>,
        /// The time limit for it.
        limit: Duration,
    },
    ServiceApp(ServiceAppFlow),
    Device(DeviceFlow),
}

impl TokenSource {
    /// Fetches a new token.
    pub(super) async fn fetch(&mut self, http: &Http) -> Result<Token, AuthError> {
        let asked_at = Instant::now();
        match self {
            Self::Provider { provider, limit } => {
                let token = timeout(*limit, provider.token())
                    .await
                    .map_err(|_| AuthError::ProviderTimeout { limit: *limit })?
                    .map_err(|error| AuthError::Provider(error.into()))?;
                if let Some(flaw) = token_flaw(&token.value) {
                    let error: ProviderError = format!("its token {flaw}").into();
                    return Err(AuthError::Provider(error.into()));
                }
                Token::bearer(&token.value, token.expires_in, asked_at)
            }
            Self::ServiceApp(flow) => flow.fetch(http).await,
            Self::Device(flow) => flow.fetch(http).await,
        }
    }
}
