//! The use case that the product exists for: send this account user a welcome email.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use usher_domain::{
    account::Account,
    actor::{Actor, PermissionDenied},
    audit::{AuditAction, AuditEvent},
    delivery::DeliveryStatus,
    ids::{AccountId, AccountUserId},
    message::Message,
    password_link::{LinkId, LinkPurpose},
    permission::Permission,
    request_origin::RequestOrigin,
    template::{Template, TemplateId},
};
use usher_persistence::{
    DatabaseError, DbConnection, Signal, account_users, accounts, audit_events, messages,
    password_links, templates,
};

use crate::{
    App, TooMany,
    access::{Target, may_see},
    limits::{self, AccountLimit, Recipients},
    outgoing::{Addressee, Draft, LinkSource, Order, own_words},
};

/// Two requests within this time are one double click.
const DOUBLE_CLICK: Duration = Duration::seconds(30);

/// How often a request is decided before the writer's turn, where it holds nobody up. What was decided
/// holds as long as the version of the user's row does.
const LOOKS_AHEAD: usize = 3;

/// What a second request shortly after the first means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// The same wish: answered with the message that is under way (native API and pages).
    ReuseRecent,
    /// Another wish: their contracts say that every call sends a mail (dialects).
    AlwaysSend,
}

/// What is wanted besides a welcome email. A [`Repeat`] alone asks for the account's default words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// What a second request means.
    pub repeat: Repeat,
    /// The account's template to write it with; none: the default of the account, or ours.
    pub template: Option<TemplateId>,
}

impl From<Repeat> for Wish {
    fn from(repeat: Repeat) -> Self {
        Self {
            repeat,
            template: None,
        }
    }
}

