//! What a server wrote, as far as a message shows it.

/// The beginning of a text, on one line: U+FFFD stands for what would control a terminal,
/// and `…` for what is more than this many characters.
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
        // Those that turn the direction of what follows show it as something else.
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        c if c.is_control() => '\u{FFFD}',
        c => c,
    }
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
