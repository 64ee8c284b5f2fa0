//! `usher migrate`: brings the database up to date.

use super::{CommandError, print};
use crate::{config::Config, node};

pub(crate) async fn run(config: &Config) -> Result<(), CommandError> {
    let database = node::open_database(config)?;
    let applied = database.migrate().await?;
    for name in &applied {
        print(&format!("applied {name}"))?;
    }
    if applied.is_empty() {
        print("The database is up to date.")?;
    }
    database.close().await;
    Ok(())
}
