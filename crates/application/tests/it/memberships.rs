//! Who is told of a membership, and ending one: the roles that came with it go, too.

use usher_application::{
    PageRequest,
    account_users::{self, AccountUserError, UserFilter},
    api_tokens::{self, NewApiToken},
    audit_log::{self, AuditFilter},
    authentication,
    memberships::{self, MembershipError, Memberships},
    roles,
};
use usher_domain::{
    account_user::AccountUser,
    actor::Actor,
    audit::AuditEvent,
    grants::Scope,
    ids::{AccountId, AccountUserId},
    role::Role,
};

use crate::places::on_both_databases;
use crate::world::World;

impl World {
    /// Another account, and a member of it who signs in and holds these roles there.
    async fn guest(&self, held: &[Role]) -> (AccountId, AccountUser) {
        let other = self.account("Other").await.id;
        let ada = self.member("ada").await;
        memberships::add(&self.app, &Actor::system(), other, ada.id)
            .await
            .expect("added");
        let held = held.iter().map(|role| (*role, Scope::Account(other)));
        self.grant(ada.id, held.collect()).await;
        (other, ada)
    }

    async fn roles_of(&self, user: AccountUserId) -> Vec<(Role, Scope)> {
        roles::list(&self.app, &Actor::system(), user)
            .await
            .expect("listed")
    }

    /// What the account's own auditor reads about an action.
    async fn log_of(&self, account: AccountId, action: &str) -> Vec<AuditEvent> {
        let auditor = self.robot(Role::Auditor, Scope::Account(account));
        let filter = AuditFilter {
            account: Some(account),
            action: Some(action.to_owned()),
        };
        let log = audit_log::list(&self.app, &auditor, filter, PageRequest::default()).await;
        log.expect("a page").items
    }
}

on_both_databases! {
    async fn who_leaves_an_account_holds_nothing_there_any_more(world) {
        let (other, ada) = world.guest(&[Role::UserAdmin, Role::Auditor]).await;
        let (here, there) = (Scope::Account(world.acme), Scope::Account(other));
        let kept = (Role::Helpdesk, here);
        let held = vec![(Role::UserAdmin, there), (Role::Auditor, there), kept];
        world.grant(ada.id, held).await;
        let stranger = world.user_of(other, "stranger").await;
        let (actor, session) = world.signed_in("ada").await;
        let new = NewApiToken {
            name: "robot".parse().expect("a name"),
            role: Role::UserAdmin,
            scope: there,
            expires_at: None,
        };
        let maker = world.robot(Role::Owner, Scope::Installation);
        let maker = Actor { credential: actor.credential, ..maker };
        let (_, secret) = api_tokens::create(&world.app, &maker, new).await.expect("made");
        account_users::get(&world.app, &actor, stranger.id).await.expect("hers to see");

        let owner = world.robot(Role::Owner, there);
        memberships::remove(&world.app, &owner, other, ada.id).await.expect("removed");

        assert_eq!(world.roles_of(ada.id).await, [kept]);
        let withdrawn = world.log_of(other, "role.withdrawn").await;
        let mut details: Vec<_> = withdrawn.iter().map(|event| event.details.clone()).collect();
        details.sort();
        let expected = ["auditor", "user_admin"].map(|role| format!("role={role} scope={other}"));
        assert_eq!(details, expected);
        assert!(withdrawn.iter().all(|event| event.target_id == Some(ada.id.into())));
        assert_eq!(world.log_of(other, "member.removed").await.len(), 1);
        assert!(world.log_of(world.acme, "role.withdrawn").await.is_empty(), "nothing happened here");

        let actor = world.with_cookie(&session).await.expect("she stays signed in");
        let robot = authentication::with_bearer(&world.app, secret.reveal()).await.expect("worthless");
        assert!(robot.grants.are_empty());
        for actor in [actor, robot] {
            let answer = account_users::get(&world.app, &actor, stranger.id).await;
            assert!(matches!(answer, Err(AccountUserError::NotFound)), "{answer:?}");
            let (filter, page) = (UserFilter::default(), PageRequest::default());
            let answer = account_users::list(&world.app, &actor, other, filter, page).await;
            assert!(matches!(answer, Err(AccountUserError::AccountNotFound)), "{answer:?}");
            let answer = memberships::add(&world.app, &actor, other, ada.id).await;
            assert!(matches!(answer, Err(MembershipError::NotFound)), "{answer:?}");
        }
    }

    async fn nobody_removes_a_member_who_may_do_more_there(world) {
        let (other, ada) = world.guest(&[Role::SecurityAdmin]).await;
        let there = Scope::Account(other);
        let admin = world.robot(Role::UserAdmin, there);
        let answer = memberships::remove(&world.app, &admin, other, ada.id).await;
        assert!(matches!(answer, Err(MembershipError::Denied(_))), "{answer:?}");
        assert_eq!(world.roles_of(ada.id).await, [(Role::SecurityAdmin, there)]);
        assert!(world.log_of(other, "role.withdrawn").await.is_empty());
        assert!(world.log_of(other, "member.removed").await.is_empty());

        // What she may do elsewhere is no matter of this account.
        let held = vec![(Role::Helpdesk, there), (Role::Owner, Scope::Account(world.acme))];
        world.grant(ada.id, held).await;
        memberships::remove(&world.app, &admin, other, ada.id).await.expect("removed");
        assert_eq!(world.roles_of(ada.id).await, [(Role::Owner, Scope::Account(world.acme))]);
    }

    async fn the_accounts_of_a_user_are_told_as_far_as_they_may_be_seen(world) {
        let (other, ada) = world.guest(&[]).await;
        let third = world.account("Third").await.id;
        let system = Actor::system();
        memberships::add(&world.app, &system, third, ada.id).await.expect("added");
        let here = world.robot(Role::Helpdesk, Scope::Account(world.acme));
        let there = world.robot(Role::Auditor, Scope::Account(other));
        let everywhere = world.robot(Role::Helpdesk, Scope::Installation);
        let (herself, _) = world.signed_in("ada").await;
        let mut both = vec![other, third];
        both.sort();
        for (actor, others) in [
            (&system, both.clone()),
            (&everywhere, both),
            (&there, vec![other]),
            (&here, vec![]),
            (&herself, vec![]),
        ] {
            let told = memberships::list(&world.app, actor, ada.id).await.expect("told");
            assert_eq!(told, Memberships { primary: world.acme, others });
        }

        memberships::remove(&world.app, &system, other, ada.id).await.expect("removed");
        let told = memberships::list(&world.app, &everywhere, ada.id).await.expect("told");
        assert_eq!(told.others, [third]);
        let stranger = memberships::list(&world.app, &there, ada.id).await;
        assert!(matches!(stranger, Err(MembershipError::NotFound)), "{stranger:?}");
    }
}
