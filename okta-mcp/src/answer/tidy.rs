//! Text that people in the org wrote: shortened, and without characters that look like
//! something else.

use serde_json::Value;

/// The length in characters up to which a text is shown.
pub const LONGEST_TEXT: usize = 2_000;

/// Shortens every text and removes invisible characters from it.
pub fn tidy(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some(tidied) = tidied(text) {
                *text = tidied;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Object(fields) => fields.values_mut().for_each(tidy),
        _ => {}
    }
}

fn tidied(text: &str) -> Option<String> {
    let too_long = text.char_indices().nth(LONGEST_TEXT);
    if too_long.is_none() && !text.chars().any(deceives) {
        return None;
    }
    let shown = too_long.map_or(text, |(end, _)| text.get(..end).unwrap_or(text));
    let mut shown: String = shown.chars().filter(|c| !deceives(*c)).collect();
    if too_long.is_some() {
        let hidden = text.chars().count() - LONGEST_TEXT;
        shown.push_str(&format!("… [{hidden} more characters]"));
    }
    Some(shown)
}

/// Whether a character is invisible or reverses the direction of the text. With such characters
/// a text can say something else to a model than to a person.
fn deceives(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_deceiving_texts_are_cut() {
        let mut value = Value::from("a".repeat(LONGEST_TEXT + 7));
        tidy(&mut value);
        assert!(value.as_str().unwrap().ends_with("a… [7 more characters]"));
        let mut value = Value::from("Ada\u{202e}ecalevoL\u{e0041}\n");
        tidy(&mut value);
        assert_eq!(value, "AdaecalevoL\n");
    }
}
