//! How far a bulk send is, in words, as a bar and in figures.

use leptos::prelude::*;
use usher_api_types::bulk_send::{BulkSend, LeftOutCounts};
use usher_domain::bulk_send::BulkSendStatus;

use crate::{
    components::{
        badge::Tone,
        facts::Fact,
        figures::{Figure, Figures},
        notice::Notice,
        panel::Panel,
        progress::Progress,
    },
    query::Query,
    words::{
        bulk_sends::{by_reason, left_out, reason_label, why_paused},
        counts::grouped,
        language::t,
    },
};

/// What changes while it runs.
#[component]
pub(crate) fn ProgressNow<'a>(send: &'a BulkSend) -> impl IntoView {
    let progress = &send.progress;
    let left_out = left_out(&progress.left_out);
    let done = progress.sent + progress.failed + progress.cancelled + left_out;
    let text = t!(
        "bulk-progress-text",
        done = grouped(done),
        all = grouped(progress.total)
    );
    let failed = Query::new().with("welcome", "failed");
    let failed = format!("/admin/accounts/{}/users{failed}", send.account_id);
    let failed = (progress.failed > 0).then_some(failed);
    view! {
        {said(send)}
        <Panel id="progress-heading" heading=t!("bulk-progress")>
            <Progress id="progress" label=t!("bulk-progress-bar") value=number(done) max=number(progress.total) text />
            <Figures>
                <Figure name=t!("bulk-count-sent") count=progress.sent />
                <Figure name=t!("bulk-count-failed") count=progress.failed tone=Tone::Bad href=failed />
                <Figure name=t!("bulk-count-waiting") count=progress.waiting />
                <Figure name=t!("bulk-count-remaining") count=progress.remaining />
                <Figure name=t!("bulk-count-cancelled") count=progress.cancelled />
                <Figure name=t!("bulk-count-left-out") count=left_out />
            </Figures>
            <LeftOutReasons counts=progress.left_out />
        </Panel>
    }
    .into_any()
}

fn number(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

/// What is to be known of it, in sentences: why it is paused, or that only the first few have gone out.
fn said(send: &BulkSend) -> AnyView {
    if let Some(why) = why_paused(send) {
        let tone = match send.pause_reason.as_deref() {
            Some("asked") => Tone::Neutral,
            _ => Tone::Bad,
        };
        let title = t!("bulk-paused");
        return view! { <Notice tone title><p>{why}</p></Notice> }.into_any();
    }
    let progress = &send.progress;
    let ended = progress.sent + progress.failed + progress.cancelled;
    let runs = send.status == BulkSendStatus::Running.as_str();
    let first = i64::from(send.canary);
    if runs && progress.remaining > 0 && ended < first {
        let text = t!("bulk-canary-now", count = first, ended = grouped(ended));
        return view! { <Notice tone=Tone::Busy>{text}</Notice> }.into_any();
    }
    ().into_any()
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
