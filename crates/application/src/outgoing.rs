//! Asking for a message: everything that is decided before the transaction, and what it writes.

use chrono::{DateTime, Utc};
use usher_domain::{
    account::{Account, LinkLife},
    account_user::AccountUser,
    actor::{Actor, Credential},
    email_address::EmailAddress,
    ids::MessageId,
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
    messages::{self, NewMessage},
    password_links::{self, NewLink},
    role_grants, templates as account_templates,
};

use crate::App;

/// The edition of the built-in templates that new messages are written with, unless they name one of
/// their account.
const TEMPLATE_VERSION: i32 = 2;
/// Single sends go before bulk sends.
const SINGLE_SEND: i32 = 0;

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
        }
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
        let Some(first) = addressees.first() else {
            return Ok(());
        };
        // A mail with several links names the shortest of their lives; each keeps its own.
        let lives = addressees
            .iter()
            .map(|addressee| addressee.account.settings.link_life);
        let shortest = lives.min().unwrap_or_default();
        for addressee in addressees {
            messages::cancel_waiting(connection, addressee.user.id, Some(purpose), self.now)?;
        }
        let message = self.message(connection, purpose, address, first, addressees, shortest)?;
        // Words of an account may lead the link anywhere; that of somebody with rights is worth more
        // than the account whose words they are.
        let template = match addressees {
            [only] if role_grants::grants(connection, only.user.id)?.are_empty() => template,
            _ => None,
        };
        let message = in_words(connection, message, template, addressees)?;
        messages::insert(connection, &message)?;
        for addressee in addressees {
            match addressee.link {
                LinkSource::Again(link) => {
                    password_links::move_to_message(connection, link, self.message)?;
                }
                LinkSource::New(id) => password_links::insert(
                    connection,
                    &NewLink {
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
                    },
                )?,
            }
            if purpose == LinkPurpose::Welcome {
                let user = addressee.user.id;
                account_users::set_latest_welcome(connection, user, self.message, self.now)?;
            }
        }
        Ok(())
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
            has_password: user.has_password,
            link_life: life.duration(),
            give_up_at: self.now + life.duration(),
            priority: SINGLE_SEND,
            requested: Requested {
                at: self.now,
                by_user: match self.credential {
                    Credential::Session(_, id) | Credential::LinkHolder(Some(id)) => Some(id),
                    _ => None,
                },
                by_name: requester_name(connection, self.credential)?,
                by_kind: self.credential.kind().to_owned(),
                origin: self.origin.clone(),
            },
        })
    }
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
