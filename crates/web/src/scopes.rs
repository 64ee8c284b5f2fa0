//! Where a role or a token holds, as forms offer it: an account, or the whole installation.

use usher_api_types::{account::Account, page::Page};
use uuid::Uuid;

use crate::{page_error::PageError, rights, visit::Admin, words::language::t};

/// What stands in a form for the installation; accounts stand there by id.
pub(crate) const INSTALLATION: &str = "installation";

/// What people call it.
pub(crate) fn installation_name() -> String {
    t!("scope-installation")
}

/// How many accounts a form offers; one page of the API.
const OFFERED: usize = 200;

/// The places where the administrator holds a permission: accounts by name, then the installation.
pub(crate) async fn offered(
    admin: &Admin,
    permission: &str,
) -> Result<Vec<(String, String)>, PageError> {
    let mut places = accounts(admin, permission).await?;
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
    let path = format!("/api/v1/accounts?limit={OFFERED}");
    let page: Page<Account> = admin.visit.api.get(&path).await?;
    Ok(page
        .items
        .into_iter()
        .filter(|account| admin.me.may(permission, account.id))
        .map(|account| (account.id.to_string(), account.name))
        .collect())
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
