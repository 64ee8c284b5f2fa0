//! What becomes of a message when the server answers.

use usher_domain::delivery::{SmtpStage, Verdict};
use usher_mail::smtp::{SmtpOptions, SmtpProvider};

use crate::fake_server::{
    FakeServer, Reaction, Step, WAYS, is_down_at, mail, mail_to, polite, polite_pipelining,
};

async fn deliver_once(server: &FakeServer) -> Verdict {
    server
        .provider()
        .connect()
        .await
        .unwrap()
        .deliver(&mail())
        .await
}

#[tokio::test]
async fn several_messages_go_over_one_kept_connection() {
    for way in WAYS {
        let server = FakeServer::start(move |_, step| way(step)).await;
        let mut connection = server.provider().connect().await.unwrap();
        for _ in 0..3 {
            let verdict = connection.deliver(&mail()).await;
            assert!(matches!(&verdict, Verdict::Delivered(reply)
                if reply.code == 250 && reply.enhanced.as_deref() == Some("2.0.0")));
            assert!(connection.is_reusable());
        }
        connection.quit().await;
        assert_eq!(server.connections(), 1);
        assert_eq!(server.contents().len(), 3);
        let commands = server.commands();
        assert_eq!(
            commands[..4],
            [
                "EHLO localhost",
                "MAIL FROM:<no-reply@usher.example>",
                "RCPT TO:<ada@example.com>",
                "DATA",
            ]
        );
        assert_eq!(commands.last().map(String::as_str), Some("QUIT"));
    }
}

#[tokio::test]
async fn the_content_arrives_byte_for_byte_with_its_dots_doubled() {
    let server = FakeServer::start(|_, step| polite(step)).await;
    let mut mail = mail();
    mail.bytes = b"Subject: dots\r\n\r\n.\r\n..a\r\nRSET\r\nb.\r\n".to_vec();
    let mut connection = server.provider().connect().await.unwrap();
    assert!(matches!(
        connection.deliver(&mail).await,
        Verdict::Delivered(_)
    ));
    assert_eq!(
        server.contents(),
        ["Subject: dots\r\n\r\n..\r\n...a\r\nRSET\r\nb.\r\n"]
    );
}

#[tokio::test]
async fn a_refused_recipient_is_final_and_the_connection_serves_the_next() {
    for way in WAYS {
        let server = FakeServer::start(move |_, step| match step {
            step if step.is("RCPT TO:<nobody@") => Reaction::Reply("550 5.1.1 no such user"),
            step => way(step),
        })
        .await;
        let mut connection = server.provider().connect().await.unwrap();
        let verdict = connection.deliver(&mail_to("nobody@example.com")).await;
        assert!(matches!(&verdict, Verdict::Refused(reply)
            if reply.code == 550 && reply.enhanced.as_deref() == Some("5.1.1")));
        assert!(connection.is_reusable());
        assert!(matches!(
            connection.deliver(&mail()).await,
            Verdict::Delivered(_)
        ));
        assert_eq!(server.connections(), 1);
        // A pipelining server that said 354 to DATA gets an empty content, never the letter.
        let contents: Vec<_> = server
            .contents()
            .into_iter()
            .filter(|content| !content.is_empty())
            .collect();
        assert_eq!(contents.len(), 1);
        assert!(contents[0].contains("ada@example.com"));
        assert!(server.commands().contains(&"RSET".to_owned()));
    }
}

#[tokio::test]
async fn a_pipelining_server_that_refuses_data_too_is_left_in_step() {
    let server = FakeServer::start(|_, step| match step {
        step if step.is("RCPT TO:<nobody@") => Reaction::Reply("550 5.1.1 no such user"),
        step if step.is("DATA") => Reaction::Reply("503 5.5.1 no valid recipients"),
        step => polite_pipelining(step),
    })
    .await;
    let mut connection = server.provider().connect().await.unwrap();
    let verdict = connection.deliver(&mail_to("nobody@example.com")).await;
    assert!(matches!(verdict, Verdict::Refused(reply) if reply.code == 550));
    assert!(connection.is_reusable());
    assert!(server.contents().is_empty());
}

