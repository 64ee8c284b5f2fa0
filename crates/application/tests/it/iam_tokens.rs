//! IAM tokens: how far they reach, and what ends them.

use chrono::Duration;
use usher_application::{
    access_tokens,
    account_users::{self, UserChanges},
    api_tokens::{self, ApiTokenError, NewApiToken},
    authentication::{self, AuthenticationError},
    iam_tokens::{
        self, IamToken, IamTokenError, Identity, IssueError, NamedProject, NamedScope, TokenRequest,
    },
    me::{self, ChangePasswordError},
    memberships, reachable_accounts,
    sessions::{self, NamedAccount, SignInError},
};
use usher_domain::{
    actor::Actor, grants::Scope, ids::AccountUserId, permission::Permission,
    request_origin::RequestOrigin, role::Role, secret_token::SecretToken, token_scope::TokenScope,
};

use crate::places::on_both_databases;
use crate::world::{OTHER_PASSWORD, PASSWORD, World, changes, password};

fn acme() -> NamedAccount {
    NamedAccount::Name("ACME".to_owned())
}

fn project(name: &str, domain: Option<NamedAccount>) -> NamedScope {
    NamedScope::Project(NamedProject::Name(name.to_owned()), domain)
}

impl World {
    async fn try_token(
        &self,
        identity: Identity,
        text: &str,
        scope: NamedScope,
    ) -> Result<(SecretToken, IamToken), IssueError> {
        let request = TokenRequest {
            identity,
            password: password(text),
            scope,
            origin: RequestOrigin::local(),
        };
        iam_tokens::issue(&self.app, request).await
    }

    /// A token of a user of Acme with [`PASSWORD`].
    async fn iam_token(&self, login: &str, scope: NamedScope) -> (SecretToken, IamToken) {
        let identity = Identity::Name(login.to_owned(), acme());
        self.try_token(identity, PASSWORD, scope)
            .await
            .expect("a token")
    }

    async fn holder(&self, token: &SecretToken) -> Result<Actor, AuthenticationError> {
        authentication::with_auth_token(&self.app, token.reveal()).await
    }

    async fn is_good(&self, token: &SecretToken) -> bool {
        match self.holder(token).await {
            Ok(_) => true,
            Err(AuthenticationError::Invalid) => false,
            Err(error) => panic!("{error}"),
        }
    }

    async fn delete_user(&self, id: AccountUserId) {
        let deleted = account_users::delete(&self.app, &Actor::system(), id).await;
        deleted.expect("she is deleted");
    }
}

fn refused(answer: &Result<(SecretToken, IamToken), IssueError>) -> bool {
    matches!(answer, Err(IssueError::SignIn(SignInError::Refused)))
}

