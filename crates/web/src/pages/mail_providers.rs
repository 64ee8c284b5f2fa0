//! Mail providers: where messages go out, how each is doing, what went wrong last. They are
//! configured in the file; here they are shown and tested.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::{mail_provider::MailProvider, page::Page};

use crate::{
    components::{
        admin_shell::admin_page, badge::ProviderBadge, button::LinkButton, icon::Symbol,
        navigation::Section, page_head::PageHead, panel::Panel,
    },
    page_error::PageError,
    pages::provider_test,
    render::Head,
    rights,
    visit::Admin,
    words::{language::t, providers},
};

/// `GET /admin/mail-providers`.
pub(crate) async fn show(admin: Admin) -> Result<Response, PageError> {
    let providers = all(&admin).await?;
    let may_test = may_test(&admin);
    let order = (providers.len() > 1).then(|| format!(" {}", t!("providers-order")));
    let lead = t!("providers-lead") + order.as_deref().unwrap_or_default();
    let rows: Vec<_> = providers
        .iter()
        .map(|provider| view! { <Provider provider may_test /> })
        .collect();
    let content = view! {
        <PageHead title=t!("providers") lead />
        <ul class="cards">{rows}</ul>
        <p class="quiet">{t!("providers-own-watch")}</p>
        <Configuration />
    };
    let frame = admin.frame(None).await;
    Ok(admin_page(
        StatusCode::OK,
        Head::new(t!("providers")),
        frame,
        Section::MailProviders,
        content.into_any(),
    ))
}

/// Every provider.
pub(crate) async fn all(admin: &Admin) -> Result<Vec<MailProvider>, PageError> {
    let page: Page<MailProvider> = admin.visit.api.get("/api/v1/mail-providers").await?;
    Ok(page.items)
}

/// Whether the administrator may send test mails: who may look need not be trusted to send.
pub(crate) fn may_test(admin: &Admin) -> bool {
    let permissions = ["mail_providers.read", "welcome_emails.send"];
    permissions
        .iter()
        .all(|permission| rights::everywhere(&admin.me, permission))
}

#[component]
fn Provider<'a>(provider: &'a MailProvider, may_test: bool) -> impl IntoView {
    let endpoint = (!providers::captures(provider))
        .then(|| view! { <code class="breakable">{provider.endpoint.clone()}</code> });
    let failure = provider.last_failure.as_deref().map(|failure| {
        view! {
            <div>
                <h3>{t!("provider-last-failure")}</h3>
                <p>{providers::failure_meaning(failure)}</p>
                <p class="reply"><code class="breakable">{failure.to_owned()}</code></p>
            </div>
        }
    });
    let test = may_test.then(|| {
        view! {
            <div class="actions">
                <LinkButton href=provider_test::path(&provider.name) label=t!("provider-test")
                    icon=Symbol::Send about=provider.name.clone() />
            </div>
        }
    });
    view! {
        <li class="card">
            <div class="card-head">
                <h2 class="breakable">{provider.name.clone()}</h2>
                <ProviderBadge provider />
                {endpoint}
            </div>
            <p>{providers::state_text(provider)}</p>
            {failure}
            {test}
        </li>
    }
    .into_any()
}

/// Which keys of the configuration say all this.
#[component]
fn Configuration() -> impl IntoView {
    let keys = [
        (
            "mail.smtp_url",
            "USHER__MAIL__SMTP_URL",
            t!("providers-key-smtp_url"),
        ),
        (
            "mail.smtp_url_file",
            "USHER__MAIL__SMTP_URL_FILE",
            t!("providers-key-smtp_url_file"),
        ),
        ("mail.from", "USHER__MAIL__FROM", t!("providers-key-from")),
        ("[[mail.providers]]", "", t!("providers-key-more")),
    ];
    let keys: Vec<_> = keys
        .into_iter()
        .map(|(key, variable, meaning)| {
            let variable = (!variable.is_empty())
                .then(|| view! { <code class="quiet breakable cell-second">{variable}</code> });
            view! {
                <div class="fact">
                    <dt><code class="breakable">{key}</code></dt>
                    <dd>{meaning} {variable}</dd>
                </div>
            }
        })
        .collect();
    view! {
        <Panel id="configuration" heading=t!("providers-configured") lead=t!("providers-configured-text")>
            <dl class="facts facts-wide">{keys}</dl>
            <p class="quiet">{t!("providers-check")}</p>
        </Panel>
    }
    .into_any()
}
