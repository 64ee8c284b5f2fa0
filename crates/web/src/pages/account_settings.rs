//! The settings of an account: what it is called, how its emails and pages look, its logo, its end.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::{account::Account, account_user::AccountUser, page::Page};
use uuid::Uuid;

use crate::{
    components::{
        account_fields::AccountFields,
        account_logo::AccountLogo,
        account_preview::AccountPreview,
        admin_shell::admin_page,
        button::{LinkButton, PostButton, Weight},
        facts::Fact,
        form_actions::FormActions,
        form_errors::{ErrorSummary, FormErrors},
        navigation::Section,
        page_head::{Breadcrumb, PageHead},
        panel::Panel,
        sentence::sentence,
    },
    edited::Edited,
    extract::Id,
    page_error::PageError,
    pages::account_form::AccountValues,
    redirect,
    render::Head,
    visit::Admin,
    words::language::t,
};

/// `GET /admin/accounts/{id}`.
pub(crate) async fn show(admin: Admin, Id(id): Id) -> Result<Response, PageError> {
    settings_page(StatusCode::OK, &admin, id, None, FormErrors::default()).await
}

/// `GET /ui/accounts/{id}`: where a refused form was shown, reloaded.
pub(crate) async fn back(Id(id): Id) -> Response {
    redirect::see_other(&format!("/admin/accounts/{id}"))
}

/// The settings; `entered` is what was posted and refused.
pub(crate) async fn settings_page(
    status: StatusCode,
    admin: &Admin,
    id: Uuid,
    entered: Option<Edited<AccountValues>>,
    errors: FormErrors,
) -> Result<Response, PageError> {
    let api = &admin.visit.api;
    let account: Account = api.get(&format!("/api/v1/accounts/{id}")).await?;
    let title = errors.titled(&format!("{} · {}", t!("account-settings"), account.name));
    let edited = entered.unwrap_or_else(|| Edited::opened(AccountValues::from(&account)));
    let may_change = admin.me.may("accounts.update", id);
    let form = if may_change {
        view! {
            <ErrorSummary errors=errors.clone() />
            <form class="form" method="post" action=format!("/ui/accounts/{id}")>
                {edited.hidden()}
                <AccountFields values=edited.values errors=errors.clone() />
                <FormActions submit=t!("account-save") />
            </form>
            <AccountLogo account=&account errors />
        }
        .into_any()
    } else {
        view! { <p>{t!("account-readonly")}</p> }.into_any()
    };
    let end = if admin.me.may("accounts.manage", id) {
        end(admin, &account).await
    } else {
        ().into_any()
    };
    // One's own account is at home in the menu; another was chosen from the list of accounts.
    let is_own = admin.me.account.as_ref().is_some_and(|own| own.id == id);
    let above = (!is_own).then(|| {
        view! { <Breadcrumb trail=vec![(t!("accounts"), "/admin/accounts".into())] /> }
    });
    let content = view! {
        {above}
        <PageHead title=t!("account-settings") lead=account.name.clone() />
        <div class="account-settings">
            <div class="column">
                {form}
                <Panel id="templates" heading=t!("templates") lead=t!("templates-lead")>
                    <LinkButton href=format!("/admin/accounts/{id}/templates") label=t!("templates-open") />
                </Panel>
                <Programs account=&account />
                {end}
            </div>
            <AccountPreview account=&account />
        </div>
    };
    let frame = admin.frame(Some(id)).await;
    Ok(admin_page(
        status,
        Head::new(title),
        frame,
        Section::Settings,
        content.into_any(),
    ))
}

/// What programs call it.
#[component]
fn Programs<'a>(account: &'a Account) -> impl IntoView {
    let code = |text: String| view! { <code class="breakable">{text}</code> };
    let (id, project_id) = (account.id.to_string(), account.project_id.to_string());
    let (number, project_name) = (account.number.to_string(), account.project_name.clone());
    view! {
        <Panel id="identifiers" heading=t!("account-programs")>
            <dl class="facts facts-wide">
                <Fact name=t!("account-id")>{code(id)}</Fact>
                <Fact name=t!("account-number")>{code(number)}</Fact>
                <Fact name=t!("account-project-id")>{code(project_id)}</Fact>
                <Fact name=t!("account-project-name")>{code(project_name)}</Fact>
            </dl>
        </Panel>
    }
    .into_any()
}

/// Deleting it, which takes an account without users.
async fn end(admin: &Admin, account: &Account) -> AnyView {
    let id = account.id;
    let users: Result<Page<AccountUser>, _> = admin
        .visit
        .api
        .get(&format!("/api/v1/accounts/{id}/users?limit=1"))
        .await;
    let empty = users.is_ok_and(|users| users.items.is_empty());
    let way = if empty {
        let name = view! { <strong class="breakable">{account.name.clone()}</strong> }.into_any();
        let warning = sentence("account-delete-text", &[], vec![("account", name)]);
        view! {
            <details class="ask ask-start">
                <summary class="button button-danger">{t!("account-delete-open")}</summary>
                <div class="ask-panel">
                    <p>{warning}</p>
                    <PostButton action=format!("/ui/accounts/{id}/delete") label=t!("account-delete-now")
                        weight=Weight::Danger />
                </div>
            </details>
        }
        .into_any()
    } else {
        let href = format!("/admin/accounts/{id}/users");
        view! {
            <p>{t!("account-delete-not-empty")}</p>
            <LinkButton href label=t!("account-delete-users") />
        }
        .into_any()
    };
    view! { <Panel id="end" heading=t!("account-delete")>{way}</Panel> }.into_any()
}
