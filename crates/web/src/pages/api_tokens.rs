//! API tokens: with what programs get in, who made it, and taking it away.

use axum::{http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use serde::Deserialize;
use usher_api_types::{api_token::ApiToken, page::Page};

use crate::{
    components::{
        admin_shell::admin_page,
        badge::{Badge, Tone},
        button::{LinkButton, PostButton, Weight},
        empty_state::EmptyState,
        icon::Symbol,
        moment::Moment,
        navigation::Section,
        page_head::PageHead,
        pagination::Pagination,
        reference::{ScopeReference, UserReference},
        sentence::sentence,
        table::{Column, Table},
    },
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
pub(crate) struct TokensQuery {
    #[serde(default)]
    cursor: String,
}

/// What the ids in the list stand for, and when it is looked at.
struct Around {
    users: Names,
    accounts: Names,
    now: Option<DateTime<Utc>>,
}

/// `GET /admin/api-tokens`.
pub(crate) async fn show(
    admin: Admin,
    Asked(asked): Asked<TokensQuery>,
) -> Result<Response, PageError> {
    let query = Query::new().with("limit", 50).with("cursor", &asked.cursor);
    let page: Page<ApiToken> = admin
        .visit
        .api
        .get(&format!("/api/v1/api-tokens{query}"))
        .await?;
    let frame = admin.frame(None).await;
    let makers = page.items.iter().filter_map(|token| token.created_by);
    let scopes = page.items.iter().filter_map(|token| token.account_id);
    let around = Around {
        users: Names::of_users(&admin.visit, makers.collect()).await,
        accounts: Names::of_accounts(&admin.visit, &frame.accounts, scopes.collect()).await,
        now: admin.visit.web.now(),
    };

    let first = (!asked.cursor.is_empty()).then(|| "/admin/api-tokens".to_owned());
    let next = page
        .next_cursor
        .map(|cursor| format!("/admin/api-tokens{}", Query::new().with("cursor", cursor)));
    let content = view! {
        <PageHead title=t!("tokens") lead=t!("tokens-lead")>
            <LinkButton href="/admin/api-tokens/new" label=t!("tokens-new") weight=Weight::Primary icon=Symbol::Plus />
        </PageHead>
        <Tokens tokens=page.items around=&around />
        <Pagination first next />
    };
    Ok(admin_page(
        StatusCode::OK,
        Head::new(t!("tokens")),
        frame,
        Section::ApiTokens,
        content.into_any(),
    ))
}

#[component]
fn Tokens<'a>(tokens: Vec<ApiToken>, around: &'a Around) -> impl IntoView {
    if tokens.is_empty() {
        return view! {
            <EmptyState symbol=Symbol::Key title=t!("tokens-none") text=t!("tokens-none-text") />
        }
        .into_any();
    }
    let columns = vec![
        Column::new(t!("tokens-token")),
        Column::new(t!("tokens-role")),
        Column::new(t!("tokens-good-for")),
        Column::new(t!("tokens-made")),
        Column::new(t!("tokens-expires")),
        Column::new(t!("tokens-revoke")).hidden(),
    ];
    let rows: Vec<_> = tokens
        .iter()
        .map(|token| view! { <TokenRow token around /> }.into_any())
        .collect();
    view! { <Table caption=t!("tokens") columns>{rows}</Table> }.into_any()
}

#[component]
fn TokenRow<'a>(token: &'a ApiToken, around: &'a Around) -> impl IntoView {
    let maker = match token.created_by {
        Some(id) => view! { <UserReference id names=&around.users /> }.into_any(),
        None => t!("tokens-command-line").into_any(),
    };
    view! {
        <tr>
            <th scope="row" data-label=t!("tokens-token")>
                <span class="breakable">{token.name.clone()}</span>
                <code class="quiet cell-second">{format!("{}…", token.hint)}</code>
            </th>
            <td data-label=t!("tokens-role")>{role_label(&token.role)}</td>
            <td data-label=t!("tokens-good-for")>
                <span><ScopeReference account=token.account_id names=&around.accounts /></span>
            </td>
            <td data-label=t!("tokens-made")>
                <span><Moment at=token.created_at /><span class="quiet cell-second">{maker}</span></span>
            </td>
            <td data-label=t!("tokens-expires")><span><Expiry token around /></span></td>
            <td class="cell-action"><Revoke token /></td>
        </tr>
    }
    .into_any()
}

#[component]
fn Expiry<'a>(token: &'a ApiToken, around: &'a Around) -> impl IntoView {
    let Some(at) = token.expires_at else {
        return view! { <span class="quiet">{t!("tokens-never")}</span> }.into_any();
    };
    let over = around.now.is_some_and(|now| at <= now);
    let badge = over.then(|| {
        view! { <span class="cell-second"><Badge label=t!("tokens-expired") tone=Tone::Neutral /></span> }
    });
    view! { <Moment at />{badge} }.into_any()
}

/// Asks in place before a token is taken away.
#[component]
fn Revoke<'a>(token: &'a ApiToken) -> impl IntoView {
    let about = t!("tokens-about", name = token.name.as_str());
    let name = view! { <strong class="breakable">{token.name.clone()}</strong> }.into_any();
    let warning = sentence("tokens-revoke-text", &[], vec![("name", name)]);
    view! {
        <details class="ask">
            <summary class="button">
                {t!("tokens-revoke-open")} <span class="visually-hidden">{format!(" {about}")}</span>
            </summary>
            <div class="ask-panel">
                <p>{warning}</p>
                <PostButton action=format!("/ui/api-tokens/{}/revoke", token.id) label=t!("tokens-revoke-now")
                    about weight=Weight::Danger />
            </div>
        </details>
    }
    .into_any()
}
