//! Users, accounts, memberships, roles and keys: what is refused, and what two at once may do.

use usher_application::{
    PageRequest,
    account_users::{self, AccountUserError, NewAccountUser, UserChanges, UserFilter},
    accounts::{self, AccountError},
    api_tokens::{self, NewApiToken},
    keys::{self, KeyError},
    me, memberships,
    memberships::MembershipError,
    roles::{self, RoleError},
    setup,
};
use usher_domain::{
    actor::Actor,
    clock::Clock as _,
    grants::Scope,
    ids::AccountId,
    keyring::{KeyId, Keyring, MasterKey},
    request_origin::RequestOrigin,
    role::Role,
};

use crate::places::on_both_databases;
use crate::world::{KEYRING_SECRET, PASSWORD, World, changes, new_user, password};

impl World {
    async fn create(&self, new: NewAccountUser) -> Result<(), AccountUserError> {
        let origin = RequestOrigin::local();
        account_users::create(&self.app, &Actor::system(), self.acme, new, origin)
            .await
            .map(drop)
    }

    async fn logins(&self, search: &str) -> Vec<String> {
        let filter = UserFilter {
            search: Some(search.to_owned()),
            ..UserFilter::default()
        };
        let page = PageRequest::default();
        let found = account_users::list(&self.app, &Actor::system(), self.acme, filter, page).await;
        let found = found.expect("a page").items;
        found
            .into_iter()
            .map(|user| user.login.to_string())
            .collect()
    }
}

fn keys(list: &[(u32, [u8; 32])]) -> Keyring {
    let keys = list
        .iter()
        .map(|(id, secret)| MasterKey::new(KeyId(*id), *secret))
        .collect();
    Keyring::new(keys).expect("a key at least")
}

