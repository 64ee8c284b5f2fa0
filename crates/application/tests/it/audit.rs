//! The audit log: an event for everything that happens, and a chain that shows when one was touched.

use chrono::Duration;
use usher_application::{
    PageRequest, access_keys, access_tokens,
    account_users::{self, UserChanges},
    accounts::{self, AccountChanges},
    api_tokens::{self, NewApiToken},
    audit_chain::{self, Verification},
    audit_log::{self, AuditFilter},
    captured_emails, housekeeping, mail_providers, me, memberships, password_links,
    password_resets, sessions, setup, templates, welcome_emails,
};
use usher_domain::{
    actor::Actor, audit::AuditAction, chain_head::ChainHead, grants::Scope,
    request_origin::RequestOrigin, role::Role,
};

use crate::branding::png;
use crate::mailbox::tokens;
use crate::places::on_both_databases;
use crate::templates::{id, wanted};
use crate::world::{OTHER_PASSWORD, PASSWORD, World, changes, password};

impl World {
    async fn verify(&self, kept: Option<ChainHead>) -> Verification {
        audit_chain::verify(&self.app, kept)
            .await
            .expect("the database answers")
    }

    /// Two sealed batches; the head as somebody wrote it down.
    async fn sealed(&self) -> ChainHead {
        for login in ["ada", "grace"] {
            self.user(login).await;
        }
        self.seal().await;
        self.member("mary").await;
        self.seal().await;
        let head = audit_chain::head(&self.app)
            .await
            .expect("the database answers");
        let head = head.expect("something is sealed");
        ChainHead {
            seq: head.seq,
            hash: head.hash,
        }
    }

    async fn broken_at(&self, kept: Option<ChainHead>) -> i64 {
        match self.verify(kept).await {
            Verification::Broken { seq, .. } => seq,
            found => panic!("{found:?}"),
        }
    }
}

