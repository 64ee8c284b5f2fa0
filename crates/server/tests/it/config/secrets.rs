//! Secrets: in files of their own, and never shown.

use usher_persistence::DatabaseUrl;

use super::{file, load, problems};

#[test]
fn secrets_can_stand_in_files() {
    let folder = tempfile::tempdir().unwrap();
    let database = file(&folder, "database", "postgres://usher:hunter2@db/usher\n");
    let smtp = file(&folder, "smtp", " smtps://usher:hunter2@mail.example.com\n");
    let config = load(&[
        ("USHER__DATABASE__URL_FILE", database.to_str().unwrap()),
        ("USHER__MAIL__SMTP_URL_FILE", smtp.to_str().unwrap()),
    ])
    .unwrap();
    let url = "postgres://usher:hunter2@db/usher".to_owned();
    assert_eq!(config.database_url(), DatabaseUrl::Postgres(url));
    assert_eq!(config.providers()[0].smtp.host(), "mail.example.com");
}

#[test]
fn a_secret_and_its_file_exclude_each_other_and_the_file_must_be_right() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = file(&folder, "wrong", "hunter2");
    let found = problems(load(&[
        ("USHER__DATABASE__URL", "sqlite:x"),
        ("USHER__DATABASE__URL_FILE", "/no/such"),
        ("USHER__MAIL__SMTP_URL_FILE", wrong.to_str().unwrap()),
    ]));
    assert!(found[0].starts_with("USHER__DATABASE__URL_FILE: USHER__DATABASE__URL is set as well"));
    assert!(
        found[1].starts_with("USHER__MAIL__SMTP_URL_FILE: in "),
        "{found:?}"
    );
    assert!(!found[1].contains("hunter2"));
    let found = problems(load(&[("USHER__MAIL__SMTP_URL_FILE", "/no/such")]));
    assert!(found[0].contains("/no/such cannot be read"), "{found:?}");
}

#[test]
fn secrets_are_never_shown() {
    let config = load(&[
        (
            "USHER__DATABASE__URL",
            "postgres://usher:hunter2@db:5433/usher?password=hunter2",
        ),
        (
            "USHER__MAIL__SMTP_URL",
            "smtps://usher:hunter2@mail.example.com",
        ),
    ])
    .unwrap();
    let shown = format!("{}{config:?}", config.effective());
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(
        shown.contains("postgres://[redacted]@db:5433/usher?[redacted]"),
        "{shown}"
    );
    assert!(shown.contains("smtps://mail.example.com:465"), "{shown}");
}
