//! `usher compat`: how far each vendor's API is served.

use std::fmt::Write as _;

use usher_api::compat::{Sheet, sheets};

use super::{CommandError, print};

pub(crate) fn run() -> Result<(), CommandError> {
    let sheets: Vec<String> = sheets().iter().map(text).collect();
    print(&sheets.join("\n"))
}

/// A sheet as people read it in a terminal.
fn text(sheet: &Sheet) -> String {
    let mut text = format!("{}\n", sheet.vendor);
    // Writing to a String cannot fail.
    let _ = writeln!(text, "\n  Served");
    for (call, meaning) in sheet.served {
        let _ = writeln!(text, "    {call}\n      {meaning}");
    }
    for (title, lines) in [("Ignored", sheet.ignored), ("Assumed", sheet.assumed)] {
        let _ = writeln!(text, "\n  {title}");
        for line in lines {
            let _ = writeln!(text, "    {line}");
        }
    }
    let _ = writeln!(text, "\n  Errors");
    let width = sheet.errors.iter().map(|error| error.code.len()).max();
    let width = width.unwrap_or_default();
    for error in &sheet.errors {
        let line = format!(
            "    {} {:width$} {}",
            error.status, error.code, error.message
        );
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vendor_is_told_of_with_calls_and_errors() {
        for sheet in sheets() {
            let text = text(&sheet);
            assert!(text.starts_with(sheet.vendor));
            for (call, _) in sheet.served {
                assert!(text.contains(call), "{call}");
            }
            for error in &sheet.errors {
                assert!(text.contains(&error.message), "{error:?}");
            }
        }
    }
}
