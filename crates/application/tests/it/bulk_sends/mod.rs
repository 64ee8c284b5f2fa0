//! Bulk sends: whom they reach, how they hold back, and what stops them.

mod choosing;
mod holding_back;
mod many;
mod reaching;
mod stopping;

use std::collections::HashSet;

use chrono::Duration;
use usher_application::{
    App,
    account_users::{self, UserFilter},
    bulk_sends::{self, NewBulkSend, Preview, Recipients, Round},
    dispatcher,
};
use usher_domain::{
    account_user::AccountUser,
    actor::Actor,
    bulk_send::{BulkSend, BulkSendLimits},
    ids::{AccountUserId, BulkSendId},
    request_origin::RequestOrigin,
    user_list::WelcomeState,
};
use uuid::Uuid;

use crate::world::World;

/// One of two nodes.
pub(crate) const NODE: Uuid = Uuid::from_u128(1);
const OTHER_NODE: Uuid = Uuid::from_u128(2);

pub(crate) fn everybody() -> NewBulkSend {
    to(Recipients::Filter(UserFilter::default()))
}

pub(crate) fn to(recipients: Recipients) -> NewBulkSend {
    NewBulkSend {
        recipients,
        template: None,
        limits: BulkSendLimits::default(),
        expected_to_send: None,
    }
}

pub(crate) fn limited(limits: BulkSendLimits) -> NewBulkSend {
    NewBulkSend {
        limits,
        ..everybody()
    }
}

pub(crate) const NO_CANARY: BulkSendLimits = BulkSendLimits {
    pace_per_minute: None,
    canary: 0,
    failure_threshold_percent: 20,
    skip_welcomed_within_hours: 24,
};

pub(crate) async fn tend(app: &App, node: Uuid) -> Round {
    bulk_sends::tend(app, node).await.expect("the runs go on")
}

impl World {
    /// So many users of the account: user0000, user0001, and so on, made one after the other.
    pub(crate) async fn crowd(&self, count: usize) -> Vec<AccountUserId> {
        let mut ids = Vec::new();
        for number in 0..count {
            ids.push(self.user(&format!("user{number:04}")).await.id);
            self.advance(Duration::milliseconds(1));
        }
        ids
    }

    pub(crate) async fn start(&self, new: NewBulkSend) -> BulkSendId {
        self.start_as(&Actor::system(), new).await
    }

    async fn start_as(&self, actor: &Actor, new: NewBulkSend) -> BulkSendId {
        let origin = RequestOrigin::local();
        let made = bulk_sends::create(&self.app, actor, self.acme, origin, new).await;
        made.expect("started").id
    }

    async fn preview(&self, actor: &Actor, new: NewBulkSend) -> Preview {
        let preview = bulk_sends::preview(&self.app, actor, self.acme, new).await;
        preview.expect("counted")
    }

    pub(crate) async fn bulk_send(&self, id: BulkSendId) -> BulkSend {
        let found = bulk_sends::get(&self.app, &Actor::system(), id).await;
        found.expect("it is there")
    }

    /// Queues and delivers until nothing more happens.
    pub(crate) async fn work_off(&self, app: &App) {
        loop {
            let (mut acted, waiting) = (false, self.waiting());
            while tend(app, NODE).await.acted {
                acted = true;
            }
            dispatcher::deliver_due(app).await.expect("delivered");
            if !acted && self.waiting() == waiting {
                return;
            }
        }
    }

    fn waiting(&self) -> i64 {
        self.place.number(
            "SELECT count(*) AS number FROM messages WHERE status IN ('queued', 'sending', 'deferred')",
        )
    }

    fn queued(&self) -> i64 {
        self.place
            .number("SELECT count(*) AS number FROM messages WHERE bulk_send_id IS NOT NULL")
    }

    /// The most messages that any user has.
    fn most_for_one(&self) -> i64 {
        self.place.number(
            "SELECT max(count) AS number FROM (SELECT count(*) AS count FROM messages GROUP BY user_id) AS counts",
        )
    }

    /// For the test that every action of the audit log is written.
    pub(crate) async fn run_a_bulk_send_through_its_states(&self, actor: &Actor) {
        let id = self.start_as(actor, everybody()).await;
        bulk_sends::pause(&self.app, actor, id)
            .await
            .expect("paused");
        bulk_sends::resume(&self.app, actor, id)
            .await
            .expect("resumed");
        bulk_sends::cancel(&self.app, actor, id)
            .await
            .expect("cancelled");
    }

    /// Ends every lease, whichever clock it goes by.
    fn end_leases(&self) {
        self.place.execute("UPDATE leases SET held_until = 0");
    }

    async fn tend_once(&self) {
        assert!(tend(&self.app, NODE).await.acted);
    }

    async fn by_login(&self, login: &str) -> AccountUser {
        let login = login.parse().expect("a login");
        let found =
            account_users::find_by_login(&self.app, &Actor::system(), self.acme, &login).await;
        found.expect("found").expect("she is there")
    }

    /// Somebody who is sent a message.
    async fn any_recipient(&self) -> AccountUserId {
        self.by_login("user0003").await.id
    }

    /// Those of some users whose welcome email was captured.
    async fn reached(&self, users: &[AccountUserId]) -> HashSet<AccountUserId> {
        let mut reached = HashSet::new();
        for user in users {
            let state = WelcomeState::of(self.get(*user).await.latest_welcome);
            if state == WelcomeState::Sent {
                reached.insert(*user);
            }
        }
        reached
    }
}