/// Why a welcome email was not queued.
#[derive(Debug, thiserror::Error)]
pub enum RequestWelcomeEmailError {
    /// There is no such user, or the actor may not see her.
    #[error("no such user")]
    NotFound,
    /// A permission is missing.
    #[error(transparent)]
    Denied(#[from] PermissionDenied),
    /// The user has no email address.
    #[error("the user has no email address")]
    NoAddress,
    /// The user is disabled.
    #[error("the user is disabled")]
    Disabled,
    /// The user's account has no template of this name.
    #[error("the account has no such template")]
    UnknownTemplate,
    /// The actor may send in another account of the user only.
    #[error("welcome emails are sent in the name of the user's primary account")]
    AccountNotPrimary,
    /// The person was sent too many messages lately.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The account has asked for as many in this hour as it may.
    #[error(transparent)]
    AccountLimit(#[from] AccountLimit),
    /// The database failed.
    #[error("the welcome email could not be queued")]
    Database(#[source] DatabaseError),
}

/// Queues a welcome email to a user and returns it; it is durable then, and on its way.
///
/// # Errors
/// See [`RequestWelcomeEmailError`].
pub async fn request(
    app: &App,
    actor: &Actor,
    user: AccountUserId,
    origin: RequestOrigin,
    wish: impl Into<Wish>,
) -> Result<Message, RequestWelcomeEmailError> {
    queue(app, actor, None, user, origin, wish.into()).await
}

/// The same for callers that address a user through one of her accounts.
///
/// # Errors
/// [`RequestWelcomeEmailError::AccountNotPrimary`] when it is not her primary one, `NotFound` when
/// she does not belong to it; else as [`request`].
pub async fn request_in_account(
    app: &App,
    actor: &Actor,
    account: AccountId,
    user: AccountUserId,
    origin: RequestOrigin,
    wish: impl Into<Wish>,
) -> Result<Message, RequestWelcomeEmailError> {
    queue(app, actor, Some(account), user, origin, wish.into()).await
}

async fn queue(
    app: &App,
    actor: &Actor,
    through: Option<AccountId>,
    user: AccountUserId,
    origin: RequestOrigin,
    wish: Wish,
) -> Result<Message, RequestWelcomeEmailError> {
    let _caller = app.rush.enter();
    let order = Order::new(app, actor, origin);
    let event = app
        .event(actor, AuditAction::WelcomeEmailRequested)
        .on(user)
        .with("welcome_email", order.message);
    let request = Arc::new(Request {
        link: LinkId::mint(&*app.entropy),
        actor: actor.clone(),
        through,
        user,
        wish,
        order,
        event,
        recipients: Recipients::of(app),
    });
    // A request that may be repeated says so in its transaction before it looks at anything.
    let looks_ahead = if app.may_be_repeated() {
        0
    } else {
        LOOKS_AHEAD
    };
    for _ in 0..looks_ahead {
        let ahead = Arc::clone(&request);
        let seen = app.database.read(move |db| ahead.look(db)).await?;
        let prepared = match seen {
            Seen::UnderWay(message) => return Ok(*message),
            Seen::Sendable(prepared) => prepared,
        };
        let queued = app
            .database
            .write_signalling(Signal::Outbox, move |db| prepared.write_if_unchanged(db))
            .await?;
        if let Some(message) = queued {
            return Ok(message);
        }
    }
    // Somebody keeps changing her: this time her row is taken first.
    app.write_once(Signal::Outbox, move |db| {
        if !account_users::take(db, user)? {
            return Err(RequestWelcomeEmailError::NotFound);
        }
        match request.look(db)? {
            Seen::UnderWay(message) => Ok(*message),
            Seen::Sendable(prepared) => prepared.write(db),
        }
    })
    .await
}

/// One request, with its ids drawn.
struct Request {
    order: Order,
    link: LinkId,
    event: AuditEvent,
    actor: Actor,
    through: Option<AccountId>,
    user: AccountUserId,
    wish: Wish,
    recipients: Recipients,
}

/// What a request came upon.
enum Seen {
    /// It is answered with the message of the first click.
    UnderWay(Box<Message>),
    /// Nothing speaks against it.
    Sendable(Box<Prepared>),
}

/// What a request will write, decided when the user's row was at a version.
struct Prepared {
    draft: Draft,
    account: Account,
    event: AuditEvent,
    version: i64,
}

impl Request {
    /// Decides everything, and writes nothing.
    fn look(&self, connection: &mut DbConnection) -> Result<Seen, RequestWelcomeEmailError> {
        let (order, user) = (&self.order, self.user);
        let target = authorise(connection, &self.actor, self.through, user)?;
        if !target.user.enabled {
            return Err(RequestWelcomeEmailError::Disabled);
        }
        let address = target.user.email.as_ref();
        let address = address.ok_or(RequestWelcomeEmailError::NoAddress)?;
        let account = accounts::find(connection, target.user.account_id)?
            .ok_or(RequestWelcomeEmailError::NotFound)?;
        let wanted = self.wish.template.as_ref();
        let template = template(connection, account.id, wanted)?;
        if self.wish.repeat == Repeat::ReuseRecent
            && let Some(message) = under_way(connection, &target, order.now)?
            // Other words are another wish.
            && (wanted.is_none() || message.template == self.wish.template)
        {
            return Ok(Seen::UnderWay(Box::new(message)));
        }
        self.recipients
            .admit::<RequestWelcomeEmailError>(connection, &target.user, order.now)?;
        let words = own_words(template.as_ref(), &target.grants);
        let addressees = [Addressee {
            user: &target.user,
            account: &account,
            link: LinkSource::New(self.link),
        }];
        let draft = order.draft(
            connection,
            LinkPurpose::Welcome,
            address,
            &addressees,
            words,
        )?;
        Ok(Seen::Sendable(Box::new(Prepared {
            draft: draft.ok_or(RequestWelcomeEmailError::NotFound)?,
            event: self.event.clone().in_account(account.id),
            version: target.user.version,
            account,
        })))
    }
}

impl Prepared {
    /// Queues the message, unless the user was changed since.
    fn write_if_unchanged(
        &self,
        connection: &mut DbConnection,
    ) -> Result<Option<Message>, RequestWelcomeEmailError> {
        if !self.draft.write_if_unchanged(connection, self.version)? {
            return Ok(None);
        }
        self.finish(connection).map(Some)
    }

    /// Queues the message; the user's row is held since it was decided.
    fn write(&self, connection: &mut DbConnection) -> Result<Message, RequestWelcomeEmailError> {
        self.draft.write(connection)?;
        self.finish(connection)
    }

    fn finish(&self, connection: &mut DbConnection) -> Result<Message, RequestWelcomeEmailError> {
        audit_events::insert(connection, &self.event)?;
        // Many take this row, so it is taken last; a refusal undoes all of it.
        let now = self.draft.message().requested.at;
        limits::admit::<RequestWelcomeEmailError>(connection, &self.account, now)?;
        Ok(self.draft.message().queued())
    }
}

/// The template that was asked for, or the account's default.
fn template(
    connection: &mut DbConnection,
    account: AccountId,
    wanted: Option<&TemplateId>,
) -> Result<Option<Template>, RequestWelcomeEmailError> {
    let Some(id) = wanted else {
        return Ok(templates::find_default(connection, account)?);
    };
    let found = templates::find(connection, account, id)?;
    found
        .map(Some)
        .ok_or(RequestWelcomeEmailError::UnknownTemplate)
}

/// Who may welcome whom: the permission must hold in her primary account. Who holds it in another
/// account of hers is told that much; who may only see her is refused; to all others she is unknown, as she
/// is in an account that the actor cannot see.
fn authorise(
    connection: &mut DbConnection,
    actor: &Actor,
    through: Option<AccountId>,
    user: AccountUserId,
) -> Result<Target, RequestWelcomeEmailError> {
    let target = Target::find_visible(connection, actor, user)?;
    let target = target.ok_or(RequestWelcomeEmailError::NotFound)?;
    if let Some(account) = through {
        let belongs = account == target.user.account_id || target.member_of.contains(&account);
        if !belongs || !may_see(actor, account) {
            return Err(RequestWelcomeEmailError::NotFound);
        }
        if account != target.user.account_id {
            return Err(RequestWelcomeEmailError::AccountNotPrimary);
        }
    }
    match target.require(actor, Permission::WelcomeEmailsSend) {
        Ok(()) => Ok(target),
        Err(denied) => {
            let here = actor
                .grants
                .allow(Permission::WelcomeEmailsSend, target.primary());
            let elsewhere = target.may_in_some_account(actor, Permission::WelcomeEmailsSend);
            Err(if elsewhere && !here {
                RequestWelcomeEmailError::AccountNotPrimary
            } else {
                denied.into()
            })
        }
    }
}

/// The message that a double click means: asked for just now, to the address she still has, not
/// ended badly, and its link not redeemed.
fn under_way(
    connection: &mut DbConnection,
    target: &Target,
    now: DateTime<Utc>,
) -> Result<Option<Message>, DatabaseError> {
    let (user, since) = (target.user.id, now - DOUBLE_CLICK);
    let recent = messages::latest_since(connection, user, LinkPurpose::Welcome, since)?;
    let Some(message) = recent else {
        return Ok(None);
    };
    let dead = matches!(
        message.status,
        DeliveryStatus::Failed | DeliveryStatus::Cancelled
    );
    if dead || target.user.email.as_ref() != Some(&message.recipient) {
        return Ok(None);
    }
    let links = password_links::list_of_messages(connection, &[message.id])?;
    let good = links
        .iter()
        .any(|link| link.consumed_at.is_none() && link.revoked_at.is_none());
    Ok(good.then_some(message))
}
