//! How a mail provider is doing and how a test went, for people who have never heard of a circuit
//! breaker.

use usher_api_types::mail_provider::{MailProvider, ProviderTest};

use crate::{
    components::badge::Tone,
    words::{
        language::{say, t},
        replies,
    },
};

/// What the mail provider is called that writes into a folder instead of sending.
const CAPTURE: &str = "capture";

/// The steps of a delivery.
const STEPS: [&str; 9] = [
    "connect",
    "tls",
    "ehlo",
    "auth",
    "mail_from",
    "rcpt_to",
    "data",
    "end_of_data",
    "capture",
];

/// What a test can come to.
const OUTCOMES: [&str; 7] = [
    "delivered",
    "refused",
    "deferred",
    "provider_down",
    "uncertain",
    "unsendable",
    "captured",
];

/// Whether it captures mail instead of sending it.
pub(crate) fn captures(provider: &MailProvider) -> bool {
    provider.endpoint == CAPTURE
}

/// Whether it is left alone after failures.
pub(crate) fn rests(provider: &MailProvider) -> bool {
    matches!(provider.breaker.as_str(), "open" | "half_open")
}

fn state(provider: &MailProvider) -> &str {
    match provider.breaker.as_str() {
        _ if captures(provider) => "capturing",
        known @ ("closed" | "open" | "half_open") => known,
        _ => "unknown",
    }
}

/// The label of its state.
pub(crate) fn state_label(provider: &MailProvider) -> String {
    say(&format!("provider-{}", state(provider)), &[])
}

/// What the state means.
pub(crate) fn state_text(provider: &MailProvider) -> String {
    say(&format!("provider-{}-text", state(provider)), &[])
}

/// What a failure means and what to do, told by the step at which it happened. The failure reads
/// `connect: connection refused`: the step, then what came back.
pub(crate) fn failure_meaning(failure: &str) -> String {
    let (step, detail) = failure.split_once(": ").unwrap_or((failure, ""));
    match step {
        "connect" if detail == "timed out" => t!("provider-failure-timeout"),
        "connect" => t!("provider-failure-connect"),
        "tls" => t!("provider-failure-tls"),
        "ehlo" => t!("provider-failure-ehlo"),
        "auth" => t!("provider-failure-auth"),
        "mail_from" => t!("provider-failure-mail_from"),
        _ => t!("provider-failure-other"),
    }
}

/// A step of a delivery; its own name when it is one that we do not know.
pub(crate) fn step_label(step: &str) -> String {
    if STEPS.contains(&step) {
        say(&format!("provider-step-{step}"), &[])
    } else {
        step.to_owned()
    }
}

/// What a test came to, in a headline.
pub(crate) fn outcome_title(test: &ProviderTest) -> String {
    if OUTCOMES.contains(&test.outcome.as_str()) {
        say(&format!("provider-test-{}", test.outcome), &[])
    } else {
        t!("provider-test-unknown")
    }
}

/// What that means and what to do; `recipient` is where the test mail goes.
pub(crate) fn outcome_text(test: &ProviderTest, recipient: &str) -> String {
    let words = test.reply.as_ref();
    match test.outcome.as_str() {
        "delivered" => t!("provider-test-delivered-text", recipient = recipient),
        "captured" => t!("provider-test-captured-text"),
        "uncertain" => t!("provider-test-uncertain-text"),
        "unsendable" => t!("provider-test-unsendable-text"),
        "provider_down" => {
            let detail = words.map(|reply| reply.text.as_str()).unwrap_or_default();
            failure_meaning(&format!("{}: {detail}", test.step))
        }
        _ => words.map(replies::meaning).unwrap_or_default(),
    }
}

/// Whether that is as wished.
pub(crate) fn outcome_tone(test: &ProviderTest) -> Tone {
    match test.outcome.as_str() {
        "delivered" => Tone::Good,
        "refused" | "provider_down" => Tone::Bad,
        _ => Tone::Careful,
    }
}

#[cfg(test)]
mod tests {
    use usher_api_types::welcome_email::Reply;

    use super::*;

    fn test(outcome: &str, step: &str, text: &str) -> ProviderTest {
        ProviderTest {
            outcome: outcome.to_owned(),
            step: step.to_owned(),
            reply: Some(Reply {
                code: Some(550),
                enhanced: Some("5.1.1".to_owned()),
                text: text.to_owned(),
            }),
            duration_ms: 12,
            transcript: Vec::new(),
        }
    }

    #[test]
    fn failures_are_explained_by_the_step_at_which_they_happened() {
        assert!(failure_meaning("connect: Connection refused").contains("host and port"));
        assert!(failure_meaning("connect: timed out").contains("in time"));
        assert!(failure_meaning("auth: 535 5.7.8 no").contains("password"));
        assert!(failure_meaning("tls: bad certificate").contains("certificate"));
        assert!(failure_meaning("rcpt_to: 421 closing").contains("broke"));
        assert!(failure_meaning("").contains("broke"));
    }

    #[test]
    fn every_step_and_every_outcome_has_words() {
        for step in STEPS {
            assert_ne!(step_label(step), step);
        }
        assert_eq!(step_label("hello"), "hello");
        for outcome in OUTCOMES {
            let title = outcome_title(&test(outcome, "rcpt_to", "x"));
            assert!(!title.starts_with("provider-"), "{title}");
        }
        let strange = outcome_title(&test("lost", "rcpt_to", "x"));
        assert!(strange.contains("does not know"));
    }

    #[test]
    fn a_test_is_explained_by_what_decided_it() {
        let text = |test: &ProviderTest| outcome_text(test, "ada@example.com");
        assert!(text(&test("refused", "rcpt_to", "no")).contains("no mailbox"));
        assert!(text(&test("provider_down", "connect", "timed out")).contains("in time"));
        assert!(text(&test("delivered", "end_of_data", "ok")).contains("ada@example.com"));
    }
}
