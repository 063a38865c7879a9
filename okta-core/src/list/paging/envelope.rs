//! Lists that come inside an object: `{"roles": […], "_links": {"next": {"href": …}}}`.
//!
//! Such a response is opened where it arrives. What remains is the list, as it stands in the
//! body, with the link to the next page where other lists have it.

use std::fmt;

use http::{HeaderValue, header};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::{
    Error,
    answer::Answer,
    call::Answering,
    error::{PagingError, PagingProblem},
    headers, link,
    model::{DecodeError, shared_text, without_mark},
    operations::Operation,
};

/// Opens the response's envelope, if the operation has one.
pub(super) fn open(operation: &'static Operation, answering: Answering) -> Answering {
    match operation.envelope {
        Some(property) => Box::pin(async move { opened(operation, property, answering.await?) }),
        None => answering,
    }
}

#[derive(Deserialize)]
struct Links {
    next: Option<Link>,
}

#[derive(Deserialize)]
struct Link {
    href: Option<String>,
}

/// The property that has the list.
#[derive(Clone, Copy)]
struct Envelope<'a>(&'a str);

/// What matters of an envelope, as it stands in the body.
#[derive(Default)]
struct Opened<'de> {
    list: Option<&'de RawValue>,
    links: Option<&'de RawValue>,
}

impl<'de> DeserializeSeed<'de> for Envelope<'_> {
    type Value = Opened<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Opened<'de>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Envelope<'_> {
    type Value = Opened<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Opened<'de>, A::Error> {
        let mut opened = Opened::default();
        while let Some(Name(name)) = entries.next_key()? {
            if name == self.0.as_bytes() {
                opened.list = entries.next_value()?;
            } else if name == b"_links" {
                opened.links = entries.next_value()?;
            } else {
                entries.next_value::<IgnoredAny>()?;
            }
        }
        Ok(opened)
    }
}

/// The name of a property. As bytes, it may have half a surrogate pair in it.
struct Name(Vec<u8>);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Name;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_bytes<E>(self, name: &[u8]) -> Result<Name, E> {
                Ok(Name(name.to_owned()))
            }
        }
        deserializer.deserialize_bytes(Bytes)
    }
}

/// Returns the place in a body of a place in its text, in which U+FFFD replaces what is not UTF-8
/// and the byte order mark is left out.
fn place_of(body: &[u8], in_text: usize) -> usize {
    let rest = without_mark(body);
    let (mut text, mut place) = (0, body.len() - rest.len());
    for chunk in rest.utf8_chunks() {
        let (valid, invalid) = (chunk.valid().len(), chunk.invalid().len());
        if in_text <= text + valid {
            return place + (in_text - text);
        }
        text += valid + char::REPLACEMENT_CHARACTER.len_utf8();
        place += valid + invalid;
    }
    place
}

