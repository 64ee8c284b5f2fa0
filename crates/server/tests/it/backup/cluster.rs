//! Databases of the test cluster.

use std::process::Command;

/// A database on the cluster, made and dropped with PostgreSQL's own programs.
pub(super) struct ClusterDatabase {
    admin: String,
    pub(super) url: String,
    name: String,
}

impl ClusterDatabase {
    pub(super) fn create() -> Option<Self> {
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
pub(super) fn path_variable() -> String {
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