#[tokio::test]
async fn temporary_answers_about_the_message_defer_it() {
    for way in WAYS {
        for at in ["RCPT", "DATA"] {
            let server = FakeServer::start(move |_, step| match step {
                step if step.is(at) => Reaction::Reply("451 4.7.1 try again later"),
                step => way(step),
            })
            .await;
            let mut connection = server.provider().connect().await.unwrap();
            let verdict = connection.deliver(&mail()).await;
            assert!(
                matches!(&verdict, Verdict::Deferred { reply: Some(reply), .. }
                if reply.code == 451),
                "{verdict:?}"
            );
            assert!(connection.is_reusable());
        }
        let server = FakeServer::start(move |_, step| match step {
            Step::Content => Reaction::Reply("452 4.3.1 disk full"),
            step => way(step),
        })
        .await;
        let verdict = deliver_once(&server).await;
        assert!(matches!(
            verdict,
            Verdict::Deferred {
                stage: SmtpStage::EndOfData,
                ..
            }
        ));
    }
}

#[tokio::test]
async fn a_refusal_of_the_content_is_final_but_one_of_the_data_command_is_not() {
    let refuses = FakeServer::start(|_, step| match step {
        Step::Content => Reaction::Reply("554 5.7.1 spam"),
        step => polite(step),
    })
    .await;
    assert!(matches!(deliver_once(&refuses).await, Verdict::Refused(_)));
    let confused = FakeServer::start(|_, step| match step {
        step if step.is("DATA") => Reaction::Reply("554 5.5.1 not now"),
        step => polite(step),
    })
    .await;
    let verdict = deliver_once(&confused).await;
    assert!(matches!(
        verdict,
        Verdict::Deferred {
            stage: SmtpStage::Data,
            ..
        }
    ));
}

#[tokio::test]
async fn a_421_is_the_providers_trouble_at_every_step() {
    let goodbye = Reaction::ReplyAndClose("421 4.3.2 shutting down");
    for (at, stage) in [
        ("EHLO", SmtpStage::Ehlo),
        ("MAIL", SmtpStage::MailFrom),
        ("RCPT", SmtpStage::RcptTo),
        ("DATA", SmtpStage::Data),
    ] {
        let goodbye = goodbye.clone();
        let server = FakeServer::start(move |_, step| match step {
            step if step.is(at) => goodbye.clone(),
            step => polite(step),
        })
        .await;
        let verdict = match server.provider().connect().await {
            Ok(mut connection) => connection.deliver(&mail()).await,
            Err(verdict) => verdict,
        };
        assert!(is_down_at(&verdict, stage), "{at}: {verdict:?}");
        assert_eq!(verdict.reply().map(|reply| reply.code), Some(421));
    }
    for (step_wanted, stage) in [
        (Step::Greeting, SmtpStage::Ehlo),
        (Step::Content, SmtpStage::EndOfData),
    ] {
        let goodbye = goodbye.clone();
        let server = FakeServer::start(move |_, step| {
            if *step == step_wanted {
                goodbye.clone()
            } else {
                polite(step)
            }
        })
        .await;
        let verdict = match server.provider().connect().await {
            Ok(mut connection) => connection.deliver(&mail()).await,
            Err(verdict) => verdict,
        };
        assert!(is_down_at(&verdict, stage), "{verdict:?}");
    }
}

#[tokio::test]
async fn a_refused_sender_is_the_providers_trouble() {
    for way in WAYS {
        let server = FakeServer::start(move |_, step| match step {
            step if step.is("MAIL") => Reaction::Reply("553 5.7.1 sender not allowed"),
            step => way(step),
        })
        .await;
        let verdict = deliver_once(&server).await;
        assert!(is_down_at(&verdict, SmtpStage::MailFrom), "{verdict:?}");
    }
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_the_providers_trouble() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let settings = format!("smtp://{}", listener.local_addr().unwrap())
        .parse()
        .unwrap();
    drop(listener);
    let provider = SmtpProvider::new("gone", settings, SmtpOptions::default()).unwrap();
    let verdict = provider.connect().await.unwrap_err();
    assert!(is_down_at(&verdict, SmtpStage::Connect));
}

