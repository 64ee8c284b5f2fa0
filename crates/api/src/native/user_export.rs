//! Exports of users to CSV, sent as they are read.

use axum::{body::Body, extract::State, response::IntoResponse};
use futures::stream::{self, try_unfold};
use http::{Method, header};
use serde::Deserialize;
use usher_application::{
    App, accounts,
    user_export::{UserExport, require_exporter},
};
use usher_domain::ids::AccountId;
use utoipa::IntoParams;

use super::account_user_list::filter_of;
use crate::{
    authenticate::Authenticated,
    csrf::FromThisSite,
    extract::{PathId, QueryParams, flag},
    problem::ApiError,
};

/// Which account users to export, and in which order.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ExportAccountUsers {
    /// Words that occur in login, address or name.
    search: Option<String>,
    /// `pending`, `active` or `disabled`.
    status: Option<String>,
    /// What became of the latest welcome email: `none`, `under_way`, `sent`, `failed` or `cancelled`.
    welcome: Option<String>,
    /// `login` (the default), `name`, `created` or `welcomed`; behind a `-` the other way round.
    sort: Option<String>,
    /// `true` puts a byte order mark first, without which spreadsheets misread what is not ASCII.
    #[param(value_type = Option<bool>)]
    bom: Option<String>,
}

/// Exports the users of an account as a CSV file (RFC 4180, UTF-8).
///
/// The filters are those of the list. Cells that a spreadsheet would take for a formula, because they
/// begin with `=`, `+`, `-`, `@`, a tab or a line break, get an apostrophe in front, and so does what
/// stands behind a semicolon in them; an import takes it away again. A file that breaks off is not
/// complete: the connection then ends without an end.
///
/// The audit log says who asked for a file; what another site makes a browser ask for is refused.
#[utoipa::path(
    get, path = "/accounts/{id}/users.csv", tag = "account users",
    params(("id" = Uuid, Path, description = "The account"), ExportAccountUsers),
    responses((
        status = 200,
        description = "The file",
        body = String,
        content_type = "text/csv",
        headers(("Content-Disposition" = String, description = "The file's name")),
    )),
    extensions(("x-problems" = json!(["forbidden", "cross_site"]))),
)]
pub(super) async fn export_account_users(
    State(app): State<App>,
    Authenticated(actor): Authenticated,
    _: FromThisSite,
    method: Method,
    PathId(account): PathId<AccountId>,
    QueryParams(query): QueryParams<ExportAccountUsers>,
) -> Result<impl IntoResponse, ApiError> {
    let mark = flag(query.bom, "bom must be true or false.")?;
    let filter = filter_of(query.search, query.status, query.welcome, query.sort)?;
    let mark = mark.unwrap_or(false);
    require_exporter(&actor, account)?;
    let named = accounts::get(&app, &actor, account).await?;
    let name = file_name(named.name.as_str(), named.number, app.now().date_naive());
    let body = if method == Method::HEAD {
        // How long the file would be is not known here either.
        Body::from_stream(stream::empty::<Result<Vec<u8>, axum::BoxError>>())
    } else {
        let export = UserExport::begin(&app, &actor, account, filter, mark).await?;
        Body::from_stream(try_unfold(export, |mut export| async {
            let part = export.part().await?;
            Ok::<_, axum::BoxError>(part.map(|part| (part, export)))
        }))
    };
    let headers = [
        (
            header::CONTENT_TYPE,
            "text/csv; charset=utf-8; header=present".to_owned(),
        ),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    Ok((headers, body))
}

/// A name that every system takes: the account's, as far as that is ASCII, and the day.
fn file_name(account: &str, number: i64, day: chrono::NaiveDate) -> String {
    let words = account.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let account = if words.is_empty() {
        format!("account-{number}")
    } else {
        words.join("-").to_lowercase()
    };
    format!("{account}-users-{day}.csv")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_for_its_account_and_day_whatever_the_alphabet() {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        for (account, name) in [
            (
                "Difference \"Engines\", Ltd",
                "difference-engines-ltd-users-2026-11-22.csv",
            ),
            ("Bücher\r\n", "b-cher-users-2026-11-22.csv"),
            ("日本", "account-7-users-2026-11-22.csv"),
        ] {
            assert_eq!(file_name(account, 7, day), name);
        }
    }
}
