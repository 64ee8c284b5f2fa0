//! Tries at templates.

use usher_application::templates::{self, TemplateError};
use usher_domain::actor::Actor;

use super::Try;

impl Try<'_> {
    pub(super) async fn with_templates(&self, what: &str) -> bool {
        let (app, actor, acme) = (&self.world.app, &self.actor, self.world.acme);
        let id = || crate::templates::id("greeting");
        let wanted = crate::templates::wanted("greeting", &[("en", "{{ link }}")]);
        templates::save(app, &Actor::system(), acme, wanted.clone())
            .await
            .expect("a template");
        // Test mails are counted per person, and system and robots are many here.
        self.world.advance(chrono::Duration::minutes(1));
        let refused = |answer: Result<(), TemplateError>| {
            allowed!(answer, TemplateError::NotFound | TemplateError::Denied(_))
        };
        match what {
            "see the templates of an account" => {
                refused(templates::list(app, actor, acme).await.map(drop))
            }
            "look at a template of an account" => {
                let shown = templates::preview(app, actor, acme, id(), None).await;
                refused(shown.map(drop))
            }
            "try out a template of an account" => {
                let to = Some("ada@example.com".parse().expect("an address"));
                let sent = templates::test_send(app, actor, acme, id(), None, to).await;
                refused(sent.map(drop))
            }
            "save a template of an account" => {
                refused(templates::save(app, actor, acme, wanted).await.map(drop))
            }
            "delete a template of an account" => {
                refused(templates::delete(app, actor, acme, id()).await)
            }
            _ => panic!("nobody tries to {what}"),
        }
    }
}
