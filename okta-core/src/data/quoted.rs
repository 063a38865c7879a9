//! Values in expressions.

use std::fmt::{self, Display, Write};

/// Quotes a value for a `search` or `filter` expression. It adds double quotes, and escapes
/// quotes and backslashes inside, so that no value can end the expression or change its
/// meaning. Numbers, `true` and `false` need no quotes. `q` is not an expression; it takes any
/// text as it is.
///
/// ```
/// use okta_api::quoted;
///
/// let title = r#"Analyst "A""#;
/// let search = format!("profile.title eq {} and status eq {}", quoted(title), quoted("ACTIVE"));
/// assert_eq!(search, r#"profile.title eq "Analyst \"A\"" and status eq "ACTIVE""#);
/// ```
pub fn quoted(value: impl Display) -> impl Display {
    struct Quoted<T>(T);

    impl<T: Display> Display for Quoted<T> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_char('"')?;
            write!(Escaped(f), "{}", self.0)?;
            f.write_char('"')
        }
    }

    Quoted(value)
}

/// Escapes like JSON, which is what SCIM requires.
struct Escaped<'a, 'f>(&'a mut fmt::Formatter<'f>);

impl Write for Escaped<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for c in text.chars() {
            match c {
                '"' | '\\' => write!(self.0, "\\{c}")?,
                c if c.is_ascii_control() => write!(self.0, "\\u{:04x}", u32::from(c))?,
                c => self.0.write_char(c)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stays_a_value() {
        for value in [
            "",
            "Ada",
            "O'Hara",
            r#"a" or status pr or "b"#,
            r"DOMAIN\user",
            r#"\"#,
            r#"\""#,
            "a\nb\u{7f}",
            "Zoë 😀",
        ] {
            let text = quoted(value).to_string();
            assert_eq!(
                serde_json::from_str::<String>(&text).unwrap(),
                value,
                "{text}"
            );
        }
        assert_eq!(quoted(7).to_string(), r#""7""#);
    }
}
