//! With what programs get in, API tokens and access keys: what each may do, who made it, and taking
//! it away.

use axum::{http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use serde::{Deserialize, de::DeserializeOwned};
use usher_api_types::{access_key::AccessKey, api_token::ApiToken, page::Page};

use crate::{
    components::{
        admin_shell::admin_page,
        badge::{Badge, Tone},
        button::{LinkButton, PostButton, Weight},
        empty_state::EmptyState,
        icon::Symbol,
        moment::Moment,
        page_head::PageHead,
        pagination::Pagination,
        reference::{ScopeReference, UserReference},
        sentence::sentence,
        table::{Column, Table},
    },
    credential_kind::{CredentialKind, Listed},
    extract::Asked,
    names::Names,
    page_error::PageError,
    query::Query,
    render::Head,
    visit::Admin,
    words::{language::t, roles::role_label},
};

/// Where in the list.
#[derive(Default, Deserialize)]
pub(crate) struct CredentialsQuery {
    #[serde(default)]
    cursor: String,
}

/// What the list is of, what the ids in it stand for, and when it is looked at.
struct Around {
    kind: CredentialKind,
    users: Names,
    accounts: Names,
    now: Option<DateTime<Utc>>,
}

/// `GET /admin/api-tokens`.
pub(crate) async fn api_tokens(
    admin: Admin,
    Asked(asked): Asked<CredentialsQuery>,
) -> Result<Response, PageError> {
    list::<ApiToken>(&admin, &asked, CredentialKind::ApiToken).await
}

/// `GET /admin/access-keys`.
pub(crate) async fn access_keys(
    admin: Admin,
    Asked(asked): Asked<CredentialsQuery>,
) -> Result<Response, PageError> {
    list::<AccessKey>(&admin, &asked, CredentialKind::AccessKey).await
}

async fn list<T: DeserializeOwned + Into<Listed>>(
    admin: &Admin,
    asked: &CredentialsQuery,
    kind: CredentialKind,
) -> Result<Response, PageError> {
    let query = Query::new().with("limit", 50).with("cursor", &asked.cursor);
    let page: Page<T> = admin
        .visit
        .api
        .get(&format!("{}{query}", kind.api()))
        .await?;
    let listed: Vec<Listed> = page.items.into_iter().map(Into::into).collect();
    let frame = admin.frame(None).await;
    let makers = listed.iter().filter_map(|credential| credential.created_by);
    let scopes = listed.iter().filter_map(|credential| credential.account_id);
    let around = Around {
        kind,
        users: Names::of_users(&admin.visit, makers.collect()).await,
        accounts: Names::of_accounts(&admin.visit, &frame.accounts, scopes.collect()).await,
        now: admin.visit.web.now(),
    };

    let home = kind.list();
    let first = (!asked.cursor.is_empty()).then(|| home.clone());
    let next = page
        .next_cursor
        .map(|cursor| format!("{home}{}", Query::new().with("cursor", cursor)));
    let words = kind.words();
    let title = words.title.clone();
    let content = view! {
        <PageHead title=words.title lead=words.lead>
            <LinkButton href=format!("{home}/new") label=words.new weight=Weight::Primary icon=Symbol::Plus />
        </PageHead>
        <Credentials listed around=&around />
        <Pagination first next />
    };
    Ok(admin_page(
        StatusCode::OK,
        Head::new(title),
        frame,
        kind.section(),
        content.into_any(),
    ))
}

#[component]
fn Credentials<'a>(listed: Vec<Listed>, around: &'a Around) -> impl IntoView {
    let words = around.kind.words();
    if listed.is_empty() {
        return view! { <EmptyState symbol=Symbol::Key title=words.none text=words.none_text /> }
            .into_any();
    }
    let columns = vec![
        Column::new(words.column),
        Column::new(t!("tokens-role")),
        Column::new(t!("tokens-good-for")),
        Column::new(t!("tokens-made")),
        Column::new(t!("tokens-expires")),
        Column::new(t!("tokens-revoke")).hidden(),
    ];
    let rows: Vec<_> = listed
        .iter()
        .map(|credential| view! { <CredentialRow credential around /> }.into_any())
        .collect();
    view! { <Table caption=words.title columns>{rows}</Table> }.into_any()
}

#[component]
fn CredentialRow<'a>(credential: &'a Listed, around: &'a Around) -> impl IntoView {
    let maker = match credential.created_by {
        Some(id) => view! { <UserReference id names=&around.users /> }.into_any(),
        None => t!("tokens-command-line").into_any(),
    };
    view! {
        <tr>
            <th scope="row" data-label=around.kind.words().column>
                <span class="breakable">{credential.name.clone()}</span>
                <code class="quiet cell-second">{credential.known.clone()}</code>
            </th>
            <td data-label=t!("tokens-role")>{role_label(&credential.role)}</td>
            <td data-label=t!("tokens-good-for")>
                <span><ScopeReference account=credential.account_id names=&around.accounts /></span>
            </td>
            <td data-label=t!("tokens-made")>
                <span><Moment at=credential.created_at /><span class="quiet cell-second">{maker}</span></span>
            </td>
            <td data-label=t!("tokens-expires")><span><Expiry credential around /></span></td>
            <td class="cell-action"><Revoke credential kind=around.kind /></td>
        </tr>
    }
    .into_any()
}

#[component]
fn Expiry<'a>(credential: &'a Listed, around: &'a Around) -> impl IntoView {
    let Some(at) = credential.expires_at else {
        return view! { <span class="quiet">{t!("tokens-never")}</span> }.into_any();
    };
    let over = around.now.is_some_and(|now| at <= now);
    let badge = over.then(|| {
        view! { <span class="cell-second"><Badge label=t!("tokens-expired") tone=Tone::Neutral /></span> }
    });
    view! { <Moment at />{badge} }.into_any()
}

/// Asks in place before a credential is taken away.
#[component]
fn Revoke<'a>(credential: &'a Listed, kind: CredentialKind) -> impl IntoView {
    let about = kind.about(&credential.name);
    let name = view! { <strong class="breakable">{credential.name.clone()}</strong> }.into_any();
    let warning = sentence("tokens-revoke-text", &[], vec![("name", name)]);
    let action = format!("{}/{}/revoke", kind.forms(), credential.id);
    view! {
        <details class="ask">
            <summary class="button">
                {t!("tokens-revoke-open")} <span class="visually-hidden">{format!(" {about}")}</span>
            </summary>
            <div class="ask-panel">
                <p>{warning}</p>
                <PostButton action label=t!("tokens-revoke-now") about weight=Weight::Danger />
            </div>
        </details>
    }
    .into_any()
}
