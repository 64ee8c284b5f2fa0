//! What sending to many users would do: how many get an email, who is left out, who needs none, and
//! how the run is kept under control.

use leptos::prelude::*;
use usher_api_types::bulk_send::BulkSendPreview;
use uuid::Uuid;

use crate::{
    components::{
        badge::Tone,
        figures::{Figure, Figures},
        notice::Notice,
        panel::Panel,
    },
    forms::bulk_send::BulkSendForm,
    pages::{bulk_send_notice::ways_on, bulk_send_progress::LeftOutReasons, new_bulk_send},
    query::Query,
    visit::Admin,
    words::{
        bulk_sends::{duration_at, left_out},
        language::t,
    },
};

/// How many of those who would be sent an email have a password already; 0 where that cannot be told:
/// among users who were ticked, and where the filter says which state they are in.
pub(super) async fn count_already_in(admin: &Admin, account: Uuid, form: &BulkSendForm) -> i64 {
    let mut active = form.clone();
    match &mut active.filter {
        Some(filter) if filter.status.is_none() => filter.status = Some("active".to_owned()),
        _ => return 0,
    }
    let preview = active.preview(admin, account).await;
    preview.map_or(0, |preview| preview.to_send)
}

/// All of it, before anything is done; `already_in` of them have a password already.
pub(super) fn what_would_be_done(
    account: Uuid,
    preview: &BulkSendPreview,
    form: &BulkSendForm,
    already_in: i64,
) -> AnyView {
    let told: Vec<_> = in_words(form, preview.to_send)
        .into_iter()
        .map(|text| view! { <li>{text}</li> })
        .collect();
    let told = (preview.to_send > 0).then(|| view! { <ul class="told">{told}</ul> });
    let nobody = (preview.to_send == 0)
        .then(|| view! { <Notice tone=Tone::Neutral>{t!("bulk-nobody-left")}</Notice> });
    let in_already = (already_in > 0).then(|| {
        let only = format!("{}{}", new_bulk_send::path(account), only_pending(form));
        let ways = ways_on(vec![(t!("bulk-only-pending"), only)]);
        let text = t!("bulk-already-in", count = already_in);
        view! { <Notice tone=Tone::Careful><p>{text}</p>{ways}</Notice> }
    });
    view! {
        <Panel id="preview" heading=t!("bulk-preview") lead=t!("bulk-preview-lead")>
            <Figures>
                <Figure name=t!("bulk-count-total") count=preview.total />
                <Figure name=t!("bulk-count-to-send") count=preview.to_send />
                <Figure name=t!("bulk-count-left-out") count=left_out(&preview.left_out) />
            </Figures>
            {nobody}
            {in_already}
            <LeftOutReasons counts=preview.left_out />
            {told}
        </Panel>
    }
    .into_any()
}

/// The way to look at those of them who have no password yet, with the same options.
fn only_pending(form: &BulkSendForm) -> Query {
    let filter = form.filter.clone().unwrap_or_default();
    Query::new()
        .with("all", true)
        .with_some("search", filter.search)
        .with("status", "pending")
        .with_some("welcome", filter.welcome)
        .with("template_id", &form.template_id)
        .with("pace_per_minute", &form.pace_per_minute)
        .with("canary", &form.canary)
        .with("failure_threshold_percent", &form.failure_threshold_percent)
        .with(
            "skip_welcomed_within_hours",
            &form.skip_welcomed_within_hours,
        )
}

/// How the run is kept under control, in sentences. What is no number was refused before.
fn in_words(form: &BulkSendForm, to_send: i64) -> Vec<String> {
    let number = |text: &str| text.trim().parse::<i64>().ok();
    let first = number(&form.canary).filter(|first| (1..to_send).contains(first));
    let first = first.map(|count| t!("bulk-told-canary", count = count));
    let threshold = number(&form.failure_threshold_percent);
    let threshold = threshold.map(|percent| t!("bulk-told-threshold", percent = percent));
    let skipped = number(&form.skip_welcomed_within_hours).map(|hours| match hours {
        0 => t!("bulk-told-skip-none"),
        hours => t!("bulk-told-skip", count = hours),
    });
    let pace = match number(&form.pace_per_minute) {
        Some(pace) => {
            let span = duration_at(pace, to_send);
            t!("bulk-told-pace", count = pace, span = span)
        }
        None => t!("bulk-told-pace-none"),
    };
    [first, threshold, skipped, Some(pace)]
        .into_iter()
        .flatten()
        .collect()
}
