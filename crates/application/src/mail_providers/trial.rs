//! Testing a provider: one mail over a connection of its own, and everything that was said.

use std::time::Duration;

use usher_domain::{
    actor::{Actor, PermissionDenied},
    audit::AuditAction,
    delivery::{SmtpStage, Verdict},
    email_address::EmailAddress,
    grants::Scope,
    ids,
    message::LastReply,
    names::Locale,
    permission::Permission,
    request_origin::RequestOrigin,
};
use usher_mail::{
    letter::{Letter, Recipient, RequestedFrom, Requester, Test},
    message::{self, OutgoingMail},
    platform::platform_of,
    smtp::{SmtpProvider, Speaker, TranscriptLine},
    templates,
};
use usher_persistence::{
    DatabaseError, DbConnection, Signal, account_users, accounts, audit_events,
};

use super::CAPTURE;
use crate::{
    App, DeliveryRoute, SmtpRoute, TooMany,
    failure::database_failures,
    idempotency::{Outcome, UNCERTAIN},
    outgoing::requester_name,
    throttle::Attempt,
};

/// How a provider fared.
#[derive(Debug, Clone)]
pub struct ProviderTest {
    /// What became of the mail: `delivered`, `refused`, `deferred`, `provider_down`, `uncertain`,
    /// `unsendable` or `captured`.
    pub outcome: &'static str,
    /// The step where it ended, as [`SmtpStage`] names it, or `capture`.
    pub step: &'static str,
    /// The words that decided.
    pub reply: Option<LastReply>,
    /// How long it took.
    pub took: Duration,
    /// What was said, without credentials and without the mail.
    pub transcript: Vec<TranscriptLine>,
}

/// Why a provider was not tested.
#[derive(Debug, thiserror::Error)]
pub enum TestProviderError {
    /// There is none of this name.
    #[error("no such mail provider")]
    NotFound,
    /// A permission is missing.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// No address was given, and the actor has none.
    #[error("nobody is named who should get the test mail")]
    NoAddress,
    /// The actor has sent enough of them for now.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The database failed.
    #[error("the test could not be recorded")]
    Database(#[source] DatabaseError),
}

database_failures!(TestProviderError);

/// Sends one test mail through a provider at once, past the outbox and past the provider's breaker,
/// to `recipient` or to the actor herself. It carries no link. When mail is captured, nothing is
/// sent, and the answer says so.
///
/// # Errors
/// See [`TestProviderError`]. That the provider fails is no error but the answer.
pub async fn test(
    app: &App,
    actor: &Actor,
    name: &str,
    recipient: Option<EmailAddress>,
    origin: RequestOrigin,
) -> Result<ProviderTest, TestProviderError> {
    actor.require(Permission::MailProvidersRead, Scope::Installation)?;
    // Who may look need not be trusted to send.
    actor.require(Permission::WelcomeEmailsSend, Scope::Installation)?;
    let provider = find(app, name)?;
    let asking = actor.clone();
    let asker = app
        .database
        .read(move |connection| Asker::find(connection, &asking))
        .await
        .map_err(TestProviderError::Database)?;
    let address = recipient.or_else(|| asker.address.clone());
    let address = address.ok_or(TestProviderError::NoAddress)?;
    let tester = actor.credential.audit_id();
    app.throttle
        .begin(&Attempt::at_mail_test(tester), app.now())?;
    let event = app
        .event(actor, AuditAction::MailProviderTested)
        .with("provider", name);
    app.write_once(Signal::Audit, move |connection| {
        audit_events::insert(connection, &event)
    })
    .await
    .map_err(TestProviderError::Database)?;
    let mail = compose(app, &letter(app, name, asker, address, &origin));
    let test = try_out(provider, mail).await;
    app.finish_once(format!("{} {}", test.outcome, test.step))
        .await
        .map_err(TestProviderError::Database)?;
    Ok(test)
}

/// What is known of a test that was made before: how it ended, but not what was said.
///
/// # Errors
/// [`TestProviderError::Denied`] when the actor may test no more.
pub fn tested_before(actor: &Actor, outcome: &Outcome) -> Result<ProviderTest, TestProviderError> {
    actor.require(Permission::MailProvidersRead, Scope::Installation)?;
    actor.require(Permission::WelcomeEmailsSend, Scope::Installation)?;
    let (word, step) = outcome.status.split_once(' ').unwrap_or((UNCERTAIN, ""));
    let stage = step.parse().ok();
    Ok(ProviderTest {
        outcome: outcome_word(word),
        step: stage.map_or(CAPTURE, SmtpStage::as_str),
        reply: None,
        took: Duration::ZERO,
        transcript: vec![TranscriptLine {
            at: Duration::ZERO,
            speaker: Speaker::Note,
            text: "This test was made before. What was said then is not kept.".to_owned(),
        }],
    })
}

/// The word of [`ProviderTest::outcome`] that was noted; `uncertain` for any other.
pub(crate) fn outcome_word(noted: &str) -> &'static str {
    [
        "delivered",
        "refused",
        "deferred",
        "provider_down",
        "unsendable",
        "captured",
    ]
    .into_iter()
    .find(|word| *word == noted)
    .unwrap_or(UNCERTAIN)
}

