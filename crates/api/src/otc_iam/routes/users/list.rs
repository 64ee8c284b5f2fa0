//! Listing users. The documentation knows no pages; an answer is bounded all the same, and goes on behind
//! its `marker`, as Keystone's lists do. The `OpenStack` SDK follows the member `next`, and asks with the last
//! user as the marker whenever it was given a limit. The markers that we give are places in the list, which
//! stay when the user who stood there goes.

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
    ids::{AccountId, AccountUserId},
    names::LoginName,
};

use crate::otc_iam::{
    auth::TokenHolder, bodies::user::keystone_user, errors::IamError,
    routes::parameters::Parameters,
};

/// The most users of an answer.
const MOST: usize = 10_000;
/// The most users that are looked at for an answer, once it has one.
const MOST_LOOKED_AT: usize = 20_000;
/// The most that are looked at for the first.
const MOST_LOOKED_AT_FOR_ONE: usize = 200_000;
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
    let mut body = json!({"users": users, "links": links});
    if let Some(next) = next {
        body["next"] = next.into();
    }
    Ok(Json(body))
}

/// Which name is wanted.
enum Name {
    Any,
    Only(LoginName),
    /// One that nobody can have.
    Nobodys,
}

/// Where an answer starts.
enum Marker {
    /// Behind this user.
    User(AccountUserId),
    /// Behind a place in an account's list.
    Place(AccountId, String),
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
        let marker = parameters.get("marker").map(Marker::parse);
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
            marker: marker.transpose()?,
        })
    }

    /// The users, and the marker of the last one that was looked at if there may be more.
    async fn find(
        &self,
        app: &App,
        actor: &Actor,
        mut accounts: Vec<AccountId>,
    ) -> Result<(Vec<AccountUser>, Option<String>), AccountUserError> {
        let mut cursor = None;
        if let Some(marker) = &self.marker {
            let (marked, behind) = marker.place(app, actor).await?;
            let skipped = accounts.iter().position(|account| *account == marked);
            accounts.drain(..skipped.ok_or(AccountUserError::InvalidCursor)?);
            cursor = Some(behind);
        }
        let (mut users, mut looked_at, mut last) = (Vec::<AccountUser>::new(), 0, None);
        for account in accounts {
            loop {
                // Clients take an answer without a user for the last one.
                let most = if users.is_empty() {
                    MOST_LOOKED_AT_FOR_ONE
                } else {
                    MOST_LOOKED_AT
                };
                if users.len() >= self.limit || looked_at >= most {
                    let next = cursor.map(|cursor| marker(account, &cursor));
                    return Ok((users, next.or(last)));
                }
                let room = self.limit - users.len();
                let (read, next) = self.page(app, actor, account, cursor.take(), room).await?;
                looked_at += read.len();
                // A member has her place in her own account's list.
                let mut read = read.into_iter().filter(|user| user.account_id == account);
                for user in read.by_ref() {
                    last = Some(marker(account, &account_users::cursor_behind(&user)));
                    if self.fits(&user) {
                        users.push(user);
                    }
                    if users.len() >= self.limit {
                        break;
                    }
                }
                if read.next().is_some() {
                    return Ok((users, last));
                }
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
            Name::Any | Name::Nobodys => {}
            // The one who has the name was told before.
            Name::Only(_) if cursor.is_some() => return Ok((Vec::new(), None)),
            Name::Only(login) => {
                let found = account_users::find_by_login(app, actor, account, login).await?;
                return Ok((found.into_iter().collect(), None));
            }
        }
        let filter = UserFilter {
            status: (self.enabled == Some(false)).then_some(UserStatus::Disabled),
            ..UserFilter::default()
        };
        // Those who are disabled stand between those who are wanted.
        let limit = if self.enabled == Some(true) {
            PAGE
        } else {
            room.min(PAGE)
        };
        let page = PageRequest {
            limit: u32::try_from(limit).unwrap_or(1),
            cursor,
        };
        let page = account_users::list(app, actor, account, filter, page).await?;
        // Who may not list is told so, even where nobody can be meant.
        if self.expiring || matches!(self.name, Name::Nobodys) {
            return Ok((Vec::new(), None));
        }
        Ok((page.items, page.next_cursor))
    }

    fn fits(&self, user: &AccountUser) -> bool {
        let switched = self.enabled.is_none_or(|enabled| user.enabled == enabled);
        switched && !self.expiring
    }
}

impl Marker {
    fn parse(text: &str) -> Result<Self, IamError> {
        let invalid = || IamError::InvalidParameter("marker");
        match text.split_once('.') {
            Some((account, cursor)) => {
                let account = account.parse().map_err(|_| invalid())?;
                Ok(Self::Place(account, cursor.to_owned()))
            }
            None => text.parse().map(Self::User).map_err(|_| invalid()),
        }
    }

    /// The account in whose list it stands, and where in it to go on.
    async fn place(
        &self,
        app: &App,
        actor: &Actor,
    ) -> Result<(AccountId, String), AccountUserError> {
        match self {
            Self::Place(account, cursor) => Ok((*account, cursor.clone())),
            Self::User(id) => {
                let user = account_users::get(app, actor, *id).await;
                let user = user.map_err(|error| match error {
                    AccountUserError::NotFound => AccountUserError::InvalidCursor,
                    error => error,
                })?;
                Ok((user.account_id, account_users::cursor_behind(&user)))
            }
        }
    }
}

/// The marker of a place in an account's list.
fn marker(account: AccountId, cursor: &str) -> String {
    format!("{}.{cursor}", account.simple())
}

/// `operator:time`; the time does not matter, because no password expires.
fn is_comparison(text: &str) -> bool {
    let known = ["lt", "lte", "gt", "gte", "eq", "neq"];
    text.split_once(':')
        .is_some_and(|(operator, time)| known.contains(&operator) && !time.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

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
