//! A server that costs as little as it can: prepared bytes over HTTP/1.1 with keep-alive,
//! a thread for each connection. It does not know what it serves.

use std::{
    fmt::Write as _,
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
    process,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use chrono::DateTime;

use super::resources::{log_event, page, user};

/// How long the slow origin takes for an answer.
pub const DELAY: Duration = Duration::from_millis(20);

/// The sizes of pages that there are.
pub const USERS: u64 = 200;
pub const EVENTS: u64 = 1000;

/// The least rate limit: one that is never met. Each path has its own.
const LIMIT: u64 = 1_000_000_000;

/// The bodies, and the requests answered so far.
struct Org {
    users: String,
    events: String,
    user: String,
    nothing: String,
    answered: AtomicU64,
}

/// Serves until the standard input ends. The origins are printed first.
pub fn serve() -> ! {
    let org = Arc::new(Org {
        users: page(USERS as usize, user),
        events: page(EVENTS as usize, log_event),
        user: user(1).to_string(),
        nothing: "{}".to_owned(),
        answered: AtomicU64::new(0),
    });
    let origins = [Duration::ZERO, DELAY].map(|delay| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let org = Arc::clone(&org);
        thread::spawn(move || accept(&listener, &format!("http://{address}"), delay, &org));
        format!("http://{address}")
    });
    println!("{}", origins.join(" "));
    io::stdin().read_to_end(&mut Vec::new()).unwrap();
    process::exit(0)
}

fn accept(listener: &TcpListener, origin: &str, delay: Duration, org: &Arc<Org>) {
    for stream in listener.incoming() {
        let (org, origin) = (Arc::clone(org), origin.to_owned());
        // A client that goes away ends its connection only.
        thread::spawn(move || org.talk(stream.unwrap(), &origin, delay));
    }
}

impl Org {
    fn talk(&self, mut stream: TcpStream, origin: &str, delay: Duration) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut request = Vec::new();
        loop {
            request.clear();
            while !request.ends_with(b"\r\n\r\n") {
                let mut chunk = [0; 4096];
                let count = stream.read(&mut chunk)?;
                if count == 0 {
                    return Ok(());
                }
                request.extend_from_slice(&chunk[..count]);
            }
            let line = request.split(|byte| *byte == b'\r').next().unwrap();
            let target = std::str::from_utf8(line).unwrap().split(' ').nth(1);
            let answer = self.answer(origin, target.unwrap());
            thread::sleep(delay);
            stream.write_all(answer.as_bytes())?;
        }
    }

    /// The answer to a request for this path and query. How many items there are in all is
    /// said by the list's own `q`; `after` counts the ones that were there before.
    fn answer(&self, origin: &str, target: &str) -> String {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let number = |name: &str| {
            let value = query.split('&').find_map(|pair| pair.strip_prefix(name));
            value.map_or(0, |value| value.parse().unwrap())
        };
        let (all, before) = (number("q="), number("after="));
        let (size, body) = match path {
            "/api/v1/users" => (USERS, &self.users),
            "/api/v1/logs" => (EVENTS, &self.events),
            _ if path.starts_with("/api/v1/users/") => (0, &self.user),
            _ => (0, &self.nothing),
        };
        let mut answer = self.head(path, body.len());
        if size > 0 {
            let link = |answer: &mut String, after, rel| {
                let url = format!("{origin}{path}?q={all}&limit={size}&after={after}");
                write!(answer, "link: <{url}>; rel=\"{rel}\"\r\n").unwrap();
            };
            link(&mut answer, before, "self");
            if before + size < all {
                link(&mut answer, before + size, "next");
            }
        }
        answer.push_str("\r\n");
        answer.push_str(body);
        answer
    }

    /// The headers that Okta sends and a client reads.
    fn head(&self, path: &str, length: usize) -> String {
        let limit = LIMIT
            + path
                .bytes()
                .fold(0, |sum, byte| (sum * 10 + u64::from(byte)) % LIMIT);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let date = DateTime::from_timestamp(now.as_secs() as i64, 0).unwrap();
        let answered = self.answered.fetch_add(1, Ordering::Relaxed);
        format!(
            "HTTP/1.1 200 OK\r\n\
             date: {date}\r\n\
             content-type: application/json\r\n\
             content-length: {length}\r\n\
             x-okta-request-id: {answered:032x}\r\n\
             x-rate-limit-limit: {limit}\r\n\
             x-rate-limit-remaining: {remaining}\r\n\
             x-rate-limit-reset: {reset}\r\n\
             cache-control: no-cache, no-store\r\n",
            date = date.format("%a, %d %b %Y %H:%M:%S GMT"),
            remaining = limit - 1 - answered % LIMIT,
            reset = (now.as_secs() / 60 + 1) * 60,
        )
    }
}
