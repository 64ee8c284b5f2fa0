//! The overview: how delivery is doing, what needs somebody, and the ways most people go on.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::{delivery::DeliverySummary, mail_provider::MailProvider, page::Page};

use crate::{
    components::{
        admin_shell::{AdminFrame, admin_page},
        attention::Attention,
        badge::ProviderBadge,
        figures::DeliveryFigures,
        navigation::Section,
    },
    page_error::PageError,
    render::Head,
    rights,
    visit::Admin,
    words::providers,
};

/// The page, for those who may see deliveries.
pub(crate) async fn overview_page(admin: &Admin) -> Result<Response, PageError> {
    let api = &admin.visit.api;
    let summary: DeliverySummary = api.get("/api/v1/deliveries/summary").await?;
    let everywhere = rights::everywhere(&admin.me, "deliveries.read");
    let providers = if rights::everywhere(&admin.me, "mail_providers.read") {
        let page: Page<MailProvider> = api.get("/api/v1/mail-providers").await?;
        Some(page.items)
    } else {
        None
    };
    let home = admin.home().await;
    let frame = admin.frame(home).await;
    let content = view! {
        <div class="page-head"><h1>"Overview"</h1>{ways_on(&frame)}</div>
        <Attention summary=&summary providers=providers.clone().unwrap_or_default() me=&admin.me />
        <DeliveryFigures summary=&summary everywhere />
        {providers.map(|providers| view! { <Providers providers /> })}
    };
    Ok(admin_page(
        StatusCode::OK,
        Head::new("Overview"),
        frame,
        Section::Overview,
        content.into_any(),
    ))
}

/// Where most people go next: to the users of the account one works in, or to a new account when
/// there is none yet.
fn ways_on(frame: &AdminFrame) -> AnyView {
    let me = &frame.me;
    let account = frame
        .accounts
        .iter()
        .find(|account| Some(account.id) == frame.current);
    let Some(account) = account else {
        let new = me.may_anywhere("accounts.manage").then(|| {
            view! { <a class="button button-primary" href="/admin/accounts/new">"New account"</a> }
        });
        return view! { <div class="actions">{new}</div> }.into_any();
    };
    let list = format!("/admin/accounts/{}/users", account.id);
    let new = me.may("users.create", account.id).then(|| {
        view! { <a class="button button-primary" href=format!("{list}/new")>"New user"</a> }
    });
    let users = me.may("users.read", account.id).then(|| {
        view! { <a class="button breakable" href=list>"Users of " {account.name.clone()}</a> }
    });
    view! { <div class="actions">{users}{new}</div> }.into_any()
}

#[component]
fn Providers(providers: Vec<MailProvider>) -> impl IntoView {
    let rows: Vec<_> = providers
        .iter()
        .map(|provider| {
            let endpoint = (!providers::captures(provider)).then(|| {
                view! { <code class="quiet breakable">{provider.endpoint.clone()}</code> }
            });
            view! {
                <li class="provider-line">
                    <strong class="breakable">{provider.name.clone()}</strong>
                    <ProviderBadge provider />
                    {endpoint}
                </li>
            }
        })
        .collect();
    view! {
        <section class="section" aria-labelledby="providers">
            <h2 id="providers">"Mail providers"</h2>
            <ul class="plain-list">{rows}</ul>
            <p><a href="/admin/mail-providers">"What these states mean"</a></p>
        </section>
    }
    .into_any()
}
