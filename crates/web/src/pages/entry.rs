//! The ways in: `/`, `/admin` and the well-known name of "change my password".

use axum::http::{HeaderValue, StatusCode, header};
use axum::{
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use tower::ServiceExt;
use usher_api_types::me::Me;

use crate::{
    accept::prefers_json,
    api_client::ApiClient,
    components::{admin_shell::admin_page, navigation::Section},
    page_error::PageError,
    pages::overview::overview_page,
    redirect,
    render::Head,
    visit::Admin,
    web::Web,
    words::language::t,
};

/// `/`: to the administration or to sign-in; data, for whoever asks for it by name, is none of ours.
pub(crate) async fn root(State(web): State<Web>, request: Request) -> Response {
    if prefers_json(request.headers()) {
        return varies(web.api().clone().oneshot(request).await.into_response());
    }
    let (parts, _) = request.into_parts();
    let me: Result<Me, _> = ApiClient::new(web.api().clone(), &parts)
        .get("/api/v1/me")
        .await;
    let place = if me.is_ok() { "/admin" } else { "/sign-in" };
    varies(redirect::see_other(place))
}

/// The same address says one thing to people and another one to programs.
fn varies(mut response: Response) -> Response {
    let accept = HeaderValue::from_static("accept");
    response.headers_mut().append(header::VARY, accept);
    response
}

/// `/admin`: the overview, or for those who may not see deliveries the users of their account.
pub(crate) async fn admin(admin: Admin) -> Result<Response, PageError> {
    if admin.me.may_anywhere("deliveries.read") {
        return overview_page(&admin).await;
    }
    Ok(first_account(&admin).await)
}

async fn first_account(admin: &Admin) -> Response {
    if let Some(id) = admin.home().await {
        return redirect::see_other(&format!("/admin/accounts/{id}/users"));
    }
    if admin.me.may_anywhere("accounts.manage") {
        return redirect::see_other("/admin/accounts/new");
    }
    let content = view! {
        <h1>{t!("no-account-title")}</h1>
        <p>{t!("no-account-text")}</p>
    };
    let frame = admin.frame(None).await;
    admin_page(
        StatusCode::OK,
        Head::new(t!("no-account-title")),
        frame,
        Section::Accounts,
        content.into_any(),
    )
}

/// `/.well-known/change-password` (W3C): where people change theirs.
pub(crate) async fn change_password() -> Response {
    redirect::found("/account")
}
