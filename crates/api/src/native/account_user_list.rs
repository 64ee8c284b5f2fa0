//! Lists of account users.

use std::str::FromStr;

use axum::{Json, extract::State};
use serde::Deserialize;
use usher_api_types::{account_user as api, page::Page};
use usher_application::{
    App,
    account_users::{self, UserFilter},
};
use usher_domain::ids::AccountId;
use utoipa::IntoParams;

use super::{account_users::body_with_link, page};
use crate::{
    authenticate::Authenticated,
    extract::{PathId, QueryParams, given, malformed, page_request},
    problem::ApiError,
};

/// Which account users to list, and in which order.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListAccountUsers {
    /// Words that occur in login, address or name.
    search: Option<String>,
    /// `pending`, `active` or `disabled`.
    status: Option<String>,
    /// What became of the latest welcome email: `none` (there was none), `under_way`, `sent`,
    /// `failed` or `cancelled`.
    welcome: Option<String>,
    /// `login` (the default), `name`, `created` or `welcomed` (when the latest welcome email last
    /// got anywhere; users without one come last); behind a `-` the other way round. A cursor is
    /// worth something in its own order only.
    sort: Option<String>,
    /// The most items of the page; 50 by default.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
    /// Where the page starts: `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Lists the users of an account.
#[utoipa::path(
    get, path = "/accounts/{id}/users", tag = "account users",
    params(("id" = Uuid, Path, description = "The account"), ListAccountUsers),
    responses((status = 200, description = "One page", body = Page<api::AccountUser>)),
    extensions(("x-problems" = json!(["forbidden"]))),
)]
pub(super) async fn list_account_users(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    PathId(account): PathId<AccountId>,
    QueryParams(query): QueryParams<ListAccountUsers>,
) -> Result<Json<Page<api::AccountUser>>, ApiError> {
    let wanted = page_request(query.limit.clone(), query.cursor.clone())?;
    let filter = filter(query)?;
    let found = account_users::list(&app, &actor, account, filter, wanted).await?;
    let shown = Some(account);
    let links = account_users::welcome_links(&app, &actor, &found.items, shown).await?;
    Ok(Json(page::body(found, |user| {
        body_with_link(user, links.get(&user.id))
    })))
}

fn filter(query: ListAccountUsers) -> Result<UserFilter, ApiError> {
    filter_of(query.search, query.status, query.welcome, query.sort)
}

/// A filter in the words of query parameters.
pub(super) fn filter_of(
    search: Option<String>,
    status: Option<String>,
    welcome: Option<String>,
    sort: Option<String>,
) -> Result<UserFilter, ApiError> {
    let search = given(search).filter(|words| !words.trim().is_empty());
    Ok(UserFilter {
        search,
        status: one_of(status, "status must be pending, active or disabled.")?,
        welcome: one_of(
            welcome,
            "welcome must be none, under_way, sent, failed or cancelled.",
        )?,
        sort: one_of(
            sort,
            "sort must be login, name, created or welcomed, or one of these behind a -.",
        )?
        .unwrap_or_default(),
    })
}

/// A parameter that takes the words of a list.
fn one_of<T: FromStr>(
    text: Option<String>,
    otherwise: &'static str,
) -> Result<Option<T>, ApiError> {
    let refused = |_| malformed(otherwise);
    given(text)
        .map(|text| text.parse().map_err(refused))
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: &str, welcome: &str, sort: &str) -> Option<UserFilter> {
        let text = |text: &str| Some(text.to_owned());
        let query = ListAccountUsers {
            search: text(" "),
            status: text(status),
            welcome: text(welcome),
            sort: text(sort),
            limit: None,
            cursor: None,
        };
        filter(query).ok()
    }

    #[test]
    fn a_filter_reads_what_forms_send_and_refuses_what_it_does_not_know() {
        assert!(read("", "", "").is_some_and(|filter| {
            filter.search.is_none() && filter.status.is_none() && filter.welcome.is_none()
        }));
        let narrow = read("pending", "under_way", "-welcomed");
        assert!(narrow.is_some_and(|filter| filter.sort.to_string() == "-welcomed"));
        for (status, welcome, sort) in [("asleep", "", ""), ("", "late", ""), ("", "", "age")] {
            assert!(read(status, welcome, sort).is_none());
        }
    }
}
