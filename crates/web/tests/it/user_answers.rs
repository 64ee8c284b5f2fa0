//! Every state that a message can be in, as a user's page says it in both languages.

use usher_api_types::welcome_email::{LinkStatus, WelcomeEmail};

use crate::{
    bodies::{api, at},
    browser::Browser,
    user_messages::{here, shown, tried, unopened},
};

#[tokio::test]
async fn every_state_of_a_message_is_a_sentence_in_both_languages() {
    for (status, outcome, english, german) in [
        (
            "queued",
            "running",
            "It waits for its turn",
            "Sie wartet, bis sie an der Reihe ist",
        ),
        (
            "queued",
            "provider_down",
            "Our mail server is down; nothing is lost",
            "Unser Mailserver ist ausgefallen; nichts geht verloren",
        ),
        (
            "sending",
            "running",
            "being handed to the mail server right now",
            "wird gerade dem Mailserver übergeben",
        ),
        (
            "deferred",
            "deferred",
            "cannot take it now",
            "kann sie jetzt nicht annehmen",
        ),
        (
            "deferred",
            "provider_down",
            "Our mail server is down; nothing is lost",
            "nichts geht verloren",
        ),
        (
            "sent",
            "delivered",
            "The mail server took it",
            "Der Mailserver hat sie angenommen",
        ),
        (
            "failed",
            "refused",
            "refused it for good",
            "hat sie endgültig abgelehnt",
        ),
        (
            "failed",
            "uncertain",
            "nobody knows whether it arrived",
            "weiß niemand, ob sie ankam",
        ),
        (
            "failed",
            "deferred",
            "could not be delivered in time",
            "konnte nicht rechtzeitig zugestellt werden",
        ),
        (
            "cancelled",
            "deferred",
            "called off before it was sent",
            "zurückgezogen, bevor sie gesendet war",
        ),
        (
            "captured",
            "captured",
            "kept on this machine instead of sent",
            "auf diesem Rechner behalten statt gesendet",
        ),
        (
            "of tomorrow",
            "of tomorrow",
            "Its state is not known here",
            "Ihr Zustand ist hier nicht bekannt",
        ),
    ] {
        let message = tried(status, outcome);
        shown(&message, "en").await.says(english);
        shown(&message, "de").await.says(german);
    }
}

#[tokio::test]
async fn the_answer_comes_first_in_both_languages() {
    let sent = |link: LinkStatus| WelcomeEmail {
        sent_at: Some(at(2)),
        link: Some(link),
        ..tried("sent", "delivered")
    };
    let opened = |scanner| LinkStatus {
        first_opened_at: Some(at(30)),
        visits: 1,
        looks_like_scanner: scanner,
        ..unopened("open")
    };
    let used = LinkStatus {
        used_at: Some(at(40)),
        ..unopened("used")
    };
    for (message, english, german) in [
        (
            tried("queued", "running"),
            "The welcome email is on its way.",
            "ist unterwegs",
        ),
        (
            tried("deferred", "deferred"),
            "The welcome email has not arrived yet",
            "noch nicht angekommen",
        ),
        (
            tried("queued", "provider_down"),
            "once the server is back",
            "sobald er wieder da ist",
        ),
        (
            tried("failed", "refused"),
            "The welcome email did not arrive.",
            "ist nicht angekommen",
        ),
        (
            tried("cancelled", "deferred"),
            "cancelled before it was sent",
            "abgebrochen, bevor sie gesendet war",
        ),
        (
            tried("captured", "captured"),
            "captured here instead of sent",
            "hier abgefangen statt gesendet",
        ),
        (
            sent(unopened("open")),
            "Nobody has opened the link yet",
            "hat noch niemand geöffnet",
        ),
        (
            sent(opened(true)),
            "only what looks like a mail scanner",
            "wie ein Mail-Scanner aussieht",
        ),
        (
            sent(opened(false)),
            "no password has been set with it yet",
            "noch kein Passwort damit gesetzt",
        ),
        (sent(used), "the user is in", "Die Person ist drin"),
        (
            sent(unopened("expired")),
            "The link expired before a password was set",
            "Der Link lief ab",
        ),
        (
            sent(unopened("superseded")),
            "A newer email took the place",
            "Eine neuere E-Mail hat diesen Link ersetzt",
        ),
        (
            sent(unopened("void")),
            "The link no longer works: it was revoked",
            "Der Link gilt nicht mehr",
        ),
    ] {
        shown(&message, "en").await.says(english);
        shown(&message, "de").await.says(german);
    }
    let never = Browser::on(&api()).get(&here()).await;
    never.says("No welcome email has been sent yet.");
}

#[tokio::test]
async fn steps_that_can_no_longer_be_made_do_not_wait() {
    for status in ["failed", "cancelled"] {
        let html = shown(&tried(status, "refused"), "en").await;
        assert_eq!(html.html.matches(">Not reached<").count(), 2, "{status}");
        html.says_nothing_of("Not yet");
    }
    // It may have arrived all the same.
    let html = shown(&tried("failed", "uncertain"), "en").await;
    html.says("Not yet")
        .says("Nobody has opened it yet.")
        .says_nothing_of("Not reached");
    for state in ["void", "expired", "superseded"] {
        let mut dead = tried("sent", "delivered");
        dead.link = Some(unopened(state));
        shown(&dead, "en")
            .await
            .says("Link never opened")
            .says_nothing_of("Not yet");
    }
}

#[tokio::test]
async fn a_mail_scanner_is_nobody() {
    let mut message = tried("sent", "delivered");
    let scanned = |state| LinkStatus {
        first_opened_at: Some(at(30)),
        visits: 1,
        looks_like_scanner: true,
        ..unopened(state)
    };
    message.link = Some(scanned("open"));
    let html = shown(&message, "en").await;
    html.says("Not opened by a person yet")
        .says("A likely mail scanner looked at it on 18 Nov 2026, 11:36 UTC")
        .says_nothing_of("journey-current");
    message.link = Some(scanned("expired"));
    let html = shown(&message, "en").await;
    html.says("Never opened by a person");
}
