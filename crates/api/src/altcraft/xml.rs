//! Its XML: a root `<xml>` with one element for each field. Of the XML recommendation only what data
//! needs is taken: no document types, so no entities but the five predefined ones, no processing
//! instructions, and no depth to speak of.

use quick_xml::{
    XmlVersion,
    escape::{escape, resolve_predefined_entity},
    events::{BytesDecl, BytesRef, BytesStart, Event},
    reader::Reader,
};

use super::bodies::{Fields, Value};

/// The name of the root.
const ROOT: &str = "xml";
/// How many elements may be open at once. Those below the fields mean nothing.
const MAX_DEPTH: usize = 16;

/// Reads a document; none when it is not well-formed or is more than data.
pub(super) fn read(text: &str) -> Option<Fields> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_comments = true;
    config.expand_empty_elements = true;
    let mut document = Document::default();
    let mut is_first = true;
    loop {
        let event = reader.read_event().ok()?;
        match event {
            Event::Decl(declaration) => (is_first && is_plain(&declaration)).then_some(())?,
            Event::Start(element) => document.open(&element)?,
            Event::End(_) => document.close()?,
            Event::Text(text) => document.take(&text.xml10_content(), Piece::Text)?,
            Event::CData(text) => document.take(&text.xml10_content(), Piece::Cdata)?,
            Event::GeneralRef(reference) => {
                document.take(&resolve(&reference)?, Piece::Reference)?;
            }
            Event::Comment(_) => {}
            Event::Eof => return document.finish(),
            Event::Empty(_) | Event::DocType(_) | Event::PI(_) => return None,
        }
        is_first = false;
    }
}

/// Writes an element with a text. What XML cannot say becomes a replacement character.
pub(super) fn write(out: &mut String, name: &str, text: &str) {
    let legal: String = text
        .chars()
        .map(|c| {
            if is_legal(c) {
                c
            } else {
                char::REPLACEMENT_CHARACTER
            }
        })
        .collect();
    // A bare carriage return would be read as a line feed.
    let text = escape(legal.as_str()).replace('\r', "&#13;");
    open(out, name);
    out.push_str(&text);
    close(out, name);
}

/// Begins an element.
pub(super) fn open(out: &mut String, name: &str) {
    out.extend(["<", name, ">"]);
}

/// Ends an element.
pub(super) fn close(out: &mut String, name: &str) {
    out.extend(["</", name, ">"]);
}

/// What a document has said so far.
#[derive(Default)]
struct Document {
    fields: Fields,
    depth: usize,
    has_root: bool,
    /// The field that is open: its name and text, and whether there are elements in it.
    name: String,
    text: String,
    is_nested: bool,
}

/// Where text comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Text,
    Cdata,
    Reference,
}

impl Document {
    fn open(&mut self, element: &BytesStart<'_>) -> Option<()> {
        let name = element.name().into_inner();
        (is_name(name) && has_plain_attributes(element)).then_some(())?;
        self.depth += 1;
        match self.depth {
            1 => {
                (!self.has_root && name == ROOT).then_some(())?;
                self.has_root = true;
            }
            2 => name.clone_into(&mut self.name),
            3..=MAX_DEPTH => self.is_nested = true,
            _ => return None,
        }
        Some(())
    }

    /// The reader has checked that it is the open element that ends.
    fn close(&mut self) -> Option<()> {
        if self.depth == 2 {
            let text = std::mem::take(&mut self.text);
            let is_nested = std::mem::take(&mut self.is_nested);
            let value = if is_nested {
                Value::Nested
            } else {
                Value::Text(text)
            };
            let name = std::mem::take(&mut self.name);
            self.fields.add(name, value).then_some(())?;
        }
        self.depth = self.depth.checked_sub(1)?;
        Some(())
    }

    fn take(&mut self, text: &str, piece: Piece) -> Option<()> {
        let is_legal =
            text.chars().all(is_legal) && (piece != Piece::Text || !text.contains("]]>"));
        is_legal.then_some(())?;
        match self.depth {
            0 | 1 => {
                let is_space = text.chars().all(|c| matches!(c, ' ' | '\t' | '\r' | '\n'));
                (piece == Piece::Text && is_space).then_some(())
            }
            2 => {
                self.text.push_str(text);
                Some(())
            }
            _ => Some(()),
        }
    }

    fn finish(self) -> Option<Fields> {
        (self.has_root && self.depth == 0).then_some(self.fields)
    }
}

/// A character reference, or one of the five entities that need no declaration.
fn resolve(reference: &BytesRef<'_>) -> Option<String> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok()?.map(String::from);
    }
    resolve_predefined_entity(&reference.xml10_content()).map(str::to_owned)
}

/// Whether a declaration names a version and, if any, the encoding that everything here has.
fn is_plain(declaration: &BytesDecl<'_>) -> bool {
    let is_utf8 = match declaration.encoding() {
        None => true,
        Some(encoding) => encoding.is_ok_and(|name| name.eq_ignore_ascii_case("utf-8")),
    };
    is_utf8 && declaration.xml_version().is_ok()
}

/// Attributes (such as the namespaces that some serialisers add) mean nothing, but must be right.
fn has_plain_attributes(element: &BytesStart<'_>) -> bool {
    element.attributes().all(|attribute| {
        attribute.is_ok_and(|attribute| {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            is_name(attribute.key.into_inner())
                && !attribute.value.contains('<')
                && value.is_ok_and(|value| value.chars().all(is_legal))
        })
    })
}

/// A name, as far as anybody names fields; the recommendation leaves some letters out.
fn is_name(name: &str) -> bool {
    let starts = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | ':') || !c.is_ascii();
    let continues = |c: char| starts(c) || c.is_ascii_digit() || matches!(c, '-' | '.');
    name.starts_with(starts) && name.chars().all(continues)
}

/// The characters of XML 1.0 (section 2.2).
fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests;
