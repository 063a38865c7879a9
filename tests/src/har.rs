//! HAR 1.2 files as browsers and proxies write them.

use std::path::{Path, PathBuf};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;

/// One recorded exchange.
#[derive(Debug, Deserialize)]
pub struct Entry {
    /// What was asked.
    pub request: Request,
    /// What was answered.
    pub response: Response,
}

/// A recorded request.
#[derive(Debug, Deserialize)]
pub struct Request {
    /// The HTTP method.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// The body, when there was one and it was recorded.
    #[serde(default, rename = "postData")]
    pub body: Option<Content>,
}

/// A recorded response.
#[derive(Debug, Deserialize)]
pub struct Response {
    /// The status code; 0 when the request was aborted.
    pub status: u16,
    /// The body.
    #[serde(default)]
    pub content: Option<Content>,
}

/// A recorded body.
#[derive(Debug, Default, Deserialize)]
pub struct Content {
    /// The content type.
    #[serde(default, rename = "mimeType")]
    pub media_type: String,
    /// The body as text, or encoded as `encoding` says.
    #[serde(default)]
    pub text: Option<String>,
    /// `base64`, or nothing.
    #[serde(default)]
    pub encoding: Option<String>,
}

/// Why a file is not recorded traffic.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", file.display())]
pub struct HarError {
    file: PathBuf,
    problem: String,
}

impl Content {
    /// The body as bytes; empty when there is none.
    ///
    /// # Errors
    ///
    /// When the body says that it is base64 and is not.
    pub fn bytes(&self) -> Result<Vec<u8>, base64::DecodeError> {
        let text = self.text.as_deref().unwrap_or_default();
        match self.encoding.as_deref() {
            Some(encoding) if encoding.eq_ignore_ascii_case("base64") => {
                let packed: String = text.split_ascii_whitespace().collect();
                STANDARD.decode(packed)
            }
            _ => Ok(text.as_bytes().to_vec()),
        }
    }
}

/// Reads the entries of a file.
///
/// # Errors
///
/// When the file cannot be read, or is not a HAR file.
pub fn read(path: &Path) -> Result<Vec<Entry>, HarError> {
    #[derive(Deserialize)]
    struct Har {
        log: Log,
    }

    #[derive(Deserialize)]
    struct Log {
        entries: Vec<Entry>,
    }

    let failed = |problem: String| HarError {
        file: path.to_owned(),
        problem,
    };
    let bytes = std::fs::read(path).map_err(|error| failed(error.to_string()))?;
    // Some tools write a byte order mark.
    let json = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let har: Har = serde_json::from_slice(json)
        .map_err(|error| failed(format!("this is not a HAR file: {error}")))?;
    Ok(har.log.entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_come_as_text_or_as_base64() {
        for (content, bytes) in [
            (r#"{"text": "{}"}"#, &b"{}"[..]),
            (r#"{"text": "e30=\n", "encoding": "base64"}"#, b"{}"),
            (r#"{"size": 0}"#, b""),
        ] {
            let content: Content = serde_json::from_str(content).unwrap();
            assert_eq!(content.bytes().unwrap(), bytes);
        }
        let broken: Content =
            serde_json::from_str(r#"{"text": "?", "encoding": "base64"}"#).unwrap();
        assert!(broken.bytes().is_err());
    }
}
