//! Guessing passwords: counted for the user who is aimed at, however her name is written.

use tokio::task::JoinSet;
use usher_application::{
    account_users, me,
    password_resets::{self, PasswordResetError},
    sessions::{self, SignIn, SignInError},
};
use usher_domain::{
    account_user::AccountUser, actor::Actor, ids::AccountId, request_origin::RequestOrigin,
};

use crate::places::on_both_databases;
use crate::world::{OTHER_PASSWORD, PASSWORD, World, new_user, password};

/// Ways to write one user's name; U+00AD is the soft hyphen, which no domain name has.
const SPELLINGS: [(&str, Option<&str>); 11] = [
    ("ada", None),
    (" ADA ", None),
    ("ada@example.com", None),
    ("Ada@EXAMPLE.com", None),
    ("ada@exam\u{ad}ple.com", None),
    ("ada@\u{ad}e\u{ad}xample.com", None),
    ("ada@ Acme", None),
    ("ada@aCME ", None),
    ("ADA@example.com@Acme", None),
    ("ada", Some(" acme")),
    ("ada@exampl\u{ad}e.com", Some("ACME")),
];

fn refused<T: std::fmt::Debug>(answer: &Result<T, SignInError>) -> bool {
    matches!(answer, Err(SignInError::Refused))
}

fn stopped<T: std::fmt::Debug>(answer: &Result<T, SignInError>) -> bool {
    matches!(answer, Err(SignInError::TooMany(_)))
}

impl World {
    /// A user whose login is what others write as an address.
    async fn impostor(&self, account: AccountId, login: &str, email: &str) -> AccountUser {
        let mut new = new_user(login, Some(email));
        new.password = Some(password(OTHER_PASSWORD));
        let (system, origin) = (Actor::system(), RequestOrigin::local());
        let created = account_users::create(&self.app, &system, account, new, origin).await;
        created.expect("a user").0
    }
}

