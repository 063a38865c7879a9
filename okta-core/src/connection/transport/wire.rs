//! One attempt over HTTP. The request is built once and sent as often as needed.

use std::fmt::Write as _;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, Method, header};
use percent_encoding::utf8_percent_encode;
use tokio::time::timeout;
use tower::BoxError;
use url::Url;

use super::{
    attempt::{Exchange, Failure, Reply, RetryNote},
    pacing::Ticket,
};
use crate::{
    Error,
    auth::{Renewals, Renewed},
    error::{Obstacle, TransportErrorKind},
    request::{Body, Request, UNRESERVED},
    session::Session,
};
use crate::{answer::Answer, headers, multipart};

/// The most memory that is reserved because of a response's declared length.
const MOST_AT_ONCE: usize = 8 << 20;

/// Room for the headers that the client adds to each attempt.
const MORE_HEADERS: usize = 5;

/// A request that is ready to be sent, and the client that sends it.
pub(super) struct Wire {
    pub(super) session: Session,
    pub(super) method: Method,
    pub(super) url: Url,
    headers: HeaderMap,
    body: Option<Bytes>,
}

impl Wire {
    pub(super) fn new(session: Session, request: Request) -> Result<Self, Error> {
        let url = url(session.org(), &request);
        let mut headers = request.headers;
        let content_type = |value: &str| {
            HeaderValue::from_str(value).map_err(|_| {
                let reason = format!("{value:?} is not a content type");
                Error::argument(request.operation, reason)
            })
        };
        let body = match request.body {
            Body::Empty => {
                // Okta requires the length of an absent body.
                if !request.method.is_safe() {
                    headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
                }
                None
            }
            Body::Bytes {
                content_type: kind,
                bytes,
            } => {
                headers.insert(header::CONTENT_TYPE, content_type(&kind)?);
                Some(bytes)
            }
            Body::File { field, upload } => {
                let (kind, bytes) = multipart::form(&field, &upload)
                    .map_err(|reason| Error::argument(request.operation, reason))?;
                headers.insert(header::CONTENT_TYPE, content_type(&kind)?);
                Some(bytes)
            }
        };
        Ok(Self {
            session,
            method: request.method,
            url,
            headers,
            body,
        })
    }

    fn build(&self, note: Option<&RetryNote>) -> reqwest::Request {
        let mut request = reqwest::Request::new(self.method.clone(), self.url.clone());
        let headers = request.headers_mut();
        headers.reserve(self.headers.len() + MORE_HEADERS);
        for (name, value) in &self.headers {
            headers.append(name, value.clone());
        }
        headers
            .entry(header::ACCEPT)
            .or_insert(HeaderValue::from_static("application/json"));
        if let Some(note) = note {
            note.write(headers);
        }
        *request.body_mut() = self.body.clone().map(Into::into);
        request
    }

    async fn answer(
        &self,
        sent: impl Future<Output = Result<reqwest::Response, BoxError>>,
        ticket: &mut Ticket<'_>,
    ) -> Result<Answer, Failure> {
        let mut response = sent.await.map_err(failure)?;
        // Only the user's own client follows a redirect. Even within the org it may have turned
        // a POST into a GET.
        if *response.url() != self.url {
            return Err(Failure::from(TransportErrorKind::Redirected));
        }
        ticket.answered(response.status(), response.headers());
        let mut headers = std::mem::take(response.headers_mut());
        if headers.contains_key(header::SET_COOKIE) {
            mark_sensitive(&mut headers);
        }
        let settings = &self.session.transport().settings;
        Ok(Answer {
            status: response.status(),
            headers,
            body: body(&mut response, settings.max_body).await?,
            strict: settings.strict_types,
        })
    }
}

impl Exchange for Wire {
    async fn exchange(
        &self,
        note: Option<&RetryNote>,
        ticket: &mut Ticket<'_>,
    ) -> Result<Reply, Failure> {
        let session = &self.session;
        // In its own block, so that no future holds the request while it waits.
        let http = session.http().borrow();
        let (sent, authorization) = {
            let mut request = self.build(note);
            let authorization = session
                .authenticator()
                .authorize(session.http(), &mut request)
                .await
                .map_err(|error| Failure::Credentials(Box::new(error)))?;
            (http.execute(request), authorization)
        };
        let limit = session.transport().settings.timeout;
        let answer = timeout(limit, self.answer(sent, ticket)).await;
        let answer = answer.unwrap_or(Err(Failure::from(TransportErrorKind::Timeout)));
        match &answer {
            Ok(answer) => session.authenticator().heard(&answer.headers),
            Err(Failure::Transport(TransportErrorKind::Timeout, _)) => {
                session.http().timed_out(&http);
            }
            Err(_) => {}
        }
        Ok(Reply {
            answer: answer?,
            authorization: Some(authorization),
        })
    }

