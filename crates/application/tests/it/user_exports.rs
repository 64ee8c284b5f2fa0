//! Exports of users: whole, in pages, and read back as they were.

use proptest::prelude::*;
use usher_application::{
    PageRequest,
    account_users::{self, AccountUserError, NewAccountUser, UserFilter},
    user_export::UserExport,
    user_imports,
};
use usher_domain::{
    account_user::AccountUser,
    actor::Actor,
    ids::AccountId,
    names::{DisplayName, LoginName, Phone},
    request_origin::RequestOrigin,
};
use uuid::Uuid;

use crate::places::on_both_databases;
use crate::user_imports::{AT_ONCE, people, submit};
use crate::world::{World, new_user};

async fn export(world: &World, account: AccountId, filter: UserFilter) -> String {
    let system = Actor::system();
    let begun = UserExport::begin(&world.app, &system, account, filter, false).await;
    let mut begun = begun.expect("it begins");
    let mut file = Vec::new();
    while let Some(part) = begun.part().await.expect("a part") {
        file.extend(part);
    }
    String::from_utf8(file).expect("UTF-8")
}

async fn users_of(world: &World, account: AccountId) -> Vec<AccountUser> {
    let page = PageRequest {
        limit: 200,
        cursor: None,
    };
    let (system, filter) = (Actor::system(), UserFilter::default());
    let users = account_users::list(&world.app, &system, account, filter, page).await;
    users.expect("users").items
}

/// What a file is to bring back, of each user.
type Said = (
    String,
    Option<String>,
    String,
    Option<String>,
    Option<String>,
);

async fn said_of(world: &World, account: AccountId) -> Vec<Said> {
    let users = users_of(world, account).await;
    let said = users.into_iter().map(|user| {
        (
            user.login.to_string(),
            user.email.map(|email| email.to_string()),
            user.display_name.to_string(),
            user.phone.map(|phone| phone.to_string()),
            user.locale.map(|locale| locale.to_string()),
        )
    });
    said.collect()
}

async fn import(world: &World, account: AccountId, file: &str) {
    let (system, origin) = (Actor::system(), RequestOrigin::local());
    let import = user_imports::submit(
        &world.app,
        &system,
        account,
        file.to_owned(),
        AT_ONCE,
        origin,
    )
    .await;
    assert_eq!(import.expect("our own file").counts.invalid, 0, "{file}");
    while user_imports::work(&world.app, Uuid::from_u128(1))
        .await
        .expect("works")
    {}
}

on_both_databases! {
    async fn an_export_has_everybody_across_its_pages(world) {
        submit(&world, &Actor::system(), &people(450), AT_ONCE).await.expect("a good file");
        while user_imports::work(&world.app, Uuid::from_u128(1)).await.expect("works") {}
        let file = export(&world, world.acme, UserFilter::default()).await;
        let lines: Vec<_> = file.lines().collect();
        assert_eq!(lines.len(), 451);
        assert_eq!(
            lines[0],
            "login,email,display_name,phone,locale,id,status,welcome,created_at,last_sign_in_at"
        );
        assert!(lines[1].starts_with("user0001,user0001@example.com,Number 1,,,"), "{}", lines[1]);
        assert!(lines[450].starts_with("user0450,"));
        assert_eq!(world.audited("users.exported"), 1);
    }

    async fn an_export_has_those_whom_the_filter_lets_through(world) {
        for login in ["ada", "grace"] {
            world.user(login).await;
        }
        let filter = UserFilter { search: Some("GRACE".to_owned()), ..UserFilter::default() };
        let file = export(&world, world.acme, filter).await;
        assert_eq!(file.lines().count(), 2);
        assert!(file.contains("grace@example.com") && !file.contains("ada@"));
    }

    async fn an_export_of_an_account_that_is_not_there_does_not_begin(world) {
        let nowhere = AccountId::from(Uuid::from_u128(9));
        let filter = UserFilter::default();
        let begun = UserExport::begin(&world.app, &Actor::system(), nowhere, filter, false).await;
        assert!(matches!(begun.map(drop), Err(AccountUserError::AccountNotFound)));
        assert_eq!(world.audited("users.exported"), 0);
    }

    async fn strange_names_come_back_as_they_were(world) {
        for (number, name) in [
            "=HYPERLINK(\"http://evil.example\")", "Ada \"the\" Countess, Ltd; x", "'=quoted",
            "-1", "Ada;=cmd|' /C calc'!A0;", "a; \"=1\";-1;'+1", "עדה לאבלייס", "أدا", "👩‍💻 Grace", "+49", "@home", "O'Neil", "''",
        ].into_iter().enumerate() {
            let mut new = new_user(&format!("=user{number}"), None);
            new.display_name = Some(name.parse().expect("a name"));
            new.phone = Some("+49 (170) 1".parse().expect("a number"));
            create(&world, world.acme, new).await;
        }
        let file = export(&world, world.acme, UserFilter::default()).await;
        for line in file.lines() {
            assert!(!line.starts_with(['=', '+', '-', '@']), "{line}");
            assert!(!line.contains(",=") && !line.contains(",+"), "{line}");
            // What others split at semicolons, whatever stands in quotation marks for us.
            for cell in line.split(';') {
                let cell = cell.trim_start_matches(['"', ' ']);
                assert!(!cell.starts_with(['=', '+', '-', '@']), "{line}");
            }
        }
        let copy = world.account("Copy").await.id;
        import(&world, copy, &file).await;
        assert_eq!(said_of(&world, copy).await, said_of(&world, world.acme).await);
    }
}

async fn create(world: &World, account: AccountId, new: NewAccountUser) {
    let (system, origin) = (Actor::system(), RequestOrigin::local());
    let created = account_users::create(&world.app, &system, account, new, origin).await;
    created.expect("a user");
}

/// A text that the rules for such values accept, as far as one is found.
fn accepted<T>(pattern: &'static str, parse: fn(&str) -> Option<T>) -> impl Strategy<Value = T>
where
    T: std::fmt::Debug + Clone + 'static,
{
    pattern.prop_filter_map("refused as a value", move |text| parse(&text))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_exported_is_imported_unchanged(
        people in proptest::collection::vec((
            accepted("['=+@a-zé-]{1,12}", |text| LoginName::parse(text).ok()),
            accepted("['=+@\" ;,\\\\a-zA-Zא-תé😀-]{1,20}", |text| DisplayName::parse(text).ok()),
            accepted("\\+?[0-9 ()-]{1,10}", |text| Phone::parse(text).ok()),
        ), 1..6),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::sqlite().await;
            let copy = world.account("Copy").await.id;
            for (number, (login, name, phone)) in people.into_iter().enumerate() {
                let mut new = new_user("x", None);
                new.login = format!("{login}{number}").parse().unwrap();
                new.display_name = Some(name);
                new.phone = Some(phone);
                create(&world, world.acme, new).await;
            }
            let file = export(&world, world.acme, UserFilter::default()).await;
            import(&world, copy, &file).await;
            assert_eq!(said_of(&world, copy).await, said_of(&world, world.acme).await, "{file}");
        });
    }
}
