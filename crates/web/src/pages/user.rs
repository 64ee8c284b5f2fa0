//! One user: who she is, what can be done for her, how far her welcome email got, and everything
//! that happened.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::{account_user::AccountUser, me::Me, welcome_email::WelcomeEmail};
use uuid::Uuid;

use crate::{
    components::{
        admin_shell::admin_page,
        badge::UserBadge,
        button::{LinkButton, Weight},
        icon::Symbol,
        journey::Journey,
        navigation::Section,
        page_head::{Breadcrumb, PageHead},
        panel::Panel,
        timeline::{Timeline, TimelineRights},
    },
    extract::{Asked, Id},
    islands::live_parts::LiveParts,
    names::Names,
    page_error::PageError,
    pages::{
        user_actions::{Rights, SendButton, UserActions},
        user_facts::{UserFacts, UserRoles},
        user_history::{self, Entry, History, HistoryQuery},
        user_memberships::{UserAccounts, UserMemberships},
        user_roles,
        users::following,
    },
    render::Head,
    visit::{Admin, Visit},
    words::{
        deliveries::{address_is_wrong, is_moving},
        language::t,
    },
};

/// `GET /admin/users/{id}`.
pub(crate) async fn show(
    admin: Admin,
    Id(id): Id,
    Asked(asked): Asked<HistoryQuery>,
) -> Result<Response, PageError> {
    let user = load(&admin.visit, id).await?;
    let history = user_history::load(&admin.visit, id, &asked).await?;
    let latest = latest_welcome(&admin.visit, &user, &history).await?;
    let roles = user_roles::load(&admin.visit, id).await?;
    let accounts = UserAccounts::load(&admin, &user, &roles).await?;

    let moving = latest
        .as_ref()
        .is_some_and(|latest| is_moving(&latest.status));
    let head = Head::new(user.display_name.clone()).refreshing(following(&admin.visit, moving));
    let me = &admin.me;
    let rights = Rights::of(me, user.account_id, &roles);
    let in_timeline = TimelineRights {
        send: rights.allow("welcome_emails.send"),
        read: rights.allow("password_links.reveal"),
        edit: rights.allow("users.update"),
    };
    let frame = admin.frame(Some(user.account_id)).await;
    let places = roles.iter().filter_map(|grant| grant.account_id);
    let places = places.chain([user.account_id]).chain(accounts.ids());
    let places = places.collect();
    let names = Names::of_accounts(&admin.visit, &frame.accounts, places).await;
    let beside = view! { <UserBadge status=user.status.clone() /> }.into_any();
    let correct = in_timeline.edit
        && user.status != "disabled"
        && latest
            .as_ref()
            .is_some_and(|latest| address_is_wrong(latest, &user));
    let send = view! { <SendButton user=&user rights=&rights secondary=correct /> }.into_any();
    let told = view! {
        <Timeline entries=history.entries user=&user rights=in_timeline />
        <Pages here=format!("/admin/users/{id}") asked next=history.next />
    }
    .into_any();
    let content = view! {
        <Breadcrumb trail=way_to_list(me, &user) />
        <PageHead title=user.display_name.clone() lead=addresses(&user) beside>
            {send}
        </PageHead>
        <UserActions user=&user rights=&rights />
        <LiveParts ids="answer-now timeline-now" />
        <div class="live" id="answer-now" data-moving=moving><Answer user=&user latest correct /></div>
        <div class="split">
            <div class="live" id="timeline-now"><Panel id="timeline" heading=t!("timeline")>{told}</Panel></div>
            <div class="split-beside">
                <UserFacts user=user.clone() names=&names me />
                <UserRoles roles names=&names />
                <UserMemberships accounts names=&names />
            </div>
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

/// The way to the list that a user stands in; none to whoever sees her as a member of another account.
pub(crate) fn way_to_list(me: &Me, user: &AccountUser) -> Vec<(String, String)> {
    let list = format!("/admin/accounts/{}/users", user.account_id);
    let listed = me.may("users.read", user.account_id);
    listed.then(|| (t!("users"), list)).into_iter().collect()
}

/// A user, or the page that says there is none.
pub(crate) async fn load(visit: &Visit, id: Uuid) -> Result<AccountUser, PageError> {
    Ok(visit.api.get(&format!("/api/v1/users/{id}")).await?)
}

/// Her latest welcome email, which may stand on another page of the history.
async fn latest_welcome(
    visit: &Visit,
    user: &AccountUser,
    history: &History,
) -> Result<Option<WelcomeEmail>, PageError> {
    let Some(latest) = &user.latest_welcome else {
        return Ok(None);
    };
    let shown = history.entries.iter().find_map(|entry| match entry {
        Entry::Message(message) if message.id == latest.id => Some((**message).clone()),
        _ => None,
    });
    if shown.is_some() {
        return Ok(shown);
    }
    let path = format!("/api/v1/welcome-emails/{}", latest.id);
    Ok(Some(visit.api.get(&path).await?))
}

/// Address and login, unless they are the same.
fn addresses(user: &AccountUser) -> String {
    match &user.email {
        Some(email) if *email != user.login => format!("{email} · {}", user.login),
        _ => user.login.clone(),
    }
}

/// "Did she get it, and what happened then?", and the way on where only a `correct` address is one.
#[component]
fn Answer<'a>(user: &'a AccountUser, latest: Option<WelcomeEmail>, correct: bool) -> impl IntoView {
    let told = if let Some(message) = latest {
        view! { <Journey message=&message user /> }.into_any()
    } else {
        let text = match user.status.as_str() {
            "active" => t!("verdict-none-has-password"),
            _ => t!("verdict-none"),
        };
        view! { <p class="journey-verdict">{text}</p> }.into_any()
    };
    let way_on = correct.then(|| {
        let href = format!("/admin/users/{}/edit#email", user.id);
        view! {
            <div class="actions journey-way-on">
                <LinkButton href label=t!("message-correct-address") weight=Weight::Primary icon=Symbol::Pencil />
            </div>
        }
    });
    view! { <Panel id="answer" heading=t!("verdict-heading") sheet=true>{told}{way_on}</Panel> }
        .into_any()
}

/// Towards older entries and back to the newest.
#[component]
fn Pages(here: String, asked: HistoryQuery, next: Option<HistoryQuery>) -> impl IntoView {
    if next.is_none() && !asked.is_further() {
        return ().into_any();
    }
    let newest = asked.is_further().then(|| {
        let href = format!("{here}#timeline");
        view! { <LinkButton href label=t!("timeline-newest") icon=Symbol::ArrowLeft small=true /> }
    });
    let older = next.map(|next| {
        let href = format!("{here}{}#timeline", next.query());
        view! { <LinkButton href label=t!("timeline-older") rel="next" small=true /> }
    });
    view! { <nav class="pagination" aria-label=t!("timeline-pages")>{newest}{older}</nav> }
        .into_any()
}
