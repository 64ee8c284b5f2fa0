//! The users of an account: searched, filtered, sorted, a page at a time. Everything that is chosen
//! is in the URL, so what one sees can be shared.

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use serde::Deserialize;
use usher_api_types::{account::Account, account_user::AccountUser, page::Page};
use uuid::Uuid;

use crate::{
    components::{admin_shell::admin_page, navigation::Section, pagination::Pagination},
    extract::{Asked, Id},
    page_error::PageError,
    pages::users_table::UsersTable,
    query::{self, Query},
    render::Head,
    visit::{Admin, Visit},
    words::deliveries::is_moving,
};

const PAGE_SIZE: usize = 50;

/// How often a page reloads itself to follow a delivery before it leaves that to the reader.
const MAX_RELOADS: u8 = 8;

/// What is looked for.
#[derive(Default, Deserialize)]
pub(crate) struct UsersQuery {
    #[serde(default)]
    search: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    sort: String,
    #[serde(default)]
    cursor: String,
}

impl UsersQuery {
    /// What is chosen, without the place in the list.
    fn filter(&self) -> Query {
        Query::new()
            .with("search", &self.search)
            .with("status", self.status())
            .with("sort", self.sort())
    }

    fn status(&self) -> &str {
        match self.status.as_str() {
            known @ ("pending" | "active" | "disabled") => known,
            _ => "",
        }
    }

    fn sort(&self) -> &str {
        if self.sort == "-created" {
            "-created"
        } else {
            ""
        }
    }

    fn is_filtered(&self) -> bool {
        !self.search.is_empty() || !self.status().is_empty()
    }
}

/// `GET /admin/accounts/{id}/users`.
pub(crate) async fn show(
    admin: Admin,
    Id(id): Id,
    Asked(asked): Asked<UsersQuery>,
) -> Result<Response, PageError> {
    let query = asked
        .filter()
        .with("cursor", &asked.cursor)
        .with("limit", PAGE_SIZE);
    let page: Page<AccountUser> = admin
        .visit
        .api
        .get(&format!("/api/v1/accounts/{id}/users{query}"))
        .await?;
    let frame = admin.frame(Some(id)).await;
    let account = frame
        .accounts
        .iter()
        .find(|account: &&Account| account.id == id);
    let title = account.map_or_else(
        || "Users".to_owned(),
        |account| format!("Users · {}", account.name),
    );

    let here = |query: Query| format!("/admin/accounts/{id}/users{query}");
    let first = (!asked.cursor.is_empty()).then(|| here(asked.filter()));
    let next = page
        .next_cursor
        .map(|cursor| here(asked.filter().with("cursor", cursor)));
    let back = here(asked.filter().with("cursor", &asked.cursor));
    let moving = page
        .items
        .iter()
        .filter_map(|user| user.latest_welcome.as_ref())
        .any(|latest| is_moving(&latest.status));
    let head = Head::new(title).refreshing(following(&admin.visit, moving));

    let new = admin.me.may("users.create", id).then(|| {
        let href = format!("/admin/accounts/{id}/users/new");
        view! { <a class="button button-primary" href=href>"New user"</a> }
    });
    let listed = if page.items.is_empty() {
        nobody(&asked, &here(Query::new()))
    } else {
        view! { <UsersTable users=page.items me=&admin.me back=back /> }.into_any()
    };
    let content = view! {
        <div class="page-head"><h1>"Users"</h1>{new}</div>
        <Filters account_id=id asked=&asked />
        {listed}
        <Pagination first next />
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

fn nobody(asked: &UsersQuery, all: &str) -> AnyView {
    if asked.is_filtered() || !asked.cursor.is_empty() {
        return view! {
            <div class="empty">
                <p class="empty-title">"Nobody matches"</p>
                <p><a href=all.to_owned()>"Show all users"</a></p>
            </div>
        }
        .into_any();
    }
    view! {
        <div class="empty">
            <p class="empty-title">"No users yet"</p>
            <p>"Create the first one; the welcome email brings them in."</p>
        </div>
    }
    .into_any()
}

#[component]
fn Filters<'a>(account_id: Uuid, asked: &'a UsersQuery) -> impl IntoView {
    let statuses = [
        ("", "All"),
        ("pending", "No password yet"),
        ("active", "Active"),
        ("disabled", "Disabled"),
    ];
    let sorts = [("", "Login"), ("-created", "Newest first")];
    let options = |choices: &[(&'static str, &'static str)], chosen: &str| {
        choices
            .iter()
            .map(|(value, text)| view! { <option value=*value selected=*value == chosen>{*text}</option> })
            .collect::<Vec<_>>()
    };
    let statuses = options(&statuses, asked.status());
    let sorts = options(&sorts, asked.sort());
    view! {
        <form class="filters" method="get" action=format!("/admin/accounts/{account_id}/users") role="search">
            <div class="field filters-wide">
                <label class="label" for="search">"Search"</label>
                <input class="input" id="search" name="search" type="search"
                    placeholder="Name, login or email" value=asked.search.clone() />
            </div>
            <div class="field">
                <label class="label" for="status">"Status"</label>
                <select class="input" id="status" name="status">{statuses}</select>
            </div>
            <div class="field">
                <label class="label" for="sort">"Order"</label>
                <select class="input" id="sort" name="sort">{sorts}</select>
            </div>
            <button class="button" type="submit">"Apply"</button>
        </form>
    }
    .into_any()
}
