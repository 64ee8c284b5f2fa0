//! How delivery is doing right now, in one honest sentence.

use leptos::prelude::*;
use usher_api_types::{delivery::DeliverySummary, mail_provider::MailProvider, me::Me};

use crate::{
    components::{
        attention::Watched, badge::Tone, moment::Moment, notice::Notice, sentence::sentence,
    },
    words::{language::t, providers},
};

/// The sentence, and what waits.
#[component]
pub(super) fn HealthNotice<'a>(
    summary: &'a DeliverySummary,
    /// Those that may be seen; none tells nothing about them.
    providers: &'a [MailProvider],
    watched: &'a [Watched],
    me: &'a Me,
) -> impl IntoView {
    let (tone, title) = health(summary, providers, me.mail_is_captured);
    let comfort = (tone == Tone::Bad).then(|| format!(" {}", t!("overview-health-nothing-lost")));
    let resting: Vec<_> = providers
        .iter()
        .filter(|one| providers::rests(one))
        .collect();
    let undisturbed = resting.is_empty() && !me.mail_is_captured;
    let ways = if resting.is_empty() {
        waiting_users(watched)
    } else {
        vec![(
            t!("overview-resting-way"),
            "/admin/mail-providers".to_owned(),
        )]
    };
    let ways: Vec<_> = ways
        .into_iter()
        .map(|(label, href)| view! { " " <a href=href>{label}</a> })
        .collect();
    let why: Vec<_> = why(&resting)
        .into_iter()
        .map(|why| view! { <p class="breakable">{why}</p> })
        .collect();
    view! { <Notice tone title>{why}<p>{waiting(summary, undisturbed)}{comfort}{ways}</p></Notice> }
        .into_any()
}

/// Since when the oldest message waits. When mail goes out undisturbed, the title is about what waits
/// for another try.
fn waiting(summary: &DeliverySummary, undisturbed: bool) -> AnyView {
    let Some(at) = summary.oldest_waiting_since else {
        return t!("overview-health-nothing-waits").into_any();
    };
    let time = view! { <Moment at /> }.into_any();
    let count = summary.queued + summary.sending + summary.deferred;
    let key = if undisturbed && summary.deferred == 1 && count == 1 {
        "overview-health-since"
    } else {
        "overview-health-oldest"
    };
    sentence(key, &[("count", count.into())], vec![("time", time)])
}

/// Why mail servers are not in use; by name where there are several.
fn why(resting: &[&MailProvider]) -> Vec<String> {
    let meaning = |one: &MailProvider| one.last_failure.as_deref().map(providers::failure_meaning);
    match resting {
        [only] => meaning(only).into_iter().collect(),
        several => several
            .iter()
            .filter_map(|one| Some(format!("{}: {}", one.name, meaning(one)?)))
            .collect(),
    }
}

/// The lists that show who waits: names and addresses.
fn waiting_users(watched: &[Watched]) -> Vec<(String, String)> {
    let found: Vec<_> = watched
        .iter()
        .filter_map(|one| Some((one.account.as_str(), one.under_way.clone()?)))
        .collect();
    match found.as_slice() {
        [(_, list)] => vec![(t!("overview-health-who"), list.clone())],
        several => several
            .iter()
            .map(|(account, list)| {
                (
                    t!("overview-health-who-in", account = *account),
                    list.clone(),
                )
            })
            .collect(),
    }
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
        return (Tone::Careful, text);
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
            (2, vec![up.clone()], Tone::Careful, "2 messages wait"),
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
