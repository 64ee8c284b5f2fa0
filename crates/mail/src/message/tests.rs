//! What a message has, and what no name can put into it.

use mail_parser::{Message as Parsed, MessageParser};
use proptest::prelude::*;
use usher_i18n::Language;

use super::*;
use crate::letter::Content;
use crate::samples::{branded, samples};
use crate::templates::Templates;

fn sample() -> Letter {
    samples("en").remove(0).1
}

fn every_sample() -> Vec<(&'static str, Letter)> {
    Language::ALL
        .into_iter()
        .flat_map(|language| samples(language.tag()))
        .flat_map(|(name, letter)| [(name, letter.clone()), (name, branded(letter))])
        .collect()
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
    for (name, letter) in every_sample() {
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
    for (_, letter) in every_sample() {
        assert_eq!(built(&letter), built(&letter));
    }
}

#[test]
fn no_body_needs_more_than_seven_bits() {
    for (name, letter) in every_sample() {
        assert!(built(&letter).bytes.is_ascii(), "{name}");
    }
}

#[test]
fn an_account_is_answered_at_its_own_address_and_sends_from_ours() {
    let mail = built(&branded(sample()));
    let message = parsed(&mail);
    let from = message.from().unwrap().first().unwrap();
    assert_eq!(from.name(), Some("Analytical Engines IT"));
    assert_eq!(from.address(), Some("no-reply@usher.example"));
    let answers = message.reply_to().unwrap().first().unwrap();
    assert_eq!(answers.name(), Some("Analytical Engines IT"));
    assert_eq!(answers.address(), Some("help@engines.example"));
    assert_eq!(mail.envelope_from.as_str(), "no-reply@usher.example");
    let mut letter = branded(sample());
    letter.reply_to = Some(EmailAddress::parse("hilfe-für@engines.example").unwrap());
    let mail = built(&letter);
    assert!(!mail.needs_smtputf8);
    assert!(
        parsed(&mail).reply_to().is_none(),
        "no server need refuse the mail for it"
    );
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
