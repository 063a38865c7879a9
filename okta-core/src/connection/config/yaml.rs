//! YAML in which every scalar stays the text in the file. `1e5`, `0x1F` and `True` may be
//! passwords, and only the setting knows what its text means.
//!
//! A document in a working directory is hostile input. Its size, its depth and its growth by
//! aliases and merge keys are limited, and no error quotes it.

use std::rc::Rc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span, Tag};

use super::node::Node;

/// Far deeper than any configuration.
const DEEPEST: usize = 64;
/// Far more nodes than any configuration has; copies by merge keys count again.
const MOST: usize = 100_000;

/// Reads a document. The error says what is wrong and where, but quotes nothing.
pub(super) fn parse(text: &str) -> Result<Rc<Node>, String> {
    let mut parser = Parser::new_from_str(text);
    let mut reader = Reader::default();
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, span)) => reader.take(event, span)?,
            Err(error) => {
                let place = error.marker();
                let (line, column) = (place.line(), place.col() + 1);
                return Err(format!("it is not YAML at line {line}, column {column}"));
            }
        }
    }
    Ok(reader.root.unwrap_or_else(|| Rc::new(Node::Null)))
}

/// Builds nodes from events without recursion.
#[derive(Default)]
struct Reader {
    root: Option<Rc<Node>>,
    open: Vec<Open>,
    /// What is named, by the number that the parser gave the name.
    anchors: Vec<Option<Rc<Node>>>,
    nodes: usize,
}

/// A list or mapping whose end has not come yet, and its anchor.
enum Open {
    List(usize, Vec<Rc<Node>>),
    Map(usize, Entries),
}

#[derive(Default)]
struct Entries {
    own: Vec<(String, Rc<Node>)>,
    merged: Vec<(String, Rc<Node>)>,
    key: Option<Key>,
}

enum Key {
    Named(String),
    /// A merge key (`<<`): what follows is copied in.
    Merge,
}

impl Reader {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), String> {
        let line = span.start.line();
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) if self.root.is_some() => {
                Err(format!("a second document begins at line {line}"))
            }
            Event::DocumentStart(_) => Ok(()),
            Event::Alias(anchor) => {
                let node = self.anchors.get(anchor).cloned().flatten();
                // An alias inside its own node is incomplete and would have no end.
                let node = node.ok_or_else(|| format!("the alias at line {line} is a loop"))?;
                self.value(node, line, None)
            }
            Event::Scalar(text, style, anchor, tag) => {
                understood(tag.as_deref(), line)?;
                let is_plain = style == ScalarStyle::Plain;
                let node = match &*text {
                    "" | "~" | "null" | "Null" | "NULL" if is_plain => Node::Null,
                    text => Node::Text(text.into()),
                };
                let node = self.named(anchor, node);
                self.value(node, line, Some((&text, is_plain)))
            }
            Event::SequenceStart(anchor, tag) => {
                understood(tag.as_deref(), line)?;
                self.begin(Open::List(anchor, Vec::new()), line)
            }
            Event::MappingStart(anchor, tag) => {
                understood(tag.as_deref(), line)?;
                self.begin(Open::Map(anchor, Entries::default()), line)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let (anchor, node) = match self.open.pop() {
                    Some(Open::List(anchor, items)) => (anchor, Node::List(items)),
                    Some(Open::Map(anchor, entries)) => (anchor, entries.joined()),
                    None => return Ok(()),
                };
                let node = self.named(anchor, node);
                self.value(node, line, None)
            }
        }
    }

    fn begin(&mut self, open: Open, line: usize) -> Result<(), String> {
        if self.open.len() >= DEEPEST {
            return Err(format!("it is nested too deeply at line {line}"));
        }
        self.open.push(open);
        Ok(())
    }

    /// Puts a finished node in its place, as a key, a value, an item or the whole document.
    fn value(
        &mut self,
        node: Rc<Node>,
        line: usize,
        scalar: Option<(&str, bool)>,
    ) -> Result<(), String> {
        self.nodes += 1;
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Map(_, entries)) => match entries.key.take() {
                None => {
                    let key = match scalar {
                        Some(("<<", true)) => Key::Merge,
                        Some((name, _)) => Key::Named(name.to_owned()),
                        None => return Err(format!("a key at line {line} is not text")),
                    };
                    entries.key = Some(key);
                }
                Some(Key::Named(name)) => {
                    if entries.own.iter().any(|(known, _)| *known == name) {
                        return Err(format!("a key at line {line} is repeated"));
                    }
                    entries.own.push((name, node));
                }
                Some(Key::Merge) => self.nodes += entries.merge(&node, line)?,
            },
        }
        if self.nodes > MOST {
            return Err("it has too many nodes".to_owned());
        }
        Ok(())
    }

    /// Records what an anchor stands for. Anchor 0 means none.
    fn named(&mut self, anchor: usize, node: Node) -> Rc<Node> {
        let node = Rc::new(node);
        if anchor > 0 {
            if self.anchors.len() <= anchor {
                self.anchors.resize(anchor + 1, None);
            }
            self.anchors[anchor] = Some(Rc::clone(&node));
        }
        node
    }
}

