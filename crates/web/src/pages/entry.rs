//! The ways in: `/`, `/admin` and the well-known name of "change my password".

use axum::http::StatusCode;
use axum::{
    extract::{Request, State},
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use tower::ServiceExt;
use usher_api_types::{account::Account, me::Me, page::Page};

use crate::{
    accept::prefers_html,
    api_client::ApiClient,
    components::admin_shell::{Section, admin_page},
    redirect,
    render::Head,
    visit::Admin,
    web::Web,
};

/// `/`: to the administration or to sign-in for people; data is none of ours.
pub(crate) async fn root(State(web): State<Web>, request: Request) -> Response {
    if !prefers_html(request.headers()) {
        return web.api().clone().oneshot(request).await.into_response();
    }
    let (parts, _) = request.into_parts();
    let me: Result<Me, _> = ApiClient::new(web.api().clone(), &parts)
        .get("/api/v1/me")
        .await;
    redirect::see_other(if me.is_ok() { "/admin" } else { "/sign-in" })
}

/// `/admin`: the users of the first account that may be seen.
pub(crate) async fn admin(admin: Admin) -> Response {
    let first: Result<Page<Account>, _> = admin.visit.api.get("/api/v1/accounts?limit=1").await;
    let listed = first
        .ok()
        .and_then(|page| page.items.first().map(|account| account.id));
    let granted = admin
        .me
        .account_permissions
        .first()
        .map(|account| account.account_id);
    if let Some(id) = listed.or(granted) {
        return redirect::see_other(&format!("/admin/accounts/{id}/users"));
    }
    if admin.me.may_anywhere("accounts.manage") {
        return redirect::see_other("/admin/accounts/new");
    }
    let content = view! {
        <h1>"No account yet"</h1>
        <p>"An owner of this installation creates accounts."</p>
    };
    let frame = admin.frame(None).await;
    admin_page(
        StatusCode::OK,
        Head::new("Accounts"),
        frame,
        Section::Accounts,
        content.into_any(),
    )
}

/// `/.well-known/change-password` (W3C): where people change theirs.
pub(crate) async fn change_password() -> Response {
    redirect::found("/account")
}