on_both_databases! {
    async fn what_is_taken_is_said(world) {
        world.user("ada").await;
        let answer = world.create(new_user("ADA", None)).await;
        assert!(matches!(answer, Err(AccountUserError::LoginTaken)), "{answer:?}");
        let answer = world.create(new_user("other", Some("Ada@Example.com"))).await;
        assert!(matches!(answer, Err(AccountUserError::EmailTaken)), "{answer:?}");
        let grace = world.user("grace").await;
        let change = UserChanges { login: Some("Ada".parse().expect("a login")), ..changes() };
        let answer = account_users::update(&world.app, &Actor::system(), grace.id, change).await;
        assert!(matches!(answer, Err(AccountUserError::LoginTaken)), "{answer:?}");
        let weak = UserChanges { password: Some(password("grace grace")), ..changes() };
        let answer = account_users::update(&world.app, &Actor::system(), grace.id, weak).await;
        assert!(matches!(answer, Err(AccountUserError::Weak(_))), "{answer:?}");
        let owner = "ada@example.com".parse().expect("an address");
        let account = Some("acme".parse().expect("a name"));
        let answer = setup::create_owner(&world.app, owner, account, None).await;
        assert!(matches!(answer, Err(AccountUserError::EmailTaken)), "{answer:?}");
    }

    async fn the_last_owner_stays(world) {
        let owner = world.owner().await;
        let system = Actor::system();
        let disable = UserChanges { enabled: Some(false), ..changes() };
        let answer = account_users::update(&world.app, &system, owner.id, disable).await;
        assert!(matches!(answer, Err(AccountUserError::LastOwner)), "{answer:?}");
        let answer = account_users::delete(&world.app, &system, owner.id).await;
        assert!(matches!(answer, Err(AccountUserError::LastOwner)), "{answer:?}");
        let answer = roles::replace(&world.app, &system, owner.id, vec![]).await;
        assert!(matches!(answer, Err(RoleError::LastOwner)), "{answer:?}");
        assert!(world.get(owner.id).await.enabled);

        let second = world.member("second").await;
        world.grant(second.id, vec![(Role::Owner, Scope::Installation)]).await;
        account_users::delete(&world.app, &system, owner.id).await.expect("another one is left");
    }

    async fn an_owner_without_a_password_keeps_no_installation(world) {
        let owner = world.owner().await;
        let second = world.user("second").await;
        world.grant(second.id, vec![(Role::Owner, Scope::Installation)]).await;
        let system = Actor::system();
        let answer = account_users::delete(&world.app, &system, owner.id).await;
        assert!(matches!(answer, Err(AccountUserError::LastOwner)), "{answer:?}");
        let disable = UserChanges { enabled: Some(false), ..changes() };
        let answer = account_users::update(&world.app, &system, owner.id, disable).await;
        assert!(matches!(answer, Err(AccountUserError::LastOwner)), "{answer:?}");
        let answer = roles::replace(&world.app, &system, owner.id, vec![]).await;
        assert!(matches!(answer, Err(RoleError::LastOwner)), "{answer:?}");
        world.try_sign_in("owner@example.com", None, PASSWORD).await.expect("she is still there");

        let link = world.welcome_token(second.id).await;
        world.consume(&link, PASSWORD).await.expect("a password of her own");
        account_users::delete(&world.app, &system, owner.id).await.expect("another one is left");
    }

    async fn owners_who_remove_each_other_at_once_leave_one(world) {
        let first = world.owner().await;
        let second = world.member("second").await;
        world.grant(second.id, vec![(Role::Owner, Scope::Installation)]).await;
        let remove = |user| {
            let app = world.app.clone();
            tokio::spawn(async move { account_users::delete(&app, &Actor::system(), user).await })
        };
        let disable = |user| {
            let app = world.app.clone();
            let disabled = UserChanges { enabled: Some(false), ..changes() };
            tokio::spawn(async move {
                account_users::update(&app, &Actor::system(), user, disabled).await.map(drop)
            })
        };
        let (one, two) = (remove(first.id), disable(second.id));
        let answers = [one.await.expect("no panic"), two.await.expect("no panic")];
        let done = answers.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(done, 1, "{answers:?}");
    }

    async fn without_owners_everybody_else_can_still_be_disabled(world) {
        let ada = world.user("ada").await;
        let disabled = world.change(ada.id, UserChanges { enabled: Some(false), ..changes() }).await;
        assert!(!disabled.enabled);
    }

    async fn a_search_takes_any_text(world) {
        let mut new = new_user("zoe", None);
        new.display_name = Some("Zoë Ümit".parse().expect("a name"));
        world.create(new).await.expect("created");
        for found in ["ZOË", "zoe\u{308}", " Ümi ", "zo\0ë", "zo", "Z"] {
            assert_eq!(world.logins(found).await, ["zoe"], "{found:?}");
        }
        assert_eq!(world.logins("\0").await, ["zoe"], "nothing to look for");
        for missing in ["\"", "zoe OR ada", "%", &"x".repeat(5000)] {
            assert!(world.logins(missing).await.is_empty(), "{missing:?}");
        }
    }

    async fn pages_of_users_put_together_are_the_list(world) {
        for login in ["delta", "alpha", "Charlie", "bravo", "echo"] {
            world.user(login).await;
            world.advance(chrono::Duration::seconds(1));
        }
        for (sort, expected) in [
            ("login", ["alpha", "bravo", "Charlie", "delta", "echo"]),
            ("-name", ["echo", "delta", "Charlie", "bravo", "alpha"]),
            ("-created", ["echo", "bravo", "Charlie", "alpha", "delta"]),
            ("welcomed", ["delta", "alpha", "Charlie", "bravo", "echo"]),
        ] {
            let sort = sort.parse().expect("an order");
            let (mut found, mut cursor) = (Vec::new(), None);
            loop {
                let filter = UserFilter { sort, ..UserFilter::default() };
                let page = PageRequest { limit: 2, cursor };
                let page =
                    account_users::list(&world.app, &Actor::system(), world.acme, filter, page).await;
                let page = page.expect("a page");
                found.extend(page.items.into_iter().map(|user| user.login.to_string()));
                cursor = page.next_cursor;
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(found, expected);
        }
        // "a", a NUL and an id, as nobody is ever given it.
        let list = |sort: &str, cursor: Option<String>| {
            let filter = UserFilter { sort: sort.parse().expect("an order"), ..UserFilter::default() };
            let page = PageRequest { limit: 2, cursor };
            let app = world.app.clone();
            async move { account_users::list(&app, &Actor::system(), world.acme, filter, page).await }
        };
        let by_name = list("name", None).await.expect("a page").next_cursor;
        list("name", by_name.clone()).await.expect("the next page");
        for sort in ["login", "-name", "created", "welcomed"] {
            let answer = list(sort, by_name.clone()).await;
            assert!(matches!(answer, Err(AccountUserError::InvalidCursor)), "{sort}");
        }
        for cursor in ["", "!", "YQAKMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA", "YQ"] {
            let page = PageRequest { limit: 2, cursor: Some(cursor.to_owned()) };
            let filter = UserFilter::default();
            let answer =
                account_users::list(&world.app, &Actor::system(), world.acme, filter, page).await;
            assert!(matches!(answer, Err(AccountUserError::InvalidCursor)), "{cursor}");
        }
    }

    async fn an_account_goes_when_nothing_belongs_to_it_any_more(world) {
        let other = world.account("Other").await;
        let ada = world.user_of(other.id, "ada").await;
        let system = Actor::system();
        let delete = || accounts::delete(&world.app, &system, other.id);
        assert!(matches!(delete().await, Err(AccountError::NotEmpty)));
        account_users::delete(&world.app, &Actor::system(), ada.id).await.expect("deleted");
        let new = NewApiToken {
            name: "robot".parse().expect("a name"),
            role: Role::Helpdesk,
            scope: Scope::Account(other.id),
            expires_at: None,
        };
        let (token, _) = api_tokens::create(&world.app, &Actor::system(), new).await.expect("made");
        assert!(matches!(delete().await, Err(AccountError::NotEmpty)));
        api_tokens::revoke(&world.app, &Actor::system(), token.id).await.expect("revoked");
        delete().await.expect("deleted");
        assert!(matches!(delete().await, Err(AccountError::NotFound)));
    }

    async fn a_membership_is_a_second_account_and_never_the_primary_one(world) {
        let other = world.account("Other").await;
        let ada = world.user("ada").await;
        let add = |account| {
            let app = world.app.clone();
            tokio::spawn(async move {
                memberships::add(&app, &Actor::system(), account, ada.id).await
            })
        };
        let answer = add(world.acme).await.expect("no panic");
        assert!(matches!(answer, Err(MembershipError::IsPrimary)), "{answer:?}");
        let both = [add(other.id), add(other.id)];
        for answer in both {
            answer.await.expect("no panic").expect("a member, however often it is said");
        }
        assert_eq!(world.audited("member.added"), 1);
        let nowhere = AccountId::mint(world.clock.now(), &*world.entropy);
        let answer = add(nowhere).await.expect("no panic");
        assert!(matches!(answer, Err(MembershipError::NotFound)), "{answer:?}");
        let system = Actor::system();
        let remove = || memberships::remove(&world.app, &system, other.id, ada.id);
        remove().await.expect("removed");
        assert!(matches!(remove().await, Err(MembershipError::NotFound)));
    }

    async fn roles_are_replaced_as_a_whole(world) {
        let ada = world.user("ada").await;
        let here = Scope::Account(world.acme);
        world.grant(ada.id, vec![(Role::Helpdesk, here), (Role::Auditor, here)]).await;
        world.grant(ada.id, vec![(Role::Auditor, here), (Role::Auditor, Scope::Installation)]).await;
        let held = roles::list(&world.app, &Actor::system(), ada.id).await.expect("listed");
        assert_eq!(held.len(), 2);
        assert!(held.iter().all(|(role, _)| *role == Role::Auditor));
        let nowhere = Scope::Account(AccountId::mint(world.clock.now(), &*world.entropy));
        let wanted = vec![(Role::Auditor, nowhere)];
        let answer = roles::replace(&world.app, &Actor::system(), ada.id, wanted).await;
        assert!(matches!(answer, Err(RoleError::UnknownAccount)), "{answer:?}");
    }

    async fn a_keyring_must_belong_to_the_database(world) {
        let introduce = |keyring: Keyring| {
            let (database, clock, entropy) = (&world.database, &world.clock, &world.entropy);
            async move { keys::introduce(database, &keyring, &**clock, &**entropy).await }
        };
        introduce(keys(&[(1, KEYRING_SECRET)])).await.expect("the same");
        let answer = introduce(keys(&[(1, [9; 32])])).await;
        assert!(matches!(answer, Err(KeyError::Different(KeyId(1)))), "{answer:?}");
        let answer = introduce(keys(&[(2, [2; 32])])).await;
        assert!(matches!(answer, Err(KeyError::Missing(KeyId(1)))), "{answer:?}");
        introduce(keys(&[(1, KEYRING_SECRET), (2, [2; 32]), (3, [3; 32])])).await.expect("two more");
        assert_eq!(world.audited("keyring.rotated"), 3);
        let minting = "SELECT id AS number FROM keyring_keys WHERE state = 'minting'";
        assert_eq!(world.place.number(minting), 3);
    }

    async fn whoever_asks_learns_who_she_is(world) {
        let ada = world.member("ada").await;
        let here = Scope::Account(world.acme);
        world.grant(ada.id, vec![(Role::Helpdesk, here)]).await;
        let (actor, _) = world.signed_in("ada").await;
        let me = me::describe(&world.app, &actor).await.expect("described");
        assert_eq!(me.user.map(|user| user.id), Some(ada.id));
        assert_eq!(me.account.map(|account| account.id), Some(world.acme));
        assert_eq!(me.roles, [(Role::Helpdesk, here)]);
        let me = me::describe(&world.app, &Actor::system()).await.expect("described");
        assert!(me.user.is_none());
        world.try_sign_in("ada", None, PASSWORD).await.expect("signed in");
    }
}
