//! Saving a template: judged by rendering it, and written as a new version.

use std::sync::Arc;

use usher_domain::{
    actor::Actor,
    audit::AuditAction,
    ids::AccountId,
    names::TemplateName,
    password_link::LinkPurpose,
    template::{MAX_TEMPLATES, Template, TemplateId, TemplateTexts},
};
use usher_persistence::{DbConnection, Signal, accounts, audit_events, templates};

use super::{TemplateDetails, TemplateError, TextMistake, details, require_account};
use crate::{App, throttle::Attempt};

/// A template as it shall be.
#[derive(Debug, Clone)]
pub struct SaveTemplate {
    /// What programs call it.
    pub id: TemplateId,
    /// What people call it; none: as before, at first the identifier.
    pub name: Option<TemplateName>,
    /// Whether welcome emails that name no template are written with it; none: as before, at first
    /// not.
    pub is_default: Option<bool>,
    /// What it says, in all its languages.
    pub texts: TemplateTexts,
}

/// A template as it is now.
#[derive(Debug, Clone)]
pub struct SavedTemplate {
    /// The template.
    pub details: TemplateDetails,
    /// Whether there was none of this identifier.
    pub created: bool,
}

/// Makes a template, or a new version of it where the texts are others than before.
///
/// # Errors
/// See [`TemplateError`].
pub async fn save(
    app: &App,
    actor: &Actor,
    account: AccountId,
    wanted: SaveTemplate,
) -> Result<SavedTemplate, TemplateError> {
    // What does not exist is told before what is wrong with the texts.
    require_account(app, actor, account).await?;
    app.throttle
        .begin(&Attempt::at_template(account.into()), app.now())?;
    judge(app, &wanted.texts).await?;
    let event = app
        .event(actor, AuditAction::TemplateSaved)
        .in_account(account)
        .on(account)
        .with("template", &wanted.id);
    let (now, saved_by) = (app.now(), actor.credential.audit_id());
    let wanted = Arc::new(wanted);
    app.database
        .write_signalling(Signal::Audit, move |connection| {
            // Whoever saves at the same time waits here.
            if !accounts::note_change(connection, account, now)? {
                return Err(TemplateError::NotFound);
            }
            let present = templates::find(connection, account, &wanted.id)?;
            let created = present.is_none();
            if created && templates::count(connection, account)? >= MAX_TEMPLATES {
                return Err(TemplateError::Full);
            }
            let (template, is_new) = next(connection, account, present, &wanted)?;
            let template = Template {
                updated_at: now,
                created_at: if created { now } else { template.created_at },
                ..template
            };
            templates::put(connection, &template)?;
            if is_new {
                let texts = wanted.texts.as_slice();
                templates::insert_version(connection, &template, texts, saved_by)?;
            }
            audit_events::insert(connection, &event.clone().with("version", template.version))?;
            Ok(SavedTemplate {
                details: details(connection, account, &wanted.id)?,
                created,
            })
        })
        .await
}

/// The template with what is wanted, and whether that is another version.
fn next(
    connection: &mut DbConnection,
    account: AccountId,
    present: Option<Template>,
    wanted: &SaveTemplate,
) -> Result<(Template, bool), TemplateError> {
    let last = templates::last_version(connection, account, &wanted.id)?;
    let following = last.unwrap_or_default().saturating_add(1);
    let Some(present) = present else {
        let template = Template {
            account_id: account,
            id: wanted.id.clone(),
            purpose: LinkPurpose::Welcome,
            name: match &wanted.name {
                Some(name) => name.clone(),
                None => TemplateName::of(&wanted.id),
            },
            version: following,
            is_default: wanted.is_default.unwrap_or_default(),
            created_at: chrono::DateTime::UNIX_EPOCH,
            updated_at: chrono::DateTime::UNIX_EPOCH,
        };
        return Ok((template, true));
    };
    let texts = templates::texts(connection, account, &wanted.id, present.version)?;
    let is_new = !wanted.texts.are(&texts);
    let template = Template {
        version: if is_new { following } else { present.version },
        name: wanted.name.clone().unwrap_or(present.name),
        is_default: wanted.is_default.unwrap_or(present.is_default),
        ..present
    };
    Ok((template, is_new))
}

/// Renders the texts for readers of each kind, away from the async threads.
async fn judge(app: &App, texts: &TemplateTexts) -> Result<(), TemplateError> {
    let (templates, texts) = (app.templates.clone(), texts.clone());
    let judging = tokio::task::spawn_blocking(move || {
        let mut mistakes = Vec::new();
        for (place, text) in texts.as_slice().iter().enumerate() {
            let found = templates.mistakes(text.locale.as_str(), &text.text);
            mistakes.extend(
                found
                    .into_iter()
                    .map(|mistake| TextMistake { place, mistake }),
            );
        }
        mistakes
    });
    match judging.await {
        Ok(mistakes) if mistakes.is_empty() => Ok(()),
        Ok(mistakes) => Err(TemplateError::Mistakes(mistakes)),
        Err(_) => Err(TemplateError::Database(
            usher_persistence::DatabaseError::Panicked,
        )),
    }
}
