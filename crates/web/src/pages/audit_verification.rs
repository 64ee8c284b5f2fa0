//! Proving that the audit log is whole: the question, and the answer in plain words.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::audit_event::AuditVerification;

use crate::{
    components::{
        admin_shell::admin_page,
        badge::Tone,
        button::{Button, Weight},
        code::Copyable,
        facts::Fact,
        field::Field,
        form_errors::{ErrorSummary, FormErrors},
        icon::Symbol,
        moment::Moment,
        navigation::Section,
        notice::Notice,
        page_head::{Breadcrumb, PageHead},
        panel::Panel,
    },
    page_error::PageError,
    render::Head,
    rights,
    visit::Admin,
    words::{
        counts::grouped,
        language::{say, t},
    },
};

/// Where the question is asked and answered.
pub(crate) const PATH: &str = "/admin/audit-log/verification";

/// The API counts events that wait to be sealed only so far.
const MOST_UNSEALED: u64 = 1_000;

/// What can be wrong with the log.
const PROBLEMS: [&str; 6] = [
    "event_missing",
    "event_changed",
    "kept_head_differs",
    "head_differs",
    "events_removed",
    "unsigned_end",
];

/// `GET /admin/audit-log/verification`.
pub(crate) async fn show(admin: Admin) -> Result<Response, PageError> {
    if !rights::everywhere(&admin.me, "audit.read") {
        return Err(PageError::NotFound);
    }
    Ok(verification_page(
        StatusCode::OK,
        &admin,
        String::new(),
        None,
        FormErrors::default(),
    )
    .await)
}

/// The page: what was found, if anything was asked, and the form.
pub(crate) async fn verification_page(
    status: StatusCode,
    admin: &Admin,
    kept: String,
    found: Option<AuditVerification>,
    errors: FormErrors,
) -> Response {
    let title = errors.titled(&t!("audit-verification"));
    let unfinished = found.as_ref().and_then(|found| found.continue_from.clone());
    let submit = match (&found, &unfinished) {
        (None, _) => t!("audit-verify-run"),
        (Some(_), None) => t!("audit-verify-again"),
        (Some(_), Some(_)) => t!("audit-go-on"),
    };
    let carry_on =
        unfinished.map(|place| view! { <input type="hidden" name="continue_from" value=place /> });
    let form = view! {
        <form class="form" method="post" action=PATH>
            {carry_on}
            <Field label=t!("audit-verify-head") name="since_head" value=kept errors=errors.clone()
                hint=t!("audit-verify-head-hint") autocomplete="off" />
            <div class="form-actions">
                <Button label=submit weight=Weight::Primary icon=Symbol::ShieldCheck />
            </div>
        </form>
    };
    let rest = match found {
        Some(found) => view! {
            <Found found />
            <Panel id="again" heading=t!("audit-verify")>{form}</Panel>
        }
        .into_any(),
        None => form.into_any(),
    };
    let content = view! {
        <Breadcrumb trail=vec![(t!("audit"), "/admin/audit-log".into())] />
        <PageHead title=t!("audit-verification") lead=t!("audit-verify-lead") />
        <div class="column">
            <ErrorSummary errors />
            {rest}
        </div>
    };
    let frame = admin.frame(None).await;
    admin_page(
        status,
        Head::new(title),
        frame,
        Section::AuditLog,
        content.into_any(),
    )
}

#[component]
fn Found(found: AuditVerification) -> impl IntoView {
    if let Some(problem) = &found.problem {
        return broken(&found, problem);
    }
    if !found.intact {
        let title = t!(
            "audit-so-far",
            verified = found.verified,
            sealed = found.sealed
        );
        return view! { <Notice tone=Tone::Busy title>{t!("audit-so-far-text")}</Notice> }
            .into_any();
    }
    let title = t!("audit-intact", count = found.sealed);
    if found.sealed == 0 {
        return view! { <Notice tone=Tone::Neutral title>{t!("audit-intact-empty")}</Notice> }
            .into_any();
    }
    let end = if found.compared_with_kept_head {
        view! { <p>{t!("audit-vouched")}</p> }
    } else {
        view! { <p>{t!("audit-unvouched")}</p> }
    };
    view! {
        <Notice tone=Tone::Good title>{t!("audit-intact-text")}</Notice>
        <Panel id="end" heading=t!("audit-end")>
            {end}
            <End found />
        </Panel>
    }
    .into_any()
}

/// The signed end of the chain.
#[component]
fn End(found: AuditVerification) -> impl IntoView {
    let head = found
        .head
        .map(|value| view! { <Copyable id="head" label=t!("audit-head") value /> });
    let signed = found.signed_at.map(|at| {
        view! { <Fact name=t!("audit-signed")><Moment at /></Fact> }
    });
    let unsealed = if found.unsealed >= MOST_UNSEALED {
        t!("audit-unsealed-many", count = found.unsealed)
    } else {
        counted(found.unsealed)
    };
    view! {
        {head}
        <dl class="facts">
            {signed}
            <Fact name=t!("audit-sealed")>{counted(found.sealed)}</Fact>
            <Fact name=t!("audit-unsealed")>{unsealed}</Fact>
        </dl>
    }
    .into_any()
}

fn broken(found: &AuditVerification, problem: &str) -> AnyView {
    let problem = if PROBLEMS.contains(&problem) {
        say(&format!("audit-problem-{problem}"), &[])
    } else {
        t!("audit-problem-unknown")
    };
    let place = t!("audit-broken-place", verified = found.verified);
    let event = found.at_event.map(|id| {
        view! {
            <dl class="facts">
                <Fact name=t!("audit-broken-event")><code class="breakable">{id.to_string()}</code></Fact>
            </dl>
        }
    });
    view! {
        <Notice tone=Tone::Bad title=t!("audit-broken")>
            <p>{place} " " {problem}</p>
        </Notice>
        {event}
        <Panel id="what-to-do" heading=t!("audit-what-to-do")>
            <ol class="numbered">
                <li>{t!("audit-what-to-do-copy")}</li>
                <li>{t!("audit-what-to-do-compare")}</li>
                <li>{t!("audit-what-to-do-who")}</li>
                <li>{t!("audit-what-to-do-sealing")}</li>
            </ol>
        </Panel>
    }
    .into_any()
}

fn counted(count: u64) -> String {
    grouped(i64::try_from(count).unwrap_or(i64::MAX))
}
