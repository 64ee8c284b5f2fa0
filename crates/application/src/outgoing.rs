//! Asking for a message: everything that is decided before the transaction, and what it writes.

mod draft;

use chrono::{DateTime, Utc};
use usher_domain::{
    account::{Account, LinkLife},
    account_user::AccountUser,
    actor::{Actor, Credential},
    email_address::EmailAddress,
    grants::Grants,
    ids::{BulkSendId, MessageId},
    keyring::KeyId,
    message::Requested,
    names::Locale,
    password_link::{LinkId, LinkPurpose},
    request_origin::RequestOrigin,
    template::{Template, choose_locale},
};
use usher_mail::{letter::Sender, templates};
use usher_persistence::{
    DatabaseError, DbConnection, access_keys, account_users, api_tokens,
    messages::{BULK_SEND, NewMessage, SINGLE_SEND},
    password_links::NewLink,
    role_grants, templates as account_templates,
};

pub(crate) use self::draft::Draft;
use self::draft::DraftLink;
use crate::App;

/// The edition of the built-in templates that new messages are written with, unless they name one of
/// their account.
pub(crate) const TEMPLATE_VERSION: i32 = 2;

/// One message to be written, with its ids drawn and its time fixed, so that a transaction that
/// runs again writes the same.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) message: MessageId,
    pub(crate) now: DateTime<Utc>,
    credential: Credential,
    origin: RequestOrigin,
    sender: Sender,
    key: KeyId,
    priority: i32,
    run: Option<OrderingRun>,
}

/// The bulk send that orders a message, and what to call whoever asked for it.
#[derive(Debug, Clone)]
pub(crate) struct OrderingRun {
    pub(crate) id: BulkSendId,
    pub(crate) requester: Option<String>,
}

/// A user and her account, for whom a link is made.
pub(crate) struct Addressee<'a> {
    pub(crate) user: &'a AccountUser,
    pub(crate) account: &'a Account,
    pub(crate) link: LinkSource,
}

/// Where the link of a message comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) enum LinkSource {
    /// A fresh one, with this id.
    New(LinkId),
    /// One that is open already and is mailed again.
    Again(LinkId),
}

impl Order {
    /// An order by `actor`, from `origin`.
    pub(crate) fn new(app: &App, actor: &Actor, origin: RequestOrigin) -> Self {
        let now = app.now();
        Self {
            message: MessageId::mint(now, &*app.entropy),
            now,
            credential: actor.credential,
            origin,
            sender: app.settings().sender.clone(),
            key: app.keyring().current().id(),
            priority: SINGLE_SEND,
            run: None,
        }
    }

    /// An order by a bulk send, in the name of whoever asked for it. Its message is named later, by
    /// [`Order::of_message`].
    pub(crate) fn of_run(
        app: &App,
        actor: &Actor,
        origin: RequestOrigin,
        run: OrderingRun,
    ) -> Self {
        Self {
            run: Some(run),
            ..Self::new(app, actor, origin).in_bulk()
        }
    }

    /// The same order for another message.
    pub(crate) fn of_message(&self, message: MessageId) -> Self {
        Self {
            message,
            ..self.clone()
        }
    }

    /// The same as one of many, which single sends overtake.
    pub(crate) fn in_bulk(mut self) -> Self {
        self.priority = BULK_SEND;
        self
    }

