//! Where a role or a token holds, as forms offer it: an account, or the whole installation.

use std::collections::BTreeSet;

use usher_api_types::{account::Account, page::Page};
use uuid::Uuid;

use crate::{names::Names, page_error::PageError, query, rights, visit::Admin, words::language::t};

/// What stands in a form for the installation; accounts stand there by id.
pub(crate) const INSTALLATION: &str = "installation";

/// What people call it.
pub(crate) fn installation_name() -> String {
    t!("scope-installation")
}

/// How many accounts are read at once, and the most that a form offers: more than anybody looks through.
const PAGE: usize = 200;
const OFFERED: usize = 1_000;

/// So few accounts are sooner asked for one by one than found in the list.
const FEW: usize = 10;

/// The places where the administrator holds a permission: accounts by name, then the installation. The
/// account that the form is about is among them, however many there are.
pub(crate) async fn offered(
    admin: &Admin,
    permission: &str,
    home: Option<Uuid>,
) -> Result<Vec<(String, String)>, PageError> {
    let mut places = accounts(admin, permission).await?;
    let missing = |id: &Uuid| !places.iter().any(|(value, _)| *value == id.to_string());
    let home = home.filter(|id| admin.me.may(permission, *id));
    if let Some(id) = home.filter(missing) {
        let path = format!("/api/v1/accounts/{id}");
        // Who may act in an account need not be allowed to see its settings.
        let account: Result<Account, _> = admin.visit.api.get(&path).await;
        places.insert(
            0,
            (
                id.to_string(),
                account.map_or_else(|_| id.to_string(), |account| account.name),
            ),
        );
    }
    if rights::everywhere(&admin.me, permission) {
        places.push((INSTALLATION.to_owned(), installation_name()));
    }
    Ok(places)
}

/// The accounts in which the administrator holds a permission, by id and name.
pub(crate) async fn accounts(
    admin: &Admin,
    permission: &str,
) -> Result<Vec<(String, String)>, PageError> {
    let me = &admin.me;
    if !me.may_anywhere(permission) {
        return Ok(Vec::new());
    }
    // Whoever sees every account and may do this in a few would look through all of them for those few.
    let few =
        rights::accounts(me, permission).count() <= FEW && !rights::everywhere(me, permission);
    if few && rights::everywhere(me, "accounts.read") {
        return Ok(named(admin, permission).await);
    }
    listed(admin, permission).await
}

/// Each by itself, as far as it has a name, in the order of the list.
async fn named(admin: &Admin, permission: &str) -> Vec<(String, String)> {
    let ids: BTreeSet<_> = rights::accounts(&admin.me, permission).collect();
    let names = Names::of_accounts(&admin.visit, &[], ids.clone()).await;
    let known = ids.into_iter();
    let known = known.filter_map(|id| Some((id.to_string(), names.get(id)?)));
    let mut offered: Vec<_> = known.collect();
    offered.sort_by_cached_key(|(_, name)| name.to_lowercase());
    offered
}

/// From the list of the accounts that she sees.
async fn listed(admin: &Admin, permission: &str) -> Result<Vec<(String, String)>, PageError> {
    let first = format!("/api/v1/accounts?limit={PAGE}");
    let (mut offered, mut next) = (Vec::new(), Some(first.clone()));
    while let Some(path) = next.take()
        && offered.len() < OFFERED
    {
        let page: Page<Account> = admin.visit.api.get(&path).await?;
        let accounts = page.items.into_iter();
        let accounts = accounts.filter(|account| admin.me.may(permission, account.id));
        offered.extend(accounts.map(|account| (account.id.to_string(), account.name)));
        next = page
            .next_cursor
            .map(|cursor| query::set(&first, "cursor", cursor));
    }
    Ok(offered)
}

/// The form's value for a place.
pub(crate) fn value(account: Option<Uuid>) -> String {
    account.map_or_else(|| INSTALLATION.to_owned(), |id| id.to_string())
}

/// A form's value that stands for no place.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such place")]
pub(crate) struct NoSuchPlace;

/// The place that a form's value stands for: an account, or none for the installation.
pub(crate) fn parse(value: &str) -> Result<Option<Uuid>, NoSuchPlace> {
    if value == INSTALLATION {
        return Ok(None);
    }
    Uuid::try_parse(value).map(Some).map_err(|_| NoSuchPlace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back_and_nonsense_does_not() {
        let account = Uuid::from_u128(7);
        assert_eq!(parse(&value(Some(account))), Ok(Some(account)));
        assert_eq!(parse(&value(None)), Ok(None));
        assert_eq!(parse(""), Err(NoSuchPlace));
        assert_eq!(parse("everywhere"), Err(NoSuchPlace));
    }
}
