//! What a verdict means for the message: recorded, and what happens next.

use chrono::{DateTime, Duration, Utc};
use usher_domain::{
    delivery::{Verdict, next_attempt_after},
    ids::LeaseId,
    message::{AttemptOutcome, LastReply},
    password_link,
};
use usher_persistence::outbox::{CarriedLink, ClaimedMessage, NextStep, Outcome};

use super::{jitter, later};
use crate::App;

/// A provider that failed without its breaker naming a time is asked again after this.
pub(super) const PUT_BACK: Duration = Duration::seconds(5);

/// What became of a try at a provider.
pub(super) fn of(
    app: &App,
    message: &ClaimedMessage,
    lease: LeaseId,
    verdict: &Verdict,
    rests_until: Option<DateTime<Utc>>,
) -> Outcome {
    let now = app.now();
    let backoff = || {
        let tries = u32::try_from(message.attempts).unwrap_or(0) + 1;
        later(now, next_attempt_after(tries, jitter(app)), rests_until)
    };
    let (attempt, next) = match verdict {
        Verdict::Delivered(_) => (AttemptOutcome::Delivered, NextStep::Sent),
        Verdict::Refused(_) | Verdict::Unsendable { .. } => {
            (AttemptOutcome::Refused, NextStep::Failed)
        }
        Verdict::Deferred { .. } => (
            AttemptOutcome::Deferred,
            NextStep::Wait {
                until: backoff(),
                counts: true,
            },
        ),
        Verdict::ProviderDown { .. } => {
            let until = rests_until.unwrap_or(now + PUT_BACK);
            (
                AttemptOutcome::ProviderDown,
                NextStep::Wait {
                    until,
                    counts: false,
                },
            )
        }
        Verdict::Uncertain { .. } => (
            AttemptOutcome::Uncertain,
            NextStep::Unknown { until: backoff() },
        ),
    };
    Outcome {
        message: message.id,
        user: message.user_id,
        lease,
        at: now,
        attempt,
        provider: None,
        reply: Some(words(verdict)),
        next: unless_too_late(next, message.give_up_at),
    }
}

/// What became of writing a message to the capture folder.
pub(super) fn of_capture(
    app: &App,
    message: &ClaimedMessage,
    lease: LeaseId,
    stored: bool,
) -> Outcome {
    let now = app.now();
    let (attempt, next, text) = if stored {
        (
            AttemptOutcome::Captured,
            NextStep::Captured,
            "Kept on this machine.",
        )
    } else {
        let next = NextStep::Wait {
            until: now + PUT_BACK,
            counts: false,
        };
        (
            AttemptOutcome::ProviderDown,
            next,
            "The capture folder could not be written.",
        )
    };
    Outcome {
        message: message.id,
        user: message.user_id,
        lease,
        at: now,
        attempt,
        provider: None,
        reply: Some(LastReply {
            code: None,
            enhanced: None,
            text: text.to_owned(),
        }),
        next,
    }
}

/// The secret parts of the links that a message carries.
fn tokens(app: &App, message: &ClaimedMessage) -> Vec<String> {
    let keyring = app.keyring();
    let token = |link: &CarriedLink| {
        let key = keyring.find(link.key_id)?;
        Some(password_link::token(key, message.purpose, link.id))
    };
    message.links.iter().filter_map(token).collect()
}

/// What was learnt, in the server's words.
fn words(verdict: &Verdict) -> LastReply {
    match verdict.reply() {
        Some(reply) => reply.clone().into(),
        None => LastReply {
            code: None,
            enhanced: None,
            text: verdict.detail(),
        },
    }
}

/// The verdict without the server's words where those quote a link of the message: content filters
/// like to show what they disliked, and wrap it as they please. Whatever is recorded, logged or shown
/// of a try is taken from what this returns.
pub(super) fn without_links(app: &App, message: &ClaimedMessage, verdict: Verdict) -> Verdict {
    hushed(verdict, &tokens(app, message))
}

fn hushed(mut verdict: Verdict, tokens: &[String]) -> Verdict {
    let (reply, detail) = match &mut verdict {
        Verdict::Delivered(reply) | Verdict::Refused(reply) => (Some(reply), None),
        Verdict::Deferred { reply, detail, .. } | Verdict::ProviderDown { reply, detail, .. } => {
            (reply.as_mut(), Some(detail))
        }
        Verdict::Uncertain { detail } | Verdict::Unsendable { detail } => (None, Some(detail)),
    };
    for text in reply.map(|reply| &mut reply.text).into_iter().chain(detail) {
        let unwrapped: String = text.split_whitespace().collect();
        if tokens.iter().any(|token| quotes(&unwrapped, token)) {
            "The server's words quoted the link and are not kept.".clone_into(text);
        }
    }
    verdict
}

/// So many characters of a token in a row are no accident.
const TELLING: usize = 12;

fn quotes(text: &str, token: &str) -> bool {
    // Tokens are ASCII, so every byte is a character.
    token.as_bytes().windows(TELLING).any(|part| {
        text.as_bytes()
            .windows(TELLING)
            .any(|window| window == part)
    })
}

/// A message whose link will be worth nothing by the next try has failed.
pub(super) fn unless_too_late(next: NextStep, give_up_at: DateTime<Utc>) -> NextStep {
    match next {
        NextStep::Wait { until, .. }
        | NextStep::Unknown { until }
        | NextStep::PutBack { until }
            if until >= give_up_at =>
        {
            NextStep::Failed
        }
        next => next,
    }
}

#[cfg(test)]
mod tests {
    use usher_domain::delivery::{Answer, SmtpReply, SmtpStage, judge};

    use super::*;

    #[test]
    fn words_that_quote_a_link_however_wrapped_are_not_kept() {
        let token = "1tt69EhpSTnyG5MCTPtM99YBWbTuBS".to_owned();
        let wrapped = "spam: http://x/welcome/1tt69Ehp STnyG5MCTPtM99YB";
        let tokens = std::slice::from_ref(&token);
        let refused = |text| Verdict::Refused(SmtpReply::new(554, text));
        let kept = words(&hushed(refused(wrapped), tokens));
        assert_eq!(kept.code, Some(554));
        assert!(!kept.text.contains("1tt69"), "{}", kept.text);
        let down = judge(
            SmtpStage::EndOfData,
            Answer::Reply(SmtpReply::new(421, wrapped)),
        );
        let kept = hushed(down, tokens).detail();
        assert!(!kept.contains("1tt69"), "{kept}");
        let harmless = words(&hushed(refused("no such user"), tokens));
        assert_eq!(harmless.text, "no such user");
    }

    #[test]
    fn a_message_is_given_up_once_its_next_try_would_come_too_late() {
        let at = |hours| DateTime::UNIX_EPOCH + Duration::hours(hours);
        let wait = |hours| NextStep::Wait {
            until: at(hours),
            counts: true,
        };
        assert_eq!(unless_too_late(wait(1), at(2)), wait(1));
        assert_eq!(unless_too_late(wait(2), at(2)), NextStep::Failed);
        assert_eq!(unless_too_late(NextStep::Sent, at(0)), NextStep::Sent);
    }
}