on_both_databases! {
    async fn a_token_lives_a_day_whether_it_is_used_or_not(world) {
        world.member("ada").await;
        let (secret, token) = world.iam_token("ada", NamedScope::Unscoped).await;
        assert_eq!(token.expires_at - token.issued_at, Duration::hours(24));
        world.advance(Duration::hours(24) - Duration::seconds(1));
        assert!(world.is_good(&secret).await);
        world.advance(Duration::seconds(1));
        assert!(!world.is_good(&secret).await);
        let (watch, _) = world.signed_in("ada").await;
        let shown = iam_tokens::show(&world.app, &watch, secret.reveal()).await;
        assert!(matches!(shown, Err(IamTokenError::NotFound)));
    }

    async fn cookies_and_tokens_are_not_interchangeable(world) {
        world.member("ada").await;
        let (_, browser) = world.signed_in("ada").await;
        let (secret, _) = world.iam_token("ada", NamedScope::Unscoped).await;
        assert!(!world.is_good(&browser.secret).await);
        let as_cookie = authentication::with_session(&world.app, secret.reveal()).await;
        assert!(matches!(as_cookie, Err(AuthenticationError::Invalid)));
        let as_bearer = authentication::with_bearer(&world.app, secret.reveal()).await;
        assert!(matches!(as_bearer, Err(AuthenticationError::Invalid)));
    }

    async fn what_ends_sessions_ends_tokens(world) {
        let ada = world.member("ada").await.id;
        let mut tokens = Vec::new();
        for _ in 0..2 {
            tokens.push(world.iam_token("ada", NamedScope::Domain(acme())).await.0);
        }
        let holder = world.holder(&tokens[0]).await.expect("a live token");
        iam_tokens::revoke(&world.app, &holder, tokens[0].reveal()).await.expect("revoked");
        assert!(!world.is_good(&tokens[0]).await && world.is_good(&tokens[1]).await);
        let (browser, _) = world.signed_in("ada").await;
        sessions::end_others(&world.app, &browser).await.expect("signed out elsewhere");
        assert!(!world.is_good(&tokens[1]).await);

        let (secret, _) = world.iam_token("ada", NamedScope::Unscoped).await;
        let changed = me::change_password(
            &world.app, &browser, password(PASSWORD), password(OTHER_PASSWORD), RequestOrigin::local(),
        );
        changed.await.expect("changed");
        assert!(!world.is_good(&secret).await, "her password is another one");

        let again = |enabled| UserChanges { enabled: Some(enabled), ..changes() };
        let identity = || Identity::Id(ada.simple());
        let token = world.try_token(identity(), OTHER_PASSWORD, NamedScope::Unscoped).await;
        let (secret, _) = token.expect("a token");
        world.change(ada, again(false)).await;
        world.change(ada, again(true)).await;
        assert!(!world.is_good(&secret).await, "she was disabled in between");

        let token = world.try_token(identity(), OTHER_PASSWORD, NamedScope::Unscoped).await;
        let (secret, _) = token.expect("a token");
        world.delete_user(ada).await;
        assert!(!world.is_good(&secret).await);
    }

    async fn a_scope_limits_what_its_user_may_do_now(world) {
        let other = world.account("Other").await;
        let ada = world.member("ada").await.id;
        let (here, there) = (Scope::Account(world.acme), Scope::Account(other.id));
        world.grant(ada, vec![(Role::SecurityAdmin, here), (Role::Helpdesk, there)]).await;
        let (everywhere, all) = world.iam_token("ada", NamedScope::Unscoped).await;
        let (scoped, token) = world.iam_token("ada", project("eu-de", None)).await;
        assert_eq!(all.roles, [Role::SecurityAdmin, Role::Helpdesk]);
        assert_eq!(token.roles, [Role::SecurityAdmin]);
        assert_eq!(token.scope, TokenScope::Project(world.acme));

        let may_read = |actor: &Actor, scope| actor.grants.allow(Permission::UsersRead, scope);
        let unscoped = world.holder(&everywhere).await.expect("a live token");
        assert!(may_read(&unscoped, here) && may_read(&unscoped, there));
        let actor = world.holder(&scoped).await.expect("a live token");
        assert!(may_read(&actor, here) && !may_read(&actor, there));

        world.grant(ada, vec![(Role::Helpdesk, there)]).await;
        let actor = world.holder(&scoped).await.expect("a live token");
        assert!(actor.grants.are_empty());
    }

    async fn the_scope_is_one_that_she_has_any_business_in(world) {
        let other = world.account("Other").await;
        let third = world.account("Third").await;
        let ada = world.member("ada").await.id;
        let named = |name: &str| NamedAccount::Name(name.to_owned());
        let by_id = |id: String| NamedScope::Project(NamedProject::Id(id), None);
        let acme_project = world.project(world.acme).await;
        let identity = || Identity::Name("ada".to_owned(), acme());
        for (scope, expected) in [
            (project("eu-de", None), TokenScope::Project(world.acme)),
            (project("eu-de", Some(acme())), TokenScope::Project(world.acme)),
            (by_id(acme_project), TokenScope::Project(world.acme)),
            (NamedScope::Domain(NamedAccount::Id(world.acme.simple())), TokenScope::Domain(world.acme)),
            (NamedScope::Domain(NamedAccount::Id(world.acme.to_string())), TokenScope::Domain(world.acme)),
        ] {
            let token = world.try_token(identity(), PASSWORD, scope.clone()).await;
            assert_eq!(token.map(|(_, token)| token.scope).ok(), Some(expected), "{scope:?}");
        }
        for scope in [
            project("us-west", None),
            project("eu-de", Some(named("Other"))),
            project("eu-de", Some(named("Nowhere"))),
            NamedScope::Domain(named("Other")),
            NamedScope::Domain(named("a@b")),
            NamedScope::Domain(NamedAccount::Id("x".to_owned())),
            by_id(other.project_id.simple()),
            by_id(String::new()),
        ] {
            let token = world.try_token(identity(), PASSWORD, scope.clone()).await;
            assert!(matches!(token, Err(IssueError::ForeignScope)), "{scope:?}");
        }
        let system = Actor::system();
        memberships::add(&world.app, &system, other.id, ada).await.expect("a member");
        world.grant(ada, vec![(Role::Auditor, Scope::Account(third.id))]).await;
        for account in [other, third] {
            let scope = by_id(account.project_id.simple());
            let token = world.try_token(identity(), PASSWORD, scope).await.expect("a token");
            assert_eq!(token.1.account.id, account.id);
            assert_eq!(token.1.home.id, world.acme);
        }
    }

    async fn whoever_does_not_prove_who_she_is_learns_nothing(world) {
        let ada = world.member("ada").await;
        let pending = world.user("pending").await;
        let name = |login: &str, account: NamedAccount| Identity::Name(login.to_owned(), account);
        let other = world.account("Other").await;
        for (identity, text) in [
            (name("ada", acme()), OTHER_PASSWORD),
            (name("nobody", acme()), PASSWORD),
            (name("ada", NamedAccount::Name("Other".to_owned())), PASSWORD),
            (name("ada", NamedAccount::Id(other.id.simple())), PASSWORD),
            (name("ada@acme", NamedAccount::Name("Nowhere".to_owned())), PASSWORD),
            (name("a\0da", acme()), PASSWORD),
            (Identity::Id(pending.id.simple()), PASSWORD),
            (Identity::Id("ada".to_owned()), PASSWORD),
            (Identity::Id(other.id.simple()), PASSWORD),
        ] {
            let answer = world.try_token(identity, text, project("nowhere", None)).await;
            assert!(refused(&answer), "{:?}", answer.map(|_| ()));
        }
        for identity in [name("Ada@Example.com", acme()), Identity::Id(ada.id.to_string())] {
            let answer = world.try_token(identity, PASSWORD, NamedScope::Unscoped).await;
            assert_eq!(answer.expect("a token").1.user.id, ada.id);
        }
    }

    async fn guesses_count_together_with_those_of_people(world) {
        let ada = world.member("ada").await;
        for _ in 0..5 {
            let _ = world.try_sign_in("ada", None, OTHER_PASSWORD).await;
            let identity = Identity::Id(ada.id.simple());
            let _ = world.try_token(identity, OTHER_PASSWORD, NamedScope::Unscoped).await;
        }
        let identity = Identity::Name("ada".to_owned(), acme());
        let answer = world.try_token(identity, PASSWORD, NamedScope::Unscoped).await;
        assert!(matches!(answer, Err(IssueError::SignIn(SignInError::Refused))));
    }

    async fn a_program_is_not_its_user_in_person(world) {
        world.owner().await;
        let identity = Identity::Name("owner@example.com".to_owned(), acme());
        let token = world.try_token(identity, PASSWORD, NamedScope::Unscoped).await;
        let actor = world.holder(&token.expect("a token").0).await.expect("a live token");
        let new = NewApiToken {
            name: "heir".parse().expect("a name"),
            role: Role::Auditor,
            scope: Scope::Account(world.acme),
            expires_at: None,
        };
        let made = api_tokens::create(&world.app, &actor, new).await;
        assert!(matches!(made, Err(ApiTokenError::Denied(_))));
        assert!(access_tokens::issue(&world.app, &actor).is_err());
        let changed = me::change_password(
            &world.app, &actor, password(PASSWORD), password(OTHER_PASSWORD), RequestOrigin::local(),
        );
        assert!(matches!(changed.await, Err(ChangePasswordError::NotAUser)));
    }

    async fn tokens_are_shown_to_their_user_and_to_who_manages_hers(world) {
        let owner = world.owner().await;
        let ada = world.member("ada").await;
        world.member("grace").await;
        let (secret, _) = world.iam_token("ada", NamedScope::Unscoped).await;
        let (foreign, _) = world.signed_in("grace").await;
        let own = world.holder(&world.iam_token("ada", NamedScope::Domain(acme())).await.0).await;
        let (admin, _) = world.signed_in("owner@example.com").await;
        for actor in [&own.expect("a live token"), &admin] {
            let shown = iam_tokens::show(&world.app, actor, secret.reveal()).await;
            assert_eq!(shown.expect("shown").user.id, ada.id);
        }
        for answer in [
            iam_tokens::show(&world.app, &foreign, secret.reveal()).await.map(|_| ()),
            iam_tokens::revoke(&world.app, &foreign, secret.reveal()).await,
        ] {
            assert!(matches!(answer, Err(IamTokenError::Denied(_))));
        }
        // Whoever manages less than she holds does not manage her tokens.
        let (of_owner, _) = world
            .try_token(Identity::Id(owner.id.simple()), PASSWORD, NamedScope::Unscoped)
            .await
            .expect("a token");
        let robot = world.robot(Role::SecurityAdmin, Scope::Account(world.acme));
        let answer = iam_tokens::revoke(&world.app, &robot, of_owner.reveal()).await;
        assert!(matches!(answer, Err(IamTokenError::Denied(_))));
        iam_tokens::revoke(&world.app, &robot, secret.reveal()).await.expect("revoked");
        assert!(!world.is_good(&secret).await);
        let unknown = iam_tokens::show(&world.app, &admin, "usher_it_nothing").await;
        assert!(matches!(unknown, Err(IamTokenError::NotFound)));
    }

    async fn an_actor_reaches_her_own_account_first(world) {
        let other = world.account("Aardvark").await;
        world.account("Third").await;
        let ada = world.member("ada").await.id;
        memberships::add(&world.app, &Actor::system(), other.id, ada).await.expect("a member");
        let (unscoped, _) = world.iam_token("ada", NamedScope::Unscoped).await;
        let (scoped, _) = world.iam_token("ada", NamedScope::Domain(NamedAccount::Id(other.id.simple()))).await;
        let robot = |account| world.robot(Role::Auditor, Scope::from_account(account));
        let mut told = Vec::new();
        for actor in [
            world.holder(&unscoped).await.expect("live"),
            world.holder(&scoped).await.expect("live"),
            robot(None),
        ] {
            let reachable = reachable_accounts::list(&world.app, &actor).await.expect("listed");
            let names: Vec<String> = reachable.accounts.iter().map(|account| account.name.to_string()).collect();
            told.push((reachable.own().len(), names.join(" ")));
        }
        assert_eq!(told, [
            (1, "Acme Aardvark".to_owned()),
            (1, "Aardvark".to_owned()),
            (3, "Aardvark Acme Third".to_owned()),
        ]);
    }
}

impl World {
    /// The identifier of an account's project, as vendors write it.
    async fn project(&self, account: usher_domain::ids::AccountId) -> String {
        let found = usher_application::accounts::get(&self.app, &Actor::system(), account).await;
        found.expect("the account is there").project_id.simple()
    }
}
