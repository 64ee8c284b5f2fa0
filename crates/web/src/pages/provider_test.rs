//! Sending a test mail through one provider: the question, and everything that was said.

use axum::{extract::Path, http::StatusCode, response::Response};
use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use usher_api_types::mail_provider::{ProviderTest, TranscriptLine};

use crate::{
    components::{
        admin_shell::admin_page,
        button::{Button, Weight},
        facts::Fact,
        field::Field,
        form_errors::{ErrorSummary, FormErrors},
        icon::Symbol,
        navigation::Section,
        notice::Notice,
        page_head::{Breadcrumb, PageHead},
        panel::Panel,
    },
    page_error::PageError,
    pages::mail_providers,
    render::Head,
    visit::Admin,
    words::{
        language::{say, t},
        providers, replies,
    },
};

/// Who speaks in a transcript.
const SPEAKERS: [&str; 3] = ["usher", "server", "note"];

/// A provider's name as a part of a path.
pub(crate) fn path_segment(name: &str) -> String {
    utf8_percent_encode(name, NON_ALPHANUMERIC).to_string()
}

/// Where the test of a provider is asked for and told.
pub(crate) fn path(name: &str) -> String {
    format!("/admin/mail-providers/{}/test", path_segment(name))
}

/// `GET /admin/mail-providers/{name}/test`.
pub(crate) async fn show(admin: Admin, Path(name): Path<String>) -> Result<Response, PageError> {
    let own = admin.me.user.as_ref().and_then(|user| user.email.clone());
    let recipient = own.unwrap_or_default();
    test_page(
        StatusCode::OK,
        &admin,
        &name,
        recipient,
        None,
        FormErrors::default(),
    )
    .await
}

/// The page: how the test went, if there was one, and the form.
pub(crate) async fn test_page(
    status: StatusCode,
    admin: &Admin,
    name: &str,
    recipient: String,
    test: Option<ProviderTest>,
    errors: FormErrors,
) -> Result<Response, PageError> {
    let known = mail_providers::all(admin).await?;
    let exists = known.iter().any(|provider| provider.name == name);
    if !exists || !mail_providers::may_test(admin) {
        return Err(PageError::NotFound);
    }
    let heading = t!("provider-test-through", name = name);
    let title = errors.titled(&heading);
    let submit = if test.is_some() {
        t!("provider-test-again")
    } else {
        t!("provider-test-send")
    };
    let form = view! {
        <form class="form" method="post" action=path(name)>
            <Field label=t!("provider-test-to") name="recipient" kind="email" value=recipient.clone()
                errors=errors.clone() required=true hint=t!("provider-test-to-hint") autocomplete="email" />
            <div class="form-actions">
                <Button label=submit weight=Weight::Primary icon=Symbol::Send />
            </div>
        </form>
    };
    let rest = match test {
        Some(test) => view! {
            <Outcome test recipient />
            <Panel id="again" heading=t!("provider-test")>{form}</Panel>
        }
        .into_any(),
        None => form.into_any(),
    };
    let content = view! {
        <Breadcrumb trail=vec![(t!("providers"), "/admin/mail-providers".into())] />
        <PageHead title=heading />
        <div class="column">
            <ErrorSummary errors />
            {rest}
        </div>
    };
    let frame = admin.frame(None).await;
    Ok(admin_page(
        status,
        Head::new(title),
        frame,
        Section::MailProviders,
        content.into_any(),
    ))
}

#[component]
fn Outcome(test: ProviderTest, recipient: String) -> impl IntoView {
    let title = providers::outcome_title(&test);
    let text = providers::outcome_text(&test, &recipient);
    let step = providers::step_label(&test.step);
    let reply = test.reply.as_ref().map(replies::line).map(|line| {
        view! { <Fact name=t!("provider-test-reply")><code class="breakable">{line}</code></Fact> }
    });
    let took = i64::try_from(test.duration_ms).unwrap_or(i64::MAX);
    view! {
        <Notice tone=providers::outcome_tone(&test) title>{text}</Notice>
        <dl class="facts">
            <Fact name=t!("provider-test-recipient")><span class="breakable">{recipient}</span></Fact>
            <Fact name=t!("provider-test-step")>{step}</Fact>
            {reply}
            <Fact name=t!("provider-test-took")>{t!("provider-test-milliseconds", count = took)}</Fact>
        </dl>
        <Panel id="transcript" heading=t!("transcript") lead=t!("transcript-lead")>
            <Transcript lines=test.transcript />
        </Panel>
    }
    .into_any()
}

/// Who said what when.
#[component]
fn Transcript(lines: Vec<TranscriptLine>) -> impl IntoView {
    if lines.is_empty() {
        return view! { <p class="quiet">{t!("transcript-empty")}</p> }.into_any();
    }
    let lines: Vec<_> = lines
        .into_iter()
        .map(|line| {
            let at = i64::try_from(line.at_ms).unwrap_or(i64::MAX);
            let who = if SPEAKERS.contains(&line.from.as_str()) {
                say(&format!("transcript-{}", line.from), &[])
            } else {
                line.from.clone()
            };
            let class = match line.from.as_str() {
                "usher" => "transcript-line transcript-usher",
                "server" => "transcript-line transcript-server",
                _ => "transcript-line transcript-note",
            };
            view! {
                <li class=class>
                    <span class="transcript-at">{t!("provider-test-milliseconds", count = at)}</span>
                    <span class="transcript-who">{who}</span>
                    <span class="transcript-text">{line.text}</span>
                </li>
            }
        })
        .collect();
    view! { <ol class="transcript">{lines}</ol> }.into_any()
}
