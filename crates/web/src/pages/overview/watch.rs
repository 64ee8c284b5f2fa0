//! Which users and bulk sends of which accounts need somebody.

use usher_api_types::{
    account::Account, account_user::AccountUser, bulk_send::BulkSend, delivery::DeliverySummary,
    page::Page,
};
use usher_domain::bulk_send::PauseReason;

use crate::{
    components::{
        admin_shell::AdminFrame,
        attention::{Few, PausedSend, Watched},
    },
    pages::bulk_send,
    query::Query,
    visit::Admin,
    words::bulk_sends::why_paused,
};

/// How many users are named; of the others it is only said that there are some.
const NAMED: usize = 3;

/// How many of those who were sent an email longest ago are looked at for expired links. Links live
/// equally long in an account, so the expired ones come first.
const LONGEST_AGO: usize = 20;

/// How many bulk sends of an account are looked at: one that was paused long ago is remembered or not
/// missed.
const LATEST_SENDS: u8 = 20;

/// Looks through the accounts that the frame lists.
pub(super) async fn accounts(
    admin: &Admin,
    frame: &AdminFrame,
    summary: &DeliverySummary,
) -> Vec<Watched> {
    let waiting = summary.deferred > 0;
    let mut watched = Vec::new();
    for account in &frame.accounts {
        if admin.me.may("users.read", account.id) {
            watched.push(account_of(admin, account, waiting).await);
        }
    }
    watched
}

async fn account_of(admin: &Admin, account: &Account, waiting: bool) -> Watched {
    let list = |query: &Query| format!("/admin/accounts/{}/users{query}", account.id);
    let failed = Query::new().with("welcome", "failed");
    let unwelcomed = Query::new()
        .with("status", "pending")
        .with("welcome", "none");
    let without_password = Query::new()
        .with("status", "pending")
        .with("welcome", "sent")
        .with("sort", "welcomed");
    let under_way = Query::new().with("welcome", "under_way");
    let late = if waiting {
        few(admin, account, &under_way).await
    } else {
        None
    };
    let linked = |few: Option<Few>, query: &Query| few.map(|few| (few, list(query)));
    Watched {
        account: account.name.clone(),
        failed: linked(few(admin, account, &failed).await, &failed),
        expired: linked(
            expired(admin, account, &without_password).await,
            &without_password,
        ),
        unwelcomed: linked(few(admin, account, &unwelcomed).await, &unwelcomed),
        under_way: late.map(|_| list(&under_way)),
        paused: paused(admin, account).await,
    }
}

/// Those of its latest bulk sends that wait to be resumed.
async fn paused(admin: &Admin, account: &Account) -> Vec<PausedSend> {
    if !admin.me.may("deliveries.read", account.id) {
        return Vec::new();
    }
    let path = format!(
        "/api/v1/accounts/{}/bulk-sends?limit={LATEST_SENDS}",
        account.id
    );
    let latest: Result<Page<BulkSend>, _> = admin.visit.api.get(&path).await;
    let latest = latest.map_or_else(|_| Vec::new(), |page| page.items);
    let asked = Some(PauseReason::Asked.as_str());
    latest
        .iter()
        .filter_map(|send| {
            Some(PausedSend {
                users: send.progress.total,
                by_itself: send.pause_reason.as_deref() != asked,
                why: why_paused(send)?,
                href: bulk_send::path(send.id),
            })
        })
        .collect()
}

/// The first users that a filter leaves; none when it leaves nobody.
async fn few(admin: &Admin, account: &Account, filter: &Query) -> Option<Few> {
    let page = users(admin, account, filter, NAMED).await?;
    named(page.items, page.next_cursor.is_some())
}

/// Those among the users of a filter whose link expired before they set a password.
async fn expired(admin: &Admin, account: &Account, filter: &Query) -> Option<Few> {
    let page = users(admin, account, filter, LONGEST_AGO).await?;
    let (mut expired, others): (Vec<_>, Vec<_>) = page.items.into_iter().partition(has_expired);
    let more = expired.len() > NAMED || (others.is_empty() && page.next_cursor.is_some());
    expired.truncate(NAMED);
    named(expired, more)
}

fn has_expired(user: &AccountUser) -> bool {
    let latest = user.latest_welcome.as_ref();
    latest.and_then(|latest| latest.link_state.as_deref()) == Some("expired")
}

/// A list that cannot be had takes nothing from the rest of the page.
async fn users(
    admin: &Admin,
    account: &Account,
    filter: &Query,
    limit: usize,
) -> Option<Page<AccountUser>> {
    let query = filter.clone().with("limit", limit);
    let path = format!("/api/v1/accounts/{}/users{query}", account.id);
    admin.visit.api.get(&path).await.ok()
}

fn named(users: Vec<AccountUser>, more: bool) -> Option<Few> {
    let users: Vec<_> = users
        .into_iter()
        .map(|user| (user.display_name, format!("/admin/users/{}", user.id)))
        .collect();
    (!users.is_empty()).then_some(Few { users, more })
}
