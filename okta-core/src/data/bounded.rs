//! Bounds a server's text for messages.

/// Returns the beginning of a text on one line. U+FFFD replaces characters that would control a
/// terminal, and `…` what exceeds this number of characters.
pub(crate) fn bounded(text: &str, most: usize) -> String {
    let mut shown: String = text.chars().take(most).map(harmless).collect();
    if text.chars().nth(most).is_some() {
        shown.push('…');
    }
    shown
}

fn harmless(c: char) -> char {
    match c {
        '\n' | '\r' | '\t' => ' ',
        c if c.is_control() || is_format(c) => '\u{FFFD}',
        c => c,
    }
}

/// Whether a character is an invisible formatting character, such as one that reverses a line.
pub(crate) fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_bounded_and_controls_nothing() {
        for (text, expected) in [
            ("", ""),
            ("fünf", "fünf"),
            ("fünf!", "fünf!"),
            ("sechse", "sechs…"),
            ("a\r\n\tb", "a   b"),
            ("\u{1b}[2J", "\u{FFFD}[2J"),
            ("\u{202E}\u{9b}\0", "\u{FFFD}\u{FFFD}\u{FFFD}"),
        ] {
            assert_eq!(bounded(text, 5), expected);
        }
    }
}