#[tokio::test]
async fn a_wrong_password_is_the_providers_trouble_and_is_not_repeated() {
    let server = FakeServer::start(|_, step| match step {
        step if step.is("EHLO") => Reaction::Reply("250-fake.example\r\n250 AUTH PLAIN LOGIN"),
        // base64 of "\0usher\0secret word"
        step if step.is("AUTH") => Reaction::Reply("535 5.7.8 bad: AHVzaGVyAHNlY3JldCB3b3Jk"),
        step => polite(step),
    })
    .await;
    let settings = format!("smtp://usher:secret%20word@127.0.0.1:{}", server.port);
    let provider =
        SmtpProvider::new("fake", settings.parse().unwrap(), SmtpOptions::default()).unwrap();
    let verdict = provider.connect().await.unwrap_err();
    assert!(is_down_at(&verdict, SmtpStage::Auth));
    assert_eq!(verdict.detail(), "auth: 535 5.7.8 bad: [redacted]");
    assert_eq!(server.commands()[1], "AUTH PLAIN AHVzaGVyAHNlY3JldCB3b3Jk");
    assert!(!format!("{provider:?} {verdict:?}").contains("secret"));
}

#[tokio::test]
async fn auth_login_is_spoken_where_it_is_the_only_offer() {
    let server = FakeServer::start(|_, step| match step {
        step if step.is("EHLO") => Reaction::Reply("250-fake.example\r\n250 AUTH=LOGIN"),
        step if step.is("AUTH LOGIN") => Reaction::Reply("334 VXNlcm5hbWU6"),
        step if step.is("dXNoZXI=") => Reaction::Reply("334 UGFzc3dvcmQ6"),
        step if step.is("c2VjcmV0") => Reaction::Reply("235 2.7.0 welcome"),
        step => polite(step),
    })
    .await;
    let settings = format!("smtp://usher:secret@127.0.0.1:{}", server.port)
        .parse()
        .unwrap();
    let provider = SmtpProvider::new("fake", settings, SmtpOptions::default()).unwrap();
    let mut connection = provider.connect().await.unwrap();
    assert!(matches!(
        connection.deliver(&mail()).await,
        Verdict::Delivered(_)
    ));
}

#[tokio::test]
async fn a_password_is_not_sent_to_a_server_without_auth() {
    let server = FakeServer::start(|_, step| polite(step)).await;
    let settings = format!("smtp://usher:secret@127.0.0.1:{}", server.port)
        .parse()
        .unwrap();
    let provider = SmtpProvider::new("fake", settings, SmtpOptions::default()).unwrap();
    assert!(is_down_at(
        &provider.connect().await.unwrap_err(),
        SmtpStage::Auth
    ));
    assert_eq!(server.commands(), ["EHLO localhost"]);
}

#[tokio::test]
async fn an_answer_in_another_encoding_is_still_an_answer() {
    let server = FakeServer::start(|_, step| match step {
        Step::Content => Reaction::Bytes(b"250 2.0.0 angenommen f\xfcr Zustellung\r\n"),
        step => polite(step),
    })
    .await;
    assert!(matches!(deliver_once(&server).await, Verdict::Delivered(_)));
}

#[tokio::test]
async fn an_internationalised_recipient_needs_a_server_with_smtputf8() {
    let with = FakeServer::start(|_, step| polite(step)).await;
    let mut connection = with.provider().connect().await.unwrap();
    let verdict = connection.deliver(&mail_to("用户@例え.jp")).await;
    assert!(matches!(verdict, Verdict::Delivered(_)));
    let commands = with.commands();
    assert_eq!(
        commands[1],
        "MAIL FROM:<no-reply@usher.example> SMTPUTF8 BODY=8BITMIME"
    );
    assert_eq!(commands[2], "RCPT TO:<用户@xn--r8jz45g.jp>");

    let without = FakeServer::start(|_, step| match step {
        step if step.is("EHLO") => Reaction::Reply("250 fake.example"),
        step => polite(step),
    })
    .await;
    let mut connection = without.provider().connect().await.unwrap();
    let verdict = connection.deliver(&mail_to("用户@例え.jp")).await;
    assert!(matches!(verdict, Verdict::Unsendable { .. }));
    assert!(connection.is_reusable());
    assert!(matches!(
        connection.deliver(&mail()).await,
        Verdict::Delivered(_)
    ));
}

#[test]
fn a_name_that_would_inject_into_ehlo_is_refused() {
    let options = SmtpOptions {
        ehlo_name: Some("a\r\nMAIL FROM:<x@y>".to_owned()),
        ..SmtpOptions::default()
    };
    assert!(SmtpProvider::new("x", "smtp://localhost".parse().unwrap(), options).is_err());
}
