//! Reads the elements of a list one at a time. Each element is gone, and its memory free,
//! before the next one is read.

use serde::de::IgnoredAny;

use super::{
    flaw::{BadItem, DecodeError, Flaw},
    reading::{Json, Target, read_and_tell, report, report_mended},
    text,
    trace::Trace,
};

/// How far a list has been read.
#[derive(Default)]
pub struct Progress {
    /// The number of elements so far.
    index: usize,
    /// The position behind the last one of them.
    at: usize,
    ended: bool,
    /// Whether the log has reported that the list is not as described.
    told: bool,
    /// Whether what is not as described is refused.
    strict: bool,
    /// Whether U+FFFD may replace bytes that were not UTF-8.
    damaged: bool,
}

/// Decodes the next element. Returns `None` at the end of the list.
pub(super) fn next(
    list: &str,
    progress: &mut Progress,
    element: &mut dyn Target,
) -> Option<Result<(), Flaw>> {
    let text = match progress.seek(list) {
        Ok(text) => text?,
        Err(reason) => return Some(Err(progress.broken(reason))),
    };
    let read = progress.read(text, element).and_then(|length| {
        let raw = text.get(..length).unwrap_or_default();
        match progress.refuses(raw) {
            true => Err(DecodeError::no_utf8()),
            false => Ok(length),
        }
    });
    Some(match read {
        Ok(length) => {
            progress.pass(list.len() - text.len() + length);
            Ok(())
        }
        Err(error) => progress.mend(list, text, element, error),
    })
}

impl Progress {
    /// Starts a list that is read strictly or not. `damaged` says whether U+FFFD replaces a
    /// part of it.
    pub(crate) fn new(strict: bool, damaged: bool) -> Self {
        Self {
            strict,
            damaged,
            ..Self::default()
        }
    }

    /// Reads an element and returns its length.
    fn read(&mut self, text: &str, element: &mut dyn Target) -> Result<usize, DecodeError> {
        let read = |element: &mut dyn Target, trace: &mut Trace| {
            let mut json = Json::from_str(text);
            element.read(&mut json, trace)?;
            Ok(json.into_iter::<IgnoredAny>().byte_offset())
        };
        let (strict, told) = (self.strict, self.told);
        let tell = (!told).then_some(|mismatches, first| self.tell(mismatches, first));
        read_and_tell(element, strict, read, tell)
    }

    /// Whether an element contains something that a strict reading refuses.
    fn refuses(&self, raw: &str) -> bool {
        self.damaged && self.strict && raw.contains(char::REPLACEMENT_CHARACTER)
    }

    /// Whether an element has been read.
    fn has_begun(&self) -> bool {
        self.index > 0
    }

