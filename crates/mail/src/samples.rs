//! One letter of each kind with fixed values: for previews and for the snapshots of the templates.
//!
//! A new kind of message, or a new variant of its wording, gets a sample here.

use chrono::{DateTime, Duration, TimeZone, Utc};
use usher_domain::email_address::EmailAddress;
use uuid::Uuid;

use crate::letter::{
    AccountLink, Content, Letter, LinkUrl, Recipient, RequestedFrom, Reset, Sender, Welcome,
};

/// The samples, each with a name that can be a file name.
#[must_use]
pub fn samples() -> Vec<(&'static str, Letter)> {
    vec![
        ("welcome", letter(1, Content::Welcome(welcome()))),
        (
            "welcome-again",
            letter(2, Content::Welcome(welcome_with_password())),
        ),
        (
            "welcome-hard-names",
            letter(3, Content::Welcome(welcome_with_hard_names())),
        ),
        (
            "reset",
            letter(4, Content::Reset(reset(&["Analytical Engines"]))),
        ),
        (
            "reset-several",
            letter(
                5,
                Content::Reset(reset(&["Analytical Engines", "Königsberg & Söhne"])),
            ),
        ),
    ]
}

fn letter(number: u128, content: Content) -> Letter {
    let sender = Sender {
        name: Some("Usher".to_owned()),
        address: address("no-reply@usher.example"),
    };
    Letter {
        message_id: sender.message_id(Uuid::from_u128(number)),
        date: noon(),
        sender,
        recipient: Recipient {
            name: Some("Ada Lovelace".to_owned()),
            address: address("ada@example.com"),
        },
        locale: "en".to_owned(),
        content,
    }
}

fn welcome() -> Welcome {
    Welcome {
        account_name: "Analytical Engines".to_owned(),
        display_name: "Ada Lovelace".to_owned(),
        login: "ada".to_owned(),
        link: link(1),
        link_life: Duration::days(7),
        requested: RequestedFrom {
            platform: Some("Firefox on Linux".to_owned()),
            place: Some("Bonn, Germany".to_owned()),
            at: noon(),
            by: Some("Charles Babbage".to_owned()),
        },
        has_password: false,
    }
}

fn welcome_with_password() -> Welcome {
    Welcome {
        link_life: Duration::hours(1),
        requested: RequestedFrom {
            platform: None,
            place: None,
            at: noon(),
            by: None,
        },
        has_password: true,
        ..welcome()
    }
}

fn welcome_with_hard_names() -> Welcome {
    Welcome {
        account_name: "Tom's \"R&D\" <Lab>, a/b".to_owned(),
        display_name: "עדה לאבלייס 🎉".to_owned(),
        login: "ada,\u{202e}lovelace\r\nBcc: eve@example.com".to_owned(),
        ..welcome()
    }
}

fn reset(accounts: &[&str]) -> Reset {
    let links = (1..)
        .zip(accounts)
        .map(|(number, account_name)| AccountLink {
            account_name: (*account_name).to_owned(),
            login: "ada".to_owned(),
            link: link(number),
        })
        .collect();
    Reset {
        links,
        link_life: Duration::hours(24),
        requested: RequestedFrom {
            platform: Some("Safari on iPhone".to_owned()),
            place: None,
            at: noon(),
            by: None,
        },
    }
}

/// A link of the real length, whose token no keyring ever minted.
fn link(number: u8) -> LinkUrl {
    let token = format!("sample-{number}-{}", "0123456789abcdef".repeat(4));
    LinkUrl::parse(&format!("https://usher.example/welcome/{token}")).expect("a fixed, valid URL")
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("a fixed, valid address")
}

fn noon() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 14, 12, 0, 0)
        .single()
        .expect("a fixed, valid time")
}
