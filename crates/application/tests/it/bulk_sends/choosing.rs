//! Whom bulk sends reach, and whom they leave out.

use usher_application::{
    PageRequest,
    account_users::{self, UserChanges, UserFilter},
    bulk_sends::{self, Preview, Recipients},
    memberships,
};
use usher_domain::{
    account_user::UserStatus,
    actor::Actor,
    bulk_send::{BulkSendStatus, LeftOut, LeftOutReason},
    grants::Scope,
    ids::AccountUserId,
    role::Role,
    user_list::WelcomeState,
};
use uuid::Uuid;

use super::{everybody, to};
use crate::places::on_both_databases;
use crate::world::changes;

on_both_databases! {
    async fn a_dry_run_tells_who_would_be_left_out_and_why(world) {
        let elsewhere = world.account("Elsewhere").await.id;
        let guest = world.user_of(elsewhere, "guest").await;
        memberships::add(&world.app, &Actor::system(), world.acme, guest.id).await.expect("a member");
        let (fine, sent, off, silent, chief) = (
            world.user("fine").await,
            world.user("sent").await,
            world.user("off").await,
            world.user("silent").await,
            world.user("chief").await,
        );
        world.welcome(sent.id).await;
        world.change(off.id, UserChanges { enabled: Some(false), ..changes() }).await;
        world.change(silent.id, UserChanges { email: Some(None), ..changes() }).await;
        world.grant(chief.id, vec![(Role::Owner, Scope::Account(world.acme))]).await;
        let helpdesk = world.robot(Role::Helpdesk, Scope::Account(world.acme));

        let left_out = LeftOut {
            no_address: 1,
            disabled: 1,
            sent_lately: 1,
            not_permitted: 1,
            not_primary: 1,
            not_found: 0,
        };
        let expected = Preview { total: 6, to_send: 1, left_out };
        assert_eq!(world.preview(&helpdesk, everybody()).await, expected);

        let stranger = world.user_of(elsewhere, "stranger").await.id;
        let nobody = AccountUserId::from(Uuid::from_u128(7));
        let listed = [fine.id, sent.id, off.id, silent.id, chief.id, guest.id, stranger, nobody, fine.id];
        let listed = to(Recipients::Users(listed.to_vec()));
        let not_found = LeftOut { not_found: 2, ..left_out };
        let expected = Preview { total: 8, to_send: 1, left_out: not_found };
        assert_eq!(world.preview(&helpdesk, listed).await, expected);

        let narrowed = UserFilter {
            status: Some(UserStatus::Pending),
            welcome: Some(WelcomeState::None),
            search: Some("fin".to_owned()),
            ..UserFilter::default()
        };
        let narrowed = world.preview(&helpdesk, to(Recipients::Filter(narrowed))).await;
        assert_eq!((narrowed.total, narrowed.to_send), (1, 1));
        assert_eq!(world.queued(), 0, "nothing is sent");
    }

    async fn listed_users_who_are_somebody_elses_are_not_found(world) {
        let elsewhere = world.account("Elsewhere").await.id;
        let stranger = world.user_of(elsewhere, "stranger").await;
        let (ada, gone) = (world.user("ada").await, world.user("gone").await);
        let nobody = AccountUserId::from(Uuid::from_u128(7));
        let listed = vec![ada.id, stranger.id, nobody, gone.id];
        let id = world.start(to(Recipients::Users(listed))).await;
        account_users::delete(&world.app, &Actor::system(), gone.id).await.expect("deleted");
        world.work_off(&world.app).await;
        let send = world.bulk_send(id).await;
        assert_eq!((send.status, send.progress.sent, send.progress.left_out.not_found), (BulkSendStatus::Done, 1, 3));
        assert_eq!(world.get(stranger.id).await.latest_welcome, None);
        assert_eq!(world.get(stranger.id).await.version, stranger.version, "her row is nobody's business");

        let page = |cursor| PageRequest { limit: 2, cursor };
        let helpdesk = world.robot(Role::Helpdesk, Scope::Account(world.acme));
        let first = bulk_sends::left_out(&world.app, &helpdesk, id, None, page(None)).await.expect("a page");
        let second = bulk_sends::left_out(&world.app, &helpdesk, id, None, page(first.next_cursor.clone()));
        let second = second.await.expect("a page");
        let all: Vec<_> = first.items.iter().chain(&second.items).collect();
        assert_eq!((all.len(), second.next_cursor.as_ref()), (3, None));
        assert!(all.iter().all(|user| user.reason == LeftOutReason::NotFound && user.names.is_none()));
    }

    async fn a_deleted_users_message_holds_no_run_up(world) {
        let users = world.crowd(12).await;
        let id = world.start(everybody()).await;
        world.tend_once().await;
        for user in &users {
            account_users::delete(&world.app, &Actor::system(), *user).await.expect("deleted");
        }
        world.work_off(&world.app).await;
        let send = world.bulk_send(id).await;
        assert_eq!((send.status, send.progress.sent), (BulkSendStatus::Done, 0));
        assert_eq!((send.progress.cancelled, send.progress.left_out.not_found), (10, 2));
    }

    async fn a_run_of_nobody_ends_at_once(world) {
        let id = world.start(everybody()).await;
        world.work_off(&world.app).await;
        let send = world.bulk_send(id).await;
        assert_eq!((send.status, send.progress.total), (BulkSendStatus::Done, 0));
    }
}
