//! Who asks. Every use case takes an [`Actor`] and requires a permission in its first line.

use uuid::Uuid;

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

impl Credential {
    /// The kind, as the audit log, messages and tables name it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Session(..) => "session",
            Self::ApiToken(..) => "api_token",
            Self::AccessKey(..) => "access_key",
            Self::System => "system",
            Self::LinkHolder(_) => "link_holder",
            Self::Anonymous => "anonymous",
        }
    }

    /// Its own identifier, where it has one: two sessions of one user are two.
    #[must_use]
    pub fn id(&self) -> Option<Uuid> {
        match *self {
            Self::Session(id, _) => Some(id.into()),
            Self::ApiToken(id, _) => Some(id.into()),
            Self::AccessKey(id, _) => Some(id.into()),
            Self::System | Self::LinkHolder(_) | Self::Anonymous => None,
        }
    }

    /// The user behind it, if there is one.
    #[must_use]
    pub const fn user(&self) -> Option<AccountUserId> {
        match *self {
            Self::Session(_, user) => Some(user),
            Self::ApiToken(_, user) | Self::AccessKey(_, user) | Self::LinkHolder(user) => user,
            Self::System | Self::Anonymous => None,
        }
    }

    /// The user who asks in person: in a browser of hers, with no token in her stead.
    #[must_use]
    pub const fn person(&self) -> Option<AccountUserId> {
        match *self {
            Self::Session(_, user) => Some(user),
            _ => None,
        }
    }

    /// The credential that has this kind, identifier and user; none where they do not go together.
    #[must_use]
    pub fn of_parts(kind: &str, id: Option<Uuid>, user: Option<AccountUserId>) -> Option<Self> {
        match (kind, id, user) {
            ("session", Some(id), Some(user)) => Some(Self::Session(id.into(), user)),
            ("api_token", Some(id), user) => Some(Self::ApiToken(id.into(), user)),
            ("access_key", Some(id), user) => Some(Self::AccessKey(id.into(), user)),
            ("system", None, None) => Some(Self::System),
            ("link_holder", None, user) => Some(Self::LinkHolder(user)),
            ("anonymous", None, None) => Some(Self::Anonymous),
            _ => None,
        }
    }
}

/// In whose name something goes on after the request for it was answered, such as a bulk send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requester {
    /// The credential that it was asked for with.
    pub credential: Credential,
    /// Whether something acted that stood for it (see [`Actor::delegated`]).
    pub delegated: bool,
}

impl From<&Actor> for Requester {
    fn from(actor: &Actor) -> Self {
        Self {
            credential: actor.credential,
            delegated: actor.delegated,
        }
    }
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
        self.credential.user()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credential_is_put_together_again_from_its_parts() {
        let id = Uuid::from_u128(7);
        let user = Some(Uuid::from_u128(9).into());
        for credential in [
            Credential::Session(id.into(), Uuid::from_u128(9).into()),
            Credential::ApiToken(id.into(), user),
            Credential::ApiToken(id.into(), None),
            Credential::AccessKey(id.into(), user),
            Credential::AccessKey(id.into(), None),
            Credential::System,
            Credential::LinkHolder(user),
            Credential::LinkHolder(None),
            Credential::Anonymous,
        ] {
            let (kind, id, user) = (credential.kind(), credential.id(), credential.user());
            assert_eq!(Credential::of_parts(kind, id, user), Some(credential));
        }
    }

    #[test]
    fn parts_that_do_not_go_together_are_no_credential() {
        let (id, user) = (Some(Uuid::from_u128(7)), Some(Uuid::from_u128(9).into()));
        for (kind, id, user) in [
            ("session", id, None),
            ("session", None, user),
            ("api_token", None, user),
            ("access_key", None, None),
            ("system", None, user),
            ("system", id, None),
            ("anonymous", id, user),
            ("link_holder", id, user),
            ("owner", None, None),
        ] {
            assert_eq!(Credential::of_parts(kind, id, user), None, "{kind}");
        }
    }
}
