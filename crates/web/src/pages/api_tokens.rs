//! API tokens: with what programs get in, who made it, and taking it away.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use serde::Deserialize;
use usher_api_types::{api_token::ApiToken, page::Page};

use crate::{
    components::{
        admin_shell::admin_page,
        button::{PostButton, Weight},
        moment::Moment,
        navigation::Section,
        pagination::Pagination,
        reference::{ScopeReference, UserReference},
    },
    extract::Asked,
    names::Names,
    page_error::PageError,
    query::Query,
    render::Head,
    visit::Admin,
    words::roles::role_label,
};

/// Where in the list.
#[derive(Default, Deserialize)]
pub(crate) struct TokensQuery {
    #[serde(default)]
    cursor: String,
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
    let makers = page
        .items
        .iter()
        .filter_map(|token| token.created_by)
        .collect();
    let users = Names::of_users(&admin.visit, makers).await;
    let scopes = page
        .items
        .iter()
        .filter_map(|token| token.account_id)
        .collect();
    let accounts = Names::of_accounts(&admin.visit, &frame.accounts, scopes).await;

    let first = (!asked.cursor.is_empty()).then(|| "/admin/api-tokens".to_owned());
    let next = page
        .next_cursor
        .map(|cursor| format!("/admin/api-tokens{}", Query::new().with("cursor", cursor)));
    let content = view! {
        <div class="page-head">
            <h1>"API tokens"</h1>
            <a class="button button-primary" href="/admin/api-tokens/new">"New API token"</a>
        </div>
        <p>"With an API token a program does what the token’s role allows, and never more than whoever made it may do now."</p>
        <TokensTable tokens=page.items users=&users accounts=&accounts />
        <Pagination first next />
    };
    Ok(admin_page(
        StatusCode::OK,
        Head::new("API tokens"),
        frame,
        Section::ApiTokens,
        content.into_any(),
    ))
}

#[component]
fn TokensTable<'a>(tokens: Vec<ApiToken>, users: &'a Names, accounts: &'a Names) -> impl IntoView {
    if tokens.is_empty() {
        return view! {
            <div class="empty">
                <p class="empty-title">"No API token yet"</p>
                <p>"Make one for each program, so that each can be taken away alone."</p>
            </div>
        }
        .into_any();
    }
    let rows: Vec<_> = tokens
        .into_iter()
        .map(|token| view! { <TokenRow token users accounts /> })
        .collect();
    view! {
        <table class="table">
            <caption class="visually-hidden">"API tokens"</caption>
            <thead>
                <tr>
                    <th scope="col">"Token"</th>
                    <th scope="col">"Role"</th>
                    <th scope="col">"Good for"</th>
                    <th scope="col">"Made by"</th>
                    <th scope="col">"Made"</th>
                    <th scope="col">"Expires"</th>
                    <th scope="col"><span class="visually-hidden">"Revoke"</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

#[component]
fn TokenRow<'a>(token: ApiToken, users: &'a Names, accounts: &'a Names) -> impl IntoView {
    let maker = match token.created_by {
        Some(id) => view! { <UserReference id names=users /> }.into_any(),
        None => view! { "The command line" }.into_any(),
    };
    let expires = match token.expires_at {
        Some(at) => view! { <Moment at /> }.into_any(),
        None => view! { <span class="quiet">"Never"</span> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row" data-label="Token">
                <span class="breakable">{token.name.clone()}</span>
                <code class="quiet cell-second">{format!("{}…", token.hint)}</code>
            </th>
            <td data-label="Role">{role_label(&token.role)}</td>
            <td data-label="Good for"><span><ScopeReference account=token.account_id names=accounts /></span></td>
            <td data-label="Made by"><span>{maker}</span></td>
            <td data-label="Made"><Moment at=token.created_at /></td>
            <td data-label="Expires"><span>{expires}</span></td>
            <td class="cell-action"><Revoke token=&token /></td>
        </tr>
    }
    .into_any()
}

/// Asks in place before a token is taken away.
#[component]
fn Revoke<'a>(token: &'a ApiToken) -> impl IntoView {
    let name = token.name.clone();
    let about = format!("the API token {name}");
    view! {
        <details class="ask">
            <summary class="button">"Revoke…" <span class="visually-hidden">{format!(" {about}")}</span></summary>
            <div class="ask-panel">
                <p>"Every program that uses " <strong class="breakable">{name}</strong> " is locked out at once. This cannot be undone."</p>
                <PostButton action=format!("/ui/api-tokens/{}/revoke", token.id) label="Revoke for good" about
                    weight=Weight::Danger />
            </div>
        </details>
    }
    .into_any()
}
