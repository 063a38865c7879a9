//! From text to a [`Filter`]: a recursive descent whose depth is bounded.

use serde_json::Value;

use super::{
    compare::{Operand, Operator},
    filter::{Expression, Filter, FilterError},
    path::Path,
    policy::Policy,
};

/// Longer than any URL that Okta takes.
const MAX_LENGTH: usize = 8192;

/// Parentheses within parentheses, and `not`s within `not`s.
const MAX_DEPTH: usize = 32;

impl Policy {
    /// Reads an expression within these limits.
    pub(crate) fn parse(&self, text: &str) -> Result<Filter, FilterError> {
        let mut parser = Parser {
            text,
            at: 0,
            depth: 0,
            policy: self,
        };
        if text.len() > MAX_LENGTH {
            return Err(parser.error(0, "Expression is too long"));
        }
        let root = parser.any()?;
        parser.skip_space();
        if !parser.rest().is_empty() {
            let found = parser.peek_word_or_char();
            let message = format!("Unexpected '{found}'");
            return Err(parser.error(parser.at, &message));
        }
        Ok(Filter {
            root,
            case: self.case,
        })
    }
}

struct Parser<'t> {
    text: &'t str,
    /// A byte offset, always at a character's start.
    at: usize,
    depth: usize,
    policy: &'t Policy,
}

impl<'t> Parser<'t> {
    /// `all ("or" all)*`
    fn any(&mut self) -> Result<Expression, FilterError> {
        let mut terms = vec![self.all()?];
        while self.take_keyword("or") {
            terms.push(self.all()?);
        }
        Ok(single_or(terms, Expression::Or))
    }

    /// `term ("and" term)*`
    fn all(&mut self) -> Result<Expression, FilterError> {
        let mut terms = vec![self.term()?];
        while self.take_keyword("and") {
            terms.push(self.term()?);
        }
        Ok(single_or(terms, Expression::And))
    }

    /// `"(" any ")" | "not" "(" any ")" | comparison`
    fn term(&mut self) -> Result<Expression, FilterError> {
        self.skip_space();
        let start = self.at;
        if self.take('(') {
            return self.group(start);
        }
        if self.take_keyword("not") {
            self.skip_space();
            if self.take('(') {
                return if self.policy.not {
                    Ok(Expression::Not(Box::new(self.group(start)?)))
                } else {
                    Err(self.error(start, "Unsupported logical operator 'not'"))
                };
            }
            self.at = start;
        }
        self.comparison()
    }

