//! `usher backup` and `usher restore`: what is copied comes back, what must not go on does not, and what
//! is no whole backup is refused.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use super::process::{Installation, Server};

const PASSWORD: &str = "seventeen quiet harbours";

/// An installation, on SQLite or on a database of the test cluster.
struct Site {
    usher: Installation,
    postgres: Option<ClusterDatabase>,
}

impl Site {
    fn sqlite() -> Self {
        Self {
            usher: Installation::new(),
            postgres: None,
        }
    }

    /// None where PostgreSQL is left out on purpose.
    fn postgres() -> Option<Self> {
        let site = Self {
            usher: Installation::new(),
            postgres: Some(ClusterDatabase::create()?),
        };
        succeeded(&site.run(&["secret", "create"]));
        Some(site)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.usher.command(arguments);
        if let Some(database) = &self.postgres {
            command.env("USHER__DATABASE__URL", &database.url);
            command.env("PATH", path_variable());
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        command.stdin(std::process::Stdio::null());
        command.output().expect("the binary ends")
    }

    fn serve(&self) -> Server {
        Server::start(self.command(&["serve"]))
    }

    fn backup(&self, name: &str, more: &[&str]) -> PathBuf {
        let file = self.usher.folder().join(name);
        let to = file.to_str().expect("UTF-8");
        succeeded(&self.run(&[&["backup", "--to", to], more].concat()));
        file
    }

    fn restore(&self, from: &Path, more: &[&str]) -> Output {
        let from = from.to_str().expect("UTF-8");
        self.run(&[&["restore", "--from", from], more].concat())
    }

    fn owner(&self) {
        let arguments = [
            "admin",
            "create",
            "--email",
            "ada@example.com",
            "--account",
            "Acme",
            "--password-stdin",
        ];
        let mut command = self.command(&arguments);
        let mut child = command.spawn().expect("the binary starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        writeln!(stdin, "{PASSWORD}").expect("the password is read");
        drop(stdin);
        succeeded(&child.wait_with_output().expect("the binary ends"));
    }

    /// Another owner, whose welcome email is captured; the token of its link.
    fn welcomed(&self) -> String {
        succeeded(&self.run(&[
            "admin",
            "create",
            "--email",
            "bob@example.com",
            "--account",
            "Acme",
        ]));
        let folder = self.usher.data("captured-mail");
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
        loop {
            let mail = fs::read_dir(&folder)
                .into_iter()
                .flatten()
                .flatten()
                .find_map(|entry| {
                    let text = fs::read_to_string(entry.path()).ok()?;
                    let text = text.replace("=\r\n", "");
                    let (_, rest) = text.split_once("/welcome/")?;
                    Some(
                        rest.chars()
                            .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
                            .collect(),
                    )
                });
            if let Some(token) = mail {
                return token;
            }
            assert!(
                std::time::Instant::now() < deadline,
                "the mail was never captured"
            );
            std::thread::yield_now();
        }
    }
}

#[track_caller]
fn succeeded(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    String::from_utf8(output.stdout.clone()).expect("text")
}

/// Why a command was refused.
#[track_caller]
fn refused(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.starts_with("usher: "), "{said}");
    said
}

fn send(address: &str, request: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("a connection");
    let length = body.len();
    let head = format!(
        "{request} HTTP/1.1\r\nhost: {address}\r\nsec-fetch-site: same-origin\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n"
    );
    write!(stream, "{head}\r\n{body}").expect("the request is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

fn me(address: &str, cookie: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("a connection");
    write!(
        stream,
        "GET /api/v1/me HTTP/1.1\r\nhost: {address}\r\nsec-fetch-site: same-origin\r\ncookie: {cookie}\r\n\
         connection: close\r\n\r\n"
    )
    .expect("the request is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

fn sign_in(address: &str) -> String {
    let body = format!(r#"{{"login":"ada@example.com","password":"{PASSWORD}"}}"#);
    let answer = send(address, "POST /api/v1/sessions", &body);
    let (_, rest) = answer
        .split_once("set-cookie: ")
        .unwrap_or_else(|| panic!("no cookie: {answer}"));
    rest.split(';').next().unwrap_or_default().to_owned()
}

fn inspected(address: &str, token: &str) -> String {
    let body = format!(r#"{{"token":"{token}"}}"#);
    send(address, "POST /api/v1/password-links/inspect", &body)
}

/// Backs `from` up while it serves and is written to, and puts that into `to`.
fn story(from: &Site, to: &Site) {
    from.owner();
    let server = from.serve();
    let token = from.welcomed();
    let cookie = sign_in(&server.address());
    assert!(me(&server.address(), &cookie).starts_with("HTTP/1.1 200"));
    assert!(inspected(&server.address(), &token).contains(r#""state":"open""#));

    let file = std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            for number in 0..8 {
                let name = format!("robot-{number}");
                succeeded(&from.run(&["token", "create", "--name", &name, "--role", "auditor"]));
            }
        });
        let file = from.backup("all.usher-backup", &["--with-keyring"]);
        writing.join().expect("every write succeeds meanwhile");
        file
    });
    assert_eq!(
        fs::metadata(&file)
            .expect("the archive")
            .permissions()
            .mode()
            & 0o777,
        0o600
    );
    server.terminate();

    let inspected_file =
        succeeded(&to.run(&["restore", "--inspect", file.to_str().expect("a plain path")]));
    assert!(
        inspected_file.contains("secret.key") && inspected_file.contains("whole"),
        "{inspected_file}"
    );
    let said = succeeded(&to.restore(&file, &[]));
    assert!(said.contains("offer their holders a fresh mail"), "{said}");
    let made: &[&str] = match to.postgres {
        Some(_) => &["secret.key"],
        None => &["usher.db", "secret.key"],
    };
    for name in made {
        let rights = fs::metadata(to.usher.data(name))
            .expect("a file")
            .permissions()
            .mode();
        assert_eq!(rights & 0o777, 0o600, "{name}");
    }
    succeeded(&to.run(&["audit", "verify"]));

    let server = to.serve();
    assert!(me(&server.address(), &cookie).starts_with("HTTP/1.1 401"));
    let link = inspected(&server.address(), &token);
    assert!(
        link.contains(r#""state":"expired""#) && link.contains(r#""renewable":true"#),
        "{link}"
    );
    let body = format!(r#"{{"token":"{token}","password":"granite pelican sonata"}}"#);
    let consumed = send(
        &server.address(),
        "POST /api/v1/password-links/consume",
        &body,
    );
    assert!(consumed.starts_with("HTTP/1.1 4"), "{consumed}");
    let renewed = send(
        &server.address(),
        "POST /api/v1/password-links/renew",
        &format!(r#"{{"token":"{token}"}}"#),
    );
    assert!(renewed.starts_with("HTTP/1.1 202"), "{renewed}");
    let again = sign_in(&server.address());
    assert!(me(&server.address(), &again).starts_with("HTTP/1.1 200"));
    server.terminate();
    succeeded(&to.run(&["audit", "verify"]));
}

#[test]
fn what_is_backed_up_comes_back_on_sqlite() {
    story(&Site::sqlite(), &Site::sqlite());
}

#[test]
fn what_is_backed_up_comes_back_on_postgres() {
    if let (Some(from), Some(to)) = (Site::postgres(), Site::postgres()) {
        story(&from, &to);
        let file = from.usher.folder().join("all.usher-backup");
        assert!(refused(&to.restore(&file, &[])).contains("holds data already"));
        let server = to.serve();
        assert!(refused(&to.restore(&file, &["--replace"])).contains("is in use"));
        server.terminate();
        let said = succeeded(&to.restore(&file, &["--replace"]));
        let (_, aside) = said
            .split_once("is kept in ")
            .expect("where the replaced data is");
        let (aside, _) = aside.split_once(".\n").expect("a sentence");
        succeeded(&to.run(&["restore", "--inspect", aside]));
        succeeded(&to.run(&["audit", "verify"]));
        assert!(refused(&Site::sqlite().restore(&file, &[])).contains("a postgres database"));
    }
}

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

/// A database on the cluster, made and dropped with PostgreSQL's own programs.
struct ClusterDatabase {
    admin: String,
    url: String,
    name: String,
}

impl ClusterDatabase {
    fn create() -> Option<Self> {
        static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let admin = admin_url()?;
        let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let name = format!("usher_server_{}_{number}", std::process::id());
        run_tool("createdb", &admin, &[&name]);
        let (server, _) = admin
            .rsplit_once('/')
            .expect("the admin URL names a database");
        let url = format!("{server}/{name}");
        Some(Self { admin, url, name })
    }
}

impl Drop for ClusterDatabase {
    fn drop(&mut self) {
        run_tool("dropdb", &self.admin, &["--force", &self.name]);
    }
}

fn run_tool(tool: &str, admin: &str, arguments: &[&str]) {
    let ended = Command::new(tool)
        .arg(format!("--maintenance-db={admin}"))
        .args(arguments)
        .env("PATH", path_variable())
        .status()
        .expect("PostgreSQL's client programs are on PATH");
    assert!(ended.success(), "{tool} failed");
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests find PostgreSQL's programs by PATH"
)]
fn path_variable() -> String {
    std::env::var("PATH").unwrap_or_default()
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests are told of the cluster by the environment"
)]
fn admin_url() -> Option<String> {
    if let Ok(url) = std::env::var("USHER_TEST_POSTGRES_URL") {
        return Some(url);
    }
    if std::env::var("USHER_TEST_SKIP_POSTGRES").is_ok_and(|value| value == "1") {
        eprintln!("left out: USHER_TEST_SKIP_POSTGRES is set");
        return None;
    }
    panic!(
        "USHER_TEST_POSTGRES_URL names no cluster; run through `sh e2e/postgres/cluster.sh run …`"
    );
}
