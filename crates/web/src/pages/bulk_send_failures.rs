//! Some of the emails of a bulk send that failed, and what the mail servers said: enough to tell
//! whether it is a few addresses or the mail server.

use leptos::prelude::*;
use usher_api_types::{
    account_user::AccountUser, bulk_send::BulkSend, page::Page, welcome_email::WelcomeEmail,
};
use usher_domain::bulk_send::BulkSendStatus;

use crate::{
    components::{
        button::LinkButton,
        panel::Panel,
        table::{Column, Table},
    },
    pages::bulk_send_notice::failed_users,
    query::Query,
    visit::Admin,
    words::{language::t, replies},
};

/// How many are shown: the others say the same, most likely.
const SHOWN: u8 = 5;

/// A user whose email failed.
pub(crate) struct Failure {
    user: AccountUser,
    email: WelcomeEmail,
}

/// The latest of them; none where nothing failed or the reader may not look. What cannot be had takes
/// nothing from the rest of the page.
pub(crate) async fn load(admin: &Admin, send: &BulkSend) -> Vec<Failure> {
    let api = &admin.visit.api;
    let may_look = ["users.read", "deliveries.read"]
        .iter()
        .all(|needed| admin.me.may(needed, send.account_id));
    if send.progress.failed == 0 || !may_look {
        return Vec::new();
    }
    let query = Query::new()
        .with("welcome", "failed")
        .with("sort", "-welcomed")
        .with("limit", SHOWN);
    let users = format!("/api/v1/accounts/{}/users{query}", send.account_id);
    let users: Vec<AccountUser> = api
        .get(&users)
        .await
        .map_or_else(|_| Vec::new(), |page: Page<AccountUser>| page.items);
    let mut found = Vec::new();
    for user in users {
        let Some(id) = user.latest_welcome.as_ref().map(|latest| latest.id) else {
            continue;
        };
        let email = api.get(&format!("/api/v1/welcome-emails/{id}")).await;
        if let Ok(email) = email
            && belongs(&email, send)
        {
            found.push(Failure { user, email });
        }
    }
    found
}

/// Whether an email was asked for while the run was under way: what came later is another run's.
fn belongs(email: &WelcomeEmail, send: &BulkSend) -> bool {
    let paused = send.status == BulkSendStatus::Paused.as_str();
    let until = send.ended_at.or(paused.then_some(send.updated_at));
    let in_time = until.is_none_or(|until| email.requested_at <= until);
    email.requested_at >= send.requested_at && in_time
}

/// They, and the way to all.
#[component]
pub(crate) fn FailuresPanel<'a>(send: &'a BulkSend, found: Vec<Failure>) -> impl IntoView {
    if found.is_empty() {
        return ().into_any();
    }
    let all =
        view! { <LinkButton href=failed_users(send) label=t!("bulk-failures-all") small=true /> };
    let columns = vec![
        Column::new(t!("users-column-person")),
        Column::new(t!("bulk-failures-why")),
    ];
    let rows: Vec<_> = found.iter().map(row).collect();
    view! {
        <Panel id="failures" heading=t!("bulk-failures") actions=all.into_any()>
            <Table caption=t!("bulk-failures") columns dense=true>{rows}</Table>
        </Panel>
    }
    .into_any()
}

fn row(failure: &Failure) -> AnyView {
    let Failure { user, email } = failure;
    let href = format!("/admin/users/{}", user.id);
    let (meaning, said) = match &email.last_reply {
        Some(reply) => (replies::meaning(reply), Some(replies::line(reply))),
        None => (t!("bulk-failures-unknown"), None),
    };
    let said = said.map(|said| view! { <code class="cell-second breakable">{said}</code> });
    view! {
        <tr>
            <th scope="row" data-label=t!("users-column-person")>
                <a class="breakable" href=href>{user.display_name.clone()}</a>
                <span class="quiet breakable cell-second">{email.recipient.clone()}</span>
            </th>
            <td data-label=t!("bulk-failures-why")><span>{meaning}{said}</span></td>
        </tr>
    }
    .into_any()
}
