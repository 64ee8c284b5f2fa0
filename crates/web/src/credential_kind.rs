//! The two kinds of credentials for programs. They have the same pages; what differs is where those
//! are and what they say.

use chrono::{DateTime, Utc};
use usher_api_types::{access_key::AccessKey, api_token::ApiToken};
use uuid::Uuid;

use crate::{
    components::navigation::Section,
    words::{language::t, notices::Notice},
};

/// A kind of credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CredentialKind {
    /// An API token.
    ApiToken,
    /// An access key.
    AccessKey,
}

/// What the pages of a kind say where the other says something else.
pub(crate) struct Words {
    pub(crate) title: String,
    pub(crate) lead: String,
    pub(crate) new: String,
    pub(crate) none: String,
    pub(crate) none_text: String,
    pub(crate) column: String,
    pub(crate) make: String,
    pub(crate) forbidden: String,
}

impl CredentialKind {
    const fn noun(self) -> &'static str {
        match self {
            Self::ApiToken => "api-tokens",
            Self::AccessKey => "access-keys",
        }
    }

    /// The address of the list.
    pub(crate) fn list(self) -> String {
        format!("/admin/{}", self.noun())
    }

    /// Where the forms are sent.
    pub(crate) fn forms(self) -> String {
        format!("/ui/{}", self.noun())
    }

    /// Where the API has them.
    pub(crate) fn api(self) -> String {
        format!("/api/v1/{}", self.noun())
    }

    /// Where the navigation is.
    pub(crate) const fn section(self) -> Section {
        match self {
            Self::ApiToken => Section::ApiTokens,
            Self::AccessKey => Section::AccessKeys,
        }
    }

    /// What is announced when one was revoked.
    pub(crate) const fn revoked(self) -> Notice {
        match self {
            Self::ApiToken => Notice::TokenRevoked,
            Self::AccessKey => Notice::KeyRevoked,
        }
    }

    /// What one is called among others: `the API token HR import`.
    pub(crate) fn about(self, name: &str) -> String {
        match self {
            Self::ApiToken => t!("tokens-about", name = name),
            Self::AccessKey => t!("keys-about", name = name),
        }
    }

    /// What its pages say.
    pub(crate) fn words(self) -> Words {
        match self {
            Self::ApiToken => Words {
                title: t!("tokens"),
                lead: t!("tokens-lead"),
                new: t!("tokens-new"),
                none: t!("tokens-none"),
                none_text: t!("tokens-none-text"),
                column: t!("tokens-token"),
                make: t!("token-make"),
                forbidden: t!("token-forbidden"),
            },
            Self::AccessKey => Words {
                title: t!("keys"),
                lead: t!("keys-lead"),
                new: t!("keys-new"),
                none: t!("keys-none"),
                none_text: t!("keys-none-text"),
                column: t!("keys-key"),
                make: t!("key-make"),
                forbidden: t!("key-forbidden"),
            },
        }
    }
}

/// A credential as the list shows it.
pub(crate) struct Listed {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    /// What is known of the credential itself: how a token begins, the public half of a key.
    pub(crate) known: String,
    pub(crate) role: String,
    pub(crate) account_id: Option<Uuid>,
    pub(crate) created_by: Option<Uuid>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) expires_at: Option<DateTime<Utc>>,
}

impl From<ApiToken> for Listed {
    fn from(token: ApiToken) -> Self {
        Self {
            id: token.id,
            name: token.name,
            known: format!("{}…", token.hint),
            role: token.role,
            account_id: token.account_id,
            created_by: token.created_by,
            created_at: token.created_at,
            expires_at: token.expires_at,
        }
    }
}

impl From<AccessKey> for Listed {
    fn from(key: AccessKey) -> Self {
        Self {
            id: key.id,
            name: key.name,
            known: key.access_key,
            role: key.role,
            account_id: key.account_id,
            created_by: key.created_by,
            created_at: key.created_at,
            expires_at: key.expires_at,
        }
    }
}
