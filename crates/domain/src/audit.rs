//! Audit events and the hash chain that makes changes to them visible.
//!
//! Events carry ids only: no names, addresses or secrets, so that erasing a person's data leaves
//! the log whole.

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    actor::{Actor, Credential},
    ids::{AccountId, AuditEventId},
};

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        /// What happened.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum AuditAction {
            $($(#[$doc])* $name,)+
        }

        impl AuditAction {
            /// Every action.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The name on the wire, `noun.verb`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }
        }
    };
}

actions! {
    /// An account was created.
    AccountCreated = "account.created",
    /// An account's settings were changed.
    AccountUpdated = "account.updated",
    /// An account was deleted.
    AccountDeleted = "account.deleted",
    /// An account got a logo, or another one.
    LogoChanged = "account.logo_changed",
    /// An account's logo was removed.
    LogoRemoved = "account.logo_removed",
    /// An account user was created.
    UserCreated = "user.created",
    /// An account user was changed.
    UserUpdated = "user.updated",
    /// An account user was disabled.
    UserDisabled = "user.disabled",
    /// An account user was enabled.
    UserEnabled = "user.enabled",
    /// An account user was deleted.
    UserDeleted = "user.deleted",
    /// The users of a file began to be created.
    UserImportStarted = "user_import.started",
    /// An import of users was called off.
    UserImportCancelled = "user_import.cancelled",
    /// Users were exported to a file.
    UsersExported = "users.exported",
    /// A user became a member of an account.
    MemberAdded = "member.added",
    /// A user is no longer a member of an account.
    MemberRemoved = "member.removed",
    /// A user was granted a role.
    RoleGranted = "role.granted",
    /// A role was withdrawn from a user.
    RoleWithdrawn = "role.withdrawn",
    /// A welcome email was asked for.
    WelcomeEmailRequested = "welcome_email.requested",
    /// A failed welcome email was queued again.
    WelcomeEmailRetried = "welcome_email.retried",
    /// An unsent welcome email was cancelled.
    WelcomeEmailCancelled = "welcome_email.cancelled",
    /// Welcome emails to many users were asked for.
    BulkSendCreated = "bulk_send.created",
    /// A bulk send was paused, by somebody or by itself.
    BulkSendPaused = "bulk_send.paused",
    /// A paused bulk send was resumed.
    BulkSendResumed = "bulk_send.resumed",
    /// A bulk send was called off.
    BulkSendCancelled = "bulk_send.cancelled",
    /// Somebody asked for a way back in.
    PasswordResetRequested = "password_reset.requested",
    /// The holder of an ended link asked for a fresh mail.
    PasswordLinkRenewed = "password_link.renewed",
    /// A redeemable link was shown to an administrator.
    PasswordLinkRevealed = "password_link.revealed",
    /// A user's open links were voided.
    PasswordLinksRevoked = "password_links.revoked",
    /// A link set a password.
    PasswordLinkConsumed = "password_link.consumed",
    /// A user changed her own password.
    PasswordChanged = "password.changed",
    /// An administrator set a user's password.
    PasswordSet = "password.set",
    /// Somebody signed in.
    SignedIn = "session.created",
    /// Somebody gave a wrong password for a user; told at most once an hour.
    SignInRefused = "session.refused",
    /// Somebody signed out, or a session was ended.
    SignedOut = "session.ended",
    /// An API token was made.
    ApiTokenCreated = "api_token.created",
    /// An API token was revoked.
    ApiTokenRevoked = "api_token.revoked",
    /// An access key was made.
    AccessKeyCreated = "access_key.created",
    /// An access key was revoked.
    AccessKeyRevoked = "access_key.revoked",
    /// A captured mail was opened.
    CapturedEmailRead = "captured_email.read",
    /// A test mail was sent through a mail provider.
    MailProviderTested = "mail_provider.tested",
    /// A version of an email template was saved.
    TemplateSaved = "template.saved",
    /// An email template was deleted.
    TemplateDeleted = "template.deleted",
    /// An email template was mailed with sample values.
    TemplateTested = "template.tested",
    /// A new master key was added to the keyring.
    KeyRotated = "keyring.rotated",
    /// A backup was about to be handed out.
    BackupMade = "backup.made",
    /// The installation was put back from a backup.
    BackupRestored = "backup.restored",
    /// The first owner was set up.
    InstallationSetUp = "installation.set_up",
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    /// Its identifier.
    pub id: AuditEventId,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What happened: an [`AuditAction`]'s name (text, because an older version may have written it).
    pub action: String,
    /// The kind of credential that acted.
    pub actor_kind: String,
    /// The user, token or nothing behind it.
    pub actor_id: Option<Uuid>,
    /// The account concerned.
    pub account_id: Option<AccountId>,
    /// What it was done to.
    pub target_id: Option<Uuid>,
    /// More ids and enumerated words, `key=value` separated by blanks.
    pub details: String,
    /// Its place in the chain, once sealed.
    pub chain_seq: Option<i64>,
}

