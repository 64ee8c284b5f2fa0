//! What needs somebody now, or that nothing does.

use chrono::{DateTime, Duration, Utc};
use leptos::prelude::*;
use usher_api_types::{delivery::DeliverySummary, mail_provider::MailProvider, me::Me};

use crate::{
    components::{
        badge::{Badge, Tone},
        button::LinkButton,
        moment::Moment,
        panel::Panel,
        sentence::sentence,
    },
    words::{language::t, providers},
};

/// From when on a waiting message is late.
const LATE: Duration = Duration::hours(1);

/// Some users, and whether there are more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Few {
    /// Their names and pages.
    pub(crate) users: Vec<(String, String)>,
    /// Whether others are not among them.
    pub(crate) more: bool,
}

/// What was found in an account, each with the list that shows exactly that.
pub(crate) struct Watched {
    /// Its name.
    pub(crate) account: String,
    /// Users whose latest welcome email failed.
    pub(crate) failed: Option<(Few, String)>,
    /// Users without a password whose link expired.
    pub(crate) expired: Option<(Few, String)>,
    /// Users without a password who were never sent one.
    pub(crate) unwelcomed: Option<(Few, String)>,
    /// The list of users whose welcome email is under way, if there are any.
    pub(crate) under_way: Option<String>,
    /// Bulk sends that do nothing until somebody resumes them.
    pub(crate) paused: Vec<PausedSend>,
}

/// A paused bulk send.
pub(crate) struct PausedSend {
    /// How many users it is for.
    pub(crate) users: i64,
    /// Whether it paused itself.
    pub(crate) by_itself: bool,
    /// Why, in a sentence.
    pub(crate) why: String,
    /// Where it is.
    pub(crate) href: String,
}

/// One thing to look at.
struct Item {
    label: String,
    tone: Tone,
    text: AnyView,
    /// Where to go: names and addresses.
    ways: Vec<(String, String)>,
}

/// Everything that needs somebody.
#[component]
pub(crate) fn Attention<'a>(
    summary: &'a DeliverySummary,
    watched: &'a [Watched],
    /// While one of them rests, which the notice above tells, nothing to do is not said.
    providers: &'a [MailProvider],
    me: &'a Me,
    /// The present instant.
    until: DateTime<Utc>,
) -> impl IntoView {
    let items: Vec<_> = watched
        .iter()
        .flat_map(paused)
        .chain(failed(summary, watched))
        .chain(late(summary, watched, until))
        .chain(me.mail_is_captured.then(|| captured(me)))
        .chain(watched.iter().filter_map(expired))
        .chain(watched.iter().filter_map(unwelcomed))
        .map(line)
        .collect();
    if items.is_empty() && providers.iter().any(providers::rests) {
        return ().into_any();
    }
    let list = if items.is_empty() {
        view! { <p class="all-well">{t!("overview-attention-none")}</p> }.into_any()
    } else {
        view! { <ul class="plain-list attention">{items}</ul> }.into_any()
    };
    view! { <Panel id="attention" heading=t!("overview-attention")>{list}</Panel> }.into_any()
}

fn line(item: Item) -> AnyView {
    let ways: Vec<_> = item
        .ways
        .into_iter()
        .map(|(label, href)| view! { <LinkButton href label small=true /> })
        .collect();
    view! {
        <li>
            <Badge label=item.label tone=item.tone />
            <p class="breakable">{item.text}</p>
            <div class="actions">{ways}</div>
        </li>
    }
    .into_any()
}

/// Bulk sends that wait for somebody.
fn paused(watched: &Watched) -> Vec<Item> {
    let account = watched.account.as_str();
    let item = |send: &PausedSend| {
        let what = t!(
            "overview-paused-text",
            account = account,
            count = send.users
        );
        Item {
            label: t!("overview-paused"),
            tone: if send.by_itself {
                Tone::Bad
            } else {
                Tone::Careful
            },
            text: format!("{what} {}", send.why).into_any(),
            ways: vec![(t!("overview-paused-way"), send.href.clone())],
        }
    };
    watched.paused.iter().map(item).collect()
}

/// Users whose mail failed; where no account shows them, at least that there are failures.
fn failed(summary: &DeliverySummary, watched: &[Watched]) -> Vec<Item> {
    let item = |text, ways| Item {
        label: t!("overview-failed"),
        tone: Tone::Bad,
        text,
        ways,
    };
    let found: Vec<_> = watched
        .iter()
        .filter_map(|one| {
            let (few, list) = one.failed.as_ref()?;
            let text = about("overview-failed-text", one, few);
            Some(item(text, vec![(t!("overview-show-users"), list.clone())]))
        })
        .collect();
    if found.is_empty() && watched.is_empty() && summary.failed_last_day > 0 {
        let count = summary.failed_last_day;
        return vec![item(
            t!("overview-failed-elsewhere", count = count).into_any(),
            Vec::new(),
        )];
    }
    found
}

fn expired(watched: &Watched) -> Option<Item> {
    let (few, list) = watched.expired.as_ref()?;
    Some(Item {
        label: t!("overview-expired"),
        tone: Tone::Careful,
        text: about("overview-expired-text", watched, few),
        ways: vec![(t!("overview-show-users"), list.clone())],
    })
}

fn unwelcomed(watched: &Watched) -> Option<Item> {
    let (few, list) = watched.unwelcomed.as_ref()?;
    Some(Item {
        label: t!("overview-unwelcomed"),
        tone: Tone::Neutral,
        text: about("overview-unwelcomed-text", watched, few),
        ways: vec![(t!("overview-show-users"), list.clone())],
    })
}

/// A message about some users of an account, whose names lead to their pages.
fn about(key: &str, watched: &Watched, few: &Few) -> AnyView {
    let account = [("account", watched.account.as_str().into())];
    sentence(key, &account, vec![("names", named(few))])
}

fn named(few: &Few) -> AnyView {
    let links: Vec<_> = few
        .users
        .iter()
        .enumerate()
        .map(|(place, (name, href))| {
            let joint = (place > 0).then(|| t!("overview-names-joint"));
            view! { {joint}<a href=href.clone()>{name.clone()}</a> }
        })
        .collect();
    let names = links.into_any();
    if few.more {
        sentence("overview-names-more", &[], vec![("names", names)])
    } else {
        names
    }
}

/// Messages that wait for longer than greylisting lasts.
fn late(summary: &DeliverySummary, watched: &[Watched], now: DateTime<Utc>) -> Option<Item> {
    let since = summary.oldest_waiting_since?;
    if summary.deferred == 0 || now - since < LATE {
        return None;
    }
    let time = view! { <Moment at=since /> }.into_any();
    let count = [("count", summary.deferred.into())];
    let ways = watched.iter().filter_map(|one| {
        let label = t!("overview-late-way", account = one.account.as_str());
        Some((label, one.under_way.clone()?))
    });
    Some(Item {
        label: t!("overview-late"),
        tone: Tone::Careful,
        text: sentence("overview-late-text", &count, vec![("time", time)]),
        ways: ways.collect(),
    })
}

fn captured(me: &Me) -> Item {
    let inbox = (
        t!("overview-captured-way"),
        "/admin/captured-mail".to_owned(),
    );
    let may_read = me.may_anywhere("password_links.reveal");
    Item {
        label: t!("overview-captured"),
        tone: Tone::Careful,
        text: t!("overview-captured-text").into_any(),
        ways: may_read.then_some(inbox).into_iter().collect(),
    }
}
