//! Measures an org with 100,000 users: how fast it starts, pages and answers, and whether
//! anybody is lost while users come and go.
//!
//! `cargo run --release -p okta-mock --example load`

mod churn;

use std::{
    io,
    sync::Arc,
    time::{Duration, Instant},
};

use okta_mock::{Limits, Org};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};

const USERS: u32 = 100_000;
const CONNECTIONS: usize = 16;
const DURATION: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let before = resident();
    let start = Instant::now();
    let org = Org::builder()
        .users(USERS)
        .groups(100)
        .limits(Limits::none())
        .start()
        .await?;
    println!("started with {USERS} users in {:?}", start.elapsed());
    println!("memory: {} MiB for it", (resident() - before) / 1024);
    let org = Arc::new(org);

    let mut connection = Connection::open(&org).await?;
    let start = Instant::now();
    let (mut users, mut pages) = (0, 0);
    let mut next = Some("/api/v1/users?limit=200".to_owned());
    while let Some(path) = next {
        let (head, body) = connection.get(&path).await?;
        let page: serde_json::Value = serde_json::from_slice(&body)?;
        users += page.as_array().map_or(0, Vec::len);
        pages += 1;
        next = next_path(&head, org.url());
    }
    println!(
        "paged through {users} users in {pages} pages in {:?}",
        start.elapsed()
    );

    for (what, path) in [
        ("a page of 200", "/api/v1/users?limit=200"),
        (
            "a page of 200 by last name",
            "/api/v1/users?search=id%20pr&sortBy=profile.lastName&limit=200",
        ),
        (
            "a search that finds nobody",
            "/api/v1/users?search=profile.lastName%20eq%20%22Nobody%22",
        ),
    ] {
        let start = Instant::now();
        connection.get(path).await?;
        println!("{what}: {:?}", start.elapsed());
    }

    let (_, body) = connection.get("/api/v1/users?limit=200").await?;
    let page: serde_json::Value = serde_json::from_slice(&body)?;
    let id = page[42]["id"].as_str().unwrap_or_default();
    for path in [
        format!("/api/v1/users/{id}"),
        "/api/v1/users?limit=200".to_owned(),
    ] {
        let mut tasks = JoinSet::new();
        for _ in 0..CONNECTIONS {
            tasks.spawn(hammer(Arc::clone(&org), path.clone()));
        }
        let counts: Vec<usize> = tasks
            .join_all()
            .await
            .into_iter()
            .collect::<io::Result<_>>()?;
        let rate = counts.iter().sum::<usize>() as f64 / DURATION.as_secs_f64();
        println!("{CONNECTIONS} connections, {path}: {rate:.0} requests/s");
    }
    let start = Instant::now();
    let churn = churn::page_through(&org.client(), 200).await?;
    println!(
        "paged through {} users in {:?} while {} others were removed and {} added: {} lost, {} twice",
        churn.stayed,
        start.elapsed(),
        churn.removed,
        churn.added,
        churn.lost,
        churn.twice,
    );
    println!("memory at the end: {} MiB", resident() / 1024);
    Ok(())
}

async fn hammer(org: Arc<Org>, path: String) -> io::Result<usize> {
    let mut connection = Connection::open(&org).await?;
    let start = Instant::now();
    let mut count = 0;
    while start.elapsed() < DURATION {
        connection.get(&path).await?;
        count += 1;
    }
    Ok(count)
}

/// A keep-alive connection that reads just enough of HTTP to cost nothing itself.
struct Connection {
    stream: TcpStream,
    token: String,
    buffer: Vec<u8>,
}

impl Connection {
    async fn open(org: &Org) -> io::Result<Self> {
        let stream = TcpStream::connect(org.address()).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            token: org.token().to_owned(),
            buffer: Vec::new(),
        })
    }

    async fn get(&mut self, path: &str) -> io::Result<(String, Vec<u8>)> {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: SSWS {}\r\n\r\n",
            self.token
        );
        self.stream.write_all(request.as_bytes()).await?;
        self.buffer.clear();
        let head = loop {
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break String::from_utf8_lossy(&self.buffer[..end + 4]).into_owned();
            }
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        };
        if !head.starts_with("HTTP/1.1 200") {
            return Err(io::Error::other(head));
        }
        let length: usize = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .and_then(|length| length.parse().ok())
            .unwrap_or_default();
        while self.buffer.len() < head.len() + length {
            self.stream.read_buf(&mut self.buffer).await?;
        }
        Ok((head.clone(), self.buffer.split_off(head.len())))
    }
}

fn next_path(head: &str, url: &str) -> Option<String> {
    let link = head.lines().find(|line| line.ends_with("rel=\"next\""))?;
    let (_, rest) = link.split_once('<')?;
    let (next, _) = rest.split_once('>')?;
    next.strip_prefix(url).map(str::to_owned)
}

/// Resident memory in KiB; 0 where the system does not tell.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or_default()
}
