//! Tries at files of users.

use usher_application::{
    PageRequest,
    user_imports::{self, ImportWish, UserImportError},
};
use usher_domain::{actor::Actor, request_origin::RequestOrigin, user_import::OnDuplicate};

use super::Try;

impl Try<'_> {
    pub(super) async fn with_files(&self, what: &str) -> bool {
        let (app, actor, acme) = (&self.world.app, &self.actor, self.world.acme);
        let file = if what.contains("changes") {
            format!("login,name\n{},X\n", self.user.login)
        } else {
            format!("login,email\nfiled{0},filed{0}@example.com\n", self.number)
        };
        let wish = ImportWish {
            dry_run: !what.starts_with("import"),
            send_welcome: Some(what.contains("welcome")),
            on_duplicate: if what.contains("changes") {
                OnDuplicate::Update
            } else {
                OnDuplicate::Skip
            },
        };
        let origin = RequestOrigin::local;
        let submit = async |actor: &Actor| {
            user_imports::submit(app, actor, acme, file.clone(), wish, origin()).await
        };
        let answer = if what.contains("file of") {
            submit(actor).await
        } else if what.starts_with("list") {
            let listed = user_imports::list(app, actor, acme, PageRequest::default()).await;
            return allowed!(
                listed,
                UserImportError::NotFound | UserImportError::Denied(_)
            );
        } else {
            let import = submit(&Actor::system()).await.expect("a good file").id;
            let answer = match what {
                "see an import of users" => user_imports::get(app, actor, import).await,
                "start an import of users" => {
                    user_imports::start(app, actor, import, origin()).await
                }
                "call off an import of users" => user_imports::cancel(app, actor, import).await,
                "see the rows of an import of users" => {
                    let rows =
                        user_imports::rows(app, actor, import, None, PageRequest::default()).await;
                    match rows {
                        Ok(_) => user_imports::get(app, &Actor::system(), import).await,
                        Err(error) => Err(error),
                    }
                }
                _ => panic!("nobody tries to {what}"),
            };
            // Few imports of an account may be open at once. One that has ended is done with.
            let _ = user_imports::cancel(app, &Actor::system(), import).await;
            answer
        };
        if let Ok(import) = &answer {
            let _ = user_imports::cancel(app, &Actor::system(), import.id).await;
        }
        allowed!(
            answer,
            UserImportError::NotFound | UserImportError::Denied(_)
        )
    }
}
