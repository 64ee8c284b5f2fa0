//! Made-up people are people: every list, search and page treats them as it treats all others.

use std::collections::HashSet;

use chrono::Duration;
use usher_application::{
    PageRequest,
    account_users::{self, UserFilter},
    accounts,
    audit_chain::{self, Verification},
    deliveries,
    demo::{self, MOST_WAITING, Progress, Seed, SeedError},
    sessions::SignInError,
    user_events, welcome_emails,
};
use usher_domain::{
    account::Account,
    account_user::{AccountUser, UserStatus},
    actor::Actor,
    clock::Clock as _,
    delivery::DeliveryStatus,
    grants::Scope,
    password_link::LinkState,
    role::Role,
    user_list::WelcomeState,
};

use crate::mailbox::token;
use crate::places::on_both_databases;
use crate::world::{OTHER_PASSWORD, PASSWORD, World};

fn seed(account: &str, users: u64) -> Seed {
    Seed {
        users,
        account: account.parse().expect("a name"),
        messages_per_user: 3,
        seed: 7,
    }
}

async fn fill(world: &World, seed: Seed) -> (Account, Progress) {
    let filled = demo::seed(&world.app, &Actor::system(), seed, |_| {}).await;
    filled.expect("the account is filled")
}

/// Everybody whom a filter lets through, page by page.
async fn everybody(world: &World, account: &Account, filter: UserFilter) -> Vec<AccountUser> {
    let (system, mut users, mut cursor) = (Actor::system(), Vec::new(), None);
    loop {
        let page = PageRequest { limit: 200, cursor };
        let found = account_users::list(&world.app, &system, account.id, filter.clone(), page);
        let found = found.await.expect("a page");
        users.extend(found.items);
        cursor = found.next_cursor;
        if cursor.is_none() {
            return users;
        }
    }
}

async fn searched(world: &World, account: &Account, text: &str) -> Vec<AccountUser> {
    let filter = UserFilter {
        search: Some(text.to_owned()),
        ..UserFilter::default()
    };
    everybody(world, account, filter).await
}

/// What is the same whenever the same people are made.
fn fate(user: &AccountUser) -> (String, String, UserStatus, Option<DeliveryStatus>) {
    (
        user.login.to_string(),
        user.display_name.to_string(),
        user.status(),
        user.latest_welcome.map(|welcome| welcome.status),
    )
}

