//! Tries at accounts and memberships.

use usher_application::{
    accounts::{self, AccountChanges, AccountError, NewAccount},
    demo::{self, Seed, SeedError},
    memberships,
    memberships::MembershipError,
};
use usher_domain::{account::AccountSettings, actor::Actor};

use super::Try;
use crate::branding::png;

impl Try<'_> {
    pub(super) async fn with_accounts(&self, what: &str) -> bool {
        let (app, actor, acme) = (&self.world.app, &self.actor, self.world.acme);
        let name = format!("Fresh {}", self.number);
        match what {
            "see the numbered account" => {
                let acme = accounts::get(app, &Actor::system(), acme).await;
                let number = acme.expect("it is there").number;
                allowed!(
                    accounts::find_by_number(app, actor, number).await,
                    AccountError::NotFound
                )
            }
            "see the project's account" => {
                let acme = accounts::get(app, &Actor::system(), acme).await;
                let project = acme.expect("it is there").project_id;
                allowed!(
                    accounts::find_by_project(app, actor, project).await,
                    AccountError::NotFound
                )
            }
            "see an account" => {
                allowed!(
                    accounts::get(app, actor, acme).await,
                    AccountError::NotFound
                )
            }
            "change an account" => {
                let answer = accounts::update(app, actor, acme, AccountChanges::default()).await;
                allowed!(answer, AccountError::NotFound | AccountError::Denied(_))
            }
            "give a logo to an account" => {
                let answer = accounts::set_logo(app, actor, acme, png(1)).await;
                allowed!(answer, AccountError::NotFound | AccountError::Denied(_))
            }
            "take the logo from an account" => {
                let answer = accounts::remove_logo(app, actor, acme).await;
                allowed!(answer, AccountError::NotFound | AccountError::Denied(_))
            }
            "make up people in an account" => {
                let seed = Seed {
                    users: 1,
                    account: name.parse().expect("a name"),
                    messages_per_user: 0,
                    seed: 1,
                };
                let answer = demo::seed(app, actor, seed, |_| {}).await;
                allowed!(answer, SeedError::Denied(_))
            }
            "create an account" => {
                let new = NewAccount {
                    name: name.parse().expect("a name"),
                    project_name: None,
                    settings: AccountSettings::default(),
                };
                allowed!(
                    accounts::create(app, actor, new).await,
                    AccountError::Denied(_)
                )
            }
            "delete an account" => {
                let empty = self.world.account(&name).await;
                let answer = accounts::delete(app, actor, empty.id).await;
                allowed!(answer, AccountError::NotFound | AccountError::Denied(_))
            }
            "draw a user into another account" => {
                let answer = memberships::add(app, actor, self.elsewhere, self.user.id).await;
                allowed!(
                    answer,
                    MembershipError::NotFound | MembershipError::Denied(_)
                )
            }
            "draw a user in from another account" => {
                let login = format!("stranger{}", self.number);
                let stranger = self.world.user_of(self.elsewhere, &login).await;
                let answer = memberships::add(app, actor, acme, stranger.id).await;
                allowed!(
                    answer,
                    MembershipError::NotFound | MembershipError::Denied(_)
                )
            }
            "see a user's memberships" => {
                let answer = memberships::list(app, actor, self.user.id).await;
                allowed!(answer, MembershipError::NotFound)
            }
            "end a membership" => {
                let login = format!("member{}", self.number);
                let member = self.world.user_of(self.elsewhere, &login).await;
                memberships::add(app, &Actor::system(), acme, member.id)
                    .await
                    .expect("a member");
                let answer = memberships::remove(app, actor, acme, member.id).await;
                allowed!(
                    answer,
                    MembershipError::NotFound | MembershipError::Denied(_)
                )
            }
            _ => panic!("nobody tries to {what}"),
        }
    }
}
