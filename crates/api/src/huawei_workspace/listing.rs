//! Which users of a project are listed.
//!
//! The vendor pages by number, and without a limit lists everybody. Here a list is walked by
//! cursor; so both a page and a way to it have an end.

use std::num::ParseIntError;

use url::form_urlencoded;
use usher_application::{
    PageRequest,
    account_users::{self, AccountUserError, UserFilter},
};
use usher_domain::{
    account_user::{AccountUser, UserStatus},
    names::LoginName,
};

use super::{call::Call, errors::WorkspaceError, user_bodies::ActiveType};

/// The most users in one answer.
const MAX_LIMIT: usize = 10_000;
/// How far into a list a page may begin.
const MAX_OFFSET: usize = 100_000;
/// How many more than the page are counted where a filter leaves nothing but counting.
const COUNTED_AHEAD: usize = 2_000;
/// The most names that are looked up.
const MAX_NAMES: usize = 200;

/// What the query asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct UserQuery {
    /// Only users of these names, whatever the case.
    names: Vec<String>,
    limit: Option<usize>,
    offset: usize,
    disabled: Option<bool>,
    active_type: Option<ActiveType>,
    /// Something is asked for that no user has here, such as a group.
    nobody: bool,
}

impl UserQuery {
    /// Reads the query. Empty values count as absent, parameters that are not known are ignored.
    ///
    /// # Errors
    /// [`WorkspaceError::InvalidParameter`] names the parameter.
    pub(super) fn read(query: &str) -> Result<Self, WorkspaceError> {
        let mut read = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if value.is_empty() {
                continue;
            }
            match &*name {
                "user_name" | "user_names" => read.names.push(value.into_owned()),
                "limit" => read.limit = Some(number("limit", &value, 1..=usize::MAX)?),
                "offset" => read.offset = number("offset", &value, 0..=MAX_OFFSET)?,
                "disabled" => read.disabled = Some(flag("disabled", &value)?),
                "active_type" => {
                    let known = ActiveType::parse(&value);
                    let known = known.ok_or(WorkspaceError::InvalidParameter("active_type"))?;
                    read.active_type = Some(known);
                }
                "share_space_subscription" => {
                    read.nobody |= flag("share_space_subscription", &value)?;
                }
                "share_space_desktops" => read.nobody |= flag("share_space_desktops", &value)?,
                "platform_type" => read.nobody |= value != "LOCAL",
                "description" | "group_name" | "domain" => read.nobody = true,
                _ => {}
            }
        }
        if read.names.len() > MAX_NAMES {
            return Err(WorkspaceError::InvalidParameter("user_names"));
        }
        Ok(read)
    }

    fn limit(&self) -> usize {
        self.limit.unwrap_or(MAX_LIMIT).min(MAX_LIMIT)
    }

    fn wants(&self, user: &AccountUser) -> bool {
        self.disabled
            .is_none_or(|disabled| disabled != user.enabled)
            && self
                .active_type
                .is_none_or(|wanted| wanted == ActiveType::of(user))
    }

    fn is_narrowed(&self) -> bool {
        self.disabled.is_some() || self.active_type.is_some()
    }
}

fn number(
    name: &'static str,
    value: &str,
    range: std::ops::RangeInclusive<usize>,
) -> Result<usize, WorkspaceError> {
    let number: Result<usize, ParseIntError> = value.parse();
    let number = number.ok().filter(|number| range.contains(number));
    number.ok_or(WorkspaceError::InvalidParameter(name))
}

fn flag(name: &'static str, value: &str) -> Result<bool, WorkspaceError> {
    match value {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(WorkspaceError::InvalidParameter(name)),
    }
}

/// How many users the query means, and those of its page. Members from other accounts are none of
/// the project's users.
///
/// # Errors
/// See [`AccountUserError`].
pub(super) async fn list(
    call: &Call,
    query: &UserQuery,
) -> Result<(usize, Vec<AccountUser>), AccountUserError> {
    if query.nobody {
        // Whoever may not look is told so all the same.
        count(call).await?;
        return Ok((0, Vec::new()));
    }
    if query.names.is_empty() {
        walk(call, query).await
    } else {
        named(call, query).await
    }
}

