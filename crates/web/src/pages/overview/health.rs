//! How delivery is doing right now, in one honest sentence.

use leptos::prelude::*;
use usher_api_types::{delivery::DeliverySummary, mail_provider::MailProvider, me::Me};

use crate::{
    components::{badge::Tone, moment::Moment, notice::Notice, sentence::sentence},
    words::{language::t, providers},
};

/// The sentence, and what waits.
#[component]
pub(super) fn HealthNotice<'a>(
    summary: &'a DeliverySummary,
    /// Those that may be seen; none tells nothing about them.
    providers: &'a [MailProvider],
    me: &'a Me,
) -> impl IntoView {
    let (tone, title) = health(summary, providers, me.mail_is_captured);
    let waiting = match summary.oldest_waiting_since {
        Some(at) => {
            let time = view! { <Moment at /> }.into_any();
            sentence("overview-health-oldest", &[], vec![("time", time)])
        }
        None => t!("overview-health-nothing-waits").into_any(),
    };
    let comfort = (tone == Tone::Bad).then(|| format!(" {}", t!("overview-health-nothing-lost")));
    view! { <Notice tone title><p>{waiting}{comfort}</p></Notice> }.into_any()
}

fn health(summary: &DeliverySummary, all: &[MailProvider], captured: bool) -> (Tone, String) {
    let (resting, working): (Vec<_>, Vec<_>) = all.iter().partition(|one| providers::rests(one));
    let names = |some: &[&MailProvider]| {
        let names: Vec<_> = some.iter().map(|one| one.name.as_str()).collect();
        names.join(", ")
    };
    if captured {
        return (Tone::Careful, t!("overview-health-captured"));
    }
    if working.is_empty() && !resting.is_empty() {
        let count = i64::try_from(resting.len()).unwrap_or(i64::MAX);
        return (Tone::Bad, t!("overview-health-down", count = count));
    }
    if !resting.is_empty() {
        let text = t!(
            "overview-health-partly",
            working = names(&working),
            resting = names(&resting)
        );
        return (Tone::Careful, text);
    }
    if summary.deferred > 0 {
        let text = t!("overview-health-waiting", count = summary.deferred);
        return (Tone::Busy, text);
    }
    (Tone::Good, t!("overview-health-well"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(deferred: i64) -> DeliverySummary {
        DeliverySummary {
            queued: 0,
            sending: 0,
            deferred,
            oldest_waiting_since: None,
            failed_last_day: 0,
            sent_last_day: 0,
        }
    }

    fn provider(name: &str, breaker: &str) -> MailProvider {
        MailProvider {
            name: name.to_owned(),
            endpoint: "smtps://mail.example:465".to_owned(),
            breaker: breaker.to_owned(),
            last_failure: None,
        }
    }

    #[test]
    fn the_sentence_says_whether_mail_goes_out() {
        let (up, down) = (provider("main", "closed"), provider("spare", "open"));
        let cases = [
            (0, vec![], Tone::Good, "normally"),
            (0, vec![up.clone()], Tone::Good, "normally"),
            (2, vec![up.clone()], Tone::Busy, "2 messages wait"),
            (2, vec![up, down.clone()], Tone::Careful, "through main"),
            (
                2,
                vec![down.clone()],
                Tone::Bad,
                "the mail server cannot be used",
            ),
            (
                0,
                vec![down.clone(), down],
                Tone::Bad,
                "none of the 2 mail servers",
            ),
        ];
        for (deferred, providers, tone, words) in cases {
            let (found, text) = health(&summary(deferred), &providers, false);
            assert_eq!(found, tone, "{text}");
            assert!(text.contains(words), "{text}");
        }
        let (tone, text) = health(&summary(0), &[], true);
        assert_eq!(tone, Tone::Careful);
        assert!(text.contains("instead of being sent"), "{text}");
    }
}
