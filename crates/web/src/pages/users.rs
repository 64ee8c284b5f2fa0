//! The users of an account: searched, filtered, sorted, a page at a time. Everything that is chosen
//! is in the URL (`users_query`), so what one sees can be shared.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::{account::Account, account_user::AccountUser, page::Page};
use uuid::Uuid;

use crate::{
    components::{
        admin_shell::admin_page,
        button::{LinkButton, Weight},
        empty_state::EmptyState,
        icon::Symbol,
        navigation::Section,
        page_head::PageHead,
    },
    extract::{Asked, Id},
    islands::{instant_search::InstantSearch, selection::Selection, send_in_place::SendInPlace},
    page_error::PageError,
    pages::{
        import_users,
        users_filters::{FilterChips, UserFilters},
        users_query::UsersQuery,
        users_table::{SendToSelected, UsersTable, WithAll},
    },
    query::{self, Query},
    render::Head,
    visit::{Admin, Visit},
    words::{deliveries::is_moving, language::t},
};

const PAGE_SIZE: usize = 50;

/// How often a page reloads itself to follow a delivery before it leaves that to the reader.
const MAX_RELOADS: u8 = 8;

/// `GET /admin/accounts/{id}/users`.
pub(crate) async fn show(
    admin: Admin,
    Id(id): Id,
    Asked(asked): Asked<UsersQuery>,
) -> Result<Response, PageError> {
    let query = asked.of_api(PAGE_SIZE);
    let path = format!("/api/v1/accounts/{id}/users{query}");
    let page: Page<AccountUser> = admin.visit.api.get(&path).await?;
    let frame = admin.frame(Some(id)).await;
    let account = frame
        .accounts
        .iter()
        .find(|account: &&Account| account.id == id);
    let title = account.map_or_else(
        || t!("users"),
        |account| t!("users-of", account = account.name.as_str()),
    );
    let mut latest = page
        .items
        .iter()
        .filter_map(|user| user.latest_welcome.as_ref());
    let moving = latest.any(|latest| is_moving(&latest.status));
    let head = Head::new(title).refreshing(following(&admin.visit, moving));

    let list = format!("/admin/accounts/{id}/users");
    let may_create = admin.me.may("users.create", id);
    let actions = actions(id, may_create);
    let back = format!("{list}{}", asked.here());
    let has_others = page.next_cursor.is_some() || asked.is_further();
    let selection = admin.me.may("welcome_emails.send", id).then(|| {
        view! { <SendToSelected account=id asked=&asked has_others /> }
    });
    let with_all = (!page.items.is_empty())
        .then(|| view! { <WithAll account=id me=&admin.me asked=&asked /> });
    let said = t!("users-shown", count = page.items.len());
    let listed = if page.items.is_empty() {
        nobody(&asked, &list, may_create)
    } else {
        view! {
            <UsersTable users=page.items me=&admin.me asked=&asked list=list.clone() back />
            {selection}
        }
        .into_any()
    };
    let content = view! {
        <PageHead title=t!("users")>{actions}</PageHead>
        <UserFilters list=list.clone() asked=&asked />
        <InstantSearch form="filters" results="results" />
        <Selection />
        <SendInPlace />
        // What another search, order or page replaces.
        <div id="results" class="results" data-said=said>
            <div class="results-head">
                <FilterChips list=list.clone() asked=&asked />
                {with_all}
            </div>
            {listed}
            <Pages list asked=&asked next=page.next_cursor />
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

/// The page's own URL for its next look at a delivery. Only a page that an action led to follows,
/// and only for a while: reloading takes the focus and what is being typed.
pub(crate) fn following(visit: &Visit, moving: bool) -> Option<String> {
    let count = visit.watch.filter(|count| moving && *count < MAX_RELOADS)?;
    Some(query::set(&visit.path, "watch", count + 1))
}

/// How users come in.
fn actions(account: Uuid, may_create: bool) -> AnyView {
    if !may_create {
        return ().into_any();
    }
    let import = import_users::path(account);
    view! {
        <LinkButton href=import label=t!("users-import") icon=Symbol::Upload />
        {new_user(&format!("/admin/accounts/{account}/users"))}
    }
    .into_any()
}

fn new_user(list: &str) -> AnyView {
    let href = format!("{list}/new");
    view! { <LinkButton href label=t!("users-new") weight=Weight::Primary icon=Symbol::UserPlus /> }
        .into_any()
}

fn nobody(asked: &UsersQuery, list: &str, may_create: bool) -> AnyView {
    if asked.is_filtered() || asked.is_further() {
        let href = format!("{list}{}", asked.unfiltered());
        return view! {
            <EmptyState symbol=Symbol::Search title=t!("users-nobody-title") text=t!("users-nobody-text")>
                <LinkButton href label=t!("users-nobody-all") />
            </EmptyState>
        }
        .into_any();
    }
    let new = may_create.then(|| new_user(list));
    view! {
        <EmptyState symbol=Symbol::Users title=t!("users-empty-title") text=t!("users-empty-text")>
            {new}
        </EmptyState>
    }
    .into_any()
}

/// To the first page, back and on. Lists are walked by key, so there is no number and no total.
#[component]
fn Pages<'a>(list: String, asked: &'a UsersQuery, next: Option<String>) -> impl IntoView {
    if next.is_none() && !asked.is_further() {
        return ().into_any();
    }
    let way = |query: Query, label: String, icon: Symbol, rel: Option<&'static str>| {
        let href = format!("{list}{query}");
        match rel {
            Some(rel) => view! { <LinkButton href label icon rel /> }.into_any(),
            None => view! { <LinkButton href label icon /> }.into_any(),
        }
    };
    let previous = asked.previous();
    let near = previous.as_ref().is_some_and(|page| !page.is_further());
    let first = (asked.is_further() && !near).then(|| {
        way(
            asked.first().here(),
            t!("users-page-first"),
            Symbol::ArrowLeft,
            None,
        )
    });
    let previous = previous.map(|page| {
        way(
            page.here(),
            t!("users-page-previous"),
            Symbol::ArrowLeft,
            Some("prev"),
        )
    });
    let next = next.map(|cursor| {
        let page = asked.next(cursor);
        way(
            page.here(),
            t!("users-page-next"),
            Symbol::ArrowRight,
            Some("next"),
        )
    });
    view! {
        <nav class="pagination" aria-label=t!("users-pages")>{first}{previous}{next}</nav>
    }
    .into_any()
}
