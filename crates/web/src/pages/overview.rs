//! The overview: how delivery is doing, what needs somebody, and the ways most people go on. A new
//! installation begins with its first steps instead.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::{
    account::Account,
    delivery::{DeliveryHistory, DeliverySummary},
    mail_provider::MailProvider,
    page::Page,
};

use crate::{
    components::{
        admin_shell::{AdminFrame, admin_page},
        attention::Attention,
        badge::ProviderBadge,
        button::{LinkButton, Weight},
        delivery_charts::DeliveryCharts,
        figures::DeliveryFigures,
        icon::Symbol,
        navigation::Section,
        page_head::PageHead,
        panel::Panel,
    },
    islands::live_parts::LiveParts,
    page_error::PageError,
    render::Head,
    rights,
    visit::Admin,
    words::{language::t, providers},
};

mod first_steps;
mod health;
mod watch;

use first_steps::{Beginning, FirstSteps};
use health::HealthNotice;

/// The page, for those who may see deliveries.
pub(crate) async fn overview_page(admin: &Admin) -> Result<Response, PageError> {
    let api = &admin.visit.api;
    let home = admin.home().await;
    let frame = admin.frame(home).await;
    let summary: DeliverySummary = api.get("/api/v1/deliveries/summary").await?;
    let providers = providers(admin).await?;
    let beginning = Beginning::look(admin, &frame, &summary).await;
    let ways_on = ways_on(&frame);
    let content = if let Some(beginning) = beginning {
        view! {
            <PageHead title=t!("overview-hello") lead=t!("overview-steps-lead") />
            <FirstSteps beginning me=&admin.me />
        }
        .into_any()
    } else {
        let history: DeliveryHistory = api.get("/api/v1/deliveries/history").await?;
        let everywhere = rights::everywhere(&admin.me, "deliveries.read");
        let watched = watch::accounts(admin, &frame, &summary).await;
        let known = providers.clone().unwrap_or_default();
        let moving = summary.queued + summary.sending > 0;
        view! {
            <PageHead title=t!("overview")>{ways_on}</PageHead>
            <LiveParts ids="overview-now" />
            <div class="live" id="overview-now" data-moving=moving>
                <HealthNotice summary=&summary providers=&known watched=&watched me=&admin.me />
                <Attention summary=&summary watched=&watched providers=&known me=&admin.me until=history.until />
                <DeliveryCharts history=&history />
                <DeliveryFigures summary=&summary everywhere />
                {providers.map(|providers| view! { <Providers providers /> })}
            </div>
        }
        .into_any()
    };
    Ok(admin_page(
        StatusCode::OK,
        Head::new(t!("overview")),
        frame,
        Section::Overview,
        content,
    ))
}

/// The mail providers, for those who may see them.
async fn providers(admin: &Admin) -> Result<Option<Vec<MailProvider>>, PageError> {
    if !rights::everywhere(&admin.me, "mail_providers.read") {
        return Ok(None);
    }
    let page: Page<MailProvider> = admin.visit.api.get("/api/v1/mail-providers").await?;
    Ok(Some(page.items))
}

/// The account one works in.
fn current(frame: &AdminFrame) -> Option<&Account> {
    let is_current = |account: &&Account| Some(account.id) == frame.current;
    frame.accounts.iter().find(is_current)
}

/// Where most people go next: to the users of the account one works in, or to a new account when
/// there is none yet.
fn ways_on(frame: &AdminFrame) -> AnyView {
    let me = &frame.me;
    let Some(account) = current(frame) else {
        let new = me.may_anywhere("accounts.manage").then(|| {
            view! {
                <LinkButton href="/admin/accounts/new" label=t!("overview-new-account")
                    weight=Weight::Primary icon=Symbol::Plus />
            }
        });
        return new.into_any();
    };
    let list = format!("/admin/accounts/{}/users", account.id);
    let new = me.may("users.create", account.id).then(|| {
        view! {
            <LinkButton href=format!("{list}/new") label=t!("overview-new-user")
                weight=Weight::Primary icon=Symbol::UserPlus />
        }
    });
    let users = me.may("users.read", account.id).then(|| {
        let label = t!("overview-users-of", account = account.name.as_str());
        view! { <LinkButton href=list label icon=Symbol::Users /> }
    });
    view! { {users}{new} }.into_any()
}

#[component]
fn Providers(providers: Vec<MailProvider>) -> impl IntoView {
    let rows: Vec<AnyView> = providers
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
            .into_any()
        })
        .collect();
    let all = view! { <a href="/admin/mail-providers">{t!("overview-resting-way")}</a> };
    view! {
        <Panel id="providers" heading=t!("providers") actions=all.into_any()>
            <ul class="plain-list">{rows}</ul>
        </Panel>
    }
    .into_any()
}
