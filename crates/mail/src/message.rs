//! Rendered words become a MIME message with its envelope.

use std::fmt;
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use lettre::Address;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, Mailbox, Message, MultiPart, SinglePart};
use usher_domain::email_address::EmailAddress;

use crate::error::MailError;
use crate::letter::Letter;
use crate::plain_text::one_line;
use crate::templates::RenderedMail;

/// The longest line that goes out unencoded; RFC 5322 ends at 998, old relays earlier.
const MAX_PLAIN_LINE_BYTES: usize = 900;

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
    let message = Message::builder()
        .from(from)
        .to(to)
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

/// Plain ASCII stays readable on the wire, all else is quoted-printable: the body never needs
/// 8BITMIME, which not every server has.
fn part(content_type: ContentType, text: &str) -> SinglePart {
    let plain = text.is_ascii() && text.lines().all(|line| line.len() <= MAX_PLAIN_LINE_BYTES);
    let preferred = if plain {
        ContentTransferEncoding::SevenBit
    } else {
        ContentTransferEncoding::QuotedPrintable
    };
    // Base64 can carry anything, so the second step has no failure left.
    let body = Body::new_with_encoding(text.to_owned(), preferred).unwrap_or_else(Body::new);
    SinglePart::builder().header(content_type).body(body)
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
mod tests {
    use mail_parser::{Message as Parsed, MessageParser};
    use proptest::prelude::*;

    use super::*;
    use crate::letter::Content;
    use crate::samples::samples;
    use crate::templates::Templates;

    fn sample() -> Letter {
        samples().remove(0).1
    }

    fn built(letter: &Letter) -> OutgoingMail {
        let rendered = Templates::builtin().render(letter).unwrap();
        build(letter, &rendered).unwrap()
    }

    fn parsed(mail: &OutgoingMail) -> Parsed<'_> {
        MessageParser::default().parse(&mail.bytes).unwrap()
    }

    fn header_names(mail: &OutgoingMail) -> Vec<String> {
        let mut names: Vec<String> = parsed(mail)
            .headers()
            .iter()
            .map(|header| header.name().to_ascii_lowercase())
            .collect();
        names.sort();
        names
    }

    const EXPECTED_HEADERS: [&str; 9] = [
        "auto-submitted",
        "content-type",
        "date",
        "from",
        "message-id",
        "mime-version",
        "subject",
        "to",
        "x-auto-response-suppress",
    ];

    #[test]
    fn the_message_has_the_headers_that_automatic_mail_must_have() {
        let mail = built(&sample());
        let message = parsed(&mail);
        assert_eq!(header_names(&mail), EXPECTED_HEADERS);
        assert_eq!(
            message.message_id(),
            Some("00000000-0000-0000-0000-000000000001@usher.example")
        );
        assert_eq!(message.date().unwrap().to_rfc3339(), "2026-03-14T12:00:00Z");
        assert_eq!(
            message.subject(),
            Some("Welcome to Analytical Engines: choose your password")
        );
        assert_eq!(message.text_body_count(), 1);
        assert_eq!(message.html_body_count(), 1);
        let raw = String::from_utf8(mail.bytes.clone()).unwrap();
        assert!(raw.contains("\r\nAuto-Submitted: auto-generated\r\n"));
        assert!(raw.contains("\r\nX-Auto-Response-Suppress: All\r\n"));
        assert!(raw.contains("multipart/alternative"));
        assert!(!raw.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn both_parts_arrive_as_they_were_rendered() {
        for (name, letter) in samples() {
            let rendered = Templates::builtin().render(&letter).unwrap();
            let mail = build(&letter, &rendered).unwrap();
            let message = parsed(&mail);
            let text = message.body_text(0).unwrap().replace("\r\n", "\n");
            let html = message.body_html(0).unwrap().replace("\r\n", "\n");
            assert_eq!(text.trim_end(), rendered.text.trim_end(), "{name}");
            assert_eq!(html.trim_end(), rendered.html.trim_end(), "{name}");
        }
    }

    #[test]
    fn building_twice_gives_the_same_bytes() {
        for (_, letter) in samples() {
            assert_eq!(built(&letter), built(&letter));
        }
    }

    #[test]
    fn no_body_needs_more_than_seven_bits() {
        for (name, letter) in samples() {
            assert!(built(&letter).bytes.is_ascii(), "{name}");
        }
    }

    #[test]
    fn a_name_that_looks_like_an_encoded_word_stays_a_name() {
        let lookalike = "=?utf-8?q?=0D=0ABcc:_eve@example.com?=";
        let mut letter = sample();
        letter.recipient.name = Some(lookalike.to_owned());
        if let Content::Welcome(welcome) = &mut letter.content {
            welcome.account_name = lookalike.to_owned();
        }
        let mail = built(&letter);
        let message = parsed(&mail);
        let subject = message.subject().unwrap();
        let shown = "= ?utf-8?q?=0D=0ABcc:_eve@example.com?=";
        assert_eq!(subject, format!("Welcome to {shown}: choose your password"));
        let name = message.to().unwrap().first().unwrap().name().unwrap();
        assert_eq!(name, shown);
    }

    #[test]
    fn an_internationalised_domain_travels_as_a_labels() {
        let mut letter = sample();
        letter.recipient.address = EmailAddress::parse("ada@bücher.example").unwrap();
        let mail = built(&letter);
        assert!(!mail.needs_smtputf8);
        let message = parsed(&mail);
        let to = message.to().unwrap().first().unwrap();
        assert_eq!(to.address(), Some("ada@xn--bcher-kva.example"));
    }

    #[test]
    fn an_internationalised_local_part_needs_smtputf8() {
        let mut letter = sample();
        letter.recipient.address = EmailAddress::parse("用户@例え.jp").unwrap();
        let mail = built(&letter);
        assert!(mail.needs_smtputf8);
        let message = parsed(&mail);
        let to = message.to().unwrap().first().unwrap();
        assert_eq!(to.address(), Some("用户@xn--r8jz45g.jp"));
    }

    #[test]
    fn what_cannot_stand_in_a_header_is_an_error() {
        let rendered = Templates::builtin().render(&sample()).unwrap();
        for id in [
            "",
            "no-at",
            "a@",
            "@b",
            "a@b>\r\nBcc: eve@example.com",
            "a b@c",
            "ü@b",
        ] {
            let letter = Letter {
                message_id: id.to_owned(),
                ..sample()
            };
            assert!(matches!(
                build(&letter, &rendered),
                Err(MailError::InvalidMessageId)
            ));
        }
        for date in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            let letter = Letter { date, ..sample() };
            assert!(matches!(
                build(&letter, &rendered),
                Err(MailError::DateOutOfRange)
            ));
        }
    }

    #[test]
    fn debug_output_hides_recipient_and_content() {
        let shown = format!("{:?}", built(&sample()));
        assert!(shown.contains("a…@example.com"));
        assert!(!shown.contains("ada@") && !shown.contains("http"));
    }

    fn hostile_text() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[\\x00-\\x7f]{0,60}",
            "[a\"\\\\<>,;:@() \r\n\t\u{0}\u{202e}שא🎉=?_-]{0,60}",
            Just("\"Eve\" <eve@example.com>\r\nBcc: mallory@example.com\r\n\r\nbody".to_owned()),
            Just("=?utf-8?q?=0D=0ABcc:_eve@example.com?=".to_owned()),
            Just("--usher-part-00000000000000000000000000000001-0--".to_owned()),
            "[ü]{0,400}",
        ]
    }

    proptest! {
        #[test]
        fn no_name_injects_a_header_or_panics(
            sender_name in hostile_text(),
            recipient_name in hostile_text(),
            account_name in hostile_text(),
            login in hostile_text(),
        ) {
            let mut letter = sample();
            letter.sender.name = Some(sender_name);
            letter.recipient.name = Some(recipient_name.clone());
            if let Content::Welcome(welcome) = &mut letter.content {
                welcome.account_name = account_name;
                welcome.login = login;
            }
            let mail = built(&letter);
            prop_assert_eq!(header_names(&mail), EXPECTED_HEADERS);
            let message = parsed(&mail);
            let to: Vec<_> = message.to().unwrap().iter().collect();
            prop_assert_eq!(to.len(), 1);
            prop_assert_eq!(to[0].address(), Some("ada@example.com"));
            let from: Vec<_> = message.from().unwrap().iter().collect();
            prop_assert_eq!(from.len(), 1);
            prop_assert_eq!(from[0].address(), Some("no-reply@usher.example"));
            prop_assert_eq!(message.parts.len(), 3);
            prop_assert!(mail.bytes.split(|byte| *byte == b'\n').all(|line| line.len() <= 999));
        }

        #[test]
        fn plain_names_arrive_unchanged(name in "[\\p{L}\"\\\\,;<>@()'🎉.]([\\p{L}\"\\\\,;<>@()'🎉. ]{0,40}[\\p{L}\",🎉])?") {
            let mut letter = sample();
            letter.recipient.name = Some(name.clone());
            let mail = built(&letter);
            let message = parsed(&mail);
            let expected = one_line(&name);
            prop_assert_eq!(message.to().unwrap().first().unwrap().name(), Some(expected.as_str()));
        }
    }
}
