//! Lists that come inside an object: `{"roles": […], "_links": {"next": {"href": …}}}`.
//!
//! Such a response is opened where it arrives. What remains is the list, as it stands in the
//! body, with the link to the next page where other lists have it.

use std::collections::HashMap;

use http::{HeaderValue, header};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{
    Error,
    answer::Answer,
    call::Answering,
    error::{PagingError, PagingProblem},
    headers, link,
    model::{DecodeError, report_mended, shared_text},
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

fn opened(
    operation: &'static Operation,
    property: &str,
    mut answer: Answer,
) -> Result<Answer, Error> {
    let wrong = |answer: &Answer, reason: String| {
        let path = format!("$.{property}");
        Error::decode(operation, answer, DecodeError { path, reason })
    };
    let (body, damaged) = shared_text(&answer.body);
    if damaged && answer.strict {
        return Err(Error::decode(operation, &answer, DecodeError::no_utf8()));
    }
    if damaged {
        report_mended("$");
    }
    let properties: HashMap<String, &RawValue> = serde_json::from_str(&body).map_err(|error| {
        wrong(
            &answer,
            format!("an object with a list is expected: {error}"),
        )
    })?;
    // An absent list does not count as empty, because it would look like the end.
    let list = properties
        .get(property)
        .ok_or_else(|| wrong(&answer, "the list is missing".into()))?;
    let links: Option<Links> = match properties.get("_links") {
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
    let list = body.as_bytes().slice_ref(list.get().as_bytes());
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
        opened_as(body.as_bytes(), false)
    }

    fn opened_as(body: &'static [u8], strict: bool) -> Result<(String, Option<String>), Error> {
        let answer = Answer {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: body.into(),
            strict,
        };
        let answer = super::opened(&ROLES, "roles", answer)?;
        let next = link::find(&answer.headers, "next").targets.pop();
        Ok((String::from_utf8(answer.body.to_vec()).unwrap(), next))
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
    fn a_body_that_is_almost_text_is_opened_unless_the_reading_is_strict() {
        let marked = b"\xEF\xBB\xBF{\"roles\":[1]}";
        for strict in [false, true] {
            assert_eq!(opened_as(marked, strict).unwrap().0, "[1]");
        }
        let damaged = b"{\"roles\":[\"\xFF\"]}";
        assert_eq!(opened_as(damaged, false).unwrap().0, "[\"\u{fffd}\"]");
        let error = opened_as(damaged, true).unwrap_err().to_string();
        assert!(error.contains("UTF-8"), "{error}");
    }

    #[test]
    fn what_only_looks_like_the_end_is_an_error() {
        for (body, problem) in [
            ("{}", "$.roles"),
            ("[]", "$.roles"),
            (r#"{"members":[]}"#, "$.roles"),
            (r#"{"roles":["#, "$.roles"),
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