impl Credential {
    /// The id that the audit log names for it: the user, or the token or key that acted.
    #[must_use]
    pub fn audit_id(&self) -> Option<Uuid> {
        match *self {
            Self::Session(_, user) => Some(user.into()),
            Self::ApiToken(token, _) => Some(token.into()),
            Self::AccessKey(key, _) => Some(key.into()),
            Self::LinkHolder(user) => user.map(Into::into),
            Self::System | Self::Anonymous => None,
        }
    }
}

impl AuditEvent {
    /// Whether another event says the same of another time.
    #[must_use]
    pub fn is_repeated_by(&self, other: &Self) -> bool {
        let told = |event: &Self| {
            let by = (event.actor_kind.clone(), event.actor_id);
            let of = (event.account_id, event.target_id, event.details.clone());
            (event.action.clone(), by, of)
        };
        told(self) == told(other)
    }

    /// A new event, not yet in the chain.
    #[must_use]
    pub fn new(id: AuditEventId, at: DateTime<Utc>, actor: &Actor, action: AuditAction) -> Self {
        Self {
            id,
            at,
            action: action.as_str().to_owned(),
            actor_kind: actor.credential.kind().to_owned(),
            actor_id: actor.credential.audit_id(),
            account_id: None,
            target_id: None,
            details: String::new(),
            chain_seq: None,
        }
    }

    /// Names the account concerned.
    #[must_use]
    pub fn in_account(mut self, account: AccountId) -> Self {
        self.account_id = Some(account);
        self
    }

    /// Names what it was done to.
    #[must_use]
    pub fn on(mut self, target: impl Into<Uuid>) -> Self {
        self.target_id = Some(target.into());
        self
    }

    /// Adds a detail: an id or a word from a closed list.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl std::fmt::Display) -> Self {
        use std::fmt::Write as _;
        if !self.details.is_empty() {
            self.details.push(' ');
        }
        // Writing to a String cannot fail.
        let _ = write!(self.details, "{key}={value}");
        self
    }

    /// The value of a detail, if the event has it.
    #[must_use]
    pub fn detail(&self, key: &str) -> Option<&str> {
        let mut details = self.details.split(' ');
        details.find_map(|detail| detail.strip_prefix(key)?.strip_prefix('='))
    }

    /// The hash that links this event behind `previous` at place `seq`.
    #[must_use]
    pub fn chain_hash(&self, previous: &[u8; 32], seq: i64) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(previous);
        hash.update(seq.to_be_bytes());
        hash.update(self.id.as_bytes());
        hash.update(self.at.timestamp_micros().to_be_bytes());
        for text in [&self.action, &self.actor_kind, &self.details] {
            // Lengths in front keep neighbouring texts from running into each other.
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        }
        for id in [
            self.actor_id,
            self.account_id.map(Uuid::from),
            self.target_id,
        ] {
            hash.update(id.unwrap_or_default().as_bytes());
        }
        hash.finalize().into()
    }
}
