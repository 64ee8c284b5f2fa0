//! What is wrong with a configuration is told all at once, and never with a secret.

use super::{load, load_file, problems};

#[test]
fn unknown_keys_are_named_with_the_nearest_known_one() {
    let found = problems(load(&[
        ("USHER__HTTP__LISTN", "x"),
        ("USHER__SMTP_URL", "secret"),
    ]));
    assert_eq!(
        found,
        [
            "USHER__HTTP__LISTN: unknown variable; the nearest one is USHER__HTTP__LISTEN",
            "USHER__SMTP_URL: unknown variable; the nearest one is USHER__MAIL__SMTP_URL",
        ]
    );
    let found = problems(load_file(
        "datadir = \"x\"\n[htp]\nlisten = \"x\"\n[mail]\nfrm = \"x\"\n[[mail.providers]]\nname = \"a\"\nsmtp_url = \"smtp://localhost\"\nurl = \"x\"\n",
    ));
    assert_eq!(
        found,
        [
            "datadir: unknown key; the nearest one is data_dir",
            "htp.listen: unknown key; the nearest one is http.listen",
            "mail.frm: unknown key; the nearest one is mail.from",
            "mail.providers[0].url: unknown key; the nearest one is smtp_url",
        ]
    );
}

#[test]
fn all_problems_are_told_at_once_each_with_its_key() {
    let found = problems(load(&[
        ("USHER__HTTP__LISTEN", "8080"),
        ("USHER__HTTP__PUBLIC_URL", "usher.example.com"),
        ("USHER__HTTP__TRUSTED_PROXIES", "10.0.0.0/99"),
        ("USHER__HTTP__DIALECT_WAIT_SECONDS", "31"),
        ("USHER__DATABASE__URL", "postgre://usher:hunter2@db/usher"),
        (
            "USHER__MAIL__SMTP_URL",
            "smpts://usher:hunter2@mail.example.com",
        ),
        ("USHER__MAIL__FROM", "nobody"),
        ("USHER__MAIL__CAPTURE", "yes"),
        ("USHER__LOG__FORMAT", "xml"),
        ("USHER__LOG__LEVEL", "usher=loud"),
        ("USHER__METRICS__LISTEN", "9464"),
        (
            "USHER__TELEMETRY__OTLP_ENDPOINT",
            "http://usher:hunter2@collector:4318",
        ),
        ("USHER__TELEMETRY__SAMPLE_RATIO", "1.5"),
        ("USHER__SHUTDOWN__DRAIN_SECONDS", "601"),
        ("USHER__NO_SUCH", "x"),
    ]));
    assert_eq!(found.len(), 15, "{found:#?}");
    for problem in found {
        assert!(problem.starts_with("USHER__"), "{problem}");
        assert!(!problem.contains("hunter2"), "{problem}");
    }
}

#[test]
fn a_file_that_is_no_toml_is_refused_without_repeating_it() {
    let found = problems(load_file(
        "[mail]\nsmtp_url = \"smtp://usher:hunter2@mail\n",
    ));
    assert!(found[0].contains("(line 2)"), "{found:?}");
    assert!(!found[0].contains("hunter2"), "{found:?}");
    let found = problems(load_file("[http]\nlisten = { port = 8080 }\n"));
    assert!(
        found[0].starts_with("http.listen: write a text"),
        "{found:?}"
    );
}

#[test]
fn a_missing_file_is_a_problem() {
    let found = problems(load(&[("USHER_CONFIG", "/no/such/usher.toml")]));
    assert!(found[0].starts_with("/no/such/usher.toml: "), "{found:?}");
}
