//! Access keys: proven by whoever knows the secret, worth what their maker holds now, and locked
//! when somebody guesses.

use chrono::Duration;
use usher_application::{
    access_keys::{self, AccessKey, CredentialError, NewCredential},
    access_tokens,
    account_users::{self, UserChanges},
    accounts, api_tokens,
    authentication::{
        self, AccessKeyError, AuthenticationError, with_access_key, with_client_credentials,
    },
};
use usher_domain::{
    access_key::Sk,
    actor::{Actor, Credential},
    clock::Clock as _,
    grants::{Grants, Scope},
    keyring::{KeyId, Keyring, MasterKey},
    permission::Permission,
    role::Role,
};

use crate::places::on_both_databases;
use crate::world::{KEYRING_SECRET, World, changes};

fn wanted(role: Role, scope: Scope) -> NewCredential {
    NewCredential {
        name: "signer".parse().expect("a name"),
        role,
        scope,
        expires_at: None,
    }
}

impl World {
    async fn key(&self, maker: &Actor, role: Role, scope: Scope) -> (AccessKey, Sk) {
        let made = access_keys::create(&self.app, maker, wanted(role, scope)).await;
        made.expect("a key")
    }

    async fn with_key(&self, key: &(AccessKey, Sk)) -> Result<Actor, AccessKeyError> {
        with_client_credentials(&self.app, key.0.ak.as_str(), key.1.reveal(), None).await
    }

    async fn guessed(&self, key: &(AccessKey, Sk)) -> Result<Actor, AccessKeyError> {
        with_client_credentials(&self.app, key.0.ak.as_str(), "a guess", None).await
    }
}

fn ended(answer: &Result<Actor, AccessKeyError>) -> bool {
    matches!(answer, Err(AccessKeyError::Ended))
}

