//! Who is calling, and in which project.

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use usher_application::{
    App,
    account_users::{self, AccountUserError},
    accounts::{self, AccountError},
    authorization_messages::{self, RefusedRequest},
    welcome_emails::RequestWelcomeEmailError,
};
use usher_domain::{
    account::Account,
    actor::{Actor, PermissionDenied},
    ids::{AccountUserId, ProjectId},
};

use super::{actions::Action, errors::WorkspaceError};
use crate::{huawei_auth, request_id};

/// Extracts who signed the request, or whose token it bears.
pub(super) struct Caller {
    actor: Actor,
    request_id: String,
}

/// The parts of a path, decoded.
pub(super) struct InPath<T>(pub(super) T);

/// A caller in a project that she may see.
pub(super) struct Call {
    pub(super) app: App,
    pub(super) actor: Actor,
    pub(super) account: Account,
    request_id: String,
    action: Action,
    user: Option<String>,
}

impl FromRequestParts<App> for Caller {
    type Rejection = WorkspaceError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, WorkspaceError> {
        Ok(Self {
            actor: huawei_auth::caller(app, parts).await?,
            request_id: request_id::of(&parts.extensions).unwrap_or_default(),
        })
    }
}

impl<S, T> FromRequestParts<S> for InPath<T>
where
    S: Send + Sync,
    Path<T>: FromRequestParts<S>,
{
    type Rejection = WorkspaceError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WorkspaceError> {
        // Bytes that are no text name nothing.
        match Path::from_request_parts(parts, state).await {
            Ok(Path(named)) => Ok(Self(named)),
            Err(_) => Err(WorkspaceError::UnknownPath),
        }
    }
}

impl Call {
    /// The caller in the project that the path names; `user` is what it says of a user.
    ///
    /// # Errors
    /// [`WorkspaceError::Denied`] when the project is not one of the caller's, or is none at all.
    pub(super) async fn open(
        app: App,
        caller: Caller,
        project: &str,
        action: Action,
        user: Option<&str>,
    ) -> Result<Self, WorkspaceError> {
        let found = match project.parse::<ProjectId>() {
            Ok(id) => accounts::find_by_project(&app, &caller.actor, id).await,
            Err(_) => Err(AccountError::NotFound),
        };
        match found {
            Ok(account) => Ok(Self {
                app,
                actor: caller.actor,
                account,
                request_id: caller.request_id,
                action,
                user: user.map(str::to_owned),
            }),
            Err(AccountError::Database(cause)) => Err(WorkspaceError::internal(cause)),
            Err(_) => {
                let refused = RefusedRequest {
                    action: action.name().to_owned(),
                    resource: resource(&app, "", user),
                    request_id: caller.request_id,
                    account: None,
                };
                Err(denied(&app, &caller.actor, &refused).await)
            }
        }
    }

    /// What the caller is told who lacks a permission in her project.
    pub(super) async fn denied(&self, missing: PermissionDenied) -> WorkspaceError {
        let domain = self.account.id.simple();
        let refused = RefusedRequest {
            action: self.action.lacking(missing.permission).to_owned(),
            resource: resource(&self.app, &domain, self.user.as_deref()),
            request_id: self.request_id.clone(),
            account: Some(self.account.id),
        };
        denied(&self.app, &self.actor, &refused).await
    }

    /// Why something about users was not done.
    pub(super) async fn refused(&self, error: AccountUserError) -> WorkspaceError {
        match error {
            AccountUserError::Denied(missing) => self.denied(missing).await,
            other => other.into(),
        }
    }

    /// Why no welcome email was sent to the user.
    pub(super) async fn not_welcomed(
        &self,
        user: AccountUserId,
        error: RequestWelcomeEmailError,
    ) -> WorkspaceError {
        match error {
            RequestWelcomeEmailError::Denied(missing) => self.denied(missing).await,
            RequestWelcomeEmailError::AccountNotPrimary => self.not_here(user).await,
            other => other.into(),
        }
    }

    /// A user of another account, who may be a member here, is none of this project's; to one of
    /// its own the caller may send nothing here.
    async fn not_here(&self, user: AccountUserId) -> WorkspaceError {
        match account_users::get(&self.app, &self.actor, user).await {
            Ok(user) if user.account_id == self.account.id => {
                let missing = usher_domain::permission::Permission::WelcomeEmailsSend;
                self.denied(PermissionDenied {
                    permission: missing,
                })
                .await
            }
            Ok(_) => WorkspaceError::UnknownUser,
            Err(error) => self.refused(error).await,
        }
    }
}

async fn denied(app: &App, actor: &Actor, refused: &RefusedRequest) -> WorkspaceError {
    match authorization_messages::encode(app, actor, refused).await {
        Ok(message) => WorkspaceError::Denied(Some(message)),
        Err(cause) => WorkspaceError::internal(cause),
    }
}

/// `workspace:<region>:<domain>:user:<id>`, as policies name users.
fn resource(app: &App, domain: &str, user: Option<&str>) -> String {
    let region = &app.settings().region;
    format!("workspace:{region}:{domain}:user:{}", user.unwrap_or("*"))
}
