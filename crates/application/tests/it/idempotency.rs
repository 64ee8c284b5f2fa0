//! Requests with a name are carried out once, on however many nodes they are made how often.

use std::future::ready;

use chrono::Duration;
use usher_application::{
    App, DatabaseError,
    account_users::{self, AccountUserError},
    accounts::{self, AccountError, NewAccount},
    housekeeping,
    idempotency::{NotRepeatable, Outcome, RepeatableRequest, once},
    mail_providers::{self, TestProviderError},
};
use usher_domain::{
    account::AccountSettings,
    actor::Actor,
    grants::Scope,
    idempotency::IdempotencyKey,
    ids::{AccountId, AccountUserId},
    request_origin::RequestOrigin,
    role::Role,
};
use usher_persistence::Backend;

use crate::mail_server::MailServer;
use crate::places::on_both_databases;
use crate::world::{World, new_user};

/// How a request ended that made nothing and found nothing made.
#[derive(Debug)]
enum Refused {
    ByRule(#[expect(dead_code, reason = "shown when a test fails")] String),
    NotRepeatable(NotRepeatable),
}

macro_rules! refusals {
    ($($error:ty),+) => {$(
        impl From<$error> for Refused {
            fn from(error: $error) -> Self {
                Self::ByRule(error.to_string())
            }
        }
    )+};
}
refusals!(
    AccountError,
    AccountUserError,
    TestProviderError,
    DatabaseError
);

impl From<NotRepeatable> for Refused {
    fn from(reason: NotRepeatable) -> Self {
        Self::NotRepeatable(reason)
    }
}

fn request(path: &str, body: &str) -> RepeatableRequest {
    RepeatableRequest {
        key: IdempotencyKey::parse("8e03978e").expect("a key"),
        method: "POST".to_owned(),
        path: path.to_owned(),
        query: None,
        body: body.as_bytes().to_vec(),
    }
}

/// Makes a user; the body of the request is her login.
async fn make(
    app: App,
    actor: Actor,
    account: AccountId,
    request: RepeatableRequest,
) -> Result<(AccountUserId, bool), Refused> {
    let login = String::from_utf8(request.body.clone()).expect("a login");
    let new = new_user(&login, Some(&format!("{login}@example.com")));
    let (app, actor) = (&app, &actor);
    let act = async |app: App| {
        account_users::create(&app, actor, account, new, RequestOrigin::local()).await
    };
    let again = async |outcome: Outcome| {
        let made = outcome.made.expect("a user was made").into();
        let user = account_users::get(app, actor, made).await?;
        Ok::<_, Refused>((user, None))
    };
    let ((user, _), replayed) = once(app, actor, Some(request), act, again).await?;
    Ok((user.id, replayed))
}

impl World {
    /// Makes a user of the account as the installation itself.
    async fn make(&self, login: &str) -> Result<(AccountUserId, bool), Refused> {
        let (app, actor) = (self.app.clone(), Actor::system());
        make(app, actor, self.acme, request("/users", login)).await
    }