impl Entries {
    /// Copies the entries of a mapping, or of several mappings, where the first one wins.
    fn merge(&mut self, node: &Node, line: usize) -> Result<usize, String> {
        let maps = match node {
            Node::Map(_) => std::slice::from_ref(node).iter().collect(),
            Node::List(maps) => maps.iter().map(|map| &**map).collect(),
            _ => Vec::new(),
        };
        if maps.is_empty() || !maps.iter().all(|map| matches!(map, Node::Map(_))) {
            return Err(format!("the merged value at line {line} is not a mapping"));
        }
        let before = self.merged.len();
        for (name, value) in maps.iter().flat_map(|map| map.entries()) {
            if !self.merged.iter().any(|(known, _)| known == name) {
                self.merged.push((name.clone(), Rc::clone(value)));
            }
        }
        Ok(self.merged.len() - before)
    }

    /// Joins the mapping's own entries, which win, and the merged ones.
    fn joined(mut self) -> Node {
        for (name, value) in self.merged {
            if !self.own.iter().any(|(known, _)| *known == name) {
                self.own.push((name, value));
            }
        }
        Node::Map(self.own)
    }
}

/// Refuses a custom tag, whose meaning is unknown here.
fn understood(tag: Option<&Tag>, line: usize) -> Result<(), String> {
    match tag {
        Some(tag) if !tag.is_yaml_core_schema() => {
            Err(format!("the tag at line {line} is not supported"))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    /// Shows a node in a compact notation.
    fn shown(node: &Node) -> String {
        match node {
            Node::Null => "-".to_owned(),
            Node::Text(text) => format!("<{}>", text.expose_secret()),
            Node::List(items) => {
                let items: Vec<String> = items.iter().map(|item| shown(item)).collect();
                format!("[{}]", items.join(" "))
            }
            Node::Map(entries) => {
                let entries = entries.iter();
                let entries: Vec<String> = entries
                    .map(|(name, value)| format!("{name}:{}", shown(value)))
                    .collect();
                format!("{{{}}}", entries.join(" "))
            }
        }
    }

    #[test]
    fn scalars_keep_their_text() {
        for text in [
            "1e5",
            "0x1F",
            "0o17",
            "017",
            "True",
            "yes",
            "off",
            "1.10",
            "-0",
            "+1",
            ".5",
            ".inf",
            "12345678901234567890123",
            "2026-01-01",
            "1_000",
            "null_",
            "nULL",
            "a: b"[..1].trim(),
        ] {
            for yaml in [
                format!("a: {text}"),
                format!("a: '{text}'"),
                format!("a: \"{text}\""),
                format!("{{a: {text}}}"),
            ] {
                assert_eq!(shown(&parse(&yaml).unwrap()), format!("{{a:<{text}>}}"));
            }
        }
        for (yaml, expected) in [
            ("a: |\n  one\n  two\n", "{a:<one\ntwo\n>}"),
            ("a: >-\n  one\n  two\n", "{a:<one two>}"),
            ("a: 'null'", "{a:<null>}"),
            ("a: ~\nb:\nc: null\nd: ''", "{a:- b:- c:- d:<>}"),
            ("a: !!str 5", "{a:<5>}"),
            ("[1, [x, {y: z}]]", "[<1> [<x> {y:<z>}]]"),
            ("", "-"),
            ("# nothing", "-"),
            ("---\na: 1\n...\n", "{a:<1>}"),
        ] {
            assert_eq!(shown(&parse(yaml).unwrap()), expected, "{yaml}");
        }
    }

    #[test]
    fn aliases_and_merge_keys_are_followed() {
        for (yaml, expected) in [
            ("a: &x 1\nb: *x", "{a:<1> b:<1>}"),
            (
                "base: &base {a: 1, b: 2}\nmine: {b: 3, <<: *base, c: 4}",
                "{base:{a:<1> b:<2>} mine:{b:<3> c:<4> a:<1>}}",
            ),
            (
                "x: &x {a: 1}\ny: &y {a: 2, b: 2}\nz: {<<: [*x, *y]}",
                "{x:{a:<1>} y:{a:<2> b:<2>} z:{a:<1> b:<2>}}",
            ),
            ("a: {'<<': 1}", "{a:{<<:<1>}}"),
        ] {
            assert_eq!(shown(&parse(yaml).unwrap()), expected, "{yaml}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_an_error_with_its_place() {
        for (yaml, hint) in [
            ("a: [hunter2", "not YAML at line"),
            ("a: 1\nb: *hunter2", "not YAML at line 2"),
            ("a: 1\na: 2", "line 2 is repeated"),
            ("a: !hunter2 x", "tag at line 1"),
            ("a: 1\n---\nb: 2", "second document begins at line 2"),
            ("a: &x [*x]", "line 1 is a loop"),
            ("<<: hunter2", "line 1 is not a mapping"),
            ("<<: [hunter2]", "line 1 is not a mapping"),
            ("? [hunter2]\n: 1", "line 1 is not text"),
        ] {
            let error = parse(yaml).unwrap_err();
            assert!(error.contains(hint), "{yaml}: {error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn hostile_documents_are_refused_soon() {
        let deep = "[".repeat(500_000);
        let mut laughs = "a0: &a0 {x: 1}\n".to_owned();
        for level in 1..60 {
            let before = level - 1;
            laughs += &format!("a{level}: &a{level} [*a{before}, *a{before}, *a{before}]\n");
        }
        let mut merges = "a0: &a0 {k0: 1}\n".to_owned();
        for level in 1..2000 {
            let before = level - 1;
            merges += &format!("a{level}: &a{level} {{<<: *a{before}, k{level}: 1}}\n");
        }
        let started = std::time::Instant::now();
        assert!(parse(&deep).is_err());
        // Shared nodes take no more room than their text.
        assert!(parse(&laughs).is_ok());
        assert!(parse(&merges).unwrap_err().contains("too many nodes"));
        assert!(started.elapsed().as_secs() < 20);
    }
}
