//! What is to be known of a bulk send, in sentences, and the ways on from there.

use leptos::prelude::*;
use usher_api_types::{
    bulk_send::{BulkSend, UserFilter},
    me::Me,
};
use usher_domain::bulk_send::{BulkSendStatus, PauseReason};

use crate::{
    components::{badge::Tone, notice::Notice},
    pages::new_bulk_send,
    query::Query,
    words::{
        bulk_sends::{when_resumed, why_paused, why_waiting},
        language::t,
    },
};

/// Names and addresses.
type Ways = Vec<(String, String)>;

/// Why it is paused or waits, that only the first few have gone out, or what its end leaves to be done.
#[component]
pub(crate) fn SendNotice<'a>(send: &'a BulkSend, me: &'a Me) -> impl IntoView {
    match send.status.parse() {
        Ok(BulkSendStatus::Paused) => paused(send, me),
        Ok(BulkSendStatus::Running) => running(send),
        Ok(BulkSendStatus::Done) => done(send, me),
        Ok(BulkSendStatus::Cancelled) => cancelled(send, me),
        Err(_) => ().into_any(),
    }
}

fn paused(send: &BulkSend, me: &Me) -> AnyView {
    let reason = send
        .pause_reason
        .as_deref()
        .and_then(|one| one.parse().ok());
    let (tone, title, ways) = match reason {
        None | Some(PauseReason::Asked) => (Tone::Neutral, t!("bulk-paused"), Ways::new()),
        Some(PauseReason::RequesterLostPermission) => {
            (Tone::Careful, t!("bulk-paused-itself"), Ways::new())
        }
        Some(PauseReason::CanaryFailed | PauseReason::TooManyFailures) => {
            (Tone::Bad, t!("bulk-paused-itself"), to_failures(send, me))
        }
    };
    let why = why_paused(send);
    let resumed = when_resumed(send).map(|text| view! { <p>{text}</p> });
    view! { <Notice tone title><p>{why}</p>{resumed}{ways_on(ways)}</Notice> }.into_any()
}

fn running(send: &BulkSend) -> AnyView {
    match why_waiting(send) {
        Some(text) => view! { <Notice tone=Tone::Busy>{text}</Notice> }.into_any(),
        None => beginning(send),
    }
}

fn beginning(send: &BulkSend) -> AnyView {
    let progress = &send.progress;
    let ended = progress.sent + progress.failed + progress.cancelled;
    let first = i64::from(send.canary);
    if progress.remaining == 0 || ended >= first {
        return ().into_any();
    }
    let text = t!("bulk-canary-now", count = first, ended = ended);
    view! { <Notice tone=Tone::Busy>{text}</Notice> }.into_any()
}

fn done(send: &BulkSend, me: &Me) -> AnyView {
    let failed = send.progress.failed;
    if failed == 0 {
        return ().into_any();
    }
    let text = t!(
        "bulk-done-failed",
        count = failed,
        sent = send.progress.sent
    );
    let mut ways = to_failures(send, me);
    if me.may("welcome_emails.send", send.account_id) {
        let failed = UserFilter {
            welcome: Some("failed".to_owned()),
            ..UserFilter::default()
        };
        ways.push((t!("bulk-send-again"), to_send(send, &failed)));
    }
    view! { <Notice tone=Tone::Careful><p>{text}</p>{ways_on(ways)}</Notice> }.into_any()
}

fn cancelled(send: &BulkSend, me: &Me) -> AnyView {
    let progress = &send.progress;
    let text = t!(
        "bulk-cancelled-told",
        count = progress.cancelled + progress.remaining
    );
    let again = send.filter.as_ref();
    let again = again.filter(|_| me.may("welcome_emails.send", send.account_id));
    let ways = again.map(|filter| (t!("bulk-begin-again"), to_send(send, filter)));
    let ways = ways_on(ways.into_iter().collect());
    view! { <Notice tone=Tone::Neutral><p>{text}</p>{ways}</Notice> }.into_any()
}

/// Who they are whose email failed, and how the mail servers are doing.
fn to_failures(send: &BulkSend, me: &Me) -> Ways {
    let mut ways = Ways::new();
    if me.may("users.read", send.account_id) {
        ways.push((t!("bulk-show-failed"), failed_users(send)));
    }
    if me.may_anywhere("mail_providers.read") {
        let providers = "/admin/mail-providers".to_owned();
        ways.push((t!("bulk-show-providers"), providers));
    }
    ways
}

/// The list of users of the account whose latest welcome email failed.
pub(crate) fn failed_users(send: &BulkSend) -> String {
    let failed = Query::new().with("welcome", "failed");
    format!("/admin/accounts/{}/users{failed}", send.account_id)
}

/// The page that says what sending to these users would do.
fn to_send(send: &BulkSend, filter: &UserFilter) -> String {
    let query = Query::new()
        .with("all", true)
        .with_some("search", filter.search.as_deref())
        .with_some("status", filter.status.as_deref())
        .with_some("welcome", filter.welcome.as_deref());
    format!("{}{query}", new_bulk_send::path(send.account_id))
}

/// The ways at the foot of a notice.
pub(crate) fn ways_on(ways: Ways) -> AnyView {
    if ways.is_empty() {
        return ().into_any();
    }
    let ways: Vec<_> = ways
        .into_iter()
        .map(|(label, href)| view! { <a href=href>{label}</a> })
        .collect();
    view! { <p class="notice-ways">{ways}</p> }.into_any()
}
