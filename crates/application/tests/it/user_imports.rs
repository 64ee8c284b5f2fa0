//! Imports of users: checked beforehand, carried out in steps that survive crashes, in the name of
//! somebody who still may.

use std::collections::BTreeMap;

use usher_application::{
    PageRequest,
    account_users::{self, UserChanges, UserFilter},
    accounts::{self, AccountChanges},
    api_tokens::{self, NewApiToken},
    authentication, roles, sessions,
    user_export::UserExport,
    user_imports::{self, ImportWish, UserImportError},
};
use usher_domain::{
    account::SendLimit,
    actor::Actor,
    grants::Scope,
    request_origin::RequestOrigin,
    role::Role,
    user_import::{ImportRow, ImportStatus, OnDuplicate, RowState, UserImport, write_mistakes},
};
use usher_persistence::{delivery_hours::hour_of, user_imports as stored};
use uuid::Uuid;

use crate::places::on_both_databases;
use crate::world::World;

pub(crate) const AT_ONCE: ImportWish = ImportWish {
    dry_run: false,
    send_welcome: Some(false),
    on_duplicate: OnDuplicate::Skip,
};
pub(crate) const PREVIEW: ImportWish = ImportWish {
    dry_run: true,
    ..AT_ONCE
};
const NODE: Uuid = Uuid::from_u128(1);
const OTHER_NODE: Uuid = Uuid::from_u128(2);

pub(crate) async fn submit(
    world: &World,
    actor: &Actor,
    file: &str,
    wish: ImportWish,
) -> Result<UserImport, UserImportError> {
    let origin = RequestOrigin::new(Some("Browser"), None, Some("Bonn, Germany"));
    user_imports::submit(&world.app, actor, world.acme, file.to_owned(), wish, origin).await
}

async fn accepted(world: &World, file: &str, wish: ImportWish) -> UserImport {
    let import = submit(world, &Actor::system(), file, wish).await;
    import.expect("a good file")
}

/// Works as one node until nothing is left.
async fn work(world: &World) {
    while user_imports::work(&world.app, NODE).await.expect("works") {}
}

impl World {
    /// Starts an import, calls it off, and exports the users.
    pub(crate) async fn move_users_by_file(&self, actor: &Actor) {
        let import = submit(self, actor, &people(1), AT_ONCE)
            .await
            .expect("a good file");
        user_imports::cancel(&self.app, actor, import.id)
            .await
            .expect("called off");
        let filter = UserFilter::default();
        let export = UserExport::begin(&self.app, actor, self.acme, filter, false).await;
        export.map(drop).expect("it begins");
    }
}

async fn now(world: &World, import: &UserImport) -> UserImport {
    let found = user_imports::get(&world.app, &Actor::system(), import.id).await;
    found.expect("it is there")
}

async fn rows(world: &World, import: &UserImport) -> Vec<ImportRow> {
    let page = PageRequest {
        limit: 200,
        cursor: None,
    };
    let rows = user_imports::rows(&world.app, &Actor::system(), import.id, None, page).await;
    rows.expect("rows").items
}

async fn logins(world: &World) -> Vec<String> {
    let page = PageRequest {
        limit: 200,
        cursor: None,
    };
    let filter = UserFilter::default();
    let users = account_users::list(&world.app, &Actor::system(), world.acme, filter, page).await;
    let users = users.expect("users").items;
    users.iter().map(|user| user.login.to_string()).collect()
}

/// What the next node waits for after one has died.
fn let_leases_run_out(world: &World) {
    world.place.execute("UPDATE leases SET held_until = 0");
}

/// An API token of the installation that may create and change users of the account.
async fn user_admin(world: &World) -> Actor {
    let new = NewApiToken {
        name: "robot".parse().expect("a name"),
        role: Role::UserAdmin,
        scope: Scope::Account(world.acme),
        expires_at: None,
    };
    let made = api_tokens::create(&world.app, &Actor::system(), new).await;
    let (_, secret) = made.expect("a token");
    let actor = authentication::with_bearer(&world.app, secret.reveal()).await;
    actor.expect("a live token")
}

/// A file of so many people.
pub(crate) fn people(count: usize) -> String {
    let row = |number| format!("user{number:04},user{number:04}@example.com,Number {number}\n");
    "login,email,name\n".to_owned() + &(1..=count).map(row).collect::<String>()
}

