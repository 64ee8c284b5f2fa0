//! Messages that lose their worth while they are under way: whatever the try ends with, they do not
//! go again.

use chrono::Duration;
use usher_application::{account_users::UserChanges, password_links};
use usher_domain::{
    account_user::AccountUser,
    actor::Actor,
    clock::Clock as _,
    delivery::DeliveryStatus,
    ids::{AttemptId, LeaseId, MessageId},
    message::AttemptOutcome,
};
use usher_persistence::outbox::{self, Claim, ClaimedMessage, NextStep, Outcome};

use crate::places::on_both_databases;
use crate::world::{OTHER_PASSWORD, World, changes, password};

/// How a try may end so that the message would go again.
#[derive(Debug, Clone, Copy)]
enum End {
    Deferred,
    ProviderDown,
    Unknown,
    Abandoned,
}

const ENDS: [End; 4] = [
    End::Deferred,
    End::ProviderDown,
    End::Unknown,
    End::Abandoned,
];

/// What may happen to a user while her mail is under way.
#[derive(Debug, Clone, Copy)]
enum Change {
    Address,
    NoAddress,
    Disabled,
    Revoked,
    Password,
    Renamed,
}

impl World {
    async fn claim(&self, life: Duration) -> (LeaseId, Vec<ClaimedMessage>) {
        let (now, entropy) = (self.clock.now(), &*self.entropy);
        let lease = LeaseId::mint(now, entropy);
        let claim = Claim {
            bulk: usize::MAX,
            lease,
            life,
            provider: "main".to_owned(),
            attempts: vec![AttemptId::mint(now, entropy)],
            now,
        };
        let claimed = self
            .database
            .write(move |connection| outbox::claim(connection, &claim))
            .await;
        (lease, claimed.expect("claimed"))
    }

    async fn suffer(&self, user: &AccountUser, change: Change) {
        let email = |address: Option<String>| UserChanges {
            email: Some(address.map(|address| address.parse().expect("an address"))),
            ..changes()
        };
        let changes = match change {
            Change::Revoked => {
                password_links::revoke_all(&self.app, &Actor::system(), user.id)
                    .await
                    .expect("revoked");
                return;
            }
            Change::Address => email(Some(format!("moved-{}@example.com", user.login))),
            Change::NoAddress => email(None),
            Change::Disabled => UserChanges {
                enabled: Some(false),
                ..changes()
            },
            Change::Password => UserChanges {
                password: Some(password(OTHER_PASSWORD)),
                ..changes()
            },
            Change::Renamed => UserChanges {
                display_name: Some("Somebody Else".parse().expect("a name")),
                ..changes()
            },
        };
        self.change(user.id, changes).await;
    }

    /// Welcomes somebody, has something happen to her while the mail is under way, and ends the try.
    async fn interrupted(&self, login: &str, change: Change, end: End) -> (AccountUser, MessageId) {
        let user = self.user(login).await;
        let id = self.welcome(user.id).await.id;
        let life = match end {
            End::Abandoned => -Duration::seconds(1),
            _ => Duration::hours(1),
        };
        let (lease, claimed) = self.claim(life).await;
        assert_eq!(
            claimed.iter().map(|message| message.id).collect::<Vec<_>>(),
            [id]
        );
        self.suffer(&user, change).await;
        assert_eq!(self.message(id).await.status, DeliveryStatus::Sending);
        let until = self.clock.now();
        let (attempt, next) = match end {
            End::Abandoned => return (user, id),
            End::Deferred => (
                AttemptOutcome::Deferred,
                NextStep::Wait {
                    until,
                    counts: true,
                },
            ),
            End::ProviderDown => (
                AttemptOutcome::ProviderDown,
                NextStep::Wait {
                    until,
                    counts: false,
                },
            ),
            End::Unknown => (AttemptOutcome::Uncertain, NextStep::Unknown { until }),
        };
        let outcome = Outcome {
            provider: None,
            message: id,
            user: user.id,
            lease,
            at: until,
            attempt,
            reply: None,
            next,
        };
        let recorded = self
            .database
            .write(move |connection| outbox::record(connection, std::slice::from_ref(&outcome)))
            .await;
        assert_eq!(recorded.expect("recorded"), 0);
        (user, id)
    }

    async fn latest_welcome_status(&self, user: &AccountUser) -> DeliveryStatus {
        let user = self.get(user.id).await;
        user.latest_welcome.expect("she was welcomed").status
    }
}

on_both_databases! {
    async fn a_message_whose_links_were_voided_under_way_is_not_tried_again(world) {
        let changes = [
            Change::Address,
            Change::NoAddress,
            Change::Disabled,
            Change::Revoked,
            Change::Password,
        ];
        for change in changes {
            for end in ENDS {
                let login = format!("{change:?}-{end:?}");
                let (user, id) = world.interrupted(&login, change, end).await;
                let (_, claimed) = world.claim(Duration::hours(1)).await;
                assert!(claimed.is_empty(), "{login}");
                assert_eq!(world.message(id).await.status, DeliveryStatus::Cancelled, "{login}");
                let latest = world.latest_welcome_status(&user).await;
                assert_eq!(latest, DeliveryStatus::Cancelled, "{login}");
            }
        }
        world.deliver().await;
        assert!(world.mailbox.is_empty());
    }

    async fn a_message_whose_link_is_still_good_is_tried_again(world) {
        for end in ENDS {
            let login = format!("ada-{end:?}");
            let (user, id) = world.interrupted(&login, Change::Renamed, end).await;
            let (lease, claimed) = world.claim(Duration::hours(1)).await;
            assert_eq!(claimed.iter().map(|message| message.id).collect::<Vec<_>>(), [id], "{end:?}");
            let outcome = Outcome {
                provider: None,
                message: id,
                user: user.id,
                lease,
                at: world.clock.now(),
                attempt: AttemptOutcome::Delivered,
                reply: None,
                next: NextStep::Sent,
            };
            let record = world
                .database
                .write(move |connection| outbox::record(connection, std::slice::from_ref(&outcome)));
            assert_eq!(record.await.expect("recorded"), 0);
            assert_eq!(world.message(id).await.status, DeliveryStatus::Sent);
            assert_eq!(world.latest_welcome_status(&user).await, DeliveryStatus::Sent);
        }
    }

    async fn a_reset_for_two_goes_again_while_one_of_its_links_is_good(world) {
        let here = world.member("ada").await;
        world.advance(Duration::seconds(1));
        let other = world.account("Other").await.id;
        let there = world.user_of(other, "ada").await;
        let origin = usher_domain::request_origin::RequestOrigin::local();
        usher_application::password_resets::request(&world.app, "ada@example.com".to_owned(), origin)
            .await
            .expect("taken");
        for (user, goes_again) in [(here, true), (there, false)] {
            let (_, claimed) = world.claim(-Duration::seconds(1)).await;
            assert_eq!(claimed.len(), 1);
            world.suffer(&user, Change::Revoked).await;
            let (_, claimed) = world.claim(-Duration::seconds(1)).await;
            assert_eq!(claimed.len(), usize::from(goes_again), "{}", user.account_id);
        }
    }
}
