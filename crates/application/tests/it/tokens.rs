//! API tokens and access tokens: worth what their maker holds now, and no longer than she lasts.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::Duration;
use usher_application::{
    access_tokens::{self, AccessTokenError},
    account_users::UserChanges,
    api_tokens::{self, ApiToken, ApiTokenError, NewApiToken},
    authentication::{self, AuthenticationError},
    sessions,
};
use usher_domain::{
    actor::Actor,
    clock::Clock as _,
    grants::{Grants, Scope},
    keyring::{KeyId, KeyPurpose, Keyring, MasterKey},
    permission::Permission,
    role::Role,
    secret_token::SecretToken,
};

use crate::places::on_both_databases;
use crate::world::{World, changes};

impl World {
    async fn token(&self, maker: &Actor, role: Role, scope: Scope) -> (ApiToken, SecretToken) {
        let new = NewApiToken {
            name: "robot".parse().expect("a name"),
            role,
            scope,
            expires_at: Some(self.clock.now() + Duration::days(10)),
        };
        api_tokens::create(&self.app, maker, new)
            .await
            .expect("a token")
    }

    async fn bearer(&self, token: &str) -> Result<Actor, AuthenticationError> {
        authentication::with_bearer(&self.app, token).await
    }
}

fn invalid(answer: &Result<Actor, AuthenticationError>) -> bool {
    matches!(answer, Err(AuthenticationError::Invalid))
}