    /// Returns the text from the next element on, or `None` at the end of the list.
    fn seek<'t>(&mut self, list: &'t str) -> Result<Option<&'t str>, &'static str> {
        if self.ended {
            return Ok(None);
        }
        let left = list.get(self.at..).unwrap_or_default().trim_ascii_start();
        let (opening, reason) = match self.index {
            0 => ('[', "a list is expected"),
            _ => (',', "an element or the end of the list is expected"),
        };
        let end = match left.strip_prefix(opening).map(str::trim_ascii_start) {
            Some(text) if self.has_begun() || !text.starts_with(']') => return Ok(Some(text)),
            Some(end) => end,
            None if self.has_begun() => left,
            None => return Err(reason),
        };
        match end.strip_prefix(']').map(str::trim_ascii_start) {
            Some("") => {
                self.ended = true;
                Ok(None)
            }
            Some(_) => Err("there is more text after the list"),
            None => Err(reason),
        }
    }

    fn pass(&mut self, at: usize) {
        self.at = at;
        self.index += 1;
    }

    #[cold]
    fn tell(&mut self, mismatches: usize, first: Option<DecodeError>) {
        report(mismatches, first.map(|error| self.here(error)));
        self.told = true;
    }

    /// Handles an element that does not decode. Half a surrogate pair in it is replaced.
    /// Otherwise it does not affect the other elements, as long as its end can be found.
    #[cold]
    fn mend(
        &mut self,
        list: &str,
        text: &str,
        element: &mut dyn Target,
        error: DecodeError,
    ) -> Result<(), Flaw> {
        let error = self.here(error);
        let Some(raw) = text::element(text) else {
            self.ended = true;
            return Err(Flaw::Body(error));
        };
        let mended = text::without_lone_surrogates(raw).filter(|_| !self.strict);
        let read = mended.is_some_and(|mended| {
            element.reset();
            self.read(&mended, element)
                .is_ok_and(|length| length == mended.len())
        });
        let index = self.index;
        self.pass(list.len() - text.len() + raw.len());
        if read {
            report_mended(&error.path);
            return Ok(());
        }
        Err(Flaw::Element(BadItem {
            index,
            path: error.path,
            reason: error.reason,
            raw: raw.to_owned(),
        }))
    }

    #[cold]
    fn broken(&mut self, reason: &str) -> Flaw {
        self.ended = true;
        Flaw::Body(DecodeError {
            path: format!("$[{}]", self.index),
            reason: reason.to_owned(),
        })
    }

    /// Returns the error of the next element, with its path in the list.
    fn here(&self, error: DecodeError) -> DecodeError {
        let path = error.path.strip_prefix('$').unwrap_or(&error.path);
        DecodeError {
            path: format!("$[{}]{path}", self.index),
            reason: error.reason,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        Field, Map,
        model::{DecodeList, object},
    };

    #[derive(Clone, Default)]
    struct Group {
        id: Field<String>,
        profile: Field<GroupProfile>,
        additional_properties: Map<Value>,
    }

    object! { Group { id: "id", profile: "profile", } }

    #[derive(Clone, Default)]
    struct GroupProfile {
        name: Field<String>,
        additional_properties: Map<Value>,
    }

    object! { GroupProfile { name: "name", } }

    /// Returns how a list reads: the ids of groups, `index: path` of elements that do not
    /// decode, and `path!` where reading cannot continue.
    fn read(list: &str) -> Vec<String> {
        read_as(list, false)
    }

    fn read_as(list: &str, strict: bool) -> Vec<String> {
        let mut progress = Progress::new(strict, false);
        let mut read = Vec::new();
        let mut place: Option<Group> = None;
        while let Some(element) = Group::next_from_list(list, &mut progress, &mut place) {
            read.push(match element {
                Ok(()) => place.take().unwrap().id.unwrap_or_default(),
                Err(Flaw::Element(item)) => format!("{}: {} {}", item.index, item.path, item.raw),
                Err(Flaw::Body(error)) => format!("{}!", error.path),
            });
        }
        assert!(Group::next_from_list(list, &mut progress, &mut place).is_none());
        read
    }

    #[test]
    fn elements_come_one_after_the_other() {
        assert_eq!(read("[]"), [""; 0]);
        assert_eq!(read(" [ ] \n"), [""; 0]);
        assert_eq!(read(r#"[{"id":"a"}]"#), ["a"]);
        assert_eq!(
            read("[ {\"id\":\"ü\"}\n,\t{\"id\":\"b\"} ]\r\n"),
            ["ü", "b"]
        );
    }

    #[test]
    fn an_element_that_does_not_decode_costs_no_other() {
        assert_eq!(
            read(r#"[{"id":"a"}, 5 ,{"id":"b"},null,{"id":"c"}]"#),
            ["a", "1: $[1] 5", "b", "3: $[3] null", "c"]
        );
    }

    #[test]
    fn text_that_breaks_off_ends_the_list_with_an_error() {
        for (list, expected) in [
            ("", &["$[0]!"][..]),
            ("{}", &["$[0]!"]),
            ("[", &["$[0]!"]),
            (r#"[{"id":"a"}"#, &["a", "$[1]!"]),
            (r#"[{"id":"a"},"#, &["a", "$[1]!"]),
            (r#"[{"id":"a"},]"#, &["a", "$[1]!"]),
            (
                r#"[{"id":"a"},{"id":"b","profile":{"name":"#,
                &["a", "$[1].profile.name!"],
            ),
            (r#"[{"id":"a"} {"id":"b"}]"#, &["a", "$[1]!"]),
            (r#"[{"id":"a"}] x"#, &["a", "$[1]!"]),
        ] {
            assert_eq!(read(list), expected, "{list}");
        }
    }

    #[test]
    fn a_value_of_another_type_is_kept_or_an_error_that_names_its_place() {
        let list = r#"[{"id":"a","profile":{"name":7}},{"id":"b"}]"#;
        let mut progress = Progress::default();
        let mut place: Option<Group> = None;
        let Some(Ok(())) = Group::next_from_list(list, &mut progress, &mut place) else {
            panic!("the group reads");
        };
        let profile = place.unwrap().profile.into_option().unwrap();
        assert_eq!(profile.name, Field::Unrecognized(json!(7).into()));
        assert_eq!(
            read_as(list, true),
            [
                r#"0: $[0].profile.name {"id":"a","profile":{"name":7}}"#,
                "b"
            ]
        );
    }

    #[test]
    fn free_form_elements_are_elements_too() {
        let list = r#"[1, {"a": [2, "]"]}, "x,"]"#;
        let mut progress = Progress::default();
        let mut values = Vec::new();
        let mut place = None;
        while let Some(Ok(())) = Value::next_from_list(list, &mut progress, &mut place) {
            values.extend(place.take());
        }
        assert_eq!(Value::from(values), json!([1, {"a": [2, "]"]}, "x,"]));
    }
}