/// Hands a mail to a provider at once; none is the one that captures. A mail that could not be made
/// is told as such.
pub(crate) async fn try_out(
    provider: Option<SmtpProvider>,
    mail: Result<OutgoingMail, String>,
) -> ProviderTest {
    match (mail, provider) {
        (Err(detail), _) => told(&Verdict::Unsendable { detail }, SmtpStage::Connect),
        (Ok(_), None) => captured(),
        (Ok(mail), Some(provider)) => {
            let trial = provider.try_out(&mail).await;
            ProviderTest {
                took: trial.took,
                transcript: trial.transcript,
                ..told(&trial.verdict, trial.stage)
            }
        }
    }
}

/// The provider of a name; none is the one that captures.
fn find(app: &App, name: &str) -> Result<Option<SmtpProvider>, TestProviderError> {
    match &app.route {
        DeliveryRoute::Capture(_) if name == CAPTURE => Ok(None),
        DeliveryRoute::Capture(_) => Err(TestProviderError::NotFound),
        DeliveryRoute::Smtp(SmtpRoute {
            providers: routes, ..
        }) => {
            let route = routes.iter().find(|route| route.name() == name);
            let route = route.ok_or(TestProviderError::NotFound)?;
            Ok(Some(route.pool.provider().clone()))
        }
    }
}

/// What a test mail needs to know of whoever asks for it.
struct Asker {
    requester: Requester,
    display_name: Option<String>,
    address: Option<EmailAddress>,
    locale: &'static str,
}

impl Asker {
    fn find(connection: &mut DbConnection, actor: &Actor) -> Result<Self, DatabaseError> {
        let name = requester_name(connection, actor.credential)?;
        let user = match actor.user() {
            Some(id) => account_users::find(connection, id)?,
            None => None,
        };
        let account = match &user {
            Some(user) => accounts::find(connection, user.account_id)?,
            None => None,
        };
        let own = user.as_ref().and_then(|user| user.locale.as_ref());
        let of_account = account.as_ref().and_then(|a| a.settings.locale.as_ref());
        let wanted = own.into_iter().chain(of_account).map(Locale::as_str);
        Ok(Self {
            requester: name.map_or(Requester::System, Requester::Named),
            locale: templates::spoken(wanted),
            display_name: user.as_ref().map(|user| user.display_name.to_string()),
            address: user.and_then(|user| user.email),
        })
    }
}

fn letter(
    app: &App,
    provider: &str,
    asker: Asker,
    address: EmailAddress,
    origin: &RequestOrigin,
) -> Letter {
    let now = app.now();
    let own = asker.address.as_ref() == Some(&address);
    let recipient = Recipient {
        name: asker.display_name.filter(|_| own),
        address,
    };
    let test = Test {
        provider: provider.to_owned(),
        requested: RequestedFrom {
            platform: origin.user_agent.as_deref().and_then(platform_of),
            place: origin.place.clone(),
            at: now,
            by: asker.requester,
        },
    };
    let (id, sender) = (ids::mint(now, &*app.entropy), app.settings().sender.clone());
    Letter::test(id, sender, recipient, asker.locale, test)
}

fn compose(app: &App, letter: &Letter) -> Result<OutgoingMail, String> {
    let rendered = app.templates.render(letter);
    let rendered = rendered.map_err(|error| error.to_string())?;
    message::build(letter, &rendered).map_err(|error| error.to_string())
}

/// A verdict in the words of an answer.
fn told(verdict: &Verdict, stage: SmtpStage) -> ProviderTest {
    let outcome = match verdict {
        Verdict::Delivered(_) => "delivered",
        Verdict::Refused(_) => "refused",
        Verdict::Deferred { .. } => "deferred",
        Verdict::ProviderDown { .. } => "provider_down",
        Verdict::Uncertain { .. } => "uncertain",
        Verdict::Unsendable { .. } => "unsendable",
    };
    let reply = match verdict.reply() {
        Some(reply) => reply.clone().into(),
        None => LastReply {
            code: None,
            enhanced: None,
            text: verdict.detail(),
        },
    };
    ProviderTest {
        outcome,
        step: stage.as_str(),
        reply: Some(reply),
        took: Duration::ZERO,
        transcript: Vec::new(),
    }
}

/// Nothing was sent. Nothing is kept either: captured mail is listed with the message it belongs to,
/// and a test has none.
fn captured() -> ProviderTest {
    ProviderTest {
        outcome: "captured",
        step: CAPTURE,
        reply: None,
        took: Duration::ZERO,
        transcript: vec![TranscriptLine {
            at: Duration::ZERO,
            speaker: Speaker::Note,
            text:
                "No mail server is configured. Mail is captured on this machine; nothing was sent."
                    .to_owned(),
        }],
    }
}
