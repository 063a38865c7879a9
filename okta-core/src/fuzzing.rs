//! What only the fuzz targets reach from outside.

use http::{HeaderMap, HeaderValue, header};

use crate::{
    model::{Decode, DecodeList, Flaw, Progress, Resource, strictly},
    paging::link,
};

/// The target of the link with this relation in a `Link` header.
pub fn link_target(value: &[u8], relation: &str) -> Option<String> {
    let value = HeaderValue::from_bytes(value).ok()?;
    let headers = HeaderMap::from_iter([(header::LINK, value)]);
    link::find(&headers, relation).map(str::to_owned)
}

/// The body of an answer.
pub fn body<T: Resource>(body: &[u8]) -> Option<T> {
    T::from_body(body).ok()
}

/// The same, read strictly.
pub fn strict_body<T: Resource>(body: &[u8]) -> Option<T> {
    strictly(|| T::from_body(body)).ok()
}

/// The elements of a page, and the number of those that did not decode.
pub fn page<T: Resource>(body: &[u8]) -> Option<(Vec<T>, usize)> {
    let listed = T::list_from_body(body).ok()?;
    Some((listed.values, listed.bad.len()))
}

/// The same, read one by one; nothing where it is no list to its end.
pub fn elements<T: Resource>(body: &[u8]) -> Option<(Vec<T>, usize)> {
    let (mut progress, mut values, mut bad) = (Progress::default(), Vec::new(), 0);
    let list = str::from_utf8(body).ok()?;
    while let Some(element) = T::next_from_list(list, &mut progress) {
        match element {
            Ok(value) => values.push(value),
            Err(Flaw::Element(_)) => bad += 1,
            Err(Flaw::Body(_)) => return None,
        }
    }
    Some((values, bad))
}
