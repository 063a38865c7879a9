//! A recording of what an org was asked and what it answered: a HAR 1.2 file.

use std::{
    fs::File,
    io::{self, Seek, SeekFrom, Write},
    path::Path,
    sync::{Mutex, PoisonError},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderMap, Response, header};
use serde_json::{Value, json};
use url::form_urlencoded;

use super::{journal::Entry, payload::Payload, secrets::MASK};

const HEAD: &str = concat!(
    r#"{"log":{"version":"1.2","creator":{"name":"okta-mock","version":""#,
    env!("CARGO_PKG_VERSION"),
    r#""},"entries":["#
);
const TAIL: &str = "]}}\n";

/// Headers that hold secrets. Bodies stay whole: without them a recording says nothing.
const SECRET: &[&str] = &["authorization", "cookie", "dpop", "set-cookie"];

/// A recording does not grow beyond this.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// A file that grows by an entry with each request. It is a whole HAR file after every
/// one, however the program ends, and memory holds none of it.
pub(crate) struct Recording(Mutex<State>);

enum State {
    Empty(File),
    Begun(File),
    /// What could not be written, after which nothing more is.
    Broken(io::Error),
    Ended,
}

impl Recording {
    /// Begins a file, in the place of one with the same name.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let mut file = private_file(path)?;
        write!(file, "{HEAD}{TAIL}")?;
        Ok(Self(Mutex::new(State::Empty(file))))
    }

    /// Adds what was asked, and what was answered; a connection that was reset instead
    /// has the status 0, as in the recordings of browsers.
    pub(crate) fn add(&self, base: &str, request: &Entry, answer: Option<&Response<Payload>>) {
        let entry = entry(base, request, answer);
        self.change(|state| match state {
            State::Empty(file) => append(file, "\n", &entry).map(State::Begun),
            State::Begun(file) => append(file, ",\n", &entry).map(State::Begun),
            done => Ok(done),
        });
    }

    /// Ends the recording, or tells why it ended before.
    pub(crate) fn end(&self) -> io::Result<()> {
        let mut ended = Ok(());
        self.change(|state| {
            if let State::Broken(error) = state {
                ended = Err(error);
            }
            Ok(State::Ended)
        });
        ended
    }

    fn change(&self, change: impl FnOnce(State) -> io::Result<State>) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let old = std::mem::replace(&mut *state, State::Ended);
        *state = change(old).unwrap_or_else(State::Broken);
    }
}

/// Makes a file, or empties the one that is there, for its owner's eyes only.
fn private_file(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    // The file of an earlier recording may be open to all.
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}

/// Writes an entry over the end of the file, and the end behind it.
fn append(mut file: File, separator: &str, entry: &Value) -> io::Result<File> {
    let end = file.seek(SeekFrom::End(-(TAIL.len() as i64)))?;
    let text = format!("{separator}{entry}{TAIL}");
    if end + text.len() as u64 > MOST_BYTES {
        let full = format!("it would be larger than {MOST_BYTES} bytes");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, full));
    }
    file.write_all(text.as_bytes())?;
    Ok(file)
}

fn entry(base: &str, request: &Entry, answer: Option<&Response<Payload>>) -> Value {
    let url = match request.query.as_str() {
        "" => format!("{base}{}", request.path),
        query => format!("{base}{}?{query}", request.path),
    };
    let query: Vec<Value> = form_urlencoded::parse(request.query.as_bytes())
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    let mut asked = json!({
        "method": request.method.as_str(),
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers(&request.headers),
        "queryString": query,
        "headersSize": -1,
        "bodySize": request.body.len(),
    });
    if !request.body.is_empty() {
        asked["postData"] = content(&request.headers, &request.body);
    }
    let nothing = HeaderMap::new();
    let status = answer.map(Response::status);
    let answered = answer.map_or(&nothing, Response::headers);
    let body = answer.map_or(&[][..], |answer| answer.body().bytes());
    json!({
        "startedDateTime": request.at.to_rfc3339(),
        "time": 0,
        "request": asked,
        "response": {
            "status": status.map_or(0, |status| status.as_u16()),
            "statusText": status.and_then(|status| status.canonical_reason()).unwrap_or_default(),
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": headers(answered),
            "content": content(answered, body),
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": body.len(),
        },
        "cache": {},
        "timings": { "send": 0, "wait": 0, "receive": 0 },
    })
}

