//! What a message says, before it has words: plain data, frozen with the outbox row.

use chrono::{DateTime, Duration, Utc};
use usher_domain::{accent_color::AccentColor, email_address::EmailAddress};
use uuid::Uuid;

pub use crate::link_url::{InvalidLinkUrl, LinkUrl};
pub use crate::platform::Platform;
pub use crate::sender::{InvalidSender, Sender};

/// One message to one person.
///
/// Everything that makes the message is here, so that building it again gives the same bytes.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The Message-ID without angle brackets, as [`Sender::message_id`] makes it.
    pub message_id: String,
    /// The `Date` header: when the message was asked for, whatever the attempt.
    pub date: DateTime<Utc>,
    /// Who sends it.
    pub sender: Sender,
    /// Where answers go; none: to the sender.
    pub reply_to: Option<EmailAddress>,
    /// Who gets it.
    pub recipient: Recipient,
    /// The language wanted (`de-AT`, `en`); the nearest one that Usher speaks is taken.
    pub locale: String,
    /// The account's colour, for buttons and links; none: ours.
    pub accent: Option<AccentColor>,
    /// What it is about.
    pub content: Content,
}

impl Letter {
    /// A mail that shows whether mail arrives; `id` makes its Message-ID.
    #[must_use]
    pub fn test(id: Uuid, sender: Sender, recipient: Recipient, locale: &str, test: Test) -> Self {
        Self {
            message_id: sender.message_id(id),
            date: test.requested.at,
            sender,
            reply_to: None,
            recipient,
            locale: locale.to_owned(),
            accent: None,
            content: Content::Test(test),
        }
    }
}

/// The person a message goes to.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// The name shown beside the address.
    pub name: Option<String>,
    /// The address.
    pub address: EmailAddress,
}

/// The kinds of message.
#[derive(Debug, Clone)]
pub enum Content {
    /// Brings a person into an account.
    Welcome(Welcome),
    /// Answers "forgot password".
    Reset(Reset),
    /// Shows whether mail arrives.
    Test(Test),
}

impl Content {
    /// The name of the kind, which is also the name of its templates.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Welcome(_) => "welcome",
            Self::Reset(_) => "reset",
            Self::Test(_) => "test",
        }
    }

    /// The links the message must carry.
    #[must_use]
    pub fn links(&self) -> Vec<&LinkUrl> {
        match self {
            Self::Welcome(welcome) => vec![&welcome.link],
            Self::Reset(reset) => reset.links.iter().map(|entry| &entry.link).collect(),
            Self::Test(_) => Vec::new(),
        }
    }
}

/// A welcome email.
#[derive(Debug, Clone)]
pub struct Welcome {
    /// The account the person is welcomed to.
    pub account_name: String,
    /// What to call the person.
    pub display_name: String,
    /// The login name.
    pub login: String,
    /// The password link.
    pub link: LinkUrl,
    /// How long the link works, counted from its delivery.
    pub link_life: Duration,
    /// Who asked for the message.
    pub requested: RequestedFrom,
    /// Whether the person has a password already, which goes on working until the link is used.
    pub has_password: bool,
}

/// An answer to "forgot password": one link for each account that knows the address.
#[derive(Debug, Clone)]
pub struct Reset {
    /// The accounts and their links.
    pub links: Vec<AccountLink>,
    /// How long the links work, counted from their delivery.
    pub link_life: Duration,
    /// Who asked for the message.
    pub requested: RequestedFrom,
    /// Whether the reader has a password, which goes on working until a link is used.
    pub has_password: bool,
}

/// The password link of one account.
#[derive(Debug, Clone)]
pub struct AccountLink {
    /// The account.
    pub account_name: String,
    /// The login name there.
    pub login: String,
    /// The password link.
    pub link: LinkUrl,
}

/// A mail that shows whether mail arrives. It carries no link.
#[derive(Debug, Clone)]
pub struct Test {
    /// What the configuration calls the mail provider that is tested.
    pub provider: String,
    /// Who asked for the message.
    pub requested: RequestedFrom,
}

/// What the reader learns about whoever asked.
#[derive(Debug, Clone)]
pub struct RequestedFrom {
    /// Browser and system, see [`crate::platform::platform_of`].
    pub platform: Option<Platform>,
    /// Where, as far as a geo database knows.
    pub place: Option<String>,
    /// When; shown to the minute.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: Requester,
}

/// Who asked for a message.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Requester {
    /// A person or program of this name.
    Named(String),
    /// Somebody with an earlier link of the reader's, who may be the reader.
    LinkHolder,
    /// Somebody who was not signed in, who may be the reader.
    Visitor,
    /// Nobody: it was sent automatically.
    System,
}
