//! In whose name messages are sent.

use std::fmt;
use std::str::FromStr;

use usher_domain::email_address::{EmailAddress, InvalidEmailAddress};
use uuid::Uuid;

use crate::plain_text::one_line;

/// The `From` of a message; its address is also the envelope sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// The name shown beside the address.
    pub name: Option<String>,
    /// The address.
    pub address: EmailAddress,
}

/// A text that is neither `address` nor `Name <address>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSender {
    /// The address is not valid, or would make every message need SMTPUTF8.
    #[error(transparent)]
    Address(#[from] InvalidEmailAddress),
}

impl Sender {
    /// Makes the Message-ID of the message with this id, without angle brackets.
    ///
    /// Its right side is the sender's domain, which receivers compare.
    #[must_use]
    pub fn message_id(&self, id: Uuid) -> String {
        format!("{}@{}", id.hyphenated(), self.address.ascii_domain())
    }
}

/// Reads `Usher <no-reply@example.com>`, `"Usher, Inc." <…>` or a bare address.
impl FromStr for Sender {
    type Err = InvalidSender;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let (name, address) = match text
            .strip_suffix('>')
            .and_then(|rest| rest.rsplit_once('<'))
        {
            Some((name, address)) => (name.trim(), address.trim()),
            None => ("", text),
        };
        let address = EmailAddress::parse_ascii(address)?;
        let unquoted = name
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'));
        let name = one_line(unquoted.unwrap_or(name));
        Ok(Self {
            name: (!name.is_empty()).then_some(name),
            address,
        })
    }
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name} <{}>", self.address),
            None => write!(f, "{}", self.address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_spellings_are_read() {
        for (text, name, address) in [
            (
                "Usher <no-reply@localhost>",
                Some("Usher"),
                "no-reply@localhost",
            ),
            ("no-reply@example.com", None, "no-reply@example.com"),
            ("<no-reply@example.com>", None, "no-reply@example.com"),
            (
                "\"Usher, Inc.\" <a@b.example>",
                Some("Usher, Inc."),
                "a@b.example",
            ),
            (
                " Büro <a@bücher.example> ",
                Some("Büro"),
                "a@bücher.example",
            ),
        ] {
            let sender: Sender = text.parse().unwrap();
            assert_eq!(
                (sender.name.as_deref(), sender.address.as_str()),
                (name, address)
            );
        }
    }

    #[test]
    fn a_sender_without_a_usable_address_is_refused() {
        assert!("Usher".parse::<Sender>().is_err());
        assert!("Usher <>".parse::<Sender>().is_err());
        assert!("Usher <a@b> x".parse::<Sender>().is_err());
        assert_eq!(
            "ü@example.com".parse::<Sender>(),
            Err(InvalidSender::Address(InvalidEmailAddress::NotAscii))
        );
    }

    #[test]
    fn the_message_id_is_of_the_senders_domain() {
        let sender: Sender = "a@bücher.example".parse().unwrap();
        assert_eq!(
            sender.message_id(Uuid::from_u128(1)),
            "00000000-0000-0000-0000-000000000001@xn--bcher-kva.example"
        );
    }
}
