//! Tries at links, captured mail, credentials, the audit log and mail providers.

use usher_application::{
    PageRequest,
    access_keys::{self, CredentialError, NewCredential},
    api_tokens::{self, ApiTokenError},
    audit_log::{self, AuditFilter, AuditLogError},
    audit_verification::{self, AuditVerificationError},
    authorization_messages::{self, AuthorizationMessageError, RefusedRequest},
    captured_emails::{self, CapturedEmailError},
    mail_providers::{self, TestProviderError},
    password_links::{self, RevealError},
};
use usher_domain::{
    actor::{Actor, Credential},
    grants::Scope,
    request_origin::RequestOrigin,
    role::Role,
};

use super::Try;

impl Try<'_> {
    pub(super) async fn with_secrets(&self, what: &str) -> bool {
        let (app, actor, acme) = (&self.world.app, &self.actor, self.world.acme);
        let page = PageRequest::default;
        match what {
            "reveal a link" => {
                self.world.welcome(self.user.id).await;
                let answer = password_links::reveal(app, actor, self.user.id, None).await;
                allowed!(answer, RevealError::NotFound | RevealError::Denied(_))
            }
            "revoke links" => {
                let answer = password_links::revoke_all(app, actor, self.user.id).await;
                allowed!(answer, RevealError::NotFound | RevealError::Denied(_))
            }
            "read captured mail" => {
                let message = self.world.welcome(self.user.id).await;
                self.world.deliver().await;
                let answer =
                    captured_emails::read(app, actor, message.id, captured_emails::Look::Opened)
                        .await;
                allowed!(
                    answer,
                    CapturedEmailError::NotFound | CapturedEmailError::Denied(_)
                )
            }
            "list captured mail" => {
                let answer = captured_emails::list(app, actor, page()).await;
                allowed!(answer, CapturedEmailError::Denied(_))
            }
            "make a token" | "revoke a token" => self.with_token(what == "make a token").await,
            "make an access key" | "revoke an access key" => {
                self.with_access_key(what == "make an access key").await
            }
            "list access keys" => {
                allowed!(
                    access_keys::list(app, actor, page()).await,
                    CredentialError::Denied(_)
                )
            }
            "list tokens" => {
                allowed!(
                    api_tokens::list(app, actor, page()).await,
                    ApiTokenError::Denied(_)
                )
            }
            "read the audit log" | "read the account's audit log" => {
                let account = what.contains("account").then_some(acme);
                let filter = AuditFilter {
                    account,
                    action: None,
                };
                let answer = audit_log::list(app, actor, filter, page()).await;
                allowed!(answer, AuditLogError::Denied(_))
            }
            "open the reason of a refusal" => {
                let refused = RefusedRequest {
                    action: "read".to_owned(),
                    resource: "this".to_owned(),
                    request_id: "1".to_owned(),
                    account: Some(self.world.acme),
                };
                let system = Actor::system();
                let sealed = authorization_messages::encode(app, &system, &refused).await;
                let sealed = sealed.expect("a sealed reason");
                allowed!(
                    authorization_messages::decode(app, actor, &sealed),
                    AuthorizationMessageError::Invalid | AuthorizationMessageError::Denied(_)
                )
            }
            "verify the audit log" => {
                let answer = audit_verification::verify(app, actor, None, None).await;
                allowed!(answer, AuditVerificationError::Denied(_))
            }
            "see mail providers" => mail_providers::list(app, actor).is_ok(),
            "test a mail provider" => {
                let (to, origin) = (self.user.email.clone(), RequestOrigin::local());
                let answer = mail_providers::test(app, actor, "capture", to, origin).await;
                allowed!(answer, TestProviderError::Denied(_))
            }
            _ => panic!("nobody tries to {what}"),
        }
    }

    fn new_credential(&self) -> NewCredential {
        NewCredential {
            name: "robot".parse().expect("a name"),
            role: Role::Helpdesk,
            scope: Scope::Account(self.world.acme),
            expires_at: None,
        }
    }

    /// Who makes a token or key. A token that makes another must be stored; what is tried here is
    /// the right alone.
    fn maker(&self) -> Actor {
        Actor {
            credential: Credential::System,
            ..self.actor.clone()
        }
    }

    async fn with_access_key(&self, makes: bool) -> bool {
        let (app, new) = (&self.world.app, self.new_credential());
        if makes {
            let answer = access_keys::create(app, &self.maker(), new).await;
            return allowed!(answer, CredentialError::Denied(_));
        }
        let (key, _) = access_keys::create(app, &Actor::system(), new)
            .await
            .expect("made");
        let answer = access_keys::revoke(app, &self.actor, key.id).await;
        allowed!(
            answer,
            CredentialError::NotFound | CredentialError::Denied(_)
        )
    }

    async fn with_token(&self, makes: bool) -> bool {
        let (app, new) = (&self.world.app, self.new_credential());
        if makes {
            let answer = api_tokens::create(app, &self.maker(), new).await;
            return allowed!(answer, ApiTokenError::Denied(_));
        }
        let (token, _) = api_tokens::create(app, &Actor::system(), new)
            .await
            .expect("made");
        let answer = api_tokens::revoke(app, &self.actor, token.id).await;
        allowed!(answer, ApiTokenError::NotFound | ApiTokenError::Denied(_))
    }
}
