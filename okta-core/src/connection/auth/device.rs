//! The device authorization grant (RFC 8628): a person at a terminal signs in with any browser.

use std::{fmt, sync::Arc, time::Duration};

use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;

use super::{
    endpoint::{Endpoint, Form},
    token::{GRANTED, Token},
};
use crate::{error::AuthError, http_client::Http, shown};

/// The pause between two polls when Okta names none (RFC 8628).
const INTERVAL: Duration = Duration::from_secs(5);
/// The shortest pause, even if a server asks for less.
const SHORTEST_INTERVAL: Duration = Duration::from_secs(1);
/// The longest lifetime of a code that is believed. Okta's codes last ten minutes.
const LONGEST_CODE: Duration = Duration::from_secs(24 * 3600);
/// The length in characters up to which a server's text is shown to the person.
const LONGEST_URL: usize = 500;
const LONGEST_USER_CODE: usize = 50;
/// The time that `slow_down` adds to the pause (RFC 8628).
const SLOW_DOWN: Duration = Duration::from_secs(5);

/// Signs a person in through a native app with the device authorization grant, as in
/// Okta's guide [Configure device authorization][guide].
///
/// The first request shows an address and a code, and waits until the person has signed in. To
/// choose that moment, call [`Client::authenticate`](crate::Client::authenticate). With the
/// scope `offline_access` the person signs in only once, because later tokens come from the
/// refresh token.
///
/// ```no_run
/// use okta_api::{Client, DeviceGrant};
///
/// # async fn run() -> Result<(), okta_api::Error> {
/// let grant = DeviceGrant::new("0oa1b2c3d4", ["okta.users.read", "offline_access"])
///     .prompt(|prompt| println!("Open {} and enter {}", prompt.url, prompt.code));
/// let client = Client::builder("https://acme.okta.com").device_grant(grant).build()?;
/// client.authenticate().await?;
/// # Ok(()) }
/// ```
///
/// [guide]: https://developer.okta.com/docs/guides/device-authorization-grant/main/
#[derive(Clone)]
pub struct DeviceGrant {
    pub(crate) client_id: String,
    pub(crate) scopes: Vec<String>,
    prompt: Arc<dyn Fn(&DevicePrompt) + Send + Sync>,
}

/// What the person needs to sign in. `Display` puts it in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DevicePrompt {
    /// The address at which to sign in.
    pub url: String,
    /// The code to enter there.
    pub code: String,
    /// The address that already includes the code, for a QR code or for opening a browser.
    pub complete_url: Option<String>,
    /// The time for which the code is valid.
    pub expires_in: Duration,
}

impl fmt::Display for DevicePrompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.expires_in.as_secs().div_ceil(60);
        write!(
            f,
            "To sign in, open {} and enter the code {} within {minutes} minutes.",
            self.url, self.code
        )
    }
}

impl DeviceGrant {
    /// Describes a sign-in through the native app with this client id, requesting these scopes.
    pub fn new(
        client_id: impl Into<String>,
        scopes: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            client_id: client_id.into(),
            scopes: scopes.into_iter().map(Into::into).collect(),
            prompt: Arc::new(|prompt| eprintln!("{prompt}")),
        }
    }

    /// Sets how the address and the code are shown. Default: as a line on stderr.
    #[must_use]
    pub fn prompt(mut self, show: impl Fn(&DevicePrompt) + Send + Sync + 'static) -> Self {
        self.prompt = Arc::new(show);
        self
    }
}

impl fmt::Debug for DeviceGrant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scopes: Vec<shown::Name<'_>> = self.scopes.iter().map(|s| shown::Name(s)).collect();
        f.debug_struct("DeviceGrant")
            .field("client_id", &shown::Name(&self.client_id))
            .field("scopes", &scopes)
            .finish_non_exhaustive()
    }
}

/// The members of the device authorization endpoint's response that matter.
const AUTHORIZATION: [&str; 6] = [
    "device_code",
    "user_code",
    "verification_uri",
    "verification_uri_complete",
    "expires_in",
    "interval",
];

/// A sign-in that was shown and is still open. It outlives a call that gave up waiting, so that
/// the next call continues it and the person's code stays valid.
struct Pending {
    device_code: SecretString,
    interval: Duration,
    expires_at: Instant,
}

pub(super) struct DeviceFlow {
    grant: DeviceGrant,
    authorize: Endpoint,
    token: Endpoint,
    pending: Option<Pending>,
    refresh_token: Option<SecretString>,
}

impl DeviceFlow {
    pub(super) fn new(grant: DeviceGrant, authorize: Endpoint, token: Endpoint) -> Self {
        Self {
            grant,
            authorize,
            token,
            pending: None,
            refresh_token: None,
        }
    }

