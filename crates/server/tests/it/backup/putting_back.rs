//! What is put back, and what it takes the place of.

use std::{fs, path::Path};

use super::site::{Site, refused, succeeded};

#[test]
fn data_that_is_there_is_replaced_only_when_told_and_then_kept_aside() {
    let site = Site::sqlite();
    site.owner();
    let file = site.backup("b", &[]);
    let said = refused(&site.restore(&file, &[]));
    assert!(said.contains("--replace"), "{said}");

    let server = site.serve();
    assert!(refused(&site.restore(&file, &["--replace"])).contains("is in use"));
    server.terminate();
    let said = succeeded(&site.restore(&file, &["--replace"]));
    let (_, aside) = said.split_once("is kept in ").expect("where it is");
    let (aside, _) = aside.split_once(".\n").expect("a sentence");
    assert!(fs::metadata(aside).unwrap().len() > 0);

    // A damaged database is a reason to restore, not against it.
    fs::write(site.usher.data("usher.db"), [7; 9000]).unwrap();
    succeeded(&site.restore(&file, &["--replace"]));
    succeeded(&site.run(&["audit", "verify"]));
}

#[test]
fn what_is_no_whole_backup_is_refused_and_nothing_is_touched() {
    let site = Site::sqlite();
    site.owner();
    let file = site.backup("good", &[]);
    let good = fs::read(&file).unwrap();
    let changed = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    let newer = {
        let text = String::from_utf8_lossy(&good[512..4096]).into_owned();
        let place = text
            .find("_create_accounts")
            .expect("a migration in the manifest");
        changed(512 + place + 1)
    };
    for (name, bytes, words) in [
        ("empty", Vec::new(), "is no backup of Usher"),
        ("other", vec![b'x'; 5000], "is no backup of Usher"),
        ("short", good[..good.len() / 2].to_vec(), "is damaged"),
        ("flipped", changed(good.len() / 2), "was changed or cut off"),
        ("newer", newer, "made by a newer Usher"),
    ] {
        let path = site.usher.folder().join(name);
        fs::write(&path, bytes).unwrap();
        let target = Site::sqlite();
        let said = refused(&target.restore(&path, &[]));
        assert!(said.contains(words), "{name}: {said}");
        assert!(!target.usher.data("usher.db").exists(), "{name}");
        assert!(!target.usher.data("secret.key").exists(), "{name}");
        if name != "newer" {
            refused(&target.run(&["restore", "--inspect", path.to_str().unwrap()]));
        }
    }
    let missing = Site::sqlite();
    assert!(refused(&missing.restore(Path::new("nowhere"), &[])).contains("cannot be opened"));
    assert_eq!(missing.run(&["restore"]).status.code(), Some(2));
}
