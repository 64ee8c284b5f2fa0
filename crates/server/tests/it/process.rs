//! The built binary with a data folder of its own and nothing from the environment of the tests.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStderr, Command, Output, Stdio},
};

use tempfile::TempDir;

/// One installation.
pub(crate) struct Installation {
    folder: TempDir,
}

impl Installation {
    pub(crate) fn new() -> Self {
        Self {
            folder: TempDir::new().expect("a temporary folder"),
        }
    }

    pub(crate) fn data(&self, name: &str) -> PathBuf {
        self.folder.path().join("data").join(name)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A command that was not started yet.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_usher"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("USHER__DATA_DIR", self.folder.path().join("data"))
            .env("USHER__HTTP__LISTEN", "127.0.0.1:0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        self.run_with_input(arguments, "")
    }

    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &str) -> Outcome {
        let mut child = self.command(arguments).spawn().expect("the binary starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        // Commands that read nothing may have ended already.
        stdin.write_all(input.as_bytes()).ok();
        drop(stdin);
        Outcome::of(child.wait_with_output().expect("the binary ends"))
    }

    /// Starts a server and waits until it is ready.
    pub(crate) fn serve(&self) -> Server {
        Server::start(self.command(&["serve"]))
    }

    pub(crate) fn read_data(&self, name: &str) -> String {
        fs::read_to_string(self.data(name)).expect("a file in the data folder")
    }
}

/// How a command ended.
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    #[track_caller]
    pub(crate) fn succeeded(self) -> String {
        assert_eq!(self.code, Some(0), "{}{}", self.stdout, self.stderr);
        self.stdout
    }
}

/// A server that answers.
pub(crate) struct Server {
    child: Child,
    log: BufReader<ChildStderr>,
    said: String,
}

impl Server {
    /// Starts a command that serves, and waits until it is ready.
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command.spawn().expect("the binary starts");
        let log = BufReader::new(child.stderr.take().expect("a pipe"));
        let mut server = Self {
            child,
            log,
            said: String::new(),
        };
        server.wait_for("Usher is ready");
        server
    }

    /// The address that it listens on, as its log tells.
    pub(crate) fn address(&self) -> String {
        let (_, rest) = self
            .said
            .split_once("http.listen=")
            .expect("the address in the log");
        rest.split_whitespace()
            .next()
            .unwrap_or_default()
            .to_owned()
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The address, out of a log of JSON.
    pub(crate) fn json_address(&self) -> String {
        let (_, rest) = self
            .said
            .split_once(r#""http.listen":""#)
            .expect("the address in the log");
        rest.split('"').next().unwrap_or_default().to_owned()
    }

    /// Reads the log until it says something.
    pub(crate) fn wait_for(&mut self, words: &str) {
        while !self.said.contains(words) {
            let read = self.log.read_line(&mut self.said).expect("a log of text");
            assert!(
                read > 0,
                "the server ended without {words:?}:\n{}",
                self.said
            );
        }
    }

    /// Asks it to end, as a service manager does, and waits; returns its exit code and its log.
    pub(crate) fn terminate(mut self) -> (Option<i32>, String) {
        let killed = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        assert!(killed.is_ok_and(|status| status.success()));
        let mut said = std::mem::take(&mut self.said);
        while self.log.read_line(&mut said).expect("a log of text") > 0 {}
        let status = self.child.wait().expect("the server ends");
        (status.code(), said)
    }
}

/// A test that failed leaves no server behind.
impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