    /// Fetches a new token: silently with a working refresh token, and otherwise by asking the
    /// person.
    pub(super) async fn fetch(&mut self, http: &Http) -> Result<Token, AuthError> {
        if let Some(token) = self.refresh_token.clone() {
            match self
                .ask(http, "refresh_token", "refresh_token", &token)
                .await
            {
                // It expired or was revoked. Now only the person can help.
                Err(AuthError::Refused(refusal)) if refusal.error == "invalid_grant" => {
                    self.refresh_token = None;
                }
                answer => return answer,
            }
        }
        loop {
            if self.pending.is_none() {
                self.pending = Some(self.start(http).await?);
            }
            match self.poll(http).await {
                Poll::Token(token) => return Ok(token),
                Poll::Again => {}
                Poll::Over(error) => {
                    self.pending = None;
                    return Err(error);
                }
            }
        }
    }

    /// Requests a code and shows it.
    async fn start(&mut self, http: &Http) -> Result<Pending, AuthError> {
        let DeviceGrant {
            client_id, scopes, ..
        } = &self.grant;
        let form = |_| -> Result<Form, AuthError> {
            Ok(vec![
                ("client_id", client_id.clone().into()),
                ("scope", scopes.join(" ").into()),
            ])
        };
        let asked_at = Instant::now();
        let answer = self.authorize.post(http, &form).await?;
        let authorization = answer.members(&AUTHORIZATION)?;
        let device_code = authorization.text("device_code")?.clone();
        let expires_in = authorization
            .seconds("expires_in")?
            .unwrap_or(LONGEST_CODE)
            .min(LONGEST_CODE);
        let interval = authorization.seconds("interval")?;
        let shown = |name, most| -> Result<String, AuthError> {
            Ok(shown::line(authorization.text(name)?.expose_secret(), most))
        };
        let complete_url = match authorization.has("verification_uri_complete") {
            true => Some(shown("verification_uri_complete", LONGEST_URL)?),
            false => None,
        };
        (self.grant.prompt)(&DevicePrompt {
            url: shown("verification_uri", LONGEST_URL)?,
            code: shown("user_code", LONGEST_USER_CODE)?,
            complete_url,
            expires_in,
        });
        Ok(Pending {
            device_code,
            interval: interval.unwrap_or(INTERVAL).max(SHORTEST_INTERVAL),
            expires_at: asked_at + expires_in,
        })
    }

    /// Waits for the interval and asks once whether the person has signed in.
    async fn poll(&mut self, http: &Http) -> Poll {
        let Some(pending) = &self.pending else {
            return Poll::Again;
        };
        let code = pending.device_code.clone();
        // The wait ends no later than the code, whatever pause the server wants.
        let next = Instant::now() + pending.interval;
        tokio::time::sleep_until(next.min(pending.expires_at)).await;
        if Instant::now() >= pending.expires_at {
            return Poll::Over(AuthError::SignInExpired);
        }
        let grant_type = "urn:ietf:params:oauth:grant-type:device_code";
        let error = match self.ask(http, grant_type, "device_code", &code).await {
            Ok(token) => {
                self.pending = None;
                return Poll::Token(token);
            }
            Err(error) => error,
        };
        match (&error, &mut self.pending) {
            (AuthError::Refused(refusal), Some(pending)) => match refusal.error.as_str() {
                "authorization_pending" => Poll::Again,
                "slow_down" => {
                    pending.interval += SLOW_DOWN;
                    Poll::Again
                }
                "expired_token" => Poll::Over(AuthError::SignInExpired),
                _ => Poll::Over(error),
            },
            // Either the network comes back before the code expires, or polling ends with the
            // code.
            (AuthError::Unreachable(_), _) => Poll::Again,
            _ => Poll::Over(error),
        }
    }

    /// Sends a grant of this type to the token endpoint under this field name.
    async fn ask(
        &mut self,
        http: &Http,
        grant_type: &'static str,
        name: &'static str,
        grant: &SecretString,
    ) -> Result<Token, AuthError> {
        let client_id = &self.grant.client_id;
        let form = |_| -> Result<Form, AuthError> {
            Ok(vec![
                ("grant_type", grant_type.to_owned().into()),
                ("client_id", client_id.clone().into()),
                (name, grant.expose_secret().to_owned().into()),
            ])
        };
        let asked_at = Instant::now();
        let answer = self.token.post(http, &form).await?;
        let granted = answer.members(&GRANTED)?;
        let token = Token::granted(&granted, &self.token, asked_at)?;
        // Okta may issue a new refresh token each time the old one is used.
        if let Some(token) = granted.optional_token("refresh_token")? {
            self.refresh_token = Some(token.clone());
        }
        // Without a refresh token a renewal asks the person, so it waits as long as possible.
        Ok(match self.refresh_token {
            Some(_) => token,
            None => token.until_its_end(),
        })
    }
}

/// The result of a poll.
enum Poll {
    Token(Token),
    Again,
    Over(AuthError),
}
