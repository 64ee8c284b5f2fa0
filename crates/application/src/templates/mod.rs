//! Email templates of an account: seen by whoever may see the account, changed by whoever may change
//! it.

mod save;
mod trial;

use usher_domain::{
    account::Account,
    actor::{Actor, PermissionDenied},
    audit::AuditAction,
    grants::Scope,
    ids::AccountId,
    permission::Permission,
    template::{LocalizedText, MAX_TEMPLATES, Template, TemplateId, TemplateVersion},
};
use usher_persistence::{DatabaseError, DbConnection, Signal, accounts, audit_events, templates};

pub use save::{SaveTemplate, SavedTemplate, save};
pub use trial::{TemplateTest, preview, test_send, tested_before};
pub use usher_mail::{
    account_templates::{MistakeKind, TemplateMistake},
    templates::RenderedMail,
};

use crate::{App, TooMany, access::visible_account, failure::database_failures};

/// So many versions of a template are told, the newest first.
const VERSIONS_TOLD: i32 = 50;

/// A template with all it says.
#[derive(Debug, Clone)]
pub struct TemplateDetails {
    /// The template.
    pub template: Template,
    /// What its present version says, by language.
    pub texts: Vec<LocalizedText>,
    /// Its latest versions, the newest first.
    pub versions: Vec<TemplateVersion>,
}

/// A mistake in one of the texts that were to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextMistake {
    /// Which text, counted from 0.
    pub place: usize,
    /// What is wrong with it, and where.
    pub mistake: TemplateMistake,
}

/// Why something about a template was not done.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// There is none, or the actor may not see its account.
    #[error("no such template")]
    NotFound,
    /// A permission is missing.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// The texts have mistakes.
    #[error("the template has mistakes")]
    Mistakes(Vec<TextMistake>),
    /// The account has [`MAX_TEMPLATES`] already.
    #[error("an account has at most {MAX_TEMPLATES} templates")]
    Full,
    /// The template is not said in this language.
    #[error("the template has no text in this language")]
    UnknownLanguage,
    /// No address was given, and the actor has none.
    #[error("nobody is named who should get the test mail")]
    NoAddress,
    /// The actor has sent enough test mails for now.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The database failed.
    #[error("the template could not be read or changed")]
    Database(#[source] DatabaseError),
}

database_failures!(TemplateError);

fn visible(actor: &Actor, account: AccountId) -> Result<Scope, TemplateError> {
    visible_account(actor, account).ok_or(TemplateError::NotFound)
}

fn changeable(actor: &Actor, account: AccountId) -> Result<(), TemplateError> {
    let scope = visible(actor, account)?;
    Ok(actor.require(Permission::AccountsUpdate, scope)?)
}

/// Requires that the actor may change the templates of an account that exists.
///
/// # Errors
/// See [`TemplateError`].
pub async fn require_account(
    app: &App,
    actor: &Actor,
    account: AccountId,
) -> Result<(), TemplateError> {
    changeable(actor, account)?;
    let found = app
        .database
        .read(move |connection| account_of(connection, account));
    found.await.map(|_| ())
}

fn account_of(connection: &mut DbConnection, account: AccountId) -> Result<Account, TemplateError> {
    accounts::find(connection, account)?.ok_or(TemplateError::NotFound)
}

/// The templates of an account, by identifier: all of them, which are few.
///
/// # Errors
/// See [`TemplateError`].
pub async fn list(
    app: &App,
    actor: &Actor,
    account: AccountId,
) -> Result<Vec<Template>, TemplateError> {
    visible(actor, account)?;
    app.database
        .read(move |connection| {
            account_of(connection, account)?;
            Ok(templates::list(connection, account, MAX_TEMPLATES)?)
        })
        .await
}

/// One template with its texts.
///
/// # Errors
/// See [`TemplateError`].
pub async fn get(
    app: &App,
    actor: &Actor,
    account: AccountId,
    id: TemplateId,
) -> Result<TemplateDetails, TemplateError> {
    visible(actor, account)?;
    app.database
        .read(move |connection| details(connection, account, &id))
        .await
}

fn details(
    connection: &mut DbConnection,
    account: AccountId,
    id: &TemplateId,
) -> Result<TemplateDetails, TemplateError> {
    let template = templates::find(connection, account, id)?.ok_or(TemplateError::NotFound)?;
    let told_after = template.version.saturating_sub(VERSIONS_TOLD);
    Ok(TemplateDetails {
        texts: templates::texts(connection, account, id, template.version)?,
        versions: templates::versions(connection, account, id, told_after)?,
        template,
    })
}

/// Deletes a template: nobody can ask for it any more. Messages that were asked for keep its words.
///
/// # Errors
/// See [`TemplateError`].
pub async fn delete(
    app: &App,
    actor: &Actor,
    account: AccountId,
    id: TemplateId,
) -> Result<(), TemplateError> {
    changeable(actor, account)?;
    let event = app
        .event(actor, AuditAction::TemplateDeleted)
        .in_account(account)
        .on(account)
        .with("template", &id);
    let now = app.now();
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            if !accounts::note_change(connection, account, now)?
                || !templates::delete(connection, account, &id, now)?
            {
                return Err(TemplateError::NotFound);
            }
            audit_events::insert(connection, &event)?;
            Ok(())
        })
        .await
}
