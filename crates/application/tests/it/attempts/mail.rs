//! Tries at welcome emails and what becomes of them.

use usher_application::{
    PageRequest, deliveries,
    welcome_emails::{self, Repeat, RequestWelcomeEmailError, WelcomeEmailError},
};
use usher_domain::{actor::Actor, request_origin::RequestOrigin};

use super::Try;

impl Try<'_> {
    pub(super) async fn with_mail(&self, what: &str) -> bool {
        let (app, actor, id) = (&self.world.app, &self.actor, self.user.id);
        match what {
            "send a welcome email" => {
                let (origin, repeat) = (RequestOrigin::local(), Repeat::AlwaysSend);
                let answer = welcome_emails::request(app, actor, id, origin, repeat).await;
                return allowed!(
                    answer,
                    RequestWelcomeEmailError::NotFound | RequestWelcomeEmailError::Denied(_)
                );
            }
            "see a timeline" => {
                let page = PageRequest::default();
                let answer = welcome_emails::timeline(app, actor, id, page).await;
                return allowed!(
                    answer,
                    WelcomeEmailError::NotFound | WelcomeEmailError::Denied(_)
                );
            }
            "see the history of the account's deliveries" | "see the history of deliveries" => {
                let account = what.contains("account").then_some(self.world.acme);
                return deliveries::history(app, actor, account, 7).await.is_ok();
            }
            "count deliveries" => return deliveries::summary(app, actor).await.is_ok(),
            _ => {}
        }
        let message = self.world.welcome(id).await.id;
        let answer = match what {
            "see a welcome email" => welcome_emails::get(app, actor, message).await.map(drop),
            "cancel a welcome email" => welcome_emails::cancel(app, actor, message).await,
            "retry a welcome email" => {
                let cancelled = welcome_emails::cancel(app, &Actor::system(), message).await;
                cancelled.expect("cancelled");
                welcome_emails::retry(app, actor, message).await.map(drop)
            }
            _ => panic!("nobody tries to {what}"),
        };
        allowed!(
            answer,
            WelcomeEmailError::NotFound | WelcomeEmailError::Denied(_)
        )
    }
}
