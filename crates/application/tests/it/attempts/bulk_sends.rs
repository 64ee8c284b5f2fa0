//! Tries at bulk sends.

use usher_application::{
    PageRequest,
    bulk_sends::{self, BulkSendError},
};
use usher_domain::{actor::Actor, bulk_send::BulkSendLimits, request_origin::RequestOrigin};

use super::Try;

impl Try<'_> {
    pub(super) async fn with_bulk_sends(&self, what: &str) -> bool {
        use BulkSendError::{Denied, NotFound};
        let (app, actor, acme) = (&self.world.app, &self.actor, self.world.acme);
        let to_her = || bulk_sends::NewBulkSend {
            recipients: bulk_sends::Recipients::Users(vec![self.user.id]),
            template: None,
            limits: BulkSendLimits::default(),
            expected_to_send: None,
        };
        let (system, origin) = (Actor::system(), RequestOrigin::local);
        // An account has so many at most that are not over.
        let over = "UPDATE bulk_sends SET ended_at = updated_at";
        self.world.place.execute(over);
        let made = bulk_sends::create(app, &system, acme, origin(), to_her()).await;
        let id = made.expect("started").id;
        let page = PageRequest::default();
        match what {
            "try out a bulk send" => {
                let answer = bulk_sends::preview(app, actor, acme, to_her()).await;
                allowed!(answer, NotFound | Denied(_))
            }
            "start a bulk send" => {
                let answer = bulk_sends::create(app, actor, acme, origin(), to_her()).await;
                allowed!(answer, NotFound | Denied(_))
            }
            "list bulk sends" => {
                let answer = bulk_sends::list(app, actor, acme, page).await;
                allowed!(answer, NotFound | Denied(_))
            }
            "see a bulk send" => {
                allowed!(bulk_sends::get(app, actor, id).await, NotFound | Denied(_))
            }
            "see who is left out of a bulk send" => {
                let answer = bulk_sends::left_out(app, actor, id, None, page).await;
                allowed!(answer, NotFound | Denied(_))
            }
            "pause a bulk send" => {
                allowed!(
                    bulk_sends::pause(app, actor, id).await,
                    NotFound | Denied(_)
                )
            }
            "resume a bulk send" => {
                bulk_sends::pause(app, &system, id).await.expect("paused");
                allowed!(
                    bulk_sends::resume(app, actor, id).await,
                    NotFound | Denied(_)
                )
            }
            _ => allowed!(
                bulk_sends::cancel(app, actor, id).await,
                NotFound | Denied(_)
            ),
        }
    }
}