on_both_databases! {
    async fn a_thousand_users_are_created_and_welcomed_in_steps(world) {
        let wish = ImportWish { send_welcome: Some(true), ..AT_ONCE };
        let import = accepted(&world, &people(1_000), wish).await;
        assert_eq!(import.status, ImportStatus::Running);
        assert_eq!((import.counts.rows, import.counts.valid), (1_000, 1_000));
        work(&world).await;
        let done = now(&world, &import).await;
        assert_eq!(done.status, ImportStatus::Completed);
        assert_eq!((done.counts.created, done.counts.failed), (1_000, 0));
        assert!(done.ended_at.is_some() && done.erased_at.is_some());
        assert_eq!(done.origin, RequestOrigin::default(), "where it came from is forgotten");
        assert_eq!(world.audited("user.created"), 1_000);
        assert_eq!(world.audited("welcome_email.requested"), 1_000);
        assert_eq!(world.audited("user_import.started"), 1);
        let bulk = world.rows_of("messages WHERE priority = 1 AND status = 'queued'");
        assert_eq!(bulk, 1_000, "single sends overtake them");
        let told = world.rows_of("messages WHERE origin_place = 'Bonn, Germany'");
        assert_eq!(told, 1_000, "mails say where it was asked for");
        assert_eq!(world.rows_of("leases"), 0, "nothing stays of a lease over what is done");
    }

    async fn a_preview_creates_nobody_until_it_is_started(world) {
        let import = accepted(&world, &people(3), PREVIEW).await;
        assert_eq!(import.status, ImportStatus::Ready);
        work(&world).await;
        assert!(logins(&world).await.is_empty());
        let (system, origin) = (Actor::system(), RequestOrigin::local());
        let start = || user_imports::start(&world.app, &system, import.id, origin.clone());
        start().await.expect("started");
        assert!(matches!(start().await, Err(UserImportError::NotStartable)));
        work(&world).await;
        assert_eq!(logins(&world).await.len(), 3);
    }

    async fn one_bad_row_undoes_no_other(world) {
        let import = accepted(&world, &people(60), PREVIEW).await;
        // Two get the names of rows after the check, so that creating those fails.
        for (login, name) in [("ada", "user0002"), ("grace", "USER0055")] {
            let user = world.user(login).await;
            let login = Some(name.parse().expect("a login"));
            world.change(user.id, UserChanges { login, ..UserChanges::default() }).await;
        }
        let origin = RequestOrigin::local();
        user_imports::start(&world.app, &Actor::system(), import.id, origin).await.expect("started");
        work(&world).await;
        let done = now(&world, &import).await;
        assert_eq!(done.status, ImportStatus::Completed);
        assert_eq!((done.counts.created, done.counts.failed), (58, 2));
        let rows = rows(&world, &import).await;
        let failed: Vec<_> = rows.iter().filter(|row| row.state == RowState::Failed).collect();
        let told: Vec<_> = failed.iter().map(|row| (row.line, write_mistakes(&row.mistakes))).collect();
        let taken = |line| (line, "login:login_taken".to_owned());
        assert_eq!(told, [taken(3), taken(56)]);
        assert_eq!(logins(&world).await.len(), 60);
    }

    async fn rows_say_what_will_be_done_and_what_is_wrong(world) {
        world.user("ada").await;
        let file = "login,email,name\nADA,new@example.com,\nnew,ada@EXAMPLE.com,\nbad login,x,\n\
                    grace,g@example.com,\nGrace,other@example.com,\n";
        let import = accepted(&world, file, PREVIEW).await;
        let said: Vec<_> = rows(&world, &import)
            .await
            .iter()
            .map(|row| (row.line, row.state.as_str(), write_mistakes(&row.mistakes), row.same_as))
            .collect();
        let row = |line, state, mistakes: &str, same| (line, state, mistakes.to_owned(), same);
        assert_eq!(said, [
            row(2, "duplicate", "login:login_taken", None),
            row(3, "duplicate", "email:email_taken", None),
            row(4, "invalid", "login:invalid_character email:invalid_address", None),
            row(5, "to_create", "", None),
            row(6, "duplicate", "login:duplicate", Some(5)),
        ]);
        let counts = now(&world, &import).await.counts;
        assert_eq!((counts.rows, counts.valid, counts.invalid, counts.duplicates), (5, 1, 1, 3));
    }

    async fn those_who_are_there_become_what_the_file_says(world) {
        let ada = world.user("ada").await;
        let message = world.welcome(ada.id).await;
        let wish = ImportWish { on_duplicate: OnDuplicate::Update, ..AT_ONCE };
        let file = "login,email,name,phone\nada,countess@example.com,Ada Lovelace,\n";
        let import = accepted(&world, file, wish).await;
        work(&world).await;
        let counts = now(&world, &import).await.counts;
        assert_eq!((counts.valid, counts.updated, counts.created), (1, 1, 0));
        let after = world.get(ada.id).await;
        assert_eq!(after.display_name.as_str(), "Ada Lovelace");
        assert_eq!(after.email.expect("an address").as_str(), "countess@example.com");
        let waiting = world.message(message.id).await.status;
        assert_eq!(waiting.as_str(), "cancelled", "what waits for the old address is called off");
        assert_eq!(world.audited("user.updated"), 1);
    }

    async fn nobody_changes_by_file_whom_she_may_not_change(world) {
        let owner = world.owner().await;
        let admin = user_admin(&world).await;
        let wish = ImportWish { on_duplicate: OnDuplicate::Update, ..AT_ONCE };
        let file = format!("login,email,name\n{},owner@example.com,Mallory\nada,,\n", owner.login);
        let import = submit(&world, &admin, &file, wish).await.expect("a good file");
        work(&world).await;
        let done = now(&world, &import).await;
        assert_eq!((done.counts.updated, done.counts.failed, done.counts.created), (0, 1, 1));
        assert_eq!(write_mistakes(&rows(&world, &import).await[0].mistakes), "login:forbidden");
        assert_eq!(world.get(owner.id).await.display_name, owner.display_name);
    }

    async fn after_a_crash_another_node_goes_on_where_the_last_commit_ended(world) {
        let import = accepted(&world, &people(120), AT_ONCE).await;
        assert!(user_imports::work(&world.app, NODE).await.expect("a step"));
        assert_eq!(now(&world, &import).await.counts.created, 50);
        let other = user_imports::work(&world.app, OTHER_NODE).await;
        assert!(!other.expect("no failure"), "the lease of the dead node still holds");
        let_leases_run_out(&world);
        while user_imports::work(&world.app, OTHER_NODE).await.expect("works") {}
        let done = now(&world, &import).await;
        assert_eq!((done.status, done.counts.created, done.counts.failed), (ImportStatus::Completed, 120, 0));
        assert_eq!(logins(&world).await.len(), 120);
    }

    async fn two_nodes_at_once_create_everybody_once(world) {
        let import = accepted(&world, &people(200), AT_ONCE).await;
        let node = |holder| {
            let app = world.app.clone();
            async move { while user_imports::work(&app, holder).await.expect("works") {} }
        };
        tokio::join!(node(NODE), node(OTHER_NODE));
        let_leases_run_out(&world);
        work(&world).await;
        let counts = now(&world, &import).await.counts;
        assert_eq!((counts.created, counts.failed), (200, 0));
    }

    async fn what_is_called_off_stops_and_keeps_what_was_created(world) {
        let import = accepted(&world, &people(120), AT_ONCE).await;
        assert!(user_imports::work(&world.app, NODE).await.expect("a step"));
        user_imports::cancel(&world.app, &Actor::system(), import.id).await.expect("called off");
        let again = user_imports::cancel(&world.app, &Actor::system(), import.id).await;
        assert!(matches!(again, Err(UserImportError::Ended)));
        work(&world).await;
        let ended = now(&world, &import).await;
        assert_eq!((ended.status, ended.counts.created), (ImportStatus::Cancelled, 50));
        assert_eq!(logins(&world).await.len(), 50);
        let mut states = BTreeMap::new();
        for row in rows(&world, &import).await {
            assert_eq!(row.cells, None, "what the rows said is erased");
            *states.entry(row.state.as_str()).or_insert(0) += 1;
        }
        assert_eq!(states, BTreeMap::from([("created", 50), ("to_create", 70)]));
        assert_eq!(world.audited("user_import.cancelled"), 1);
    }

    async fn whoever_loses_the_right_stops_the_import(world) {
        let admin = world.member("admin").await;
        world.grant(admin.id, vec![(Role::UserAdmin, Scope::Account(world.acme))]).await;
        let (actor, _) = world.signed_in("admin").await;
        let import = submit(&world, &actor, &people(120), AT_ONCE).await.expect("a good file");
        assert!(user_imports::work(&world.app, NODE).await.expect("a step"));
        roles::replace(&world.app, &Actor::system(), admin.id, vec![]).await.expect("withdrawn");
        work(&world).await;
        let ended = now(&world, &import).await;
        assert_eq!((ended.status, ended.counts.created), (ImportStatus::Stopped, 50));
        assert_eq!(ended.stop_reason.expect("a reason").as_str(), "permission_lost");
    }

    async fn a_persons_import_stands_on_her_rights_and_a_programs_on_its_token(world) {
        let admin = world.member("admin").await;
        world.grant(admin.id, vec![(Role::UserAdmin, Scope::Account(world.acme))]).await;
        for (delegated, end) in [(true, ImportStatus::Stopped), (false, ImportStatus::Completed)] {
            let (actor, _) = world.signed_in("admin").await;
            let asker = Actor { delegated, ..actor.clone() };
            let import = submit(&world, &asker, &people(120), AT_ONCE).await.expect("a good file");
            assert!(user_imports::work(&world.app, NODE).await.expect("a step"));
            sessions::sign_out(&world.app, &actor).await.expect("signed out");
            work(&world).await;
            assert_eq!(now(&world, &import).await.status, end, "delegated: {delegated}");
        }
        assert_eq!(logins(&world).await.len(), 121);
    }

    async fn a_limit_of_mail_makes_the_import_wait_and_not_fail(world) {
        let changes = AccountChanges {
            welcome_emails_per_hour: Some(Some(SendLimit::from_per_hour(20).expect("a limit"))),
            ..AccountChanges::default()
        };
        accounts::update(&world.app, &Actor::system(), world.acme, changes).await.expect("limited");
        let wish = ImportWish { send_welcome: Some(true), ..AT_ONCE };
        let import = accepted(&world, &people(30), wish).await;
        work(&world).await;
        let waiting = now(&world, &import).await;
        assert_eq!((waiting.status, waiting.counts.created), (ImportStatus::Running, 20));
        let until = user_imports::waits_until(&world.app, &waiting).await.expect("told");
        assert_eq!(until, Some(hour_of(world.app.now()) + chrono::Duration::hours(1)));
        let writes = world.database.statistics().closures;
        work(&world).await;
        assert_eq!(world.database.statistics().closures, writes, "waiting writes nothing");
        world.advance(chrono::Duration::hours(1));
        let_leases_run_out(&world);
        work(&world).await;
        let done = now(&world, &import).await;
        assert_eq!((done.status, done.counts.created, done.counts.failed), (ImportStatus::Completed, 30, 0));
        assert_eq!(user_imports::waits_until(&world.app, &done).await.expect("told"), None);
    }

    async fn a_preview_that_nobody_starts_is_erased_after_a_day(world) {
        let import = accepted(&world, &people(3), PREVIEW).await;
        world.advance(chrono::Duration::hours(23));
        user_imports::expire_abandoned(&world.app).await.expect("tidied");
        assert_eq!(now(&world, &import).await.status, ImportStatus::Ready);
        world.advance(chrono::Duration::hours(2));
        user_imports::expire_abandoned(&world.app).await.expect("tidied");
        work(&world).await;
        let ended = now(&world, &import).await;
        assert_eq!(ended.status, ImportStatus::Expired);
        assert!(ended.erased_at.is_some());
        let left = "SELECT count(*) AS number FROM user_import_rows WHERE login IS NOT NULL \
                    OR email IS NOT NULL OR display_name IS NOT NULL";
        assert_eq!(world.place.number(left), 0);
    }

    async fn open_imports_of_an_account_are_few(world) {
        for _ in 0..10 {
            accepted(&world, &people(1), PREVIEW).await;
        }
        let one_more = submit(&world, &Actor::system(), &people(1), PREVIEW).await;
        assert!(matches!(one_more, Err(UserImportError::TooManyOpen)), "{one_more:?}");
        let (id, page) = (world.acme, PageRequest { limit: 4, cursor: None });
        let listed = user_imports::list(&world.app, &Actor::system(), id, page).await.expect("a page");
        assert_eq!(listed.items.len(), 4);
        assert!(listed.items.is_sorted_by(|one, next| one.id > next.id), "the newest first");
        assert!(listed.next_cursor.is_some());
    }

    async fn what_cannot_be_read_leaves_nothing_behind(world) {
        for file in ["", "login\n", "name\nAda\n", "login,name\nada\n", "login\n\"ada\n"] {
            let answer = submit(&world, &Actor::system(), file, AT_ONCE).await;
            assert!(matches!(answer, Err(UserImportError::File(_))), "{file:?}: {answer:?}");
        }
        assert_eq!(world.place.number("SELECT count(*) AS number FROM user_imports"), 0);
    }

    async fn the_account_decides_about_welcoming_when_nobody_else_does(world) {
        let changes = AccountChanges { send_welcome_on_create: Some(true), ..AccountChanges::default() };
        accounts::update(&world.app, &Actor::system(), world.acme, changes).await.expect("changed");
        let file = "login,email\nada,ada@example.com\nbob,\n";
        let wish = |send_welcome| ImportWish { send_welcome, ..AT_ONCE };
        let import = accepted(&world, file, wish(None)).await;
        assert!(import.send_welcome);
        work(&world).await;
        assert_eq!(now(&world, &import).await.counts.created, 2);
        assert_eq!(world.audited("welcome_email.requested"), 1, "who has no address gets no mail");
        let asked = "login,email\ncy,\n";
        let import = accepted(&world, asked, ImportWish { dry_run: true, ..wish(Some(true)) }).await;
        assert_eq!(write_mistakes(&rows(&world, &import).await[0].mistakes), "email:no_address");
    }

    async fn a_place_in_the_file_is_taken_once(world) {
        let import = accepted(&world, &people(3), AT_ONCE).await;
        let (id, at) = (import.id, import.created_at);
        let take = || world.database.write(move |connection| {
            stored::advance(connection, id, 0, 3, at)
        });
        assert!(take().await.expect("taken"));
        assert!(!take().await.expect("not taken twice"));
    }
}
