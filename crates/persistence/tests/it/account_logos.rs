//! Branding of accounts: what is stored reads back, and a logo goes with its account.

use usher_domain::{ids::AccountId, logo::Logo};
use usher_persistence::{account_logos, accounts};

use crate::fixtures::{account, another_account, at, read, write};
use crate::matrix::{TestDatabase, on_both_databases};

/// An image of one pixel in height.
fn logo(width: u8) -> Logo {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend([0, 0, 0, width, 0, 0, 0, 1]);
    Logo::read(bytes).expect("a logo")
}

async fn set(db: &TestDatabase, account: AccountId, logo: &Logo) {
    let logo = logo.clone();
    write(db, move |connection| {
        account_logos::replace(connection, account, &logo, at(1))
    })
    .await;
}

async fn find(db: &TestDatabase, logo: &Logo) -> Option<Logo> {
    let hash = logo.hash;
    read(db, move |connection| account_logos::find(connection, hash)).await
}

on_both_databases! {
    async fn an_account_is_read_with_its_branding(db) {
        let acme = account(&db).await;
        let other = another_account(&db, "Other").await;
        let (first, second) = (logo(1), logo(2));
        set(&db, acme, &first).await;
        set(&db, acme, &second).await;
        write(&db, move |connection| {
            let mut account = accounts::find(connection, acme)?.expect("it is there");
            account.settings.sender_name = Some("Acme \"Welcome\"".parse().expect("a name"));
            account.settings.reply_to = Some("hilfe@bücher.example".parse().expect("an address"));
            account.settings.accent_color = Some("#0A7C5E".parse().expect("a colour"));
            accounts::update(connection, &account)
        })
        .await;

        let list = read(&db, |connection| accounts::list(connection, None, None, 9)).await;
        let name = "acme".parse().expect("a name");
        let named = read(&db, move |connection| accounts::find_by_name(connection, &name)).await;
        let found = read(&db, move |connection| accounts::find(connection, acme)).await;
        let found = found.expect("it is there");
        assert_eq!((Some(&found), Some(&found)), (named.as_ref(), list.first()));
        assert_eq!(found.logo, Some(second.hash));
        let settings = &found.settings;
        let text = |value: Option<String>| value.expect("stored");
        assert_eq!(text(settings.sender_name.as_ref().map(ToString::to_string)), "Acme \"Welcome\"");
        assert_eq!(text(settings.reply_to.as_ref().map(ToString::to_string)), "hilfe@bücher.example");
        assert_eq!(text(settings.accent_color.map(|color| color.to_string())), "#0a7c5e");
        assert_eq!((list[1].id, list[1].logo), (other, None));

        assert_eq!(find(&db, &first).await, None, "another one took its place");
        assert_eq!(find(&db, &second).await, Some(second));
    }

    async fn a_logo_is_there_as_long_as_some_account_has_it(db) {
        let acme = account(&db).await;
        let other = another_account(&db, "Other").await;
        let shared = logo(1);
        for account in [acme, other] {
            set(&db, account, &shared).await;
        }
        assert!(write(&db, move |connection| account_logos::delete(connection, acme)).await);
        assert!(!write(&db, move |connection| account_logos::delete(connection, acme)).await);
        assert_eq!(find(&db, &shared).await.as_ref(), Some(&shared));
        write(&db, move |connection| accounts::delete(connection, other)).await;
        assert_eq!(find(&db, &shared).await, None, "it went with its account");
    }

    async fn a_change_is_noted_for_accounts_that_exist(db) {
        let acme = account(&db).await;
        assert!(write(&db, move |connection| accounts::note_change(connection, acme, at(9))).await);
        let found = read(&db, move |connection| accounts::find(connection, acme)).await;
        assert_eq!(found.expect("it is there").updated_at, at(9));
        write(&db, move |connection| accounts::delete(connection, acme)).await;
        assert!(!write(&db, move |connection| accounts::note_change(connection, acme, at(9))).await);
    }
}