    /// What follows an opening parenthesis.
    fn group(&mut self, start: usize) -> Result<Expression, FilterError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error(start, "Expression is nested too deeply"));
        }
        let inner = self.any()?;
        self.skip_space();
        if !self.take(')') {
            return Err(self.error(self.at, "Expected ')'"));
        }
        self.depth -= 1;
        Ok(inner)
    }

    /// `path operator [literal]`
    fn comparison(&mut self) -> Result<Expression, FilterError> {
        let start = self.at;
        let name = self.word();
        let path = match Path::parse(name) {
            Some(path) => path,
            None if name.is_empty() => return Err(self.error(start, "Expected an attribute name")),
            None => return Err(self.error(start, &format!("Invalid attribute name '{name}'"))),
        };
        let allowed = self.policy.operators(name);
        if allowed.is_empty() {
            return Err(self.error(start, &format!("Unsupported attribute '{name}'")));
        }

        self.skip_space();
        let operator_start = self.at;
        let word = self.word();
        let operator = match Operator::parse(word) {
            Some(operator) if allowed.contains(&operator) => operator,
            _ => return Err(self.operator_error(operator_start, word, allowed)),
        };
        if operator == Operator::Present {
            let operand = Operand::Null;
            return Ok(Expression::Compare {
                path,
                operator,
                operand,
            });
        }

        self.skip_space();
        let literal_start = self.at;
        let literal = self.literal()?;
        if !operator.takes(&literal) {
            let message = format!("Operator '{}' does not take {literal}", operator.as_str());
            return Err(self.error(literal_start, &message));
        }
        match Operand::new(literal, self.policy.case) {
            Some(operand) => Ok(Expression::Compare {
                path,
                operator,
                operand,
            }),
            None => Err(self.error(literal_start, "Expected a literal")),
        }
    }

    /// A JSON string, number, boolean or null.
    fn literal(&mut self) -> Result<Value, FilterError> {
        let start = self.at;
        let text = if self.rest().starts_with('"') {
            self.quoted()
                .ok_or_else(|| self.error(start, "Unterminated string"))?
        } else {
            self.word()
        };
        if text.is_empty() {
            return Err(self.error(start, "Expected a value"));
        }
        // JSON's own grammar, as Okta documents; a word such as ACTIVE is no literal.
        serde_json::from_str(text).map_err(|_| {
            self.error(start, &format!("Invalid value '{text}': expected a quoted string, a number, true, false or null"))
        })
    }

    /// Takes a quoted string with its quotes; `None` when it does not end.
    fn quoted(&mut self) -> Option<&'t str> {
        let mut escaped = false;
        let end = self.rest().char_indices().skip(1).find_map(|(i, c)| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends.then_some(i + 1)
        })?;
        Some(self.advance(end))
    }

    /// Takes everything up to a space, a quote or a bracket; may be empty.
    fn word(&mut self) -> &'t str {
        let rest = self.rest();
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '"'))
            .unwrap_or(rest.len());
        self.advance(end)
    }

    /// Takes this word, in any letter case, if it is next.
    fn take_keyword(&mut self, keyword: &str) -> bool {
        let start = self.at;
        self.skip_space();
        if self.word().eq_ignore_ascii_case(keyword) {
            return true;
        }
        self.at = start;
        false
    }

    fn take(&mut self, expected: char) -> bool {
        let is_next = self.rest().starts_with(expected);
        if is_next {
            self.advance(expected.len_utf8());
        }
        is_next
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn advance(&mut self, bytes: usize) -> &'t str {
        let taken = self.rest().get(..bytes).unwrap_or_default();
        self.at += taken.len();
        taken
    }

    /// What to name in an error about something that should not be there.
    fn peek_word_or_char(&mut self) -> String {
        let start = self.at;
        let word = self.word().to_owned();
        self.at = start;
        match self.rest().chars().next() {
            Some(c) if word.is_empty() => c.to_string(),
            _ => word,
        }
    }

    fn operator_error(&self, start: usize, word: &str, allowed: &[Operator]) -> FilterError {
        let names: Vec<&str> = allowed.iter().map(|operator| operator.as_str()).collect();
        let FilterError { position, message } =
            self.error(start, &format!("Unrecognized attribute operator '{word}'"));
        FilterError {
            position,
            message: format!("{message}. Expected: {}", names.join(",")),
        }
    }

    fn error(&self, start: usize, what: &str) -> FilterError {
        let position = self.text.get(..start).unwrap_or_default().chars().count();
        FilterError {
            position,
            message: format!("{what} at position {position}"),
        }
    }
}

