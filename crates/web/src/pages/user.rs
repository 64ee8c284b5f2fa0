//! One user: who she is, what can be done for her, and what became of every message to her.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use serde::Deserialize;
use usher_api_types::{
    account_user::AccountUser, page::Page, role::RoleGrant, welcome_email::WelcomeEmail,
};
use uuid::Uuid;

use crate::{
    components::{
        admin_shell::admin_page,
        badge::UserBadge,
        facts::{Fact, Optional},
        moment::Moment,
        navigation::Section,
        pagination::Pagination,
        timeline::Timeline,
    },
    extract::{Asked, Id},
    names::Names,
    page_error::PageError,
    pages::{
        user_actions::UserActions,
        user_roles::{self, place_name},
        users::following,
    },
    query::Query,
    render::Head,
    visit::{Admin, Visit},
    words::{deliveries::is_moving, roles::role_label},
};

/// How many messages the timeline shows at once. Each is asked for its tries.
const TIMELINE_SIZE: usize = 10;

/// Where in the timeline.
#[derive(Default, Deserialize)]
pub(crate) struct UserQuery {
    #[serde(default)]
    cursor: String,
}

/// `GET /admin/users/{id}`.
pub(crate) async fn show(
    admin: Admin,
    Id(id): Id,
    Asked(asked): Asked<UserQuery>,
) -> Result<Response, PageError> {
    let user = load(&admin.visit, id).await?;
    let query = Query::new()
        .with("limit", TIMELINE_SIZE)
        .with("cursor", &asked.cursor);
    let page: Page<WelcomeEmail> = admin
        .visit
        .api
        .get(&format!("/api/v1/users/{id}/welcome-emails{query}"))
        .await?;
    let roles = user_roles::load(&admin.visit, id).await?;
    let messages = with_tries(&admin.visit, page.items).await?;

    let moving = messages.iter().any(|message| is_moving(&message.status));
    let head = Head::new(user.display_name.clone()).refreshing(following(&admin.visit, moving));
    let here = format!("/admin/users/{id}");
    let first = (!asked.cursor.is_empty()).then(|| here.clone());
    let next = page
        .next_cursor
        .map(|cursor| format!("{here}{}", Query::new().with("cursor", cursor)));
    let may_read = admin.me.may("password_links.reveal", user.account_id);
    let may_send = admin.me.may("welcome_emails.send", user.account_id);
    let may_change = user_roles::may_change(&admin.me, user.account_id, &roles);
    let frame = admin.frame(Some(user.account_id)).await;
    let places = roles.iter().filter_map(|grant| grant.account_id).collect();
    let names = Names::of_accounts(&admin.visit, &frame.accounts, places).await;
    let content = view! {
        <p class="crumb"><a href=format!("/admin/accounts/{}/users", user.account_id)>"Users"</a></p>
        <div class="page-head">
            <h1 class="breakable">{user.display_name.clone()}</h1>
            <UserBadge status=user.status.clone() />
        </div>
        <UserActions user=&user me=&admin.me />
        <div class="split">
            <div>
                <UserFacts user=user.clone() />
                <UserRoles id roles names=&names may_change />
            </div>
            <section class="section" aria-labelledby="timeline">
                <h2 id="timeline">"Emails"</h2>
                <Timeline messages may_send may_read />
                <Pagination first next />
            </section>
        </div>
    };
    Ok(admin_page(
        StatusCode::OK,
        head,
        frame,
        Section::Users,
        content.into_any(),
    ))
}

/// A user, or the page that says there is none.
pub(crate) async fn load(visit: &Visit, id: Uuid) -> Result<AccountUser, PageError> {
    Ok(visit.api.get(&format!("/api/v1/users/{id}")).await?)
}

/// The list leaves the tries out; a single message has them.
async fn with_tries(
    visit: &Visit,
    listed: Vec<WelcomeEmail>,
) -> Result<Vec<WelcomeEmail>, PageError> {
    let mut messages = Vec::with_capacity(listed.len());
    for message in listed {
        messages.push(
            visit
                .api
                .get(&format!("/api/v1/welcome-emails/{}", message.id))
                .await?,
        );
    }
    Ok(messages)
}

#[component]
fn UserFacts(user: AccountUser) -> impl IntoView {
    let signed_in = match user.last_sign_in_at {
        Some(at) => view! { <Moment at /> }.into_any(),
        None => view! { <span class="quiet">"Never"</span> }.into_any(),
    };
    view! {
        <section class="section" aria-labelledby="details">
            <h2 id="details">"Details"</h2>
            <dl class="facts">
                <Fact name="Email"><Optional value=user.email /></Fact>
                <Fact name="Login"><Optional value=Some(user.login) /></Fact>
                <Fact name="Phone"><Optional value=user.phone /></Fact>
                <Fact name="Language"><Optional value=user.locale /></Fact>
                <Fact name="Last sign-in">{signed_in}</Fact>
                <Fact name="Created"><Moment at=user.created_at /></Fact>
                <Fact name="User ID"><code class="breakable">{user.id.to_string()}</code></Fact>
            </dl>
        </section>
    }
    .into_any()
}

#[component]
fn UserRoles<'a>(
    id: Uuid,
    roles: Vec<RoleGrant>,
    names: &'a Names,
    may_change: bool,
) -> impl IntoView {
    let held = if roles.is_empty() {
        view! { <p class="quiet">"None: an ordinary user."</p> }.into_any()
    } else {
        let lines: Vec<_> = roles
            .iter()
            .map(|grant| {
                view! {
                    <li>
                        <strong>{role_label(&grant.role)}</strong>
                        <span class="quiet breakable cell-second">{place_name(grant, names)}</span>
                    </li>
                }
            })
            .collect();
        view! { <ul class="plain-list">{lines}</ul> }.into_any()
    };
    let change = may_change.then(|| {
        view! { <p><a class="button" href=format!("/admin/users/{id}/roles")>"Change roles"</a></p> }
    });
    view! {
        <section class="section" aria-labelledby="roles">
            <h2 id="roles">"Roles"</h2>
            {held}
            {change}
        </section>
    }
    .into_any()
}
