//! A template with sample values: on a page, and as a mail.

use usher_domain::{
    account::Account,
    actor::Actor,
    audit::AuditAction,
    email_address::EmailAddress,
    grants::Scope,
    ids::{self, AccountId},
    message::LastReply,
    names::Locale,
    permission::Permission,
    template::{LocalizedText, TemplateId, choose_locale},
};
use usher_mail::{
    letter::{Content, Letter, LinkUrl, Recipient, Sender},
    message, samples,
    smtp::SmtpProvider,
    templates::RenderedMail,
};
use usher_persistence::{DbConnection, Signal, account_users, audit_events};

use super::{TemplateError, account_of, details, visible};
use crate::{
    App, DeliveryRoute, SmtpRoute,
    idempotency::Outcome,
    mail_providers::{outcome_word, try_out},
    throttle::Attempt,
};

/// What became of a test mail.
#[derive(Debug, Clone)]
pub struct TemplateTest {
    /// `delivered`, `refused`, `deferred`, `provider_down`, `uncertain`, `unsendable` or `captured`.
    pub outcome: &'static str,
    /// The words that decided.
    pub reply: Option<LastReply>,
}

/// The present version of a template in one of its languages (the account's own when none is named)
/// with sample values. Its link opens nothing.
///
/// # Errors
/// See [`TemplateError`].
pub async fn preview(
    app: &App,
    actor: &Actor,
    account: AccountId,
    id: TemplateId,
    locale: Option<Locale>,
) -> Result<RenderedMail, TemplateError> {
    visible(actor, account)?;
    let (account, text) = app
        .database
        .read(move |connection| find(connection, account, &id, locale.as_ref()))
        .await?;
    let letter = sample(app, &account, &text.locale);
    rendered(app, &letter, &text)
}

/// Mails the same to `recipient`, or to the actor herself, at once and past the outbox, like the
/// test of a mail provider. Takes the permission to send as well as the one to change the account.
///
/// # Errors
/// See [`TemplateError`]. That the mail server refuses it is no error but the answer.
pub async fn test_send(
    app: &App,
    actor: &Actor,
    account: AccountId,
    id: TemplateId,
    locale: Option<Locale>,
    recipient: Option<EmailAddress>,
) -> Result<TemplateTest, TemplateError> {
    super::changeable(actor, account)?;
    actor.require(Permission::WelcomeEmailsSend, Scope::Account(account))?;
    let (name, user) = (id.clone(), actor.user());
    let (found, text, own) = app
        .database
        .read(move |connection| {
            let (account, text) = find(connection, account, &name, locale.as_ref())?;
            let user = match user {
                Some(user) => account_users::find(connection, user)?,
                None => None,
            };
            Ok::<_, TemplateError>((account, text, user.and_then(|user| user.email)))
        })
        .await?;
    let address = recipient.or(own).ok_or(TemplateError::NoAddress)?;
    // Counted for the account, however many credentials its administrators make.
    app.throttle
        .begin(&Attempt::at_mail_test(Some(account.into())), app.now())?;
    let event = app
        .event(actor, AuditAction::TemplateTested)
        .in_account(account)
        .on(account)
        .with("template", &id);
    app.write_once(Signal::Audit, move |connection| {
        audit_events::insert(connection, &event)
    })
    .await?;
    let letter = Letter {
        recipient: Recipient {
            name: None,
            address,
        },
        ..sample(app, &found, &text.locale)
    };
    let mail = rendered(app, &letter, &text)
        .map_err(|error| error.to_string())
        .and_then(|mail| message::build(&letter, &mail).map_err(|error| error.to_string()));
    let told = try_out(provider(app), mail).await;
    app.finish_once(told.outcome.to_owned()).await?;
    Ok(TemplateTest {
        outcome: told.outcome,
        reply: told.reply,
    })
}

/// What is known of a test that was made before: how it ended, but not what the server said.
///
/// # Errors
/// `NotFound` and `Denied` when the actor may test no more.
pub fn tested_before(
    actor: &Actor,
    account: AccountId,
    outcome: &Outcome,
) -> Result<TemplateTest, TemplateError> {
    super::changeable(actor, account)?;
    actor.require(Permission::WelcomeEmailsSend, Scope::Account(account))?;
    Ok(TemplateTest {
        outcome: outcome_word(&outcome.status),
        reply: None,
    })
}

/// The account and the template's text in a language of its own; none names the account's.
fn find(
    connection: &mut DbConnection,
    account: AccountId,
    id: &TemplateId,
    locale: Option<&Locale>,
) -> Result<(Account, LocalizedText), TemplateError> {
    let account = account_of(connection, account)?;
    let texts = details(connection, account.id, id)?.texts;
    let tag = if let Some(wanted) = locale {
        wanted.folded()
    } else {
        let offered: Vec<Locale> = texts.iter().map(|text| text.locale.clone()).collect();
        let chosen = choose_locale(&offered, account.settings.locale.as_ref());
        chosen.map(Locale::folded).unwrap_or_default()
    };
    let mut texts = texts.into_iter();
    let text = texts.find(|text| text.locale.folded() == tag);
    Ok((account, text.ok_or(TemplateError::UnknownLanguage)?))
}

/// A sample letter in the name of an account.
fn sample(app: &App, account: &Account, locale: &Locale) -> Letter {
    let (settings, own) = (&account.settings, &app.settings().sender);
    let sender_name = settings.sender_name.as_ref().map(ToString::to_string);
    let sender = Sender {
        name: sender_name.or_else(|| own.name.clone()),
        address: own.address.clone(),
    };
    let mut letter = samples::new_welcome(locale.as_str());
    if let Content::Welcome(welcome) = &mut letter.content {
        welcome.account_name = account.name.to_string();
        welcome.link_life = settings.link_life.duration();
        let link = format!("{}{}", app.settings().public_url, samples::LINK_PATH);
        if let Ok(link) = LinkUrl::parse(&link) {
            welcome.link = link;
        }
        welcome.requested.at = app.now();
    }
    Letter {
        message_id: sender.message_id(ids::mint(app.now(), &*app.entropy)),
        date: app.now(),
        sender,
        reply_to: settings.reply_to.clone(),
        accent: settings.accent_color,
        ..letter
    }
}

/// What was saved was rendered before; it fails only where an earlier version of Usher admitted more.
fn rendered(
    app: &App,
    letter: &Letter,
    text: &LocalizedText,
) -> Result<RenderedMail, TemplateError> {
    app.templates
        .render_custom(letter, &text.text)
        .map_err(|_| {
            let mistakes = app.templates.mistakes(text.locale.as_str(), &text.text);
            let told = mistakes
                .into_iter()
                .map(|mistake| super::TextMistake { place: 0, mistake });
            TemplateError::Mistakes(told.collect())
        })
}

/// The first provider that does not rest, or the first; none where mail is captured.
fn provider(app: &App) -> Option<SmtpProvider> {
    match &app.route {
        DeliveryRoute::Capture(_) => None,
        DeliveryRoute::Smtp(SmtpRoute {
            providers: routes, ..
        }) => {
            let well = routes.iter().find(|route| !route.is_resting());
            let route = well.or_else(|| routes.first())?;
            Some(route.pool.provider().clone())
        }
    }
}