    /// Lets every transaction that writes an audit event fail at that point, or lets them be again.
    pub(crate) fn audit_events_fail(&self, fail: bool) {
        let sql = match (self.database.backend(), fail) {
            (Backend::Sqlite, true) => {
                "CREATE TRIGGER crash BEFORE INSERT ON audit_events \
                 BEGIN SELECT RAISE(ABORT, 'crash'); END"
            }
            (Backend::Sqlite, false) => "DROP TRIGGER crash",
            (Backend::Postgres, true) => {
                "CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS \
                 $$ BEGIN RAISE 'crash'; END $$; \
                 CREATE TRIGGER crash BEFORE INSERT ON audit_events \
                 FOR EACH ROW EXECUTE FUNCTION crash()"
            }
            (Backend::Postgres, false) => "DROP TRIGGER crash ON audit_events",
        };
        self.place.execute(sql);
    }
}

on_both_databases! {
    async fn eight_at_once_on_two_nodes_are_one(world) {
        let nodes = [world.app.clone(), world.second_node()];
        let calls = (0..8).map(|number| {
            let (node, request) = (nodes[number % 2].clone(), request("/users", "ada"));
            tokio::spawn(make(node, Actor::system(), world.acme, request))
        });
        let mut answers = Vec::new();
        for call in calls.collect::<Vec<_>>() {
            answers.push(call.await.expect("no panic").expect("answered"));
        }
        assert_eq!(answers.iter().filter(|(_, replayed)| !replayed).count(), 1);
        assert!(answers.iter().all(|(id, _)| *id == answers[0].0));
        assert_eq!((world.rows_of("account_users"), world.rows_of("idempotency_keys")), (1, 1));
        assert_eq!(world.audited("user.created"), 1);
    }

    async fn the_second_is_answered_by_what_the_first_has_made(world) {
        let (made, replayed) = world.make("ada").await.expect("made");
        assert!(!replayed);
        world.advance(Duration::hours(23));
        assert_eq!(world.make("ada").await.expect("found"), (made, true));
        assert_eq!(world.rows_of("account_users"), 1);
    }

    async fn a_key_is_of_one_body_and_of_one_credential_and_path(world) {
        let (ada, other) = (
            world.robot(Role::Owner, Scope::Installation),
            world.robot(Role::Owner, Scope::Installation),
        );
        let ask = |actor: &Actor, path, body| {
            make(world.app.clone(), actor.clone(), world.acme, request(path, body))
        };
        ask(&ada, "/users", "ada").await.expect("made");
        let answer = ask(&ada, "/users", "grace").await;
        let Err(Refused::NotRepeatable(NotRepeatable::OtherRequest)) = answer else {
            panic!("{answer:?}")
        };
        assert!(!ask(&other, "/users", "grace").await.expect("made").1);
        assert!(!ask(&ada, "/accounts/1/users", "joan").await.expect("made").1);
        assert_eq!(world.rows_of("account_users"), 3);
    }

    async fn what_was_refused_can_be_corrected_under_the_same_key(world) {
        world.user("ada").await;
        let answer = world.make("ada").await;
        assert!(matches!(answer, Err(Refused::ByRule(_))), "{answer:?}");
        assert_eq!(world.rows_of("idempotency_keys"), 0);
        assert!(!world.make("grace").await.expect("made").1);
        assert!(world.make("grace").await.expect("found").1);
    }

    async fn a_transaction_that_breaks_off_leaves_the_key_free(world) {
        world.audit_events_fail(true);
        let answer = world.make("ada").await;
        assert!(matches!(answer, Err(Refused::ByRule(_))), "{answer:?}");
        assert_eq!((world.rows_of("account_users"), world.rows_of("idempotency_keys")), (0, 0));
        world.audit_events_fail(false);
        assert!(!world.make("ada").await.expect("made").1);
    }

    async fn after_a_day_a_key_is_another_and_then_its_row_goes(world) {
        let (first, _) = world.make("ada").await.expect("made");
        account_users::delete(&world.app, &Actor::system(), first).await.expect("deleted");
        world.advance(Duration::hours(24));
        let (second, replayed) = world.make("ada").await.expect("made");
        assert!(!replayed && second != first);
        assert_eq!(world.rows_of("idempotency_keys"), 1, "the old row gave way");
        housekeeping::tidy(&world.app).await.expect("tidied");
        assert_eq!(world.rows_of("idempotency_keys"), 1);
        world.advance(Duration::hours(24) + Duration::seconds(1));
        housekeeping::tidy(&world.app).await.expect("tidied");
        assert_eq!(world.rows_of("idempotency_keys"), 0);
    }

    async fn what_has_no_name_is_carried_out_each_time_and_leaves_no_row(world) {
        let actor = Actor::system();
        for name in ["One", "Two"] {
            let new = NewAccount {
                name: name.parse().expect("a name"),
                project_name: None,
                settings: AccountSettings::default(),
            };
            let act = async |app: App| accounts::create(&app, &actor, new).await;
            let again = |_| ready(Err(Refused::ByRule("nothing was made before".to_owned())));
            let (_, replayed) = once(&world.app, &actor, None, act, again).await.expect("made");
            assert!(!replayed);
        }
        assert_eq!(world.rows_of("idempotency_keys"), 0);
    }

    async fn a_mail_to_try_a_provider_goes_out_once(world) {
        let server = MailServer::start().await;
        let app = world.sending_to(&server);
        let actor = world.robot(Role::Owner, Scope::Installation);
        let ask = async || {
            let recipient = Some("ada@example.com".parse().expect("an address"));
            let act = async |app: App| {
                mail_providers::test(&app, &actor, "main", recipient, RequestOrigin::local()).await
            };
            let again = async |outcome: Outcome| {
                Ok(mail_providers::tested_before(&actor, &outcome)?)
            };
            let named = Some(request("/mail-providers/main/test", ""));
            once::<_, _, Refused, _, _>(&app, &actor, named, act, again).await
        };
        let (first, _) = ask().await.expect("tested");
        let (second, replayed) = ask().await.expect("told");
        assert!(replayed);
        assert_eq!((first.outcome, second.outcome, second.step), ("delivered", "delivered", first.step));
        assert_eq!(server.contents().len(), 1);

        // Its process died between the mail and the note of how it went.
        world.place.execute("UPDATE idempotency_keys SET status = NULL");
        let answer = ask().await;
        let Err(Refused::NotRepeatable(NotRepeatable::UnderWay(wait))) = answer else {
            panic!("{answer:?}")
        };
        assert_eq!(wait.retry_after, Duration::seconds(1));
        world.advance(Duration::minutes(5));
        assert_eq!(ask().await.expect("told").0.outcome, "uncertain");
        assert_eq!(server.contents().len(), 1);
    }
}