    fn renewed(
        &self,
        authorization: &HeaderValue,
        answer: &Answer,
        renewals: &mut Renewals,
    ) -> Option<Renewed> {
        let authenticator = self.session.authenticator();
        authenticator.refused(authorization, answer.status, &answer.headers, renewals)
    }

    fn host(&self) -> String {
        self.session.host()
    }
}

/// Returns a request's URL, which always belongs to the org, whatever the path contains. The
/// org's part is not parsed again.
fn url(org: &Url, request: &Request) -> Url {
    // Operations whose template has a query carry it in their path.
    let (path, query) = match request.path.split_once('?') {
        Some((path, query)) => (path, query),
        None => (request.path.as_str(), ""),
    };
    let mut query = query.to_owned();
    for (name, value) in &request.query {
        let separator = if query.is_empty() { "" } else { "&" };
        let name = utf8_percent_encode(name, UNRESERVED);
        let value = utf8_percent_encode(value, UNRESERVED);
        // Writing to a string does not fail.
        let _ = write!(query, "{separator}{name}={value}");
    }
    let mut url = org.clone();
    url.set_path(path);
    if !query.is_empty() {
        url.set_query(Some(&query));
    }
    url
}

/// Returns the whole body, unless it is larger than `max` bytes after decompression.
async fn body(response: &mut reqwest::Response, max: usize) -> Result<Bytes, Failure> {
    let declared = response.content_length();
    let declared = declared.and_then(|length| usize::try_from(length).ok());
    let mut whole = BytesMut::new();
    let mut first = Bytes::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(BoxError::from)
        .map_err(failure)?
    {
        let length = first.len() + whole.len() + chunk.len();
        if length > max {
            return Err(Failure::from(TransportErrorKind::TooLarge(max)));
        }
        // Most bodies are a single chunk, which need not be copied.
        if first.is_empty() && whole.is_empty() {
            first = chunk;
            continue;
        }
        if whole.is_empty() {
            // Reserves the declared length, but no more than a server could plausibly send.
            let room = declared.unwrap_or(0).min(max).min(MOST_AT_ONCE);
            whole.reserve(length.max(room).max(16 << 10));
            whole.extend_from_slice(&std::mem::take(&mut first));
        }
        whole.extend_from_slice(&chunk);
    }
    Ok(if whole.is_empty() {
        first
    } else {
        whole.freeze()
    })
}

/// Classifies a failed exchange. If connecting failed, nothing was sent. A failure in the
/// user's own layer may mean anything.
fn failure(error: BoxError) -> Failure {
    let obstacle = Obstacle::of(&*error);
    let (kind, error) = match error.downcast::<reqwest::Error>() {
        Ok(error) => {
            let kind = if error.is_connect() {
                TransportErrorKind::Connect
            } else if error.is_timeout() {
                TransportErrorKind::Timeout
            } else {
                TransportErrorKind::Broken
            };
            // The URL contains query values, and the operation says more.
            (kind, BoxError::from(error.without_url()))
        }
        Err(error) => (TransportErrorKind::Broken, error),
    };
    let kind = obstacle.map_or(kind, TransportErrorKind::Obstacle);
    Failure::Transport(kind, Some(error))
}

/// Session cookies are as good as credentials, so `Debug` must not show them.
fn mark_sensitive(headers: &mut HeaderMap) {
    for (name, value) in headers.iter_mut() {
        if name == header::SET_COOKIE {
            value.set_sensitive(true);
        }
    }
}

impl RetryNote {
    fn write(&self, request: &mut HeaderMap) {
        if let Some(id) = &self.first_request {
            request.insert(headers::RETRY_FOR, id.clone());
        }
        request.insert(headers::RETRY_COUNT, HeaderValue::from(self.count));
    }
}
