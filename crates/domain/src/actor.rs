//! Who asks. Every use case takes an [`Actor`] and requires a permission in its first line.

use crate::{
    grants::{Grants, Scope},
    ids::{AccessKeyId, AccountUserId, ApiTokenId, SessionId},
    permission::Permission,
};

/// How the actor proved who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// A browser session of a user.
    Session(SessionId, AccountUserId),
    /// An API token; the user who made it, unless the command line did.
    ApiToken(ApiTokenId, Option<AccountUserId>),
    /// An access key, which signed the request; the user who made it, unless the command line did.
    AccessKey(AccessKeyId, Option<AccountUserId>),
    /// The installation itself: the command line, background work.
    System,
    /// Whoever holds a password link of this user (none while there is no owner yet).
    LinkHolder(Option<AccountUserId>),
    /// Nobody in particular: a visitor of a public page.
    Anonymous,
}

/// An actor and what it may do right now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// How it proved who it is.
    pub credential: Credential,
    /// What it may do, as the database said at this request.
    pub grants: Grants,
    /// Whether it acts through an access token or an IAM token. Those stand for somebody who is not
    /// there, and must not be turned into anything that lives longer.
    pub delegated: bool,
}

/// The actor lacks a permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the permission {permission} is required")]
pub struct PermissionDenied {
    /// What would have been needed.
    pub permission: Permission,
}

impl Actor {
    /// A credential that was presented itself, with what it may do.
    #[must_use]
    pub fn new(credential: Credential, grants: Grants) -> Self {
        Self {
            credential,
            grants,
            delegated: false,
        }
    }

    /// The installation itself, allowed everything.
    #[must_use]
    pub fn system() -> Self {
        Self::new(Credential::System, Grants::everything())
    }

    /// A visitor without rights.
    #[must_use]
    pub fn anonymous() -> Self {
        Self::new(Credential::Anonymous, Grants::none())
    }

    /// Somebody who shows a password link of this user, and has no other rights.
    #[must_use]
    pub fn link_holder(user: AccountUserId) -> Self {
        Self::new(Credential::LinkHolder(Some(user)), Grants::none())
    }

    /// The user behind the actor, if there is one.
    #[must_use]
    pub fn user(&self) -> Option<AccountUserId> {
        match self.credential {
            Credential::Session(_, user) => Some(user),
            Credential::ApiToken(_, user)
            | Credential::AccessKey(_, user)
            | Credential::LinkHolder(user) => user,
            Credential::System | Credential::Anonymous => None,
        }
    }

    /// Requires a permission within a scope.
    ///
    /// # Errors
    /// [`PermissionDenied`] names the permission that is missing.
    pub fn require(&self, permission: Permission, scope: Scope) -> Result<(), PermissionDenied> {
        if self.grants.allow(permission, scope) {
            Ok(())
        } else {
            Err(PermissionDenied { permission })
        }
    }

    /// Requires a permission over another user: it must hold in her primary account, and she must
    /// hold nothing, in any account, that the actor lacks.
    ///
    /// # Errors
    /// [`PermissionDenied`] names the permission that was asked for.
    pub fn require_over(
        &self,
        permission: Permission,
        primary: Scope,
        target: &Grants,
    ) -> Result<(), PermissionDenied> {
        self.require(permission, primary)?;
        if target.are_subset_of(&self.grants) {
            Ok(())
        } else {
            Err(PermissionDenied { permission })
        }
    }
}
