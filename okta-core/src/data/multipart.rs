//! A `multipart/form-data` body with one file (RFC 7578).

use bytes::Bytes;

use crate::request::Upload;

/// Returns the content type and the bytes of a form with this file in this field.
pub(crate) fn form(field: &str, upload: &Upload) -> Result<(String, Bytes), String> {
    if upload.content_type.contains(char::is_control) {
        return Err(format!("{:?} is not a content type", upload.content_type));
    }
    let boundary = boundary(&upload.bytes);
    let head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\n\
         Content-Type: {}\r\n\r\n",
        quoted(field),
        quoted(&upload.file_name),
        upload.content_type,
    );
    let tail = format!("\r\n--{boundary}--\r\n");
    let body = [head.as_bytes(), &upload.bytes, tail.as_bytes()].concat();
    Ok((
        format!("multipart/form-data; boundary={boundary}"),
        body.into(),
    ))
}

/// Returns a boundary that does not occur in the file.
fn boundary(bytes: &[u8]) -> String {
    loop {
        let boundary = format!("okta-api-{:032x}", fastrand::u128(..));
        let needle = boundary.as_bytes();
        if !bytes.windows(needle.len()).any(|window| window == needle) {
            return boundary;
        }
    }
}

/// Percent-encodes quotes and line ends, as browsers do.
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_has_one_part_and_no_way_out_of_its_header() {
        let upload = Upload::new(&b"\x89PNG"[..], "lo\"go\r\n.png", "image/png");
        let (kind, body) = form("file", &upload).unwrap();
        let boundary = kind.strip_prefix("multipart/form-data; boundary=").unwrap();
        let expected = [
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"lo%22go%0D%0A.png\"\r\nContent-Type: image/png\r\n\r\n").as_bytes(),
            b"\x89PNG",
            format!("\r\n--{boundary}--\r\n").as_bytes(),
        ]
        .concat();
        assert_eq!(body, expected);
        let bad = Upload::new(&b""[..], "x", "image/png\r\nX-Other: 1");
        assert!(form("file", &bad).is_err());
    }
}
