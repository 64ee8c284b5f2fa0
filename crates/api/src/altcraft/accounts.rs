//! Accounts: how calls name them, and their list.

use usher_application::{PageRequest, accounts};
use usher_domain::account::Account;

use super::{
    answers::{Answer, Row, Scalar},
    call::Call,
    errors::AltcraftError,
};

/// How many accounts a list shows unless asked for fewer, which is also the most.
const MOST_SHOWN: i64 = 1000;

/// The account that a call is about.
pub(super) async fn named(call: &Call) -> Result<Account, AltcraftError> {
    let number = call.fields.number("account_id")?;
    let number = number.ok_or_else(|| AltcraftError::incorrect("account_id"))?;
    Ok(accounts::find_by_number(&call.app, &call.actor, number).await?)
}

/// `POST /api/v1.1/admin/accounts/list`: the accounts that the caller may see, by number. What we
/// know nothing of is as in an account with nothing special about it.
pub(super) async fn list(call: Call) -> Result<Answer, AltcraftError> {
    let from = call.fields.number("from_id")?.unwrap_or(1);
    let limit = call.fields.number("limit")?.unwrap_or(MOST_SHOWN);
    let limit = usize::try_from(limit.min(MOST_SHOWN)).unwrap_or_default();
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let page = PageRequest { limit: 200, cursor };
        let page = accounts::list(&call.app, &call.actor, page).await?;
        all.extend(
            page.items
                .into_iter()
                .map(|account| (account.number, account.name)),
        );
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    let total = all.len();
    all.sort_unstable_by_key(|(number, _)| *number);
    let shown = all.into_iter().filter(|(number, _)| *number >= from);
    let rows = shown
        .take(limit)
        .map(|(number, name)| row(number, name.as_str()));
    Ok(Answer::success().with_list("account", rows.collect(), total))
}

fn row(number: i64, name: &str) -> Row {
    let no = || Scalar::Bool(false);
    Row(vec![
        ("id", Scalar::Number(number)),
        ("name", Scalar::Text(name.to_owned())),
        ("timezone", Scalar::Text("UTC".to_owned())),
        ("tariff_id", Scalar::Number(0)),
        ("is_active", Scalar::Bool(true)),
        ("pixels_enabled", no()),
        ("pushes_enabled", no()),
        ("is_smart", no()),
        ("is_subscribers_suspend_all", no()),
        ("is_tariff_exceed", no()),
    ])
}
