//! Requests to the authorization server, including everything that it may demand on the way.

use std::{sync::Arc, time::Duration};

use http::{HeaderName, HeaderValue, Method, header};
use secrecy::{ExposeSecret, SecretString};
use tower::BoxError;
use url::{Url, form_urlencoded};
use zeroize::Zeroizing;

use super::{
    Patience,
    answer::Answer,
    clock::Clock,
    dpop::DpopKey,
    jwt,
    step::{Step, Tried, after_answer, after_trouble},
};
use crate::{
    error::{AuthError, Obstacle},
    http_client::Http,
};

/// An authorization server responds promptly or not at all.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Far more than any of its responses needs.
const LARGEST_ANSWER: usize = 1 << 20;

pub(super) const DPOP: HeaderName = HeaderName::from_static("dpop");

/// The fields of a form.
pub(super) type Form = Vec<(&'static str, Zeroizing<String>)>;

/// One endpoint, with what it has demanded so far. Later requests start with that.
pub(super) struct Endpoint {
    url: Url,
    dpop: Option<Arc<DpopKey>>,
    nonce: Option<String>,
    clock: Clock,
    patience: Patience,
}

impl Endpoint {
    /// Describes the endpoint at this path of the org.
    pub(super) fn new(org: &Url, path: &str, clock: &Clock, patience: Patience) -> Self {
        let mut url = org.clone();
        url.set_path(path);
        Self {
            url,
            dpop: None,
            nonce: None,
            clock: clock.clone(),
            patience,
        }
    }

    /// Sends a DPoP proof with the first request already, before the server demands one.
    pub(super) fn with_proof(mut self) -> Result<Self, AuthError> {
        self.dpop = Some(Arc::new(DpopKey::generate()?));
        Ok(self)
    }

    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// Returns the key to which this endpoint's tokens are bound.
    pub(super) fn dpop(&self) -> Option<&Arc<DpopKey>> {
        self.dpop.as_ref()
    }

    /// Posts a form until the server grants or finally refuses it. Each attempt builds the form
    /// anew, with the Unix time of the server's clock, because its contents may be used only
    /// once.
    pub(super) async fn post(
        &mut self,
        http: &Http,
        form: &(dyn Fn(i64) -> Result<Form, AuthError> + Sync),
    ) -> Result<Answer, AuthError> {
        let mut tried = Tried::default();
        loop {
            tried.proof = self.dpop.is_some();
            let now = self.clock.now();
            let request = self.request(&form(now)?, now)?;
            let (step, outcome) = match send(http, request).await {
                Ok(answer) => {
                    if let Some(nonce) = answer.header("dpop-nonce") {
                        self.nonce = Some(nonce.to_owned());
                    }
                    (after_answer(&answer, tried, now), Ok(answer))
                }
                Err(AuthError::Unreachable(error)) if Obstacle::of(&*error).is_some() => {
                    return Err(AuthError::Unreachable(error));
                }
                Err(error @ AuthError::Unreachable(_)) => (after_trouble(tried), Err(error)),
                Err(error) => return Err(error),
            };
            match step {
                Step::Done => return outcome,
                Step::GiveUp => {
                    return outcome.and_then(|answer| Err(AuthError::Refused(answer.refusal())));
                }
                Step::Again(_) if !self.patience.retries => {
                    return outcome.and_then(|answer| Err(AuthError::Refused(answer.refusal())));
                }
                Step::Again(pause) => {
                    tracing::warn!(
                        endpoint = self.url.path(),
                        ?pause,
                        "retrying the token request"
                    );
                    tried.retries += 1;
                    tokio::time::sleep(pause).await;
                }
                Step::WithProof => self.dpop = Some(Arc::new(DpopKey::generate()?)),
                Step::WithNonce => tried.nonces += 1,
                Step::AtServerTime(time) => {
                    tried.server_time = true;
                    self.clock.set(time);
                }
            }
        }
    }

    fn request(&self, form: &Form, now: i64) -> Result<reqwest::Request, AuthError> {
        let mut request = reqwest::Request::new(Method::POST, self.url.clone());
        *request.timeout_mut() = Some(TIMEOUT.min(self.patience.timeout));
        let headers = request.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(key) = &self.dpop {
            let proof = key.proof(&Method::POST, &self.url, now, self.nonce.as_deref(), None)?;
            headers.insert(DPOP, header_value(&proof)?);
        }
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form.iter().map(|(name, value)| (name, value.as_str())))
            .finish();
        *request.body_mut() = Some(body.into());
        Ok(request)
    }
}

/// Makes a header value that no log shows.
pub(super) fn header_value(text: &str) -> Result<HeaderValue, AuthError> {
    let mut value = HeaderValue::from_str(text)
        .map_err(|_| jwt::failed("a token has characters that HTTP does not allow"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Makes the value of an `Authorization` header.
pub(super) fn with_scheme(scheme: &str, token: &SecretString) -> Zeroizing<String> {
    Zeroizing::new(format!("{scheme} {}", token.expose_secret()))
}

async fn send(http: &Http, request: reqwest::Request) -> Result<Answer, AuthError> {
    let borrowed = http.borrow();
    let unreachable = |error: BoxError| {
        let known = error.downcast_ref::<reqwest::Error>();
        if known.is_some_and(|error| error.is_timeout() && !error.is_connect()) {
            http.timed_out(&borrowed);
        }
        AuthError::Unreachable(Arc::from(error))
    };
    let url = request.url().clone();
    let mut response = borrowed.execute(request).await.map_err(unreachable)?;
    if *response.url() != url {
        return Err(AuthError::Answer {
            reason: "the HTTP client followed a redirect: build it without redirects".to_owned(),
        });
    }
    let mut body = Zeroizing::new(Vec::new());
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(BoxError::from)
        .map_err(unreachable)?
    {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(AuthError::Answer {
                reason: "it is larger than a megabyte".to_owned(),
            });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer {
        status: response.status(),
        headers: std::mem::take(response.headers_mut()),
        body,
    })
}
