//! An authorization server on the loopback that answers as a test says.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use http::HeaderMap;
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};
use url::form_urlencoded;

/// A request that came in.
#[derive(Debug, Clone, Default)]
pub(super) struct Received {
    pub(super) target: String,
    pub(super) headers: HeaderMap,
    pub(super) form: HashMap<String, String>,
}

impl Received {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// An answer; none closes the connection without one.
pub(super) type Reply = Option<(u16, Vec<(&'static str, String)>, String)>;

/// A JSON answer without special headers.
pub(super) fn json(status: u16, body: serde_json::Value) -> Reply {
    Some((status, Vec::new(), body.to_string()))
}

pub(super) struct Server {
    pub(super) url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// Answers with this function, which gets each request and its number, from 0.
    pub(super) async fn start(
        mut answer: impl FnMut(&Received, usize) -> Reply + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&received);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let mut stream = BufReader::new(stream);
                let request = read(&mut stream).await;
                let number = log.lock().unwrap().len();
                log.lock().unwrap().push(request.clone());
                if let Some(reply) = answer(&request, number) {
                    write(stream.into_inner(), reply).await;
                }
            }
        });
        Self { url, received }
    }

    pub(super) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

/// Reads one request.
pub(super) async fn read(stream: &mut BufReader<impl AsyncRead + Unpin>) -> Received {
    let mut received = Received::default();
    let mut line = String::new();
    stream.read_line(&mut line).await.unwrap();
    received.target = line.trim_end().trim_end_matches(" HTTP/1.1").to_owned();
    loop {
        line.clear();
        stream.read_line(&mut line).await.unwrap();
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        received.headers.append(
            http::HeaderName::try_from(name).unwrap(),
            value.parse().unwrap(),
        );
    }
    let length = received.header("content-length").unwrap_or("0");
    let mut body = vec![0; length.parse().unwrap()];
    stream.read_exact(&mut body).await.unwrap();
    received.form = form_urlencoded::parse(&body).into_owned().collect();
    received
}

async fn write(mut stream: TcpStream, reply: (u16, Vec<(&'static str, String)>, String)) {
    let (status, headers, body) = reply;
    let mut text = format!("HTTP/1.1 {status} Whatever\r\nconnection: close\r\n");
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    text += &format!("content-length: {}\r\n\r\n{body}", body.len());
    stream.write_all(text.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
}
