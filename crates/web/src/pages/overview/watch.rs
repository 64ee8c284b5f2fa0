//! Which users of which accounts need somebody, as the lists of users would show them.

use usher_api_types::{
    account::Account, account_user::AccountUser, delivery::DeliverySummary, page::Page,
};

use crate::{
    components::{
        admin_shell::AdminFrame,
        attention::{Few, Watched},
    },
    query::Query,
    visit::Admin,
};

/// How many users are named; of the others it is only said that there are some.
const NAMED: usize = 3;

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
    let under_way = Query::new().with("welcome", "under_way");
    let late = if waiting {
        few(admin, account, &under_way).await
    } else {
        None
    };
    Watched {
        account: account.name.clone(),
        failed: few(admin, account, &failed)
            .await
            .map(|few| (few, list(&failed))),
        unwelcomed: few(admin, account, &unwelcomed)
            .await
            .map(|few| (few, list(&unwelcomed))),
        under_way: late.map(|_| list(&under_way)),
    }
}

/// The first users that a filter leaves; none when it leaves nobody. A list that cannot be had
/// takes nothing from the rest of the page.
async fn few(admin: &Admin, account: &Account, filter: &Query) -> Option<Few> {
    let query = filter.clone().with("limit", NAMED);
    let path = format!("/api/v1/accounts/{}/users{query}", account.id);
    let page: Page<AccountUser> = admin.visit.api.get(&path).await.ok()?;
    let names: Vec<_> = page
        .items
        .into_iter()
        .map(|user| user.display_name)
        .collect();
    (!names.is_empty()).then_some(Few {
        names,
        more: page.next_cursor.is_some(),
    })
}