/// A chain of one is that one.
fn single_or(mut terms: Vec<Expression>, chain: fn(Vec<Expression>) -> Expression) -> Expression {
    match terms.pop() {
        Some(only) if terms.is_empty() => only,
        Some(last) => {
            terms.push(last);
            chain(terms)
        }
        None => chain(terms),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::policy::ANYTHING, *};

    #[test]
    fn errors_say_what_and_where() {
        for (text, position, message) in [
            ("", 0, "Expected an attribute name at position 0"),
            ("   ", 3, "Expected an attribute name at position 3"),
            (
                r#"display_message eqq "Create okta user""#,
                16,
                "Unrecognized attribute operator 'eqq' at position 16. Expected: eq,ne,co,sw,ew,pr,gt,ge,lt,le",
            ),
            (
                "status",
                6,
                "Unrecognized attribute operator '' at position 6. Expected: eq,ne,co,sw,ew,pr,gt,ge,lt,le",
            ),
            ("status eq", 9, "Expected a value at position 9"),
            (
                "status eq ACTIVE",
                10,
                "Invalid value 'ACTIVE': expected a quoted string, a number, true, false or null at position 10",
            ),
            (
                r#"status eq "ACTIVE"#,
                10,
                "Unterminated string at position 10",
            ),
            (
                r#"status eq "ACTIVE\""#,
                10,
                "Unterminated string at position 10",
            ),
            (
                r#"status eq "bad \x escape""#,
                10,
                "Invalid value '\"bad \\x escape\"': expected a quoted string, a number, true, false or null at position 10",
            ),
            (
                "a eq 01",
                5,
                "Invalid value '01': expected a quoted string, a number, true, false or null at position 5",
            ),
            (
                "a eq True",
                5,
                "Invalid value 'True': expected a quoted string, a number, true, false or null at position 5",
            ),
            (
                "a gt true",
                5,
                "Operator 'gt' does not take true at position 5",
            ),
            ("a sw 1", 5, "Operator 'sw' does not take 1 at position 5"),
            (
                "a lt null",
                5,
                "Operator 'lt' does not take null at position 5",
            ),
            ("(a pr", 5, "Expected ')' at position 5"),
            ("a pr)", 4, "Unexpected ')' at position 4"),
            ("a pr b pr", 5, "Unexpected 'b' at position 5"),
            ("a pr and", 8, "Expected an attribute name at position 8"),
            (
                "a pr or or b pr",
                11,
                "Unrecognized attribute operator 'b' at position 11. Expected: eq,ne,co,sw,ew,pr,gt,ge,lt,le",
            ),
            (
                "not a pr",
                4,
                "Unrecognized attribute operator 'a' at position 4. Expected: eq,ne,co,sw,ew,pr,gt,ge,lt,le",
            ),
            (
                r#"emails[type eq "work"]"#,
                6,
                "Unrecognized attribute operator '' at position 6. Expected: eq,ne,co,sw,ew,pr,gt,ge,lt,le",
            ),
            ("a..b pr", 0, "Invalid attribute name 'a..b' at position 0"),
            ("é pr ü", 5, "Unexpected 'ü' at position 5"),
            (
                r#"profile.lastName+eq+"x""#,
                0,
                "Invalid attribute name 'profile.lastName+eq+' at position 0",
            ),
        ] {
            let error = ANYTHING.parse(text).unwrap_err();
            assert_eq!(
                (error.position, error.message.as_str()),
                (position, message),
                "{text:?}"
            );
        }
    }

    #[test]
    fn depth_and_length_are_bounded() {
        let nested = |n: usize| format!("{}a pr{}", "(".repeat(n), ")".repeat(n));
        assert!(ANYTHING.parse(&nested(MAX_DEPTH)).is_ok());
        assert!(ANYTHING.parse(&nested(MAX_DEPTH + 1)).is_err());
        assert!(ANYTHING.parse(&"not (".repeat(1000)).is_err());
        // Side by side is not deep, however much there is of it.
        let flat = vec!["(a pr)"; 500].join(" and ");
        assert!(ANYTHING.parse(&flat).is_ok());
        let long = format!("a eq \"{}\"", "x".repeat(MAX_LENGTH));
        assert!(
            ANYTHING
                .parse(&long)
                .unwrap_err()
                .message
                .starts_with("Expression is too long")
        );
    }

    /// Every cut of a valid expression, and every one with a character swapped, parses
    /// or is refused, and never panics.
    #[test]
    fn garbage_is_refused_quietly() {
        let valid = r#"not (a.b eq "x\"é" and c gt 1.5e3) or (d pr AND e co "\u00e9")"#;
        let mut accepted = 0;
        for (cut, _) in valid.char_indices() {
            accepted += usize::from(ANYTHING.parse(&valid[..cut]).is_ok());
            accepted += usize::from(ANYTHING.parse(&valid[cut..]).is_ok());
            for noise in ['"', '\\', '(', ')', '\0', '🦀', '.', '['] {
                let mut noisy = valid.to_owned();
                noisy.insert(cut, noise);
                accepted += usize::from(ANYTHING.parse(&noisy).is_ok());
            }
        }
        assert!(accepted > 0, "the whole expression is among them");
    }
}
