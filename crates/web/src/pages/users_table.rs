//! The table of users, with the one button that most people come for in every row.

use leptos::prelude::*;
use usher_api_types::{account_user::AccountUser, me::Me};
use uuid::Uuid;

use crate::{
    components::{
        address::Address,
        avatar::Avatar,
        badge::{UserBadge, WelcomeBadge},
        button::{Button, LinkButton, PostButton, Weight},
        facts::Optional,
        icon::Symbol,
        table::{Column, SelectCell, SelectionBar, Sort, Table},
    },
    pages::{new_bulk_send, users_query::UsersQuery},
    words::{deliveries::is_moving, language::t},
};

/// The id of the form that the selected rows are sent with.
const SELECTION: &str = "selection";

/// Users as rows. `list` is the list's own path; `back` is where a row's button returns to.
#[component]
pub(crate) fn UsersTable<'a>(
    users: Vec<AccountUser>,
    me: &'a Me,
    asked: &'a UsersQuery,
    list: String,
    back: String,
) -> impl IntoView {
    // Members of the account are welcomed by their own primary account.
    let selects = users.iter().any(|user| reachable(user, me));
    let mut columns = vec![
        by_column(t!("users-column-person"), "name", "-name", &list, asked),
        Column::new(t!("users-column-email")),
        Column::new(t!("users-column-status")),
        by_column(
            t!("users-column-welcome"),
            "-welcomed",
            "welcomed",
            &list,
            asked,
        ),
    ];
    if selects {
        columns.insert(0, Column::select());
    }
    let rows: Vec<_> = users
        .into_iter()
        .map(|user| view! { <UserRow user me selects back=back.clone() /> }.into_any())
        .collect();
    view! { <Table caption=t!("users-caption") columns>{rows}</Table> }.into_any()
}

/// The head of a column that orders the list, first this way, then that.
fn by_column(label: String, first: &str, then: &str, list: &str, asked: &UsersQuery) -> Column {
    let to = |sort: &str| format!("{list}{}", asked.sorted(sort));
    let direction = |sort: &str| {
        if sort.starts_with('-') {
            Sort::Descending
        } else {
            Sort::Ascending
        }
    };
    let column = Column::new(label);
    match asked.sort() {
        now if now == first => column.sorted(direction(first), to(then)),
        now if now == then => column.sorted(direction(then), to(first)),
        _ => column.sortable(to(first)),
    }
}

#[component]
fn UserRow<'a>(user: AccountUser, me: &'a Me, selects: bool, back: String) -> impl IntoView {
    let select = selects.then(|| select(&user, me));
    let seed = user.id.to_string();
    let href = format!("/admin/users/{}", user.id);
    // Without a name of its own the login stands alone.
    let login = (user.login != user.display_name && Some(&user.login) != user.email.as_ref())
        .then(|| view! { <span class="quiet breakable cell-second">{user.login.clone()}</span> });
    let unreached = user.email.is_none();
    view! {
        <tr class="compact" id=format!("user-{}", user.id)>
            {select}
            <th scope="row" data-label=t!("users-column-person")>
                <div class="person-cell">
                    <Avatar name=&user.display_name seed=&seed small=true />
                    <div>
                        <a class="breakable" href=href>{user.display_name.clone()}</a>
                        {login}
                    </div>
                </div>
            </th>
            <td class="cell-email" class:cell-empty=unreached data-label=t!("users-column-email")>{address(&user)}</td>
            <td data-label=t!("users-column-status")><UserBadge status=user.status.clone() /></td>
            <td class="cell-welcome" data-label=t!("users-column-welcome")>
                <WelcomeCell user=&user me back />
            </td>
        </tr>
    }
    .into_any()
}

fn address(user: &AccountUser) -> AnyView {
    match user.email.clone() {
        Some(address) => view! { <Address address /> }.into_any(),
        None => view! { <Optional value=None /> }.into_any(),
    }
}