on_both_databases! {
    async fn everybody_is_listed_narrowed_and_found(world) {
        let (demo, progress) = fill(&world, seed("Demo", 240)).await;
        assert_eq!((progress.users, progress.messages), (240, 720));
        assert_eq!(accounts::find_by_number(&world.app, &Actor::system(), demo.number).await.expect("it works"), demo);
        let all = everybody(&world, &demo, UserFilter::default()).await;
        assert_eq!(all.len(), 240);
        assert_eq!(account_users::count(&world.app, &Actor::system(), demo.id).await.expect("it works"), 240);
        for status in UserStatus::ALL {
            let filter = UserFilter { status: Some(status), ..UserFilter::default() };
            let narrowed = everybody(&world, &demo, filter).await;
            assert_eq!(narrowed.len(), all.iter().filter(|user| user.status() == status).count());
            assert!(narrowed.len() > 5, "{status}");
        }
        for welcome in WelcomeState::ALL {
            let filter = UserFilter { welcome: Some(welcome), ..UserFilter::default() };
            let narrowed = everybody(&world, &demo, filter).await;
            let expected = all.iter().filter(|user| WelcomeState::of(user.latest_welcome) == welcome);
            assert_eq!(narrowed.len(), expected.count());
            assert!(!narrowed.is_empty(), "{welcome:?}");
        }
        for user in all.iter().step_by(17) {
            let (login, email) = (user.login.as_str(), user.email.as_ref().expect("an address"));
            for text in [login, email.as_str(), &login[2..], user.display_name.as_str()] {
                let found = searched(&world, &demo, text).await;
                assert!(found.contains(user), "{text} finds {login}");
            }
        }
    }

    async fn each_persons_page_tells_one_story(world) {
        let (demo, _) = fill(&world, seed("Demo", 120)).await;
        let (app, system) = (&world.app, Actor::system());
        for user in everybody(&world, &demo, UserFilter::default()).await {
            let story = welcome_emails::timeline(app, &system, user.id, PageRequest::default());
            let story = story.await.expect("a timeline").items;
            let latest = story.first().map(|email| (email.message.id, email.message.status));
            assert_eq!(latest, user.latest_welcome.map(|welcome| (welcome.id, welcome.status)));
            let used = story.iter().filter_map(|email| email.link.as_ref()?.used_at).count();
            assert_eq!(used, usize::from(user.status() == UserStatus::Active && !story.is_empty()));
            for (place, email) in story.iter().enumerate() {
                let link = email.link.as_ref().expect("each carries a link");
                assert_eq!(email.attempts.len(), usize::try_from(email.message.attempts).expect("it works"));
                assert_eq!(email.message.sent_at.is_some(), email.message.status == DeliveryStatus::Sent);
                // Only the newest link of somebody who may come in can be worth something.
                assert!(link.state != LinkState::Open || (place == 0 && user.enabled) || latest.is_some_and(|(_, status)| status != DeliveryStatus::Sent));
            }
            let events = user_events::list(app, &system, user.id, PageRequest::default());
            let events = events.await.expect("a history").items;
            assert_eq!(events.last().map(|event| event.action.as_str()), Some("user.created"));
            assert!(events.len() > story.len());
        }
    }

    async fn figures_and_audit_log_hold_together(world) {
        let (demo, _) = fill(&world, seed("Demo", 120)).await;
        let system = Actor::system();
        let history = deliveries::history(&world.app, &system, Some(demo.id), 31).await.expect("figures");
        let everywhere = deliveries::history(&world.app, &system, None, 31).await.expect("figures");
        assert_eq!(history.funnel, everywhere.funnel);
        assert!(history.funnel.sent >= history.funnel.opened && history.funnel.opened >= history.funnel.password_set);
        let since = history.from.timestamp_micros();
        let sent = world.place.number(&format!("SELECT count(*) AS number FROM messages WHERE sent_at >= {since}"));
        let used = format!("SELECT count(*) AS number FROM password_links WHERE consumed_at IS NOT NULL AND sent_at >= {since}");
        assert_eq!((history.funnel.sent, history.funnel.password_set), (sent, world.place.number(&used)));
        assert!(sent > 50);
        let verified = audit_chain::verify(&world.app, None).await.expect("read");
        assert!(matches!(verified, Verification::Intact { .. }), "{verified:?}");
        assert_eq!(world.place.number("SELECT count(*) AS number FROM audit_events WHERE chain_seq IS NULL"), 0);
    }

    async fn what_another_process_seals_is_left_to_it(world) {
        let unsealed = "SELECT count(*) AS number FROM audit_events WHERE chain_seq IS NULL";
        let made_up = "SELECT count(*) AS number FROM audit_events WHERE details LIKE '%origin=demo%'";
        world.user("ada").await;
        world.seal_as(1).await;
        fill(&world, seed("Demo", 30)).await;
        let left = world.place.number(made_up);
        assert!(left > 100);
        // The account that was made for them is told of as well.
        assert_eq!(world.place.number(unsealed), left + 1);
        world.seal_as(1).await;
        assert_eq!(world.place.number(unsealed), 0);
        world.place.execute("DELETE FROM leases");
        fill(&world, seed("Demo", 30)).await;
        assert_eq!(world.place.number(unsealed), 0);
        let verified = audit_chain::verify(&world.app, None).await.expect("read");
        assert!(matches!(verified, Verification::Intact { .. }), "{verified:?}");
    }

    async fn what_is_under_way_is_delivered_and_its_link_works(world) {
        let (demo, _) = fill(&world, seed("Demo", 60)).await;
        world.deliver().await;
        assert!(world.mailbox.is_empty(), "nothing is due yet");
        world.advance(Duration::hours(2));
        world.deliver().await;
        let waiting = world.mailbox.all();
        assert!(!waiting.is_empty() && waiting.len() <= usize::try_from(MOST_WAITING).expect("it works") + 1);
        let captured = everybody(&world, &demo, UserFilter::default()).await;
        let captured: Vec<_> = captured.iter().filter_map(|user| {
            let welcome = user.latest_welcome?;
            (welcome.status == DeliveryStatus::Captured).then_some((user, welcome))
        }).collect();
        let (user, welcome) = captured.first().expect("somebody");
        let session = world.consume(&token(&world.mailbox.of(welcome.id)), OTHER_PASSWORD).await.expect("she is in");
        assert_eq!(session.session.user_id, user.id);
        assert_eq!(world.get(user.id).await.status(), UserStatus::Active);
    }

    async fn nobody_signs_in_with_a_made_up_password(world) {
        let (demo, _) = fill(&world, seed("Demo", 20)).await;
        let filter = UserFilter { status: Some(UserStatus::Active), ..UserFilter::default() };
        let active = everybody(&world, &demo, filter).await;
        let user = active.first().expect("somebody has a password");
        let refused = world.try_sign_in(user.login.as_str(), Some("Demo"), PASSWORD).await;
        assert!(matches!(refused, Err(SignInError::Refused)));
    }

    async fn the_same_seed_makes_the_same_people_and_a_second_run_adds_others(world) {
        let (one, _) = fill(&world, seed("One", 50)).await;
        let (other, _) = fill(&world, seed("Other", 50)).await;
        let fates = |users: &[AccountUser]| users.iter().map(fate).collect::<Vec<_>>();
        let first = everybody(&world, &one, UserFilter::default()).await;
        assert_eq!(fates(&first), fates(&everybody(&world, &other, UserFilter::default()).await));
        let (again, progress) = fill(&world, seed("one", 50)).await;
        assert_eq!((again.id, progress.users), (one.id, 50));
        let all = everybody(&world, &one, UserFilter::default()).await;
        let logins: HashSet<_> = all.iter().map(|user| user.login.folded()).collect();
        assert_eq!(logins.len(), 100);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_messages_everybody_is_there_and_nobody_was_welcomed() {
    let world = World::sqlite().await;
    let bare = Seed {
        messages_per_user: 0,
        ..seed("Demo", 100)
    };
    let (demo, progress) = fill(&world, bare).await;
    assert_eq!((progress.users, progress.messages), (100, 0));
    let all = everybody(&world, &demo, UserFilter::default()).await;
    assert!(all.iter().all(|user| user.latest_welcome.is_none()));
    assert!(all.iter().any(|user| user.status() == UserStatus::Active));
    assert!(all.iter().all(|user| user.created_at <= world.clock.now()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_messages_than_a_transaction_holds_are_refused_and_the_most_are_stored() {
    let world = World::sqlite().await;
    let most = Seed {
        messages_per_user: demo::MOST_MESSAGES,
        ..seed("Demo", 20)
    };
    let (_, progress) = fill(&world, most.clone()).await;
    assert_eq!(progress.messages, 500);
    let more = Seed {
        messages_per_user: demo::MOST_MESSAGES + 1,
        ..most
    };
    let refused = demo::seed(&world.app, &Actor::system(), more, |_| {}).await;
    assert!(matches!(refused, Err(SeedError::TooManyMessages)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_not_make_accounts_may_not_fill_one() {
    let world = World::sqlite().await;
    let robot = world.robot(Role::SecurityAdmin, Scope::Account(world.acme));
    let refused = demo::seed(&world.app, &robot, seed("Acme", 1), |_| {}).await;
    assert!(matches!(refused, Err(SeedError::Denied(_))));
}
