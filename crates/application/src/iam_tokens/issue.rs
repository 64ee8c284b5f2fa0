//! Issuing a token for a password.

use usher_domain::{password::Password, request_origin::RequestOrigin, secret_token::SecretToken};
use usher_persistence::DatabaseError;

use super::{IamToken, NamedScope, describe, scope::resolve};
use crate::{
    App,
    failure::database_failures,
    sessions::{self, Claim, NamedAccount, SignInError},
};

/// Who a program says its user is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// By her identifier, in any of its forms.
    Id(String),
    /// By her login name or address in an account.
    Name(String, NamedAccount),
}

/// A request for a token.
#[derive(Debug)]
pub struct TokenRequest {
    /// Who.
    pub identity: Identity,
    /// Her password.
    pub password: Password,
    /// What for.
    pub scope: NamedScope,
    /// From where.
    pub origin: RequestOrigin,
}

/// Why no token was issued.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// The user did not prove who she is.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// She did, but there is no such account or project, or it is none of her business.
    #[error("the scope is not the user's")]
    ForeignScope,
    /// The database failed.
    #[error("the token could not be issued")]
    Database(#[source] DatabaseError),
}

database_failures!(IssueError);

impl From<Identity> for Claim {
    fn from(identity: Identity) -> Self {
        match identity {
            Identity::Id(id) => Self::Id(id),
            Identity::Name(name, account) => Self::Within(name, account),
        }
    }
}

/// Issues a token. A wrong user, account or password costs and answers the same, as it does for
/// people who sign in.
///
/// # Errors
/// See [`IssueError`].
pub async fn issue(
    app: &App,
    request: TokenRequest,
) -> Result<(SecretToken, IamToken), IssueError> {
    let (claim, origin) = (Claim::from(request.identity), request.origin);
    let verified = sessions::verify(app, claim, request.password, origin.address).await?;
    let (user, named) = (verified.user.clone(), request.scope);
    let scope = app
        .database
        .read(move |connection| resolve(connection, &user, &named))
        .await?
        .ok_or(IssueError::ForeignScope)?;
    let new = sessions::mint_token(app, verified.user.id, &origin, scope);
    let new = sessions::begin(app, verified, new).await?;
    let token = app
        .database
        .read(move |connection| describe(connection, &new.session))
        .await?
        .ok_or(SignInError::Refused)?;
    Ok((new.secret, token))
}
