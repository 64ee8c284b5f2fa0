//! How a text travels as the body of a part: as it is, or quoted-printable.
//!
//! Either needs seven bits only, so that a server without 8BITMIME takes it.

use lettre::message::Body;
use lettre::message::header::ContentTransferEncoding;

/// The longest line that goes out unencoded; RFC 5322 ends at 998, old relays earlier.
const MAX_PLAIN_LINE_BYTES: usize = 900;

/// How much of a quoted-printable line is text (RFC 2045, 6.7: at most 76, a soft break among them).
const QUOTED_LINE_BYTES: usize = 75;

/// How many bytes are looked at together: a vector register of any processor.
const BLOCK: usize = 16;

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// The body of a part. Plain ASCII stays readable; lettre would quote all of it for one line beyond 76
/// characters.
pub(crate) fn encoded(text: &str) -> Body {
    if is_plain(text) {
        let lines = with_lines(text, Vec::extend_from_slice);
        Body::dangerous_pre_encoded(lines, ContentTransferEncoding::SevenBit)
    } else {
        let lines = with_lines(text, write_quoted);
        Body::dangerous_pre_encoded(lines, ContentTransferEncoding::QuotedPrintable)
    }
}

fn is_plain(text: &str) -> bool {
    text.is_ascii()
        && !text.contains('\0')
        && text.lines().all(|line| line.len() <= MAX_PLAIN_LINE_BYTES)
}

/// Writes a text line by line, with the line ends of the wire; a lone carriage return ends a line, too.
fn with_lines(text: &str, write: impl Fn(&mut Vec<u8>, &[u8])) -> Vec<u8> {
    let text = text.as_bytes();
    let mut lines = Vec::with_capacity(text.len() + text.len() / 8);
    let mut begin = 0;
    for end in memchr::memchr2_iter(b'\r', b'\n', text) {
        // The line feed of a pair belongs to the line before.
        if begin <= end {
            write(&mut lines, &text[begin..end]);
            lines.extend_from_slice(b"\r\n");
            let pair = text[end..].starts_with(b"\r\n");
            begin = end + if pair { 2 } else { 1 };
        }
    }
    write(&mut lines, &text[begin..]);
    lines
}

/// Writes a line in quoted-printable, broken softly where it is too long. lettre's way there goes over each
/// character several times, which was a tenth of what a mail costs.
fn write_quoted(quoted: &mut Vec<u8>, line: &[u8]) {
    let mut rest = line;
    let mut room = QUOTED_LINE_BYTES;
    while let Some((first, behind)) = rest.split_first() {
        let literal = literal_prefix(rest, room);
        if !literal.is_empty() {
            quoted.extend_from_slice(literal);
            room -= literal.len();
            rest = &rest[literal.len()..];
        } else if room >= 3 {
            let [high, low] = [first >> 4, first & 15].map(|digit| HEX[usize::from(digit)]);
            quoted.extend_from_slice(&[b'=', high, low]);
            room -= 3;
            rest = behind;
        } else {
            quoted.extend_from_slice(b"=\r\n");
            room = QUOTED_LINE_BYTES;
        }
    }
}

/// What stands for itself at the beginning of a line's rest, as far as there is room.
fn literal_prefix(rest: &[u8], room: usize) -> &[u8] {
    let fitting = &rest[..rest.len().min(room)];
    let prefix = &fitting[..literal_length(fitting)];
    // A blank at the end of a line would be lost on the way.
    match prefix.strip_suffix(b" ") {
        Some(before) if prefix.len() == rest.len() => before,
        _ => prefix,
    }
}

/// How many bytes from the beginning stand for themselves: whole blocks first, which are looked at at once.
fn literal_length(bytes: &[u8]) -> usize {
    // Counted to the end of the block: a loop with one way out takes all of it at a time.
    let literals = |block: &[u8; BLOCK]| block.iter().filter(|byte| is_literal(**byte)).count();
    let (blocks, _) = bytes.as_chunks::<BLOCK>();
    let blocks = blocks
        .iter()
        .take_while(|block| literals(block) == BLOCK)
        .count()
        * BLOCK;
    let rest = bytes[blocks..].iter();
    blocks + rest.take_while(|byte| is_literal(**byte)).count()
}

const fn is_literal(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && byte != b'='
}

#[cfg(test)]
mod tests {
    use mail_parser::decoders::quoted_printable::quoted_printable_decode;
    use proptest::prelude::*;

    use super::*;

    fn assert_travels(text: &str) {
        let lines = text.replace("\r\n", "\n").replace('\r', "\n");
        let lines = lines.replace('\n', "\r\n").into_bytes();
        assert_eq!(with_lines(text, Vec::extend_from_slice), lines, "{text:?}");
        let quoted = with_lines(text, write_quoted);
        let decoded = quoted_printable_decode(&quoted);
        assert_eq!(decoded, Some(lines), "{text:?}");
        let quoted = String::from_utf8(quoted).unwrap();
        for line in quoted.split("\r\n") {
            assert!(line.len() <= 76, "{text:?}");
            assert!(line.chars().all(|c| matches!(c, ' '..='~')), "{text:?}");
            assert!(!line.ends_with(' '), "{text:?}");
        }
    }

    #[test]
    fn plain_text_is_not_quoted() {
        let body = encoded("a = b\n\rc\r\nd\r\r\n");
        assert_eq!(body.encoding(), ContentTransferEncoding::SevenBit);
        assert_eq!(body.as_ref(), b"a = b\r\n\r\nc\r\nd\r\n\r\n");
    }

    #[test]
    fn what_is_not_plain_is_quoted() {
        for (text, sent) in [
            ("für\na=b \n", "f=C3=BCr\r\na=3Db=20\r\n"),
            ("\0\t ", "=00=09=20"),
        ] {
            let body = encoded(text);
            assert_eq!(body.encoding(), ContentTransferEncoding::QuotedPrintable);
            assert_eq!(String::from_utf8_lossy(body.as_ref()), sent);
        }
        let soft = encoded(&format!("{}ü", "x".repeat(76)));
        let sent = format!("{}=\r\nx=C3=BC", "x".repeat(75));
        assert_eq!(String::from_utf8_lossy(soft.as_ref()), sent);
    }

    #[test]
    fn only_what_old_relays_would_break_is_too_long_for_a_line() {
        let line = "x".repeat(MAX_PLAIN_LINE_BYTES);
        let encoding = |text: &str| encoded(text).encoding();
        assert_eq!(encoding(&line), ContentTransferEncoding::SevenBit);
        let longer = encoding(&format!("{line}x"));
        assert_eq!(longer, ContentTransferEncoding::QuotedPrintable);
    }

    #[test]
    fn lines_are_broken_wherever_their_end_falls() {
        for length in 70..80 {
            for end in ["", " ", "=", "ü", "x ", " ü", "\n"] {
                assert_travels(&format!("{}{end}", "x".repeat(length)));
                assert_travels(&format!("{}{end}", " ".repeat(length)));
            }
        }
    }

    proptest! {
        #[test]
        fn every_text_travels(text in "(?s).{0,200}") {
            assert_travels(&text);
        }

        #[test]
        fn every_long_text_travels(text in "[a-z =ü🎉\r\n\t]{0,400}") {
            assert_travels(&text);
        }
    }
}
