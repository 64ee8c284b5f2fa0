//! What is read as a file of users, and what is refused.

use proptest::prelude::*;

use super::*;

fn rows(text: &str) -> Vec<(i64, [String; 5])> {
    let file = UserFile::read(text.as_bytes()).expect("a file");
    file.rows().map(|row| (row.line, row.cells)).collect()
}

fn refused(bytes: &[u8]) -> FileError {
    UserFile::read(bytes).expect_err("no file of users")
}

#[test]
fn columns_come_in_any_order_and_separated_as_spreadsheets_do() {
    let expected = ["ada", "ada@example.com", "Ada Lovelace", "", "en"];
    for text in [
        "login,email,display_name,locale\nada,ada@example.com,Ada Lovelace,en\n",
        "\u{feff}E-Mail;Name;Login;Language\r\nada@example.com;Ada Lovelace;ada;en\r\n",
        "LOGIN\tlocale\tname\tE-MAIL\nada\ten\tAda Lovelace\tada@example.com",
        "status,login,email,name,locale,\nactive,ada,ada@example.com,\"Ada Lovelace\",en,\n",
    ] {
        assert_eq!(rows(text), [(2, expected.map(str::to_owned))], "{text:?}");
    }
}

#[test]
fn rows_know_their_lines_across_blank_ones_and_breaks_in_cells() {
    let text = "login,name\r\n\r\nada,\"a\r\nb\"\r\n,\r\n\r\ngrace,x\r\n";
    let lines: Vec<_> = rows(text).into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [3, 7]);
    let lines: Vec<_> = rows("login\rada\r\rgrace")
        .into_iter()
        .map(|(line, _)| line)
        .collect();
    assert_eq!(lines, [2, 4], "old files end lines with a carriage return");
}

#[test]
fn what_an_export_guards_is_read_without_the_guard() {
    let read = rows("login,phone,name\nada,'+49 170 1,'t Hooft\nbob,,Bob;'=1\n");
    assert_eq!(read[0].1[3], "+49 170 1");
    assert_eq!(read[0].1[2], "'t Hooft");
    assert_eq!(read[1].1[2], "Bob;=1");
}

#[test]
fn a_broken_file_is_refused_with_the_line() {
    assert_eq!(refused(b"login\nada\n\xff\xfe"), FileError::NotUtf8(3));
    assert_eq!(refused(b"\xff\xfel\0"), FileError::NotUtf8(1));
    assert_eq!(
        refused(b"login,name\nada,\"A\n\nb\n"),
        FileError::OpenQuote(2)
    );
    let cells = FileError::Cells {
        line: 3,
        found: 3,
        expected: 2,
    };
    assert_eq!(refused(b"login,name\nada,A\ngrace,B,C\n"), cells);
    for empty in [&b""[..], b"\n\n", b"login\n", b"login,name\n,\n"] {
        assert_eq!(refused(empty), FileError::Empty, "{empty:?}");
    }
}

#[test]
fn wrong_columns_are_named_with_what_was_probably_meant() {
    let FileError::Columns(mistakes) = refused(b"logn,email,mail,shoe size\nada,,,\n") else {
        panic!("the columns are wrong");
    };
    let unknown = |header: &str, nearest| ColumnMistake::Unknown {
        header: header.to_owned(),
        nearest,
    };
    assert_eq!(
        mistakes,
        [
            ColumnMistake::Missing(Column::Login),
            unknown("logn", Some(Column::Login)),
            ColumnMistake::Repeated(Column::Email),
            unknown("shoe size", None),
        ]
    );
}

#[test]
fn a_file_has_bounds() {
    let mut text = "login\n".to_owned();
    text.push_str(&"a\n".repeat(MAX_ROWS));
    assert!(UserFile::read(text.as_bytes()).is_ok());
    text.push_str("a\n");
    assert_eq!(refused(text.as_bytes()), FileError::TooManyRows);
    assert_eq!(refused(&vec![b'a'; MAX_BYTES + 1]), FileError::TooLarge);
}

#[test]
fn no_row_has_more_cells_than_a_file_of_users_needs() {
    // Nothing of it is compared with the names of columns.
    let widest = "a,b,".repeat(MAX_BYTES / 4);
    assert_eq!(refused(widest.as_bytes()), FileError::TooManyCells(1));
    let blanks = |count: usize| "login".to_owned() + &",".repeat(count - 1) + "\n";
    let rest = ",".repeat(MAX_CELLS - 1);
    let read = rows(&format!("{}ada{rest}\n", blanks(MAX_CELLS)));
    assert_eq!(read[0].1[0], "ada");
    let wide = format!("{}ada{rest},\n", blanks(MAX_CELLS));
    assert_eq!(refused(wide.as_bytes()), FileError::TooManyCells(2));
    let wide = format!("{}ada\n", blanks(MAX_CELLS + 1));
    assert_eq!(refused(wide.as_bytes()), FileError::TooManyCells(1));
    // A separator within quotation marks begins no cell.
    let quoted = format!("login,name\nada,\"{}\"\n", ",".repeat(MAX_CELLS));
    assert_eq!(rows(&quoted).len(), 1);
}

#[test]
fn not_every_wrong_column_is_told() {
    let header = (1..=40).map(|number| format!("size{number}"));
    let header = header.collect::<Vec<_>>().join(",");
    let FileError::Columns(mistakes) = refused(header.as_bytes()) else {
        panic!("the columns are wrong");
    };
    assert_eq!(mistakes.len(), 20);
    assert_eq!(mistakes[0], ColumnMistake::Missing(Column::Login));
}

proptest! {
    #[test]
    fn no_file_panics(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(file) = UserFile::read(&bytes) {
            prop_assert!(file.rows().count() > 0);
        }
    }

    #[test]
    fn no_text_panics(text in "(login|name|[,;\t\"'\r\n=]|[a-z é😀]){0,60}") {
        if let Ok(file) = UserFile::read(text.as_bytes()) {
            let lines: Vec<_> = file.rows().map(|row| row.line).collect();
            prop_assert!(lines.is_sorted_by(|one, next| one < next));
        }
    }
}
