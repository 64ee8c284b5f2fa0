//! What rows come to.

use usher_domain::user_import::write_mistakes;
use uuid::Uuid;

use super::*;

fn row(line: i64, login: &str, email: &str) -> FileRow {
    let cells = [login, email, "", "", ""].map(str::to_owned);
    FileRow { line, cells }
}

type Person = (u128, &'static str, Option<&'static str>);

fn decided(row: FileRow, people: &[Person], on_duplicate: OnDuplicate) -> (RowState, String) {
    let rule = Rule {
        on_duplicate,
        address_needed: true,
    };
    let mut known = KnownPeople::default();
    for (number, login, email) in people {
        let id = Uuid::from_u128(*number).into();
        known.add(id, (*login).to_owned(), email.map(str::to_owned));
    }
    let decided = Seen::default().look_at(row).decide(&known, rule);
    (decided.state, write_mistakes(&decided.mistakes))
}

#[test]
fn all_mistakes_of_a_row_are_told_at_once() {
    let cells = ["a b", "nobody", "x\ny", "call me", "klingon!"].map(str::to_owned);
    let (state, mistakes) = decided(FileRow { line: 2, cells }, &[], OnDuplicate::Skip);
    assert_eq!(state, RowState::Invalid);
    assert_eq!(
        mistakes,
        "login:invalid_character email:invalid_address display_name:control_character \
         phone:invalid_character locale:invalid_language"
    );
    let (_, mistakes) = decided(row(2, "", ""), &[], OnDuplicate::Skip);
    assert_eq!(mistakes, "login:required");
}

#[test]
fn the_second_of_two_rows_that_say_the_same_in_other_cases_is_left_out() {
    let mut seen = Seen::default();
    let rule = Rule {
        on_duplicate: OnDuplicate::Skip,
        address_needed: false,
    };
    let mut states = Vec::new();
    for (line, login, email) in [
        (2, "Ada", "ada@example.com"),
        (3, "ADA", ""),
        (4, "other", "ADA@example.com"),
        (5, "!", "x"),
        (6, "grace", ""),
    ] {
        let row = seen
            .look_at(row(line, login, email))
            .decide(&KnownPeople::default(), rule);
        states.push((row.state, row.same_as));
    }
    let repeats = (RowState::Duplicate, Some(2));
    assert_eq!(states[0], (RowState::ToCreate, None));
    assert_eq!(states[1..3], [repeats, repeats]);
    assert_eq!(states[3].0, RowState::Invalid);
    assert_eq!(states[4], (RowState::ToCreate, None));
}

#[test]
fn those_who_are_there_are_skipped_or_updated_but_never_two_at_once() {
    let people = [
        (1, "ada", Some("ada@example.com")),
        (2, "grace", Some("grace@example.com")),
    ];
    let cases = [
        (
            "Ada",
            "new@example.com",
            RowState::ToUpdate,
            "login:login_taken",
        ),
        (
            "countess",
            "ADA@example.com",
            RowState::ToUpdate,
            "email:email_taken",
        ),
        (
            "ada",
            "ada@example.com",
            RowState::ToUpdate,
            "login:login_taken",
        ),
        ("new", "new@example.com", RowState::ToCreate, ""),
    ];
    for (login, email, updated, why) in cases {
        let update = decided(row(2, login, email), &people, OnDuplicate::Update);
        assert_eq!(update, (updated, String::new()), "{login} {email}");
        let (state, mistakes) = decided(row(2, login, email), &people, OnDuplicate::Skip);
        assert_eq!(mistakes, why);
        assert_eq!(state == RowState::Duplicate, !why.is_empty());
    }
    for on_duplicate in [OnDuplicate::Skip, OnDuplicate::Update] {
        let both = decided(row(2, "ada", "grace@example.com"), &people, on_duplicate);
        assert_eq!(both, (RowState::Invalid, "email:email_taken".to_owned()));
    }
}

#[test]
fn whoever_is_to_be_welcomed_needs_an_address() {
    let (state, mistakes) = decided(row(2, "ada", ""), &[], OnDuplicate::Skip);
    assert_eq!(
        (state, mistakes.as_str()),
        (RowState::Invalid, "email:no_address")
    );
}

#[test]
fn what_could_not_be_read_is_kept_harmless() {
    let wild = "\u{202E}a\0b\n".to_owned() + &"x".repeat(1000);
    let kept = harmless(&wild);
    assert!(kept.starts_with("abx"));
    assert_eq!(kept.chars().count(), LONGEST_SHOWN);
}
