//! A file of users: its encoding, its columns, its records (RFC 4180, and what spreadsheets make of it).

mod scan;

use usher_domain::{
    formula_guard::unguarded,
    user_import::{Cells, Column, MAX_BYTES, MAX_CELLS, MAX_ROWS},
};

use scan::{Flaw, delimiter, flaw, line_of, newlines};

/// Why a file cannot be read at all. Lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It has more bytes than are read.
    #[error("the file has more than {} MiB", MAX_BYTES / (1024 * 1024))]
    TooLarge,
    /// It has more rows than are read.
    #[error("the file has more than {MAX_ROWS} rows")]
    TooManyRows,
    /// Its text is not UTF-8, from this line on.
    #[error("line {0} is not UTF-8")]
    NotUtf8(i64),
    /// A cell begins in this line with a quotation mark that is never closed.
    #[error("a quotation mark in line {0} is never closed")]
    OpenQuote(i64),
    /// A row, or the header, has more cells than any file of users needs.
    #[error("line {0} has more than {MAX_CELLS} cells")]
    TooManyCells(i64),
    /// A row has more or fewer cells than the header.
    #[error("line {line} has {found} cells; the header has {expected}")]
    Cells {
        /// Where.
        line: i64,
        /// How many it has.
        found: usize,
        /// How many the header has.
        expected: usize,
    },
    /// There is no row behind the header, or not even a header.
    #[error("the file has no rows")]
    Empty,
    /// Its columns are not those of users; the first twenty mistakes.
    #[error("the columns of the file cannot be used")]
    Columns(Vec<ColumnMistake>),
}

/// What is wrong with a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnMistake {
    /// There is none of this name, and there has to be.
    Missing(Column),
    /// Two have this name.
    Repeated(Column),
    /// Nobody knows this name.
    Unknown {
        /// The name, not longer than 64 characters.
        header: String,
        /// What was probably meant.
        nearest: Option<Column>,
    },
}

/// A file whose columns are known and whose rows are all as wide as its header.
#[derive(Debug)]
pub(super) struct UserFile {
    text: String,
    delimiter: u8,
    /// Where in a record the cell of each column is.
    places: [Option<usize>; Column::ALL.len()],
}

/// The cells of a row, and the line in which it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileRow {
    pub(super) line: i64,
    pub(super) cells: Cells,
}

const LONGEST_HEADER: usize = 64;
/// As many mistakes as somebody reads.
const MISTAKES_TOLD: usize = 20;

impl UserFile {
    /// Reads a file and makes sure that it holds together.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, FileError> {
        if bytes.len() > MAX_BYTES {
            return Err(FileError::TooLarge);
        }
        let text = std::str::from_utf8(bytes)
            .map_err(|error| FileError::NotUtf8(line_of(bytes, error.valid_up_to())))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let delimiter = delimiter(text);
        let line = |at| line_of(text.as_bytes(), at);
        match flaw(text.as_bytes(), delimiter) {
            Some(Flaw::OpenQuote(at)) => return Err(FileError::OpenQuote(line(at))),
            Some(Flaw::TooManyCells(at)) => return Err(FileError::TooManyCells(line(at))),
            None => {}
        }
        let mut file = Self {
            text: text.to_owned(),
            delimiter,
            places: [None; Column::ALL.len()],
        };
        let mut records = file.records();
        let header = records.next().ok_or(FileError::Empty)?;
        let width = header.cells.len();
        let places = places(&header.cells)?;
        let mut rows = 0;
        for record in records.filter(|record| !record.is_blank()) {
            let found = record.cells.len();
            if found != width {
                return Err(FileError::Cells {
                    line: record.line,
                    found,
                    expected: width,
                });
            }
            rows += 1;
            if rows > MAX_ROWS {
                return Err(FileError::TooManyRows);
            }
        }
        if rows == 0 {
            return Err(FileError::Empty);
        }
        file.places = places;
        Ok(file)
    }

    /// The rows behind the header; those without a word are passed over.
    pub(super) fn rows(&self) -> impl Iterator<Item = FileRow> {
        let records = self.records().skip(1).filter(|record| !record.is_blank());
        records.map(|record| FileRow {
            line: record.line,
            cells: self.places.map(|place| {
                let cell = place.and_then(|place| record.cells.get(place));
                unguarded(cell.unwrap_or_default().trim()).trim().to_owned()
            }),
        })
    }

    fn records(&self) -> Records<'_> {
        let reader = csv::ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(self.text.as_bytes());
        Records {
            text: self.text.as_bytes(),
            rest: reader.into_records(),
            counted_to: 0,
            line: 1,
        }
    }
}

struct Record {
    line: i64,
    cells: csv::StringRecord,
}

impl Record {
    fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// The records of a text, each with the line in which it really begins: the reader's own count takes
/// blank lines for the beginning of what follows them.
struct Records<'a> {
    text: &'a [u8],
    rest: csv::StringRecordsIntoIter<&'a [u8]>,
    counted_to: usize,
    line: i64,
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        // The text is in memory and UTF-8, and rows may have any width: nothing is left to fail.
        let cells = self.rest.next()?.ok()?;
        let at = cells.position().map_or(0, csv::Position::byte);
        let mut at = usize::try_from(at).unwrap_or(self.text.len());
        while self
            .text
            .get(at)
            .is_some_and(|byte| matches!(byte, b'\r' | b'\n'))
        {
            at += 1;
        }
        let passed = self.text.get(self.counted_to..at).unwrap_or_default();
        self.line += newlines(passed);
        self.counted_to = at.max(self.counted_to);
        Some(Record {
            line: self.line,
            cells,
        })
    }
}

fn places(header: &csv::StringRecord) -> Result<[Option<usize>; Column::ALL.len()], FileError> {
    let mut places = [None; Column::ALL.len()];
    let mut mistakes = Vec::new();
    for (place, name) in header.iter().enumerate() {
        let Some(column) = Column::of_header(name) else {
            if !name.trim().is_empty() && !Column::passes_over(name) {
                let printable = name.chars().filter(|c| !c.is_control());
                mistakes.push(ColumnMistake::Unknown {
                    header: printable.take(LONGEST_HEADER).collect(),
                    nearest: Column::nearest(name),
                });
            }
            continue;
        };
        let taken = Column::ALL.iter().position(|one| *one == column);
        if let Some(slot) = taken.and_then(|index| places.get_mut(index)) {
            if slot.is_some() {
                mistakes.push(ColumnMistake::Repeated(column));
            }
            *slot = Some(place);
        }
    }
    if let [None, ..] = places {
        mistakes.insert(0, ColumnMistake::Missing(Column::Login));
    }
    if mistakes.is_empty() {
        Ok(places)
    } else {
        mistakes.truncate(MISTAKES_TOLD);
        Err(FileError::Columns(mistakes))
    }
}

#[cfg(test)]
mod tests;
