//! The roles of a user: what she holds, and the form that replaces them.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::{me::Me, role::RoleGrant};
use uuid::Uuid;

use crate::{
    components::{
        admin_shell::admin_page,
        field::{Choice, Radios, Select},
        form_actions::FormActions,
        form_errors::{ErrorSummary, FormErrors},
        navigation::Section,
        page_head::{Breadcrumb, PageHead},
        role_meanings::role_options,
    },
    extract::Id,
    names::Names,
    page_error::PageError,
    pages::{user, user_form::trail},
    redirect,
    render::Head,
    rights,
    scopes::{self, installation_name},
    visit::{Admin, Visit},
    words::{
        language::t,
        roles::{self, role_label},
    },
};

/// What the form contains beside the roles that are held.
#[derive(Debug, Default, Clone)]
pub(crate) struct RolesValues {
    /// The held roles whose mark was taken away, as [`grant_value`] writes them.
    pub(crate) withdrawn: Vec<String>,
    /// The role to add; empty for none.
    pub(crate) role: String,
    /// Where to add it.
    pub(crate) scope: String,
}

/// `GET /admin/users/{id}/roles`.
pub(crate) async fn show(admin: Admin, Id(id): Id) -> Result<Response, PageError> {
    roles_page(StatusCode::OK, &admin, id, None, FormErrors::default()).await
}

/// `GET /ui/users/{id}/roles`: where a refused form was shown, reloaded.
pub(crate) async fn back(Id(id): Id) -> Response {
    redirect::see_other(&format!("/admin/users/{id}/roles"))
}

/// The roles that a user holds.
pub(crate) async fn load(visit: &Visit, id: Uuid) -> Result<Vec<RoleGrant>, PageError> {
    Ok(visit.api.get(&format!("/api/v1/users/{id}/roles")).await?)
}

/// What stands in the form for a role that is held.
pub(crate) fn grant_value(grant: &RoleGrant) -> String {
    format!("{}@{}", grant.role, scopes::value(grant.account_id))
}

/// The form; `entered` is what was posted and refused.
pub(crate) async fn roles_page(
    status: StatusCode,
    admin: &Admin,
    id: Uuid,
    entered: Option<RolesValues>,
    errors: FormErrors,
) -> Result<Response, PageError> {
    let user = user::load(&admin.visit, id).await?;
    let held = load(&admin.visit, id).await?;
    let places = scopes::offered(admin, "roles.grant", Some(user.account_id)).await?;
    let values = entered.unwrap_or_else(|| RolesValues {
        scope: scopes::value(Some(user.account_id)),
        ..RolesValues::default()
    });
    let frame = admin.frame(Some(user.account_id)).await;
    let accounts = held.iter().filter_map(|grant| grant.account_id).collect();
    let names = Names::of_accounts(&admin.visit, &frame.accounts, accounts).await;
    let title = errors.titled(&t!("roles-title", name = user.display_name.as_str()));
    let mut offered = vec![Choice::new("", t!("roles-role-none"))];
    offered.extend(role_options(&admin.me, &places).into_iter().map(choice));
    let content = view! {
        <Breadcrumb trail=trail(&admin.me, &user) />
        <PageHead title=t!("roles-heading") />
        <div class="column">
            <ErrorSummary errors=errors.clone() />
            <form class="form" method="post" action=format!("/ui/users/{id}/roles")>
                <HeldRoles held names=&names withdrawn=values.withdrawn me=&admin.me />
                <fieldset class="fieldset">
                    <legend class="legend">{t!("roles-add")}</legend>
                    <Radios legend=t!("roles-role") name="role" chosen=values.role options=offered errors=errors.clone() />
                    <Select label=t!("roles-scope") name="scope" chosen=values.scope options=places errors=errors />
                </fieldset>
                <FormActions submit=t!("roles-save") cancel=format!("/admin/users/{id}") />
            </form>
        </div>
    };
    Ok(admin_page(
        status,
        Head::new(title),
        frame,
        Section::Users,
        content.into_any(),
    ))
}

/// A role with what it allows.
fn choice((value, label): (String, String)) -> Choice {
    let meaning = value.parse().map(roles::meaning).unwrap_or_default();
    Choice::new(value, label).hint(meaning)
}

/// The held roles, each with a mark to take away. What the administrator may not withdraw has none.
#[component]
fn HeldRoles<'a>(
    held: Vec<RoleGrant>,
    names: &'a Names,
    withdrawn: Vec<String>,
    me: &'a Me,
) -> impl IntoView {
    if held.is_empty() {
        return view! { <p>{t!("roles-none")}</p> }.into_any();
    }
    let rows: Vec<_> = held
        .iter()
        .enumerate()
        .map(|(place, grant)| {
            let value = grant_value(grant);
            let kept = !withdrawn.contains(&value);
            let id = format!("held-{place}");
            let role = role_label(&grant.role);
            let scope = place_name(grant, names);
            let meaning = grant.role.parse().map(roles::meaning).ok();
            let meaning = meaning.map(|text| view! { <p class="hint">{text}</p> });
            if !rights::within(me, "roles.grant", grant.account_id) {
                return view! {
                    <li>
                        <span class="breakable"><strong>{role}</strong> " · " {scope}</span>
                        <p class="hint">{t!("roles-not-yours")}</p>
                    </li>
                }
                .into_any();
            }
            view! {
                <li class="field-check">
                    <input type="hidden" name="shown" value=value.clone() />
                    <input id=id.clone() name="kept" type="checkbox" value=value checked=kept />
                    <div>
                        <label for=id class="breakable"><strong>{role}</strong> " · " {scope}</label>
                        {meaning}
                    </div>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class="fieldset">
            <legend class="legend">{t!("roles-held")}</legend>
            <p class="hint">{t!("roles-held-hint")}</p>
            <ul class="checks">{rows}</ul>
        </fieldset>
    }
    .into_any()
}

/// Where a role holds, by name where there is one.
pub(crate) fn place_name(grant: &RoleGrant, names: &Names) -> String {
    match grant.account_id {
        Some(id) => names.get(id).unwrap_or_else(|| id.to_string()),
        None => installation_name(),
    }
}
