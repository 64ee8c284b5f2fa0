//! Trying a provider out: what was said is told, what is secret is not.

use std::time::Duration;

use usher_domain::delivery::{SmtpStage, Verdict};
use usher_mail::smtp::{SmtpOptions, SmtpProvider, Speaker, Trial};

use crate::fake_server::{FakeServer, Reaction, WAYS, mail, mail_to, polite};
use crate::tls::{identity, offers_starttls, provider};

/// Speaker and words, without what differs from run to run.
fn told(trial: &Trial) -> Vec<String> {
    let lines = trial.transcript.iter().map(|line| {
        let digits = |text: &str| {
            let words = text.split_inclusive(|c: char| !c.is_ascii_digit());
            words
                .map(|word| {
                    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
                    if rest.len() < word.len() {
                        format!("#{rest}")
                    } else {
                        rest.to_owned()
                    }
                })
                .collect::<String>()
        };
        let text = match line.speaker {
            Speaker::Note => digits(&line.text),
            _ => line.text.clone(),
        };
        format!("{}: {text}", line.speaker.as_str())
    });
    lines.collect()
}

#[tokio::test]
async fn both_sides_are_told_in_order_and_the_message_is_left_out() {
    let server = FakeServer::start(|_, step| polite(step)).await;
    let trial = server.provider().try_out(&mail()).await;
    assert!(matches!(trial.verdict, Verdict::Delivered(_)));
    assert_eq!(trial.stage, SmtpStage::EndOfData);
    insta::assert_snapshot!(told(&trial).join("\n"), @r"
    note: connecting to #.#.#.#:#
    note: connected
    server: 220 fake.example ESMTP
    usher: EHLO localhost
    server: 250-fake.example
    server: 250-8BITMIME
    server: 250 SMTPUTF8
    usher: MAIL FROM:<no-reply@usher.example>
    server: 250 2.1.0 ok
    usher: RCPT TO:<ada@example.com>
    server: 250 2.1.0 ok
    usher: DATA
    server: 354 go on
    note: the message is sent, # bytes; it is left out
    server: 250 2.0.0 taken
    usher: QUIT
    server: 221 bye
    ");
    let times: Vec<Duration> = trial.transcript.iter().map(|line| line.at).collect();
    assert!(times.is_sorted());
    assert_eq!(server.contents().len(), 1);
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn the_step_that_decided_is_named_whatever_came_after() {
    for way in WAYS {
        let server = FakeServer::start(move |_, step| match step {
            step if step.is("RCPT TO:<nobody@") => Reaction::Reply("550 5.1.1 no such user"),
            step => way(step),
        })
        .await;
        let trial = server
            .provider()
            .try_out(&mail_to("nobody@example.com"))
            .await;
        assert!(matches!(&trial.verdict, Verdict::Refused(reply) if reply.code == 550));
        assert_eq!(trial.stage, SmtpStage::RcptTo);
        let told = told(&trial);
        assert!(
            told.contains(&"server: 550 5.1.1 no such user".to_owned()),
            "{told:#?}"
        );
        assert!(told.contains(&"usher: QUIT".to_owned()), "{told:#?}");
    }
}

#[tokio::test]
async fn silence_is_told_as_a_note() {
    for (command, stage) in [
        ("EHLO", SmtpStage::Ehlo),
        ("MAIL", SmtpStage::MailFrom),
        ("RCPT", SmtpStage::RcptTo),
        ("DATA", SmtpStage::Data),
    ] {
        let server = FakeServer::start(move |_, step| {
            if step.is(command) {
                Reaction::Hang
            } else {
                polite(step)
            }
        })
        .await;
        let provider = server.provider_within(Duration::from_millis(150));
        let trial = provider.try_out(&mail()).await;
        assert_eq!(trial.stage, stage, "{trial:?}");
        assert_eq!(
            told(&trial).last(),
            Some(&format!("note: {stage}: timed out"))
        );
    }
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_told() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    drop(listener);
    let provider = SmtpProvider::new("gone", url.parse().unwrap(), SmtpOptions::default()).unwrap();
    let trial = provider.try_out(&mail()).await;
    assert_eq!(trial.stage, SmtpStage::Connect);
    assert!(
        told(&trial).last().unwrap().contains("connect: "),
        "{trial:?}"
    );
}

#[tokio::test]
async fn no_credentials_are_told_even_if_the_server_repeats_them() {
    // base64 of "\0ada\0open sesame", "ada" and "open sesame".
    let (plain, user, password) = ("AGFkYQBvcGVuIHNlc2FtZQ==", "YWRh", "b3BlbiBzZXNhbWU=");
    for offer in ["250 AUTH PLAIN", "250 AUTH LOGIN"] {
        let server = FakeServer::start(move |_, step| match step {
            step if step.is("EHLO") => Reaction::Reply(match offer {
                "250 AUTH PLAIN" => "250-fake.example\r\n250 AUTH PLAIN",
                _ => "250-fake.example\r\n250 AUTH LOGIN",
            }),
            step if step.is("AUTH PLAIN") => {
                Reaction::Reply("535 5.7.8 no: AUTH PLAIN AGFkYQBvcGVuIHNlc2FtZQ== open sesame")
            }
            step if step.is("AUTH LOGIN") || step.is("YWRh") => Reaction::Reply("334 go on"),
            step if step.is("b3Bl") => Reaction::Reply("535 5.7.8 no: b3BlbiBzZXNhbWU="),
            step => polite(step),
        })
        .await;
        let url = format!("smtp://ada:open%20sesame@127.0.0.1:{}", server.port);
        let provider =
            SmtpProvider::new("fake", url.parse().unwrap(), SmtpOptions::default()).unwrap();
        let trial = provider.try_out(&mail()).await;
        assert_eq!(trial.stage, SmtpStage::Auth);
        let told = format!("{:?} {:?}", told(&trial), trial.verdict);
        for secret in [plain, user, password, "open sesame"] {
            assert!(!told.contains(secret), "{told}");
        }
        assert!(
            told.contains("left out]") && told.contains("535 5.7.8 no"),
            "{told}"
        );
    }
}

#[tokio::test]
async fn the_protection_of_the_connection_is_told() {
    let identity = identity();
    let tls = Some(identity.acceptor.clone());
    let server = FakeServer::start_with_tls(tls, false, |_, step| offers_starttls(step)).await;
    let url = format!("smtp://localhost:{}?tls=required", server.port);
    let provider = provider(&url, Some(identity.ca_file.clone())).unwrap();
    let trial = provider.try_out(&mail()).await;
    assert!(matches!(trial.verdict, Verdict::Delivered(_)), "{trial:?}");
    let told = told(&trial);
    let note = told
        .iter()
        .find(|line| line.contains("certificate"))
        .unwrap();
    assert!(note.starts_with("note: TLSv#_#, TLS#_"), "{note}");
    assert!(note.ends_with("valid for localhost"), "{note}");
    assert_eq!(told.iter().filter(|line| line.contains("EHLO")).count(), 2);
}