on_both_databases! {
    async fn a_token_never_exceeds_what_its_maker_holds_now(world) {
        let other = world.account("Other").await;
        world.owner().await;
        let ada = world.member("ada").await;
        let (here, there) = (Scope::Account(world.acme), Scope::Account(other.id));
        world.grant(ada.id, vec![(Role::SecurityAdmin, here), (Role::Helpdesk, there)]).await;
        let (maker, _) = world.signed_in("ada").await;
        let (_, secret) = world.token(&maker, Role::UserAdmin, here).await;

        let robot = world.bearer(secret.reveal()).await.expect("a live token");
        assert!(robot.grants.allow(Permission::UsersDelete, here));
        assert!(!robot.grants.allow(Permission::RolesGrant, here), "its role has less");
        assert!(!robot.grants.allow(Permission::UsersRead, there), "its account is another");
        assert_eq!(robot.user(), Some(ada.id));

        world.grant(ada.id, vec![(Role::Helpdesk, here)]).await;
        let robot = world.bearer(secret.reveal()).await.expect("a live token");
        assert_eq!(robot.grants.within(here), Role::Helpdesk.permissions());

        world.grant(ada.id, vec![]).await;
        assert!(world.bearer(secret.reveal()).await.expect("worthless").grants.are_empty());
        world.change(ada.id, UserChanges { enabled: Some(false), ..changes() }).await;
        assert!(invalid(&world.bearer(secret.reveal()).await), "its maker is locked out");
    }

    async fn where_tokens_are_overheard_only_those_of_one_account_count(world) {
        let here = Scope::Account(world.acme);
        let system = Actor::system();
        let (_, of_account) = world.token(&system, Role::Helpdesk, here).await;
        let (_, of_all) = world.token(&system, Role::Helpdesk, Scope::Installation).await;
        let overheard = async |token: &str| authentication::with_account_token(&world.app, token).await;
        let robot = overheard(of_account.reveal()).await.expect("a live token");
        assert!(robot.grants.allow(Permission::WelcomeEmailsSend, here));
        let issued = access_tokens::issue(&world.app, &robot).expect("an access token");
        for token in [of_all.reveal(), &issued.jwt, "nope", ""] {
            assert!(invalid(&overheard(token).await));
        }
        world.clock.advance(Duration::days(11));
        assert!(invalid(&overheard(of_account.reveal()).await), "it has run out");
    }

    async fn a_token_ends_when_it_is_revoked_or_runs_out(world) {
        let scope = Scope::Installation;
        let (token, revoked) = world.token(&Actor::system(), Role::Auditor, scope).await;
        let (_, lasting) = world.token(&Actor::system(), Role::Auditor, scope).await;
        let robot = world.bearer(revoked.reveal()).await.expect("a live token");
        assert_eq!(robot.grants, Grants::from_roles([(Role::Auditor, scope)]));

        api_tokens::revoke(&world.app, &Actor::system(), token.id).await.expect("revoked");
        assert!(invalid(&world.bearer(revoked.reveal()).await));
        let again = api_tokens::revoke(&world.app, &Actor::system(), token.id).await;
        assert!(matches!(again, Err(ApiTokenError::NotFound)));

        world.bearer(lasting.reveal()).await.expect("the other one goes on");
        world.advance(Duration::days(10));
        assert!(invalid(&world.bearer(lasting.reveal()).await));
    }

    async fn making_and_revoking_a_token_requires_holding_what_it_carries(world) {
        let here = Scope::Account(world.acme);
        let admin = world.robot(Role::SecurityAdmin, here);
        let new = |role, scope| NewApiToken {
            name: "robot".parse().expect("a name"),
            role,
            scope,
            expires_at: None,
        };
        for (role, scope) in [(Role::Owner, here), (Role::Helpdesk, Scope::Installation)] {
            let answer = api_tokens::create(&world.app, &admin, new(role, scope)).await;
            assert!(matches!(answer, Err(ApiTokenError::Denied(_))), "{role} {scope:?}");
        }
        let nowhere = Scope::Account(usher_domain::ids::AccountId::mint(world.clock.now(), &*world.entropy));
        let answer = api_tokens::create(&world.app, &Actor::system(), new(Role::Owner, nowhere)).await;
        assert!(matches!(answer, Err(ApiTokenError::UnknownAccount)), "{answer:?}");

        let (token, _) = world.token(&Actor::system(), Role::Owner, here).await;
        let answer = api_tokens::revoke(&world.app, &admin, token.id).await;
        assert!(matches!(answer, Err(ApiTokenError::Denied(_))), "{answer:?}");
        let (token, _) = world.token(&Actor::system(), Role::Helpdesk, here).await;
        api_tokens::revoke(&world.app, &admin, token.id).await.expect("hers to revoke");
    }

    async fn an_access_token_stands_for_its_session_and_dies_with_it(world) {
        let ada = world.member("ada").await;
        let here = Scope::Account(world.acme);
        world.grant(ada.id, vec![(Role::Helpdesk, here)]).await;
        let (actor, _) = world.signed_in("ada").await;
        let issued = access_tokens::issue(&world.app, &actor).expect("issued");
        assert_eq!(issued.life, Duration::minutes(15));
        let stood_for = Actor { delegated: true, ..actor.clone() };
        assert_eq!(world.bearer(&issued.jwt).await.expect("it stands for her"), stood_for);

        world.grant(ada.id, vec![]).await;
        assert!(world.bearer(&issued.jwt).await.expect("still her").grants.are_empty());
        sessions::sign_out(&world.app, &actor).await.expect("signed out");
        assert!(invalid(&world.bearer(&issued.jwt).await));
    }

    async fn an_access_token_lives_a_quarter_of_an_hour(world) {
        let (token, secret) = world.token(&Actor::system(), Role::Auditor, Scope::Installation).await;
        let robot = world.bearer(secret.reveal()).await.expect("a live token");
        let issued = access_tokens::issue(&world.app, &robot).expect("issued");
        world.advance(Duration::seconds(15 * 60 - 1));
        let stood_for = Actor { delegated: true, ..robot.clone() };
        assert_eq!(world.bearer(&issued.jwt).await.expect("in time"), stood_for);
        let renewed = access_tokens::issue(&world.app, &robot).expect("issued");
        world.advance(Duration::seconds(1));
        assert!(invalid(&world.bearer(&issued.jwt).await));
        world.bearer(&renewed.jwt).await.expect("a fresh one");
        api_tokens::revoke(&world.app, &Actor::system(), token.id).await.expect("revoked");
        assert!(invalid(&world.bearer(&renewed.jwt).await), "it dies with its token");
    }
}

fn encoded(part: &serde_json::Value) -> String {
    URL_SAFE_NO_PAD.encode(part.to_string())
}

/// A JWT signed with the key that an installation with this secret would use.
fn signed(secret: [u8; 32], header: &serde_json::Value, claims: &serde_json::Value) -> String {
    use ed25519_dalek::Signer as _;
    let key = MasterKey::new(KeyId(1), secret);
    let key = ed25519_dalek::SigningKey::from_bytes(&key.derive(KeyPurpose::AccessTokens));
    let text = format!("{}.{}", encoded(header), encoded(claims));
    let signature = URL_SAFE_NO_PAD.encode(key.sign(text.as_bytes()).to_bytes());
    format!("{text}.{signature}")
}

