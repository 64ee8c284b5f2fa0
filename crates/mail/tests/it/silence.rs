//! What becomes of a message when the server falls silent or vanishes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use usher_domain::delivery::{SmtpStage, Verdict};

use crate::fake_server::{FakeServer, Reaction, Step, WAYS, is_down_at, mail, polite};

/// A limit that is reached soon in tests about silence.
const SOON: Duration = Duration::from_millis(150);

#[tokio::test]
async fn silence_ends_each_step_within_its_own_limit() {
    for (at, stage) in [
        (Step::Greeting, SmtpStage::Ehlo),
        (Step::Command("EHLO localhost".to_owned()), SmtpStage::Ehlo),
        (
            Step::Command("MAIL FROM:<no-reply@usher.example>".to_owned()),
            SmtpStage::MailFrom,
        ),
    ] {
        let server = FakeServer::start(move |_, step| {
            if *step == at {
                Reaction::Hang
            } else {
                polite(step)
            }
        })
        .await;
        let began = Instant::now();
        let verdict = match server.provider_within(SOON).connect().await {
            Ok(mut connection) => connection.deliver(&mail()).await,
            Err(verdict) => verdict,
        };
        assert!(is_down_at(&verdict, stage), "{verdict:?}");
        assert!(began.elapsed() < Duration::from_secs(10));
    }
}

#[tokio::test]
async fn silence_about_one_recipient_does_not_blame_the_provider() {
    for way in WAYS {
        let server = FakeServer::start(move |_, step| match step {
            step if step.is("RCPT") => Reaction::Hang,
            step => way(step),
        })
        .await;
        let mut connection = server.provider_within(SOON).connect().await.unwrap();
        let verdict = connection.deliver(&mail()).await;
        assert!(matches!(
            verdict,
            Verdict::Deferred {
                stage: SmtpStage::RcptTo,
                reply: None,
                ..
            }
        ));
        assert!(!connection.is_reusable());
    }
}

#[tokio::test]
async fn silence_after_the_final_dot_leaves_the_outcome_uncertain() {
    let server = FakeServer::start(|_, step| match step {
        Step::Content => Reaction::Hang,
        step => polite(step),
    })
    .await;
    let mut connection = server.provider_within(SOON).connect().await.unwrap();
    assert!(matches!(
        connection.deliver(&mail()).await,
        Verdict::Uncertain { .. }
    ));
    assert!(!connection.is_reusable());
}

#[tokio::test]
async fn a_connection_lost_after_the_final_dot_leaves_the_outcome_uncertain() {
    for reaction in [
        Reaction::Close,
        Reaction::Bytes(b"25"),
        Reaction::Bytes(b"what?\r\n"),
    ] {
        let server = FakeServer::start(move |_, step| match step {
            Step::Content => reaction.clone(),
            step => polite(step),
        })
        .await;
        let mut connection = server.provider_within(SOON).connect().await.unwrap();
        let verdict = connection.deliver(&mail()).await;
        assert!(matches!(verdict, Verdict::Uncertain { .. }), "{verdict:?}");
        assert_eq!(
            server.connections(),
            1,
            "an uncertain message is never repeated by itself"
        );
    }
}

#[tokio::test]
async fn a_connection_lost_before_the_final_dot_is_known_not_to_have_delivered() {
    let server = FakeServer::start(|_, step| match step {
        step if step.is("DATA") => Reaction::ReplyAndClose("354 go on"),
        step => polite(step),
    })
    .await;
    // Larger than all buffers in between, so that the end cannot have left.
    let mut mail = mail();
    mail.bytes.extend(b"0123456789abcdef\r\n".repeat(2_000_000));
    let mut connection = server.provider().connect().await.unwrap();
    let verdict = connection.deliver(&mail).await;
    assert!(
        matches!(
            verdict,
            Verdict::Deferred {
                stage: SmtpStage::Data,
                reply: None,
                ..
            }
        ),
        "{verdict:?}"
    );
    assert!(!connection.is_reusable());
}

#[tokio::test]
async fn a_kept_connection_that_the_server_dropped_is_reopened_unnoticed() {
    for reaction in [
        Reaction::ReplyAndClose("250 2.0.0 taken"),
        Reaction::ReplyAndClose("250 2.0.0 taken\r\n421 4.4.2 idle for too long"),
    ] {
        let server = FakeServer::start(move |connection, step| match (connection, step) {
            (1, Step::Content) => reaction.clone(),
            (_, step) => polite(step),
        })
        .await;
        let mut connection = server.provider().connect().await.unwrap();
        assert!(matches!(
            connection.deliver(&mail()).await,
            Verdict::Delivered(_)
        ));
        assert!(matches!(
            connection.deliver(&mail()).await,
            Verdict::Delivered(_)
        ));
        assert_eq!(server.connections(), 2);
        assert_eq!(server.contents().len(), 2);
    }
}

#[tokio::test]
async fn a_stale_connection_is_reopened_only_once() {
    let contents = Arc::new(AtomicUsize::new(0));
    let server = FakeServer::start(move |_, step| match step {
        Step::Content if contents.fetch_add(1, Ordering::SeqCst) == 0 => {
            Reaction::ReplyAndClose("250 2.0.0 taken")
        }
        step if step.is("MAIL") && contents.load(Ordering::SeqCst) > 0 => Reaction::Close,
        step => polite(step),
    })
    .await;
    let mut connection = server.provider().connect().await.unwrap();
    assert!(matches!(
        connection.deliver(&mail()).await,
        Verdict::Delivered(_)
    ));
    let verdict = connection.deliver(&mail()).await;
    assert!(is_down_at(&verdict, SmtpStage::MailFrom));
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn a_connection_closed_after_a_failure_opens_again_for_the_next_message() {
    let server = FakeServer::start(|connection, step| match (connection, step) {
        (1, step) if step.is("RCPT") => Reaction::Close,
        (_, step) => polite(step),
    })
    .await;
    let mut connection = server.provider().connect().await.unwrap();
    assert!(matches!(
        connection.deliver(&mail()).await,
        Verdict::Deferred { .. }
    ));
    assert!(!connection.is_reusable());
    assert!(matches!(
        connection.deliver(&mail()).await,
        Verdict::Delivered(_)
    ));
}
