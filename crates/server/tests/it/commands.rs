//! Commands: what they print, where, and with which exit code they end.

use std::{fs, os::unix::fs::PermissionsExt as _};

use super::process::Installation;

const PASSWORD: &str = "seventeen quiet harbours\n";

const CREATE_OWNER: &[&str] = &[
    "admin",
    "create",
    "--email",
    "ada@example.com",
    "--account",
    "Acme",
    "--password-stdin",
];

#[test]
fn the_version_starts_with_the_number_of_the_package() {
    let version = Installation::new().run(&["--version"]).succeeded();
    assert!(
        version.starts_with(concat!("usher ", env!("CARGO_PKG_VERSION"))),
        "{version}"
    );
}

#[test]
fn a_configuration_that_cannot_be_used_ends_every_command_with_2() {
    let usher = Installation::new();
    for arguments in [
        &["serve"][..],
        &["config", "check"],
        &["doctor"],
        &["migrate"],
    ] {
        let mut command = usher.command(arguments);
        command
            .env("USHER__HTTP__LISTN", "x")
            .env("USHER__MAIL__FROM", "nobody");
        let output = command.output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(
            said.contains("USHER__HTTP__LISTN: unknown variable"),
            "{said}"
        );
        assert!(said.contains("USHER__MAIL__FROM: "), "{said}");
    }
    assert!(!usher.data("").exists(), "nothing was made");
}

#[test]
fn a_server_that_nobody_could_get_mail_from_does_not_start() {
    let usher = Installation::new();
    for arguments in [&["serve"][..], &["worker"], &["config", "check"]] {
        let mut command = usher.command(arguments);
        let output = command
            .env("USHER__HTTP__PUBLIC_URL", "https://u.example")
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("USHER__MAIL__SMTP_URL"), "{said}");
    }
}

#[test]
fn a_token_stands_alone_on_standard_output() {
    let usher = Installation::new();
    let arguments = ["token", "create", "--name", "ci", "--role", "owner"];
    let token = usher.run(&arguments).succeeded();
    let secret = token.strip_suffix('\n').unwrap();
    assert!(secret.starts_with("usher_at_") && !secret.contains(char::is_whitespace));
}

#[test]
fn the_halves_of_an_access_key_stand_alone_on_standard_output() {
    let usher = Installation::new();
    let create = ["access-key", "create", "--role", "user_admin"];
    for more in [&[][..], &["--name", "signer"]] {
        let printed = usher.run(&[&create[..], more].concat()).succeeded();
        let (ak, sk) = printed.strip_suffix('\n').unwrap().split_once(' ').unwrap();
        assert_eq!((ak.len(), sk.len()), (20, 40), "{ak}");
        assert!(sk.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    }
}

#[test]
fn a_credential_for_an_account_that_does_not_exist_is_refused() {
    let usher = Installation::new();
    for command in ["token", "access-key"] {
        let arguments = [
            command,
            "create",
            "--name",
            "ci",
            "--role",
            "owner",
            "--account",
            "No",
        ];
        let outcome = usher.run(&arguments);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(1), ""));
        assert!(
            outcome.stderr.contains("there is no account \"No\""),
            "{}",
            outcome.stderr
        );
    }
}

#[test]
fn an_owner_is_made_with_the_first_line_of_standard_input_as_password() {
    let usher = Installation::new();
    usher.run_with_input(CREATE_OWNER, PASSWORD).succeeded();
    let again = usher.run_with_input(CREATE_OWNER, PASSWORD);
    assert_eq!(again.code, Some(1));
    assert!(
        again.stderr.contains("has this email address"),
        "{}",
        again.stderr
    );
}

#[test]
fn a_missing_or_weak_password_makes_no_owner() {
    let usher = Installation::new();
    for input in ["", "\n", "short\n", "password1234\n"] {
        assert_eq!(
            usher.run_with_input(CREATE_OWNER, input).code,
            Some(1),
            "{input:?}"
        );
    }
    usher.run_with_input(CREATE_OWNER, PASSWORD).succeeded();
}

#[test]
fn the_doctor_is_content_with_a_fresh_installation_and_names_what_is_wrong() {
    let usher = Installation::new();
    let before = usher.run(&["doctor"]);
    assert_eq!(before.code, Some(1));
    assert!(!usher.data("").exists(), "looking changes nothing");

    usher.run_with_input(CREATE_OWNER, PASSWORD).succeeded();
    let report = usher.run(&["doctor"]).succeeded();
    assert!(report.ends_with("4 well, 0 wrong\n"), "{report}");

    fs::set_permissions(usher.data("secret.key"), fs::Permissions::from_mode(0o644)).unwrap();
    let report = usher.run(&["doctor"]);
    assert_eq!(report.code, Some(1));
    assert!(report.stdout.contains("chmod 600"), "{}", report.stdout);
}

#[test]
fn a_database_is_not_used_without_its_own_keyring() {
    let usher = Installation::new();
    usher
        .run(&["token", "create", "--name", "a", "--role", "owner"])
        .succeeded();
    let keyring = usher.data("secret.key");
    fs::rename(&keyring, usher.data("kept.key")).unwrap();
    let lost = usher.run(&["token", "create", "--name", "b", "--role", "owner"]);
    assert!(
        lost.stderr
            .contains("is missing, but this database was used with one"),
        "{}",
        lost.stderr
    );
    assert!(!keyring.exists(), "no other keyring takes its place");

    usher.run(&["secret", "create"]).succeeded();
    let other = usher.run(&["token", "create", "--name", "c", "--role", "owner"]);
    assert!(
        other.stderr.contains("keyring that belongs to it"),
        "{}",
        other.stderr
    );
    assert_eq!(other.code, Some(1));
}

#[test]
fn rotating_appends_a_key_and_every_command_goes_on() {
    let usher = Installation::new();
    usher.run(&["secret", "create"]).succeeded();
    usher.run(&["secret", "rotate"]).succeeded();
    let keyring = usher.read_data("secret.key");
    assert_eq!(
        keyring
            .lines()
            .filter(|line| !line.starts_with('#'))
            .count(),
        2
    );
    usher
        .run(&["token", "create", "--name", "a", "--role", "owner"])
        .succeeded();
}

#[test]
fn every_kind_of_message_is_previewed_in_three_forms() {
    let usher = Installation::new();
    let out = usher.folder().join("preview");
    let listed = usher
        .run(&["mail", "preview", "--out", out.to_str().unwrap()])
        .succeeded();
    for line in listed.lines() {
        for ending in ["eml", "txt", "html"] {
            let path = line.replace(".eml", &format!(".{ending}"));
            assert!(fs::metadata(&path).unwrap().len() > 0, "{path}");
        }
    }
    assert!(listed.lines().count() >= 5, "{listed}");
}

#[test]
fn the_openapi_document_is_json() {
    let document = Installation::new().run(&["openapi"]).succeeded();
    assert!(document.starts_with('{') && document.contains("\"openapi\": \"3.1"));
}

#[test]
fn without_a_mail_server_there_is_nothing_to_test() {
    let outcome = Installation::new().run(&["mail", "test", "--to", "ada@example.com"]);
    assert_eq!(outcome.code, Some(1));
    assert!(
        outcome.stderr.contains("USHER__MAIL__SMTP_URL"),
        "{}",
        outcome.stderr
    );
}