on_both_databases! {
    async fn guesses_count_for_one_user_however_her_name_is_written(world) {
        let ada = world.member("ada").await;
        world.member("grace").await;
        for (login, account) in SPELLINGS {
            let answer = world.try_sign_in(login, account, PASSWORD).await;
            let session = answer.unwrap_or_else(|error| panic!("{login:?} {account:?}: {error}"));
            assert_eq!(session.session.user_id, ada.id, "{login:?} {account:?}");
        }
        for (login, account) in &SPELLINGS[..10] {
            let answer = world.try_sign_in(login, *account, OTHER_PASSWORD).await;
            assert!(refused(&answer), "{login:?} {account:?}: {answer:?}");
        }
        for (login, account) in SPELLINGS {
            let answer = world.try_sign_in(login, account, PASSWORD).await;
            assert!(refused(&answer) || stopped(&answer), "{login:?} {account:?}: {answer:?}");
        }
        world.try_sign_in("grace", None, PASSWORD).await.expect("nobody guessed at her");
    }

    async fn guesses_of_strangers_do_not_stop_a_signed_in_user_from_proving_who_she_is(world) {
        let ada = world.member("ada").await;
        let (actor, _) = world.signed_in("ada").await;
        for login in [ada.id.to_string().as_str(), "ada"] {
            for _ in 0..12 {
                let _ = world.try_sign_in(login, None, OTHER_PASSWORD).await;
            }
        }
        let (old, new) = (password(PASSWORD), password(OTHER_PASSWORD));
        let changed = me::change_password(&world.app, &actor, old, new, RequestOrigin::local()).await;
        changed.expect("her own tries are her own");
    }

    async fn being_busy_tells_nobody_who_exists(world) {
        world.member("ada").await;
        let mut guesses = JoinSet::new();
        for n in 0..300 {
            let app = world.app.clone();
            let known = n >= 200 && n % 10 == 0;
            let login = if known { "ada".to_owned() } else { format!("nobody{n}") };
            let password = password(OTHER_PASSWORD);
            let guess = SignIn { login, password, account: None, origin: RequestOrigin::local() };
            guesses.spawn(async move { (known, sessions::sign_in(&app, guess).await) });
        }
        let mut busy = [0, 0];
        for (known, answer) in guesses.join_all().await {
            busy[usize::from(known)] += usize::from(matches!(answer, Err(SignInError::Busy)));
        }
        assert!(busy.iter().all(|count| *count > 0), "{busy:?}");
    }

    async fn being_stopped_tells_nobody_who_exists(world) {
        world.member("ada").await;
        let answers = async |name: &str| {
            let address = format!("{name}@example.com");
            let mut answers = Vec::new();
            for _ in 0..11 {
                answers.push(stopped(&world.try_sign_in(&address, None, OTHER_PASSWORD).await));
            }
            for (login, account) in [(address.as_str(), Some("Acme")), (name, None), (name, Some("Acme"))] {
                answers.push(stopped(&world.try_sign_in(login, account, OTHER_PASSWORD).await));
            }
            answers
        };
        let known = answers("ada").await;
        assert_eq!(known, answers("nobody").await);
        assert!(known[10] && !known[9], "{known:?}");
    }

    async fn guesses_in_one_account_do_not_tell_who_is_in_another(world) {
        world.member("ada").await;
        for login in ["ada", "nobody"] {
            for _ in 0..10 {
                assert!(refused(&world.try_sign_in(login, Some("Elsewhere"), OTHER_PASSWORD).await));
            }
            assert!(stopped(&world.try_sign_in(login, Some(" ELSEWHERE"), OTHER_PASSWORD).await));
            let answer = world.try_sign_in(login, Some("Acme"), OTHER_PASSWORD).await;
            assert!(refused(&answer), "{login}: {answer:?}");
        }
    }

    async fn forty_guesses_at_once_are_no_more_than_ten(world) {
        world.member("ada").await;
        let guessers: Vec<_> = (0..40)
            .map(|number| {
                let (app, (login, account)) = (world.app.clone(), SPELLINGS[number % SPELLINGS.len()]);
                let request = SignIn {
                    login: login.to_owned(),
                    password: password(OTHER_PASSWORD),
                    account: account.map(str::to_owned),
                    origin: RequestOrigin::local(),
                };
                tokio::spawn(async move { sessions::sign_in(&app, request).await })
            })
            .collect();
        for guesser in guessers {
            let answer = guesser.await.expect("no panic");
            assert!(refused(&answer) || stopped(&answer), "{answer:?}");
        }
        for (login, account) in SPELLINGS {
            let answer = world.try_sign_in(login, account, PASSWORD).await;
            assert!(answer.is_err(), "{login:?} {account:?}");
        }
    }

    async fn a_right_password_forgives_the_wrong_ones_before_it(world) {
        world.member("ada").await;
        for _ in 0..3 {
            for _ in 0..9 {
                let answer = world.try_sign_in("ada@example.com", None, OTHER_PASSWORD).await;
                assert!(refused(&answer), "{answer:?}");
            }
            world.try_sign_in("ADA@example.com ", None, PASSWORD).await.expect("the tenth is right");
        }
    }

    async fn forgotten_passwords_use_up_no_sign_ins(world) {
        world.member("ada").await;
        let forget = || {
            password_resets::request(&world.app, "ada".to_owned(), RequestOrigin::local())
        };
        for _ in 0..10 {
            forget().await.expect("taken");
        }
        let answer = forget().await;
        assert!(matches!(answer, Err(PasswordResetError::TooMany(_))), "{answer:?}");
        for _ in 0..9 {
            assert!(refused(&world.try_sign_in("ada", None, OTHER_PASSWORD).await));
        }
        world.try_sign_in("ada", None, PASSWORD).await.expect("the tenth is right");
    }

    async fn who_has_anothers_address_as_her_login_neither_gets_in_nor_shuts_her_out(world) {
        let ada = world.member("ada").await;
        let other = world.account("Other").await.id;
        let mallory = world.impostor(other, "ada@example.com", "mallory@example.com").await;
        let trudy = world.impostor(world.acme, "Ada@Example.com", "trudy@example.com").await;
        for (login, account) in [
            ("ada@example.com", None),
            ("Ada@Example.com", None),
            ("ada@example.com@Acme", None),
            ("ada@example.com", Some("Acme")),
        ] {
            let session = world.try_sign_in(login, account, PASSWORD).await;
            let session = session.unwrap_or_else(|error| panic!("{login} {account:?}: {error}"));
            assert_eq!(session.session.user_id, ada.id, "{login} {account:?}");
            let answer = world.try_sign_in(login, account, OTHER_PASSWORD).await;
            assert!(refused(&answer), "{login} {account:?}: {answer:?}");
        }
        for (login, account, user) in [
            ("mallory@example.com", None, mallory.id),
            ("ada@example.com", Some("Other"), mallory.id),
            ("trudy@example.com", None, trudy.id),
        ] {
            let session = world.try_sign_in(login, account, OTHER_PASSWORD).await.expect("herself");
            assert_eq!(session.session.user_id, user, "{login} {account:?}");
        }
    }
}
