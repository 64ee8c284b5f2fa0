//! Links of the list of users: each changes one thing and keeps the rest.

use super::*;

#[test]
fn the_way_back_is_the_way_there() {
    let first = UsersQuery {
        search: "ada".to_owned(),
        ..UsersQuery::default()
    };
    let mut pages = vec![first.clone()];
    for cursor in ["c2", "c3", "c4"] {
        let next = pages.last().expect("a page").next(cursor.to_owned());
        pages.push(next);
    }
    assert_eq!(
        pages[3].here().to_string(),
        "?search=ada&cursor=c4&trail=c2.c3"
    );
    for page in pages.windows(2).rev() {
        assert_eq!(page[1].previous().as_ref(), Some(&page[0]));
    }
    assert_eq!(first.previous(), None);
}

#[test]
fn a_long_way_is_forgotten_at_its_beginning() {
    let mut page = UsersQuery::default();
    for number in 2..40 {
        page = page.next(format!("{number:0>60}"));
        assert!(page.trail.len() <= TRAIL);
    }
    let mut steps = 0;
    while let Some(previous) = page.previous() {
        assert!(
            previous.is_further(),
            "a cut trail does not pretend to reach the first page"
        );
        page = previous;
        steps += 1;
    }
    assert_eq!(steps, 6);
}

#[test]
fn a_cursor_longer_than_the_trail_leaves_only_the_mark() {
    let page = UsersQuery::default()
        .next("x".repeat(500))
        .next("y".to_owned());
    assert_eq!(page.trail, ".");
    assert_eq!(page.previous(), None);
    let further = page.next("z".to_owned());
    assert_eq!(further.trail, ".y");
    assert_eq!(further.previous(), Some(page));
}

#[test]
fn changing_one_thing_keeps_the_rest_and_begins_at_the_first_page() {
    let asked = UsersQuery {
        search: "a&b".to_owned(),
        status: "pending".to_owned(),
        welcome: "failed".to_owned(),
        sort: "-created".to_owned(),
        cursor: "c2".to_owned(),
        trail: String::new(),
    };
    assert_eq!(
        asked.sorted("name").to_string(),
        "?search=a%26b&status=pending&welcome=failed"
    );
    assert_eq!(
        asked.without("status").to_string(),
        "?search=a%26b&welcome=failed&sort=-created"
    );
    assert_eq!(asked.unfiltered().to_string(), "?sort=-created");
}

#[test]
fn nonsense_is_left_out() {
    let asked = UsersQuery {
        status: "x".to_owned(),
        welcome: "y".to_owned(),
        sort: "name;drop".to_owned(),
        ..UsersQuery::default()
    };
    assert!(!asked.is_filtered());
    assert_eq!(asked.of_api(50).to_string(), "?sort=name&limit=50");
}
