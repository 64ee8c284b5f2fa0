//! Text from outside, made fit for one line of a message, and our own text in lines.

/// The longest text that a header or a sentence takes over, in characters.
const MAX_CHARS: usize = 200;

/// How long the lines of the text part are, in characters (RFC 5322, 2.1.1: at most 78).
const LINE_CHARS: usize = 72;

/// Turns any text into one line: no control characters, no line breaks, nothing that turns the
/// reading direction of what follows. Right-to-left *letters* stay.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        let word: String = word.chars().filter(|c| !overrides_direction(*c)).collect();
        if !word.is_empty() && !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    line.chars()
        .take(MAX_CHARS)
        .collect::<String>()
        .trim_end()
        .to_owned()
}

/// A paragraph in lines that every mail program shows whole. A word is never broken.
pub(crate) fn wrapped(paragraph: &str) -> String {
    let mut text = String::with_capacity(paragraph.len() + 8);
    let mut length = 0;
    for word in paragraph.split_whitespace() {
        let chars = word.chars().count();
        if length > 0 && length + 1 + chars > LINE_CHARS {
            text.push('\n');
            length = 0;
        } else if length > 0 {
            text.push(' ');
            length += 1;
        }
        text.push_str(word);
        length += chars;
    }
    text
}

/// Embeddings, overrides and isolates (U+202A..U+202E, U+2066..U+2069) and the byte order mark: with
/// them a name can pose as another or mirror the rest of the line.
fn overrides_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn line_breaks_become_spaces_and_letters_stay() {
        assert_eq!(
            one_line("  Ada\r\nBcc: eve@example.com\u{0} "),
            "Ada Bcc: eve@example.com"
        );
        assert_eq!(one_line("שלום \u{202e}evil\u{2028}x"), "שלום evil x");
        assert_eq!(one_line(&"ü".repeat(300)).chars().count(), 200);
    }

    #[test]
    fn lines_break_between_words_only() {
        let word = "x".repeat(80);
        let text = format!("{} {word} end", "ab ".repeat(30));
        let lines: Vec<String> = wrapped(&text).lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[0].len(), 71);
        assert_eq!(lines[2], word);
        assert_eq!(lines[3], "end");
    }

    proptest! {
        #[test]
        fn the_result_is_always_one_clean_line(text in any::<String>()) {
            let line = one_line(&text);
            prop_assert!(!line.contains(|c: char| c.is_control() || overrides_direction(c)));
            prop_assert_eq!(line.trim(), line.as_str());
        }

        #[test]
        fn wrapping_loses_no_word(text in "[a-zü ]{0,400}") {
            let wrapped = wrapped(&text);
            prop_assert!(wrapped.split_whitespace().eq(text.split_whitespace()));
            prop_assert!(wrapped.lines().all(|line| line.chars().count() <= LINE_CHARS || !line.contains(' ')));
        }
    }
}
