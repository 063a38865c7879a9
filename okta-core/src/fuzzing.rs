//! Entry points for the fuzz targets.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};

use crate::{
    link,
    model::{Decode, DecodeList, Flaw, Progress, Resource, shared_text},
};

/// Returns the targets of the links with this relation in a `Link` header.
pub fn link_targets(value: &[u8], relation: &str) -> Vec<String> {
    let Ok(value) = HeaderValue::from_bytes(value) else {
        return Vec::new();
    };
    let headers = HeaderMap::from_iter([(header::LINK, value)]);
    link::find(&headers, relation).targets
}

/// Reads a response's body.
pub fn body<T: Resource>(body: &[u8]) -> Option<T> {
    T::from_body(body, false).ok()
}

/// Reads a response's body strictly.
pub fn strict_body<T: Resource>(body: &[u8]) -> Option<T> {
    T::from_body(body, true).ok()
}

/// Returns the elements of a page, and the number of those that did not decode.
pub fn page<T: Resource>(body: &[u8]) -> Option<(Vec<T>, usize)> {
    let listed = T::list_from_body(body, false).ok()?;
    Some((listed.values, listed.bad.len()))
}

/// Returns the same, read one by one. Returns `None` when the body is not a complete list.
pub fn elements<T: Resource>(body: &[u8]) -> Option<(Vec<T>, usize)> {
    let (list, damaged) = shared_text(&Bytes::copy_from_slice(body));
    let (mut progress, mut values, mut bad) = (Progress::new(false, damaged), Vec::new(), 0);
    let mut place = None;
    while let Some(read) = T::next_from_list(&list, &mut progress, &mut place) {
        match read {
            Ok(()) => values.extend(place.take()),
            Err(Flaw::Element(_)) => bad += 1,
            Err(Flaw::Body(_)) => return None,
        }
    }
    Some((values, bad))
}