/// Where the latest welcome email stands, and the button that sends the next. Together in one cell:
/// what the button does shows beside it.
#[component]
fn WelcomeCell<'a>(user: &'a AccountUser, me: &'a Me, back: String) -> impl IntoView {
    let latest = user.latest_welcome.clone();
    let status = latest
        .as_ref()
        .map_or("", |latest| &latest.status)
        .to_owned();
    let moving = is_moving(&status);
    let action = send_action(user, me, back);
    view! {
        <div class="welcome" data-send=user.id.to_string() data-status=status data-moving=moving>
            <span class="welcome-state"><WelcomeBadge latest /></span>
            {action}
        </div>
    }
    .into_any()
}

fn send_action(user: &AccountUser, me: &Me, back: String) -> AnyView {
    if !me.may("welcome_emails.send", user.account_id) {
        return ().into_any();
    }
    if user.status == "disabled" {
        return view! { <span class="quiet">{t!("users-is-disabled")}</span> }.into_any();
    }
    if user.email.is_none() {
        return view! { <span class="quiet">{t!("users-no-address")}</span> }.into_any();
    }
    let label = match user.latest_welcome {
        Some(_) => t!("user-send-again"),
        None => t!("users-send"),
    };
    let action = format!("/ui/users/{}/welcome-emails", user.id);
    let about = t!("user-send-to", name = user.display_name.as_str());
    view! { <PostButton action label about back weight=Weight::Quiet small=true icon=Symbol::Send /> }
        .into_any()
}

/// Whether the reader may send this user a welcome email now.
fn reachable(user: &AccountUser, me: &Me) -> bool {
    me.may("welcome_emails.send", user.account_id)
        && user.status != "disabled"
        && user.email.is_some()
}

fn select(user: &AccountUser, me: &Me) -> AnyView {
    if !reachable(user, me) {
        return view! { <td class="cell-select cell-empty"></td> }.into_any();
    }
    view! {
        <SelectCell name="user_ids" value=user.id.to_string() label=user.display_name.clone() form=SELECTION />
    }
    .into_any()
}

/// What can be done with all whom the list shows, further pages included: sending leads to a page that
/// first says what would be done. Beside the filters in use, which say who they are.
#[component]
pub(crate) fn WithAll<'a>(account: Uuid, me: &'a Me, asked: &'a UsersQuery) -> impl IntoView {
    let export = format!("/api/v1/accounts/{account}/users.csv{}", asked.of_export());
    let send = me.may("welcome_emails.send", account).then(|| {
        let (href, label) = to_all(account, asked);
        view! { <LinkButton href label weight=Weight::Quiet small=true icon=Symbol::Send /> }
    });
    view! {
        <div class="actions">
            <LinkButton href=export label=t!("users-export") weight=Weight::Quiet small=true icon=Symbol::Download />
            {send}
        </div>
    }
    .into_any()
}

/// Where all are sent to, and what that is called.
fn to_all(account: Uuid, asked: &UsersQuery) -> (String, String) {
    let href = format!("{}{}", new_bulk_send::path(account), asked.of_bulk_send());
    let label = if asked.is_filtered() {
        t!("users-send-to-matching")
    } else {
        t!("users-send-to-all")
    };
    (href, label)
}

/// Sending to the selected users of this page, by way of a page that first says what would be done.
/// Whoever has selected a whole page of several is told so, and led to all.
#[component]
pub(crate) fn SendToSelected<'a>(
    account: Uuid,
    asked: &'a UsersQuery,
    /// Whether the list has other pages.
    has_others: bool,
) -> impl IntoView {
    let (all, label) = to_all(account, asked);
    let more = has_others.then(|| {
        view! {
            <span class="selection-more">{t!("users-selected-page")} " " <a href=all>{label}</a></span>
        }
    });
    view! {
        <SelectionBar id=SELECTION action=new_bulk_send::path(account) method="get">
            <Button label=t!("users-send-to-selected") weight=Weight::Primary icon=Symbol::Send />
            {more}
        </SelectionBar>
    }
    .into_any()
}