    /// Writes the message to the first addressee's address, with a link for each, in the words that
    /// her account uses by default. Earlier messages of this purpose that still wait are called off.
    ///
    /// The caller holds the rows of all these users, and knows that the first has this address.
    pub(crate) fn write(
        &self,
        connection: &mut DbConnection,
        purpose: LinkPurpose,
        address: &EmailAddress,
        addressees: &[Addressee<'_>],
    ) -> Result<(), DatabaseError> {
        let template = match (purpose, addressees) {
            (LinkPurpose::Welcome, [only]) => {
                account_templates::find_default(connection, only.account.id)?
            }
            _ => None,
        };
        self.write_in_words(connection, purpose, address, addressees, template.as_ref())
    }

    /// The same in the words of a template of the first addressee's account, or in ours when none.
    pub(crate) fn write_in_words(
        &self,
        connection: &mut DbConnection,
        purpose: LinkPurpose,
        address: &EmailAddress,
        addressees: &[Addressee<'_>],
        template: Option<&Template>,
    ) -> Result<(), DatabaseError> {
        let template = match (template, addressees) {
            (Some(template), [only]) => {
                let grants = role_grants::grants(connection, only.user.id)?;
                own_words(Some(template), &grants)
            }
            _ => None,
        };
        match self.draft(connection, purpose, address, addressees, template)? {
            Some(draft) => draft.write(connection),
            None => Ok(()),
        }
    }

    /// What is to be written, without writing it: a message to the first addressee's address with a
    /// link for each, in the words of a template or in ours. None without an addressee.
    ///
    /// Whether the template may be used is the caller's to decide: see [`own_words`].
    pub(crate) fn draft(
        &self,
        connection: &mut DbConnection,
        purpose: LinkPurpose,
        address: &EmailAddress,
        addressees: &[Addressee<'_>],
        template: Option<&Template>,
    ) -> Result<Option<Draft>, DatabaseError> {
        let Some(first) = addressees.first() else {
            return Ok(None);
        };
        // A mail with several links names the shortest of their lives; each keeps its own.
        let lives = addressees
            .iter()
            .map(|addressee| addressee.account.settings.link_life);
        let shortest = lives.min().unwrap_or_default();
        let message = self.message(connection, purpose, address, first, addressees, shortest)?;
        let message = in_words(connection, message, template, addressees)?;
        let link = |addressee: &Addressee<'_>| {
            let link = match addressee.link {
                LinkSource::Again(link) => DraftLink::Again(link),
                LinkSource::New(id) => DraftLink::New(Box::new(NewLink {
                    id,
                    key_id: self.key,
                    purpose,
                    user_id: Some(addressee.user.id),
                    message_id: Some(self.message),
                    account_name: addressee.account.name.to_string(),
                    login: addressee.user.login.to_string(),
                    sent_to: Some(address.clone()),
                    created_at: self.now,
                    life: addressee.account.settings.link_life.duration(),
                })),
            };
            (addressee.user.id, link)
        };
        Ok(Some(Draft {
            message,
            links: addressees.iter().map(link).collect(),
        }))
    }

    fn message(
        &self,
        connection: &mut DbConnection,
        purpose: LinkPurpose,
        address: &EmailAddress,
        first: &Addressee<'_>,
        addressees: &[Addressee<'_>],
        life: LinkLife,
    ) -> Result<NewMessage, DatabaseError> {
        let user = first.user;
        // A mail about several accounts is none of theirs.
        let brand = match addressees {
            [only] => Some(&only.account.settings),
            _ => None,
        };
        let sender_name = brand.and_then(|brand| brand.sender_name.as_ref());
        Ok(NewMessage {
            id: self.message,
            purpose,
            account_id: user.account_id,
            user_id: user.id,
            recipient: address.clone(),
            recipient_name: user.display_name.to_string(),
            sender_name: sender_name
                .map(ToString::to_string)
                .or_else(|| self.sender.name.clone()),
            sender_address: self.sender.address.clone(),
            reply_to: brand.and_then(|brand| brand.reply_to.clone()),
            accent_color: brand.and_then(|brand| brand.accent_color),
            locale: language(addressees).to_owned(),
            template: None,
            template_version: TEMPLATE_VERSION,
            rfc_message_id: self.sender.message_id(self.message.into()),
            has_password: addressees
                .iter()
                .any(|addressee| addressee.user.has_password),
            link_life: life.duration(),
            give_up_at: self.now + life.duration(),
            priority: self.priority,
            bulk_send: self.run.as_ref().map(|run| run.id),
            requested: Requested {
                at: self.now,
                by_user: match self.credential {
                    Credential::Session(_, id) | Credential::LinkHolder(Some(id)) => Some(id),
                    _ => None,
                },
                by_name: match &self.run {
                    Some(run) => run.requester.clone(),
                    None => requester_name(connection, self.credential)?,
                },
                by_kind: self.credential.kind().to_owned(),
                origin: self.origin.clone(),
            },
        })
    }
}

/// A template of an account, if it may be used for somebody with these rights. Words of an account
/// may lead the link anywhere; that of somebody with rights is worth more than the account whose
/// words they are.
pub(crate) fn own_words<'a>(
    template: Option<&'a Template>,
    grants: &Grants,
) -> Option<&'a Template> {
    template.filter(|_| grants.are_empty())
}

/// The language of a mail: the reader's own, else her account's, else English. What the browser of
/// whoever asked prefers does not count: it need not be the reader's.
fn language(addressees: &[Addressee<'_>]) -> &'static str {
    templates::spoken(wanted(addressees).map(Locale::as_str))
}

fn wanted<'a>(addressees: &'a [Addressee<'_>]) -> impl Iterator<Item = &'a Locale> {
    let own = addressees.iter().map(|addressee| &addressee.user.locale);
    let of_accounts = addressees
        .iter()
        .map(|addressee| &addressee.account.settings.locale);
    own.chain(of_accounts).flatten()
}

/// The message in the words of a template: its present version, in that of its languages which comes
/// nearest to the reader's.
fn in_words(
    connection: &mut DbConnection,
    message: NewMessage,
    template: Option<&Template>,
    addressees: &[Addressee<'_>],
) -> Result<NewMessage, DatabaseError> {
    let Some(template) = template else {
        return Ok(message);
    };
    let (account, id, version) = (template.account_id, &template.id, template.version);
    let offered = account_templates::locales(connection, account, id, version)?;
    let Some(locale) = choose_locale(&offered, wanted(addressees)) else {
        return Ok(message);
    };
    Ok(NewMessage {
        locale: locale.to_string(),
        template: Some(id.clone()),
        template_version: version,
        ..message
    })
}

/// What the mail calls whoever asked: the administrator's, the token's or the key's name. The holder of a link
/// and a visitor are the reader herself, as far as anybody knows.
pub(crate) fn requester_name(
    connection: &mut DbConnection,
    credential: Credential,
) -> Result<Option<String>, DatabaseError> {
    match credential {
        Credential::Session(_, id) => {
            Ok(account_users::find(connection, id)?.map(|user| user.display_name.to_string()))
        }
        Credential::ApiToken(id, _) => {
            Ok(api_tokens::find(connection, id)?.map(|token| token.name))
        }
        Credential::AccessKey(id, _) => Ok(access_keys::find(connection, id)?.map(|key| key.name)),
        Credential::System | Credential::LinkHolder(_) | Credential::Anonymous => Ok(None),
    }
}
