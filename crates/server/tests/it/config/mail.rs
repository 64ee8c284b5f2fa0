//! Mail servers, capturing, and what is refused or warned of.

use super::{load, load_file, problems};

#[test]
fn further_providers_follow_the_first() {
    let config = load_file(
        "[mail]\nsmtp_url = \"smtp://localhost:1025\"\n\
         [[mail.providers]]\nname = \"b\"\nsmtp_url = \"smtp://localhost:1026\"\n\
         [[mail.providers]]\nname = \"a\"\nsmtp_url = \"smtp://localhost:1027\"\n",
    )
    .unwrap();
    let names: Vec<_> = config
        .providers()
        .iter()
        .map(|provider| provider.name.as_str())
        .collect();
    assert_eq!(names, ["smtp", "b", "a"]);
}

#[test]
fn a_listed_provider_is_shown_whatever_it_is_called() {
    let listed = "[[mail.providers]]\nname = \"smtp\"\nsmtp_url = \"smtp://localhost:1026\"\nconnections = 20\n";
    let shown = load_file(listed).unwrap().effective();
    assert!(shown.contains(listed), "{shown}");
}

#[test]
fn every_provider_needs_a_name_of_its_own_and_a_server() {
    for (list, expected) in [
        (
            "[[mail.providers]]\nsmtp_url = \"smtp://a\"",
            "mail.providers[0].name: a provider needs",
        ),
        (
            "[[mail.providers]]\nname = \"a\"",
            "mail.providers[0].smtp_url: a provider needs one",
        ),
        (
            "[[mail.providers]]\nname = \"a\"\nsmtp_url = \"x\"",
            "mail.providers[0].smtp_url: ",
        ),
        (
            "[[mail.providers]]\nname = \"a\"\nsmtp_url = \"smtp://a\"\n[[mail.providers]]\nname = \"a\"\nsmtp_url = \"smtp://b\"",
            "mail.providers[1].name: another provider",
        ),
        (
            "[mail]\nsmtp_url = \"smtp://a\"\n[[mail.providers]]\nname = \"smtp\"\nsmtp_url = \"smtp://b\"",
            "mail.providers: \"smtp\" is what",
        ),
        (
            "[mail]\nproviders = \"x\"",
            "mail.providers: write each as [[mail.providers]]",
        ),
        (
            "[mail]\ncapture = true\nsmtp_url = \"smtp://a\"",
            "mail.capture: mail is either",
        ),
    ] {
        let found = problems(load_file(list));
        assert!(found[0].starts_with(expected), "{list}\n{found:?}");
    }
}

#[test]
fn mail_is_captured_only_where_nobody_else_waits_for_it() {
    for (variables, refused) in [
        (vec![], false),
        (
            vec![("USHER__HTTP__PUBLIC_URL", "http://localhost:9000")],
            false,
        ),
        (
            vec![("USHER__HTTP__PUBLIC_URL", "https://usher.example.com")],
            true,
        ),
        (vec![("USHER__HTTP__LISTEN", "0.0.0.0:8080")], true),
        (
            vec![
                ("USHER__HTTP__PUBLIC_URL", "https://u.example"),
                ("USHER__MAIL__CAPTURE", "true"),
            ],
            false,
        ),
        (
            vec![
                ("USHER__HTTP__PUBLIC_URL", "https://u.example"),
                ("USHER__MAIL__SMTP_URL", "smtps://mail.example.com"),
            ],
            false,
        ),
    ] {
        let refusal = load(&variables).unwrap().refusal();
        assert_eq!(refusal.is_some(), refused, "{variables:?}");
        if let Some(problem) = refusal {
            let text = problem.to_string();
            assert!(
                text.contains("USHER__MAIL__SMTP_URL") && text.contains("USHER__MAIL__CAPTURE")
            );
        }
    }
}

#[test]
fn what_crosses_a_network_in_clear_is_warned_of() {
    for (variables, warnings) in [
        (vec![("USHER__MAIL__SMTP_URL", "smtp://localhost")], 0),
        (
            vec![("USHER__MAIL__SMTP_URL", "smtp://u:hunter2@mail.example.com")],
            1,
        ),
        (
            vec![("USHER__HTTP__PUBLIC_URL", "http://usher.example.com")],
            1,
        ),
        (vec![("USHER__HTTP__LISTEN", "0.0.0.0:80")], 1),
        (
            vec![("USHER__HTTP__PUBLIC_URL", "https://usher.example.com")],
            0,
        ),
    ] {
        let found = load(&variables).unwrap().warnings();
        assert_eq!(found.len(), warnings, "{variables:?} {found:?}");
        assert!(!found.concat().contains("hunter2"));
    }
}
