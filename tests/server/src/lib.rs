//! A server on the loopback that answers as a test says, and fails as told: HTTP/1.1 on bare
//! sockets, so that it can break off in the middle of an answer.

#![allow(clippy::unwrap_used, missing_docs)]

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet},
    time::sleep,
};
use url::{Url, form_urlencoded};

/// A received request.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: String,
    /// The target as it was sent: a path and query, or for a proxy a URL.
    pub target: String,
    pub path: String,
    pub query: Vec<(String, String)>,
    /// Names are in small letters.
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

    /// The body as a form.
    pub fn form(&self) -> HashMap<String, String> {
        form_urlencoded::parse(&self.body).into_owned().collect()
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
    pub fn new(status: u16, body: impl Into<String>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into().into_bytes(),
            fault: Fault::None,
        }
    }

    pub fn json(body: impl Into<String>) -> Self {
        Self::new(200, body).header("content-type", "application/json")
    }

    /// Okta's error object.
    pub fn error(status: u16, code: &str, summary: &str) -> Self {
        let body = format!(
            r#"{{"errorCode":"{code}","errorSummary":"{summary}","errorLink":"{code}","errorId":"oae","errorCauses":[]}}"#
        );
        Self {
            status,
            ..Self::json(body)
        }
    }

    pub fn header(mut self, name: &str, value: impl ToString) -> Self {
        self.headers.push((name.into(), value.to_string()));
        self
    }

    pub fn has_header(&self, name: &str) -> bool {
        self.headers
            .iter()
            .any(|(other, _)| other.eq_ignore_ascii_case(name))
    }

    /// The headers of a rate limit, with a reset at this time.
    pub fn rate(self, limit: u64, remaining: u64, reset: u64) -> Self {
        self.header("X-Rate-Limit-Limit", limit)
            .header("X-Rate-Limit-Remaining", remaining)
            .header("X-Rate-Limit-Reset", reset)
    }

    pub fn fault(mut self, fault: Fault) -> Self {
        self.fault = fault;
        self
    }
}

type Handler = dyn FnMut(&Seen) -> Reply + Send;

/// The server; dropping it closes it.
pub struct Server {
    pub url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    accepting: JoinHandle<()>,
}

impl Server {
    /// Answers with this function, one request after the other.
    pub async fn start(handler: impl FnMut(&Seen) -> Reply + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (journal, handler) = (Arc::clone(&seen), Arc::new(Mutex::new(handler)));
        let accepting = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let handler: Arc<Mutex<Handler>> = handler.clone();
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

    /// What has come in so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn serve(
    mut stream: TcpStream,
    handler: Arc<Mutex<Handler>>,
    journal: Arc<Mutex<Vec<Seen>>>,
) {
    stream.set_nodelay(true).unwrap();
    let mut buffer = Vec::new();
    while let Some(mut request) = read(&mut stream, &mut buffer).await {
        {
            let mut journal = journal.lock().unwrap();
            request.number = journal.len();
            journal.push(request.clone());
        }
        let reply = (handler.lock().unwrap())(&request);
        if reply.fault == Fault::Reset {
            let _ = stream.set_zero_linger();
            return;
        }
        if !write(&mut stream, reply).await {
            return;
        }
    }
}

/// Reads one request; `None` at the end of the connection. What came beyond it stays in the
/// buffer.
pub async fn read(stream: &mut (impl AsyncRead + Unpin), buffer: &mut Vec<u8>) -> Option<Seen> {
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
    let org = Url::parse("http://org").unwrap();
    let url = org.join(target).unwrap();
    Some(Seen {
        method: method.to_owned(),
        target: target.to_owned(),
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
pub async fn write(stream: &mut (impl AsyncWrite + Unpin), reply: Reply) -> bool {
    if let Fault::Silence(time) = reply.fault {
        sleep(time).await;
    }
    let mut head = format!("HTTP/1.1 {} X\r\n", reply.status);
    for (name, value) in &reply.headers {
        head += &format!("{name}: {value}\r\n");
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
    let stays = reply.fault != Fault::CloseAfter && !reply.has_header("connection");
    stream.write_all(rest).await.is_ok() && stays
}
