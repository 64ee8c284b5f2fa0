//! The text of a file before it is taken apart: what separates its cells, which line is where, and
//! whether taking it apart ends well and costs little.

use usher_domain::user_import::MAX_CELLS;

/// Why a text is not taken apart, with the byte where that is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    /// A cell begins there with a quotation mark that is never closed: everything behind it would be
    /// one cell.
    OpenQuote(usize),
    /// One cell more than [`MAX_CELLS`] follows there: text that is nothing but separators
    /// would take many times its size in memory, and each name of a column is compared with ours.
    TooManyCells(usize),
}

/// What is wrong with a text as a whole.
pub(super) fn flaw(text: &[u8], delimiter: u8) -> Option<Flaw> {
    let (mut begins_cell, mut opened, mut cells) = (true, None, 1);
    let mut bytes = text.iter().copied().enumerate().peekable();
    while let Some((at, byte)) = bytes.next() {
        if opened.is_some() {
            let doubled = byte == b'"' && bytes.next_if(|(_, next)| *next == b'"').is_some();
            if byte == b'"' && !doubled {
                opened = None;
            }
        } else if byte == b'"' && begins_cell {
            (opened, begins_cell) = (Some(at), false);
        } else if byte == delimiter {
            (begins_cell, cells) = (true, cells + 1);
            if cells > MAX_CELLS {
                return Some(Flaw::TooManyCells(at));
            }
        } else if matches!(byte, b'\r' | b'\n') {
            (begins_cell, cells) = (true, 1);
        } else {
            begins_cell = false;
        }
    }
    opened.map(Flaw::OpenQuote)
}

/// How many lines end in a text, by whichever of the three ends there are.
pub(super) fn newlines(bytes: &[u8]) -> i64 {
    let mut count = 0;
    let mut bytes = bytes.iter().peekable();
    while let Some(byte) = bytes.next() {
        let ends = match byte {
            b'\n' => true,
            b'\r' => bytes.peek() != Some(&&b'\n'),
            _ => false,
        };
        count += i64::from(ends);
    }
    count
}

/// The line in which a byte stands, counted from 1.
pub(super) fn line_of(bytes: &[u8], at: usize) -> i64 {
    1 + newlines(bytes.get(..at).unwrap_or_default())
}

/// What separates the cells of the header: a comma unless there are more of something else.
pub(super) fn delimiter(text: &str) -> u8 {
    let mut counts = [(0, b','), (0, b';'), (0, b'\t')];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => {
                let known = counts.iter_mut().find(|(_, delimiter)| *delimiter == byte);
                if let Some((count, _)) = known {
                    *count += 1;
                }
            }
        }
    }
    // Of equals the last one is the greatest, and the comma is to win.
    let most = counts.iter().rev().max_by_key(|(count, _)| *count);
    most.map_or(b',', |(_, delimiter)| *delimiter)
}
