//! Bulk sends and imports that ended long ago go, with all that hangs on them, and those under way stay.

use chrono::Duration;
use usher_application::{
    bulk_sends::{self, Recipients},
    housekeeping,
    retention::{self, RetentionPolicy, Swept},
    user_imports,
};
use usher_domain::{
    actor::Actor,
    bulk_send::BulkSendStatus,
    ids::{AccountUserId, UserImportId},
};
use uuid::Uuid;

use crate::bulk_sends::{NODE, everybody, to};
use crate::places::on_both_databases;
use crate::retention::POLICY;
use crate::user_imports::{PREVIEW, people, submit};
use crate::world::World;

/// So many users whom nobody knows: each of them is left out and remembered.
fn unknown(count: u128) -> Recipients {
    Recipients::Users(
        (1..=count)
            .map(|id| Uuid::from_u128(id).into())
            .collect::<Vec<AccountUserId>>(),
    )
}

impl World {
    /// A file of so many people, checked and called off or left alone.
    async fn checked(&self, count: usize, called_off: bool) -> UserImportId {
        let system = Actor::system();
        let import = submit(self, &system, &people(count), PREVIEW).await;
        let id = import.expect("a good file").id;
        if called_off {
            user_imports::cancel(&self.app, &system, id)
                .await
                .expect("called off");
        }
        id
    }

    /// Erases what the rows of imports that have ended say.
    async fn erase_values(&self) {
        while user_imports::work(&self.app, NODE).await.expect("works") {}
    }
}

on_both_databases! {
    async fn bulk_sends_go_with_the_messages_of_their_time_and_those_under_way_stay(world) {
        let done = world.start(to(unknown(3))).await;
        world.work_off(&world.app).await;
        assert_eq!(world.bulk_send(done).await.status, BulkSendStatus::Done);
        world.user("ada").await;
        let paused = world.start(everybody()).await;
        bulk_sends::pause(&world.app, &Actor::system(), paused).await.expect("paused");
        world.advance(Duration::days(399));
        world.sweep().await;
        assert_eq!((world.stored("bulk_sends"), world.stored("bulk_send_recipients")), (2, 3));
        world.advance(Duration::days(2));
        assert_eq!(world.sweep().await, Swept { rows: 4, writes: 1 });
        assert_eq!((world.stored("bulk_sends"), world.stored("bulk_send_recipients")), (1, 0));

        // It goes on as if nothing had happened, and has its own time from its end on.
        bulk_sends::resume(&world.app, &Actor::system(), paused).await.expect("resumed");
        world.work_off(&world.app).await;
        assert_eq!(world.bulk_send(paused).await.progress.sent, 1);
        world.advance(Duration::days(399));
        world.sweep().await;
        assert_eq!(world.stored("bulk_sends"), 1);
    }

    async fn a_bulk_send_that_left_many_out_goes_in_portions(world) {
        world.start(to(unknown(1_204))).await;
        world.work_off(&world.app).await;
        assert_eq!(world.stored("bulk_send_recipients"), 1_204);
        world.advance(Duration::days(401));
        assert_eq!(world.sweep().await, Swept { rows: 1_205, writes: 3 });
        assert_eq!((world.stored("bulk_sends"), world.stored("bulk_send_recipients")), (0, 0));
    }

    async fn what_became_of_an_import_is_kept_for_ninety_days(world) {
        world.checked(700, true).await;
        world.erase_values().await;
        let open = world.checked(2, false).await;
        world.advance(Duration::days(89));
        world.sweep().await;
        assert_eq!((world.stored("user_imports"), world.stored("user_import_rows")), (2, 702));
        world.advance(Duration::days(2));
        assert_eq!(world.sweep().await, Swept { rows: 701, writes: 2 });
        assert_eq!((world.stored("user_imports"), world.stored("user_import_rows")), (1, 2));
        assert_eq!(world.sweep().await, Swept::default());

        // Somebody has left it alone; it ends at last, says nothing any more, and then has its time.
        housekeeping::tidy(&world.app).await.expect("tidied");
        world.erase_values().await;
        let said = "user_import_rows WHERE login IS NOT NULL OR email IS NOT NULL OR display_name IS NOT NULL";
        assert_eq!((world.stored(said), world.stored("leases WHERE name LIKE 'user-import:%'")), (0, 0));
        let ended = user_imports::get(&world.app, &Actor::system(), open).await.expect("it is there");
        assert!(ended.status.has_ended() && ended.erased_at.is_some());
        world.advance(Duration::days(91));
        world.sweep().await;
        assert_eq!((world.stored("user_imports"), world.stored("user_import_rows")), (0, 0));
    }

    async fn bulk_sends_stay_for_ever_where_messages_do(world) {
        world.start(to(unknown(1))).await;
        world.work_off(&world.app).await;
        world.checked(1, true).await;
        world.advance(Duration::days(4_000));
        let for_ever = RetentionPolicy { messages: None, ..POLICY };
        retention::sweep(&world.app, for_ever, NODE).await.expect("swept");
        assert_eq!((world.stored("bulk_sends"), world.stored("user_imports")), (1, 0));
    }
}
