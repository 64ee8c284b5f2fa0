//! What a backup holds, and where it is put.

use std::fs;

use super::site::{Site, refused, succeeded};

#[test]
fn a_backup_is_never_written_over_another_file_unless_that_is_said() {
    let site = Site::sqlite();
    assert!(refused(&site.run(&["backup", "--to", "b"])).contains("there is no database"));
    site.owner();
    let file = site.backup("b", &[]);
    let before = fs::read(&file).unwrap();
    assert!(refused(&site.run(&["backup", "--to", "b"])).contains("there is a file b already"));
    assert_eq!(fs::read(&file).unwrap(), before);
    site.backup("b", &["--replace"]);
    assert_ne!(fs::read(&file).unwrap(), before);
    let left: Vec<_> = fs::read_dir(site.usher.folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 2, "the data folder and the backup: {left:?}");
}

#[test]
fn the_keyring_is_left_out_unless_asked_for_and_what_it_opened_is_told() {
    let site = Site::sqlite();
    site.owner();
    succeeded(&site.run(&["access-key", "create", "--role", "auditor"]));
    let file = site.backup("b", &[]);
    let secret = site.usher.read_data("secret.key");
    let secret = secret
        .lines()
        .last()
        .unwrap()
        .split(' ')
        .nth(1)
        .unwrap()
        .to_owned();
    let bytes = fs::read(&file).unwrap();
    assert!(
        !bytes
            .windows(secret.len())
            .any(|window| window == secret.as_bytes())
    );

    let bare = Site::sqlite();
    let said = succeeded(&bare.restore(&file, &[]));
    assert!(said.contains("Nobody has the key"), "{said}");
    assert!(
        said.contains("Access keys revoked, because their key is gone: 1"),
        "{said}"
    );
    assert!(said.contains("The audit log is intact"), "{said}");
    succeeded(&bare.run(&["audit", "verify"]));
    succeeded(&bare.run(&["doctor"]));

    // With the keyring put there beforehand, as one does.
    let ready = Site::sqlite();
    fs::create_dir_all(ready.usher.data("")).unwrap();
    fs::copy(
        site.usher.data("secret.key"),
        ready.usher.data("secret.key"),
    )
    .unwrap();
    let said = succeeded(&ready.restore(&file, &[]));
    assert!(said.contains("offer their holders a fresh mail"), "{said}");
    assert!(said.contains("their key is gone: 0"), "{said}");

    // A foreign keyring stays what it is, beside the fresh key.
    let other = Site::sqlite();
    other.owner();
    let foreign = other.usher.read_data("secret.key");
    succeeded(&other.restore(&file, &["--replace"]));
    let kept = other.usher.read_data("secret.key");
    assert!(
        kept.contains(foreign.lines().last().unwrap()),
        "no key is thrown away"
    );
}
