//! One letter of each kind with fixed values: for previews and for the snapshots of the templates.
//!
//! A new kind of message, or a new variant of its wording, gets a sample here.

use chrono::{DateTime, Duration, TimeZone, Utc};
use usher_domain::email_address::EmailAddress;
use uuid::Uuid;

use crate::letter::{
    AccountLink, Content, Letter, LinkUrl, Platform, Recipient, RequestedFrom, Requester, Reset,
    Sender, Test, Welcome,
};

/// The samples in a language, each with a name that can be a file name.
#[must_use]
pub fn samples(locale: &str) -> Vec<(&'static str, Letter)> {
    let contents = [
        ("welcome", Content::Welcome(welcome())),
        ("welcome-again", Content::Welcome(welcome_with_password())),
        (
            "welcome-hard-names",
            Content::Welcome(welcome_with_hard_names()),
        ),
        ("reset", Content::Reset(reset(&["Analytical Engines"]))),
        (
            "reset-several",
            Content::Reset(reset(&["Analytical Engines", "Königsberg & Söhne"])),
        ),
        ("test", Content::Test(test())),
    ];
    (1..)
        .zip(contents)
        .map(|(number, (name, content))| (name, letter(number, locale, content)))
        .collect()
}

/// A welcome email to somebody who is new.
#[must_use]
pub fn new_welcome(locale: &str) -> Letter {
    letter(1, locale, Content::Welcome(welcome()))
}

/// The path of the link in samples, behind the base of an installation. It opens nothing.
pub const LINK_PATH: &str =
    "/welcome/sample-1-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// Welcome emails to readers of each kind: new ones, those who have a password, names that are hard
/// to show, and nothing known of whoever asked.
#[must_use]
pub fn welcomes(locale: &str) -> Vec<Letter> {
    let samples = samples(locale).into_iter().map(|(_, letter)| letter);
    samples
        .filter(|letter| matches!(letter.content, Content::Welcome(_)))
        .collect()
}

/// The same letter in the name of an account that brings its own sender name, colour and address
/// for answers.
#[must_use]
pub fn branded(letter: Letter) -> Letter {
    Letter {
        sender: Sender {
            name: Some("Analytical Engines IT".to_owned()),
            ..letter.sender
        },
        reply_to: Some(address("help@engines.example")),
        accent: "#f2c200".parse().ok(),
        ..letter
    }
}

fn letter(number: u128, locale: &str, content: Content) -> Letter {
    let sender = Sender {
        name: Some("Usher".to_owned()),
        address: address("no-reply@usher.example"),
    };
    Letter {
        message_id: sender.message_id(Uuid::from_u128(number)),
        date: noon(),
        sender,
        reply_to: None,
        recipient: Recipient {
            name: Some("Ada Lovelace".to_owned()),
            address: address("ada@example.com"),
        },
        locale: locale.to_owned(),
        accent: None,
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
            platform: Some(Platform {
                program: "Firefox".to_owned(),
                system: Some("Linux".to_owned()),
            }),
            place: Some("Bonn, Germany".to_owned()),
            at: noon(),
            by: Requester::Named("Charles Babbage".to_owned()),
        },
        has_password: false,
    }
}

fn welcome_with_password() -> Welcome {
    Welcome {
        link_life: Duration::hours(1),
        requested: asked_by(Requester::System),
        has_password: true,
        ..welcome()
    }
}

fn welcome_with_hard_names() -> Welcome {
    Welcome {
        account_name: "Tom's \"R&D\" <Lab>, a/b".to_owned(),
        display_name: "עדה לאבלייס 🎉<script>alert(1)</script>".to_owned(),
        login: "ada,\u{202e}lovelace\r\nBcc: eve@example.com".to_owned(),
        requested: asked_by(Requester::LinkHolder),
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
            platform: Some(Platform {
                program: "Safari".to_owned(),
                system: Some("iPhone".to_owned()),
            }),
            ..asked_by(Requester::Visitor)
        },
        has_password: true,
    }
}

fn test() -> Test {
    Test {
        provider: "main".to_owned(),
        requested: RequestedFrom {
            platform: Some(Platform {
                program: "curl/8.5.0".to_owned(),
                system: None,
            }),
            ..asked_by(Requester::Named("Charles Babbage".to_owned()))
        },
    }
}

fn asked_by(by: Requester) -> RequestedFrom {
    RequestedFrom {
        platform: None,
        place: None,
        at: noon(),
        by,
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