async fn named(
    call: &Call,
    query: &UserQuery,
) -> Result<(usize, Vec<AccountUser>), AccountUserError> {
    let mut users: Vec<AccountUser> = Vec::new();
    for name in &query.names {
        let Ok(login) = LoginName::parse(name) else {
            continue;
        };
        let account = call.account.id;
        let found = account_users::find_by_login(&call.app, &call.actor, account, &login).await?;
        let new = found.filter(|user| query.wants(user) && users.iter().all(|u| u.id != user.id));
        users.extend(new);
    }
    let page = users.iter().skip(query.offset).take(query.limit());
    Ok((users.len(), page.cloned().collect()))
}

async fn walk(
    call: &Call,
    query: &UserQuery,
) -> Result<(usize, Vec<AccountUser>), AccountUserError> {
    let end = query.offset + query.limit();
    let (mut seen, mut users) = (0, Vec::new());
    let mut cursor = None;
    loop {
        let filter = UserFilter {
            status: (query.disabled == Some(true)).then_some(UserStatus::Disabled),
            ..UserFilter::default()
        };
        let page = PageRequest { limit: 200, cursor };
        let page =
            account_users::list(&call.app, &call.actor, call.account.id, filter, page).await?;
        let own = |user: &AccountUser| user.account_id == call.account.id && query.wants(user);
        for user in page.items.into_iter().filter(own) {
            if (query.offset..end).contains(&seen) {
                users.push(user);
            }
            seen += 1;
        }
        cursor = page.next_cursor;
        if cursor.is_none() {
            return Ok((seen, users));
        }
        if !query.is_narrowed() && seen >= end {
            return Ok((count(call).await?, users));
        }
        if seen >= end + COUNTED_AHEAD {
            return Ok((seen, users));
        }
    }
}

async fn count(call: &Call) -> Result<usize, AccountUserError> {
    let count = account_users::count(&call.app, &call.actor, call.account.id).await?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<UserQuery, &'static str> {
        UserQuery::read(query).map_err(|error| match error {
            WorkspaceError::InvalidParameter(name) => name,
            _ => "another error",
        })
    }

    #[test]
    fn a_query_is_read_as_the_vendors_sdk_writes_it() {
        let query = "disabled=false&limit=10&user_name=a%20b&user_names=a&user_names=z";
        let expected = UserQuery {
            names: vec!["a b".to_owned(), "a".to_owned(), "z".to_owned()],
            limit: Some(10),
            disabled: Some(false),
            ..UserQuery::default()
        };
        assert_eq!(read(query), Ok(expected));
        assert_eq!(read(""), Ok(UserQuery::default()));
        assert_eq!(read("limit=&offset=&unknown=1"), Ok(UserQuery::default()));
        assert!(read("group_name=g").unwrap().nobody);
        assert!(read("platform_type=AD").unwrap().nobody);
        assert!(
            !read("platform_type=LOCAL&share_space_desktops=false")
                .unwrap()
                .nobody
        );
    }

    #[test]
    fn a_value_that_cannot_be_read_is_named() {
        for (query, name) in [
            ("limit=0", "limit"),
            ("limit=-1", "limit"),
            ("limit=x", "limit"),
            ("offset=100001", "offset"),
            ("disabled=1", "disabled"),
            ("active_type=x", "active_type"),
            ("share_space_desktops=x", "share_space_desktops"),
        ] {
            assert_eq!(read(query), Err(name), "{query}");
        }
        let many = "user_names=a&".repeat(MAX_NAMES + 1);
        assert_eq!(read(&many), Err("user_names"));
    }

    #[test]
    fn no_page_is_larger_than_the_largest() {
        assert_eq!(read("limit=999999").unwrap().limit(), MAX_LIMIT);
        assert_eq!(UserQuery::default().limit(), MAX_LIMIT);
    }
}
