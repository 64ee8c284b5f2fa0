//! Where an import is, in sentences, as a bar and in figures, and the ways on from there.

use leptos::prelude::*;
use usher_api_types::{me::Me, user_import::UserImport};
use usher_domain::user_import::{ImportStatus, RowState};

use crate::{
    components::{
        badge::Tone,
        figures::{Figure, Figures},
        notice::Notice,
        progress::Progress,
    },
    pages::{
        bulk_send_notice::ways_on,
        import_users, new_bulk_send,
        user_import::{has_ended, path},
    },
    query::Query,
    words::{counts::grouped, instants, language::t},
};

/// What changes while it is read and carried out.
#[component]
pub(crate) fn ImportNow<'a>(import: &'a UserImport, me: &'a Me) -> impl IntoView {
    view! {
        {notice(import, me)}
        {progress(import)}
        {figures(import)}
    }
    .into_any()
}

fn notice(import: &UserImport, me: &Me) -> AnyView {
    let counts = import.counts;
    let (tone, told) = match import.status.parse() {
        Ok(ImportStatus::Reading) => (Tone::Busy, vec![t!("import-being-read")]),
        Ok(ImportStatus::Ready) if counts.valid == 0 => (Tone::Bad, ready(import)),
        Ok(ImportStatus::Ready) => (Tone::Careful, ready(import)),
        Ok(ImportStatus::Completed) if counts.failed > 0 => (Tone::Careful, outcome(import)),
        Ok(ImportStatus::Completed) => (Tone::Good, outcome(import)),
        Ok(ImportStatus::Cancelled) => (Tone::Neutral, outcome(import)),
        Ok(ImportStatus::Expired) => (Tone::Neutral, vec![t!("import-expired")]),
        Ok(ImportStatus::Stopped) => {
            let mut told = vec![t!("import-stopped")];
            told.extend(outcome(import));
            (Tone::Bad, told)
        }
        Ok(ImportStatus::Running) => match import.waits_until {
            Some(until) => {
                let until = instants::instant(until);
                (
                    Tone::Busy,
                    vec![t!("bulk-waits-account-limit", until = until)],
                )
            }
            None => return ().into_any(),
        },
        Err(_) => return ().into_any(),
    };
    let ways = ways_on(ways(import, me));
    view! { <Notice tone><p>{told.join(" ")}</p>{ways}</Notice> }.into_any()
}

/// What starting it would do.
fn ready(import: &UserImport) -> Vec<String> {
    let counts = import.counts;
    let left_out = [
        (counts.invalid > 0).then(|| t!("import-ready-invalid", count = counts.invalid)),
        (counts.duplicates > 0).then(|| t!("import-ready-duplicates", count = counts.duplicates)),
    ];
    let mut told = Vec::new();
    if counts.valid == 0 {
        told.push(t!("import-ready-nothing"));
    } else {
        told.push(t!("import-ready-lead"));
        told.push(if import.send_welcome {
            t!("import-welcomes")
        } else {
            t!("import-no-welcomes")
        });
        told.extend((import.on_duplicate == "update").then(|| t!("import-updates")));
    }
    told.extend(left_out.into_iter().flatten());
    told
}

/// What it has done.
fn outcome(import: &UserImport) -> Vec<String> {
    let counts = import.counts;
    let left = counts.valid - counts.created - counts.updated - counts.failed;
    let left_out = counts.invalid + counts.duplicates;
    let welcomed = import.send_welcome && counts.created > 0;
    let told = [
        Some(t!("import-told-created", count = counts.created)),
        (counts.updated > 0).then(|| t!("import-told-updated", count = counts.updated)),
        welcomed.then(|| t!("import-told-welcomed")),
        (counts.failed > 0).then(|| t!("import-told-failed", count = counts.failed)),
        (left > 0).then(|| t!("import-told-left", count = left)),
        (left_out > 0).then(|| t!("import-told-left-out", count = left_out)),
    ];
    told.into_iter().flatten().collect()
}

/// Where whoever reads this most likely goes on: to those who came in and what became of their emails,
/// or to welcoming them; with a better file where nothing came of it.
fn ways(import: &UserImport, me: &Me) -> Vec<(String, String)> {
    let account = import.account_id;
    let users = |query: Query| format!("/admin/accounts/{account}/users{query}");
    let by_welcome = |state: &str| users(Query::new().with("welcome", state));
    let ended = has_ended(import);
    if import.counts.created == 0 {
        let again = ended || import.counts.valid == 0;
        let again = again.then(|| (t!("import-again"), import_users::path(account)));
        return again.into_iter().collect();
    }
    if !ended {
        return Vec::new();
    }
    let newest = users(Query::new().with("sort", "-created"));
    let mut ways = vec![(t!("import-show-users"), newest)];
    if import.send_welcome {
        ways.push((t!("import-show-under-way"), by_welcome("under_way")));
        ways.push((t!("bulk-show-failed"), by_welcome("failed")));
    } else if me.may("welcome_emails.send", account) {
        let unwelcomed = Query::new()
            .with("all", true)
            .with("status", "pending")
            .with("welcome", "none");
        let send = format!("{}{unwelcomed}", new_bulk_send::path(account));
        ways.push((t!("import-welcome-them"), send));
    }
    ways
}

fn progress(import: &UserImport) -> AnyView {
    if import.status != ImportStatus::Running.as_str() {
        return ().into_any();
    }
    let counts = import.counts;
    let done = counts.created + counts.updated + counts.failed;
    let percent = done.saturating_mul(100) / counts.valid.max(1);
    let text = t!(
        "import-progress-text",
        done = grouped(done),
        all = grouped(counts.valid)
    );
    let text = format!("{text} · {}", t!("bulk-percent", count = percent));
    let number = |count: i64| u64::try_from(count).unwrap_or(0);
    view! {
        <Progress id="progress" label=t!("import-progress") value=number(done) max=number(counts.valid) text />
    }
    .into_any()
}

fn figures(import: &UserImport) -> AnyView {
    let counts = import.counts;
    let rows = |state: RowState, count: i64| {
        let query = Query::new().with("state", state);
        (count > 0).then(|| format!("{}{query}#rows-heading", path(import.id)))
    };
    let begun = import.started_at.is_some();
    let may_update = import.on_duplicate == "update";
    let updated = may_update
        .then(|| view! { <Figure name=t!("import-count-updated") count=counts.updated /> });
    let done = begun.then(|| {
        view! {
            <Figure name=t!("import-count-created") count=counts.created />
            {updated}
            <Figure name=t!("import-count-failed") count=counts.failed tone=Tone::Bad
                href=rows(RowState::Failed, counts.failed) />
        }
    });
    let valid =
        (!begun).then(|| view! { <Figure name=t!("import-count-valid") count=counts.valid /> });
    view! {
        <Figures>
            <Figure name=t!("import-count-rows") count=counts.rows />
            {valid}
            {done}
            <Figure name=t!("import-count-invalid") count=counts.invalid tone=Tone::Bad
                href=rows(RowState::Invalid, counts.invalid) />
            <Figure name=t!("import-count-duplicates") count=counts.duplicates tone=Tone::Careful
                href=rows(RowState::Duplicate, counts.duplicates) />
        </Figures>
    }
    .into_any()
}
