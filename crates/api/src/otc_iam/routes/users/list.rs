//! Listing users. The documentation knows no pages; an answer is bounded all the same and says where
//! the next one starts, as Keystone's lists do.

use axum::{Json, extract::State};
use serde_json::{Value, json};
use usher_application::{
    App, PageRequest,
    account_users::{self, AccountUserError, UserFilter},
    reachable_accounts,
};
use usher_domain::{
    account_user::{AccountUser, UserStatus},
    actor::Actor,
    ids::AccountId,
    names::LoginName,
};

use crate::otc_iam::{
    auth::TokenHolder, bodies::user::keystone_user, errors::IamError,
    routes::parameters::Parameters,
};

/// The most users of an answer.
const MOST: usize = 1_000;
/// The most users that are looked at for an answer.
const MOST_LOOKED_AT: usize = 5_000;
/// The most users that are read at once.
const PAGE: usize = 200;

/// `GET /v3/users?domain_id=&name=&enabled=&password_expires_at=`: the users of the caller's account,
/// or of the one she names. Members from other accounts are listed there.
pub(in crate::otc_iam::routes) async fn list(
    State(app): State<App>,
    TokenHolder(actor): TokenHolder,
    parameters: Parameters,
) -> Result<Json<Value>, IamError> {
    let wanted = Wanted::read(&parameters)?;
    let accounts = if let Some(account) = wanted.account {
        vec![account]
    } else {
        let reachable = reachable_accounts::list(&app, &actor).await?;
        reachable.own().iter().map(|account| account.id).collect()
    };
    let found = wanted.find(&app, &actor, accounts).await;
    let (users, next) = found.map_err(|error| IamError::not_shown("", error))?;
    let public_url = &app.settings().public_url;
    let users: Vec<Value> = users
        .iter()
        .map(|user| keystone_user(user, public_url))
        .collect();
    let url = format!("{public_url}/v3/users");
    let next = next.map(|marker| format!("{url}?{}", parameters.with("marker", &marker)));
    let links = json!({"self": url, "previous": null, "next": next});
    Ok(Json(json!({"users": users, "links": links})))
}

/// Where an answer starts: the account, and how far in it.
type Marker = (AccountId, Option<String>);

/// Which name is wanted.
enum Name {
    Any,
    Only(LoginName),
    /// One that nobody can have.
    Nobodys,
}

/// Which users are wanted.
struct Wanted {
    account: Option<AccountId>,
    name: Name,
    enabled: Option<bool>,
    /// Only those whose password expires at some time, and so nobody.
    expiring: bool,
    limit: usize,
    marker: Option<Marker>,
}

impl Wanted {
    fn read(parameters: &Parameters) -> Result<Self, IamError> {
        let account = parameters.get("domain_id").map(str::parse);
        let limit = parameters.get("limit").map(str::parse::<usize>);
        let limit = limit
            .transpose()
            .ok()
            .flatten()
            .or_else(|| parameters.get("limit").is_none().then_some(MOST));
        let expires = parameters.get("password_expires_at").map(is_comparison);
        if expires == Some(false) {
            return Err(IamError::InvalidParameter("password_expires_at"));
        }
        Ok(Self {
            account: account.transpose().map_err(|_| IamError::NotAuthorized)?,
            name: match parameters.get("name").map(LoginName::parse) {
                None => Name::Any,
                Some(Ok(login)) => Name::Only(login),
                Some(Err(_)) => Name::Nobodys,
            },
            enabled: parameters.flag("enabled")?,
            expiring: expires.is_some(),
            limit: limit
                .filter(|limit| *limit > 0)
                .ok_or(IamError::InvalidParameter("limit"))?
                .min(MOST),
            marker: parameters.get("marker").map(marker).transpose()?,
        })
    }

    /// The users, and where the next answer starts if there are more.
    async fn find(
        &self,
        app: &App,
        actor: &Actor,
        mut accounts: Vec<AccountId>,
    ) -> Result<(Vec<AccountUser>, Option<String>), AccountUserError> {
        if let Some((first, _)) = &self.marker {
            let skipped = accounts.iter().position(|account| account == first);
            accounts.drain(..skipped.ok_or(AccountUserError::InvalidCursor)?);
        }
        let mut cursor = self.marker.as_ref().and_then(|(_, cursor)| cursor.clone());
        let (mut users, mut looked_at) = (Vec::new(), 0);
        for account in accounts {
            loop {
                if users.len() >= self.limit || looked_at >= MOST_LOOKED_AT {
                    return Ok((users, Some(marker_text(account, cursor.as_deref()))));
                }
                let room = self.limit - users.len();
                let (read, next) = self.page(app, actor, account, cursor.take(), room).await?;
                looked_at += read.len();
                users.extend(read.into_iter().filter(|user| self.fits(user, account)));
                match next {
                    Some(next) => cursor = Some(next),
                    None => break,
                }
            }
        }
        Ok((users, None))
    }

    async fn page(
        &self,
        app: &App,
        actor: &Actor,
        account: AccountId,
        cursor: Option<String>,
        room: usize,
    ) -> Result<(Vec<AccountUser>, Option<String>), AccountUserError> {
        match &self.name {
            Name::Any => {}
            Name::Only(login) => {
                let found = account_users::find_by_login(app, actor, account, login).await?;
                return Ok((found.into_iter().collect(), None));
            }
            Name::Nobodys => return Ok((Vec::new(), None)),
        }
        let filter = UserFilter {
            status: (self.enabled == Some(false)).then_some(UserStatus::Disabled),
            ..UserFilter::default()
        };
        let page = PageRequest {
            limit: u32::try_from(room.min(PAGE)).unwrap_or(1),
            cursor,
        };
        let page = account_users::list(app, actor, account, filter, page).await?;
        Ok((page.items, page.next_cursor))
    }

    fn fits(&self, user: &AccountUser, account: AccountId) -> bool {
        let switched = self.enabled.is_none_or(|enabled| user.enabled == enabled);
        user.account_id == account && switched && !self.expiring
    }
}

/// `operator:time`; the time does not matter, because no password expires.
fn is_comparison(text: &str) -> bool {
    let known = ["lt", "lte", "gt", "gte", "eq", "neq"];
    text.split_once(':')
        .is_some_and(|(operator, time)| known.contains(&operator) && !time.is_empty())
}

/// An account, and behind a dot the cursor within it.
fn marker(text: &str) -> Result<Marker, IamError> {
    let (account, cursor) = text.split_once('.').unwrap_or((text, ""));
    let account = account
        .parse()
        .map_err(|_| IamError::InvalidParameter("marker"))?;
    let cursor = (!cursor.is_empty()).then(|| cursor.to_owned());
    Ok((account, cursor))
}

fn marker_text(account: AccountId, cursor: Option<&str>) -> String {
    format!("{}.{}", account.simple(), cursor.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_is_read_as_it_was_written() {
        let account: AccountId = uuid::Uuid::from_u128(7).into();
        for cursor in [None, Some("YWJj".to_owned())] {
            let read = marker(&marker_text(account, cursor.as_deref()));
            assert_eq!(read.ok(), Some((account, cursor)));
        }
        for text in ["", ".", "x.y"] {
            assert!(marker(text).is_err(), "{text}");
        }
    }

    #[test]
    fn only_comparisons_of_the_documentation_are_understood() {
        for (text, understood) in [
            ("lt:2026-11-22T00:00:00Z", true),
            ("neq:x", true),
            ("lt", false),
            ("lt:", false),
            ("le:x", false),
        ] {
            assert_eq!(is_comparison(text), understood, "{text}");
        }
    }
}
