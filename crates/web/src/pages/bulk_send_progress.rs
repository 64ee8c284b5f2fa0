//! How far a bulk send is: as a bar and in figures.

use leptos::prelude::*;
use usher_api_types::{
    bulk_send::{BulkSend, LeftOutCounts},
    me::Me,
};
use usher_domain::bulk_send::BulkSendStatus;

use crate::{
    components::{
        badge::Tone,
        facts::Fact,
        figures::{Figure, Figures},
        panel::Panel,
        progress::Progress,
    },
    pages::bulk_send_notice::{SendNotice, failed_users},
    words::{
        bulk_sends::{by_reason, duration_at, left_out, reason_label},
        counts::grouped,
        language::t,
    },
};

/// What changes while it runs.
#[component]
pub(crate) fn ProgressNow<'a>(
    send: &'a BulkSend,
    me: &'a Me,
    /// Whether a list further down tells who is left out and why.
    told_below: bool,
) -> impl IntoView {
    let counts = send.progress.left_out;
    let why = (!told_below).then(|| view! { <LeftOutReasons counts /> });
    view! {
        <SendNotice send me />
        <Panel id="progress-heading" heading=t!("bulk-progress")>
            <Progress id="progress" label=t!("bulk-progress-bar") value=number(ended(send))
                max=number(send.progress.total) text=in_words(send) />
            {figures(send)}
            {why}
        </Panel>
    }
    .into_any()
}

fn number(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

/// For how many users nothing is left to do.
fn ended(send: &BulkSend) -> i64 {
    let progress = &send.progress;
    progress.sent + progress.failed + progress.cancelled + left_out(&progress.left_out)
}

/// How much of it that is, in whole percent.
pub(crate) fn percent(send: &BulkSend) -> i64 {
    match send.progress.total {
        0 => 100,
        total => (ended(send).saturating_mul(100) / total).min(100),
    }
}

/// `90 of 1,500 · 6 %`, and how long the rest takes where a pace tells.
fn in_words(send: &BulkSend) -> String {
    let far = t!(
        "bulk-progress-text",
        done = grouped(ended(send)),
        all = grouped(send.progress.total)
    );
    let far = format!("{far} · {}", t!("bulk-percent", count = percent(send)));
    let runs = send.status == BulkSendStatus::Running.as_str();
    let left = send.progress.remaining;
    match send.pace_per_minute.filter(|_| runs && left > 0) {
        Some(pace) => {
            let span = duration_at(i64::from(pace), left);
            format!("{far} · {}", t!("bulk-to-go", span = span))
        }
        None => far,
    }
}

/// Only what can still be, or has been.
fn figures(send: &BulkSend) -> AnyView {
    let progress = &send.progress;
    let status = send.status.parse();
    let over = matches!(status, Ok(BulkSendStatus::Done | BulkSendStatus::Cancelled));
    let mut cancelled = progress.cancelled;
    if status == Ok(BulkSendStatus::Cancelled) {
        // Whose turn never came is called off as well.
        cancelled += progress.remaining;
    }
    let failed = (progress.failed > 0).then(|| failed_users(send));
    let waiting = (!over || progress.waiting > 0)
        .then(|| view! { <Figure name=t!("bulk-count-waiting") count=progress.waiting /> });
    let remaining = (!over)
        .then(|| view! { <Figure name=t!("bulk-count-remaining") count=progress.remaining /> });
    let cancelled = (cancelled > 0)
        .then(|| view! { <Figure name=t!("bulk-count-cancelled") count=cancelled /> });
    view! {
        <Figures>
            <Figure name=t!("bulk-count-sent") count=progress.sent />
            <Figure name=t!("bulk-count-failed") count=progress.failed tone=Tone::Bad href=failed />
            {waiting}
            {remaining}
            {cancelled}
            <Figure name=t!("bulk-count-left-out") count=left_out(&progress.left_out) />
        </Figures>
    }
    .into_any()
}

/// How many are left out for each reason.
#[component]
pub(crate) fn LeftOutReasons(counts: LeftOutCounts) -> impl IntoView {
    let reasons: Vec<_> = by_reason(&counts)
        .into_iter()
        .map(|(reason, count)| view! { <Fact name=reason_label(reason)>{grouped(count)}</Fact> })
        .collect();
    if reasons.is_empty() {
        return ().into_any();
    }
    view! {
        <h3>{t!("bulk-left-out-why")}</h3>
        <dl class="facts">{reasons}</dl>
    }
    .into_any()
}
