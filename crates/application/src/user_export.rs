//! Exports of users to CSV (RFC 4180), page by page: no more than a page is ever in memory.

use chrono::SecondsFormat;
use usher_domain::{
    account_user::AccountUser,
    actor::Actor,
    audit::AuditAction,
    formula_guard::guarded,
    ids::AccountId,
    permission::Permission,
    user_import::{Column, PASSED_OVER},
    user_list::WelcomeState,
};
use usher_persistence::{Signal, accounts, audit_events};

use crate::{
    App, Page, PageRequest,
    account_users::{self, AccountUserError, UserFilter, require_in},
};

/// How many users one page has.
const PAGE: u32 = 200;
/// By which spreadsheets recognise UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// An export that has begun. Its cells never are what a spreadsheet would calculate
/// ([`usher_domain::formula_guard`]).
pub struct UserExport {
    app: App,
    actor: Actor,
    account: AccountId,
    filter: UserFilter,
    /// What is to be said next: the head and the first page, or what a cursor leads to.
    next: Next,
}

enum Next {
    First(Page<AccountUser>, bool),
    Behind(String),
    End,
}

/// Whether the actor may export the users of an account at all, before anything is done.
///
/// # Errors
/// See [`AccountUserError`].
pub fn require_exporter(actor: &Actor, account: AccountId) -> Result<(), AccountUserError> {
    require_in(actor, account, Permission::UsersRead)
}

impl UserExport {
    /// Begins to export the users whom [`account_users::list`] would list, in its order. With `mark`,
    /// the file begins with a byte order mark, without which spreadsheets misread what is not ASCII.
    /// The audit log says that it was asked for.
    ///
    /// # Errors
    /// See [`AccountUserError`].
    pub async fn begin(
        app: &App,
        actor: &Actor,
        account: AccountId,
        filter: UserFilter,
        mark: bool,
    ) -> Result<Self, AccountUserError> {
        require_exporter(actor, account)?;
        let event = app.event(actor, AuditAction::UsersExported);
        let event = event.in_account(account).on(account);
        app.database
            .write_signalling(Signal::Audit, move |connection| {
                accounts::find(connection, account)?.ok_or(AccountUserError::AccountNotFound)?;
                Ok::<_, AccountUserError>(audit_events::insert(connection, &event)?)
            })
            .await?;
        let mut export = Self {
            app: app.clone(),
            actor: actor.clone(),
            account,
            filter,
            next: Next::End,
        };
        let first = export.page(None).await?;
        export.next = Next::First(first, mark);
        Ok(export)
    }

    /// The next part of the file; none when it is complete.
    ///
    /// # Errors
    /// See [`AccountUserError`].
    pub async fn part(&mut self) -> Result<Option<Vec<u8>>, AccountUserError> {
        let (page, head) = match std::mem::replace(&mut self.next, Next::End) {
            Next::End => return Ok(None),
            Next::First(page, mark) => (page, Some(if mark { BYTE_ORDER_MARK } else { "" })),
            Next::Behind(cursor) => (self.page(Some(cursor)).await?, None),
        };
        let part = write(head, &page.items);
        self.next = page.next_cursor.map_or(Next::End, Next::Behind);
        Ok(Some(part))
    }

    async fn page(&self, cursor: Option<String>) -> Result<Page<AccountUser>, AccountUserError> {
        let request = PageRequest {
            limit: PAGE,
            cursor,
        };
        let filter = self.filter.clone();
        account_users::list(&self.app, &self.actor, self.account, filter, request).await
    }
}

/// Users as records, behind the names of the columns when these are the first.
fn write(head: Option<&str>, users: &[AccountUser]) -> Vec<u8> {
    let begun = head.unwrap_or_default().as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(begun);
    let names = || {
        Column::ALL
            .map(Column::as_str)
            .into_iter()
            .chain(PASSED_OVER)
    };
    // Nothing can fail: the records are as wide as the first, and memory takes them all.
    let mut put = |record: Vec<String>| {
        let guarded: Vec<_> = record.iter().map(|cell| guarded(cell)).collect();
        let _ = writer.write_record(guarded.iter().map(|cell| cell.as_bytes()));
    };
    if head.is_some() {
        put(names().map(str::to_owned).collect());
    }
    for user in users {
        put(record(user).into());
    }
    writer.into_inner().unwrap_or_default()
}

fn record(user: &AccountUser) -> [String; Column::ALL.len() + PASSED_OVER.len()] {
    let text = |value: Option<String>| value.unwrap_or_default();
    let instant = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    [
        user.login.to_string(),
        text(user.email.as_ref().map(ToString::to_string)),
        user.display_name.to_string(),
        text(user.phone.as_ref().map(ToString::to_string)),
        text(user.locale.as_ref().map(ToString::to_string)),
        user.id.to_string(),
        user.status().to_string(),
        WelcomeState::of(user.latest_welcome).as_str().to_owned(),
        instant(user.created_at),
        text(user.last_sign_in_at.map(instant)),
    ]
}