fn opened(
    operation: &'static Operation,
    property: &str,
    mut answer: Answer,
) -> Result<Answer, Error> {
    let wrong = |answer: &Answer, reason: String| {
        let path = format!("$.{property}");
        Error::decode(operation, answer, DecodeError { path, reason })
    };
    let (text, damaged) = shared_text(&answer.body);
    let mut reader = serde_json::Deserializer::from_str(&text);
    let Opened { list, links } = Envelope(property)
        .deserialize(&mut reader)
        .and_then(|opened| reader.end().map(|()| opened))
        .map_err(|error| {
            wrong(
                &answer,
                format!("an object with a list is expected: {error}"),
            )
        })?;
    // An absent list does not count as empty, because it would look like the end.
    let list = list
        .ok_or_else(|| wrong(&answer, "the list is missing".into()))?
        .get();
    let links: Option<Links> = match links {
        Some(links) => serde_json::from_str(links.get()).map_err(|error| {
            wrong(
                &answer,
                format!("`_links` cannot be read as links: {error}"),
            )
        })?,
        None => None,
    };
    let next = links
        .and_then(|links| links.next)
        .and_then(|next| next.href)
        .filter(|_| link::find(&answer.headers, "next").targets.is_empty());
    let list = match damaged {
        false => text.as_bytes().slice_ref(list.as_bytes()),
        // The list keeps its bytes, so that it is read like every other list with such bytes.
        true => {
            let start = list.as_ptr().addr() - text.as_ptr().addr();
            let place = |at| place_of(&answer.body, at);
            answer.body.slice(place(start)..place(start + list.len()))
        }
    };
    if let Some(href) = next {
        let value = HeaderValue::from_str(&format!("<{href}>; rel=\"next\"")).map_err(|_| {
            Error::Paging(Box::new(PagingError {
                operation: operation.id,
                request_id: headers::request_id(&answer.headers).map(str::to_owned),
                problem: PagingProblem::Invalid,
            }))
        })?;
        answer.headers.append(header::LINK, value);
    }
    answer.body = list;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, Method, StatusCode};

    use super::*;

    static ROLES: Operation =
        Operation::new("listRoles", "list_roles", Method::GET, "/api/v1/iam/roles")
            .pages()
            .envelope("roles");

    fn opened(body: &'static str) -> Result<(String, Option<String>), Error> {
        let answer = opened_answer(body.as_bytes())?;
        let next = link::find(&answer.headers, "next").targets.pop();
        Ok((String::from_utf8(answer.body.to_vec()).unwrap(), next))
    }

    fn body_of(body: &'static [u8]) -> bytes::Bytes {
        opened_answer(body).unwrap().body
    }

    fn opened_answer(body: &'static [u8]) -> Result<Answer, Error> {
        let answer = Answer {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: body.into(),
            strict: true,
        };
        super::opened(&ROLES, "roles", answer)
    }

    #[test]
    fn the_list_and_the_link_are_taken_out() {
        assert_eq!(
            opened(r#"{"roles": [ {"id":1} ], "_links":{"next":{"href":"/a?after=1"}}}"#).unwrap(),
            (r#"[ {"id":1} ]"#.to_owned(), Some("/a?after=1".to_owned()))
        );
        for last in [
            r#"{"_links":{"self":{"href":"/a"}},"roles":[]}"#,
            r#"{"_links":{"next":null},"roles":[]}"#,
            r#"{"_links":null,"roles":[]}"#,
            r#"{"roles":[]}"#,
        ] {
            assert_eq!(opened(last).unwrap(), ("[]".to_owned(), None), "{last}");
        }
    }

    #[test]
    fn a_body_that_is_almost_text_is_opened() {
        let marked = b"\xEF\xBB\xBF{\"roles\":[1]}";
        assert_eq!(&body_of(marked)[..], b"[1]");
        // The elements decide, as in other lists.
        for damaged in [
            &b"{\"a\":\"\xFF\xFE\",\"roles\":[\"a\",\"\xFF\"],\"b\":\"\xF0\x9F\"}"[..],
            b"\xEF\xBB\xBF{\"\\ud800\":1,\"a\":\"\xC3\xA4\xFF\",\"roles\":[\"a\",\"\xFF\"]}",
        ] {
            let body = body_of(damaged);
            assert_eq!(&body[..], b"[\"a\",\"\xFF\"]");
        }
    }

    #[test]
    fn what_only_looks_like_the_end_is_an_error() {
        for (body, problem) in [
            ("{}", "$.roles"),
            ("[]", "$.roles"),
            (r#"{"members":[]}"#, "$.roles"),
            (r#"{"roles":["#, "$.roles"),
            (r#"{"roles":[]"#, "$.roles"),
            (r#"{"roles":[]} x"#, "$.roles"),
            (r#"{"roles":null}"#, "$.roles"),
            (
                "{\"roles\":[],\"_links\":{\"next\":{\"href\":\"a\\nb\"}}}",
                "listRoles",
            ),
        ] {
            let error = opened(body).unwrap_err().to_string();
            assert!(error.contains(problem), "{body}: {error}");
        }
    }
}
