//! An org on the loopback that fails as told: a scripted HTTP/1.1 server on bare sockets,
//! so that it can break off in the middle of an answer.

#![allow(dead_code, clippy::unwrap_used)]

use std::{
    sync::{Arc, Mutex},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use okta_api::{Client, ClientBuilder, RetryPolicy};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::sleep,
};

/// The token of every client here; it must not show up in any log or error.
pub const TOKEN: &str = "00-secret-token-of-the-tests";

/// A received request.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: String,
    pub path: String,
    pub query: Vec<(String, String)>,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Counts the requests of this server from 0.
    pub number: usize,
}

impl Seen {
    pub fn query(&self, name: &str) -> Option<&str> {
        let pair = self.query.iter().find(|(n, _)| n == name);
        pair.map(|(_, value)| value.as_str())
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let pair = self
            .headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name));
        pair.map(|(_, value)| value.as_str())
    }
}

/// An answer, and how it goes wrong.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub fault: Fault,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    None,
    /// A TCP reset instead of an answer.
    Reset,
    /// The connection closes after this part of the body.
    HalfBody,
    /// The body takes this long.
    SlowBody(Duration),
    /// No answer for this long.
    Silence(Duration),
    /// The connection closes after the answer, without a word about it before.
    CloseAfter,
}

impl Reply {
    pub fn json(body: impl Into<String>) -> Self {
        Self::new(200, body).header("content-type", "application/json")
    }

    pub fn new(status: u16, body: impl Into<String>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into().into_bytes(),
            fault: Fault::None,
        }
    }

    /// Okta's error object.
    pub fn error(status: u16, code: &str, summary: &str) -> Self {
        let body = format!(
            r#"{{"errorCode":"{code}","errorSummary":"{summary}","errorLink":"{code}","errorId":"oae","errorCauses":[]}}"#
        );
        let mut reply = Self::json(body);
        reply.status = status;
        reply
    }

    pub fn header(mut self, name: &str, value: impl ToString) -> Self {
        self.headers.push((name.into(), value.to_string()));
        self
    }

    pub fn fault(mut self, fault: Fault) -> Self {
        self.fault = fault;
        self
    }

    /// The rate limit, with a reset this many seconds after the given clock.
    pub fn rate(self, limit: u64, remaining: u64, reset: u64) -> Self {
        self.header("X-Rate-Limit-Limit", limit)
            .header("X-Rate-Limit-Remaining", remaining)
            .header("X-Rate-Limit-Reset", reset)
    }
}

type Handler = dyn Fn(&Seen) -> Reply + Send + Sync;

/// The server; dropping it closes it.
pub struct Org {
    pub url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    accepting: JoinHandle<()>,
}

impl Org {
    pub async fn start(handler: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (journal, handler) = (Arc::clone(&seen), Arc::new(handler));
        let accepting = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let handler: Arc<Handler> = handler.clone();
                connections.spawn(serve(stream, handler, Arc::clone(&journal)));
            }
        });
        Self {
            url,
            seen,
            accepting,
        }
    }

    /// Answers these one after the other, the last one for ever.
    pub async fn scripted(replies: Vec<Reply>) -> Self {
        Self::start(move |seen| replies[seen.number.min(replies.len() - 1)].clone()).await
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// A client of this org with short pauses.
    pub fn builder(&self) -> ClientBuilder {
        let retry = RetryPolicy::default()
            .first_pause(Duration::from_millis(1))
            .longest_pause(Duration::from_millis(10));
        Client::builder(self.url.clone())
            .api_token(TOKEN)
            .allow_http(true)
            .retry(retry)
            .request_timeout(Duration::from_secs(10))
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }
}

impl Drop for Org {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Seconds since 1970.
pub fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_secs()
}

/// A `Date` header this many seconds from now.
pub fn date(offset: i64) -> String {
    let time = chrono::Utc::now() + chrono::TimeDelta::seconds(offset);
    time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

async fn serve(mut stream: TcpStream, handler: Arc<Handler>, journal: Arc<Mutex<Vec<Seen>>>) {
    stream.set_nodelay(true).unwrap();
    let mut buffer = Vec::new();
    while let Some(mut request) = read(&mut stream, &mut buffer).await {
        {
            let mut journal = journal.lock().unwrap();
            request.number = journal.len();
            journal.push(request.clone());
        }
        let reply = handler(&request);
        if !write(&mut stream, reply).await {
            return;
        }
    }
}

/// Reads one request; `None` at the end of the connection.
async fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Seen> {
    let end = loop {
        if let Some(at) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            break at;
        }
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8(buffer[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let mut first = lines.next().unwrap().split(' ');
    let (method, target) = (first.next().unwrap(), first.next().unwrap());
    let headers: Vec<(String, String)> = lines
        .map(|line| line.split_once(':').unwrap())
        .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length: usize = length.map_or(0, |(_, value)| value.parse().unwrap());
    buffer.drain(..end + 4);
    while buffer.len() < length {
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
    let body = buffer.drain(..length).collect();
    let url = url::Url::parse(&format!("http://org{target}")).unwrap();
    Some(Seen {
        method: method.to_owned(),
        path: url.path().to_owned(),
        query: url
            .query_pairs()
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect(),
        headers,
        body,
        number: 0,
    })
}

/// Writes an answer; false when the connection is over.
async fn write(stream: &mut TcpStream, reply: Reply) -> bool {
    match reply.fault {
        Fault::Reset => {
            let _ = stream.set_zero_linger();
            return false;
        }
        Fault::Silence(time) => sleep(time).await,
        _ => {}
    }
    let mut head = format!("HTTP/1.1 {} X\r\n", reply.status);
    for (name, value) in &reply.headers {
        head += &format!("{name}: {value}\r\n");
    }
    if !reply
        .headers
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case("date"))
    {
        head += &format!("Date: {}\r\n", date(0));
    }
    if reply.status != 204 {
        head += &format!("Content-Length: {}\r\n", reply.body.len());
    }
    head += "\r\n";
    if stream.write_all(head.as_bytes()).await.is_err() {
        return false;
    }
    let (start, rest) = reply.body.split_at(reply.body.len() / 2);
    if stream.write_all(start).await.is_err() {
        return false;
    }
    match reply.fault {
        Fault::HalfBody => return false,
        Fault::SlowBody(time) => {
            let _ = stream.flush().await;
            sleep(time).await;
        }
        _ => {}
    }
    stream.write_all(rest).await.is_ok() && reply.fault != Fault::CloseAfter
}
