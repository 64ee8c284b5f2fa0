//! The logo of an account, and what of an account stands on the pages of its users.

use usher_application::{
    accounts::{self, AccountChanges, AccountError},
    me,
};
use usher_domain::{
    account::Account,
    actor::Actor,
    logo::{self, InvalidLogo, Logo},
    password_link::LinkState,
};

use crate::places::on_both_databases;
use crate::world::{PASSWORD, World, changes};

/// A PNG of so many pixels in width.
pub(crate) fn png(width: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(1_u32.to_be_bytes());
    bytes
}

impl World {
    async fn set_logo(&self, image: Vec<u8>) -> Result<(), AccountError> {
        accounts::set_logo(&self.app, &Actor::system(), self.acme, image).await
    }

    async fn remove_logo(&self) {
        let removed = accounts::remove_logo(&self.app, &Actor::system(), self.acme).await;
        removed.expect("there is such an account");
    }

    async fn acme(&self) -> Account {
        let found = accounts::get(&self.app, &Actor::system(), self.acme).await;
        found.expect("there is such an account")
    }

    async fn logo(&self, logo: &Logo) -> Option<Logo> {
        let found = accounts::find_logo(&self.app, logo.hash).await;
        found.expect("the database answers")
    }
}

on_both_databases! {
    async fn a_logo_is_found_by_its_hash_until_another_takes_its_place(world) {
        let [first, second] = [1, 2].map(|width| Logo::read(png(width)).expect("a logo"));
        world.advance(chrono::Duration::minutes(1));
        world.set_logo(first.bytes.clone()).await.expect("set");
        let account = world.acme().await;
        assert_eq!(account.logo, Some(first.hash));
        assert!(account.updated_at > account.created_at);
        assert_eq!(world.logo(&first).await.as_ref(), Some(&first));

        world.set_logo(second.bytes.clone()).await.expect("set");
        assert_eq!(world.logo(&first).await, None);
        assert_eq!(world.logo(&second).await.as_ref(), Some(&second));

        for _ in 0..2 {
            world.remove_logo().await;
            assert_eq!(world.acme().await.logo, None);
        }
        assert_eq!(world.logo(&second).await, None);
        assert_eq!(world.audited("account.logo_changed"), 2);
        assert_eq!(world.audited("account.logo_removed"), 1, "there was one to remove");
    }

    async fn what_is_no_small_image_changes_nothing(world) {
        let logo = Logo::read(png(1)).expect("a logo");
        world.set_logo(logo.bytes.clone()).await.expect("set");
        let mut padded = png(1);
        padded.resize(logo::MAX_BYTES + 1, 0);
        for (image, reason) in [
            (Vec::new(), InvalidLogo::Format),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec(), InvalidLogo::Format),
            (png(1025), InvalidLogo::TooManyPixels),
            (padded, InvalidLogo::TooLarge),
        ] {
            let answer = world.set_logo(image).await;
            assert!(matches!(&answer, Err(AccountError::Logo(found)) if *found == reason), "{answer:?}");
        }
        assert_eq!(world.acme().await.logo, Some(logo.hash));
    }

    async fn a_deleted_account_takes_its_logo_along(world) {
        let (app, system) = (&world.app, Actor::system());
        let logo = Logo::read(png(1)).expect("a logo");
        let other = world.account("Other").await.id;
        accounts::set_logo(app, &system, other, logo.bytes.clone()).await.expect("set");
        accounts::delete(app, &system, other).await.expect("deleted");
        assert_eq!(world.logo(&logo).await, None);
        let answer = accounts::set_logo(app, &system, other, logo.bytes).await;
        assert!(matches!(answer, Err(AccountError::NotFound)), "{answer:?}");
        let answer = accounts::remove_logo(app, &system, other).await;
        assert!(matches!(answer, Err(AccountError::NotFound)), "{answer:?}");
    }

    async fn settings_are_set_left_and_cleared(world) {
        let (app, system) = (&world.app, Actor::system());
        let set = AccountChanges {
            sender_name: Some(Some("Acme".parse().expect("a name"))),
            reply_to: Some(Some("help@example.com".parse().expect("an address"))),
            accent_color: Some(Some("#0a7c5e".parse().expect("a colour"))),
            ..AccountChanges::default()
        };
        let branded = accounts::update(app, &system, world.acme, set).await.expect("set");
        let left = accounts::update(app, &system, world.acme, AccountChanges::default()).await;
        assert_eq!(left.expect("left"), branded, "no change");
        assert_eq!(world.audited("account.updated"), 1);
        assert_eq!(world.acme().await.settings, branded.settings);
        let clear = AccountChanges {
            sender_name: Some(None),
            reply_to: Some(None),
            accent_color: Some(None),
            ..AccountChanges::default()
        };
        let plain = accounts::update(app, &system, world.acme, clear).await.expect("cleared");
        let settings = plain.settings;
        assert!(settings.sender_name.is_none() && settings.reply_to.is_none());
        assert!(settings.accent_color.is_none());
    }

    async fn a_user_meets_the_branding_of_her_primary_account(world) {
        let logo = Logo::read(png(1)).expect("a logo");
        world.set_logo(logo.bytes).await.expect("set");
        let ada = world.user("ada").await;
        let locale = Some(Some("pt".parse().expect("a language")));
        world.change(ada.id, usher_application::account_users::UserChanges { locale, ..changes() }).await;
        let token = world.welcome_token(ada.id).await;
        let link = world.inspect(&token).await;
        assert_eq!(link.state, LinkState::Open);
        assert_eq!(link.account.expect("hers").logo, Some(logo.hash));
        assert_eq!(link.user.and_then(|user| user.locale).expect("hers").as_str(), "pt");

        let session = world.consume(&token, PASSWORD).await.expect("signed in");
        let actor = world.with_cookie(&session).await.expect("signed in");
        let me = me::describe(&world.app, &actor).await.expect("described");
        assert_eq!(me.account.expect("hers").logo, Some(logo.hash));
    }
}
