//! Rendered words become a MIME message with its envelope.

use std::fmt;
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use usher_domain::email_address::EmailAddress;

use crate::error::MailError;
use crate::letter::Letter;
use crate::plain_text::one_line;
use crate::templates::RenderedMail;
use crate::wire_body::encoded;

/// 9999-12-31T23:59:59Z, the last second a `Date` header can hold.
const LAST_SECOND: i64 = 253_402_300_799;

/// A message ready for a mail server. Its bytes contain the link: it is never stored or logged.
#[derive(Clone, PartialEq, Eq)]
pub struct OutgoingMail {
    /// Where bounces go.
    pub envelope_from: EmailAddress,
    /// Where it goes.
    pub envelope_to: EmailAddress,
    /// Whether only a server with SMTPUTF8 can carry it.
    pub needs_smtputf8: bool,
    /// Headers and body with CRLF line ends, before dot-stuffing.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for OutgoingMail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutgoingMail")
            .field("envelope_to", &self.envelope_to)
            .field("needs_smtputf8", &self.needs_smtputf8)
            .field(
                "bytes",
                &format_args!("[redacted; {} bytes]", self.bytes.len()),
            )
            .finish_non_exhaustive()
    }
}

/// Builds the message of a letter; the same letter and words always give the same bytes.
///
/// # Errors
///
/// When the letter's Message-ID or date cannot stand in a header.
pub fn build(letter: &Letter, rendered: &RenderedMail) -> Result<OutgoingMail, MailError> {
    let message_id = checked_message_id(&letter.message_id)?;
    let from = mailbox(letter.sender.name.as_deref(), &letter.sender.address);
    let to = mailbox(letter.recipient.name.as_deref(), &letter.recipient.address);
    let body = MultiPart::alternative()
        .boundary(boundary(message_id, rendered))
        .singlepart(part(ContentType::TEXT_PLAIN, &rendered.text))
        .singlepart(part(ContentType::TEXT_HTML, &rendered.html));
    let mut headers = Message::builder().from(from).to(to);
    // One that only some servers can carry is left out, rather than the message be refused for it.
    let reply_to = letter.reply_to.as_ref();
    if let Some(address) = reply_to.filter(|address| !address.needs_smtputf8()) {
        headers = headers.reply_to(mailbox(letter.sender.name.as_deref(), address));
    }
    let message = headers
        .subject(header_text(&rendered.subject))
        .date(checked_date(letter.date)?)
        .message_id(Some(format!("<{message_id}>")))
        // RFC 3834: vacation programs do not answer what a program sent.
        .raw_header(header("Auto-Submitted", "auto-generated"))
        // Exchange does not honour RFC 3834 everywhere, but this.
        .raw_header(header("X-Auto-Response-Suppress", "All"))
        .multipart(body)
        .map_err(|error| MailError::Unbuildable {
            reason: error.to_string(),
        })?;
    Ok(OutgoingMail {
        envelope_from: letter.sender.address.clone(),
        envelope_to: letter.recipient.address.clone(),
        needs_smtputf8: letter.sender.address.needs_smtputf8()
            || letter.recipient.address.needs_smtputf8(),
        bytes: message.formatted(),
    })
}

fn mailbox(name: Option<&str>, address: &EmailAddress) -> Mailbox {
    // `EmailAddress` admits only dot-atoms and real domain names, which is stricter than lettre's
    // own check; checking again could only fail where ours is right (single-label domains).
    let wire = Address::new_dangerous(address.local_part(), address.ascii_domain());
    Mailbox::new(name.map(header_text).filter(|name| !name.is_empty()), wire)
}

fn part(content_type: ContentType, text: &str) -> SinglePart {
    SinglePart::builder()
        .header(content_type)
        .body(encoded(text))
}

/// One line in which nothing looks like an encoded word (RFC 2047): readers would decode it, and
/// whoever chose a name would write line breaks and addresses into what they show as the header.
fn header_text(text: &str) -> String {
    one_line(text).replace("=?", "= ?")
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

fn checked_message_id(id: &str) -> Result<&str, MailError> {
    let is_atom = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-_+".contains(&byte))
    };
    let valid = id.len() <= 250
        && id
            .split_once('@')
            .is_some_and(|(left, right)| is_atom(left) && is_atom(right));
    if valid {
        Ok(id)
    } else {
        Err(MailError::InvalidMessageId)
    }
}

/// A line that separates the parts and occurs in none of them, at most 70 characters (RFC 2046).
///
/// It follows from the letter alone: a random one would make two attempts of one message differ.
fn boundary(message_id: &str, rendered: &RenderedMail) -> String {
    let unique = message_id.split('@').next().unwrap_or_default();
    let unique: String = unique
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(40)
        .collect();
    let mut number = 0_u32;
    loop {
        let boundary = format!("usher-part-{unique}-{number}");
        if !rendered.text.contains(&boundary) && !rendered.html.contains(&boundary) {
            return boundary;
        }
        number += 1;
    }
}

fn checked_date(date: DateTime<Utc>) -> Result<SystemTime, MailError> {
    // The formatter beneath panics outside these years.
    if (0..=LAST_SECOND).contains(&date.timestamp()) {
        Ok(SystemTime::from(date))
    } else {
        Err(MailError::DateOutOfRange)
    }
}

#[cfg(test)]
mod tests;