#[tokio::test]
async fn forged_access_tokens_are_refused() {
    use hmac::{Hmac, Mac as _};
    use serde_json::json;
    let world = World::sqlite().await;
    world.member("ada").await;
    let (actor, session) = world.signed_in("ada").await;
    let issued = access_tokens::issue(&world.app, &actor)
        .expect("issued")
        .jwt;
    let ours = crate::world::KEYRING_SECRET;
    let now = world.clock.now().timestamp();
    let header = |alg: &str, kid: &str| json!({ "alg": alg, "typ": "JWT", "kid": kid });
    let claims = |iss: &str, kind: &str, exp: i64| json!({ "iss": iss, "sub": session.session.id.to_string(), "kind": kind, "iat": now, "exp": exp });
    let good = (
        header("EdDSA", "00000001"),
        claims("https://usher.example", "session", now + 60),
    );
    world
        .bearer(&signed(ours, &good.0, &good.1))
        .await
        .expect("the forger's tools work");

    let unsigned = |alg| {
        format!(
            "{}.{}.",
            encoded(&header(alg, "00000001")),
            encoded(&good.1)
        )
    };
    let mut cut = issued.clone();
    cut.truncate(issued.rfind('.').expect("a JWT") + 1);
    let public = {
        let key = MasterKey::new(KeyId(1), ours).derive(KeyPurpose::AccessTokens);
        ed25519_dalek::SigningKey::from_bytes(&key).verifying_key()
    };
    let confused = {
        let text = format!(
            "{}.{}",
            encoded(&header("HS256", "00000001")),
            encoded(&good.1)
        );
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(public.as_bytes()).expect("a key");
        mac.update(text.as_bytes());
        format!(
            "{text}.{}",
            URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
        )
    };
    for (what, jwt) in [
        (
            "another installation's key",
            signed([9; 32], &good.0, &good.1),
        ),
        (
            "an unknown key id",
            signed(ours, &header("EdDSA", "00000002"), &good.1),
        ),
        (
            "no key id",
            signed(ours, &json!({ "alg": "EdDSA" }), &good.1),
        ),
        (
            "another issuer",
            signed(
                ours,
                &good.0,
                &claims("https://evil.example", "session", now + 60),
            ),
        ),
        (
            "another kind",
            signed(
                ours,
                &good.0,
                &claims("https://usher.example", "owner", now + 60),
            ),
        ),
        (
            "a past end",
            signed(
                ours,
                &good.0,
                &claims("https://usher.example", "session", now),
            ),
        ),
        ("the algorithm none", unsigned("none")),
        ("no signature", unsigned("EdDSA")),
        ("a cut signature", cut),
        ("the public key as an HMAC key", confused),
        ("nothing", String::new()),
        ("noise", "a.b.c".to_owned()),
    ] {
        assert!(invalid(&world.bearer(&jwt).await), "{what}");
    }
}

#[tokio::test]
async fn after_a_key_rotation_only_new_access_tokens_are_good() {
    let world = World::sqlite().await;
    world.member("ada").await;
    let (actor, _) = world.signed_in("ada").await;
    let old = access_tokens::issue(&world.app, &actor).expect("issued");
    let keys = [(1, crate::world::KEYRING_SECRET), (2, [2; 32])];
    let keys = keys
        .map(|(id, secret)| MasterKey::new(KeyId(id), secret))
        .to_vec();
    world
        .app
        .replace_keyring(Keyring::new(keys).expect("two keys"));
    let new = access_tokens::issue(&world.app, &actor).expect("issued");
    // Whoever has the old key could go on signing.
    assert!(invalid(&world.bearer(&old.jwt).await));
    let stood_for = Actor {
        delegated: true,
        ..actor
    };
    assert_eq!(world.bearer(&new.jwt).await.expect("good"), stood_for);
}

#[tokio::test]
async fn only_sessions_and_tokens_can_be_stood_for() {
    let world = World::sqlite().await;
    for actor in [Actor::system(), Actor::anonymous()] {
        let answer = access_tokens::issue(&world.app, &actor);
        assert!(matches!(answer, Err(AccessTokenError::NotACredential)));
    }
}