fn headers(headers: &HeaderMap) -> Vec<Value> {
    headers
        .iter()
        .map(|(name, value)| {
            let value = match SECRET.contains(&name.as_str()) {
                true => MASK.into(),
                false => String::from_utf8_lossy(value.as_bytes()),
            };
            json!({ "name": name.as_str(), "value": value })
        })
        .collect()
}

/// A body as text, or in base64 where it is none.
fn content(headers: &HeaderMap, body: &[u8]) -> Value {
    let media_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut content = json!({ "mimeType": media_type, "size": body.len() });
    match std::str::from_utf8(body) {
        Ok(text) => content["text"] = text.into(),
        Err(_) => {
            content["text"] = STANDARD.encode(body).into();
            content["encoding"] = "base64".into();
        }
    }
    content
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use chrono::DateTime;
    use http::{HeaderValue, Method, StatusCode};

    use super::*;

    fn request(body: &'static [u8]) -> Entry {
        Entry {
            at: DateTime::UNIX_EPOCH,
            method: Method::POST,
            path: "/api/v1/users".to_owned(),
            query: "activate=true&q=a%26b".to_owned(),
            operation: Some("createUser".into()),
            headers: HeaderMap::from_iter([
                (
                    header::AUTHORIZATION,
                    HeaderValue::from_static("SSWS hidden"),
                ),
                (header::CONTENT_TYPE, HeaderValue::from_static("text/plain")),
            ]),
            body: Bytes::from_static(body),
            status: Some(StatusCode::OK),
            request_id: "r".to_owned(),
        }
    }

    #[test]
    fn a_recording_is_whole_after_every_entry() {
        let path = std::env::temp_dir().join(format!("okta-mock-{}.har", std::process::id()));
        let read = || -> Value { serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap() };
        let recording = Recording::create(&path).unwrap();
        assert_eq!(read()["log"]["entries"], json!([]));
        let answer = Response::new(Payload::whole(Bytes::from_static(br#"{"id":"00u1"}"#)));
        recording.add("http://x", &request(b"ad\xc3\xa4"), Some(&answer));
        recording.add("http://x", &request(b"\xff\x00"), None);
        let har = read();
        let entries = har["log"]["entries"].as_array().unwrap();
        assert_eq!(entries.len(), 2);
        let asked = &entries[0]["request"];
        assert_eq!(asked["url"], "http://x/api/v1/users?activate=true&q=a%26b");
        assert_eq!(
            asked["queryString"][1],
            json!({"name": "q", "value": "a&b"})
        );
        assert_eq!(asked["postData"]["text"], "adä");
        assert_eq!(entries[0]["response"]["status"], 200);
        assert_eq!(
            entries[0]["response"]["content"]["text"],
            r#"{"id":"00u1"}"#
        );
        assert_eq!(entries[1]["request"]["postData"]["encoding"], "base64");
        assert_eq!(entries[1]["request"]["postData"]["text"], "/wA=");
        assert_eq!(entries[1]["response"]["status"], 0);
        assert!(!har.to_string().contains("hidden"));
        recording.end().unwrap();
        recording.add("http://x", &request(b""), None);
        assert_eq!(read(), har);
        std::fs::remove_file(path).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_reads_a_recording_and_it_has_an_end() {
        use std::os::unix::fs::PermissionsExt;

        let path = std::env::temp_dir().join(format!("okta-mock-{}.mode", std::process::id()));
        std::fs::write(&path, "earlier").unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o644)).unwrap();
        let recording = Recording::create(&path).unwrap();
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        drop(recording);
        let file = File::options().write(true).open(&path).unwrap();
        // A hole, which takes no room on the disk.
        file.set_len(MOST_BYTES).unwrap();
        let full = append(file, ",", &json!({})).unwrap_err();
        assert_eq!(full.kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(std::fs::metadata(&path).unwrap().len(), MOST_BYTES);
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn what_cannot_be_written_is_told_at_the_end() {
        let path = std::env::temp_dir().join("okta-mock-no-such-folder/x.har");
        assert!(Recording::create(&path).is_err());
        let path = std::env::temp_dir().join(format!("okta-mock-{}.closed", std::process::id()));
        drop(File::create(&path).unwrap());
        let unwritable = File::open(&path).unwrap();
        let recording = Recording(Mutex::new(State::Empty(unwritable)));
        recording.add("http://x", &request(b""), None);
        assert!(recording.end().is_err());
        assert!(recording.end().is_ok(), "an error is told once");
        std::fs::remove_file(path).unwrap();
    }
}
