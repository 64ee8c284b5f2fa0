//! The email templates of an account, as a list.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::{account::Account, page::Page, template::Template};
use uuid::Uuid;

use crate::{
    components::{
        admin_shell::admin_page,
        badge::{Badge, Tone},
        button::{LinkButton, Weight},
        empty_state::EmptyState,
        icon::Symbol,
        moment::Moment,
        navigation::Section,
        page_head::{Breadcrumb, PageHead},
        table::{Column, Table},
    },
    extract::Id,
    page_error::PageError,
    render::Head,
    visit::Admin,
    words::language::t,
};

/// Where the list of an account is.
pub(crate) fn path(account: Uuid) -> String {
    format!("/admin/accounts/{account}/templates")
}

/// The ways from the pages of an account's templates up to its settings.
pub(crate) fn trail(account: Uuid) -> Vec<(String, String)> {
    vec![(t!("account-settings"), format!("/admin/accounts/{account}"))]
}

/// `GET /admin/accounts/{id}/templates`.
pub(crate) async fn show(admin: Admin, Id(id): Id) -> Result<Response, PageError> {
    let api = &admin.visit.api;
    let account: Account = api.get(&format!("/api/v1/accounts/{id}")).await?;
    let list: Page<Template> = api.get(&format!("/api/v1/accounts/{id}/templates")).await?;
    let new = admin.me.may("accounts.update", id).then(|| {
        let href = format!("/admin/accounts/{id}/new-template");
        view! { <LinkButton href label=t!("templates-new") weight=Weight::Primary icon=Symbol::Plus /> }
    });
    let content = view! {
        <Breadcrumb trail=trail(id) />
        <PageHead title=t!("templates") lead=t!("templates-lead")>{new}</PageHead>
        <Templates list=list.items account=id />
    };
    let title = format!("{} · {}", t!("templates"), account.name);
    let frame = admin.frame(Some(id)).await;
    Ok(admin_page(
        StatusCode::OK,
        Head::new(title),
        frame,
        Section::Settings,
        content.into_any(),
    ))
}

#[component]
fn Templates(list: Vec<Template>, account: Uuid) -> impl IntoView {
    if list.is_empty() {
        return view! {
            <EmptyState symbol=Symbol::Mail title=t!("templates-none") text=t!("templates-none-text") />
        }
        .into_any();
    }
    let columns = vec![
        Column::new(t!("templates-name")),
        Column::new(t!("templates-version")).number(),
        Column::new(t!("templates-saved")),
    ];
    let rows: Vec<_> = list
        .into_iter()
        .map(|template| view! { <Row template account /> }.into_any())
        .collect();
    view! { <Table caption=t!("templates") columns>{rows}</Table> }.into_any()
}

#[component]
fn Row(template: Template, account: Uuid) -> impl IntoView {
    let href = format!("{}/{}", path(account), template.id);
    let default = template
        .is_default
        .then(|| view! { " " <Badge label=t!("templates-default") tone=Tone::Neutral /> });
    view! {
        <tr>
            <th scope="row" data-label=t!("templates-name")>
                <span><a class="breakable" href=href>{template.name}</a>{default}
                <code class="quiet cell-second breakable">{template.id}</code></span>
            </th>
            <td class="number" data-label=t!("templates-version")>{template.version}</td>
            <td data-label=t!("templates-saved")><Moment at=template.updated_at /></td>
        </tr>
    }
    .into_any()
}