on_both_databases! {
    async fn everything_that_happens_leaves_an_event(world) {
        let (app, system, local) = (&world.app, Actor::system(), RequestOrigin::local);
        let url = setup::setup_link(app).await.expect("asked").expect("no owner yet");
        let redemption = password_links::Redemption {
            password: password(PASSWORD),
            email: Some("first@example.com".parse().expect("an address")),
            account: None,
            origin: local(),
        };
        let session = password_links::consume(app, &tokens(url.expose())[0], redemption).await;
        let owner = world.with_cookie(&session.expect("founded")).await.expect("signed in");
        let other = world.account("Other").await;
        let empty = world.account("Empty").await;
        let renamed = AccountChanges {
            name: Some("Another".parse().expect("a name")),
            ..AccountChanges::default()
        };
        accounts::update(app, &owner, other.id, renamed).await.expect("updated");
        accounts::set_logo(app, &owner, other.id, png(1)).await.expect("set");
        accounts::remove_logo(app, &owner, other.id).await.expect("removed");
        accounts::delete(app, &owner, empty.id).await.expect("deleted");

        let ada = world.member("ada").await;
        memberships::add(app, &owner, other.id, ada.id).await.expect("added");
        memberships::remove(app, &owner, other.id, ada.id).await.expect("removed");
        world.grant(ada.id, vec![(Role::Helpdesk, Scope::Account(world.acme))]).await;
        world.grant(ada.id, vec![]).await;
        for enabled in [false, true] {
            world.change(ada.id, UserChanges { enabled: Some(enabled), ..changes() }).await;
        }
        world.change(ada.id, UserChanges { login: Some("ada.l".parse().expect("a login")), ..changes() }).await;
        world.change(ada.id, UserChanges { login: Some("ada".parse().expect("a login")), ..changes() }).await;
        let welcome = world.welcome(ada.id).await;
        welcome_emails::cancel(app, &owner, welcome.id).await.expect("cancelled");
        welcome_emails::retry(app, &owner, welcome.id).await.expect("retried");
        world.deliver().await;
        captured_emails::read(app, &owner, welcome.id, captured_emails::Look::Opened).await.expect("read");
        mail_providers::test(app, &owner, "capture", None, local()).await.expect("tested");
        password_links::reveal(app, &owner, ada.id, Some(password(PASSWORD))).await.expect("shown");
        password_links::revoke_all(app, &owner, ada.id).await.expect("revoked");
        world.advance(Duration::minutes(1));
        let expired = world.welcome_token(ada.id).await;
        world.advance(Duration::days(8));
        password_links::renew(app, &expired, local()).await.expect("renewed");
        password_resets::request(app, "ada".to_owned(), local()).await.expect("taken");
        let (actor, _) = world.signed_in("ada").await;
        access_tokens::issue(app, &actor).expect("issued");
        me::change_password(app, &actor, password(PASSWORD), password(OTHER_PASSWORD), local())
            .await
            .expect("changed");
        world.try_sign_in("ada", None, PASSWORD).await.expect_err("that was the old one");
        housekeeping::write_notes(app).await.expect("written");
        let session = world.try_sign_in("ada", None, OTHER_PASSWORD).await.expect("signed in");
        let actor = world.with_cookie(&session).await.expect("signed in");
        sessions::sign_out(app, &actor).await.expect("signed out");
        let new = NewApiToken {
            name: "robot".parse().expect("a name"),
            role: Role::Auditor,
            scope: Scope::Installation,
            expires_at: None,
        };
        let (token, _) = api_tokens::create(app, &system, new.clone()).await.expect("made");
        api_tokens::revoke(app, &system, token.id).await.expect("revoked");
        let (key, _) = access_keys::create(app, &system, new).await.expect("made");
        access_keys::revoke(app, &system, key.id).await.expect("revoked");
        templates::save(app, &owner, world.acme, wanted("house", &[("en", "{{ link }}")])).await.expect("saved");
        let to = Some("owner@example.com".parse().expect("an address"));
        templates::test_send(app, &owner, world.acme, id("house"), None, to).await.expect("tested");
        templates::delete(app, &owner, world.acme, id("house")).await.expect("deleted");
        world.run_a_bulk_send_through_its_states(&owner).await;
        world.move_users_by_file(&owner).await;
        account_users::delete(app, &system, ada.id).await.expect("deleted");

        // Commands work on a database that nobody serves; the server's own tests run them.
        let of_commands = [AuditAction::BackupMade, AuditAction::BackupRestored];
        for action in AuditAction::ALL.iter().filter(|action| !of_commands.contains(action)) {
            assert!(world.audited(action.as_str()) > 0, "{}", action.as_str());
        }
        world.seal().await;
        assert!(matches!(world.verify(None).await, Verification::Intact { .. }));
    }

    async fn an_untouched_log_is_intact(world) {
        let kept @ ChainHead { seq: events, hash } = world.sealed().await;
        let intact = |vouched| Verification::Intact { events, hash, vouched };
        assert_eq!(world.verify(None).await, intact(false));
        assert_eq!(world.verify(Some(kept)).await, intact(true));
        world.seal().await;
        assert_eq!(world.verify(None).await, intact(false), "nothing was waiting");
        let later = world.user("later").await;
        assert_eq!(world.verify(Some(kept)).await, intact(true), "what waits is not sealed");
        account_users::delete(&world.app, &Actor::system(), later.id).await.expect("deleted");
        world.seal().await;
        let found = world.verify(Some(kept)).await;
        assert!(matches!(found, Verification::Intact { vouched: true, events: now, .. } if now > events));
    }

    async fn a_changed_event_is_noticed(world) {
        world.sealed().await;
        world.place.execute("UPDATE audit_events SET details = 'x' WHERE chain_seq = 2");
        assert_eq!(world.broken_at(None).await, 2);
    }

    async fn an_event_moved_in_time_or_given_to_somebody_else_is_noticed(world) {
        world.sealed().await;
        world.place.execute(
            "UPDATE audit_events SET happened_at = happened_at + 1 WHERE chain_seq = 3",
        );
        assert_eq!(world.broken_at(None).await, 3);
        world.place.execute("UPDATE audit_events SET target_id = id WHERE chain_seq = 1");
        assert_eq!(world.broken_at(None).await, 1);
    }

    async fn a_removed_event_is_noticed(world) {
        world.sealed().await;
        world.place.execute("DELETE FROM audit_events WHERE chain_seq = 2");
        assert_eq!(world.broken_at(None).await, 2);
    }

    async fn a_removed_event_is_noticed_when_the_others_close_up(world) {
        world.sealed().await;
        world.place.execute("DELETE FROM audit_events WHERE chain_seq = 2");
        world.place.execute("UPDATE audit_events SET chain_seq = 2 WHERE chain_seq = 3");
        assert_eq!(world.broken_at(None).await, 2);
    }

    async fn removing_the_end_is_noticed_by_the_heads(world) {
        let events = world.sealed().await.seq;
        world.place.execute(&format!("DELETE FROM audit_events WHERE chain_seq = {events}"));
        assert_eq!(world.broken_at(None).await, events);
    }

    async fn removing_the_end_with_its_head_is_noticed_by_whoever_kept_it(world) {
        let kept = world.sealed().await;
        let before = world.place.number("SELECT min(seq) AS number FROM audit_heads");
        world.place.execute(&format!("DELETE FROM audit_events WHERE chain_seq > {before}"));
        world.place.execute(&format!("DELETE FROM audit_heads WHERE seq > {before}"));
        let found = world.verify(None).await;
        assert!(matches!(found, Verification::Intact { vouched: false, .. }), "{found:?}");
        assert_eq!(world.broken_at(Some(kept)).await, before + 1);
        assert_eq!(world.broken_at(Some(ChainHead { seq: before, hash: [1; 32] })).await, before, "another history");
    }

    async fn a_head_that_is_not_signed_by_us_is_noticed(world) {
        let events = world.sealed().await.seq;
        world.place.execute(&format!("DELETE FROM audit_heads WHERE seq = {events}"));
        assert_eq!(world.broken_at(None).await, events, "nobody vouches for the end");
        let before = world.place.number("SELECT max(seq) AS number FROM audit_heads");
        world.place.execute("UPDATE audit_heads SET signature = hash");
        assert_eq!(world.broken_at(None).await, before);
    }

    async fn two_sealers_share_one_chain(world) {
        for number in 0..20 {
            world.user(&format!("user{number}")).await;
        }
        tokio::join!(world.seal_as(1), world.seal_as(2), world.seal_as(3));
        let found = world.verify(None).await;
        // The key, the account and the users.
        assert!(matches!(found, Verification::Intact { events: 22, .. }), "{found:?}");
    }

    async fn the_log_is_read_page_by_page_and_by_action(world) {
        for login in ["ada", "grace", "mary"] {
            world.user(login).await;
            world.advance(Duration::seconds(1));
        }
        let list = |action: Option<&str>, cursor: Option<String>| {
            let filter = AuditFilter { account: None, action: action.map(str::to_owned) };
            let page = PageRequest { limit: 2, cursor };
            let app = &world.app;
            async move {
                audit_log::list(app, &Actor::system(), filter, page).await.expect("a page")
            }
        };
        let first = list(Some("user.created"), None).await;
        assert_eq!(first.items.len(), 2);
        let second = list(Some("user.created"), first.next_cursor).await;
        assert_eq!((second.items.len(), second.next_cursor), (1, None));
        assert!(list(Some("no\0such"), None).await.items.is_empty());
        assert_eq!(list(None, None).await.items.len(), 2);
    }
}