on_both_databases! {
    async fn whoever_proves_the_secret_acts_with_the_role_of_the_key(world) {
        let scope = Scope::Account(world.acme);
        let key = world.key(&Actor::system(), Role::Helpdesk, scope).await;
        let (ak, sk) = (key.0.ak.as_str(), key.1.reveal().to_owned());
        let actor = with_access_key(&world.app, ak, None, |secret| secret == sk).await.expect("proven");
        assert_eq!(actor.credential, Credential::AccessKey(key.0.id, None));
        assert_eq!(actor.grants, Grants::from_roles([(Role::Helpdesk, scope)]));
        assert!(!actor.delegated);
        assert_eq!(world.with_key(&key).await.expect("the same"), actor);

        assert!(matches!(world.guessed(&key).await, Err(AccessKeyError::Refused)));
        let empty = with_client_credentials(&world.app, ak, "", None).await;
        assert!(matches!(empty, Err(AccessKeyError::Refused)), "{empty:?}");
        for unknown in ["", "AKEXAMPLE", "AAAAAAAAAAAAAAAAAAAA", "ÄÄÄÄÄÄÄÄÄÄ", "a\0b"] {
            let answer = with_access_key(&world.app, unknown, None, |_| true).await;
            assert!(matches!(answer, Err(AccessKeyError::Unknown)), "{unknown}: {answer:?}");
        }
    }

    async fn a_key_never_exceeds_what_its_maker_holds_now(world) {
        let other = world.account("Other").await;
        world.owner().await;
        let ada = world.member("ada").await;
        let (here, there) = (Scope::Account(world.acme), Scope::Account(other.id));
        world.grant(ada.id, vec![(Role::SecurityAdmin, here), (Role::Helpdesk, there)]).await;
        let (maker, _) = world.signed_in("ada").await;
        let key = world.key(&maker, Role::UserAdmin, here).await;
        assert_eq!(key.0.created_by, Some(ada.id));

        let actor = world.with_key(&key).await.expect("a live key");
        assert!(actor.grants.allow(Permission::UsersDelete, here));
        assert!(!actor.grants.allow(Permission::RolesGrant, here), "its role has less");
        assert!(!actor.grants.allow(Permission::UsersRead, there), "its account is another");
        assert_eq!(actor.user(), Some(ada.id));

        world.grant(ada.id, vec![]).await;
        assert!(world.with_key(&key).await.expect("worthless").grants.are_empty());
        world.change(ada.id, UserChanges { enabled: Some(false), ..changes() }).await;
        assert!(ended(&world.with_key(&key).await), "its maker is locked out");
    }

    async fn a_key_ends_when_it_is_revoked_or_runs_out(world) {
        let system = Actor::system();
        let revoked = world.key(&system, Role::Auditor, Scope::Installation).await;
        access_keys::revoke(&world.app, &system, revoked.0.id).await.expect("revoked");
        assert!(ended(&world.with_key(&revoked).await));
        let again = access_keys::revoke(&world.app, &system, revoked.0.id).await;
        assert!(matches!(again, Err(CredentialError::NotFound)));

        let mut new = wanted(Role::Auditor, Scope::Installation);
        new.expires_at = Some(world.clock.now() + Duration::days(10));
        let lasting = access_keys::create(&world.app, &system, new).await.expect("made");
        world.with_key(&lasting).await.expect("the other one goes on");
        world.advance(Duration::days(10));
        assert!(ended(&world.with_key(&lasting).await));
        let told = [world.audited("access_key.created"), world.audited("access_key.revoked")];
        assert_eq!(told, [2, 1]);
    }

    async fn a_key_for_one_account_does_not_show_its_maker_in_another(world) {
        let ada = world.member("ada").await;
        let other = Scope::Account(world.account("Other").await.id);
        world.grant(ada.id, vec![(Role::SecurityAdmin, other)]).await;
        let (actor, _) = world.signed_in("ada").await;
        let key = world.key(&actor, Role::Auditor, other).await;
        let program = world.with_key(&key).await.expect("good");
        let seen = account_users::get(&world.app, &program, ada.id).await;
        assert!(matches!(seen, Err(account_users::AccountUserError::NotFound)), "{seen:?}");
        account_users::get(&world.app, &actor, ada.id).await.expect("she sees herself");
    }

    async fn the_sixth_failure_in_a_row_locks_a_key_for_five_minutes(world) {
        let key = world.key(&Actor::system(), Role::Helpdesk, Scope::Installation).await;
        let other = world.key(&Actor::system(), Role::Helpdesk, Scope::Installation).await;
        for _ in 0..5 {
            assert!(matches!(world.guessed(&key).await, Err(AccessKeyError::Refused)));
        }
        world.with_key(&key).await.expect("five are borne, and forgiven");
        for _ in 0..6 {
            assert!(matches!(world.guessed(&key).await, Err(AccessKeyError::Refused)));
        }
        let unasked = with_access_key(&world.app, key.0.ak.as_str(), None, |_| panic!("asked")).await;
        assert!(matches!(unasked, Err(AccessKeyError::LockedOut)), "{unasked:?}");
        assert!(matches!(world.with_key(&key).await, Err(AccessKeyError::LockedOut)));
        world.with_key(&other).await.expect("another key is not concerned");
        let elsewhere = "192.0.2.7".parse().ok();
        let ak = key.0.ak.as_str();
        let there = with_client_credentials(&world.app, ak, key.1.reveal(), elsewhere).await;
        there.expect("another network is not concerned");
        world.advance(Duration::minutes(5));
        world.with_key(&key).await.expect("the lock has ended");
    }

    async fn a_secret_outlives_a_key_rotation_and_belongs_to_its_key_alone(world) {
        let key = world.key(&Actor::system(), Role::Helpdesk, Scope::Installation).await;
        let keys = [(1, KEYRING_SECRET), (2, [2; 32])];
        let keys = keys.map(|(id, secret)| MasterKey::new(KeyId(id), secret)).to_vec();
        world.app.replace_keyring(Keyring::new(keys).expect("two keys"));
        world.with_key(&key).await.expect("still good");

        // Whoever can write to the database cannot give one key the secret of another.
        let other = world.key(&Actor::system(), Role::Owner, Scope::Installation).await;
        world.place.execute(&format!(
            "UPDATE access_keys SET sealed_secret = (SELECT sealed_secret FROM access_keys \
             WHERE access_key = '{}') WHERE access_key = '{}'", key.0.ak, other.0.ak,
        ));
        let answer = with_client_credentials(&world.app, other.0.ak.as_str(), key.1.reveal(), None).await;
        assert!(matches!(answer, Err(AccessKeyError::Database(_))), "{answer:?}");
    }

    async fn an_access_token_of_a_key_ends_with_the_key(world) {
        let key = world.key(&Actor::system(), Role::Helpdesk, Scope::Installation).await;
        let actor = world.with_key(&key).await.expect("proven");
        let issued = access_tokens::issue(&world.app, &actor).expect("issued");
        let deputy = authentication::with_bearer(&world.app, &issued.jwt).await.expect("good");
        assert_eq!(deputy, Actor { delegated: true, ..actor });
        access_keys::revoke(&world.app, &Actor::system(), key.0.id).await.expect("revoked");
        let answer = authentication::with_bearer(&world.app, &issued.jwt).await;
        assert!(matches!(answer, Err(AuthenticationError::Invalid)), "{answer:?}");
    }

    async fn a_key_makes_neither_keys_nor_tokens(world) {
        let key = world.key(&Actor::system(), Role::Owner, Scope::Installation).await;
        let actor = world.with_key(&key).await.expect("proven");
        let new = wanted(Role::Auditor, Scope::Installation);
        let answer = access_keys::create(&world.app, &actor, new.clone()).await.map(drop);
        assert!(matches!(answer, Err(CredentialError::Denied(_))), "{answer:?}");
        let answer = api_tokens::create(&world.app, &actor, new).await.map(drop);
        assert!(matches!(answer, Err(CredentialError::Denied(_))), "{answer:?}");
    }

    async fn a_key_that_a_token_makes_ends_with_the_token(world) {
        let day = |days| Some(world.clock.now() + Duration::days(days));
        let mut new = wanted(Role::SecurityAdmin, Scope::Installation);
        new.expires_at = day(10);
        let system = Actor::system();
        let (token, secret) = api_tokens::create(&world.app, &system, new).await.expect("made");
        let maker = authentication::with_bearer(&world.app, secret.reveal()).await.expect("live");
        let key = world.key(&maker, Role::Helpdesk, Scope::Installation).await;
        assert_eq!((key.0.parent, key.0.expires_at), (Some(token.id), day(10)));
        let mut short = wanted(Role::Helpdesk, Scope::Installation);
        short.expires_at = day(3);
        let (short, _) = access_keys::create(&world.app, &maker, short).await.expect("made");
        assert_eq!(short.expires_at, day(3));

        api_tokens::revoke(&world.app, &system, token.id).await.expect("revoked");
        assert!(ended(&world.with_key(&key).await));
    }

    async fn making_and_revoking_a_key_requires_holding_what_it_carries(world) {
        let here = Scope::Account(world.acme);
        let admin = world.robot(Role::SecurityAdmin, here);
        for (role, scope) in [(Role::Owner, here), (Role::Helpdesk, Scope::Installation)] {
            let answer = access_keys::create(&world.app, &admin, wanted(role, scope)).await;
            assert!(matches!(answer, Err(CredentialError::Denied(_))), "{role} {scope:?}");
        }
        let (key, _) = world.key(&Actor::system(), Role::Owner, here).await;
        let answer = access_keys::revoke(&world.app, &admin, key.id).await;
        assert!(matches!(answer, Err(CredentialError::Denied(_))), "{answer:?}");
        let (key, _) = world.key(&Actor::system(), Role::Helpdesk, Scope::Installation).await;
        let answer = access_keys::revoke(&world.app, &admin, key.id).await;
        assert!(matches!(answer, Err(CredentialError::NotFound)), "{answer:?}");
    }

    async fn a_revoked_key_does_not_keep_an_account(world) {
        let other = world.account("Other").await;
        let system = Actor::system();
        let (key, _) = world.key(&system, Role::Helpdesk, Scope::Account(other.id)).await;
        assert!(accounts::delete(&world.app, &system, other.id).await.is_err());
        access_keys::revoke(&world.app, &system, key.id).await.expect("revoked");
        accounts::delete(&world.app, &system, other.id).await.expect("deleted");
    }
}
