//! `usher admin`: makes owners, also when nobody can sign in any more.

use std::io::{self, BufRead as _, Read as _};

use clap::Subcommand;
use usher_application::{
    setup,
    welcome_emails::{self, Repeat},
};
use usher_domain::{
    actor::Actor, email_address::EmailAddress, names::AccountName, password::Password,
    request_origin::RequestOrigin,
};
use zeroize::Zeroizing;

use super::{CommandError, open, print};
use crate::{config::Config, setup_link};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make an owner of the installation; without a password she gets a welcome email
    Create {
        /// Her email address, with which she also signs in
        #[arg(long)]
        email: EmailAddress,
        /// The account she belongs to, made if it is missing
        #[arg(long, value_name = "NAME")]
        account: Option<AccountName>,
        /// Read her password from the first line of standard input
        #[arg(long)]
        password_stdin: bool,
    },
}

/// More than any password may have; the rest of the line is not read.
const MAX_LINE_BYTES: u64 = 4096;

pub(crate) async fn run(config: &Config, command: Command) -> Result<(), CommandError> {
    let Command::Create {
        email,
        account,
        password_stdin,
    } = command;
    let password = if password_stdin {
        Some(read_password()?)
    } else {
        None
    };
    let welcome = password.is_none();
    let node = open(config).await?;
    let owner = setup::create_owner(&node.app, email, account, password).await?;
    if welcome {
        let actor = Actor::system();
        let origin = RequestOrigin::local();
        welcome_emails::request(&node.app, &actor, owner.id, origin, Repeat::AlwaysSend).await?;
        print(&format!(
            "The owner {} was made; a welcome email waits for `usher serve` to send it.",
            owner.login
        ))?;
    } else {
        print(&format!("The owner {} was made.", owner.login))?;
    }
    setup_link::remove(&config.setup_link_path()).map_err(CommandError::io(
        "the file of the setup link cannot be removed",
    ))?;
    node.close().await;
    Ok(())
}

fn read_password() -> Result<Password, CommandError> {
    let mut line = Zeroizing::new(String::with_capacity(
        usize::try_from(MAX_LINE_BYTES).unwrap_or(0),
    ));
    io::stdin()
        .lock()
        .take(MAX_LINE_BYTES)
        .read_line(&mut line)
        .map_err(CommandError::io(
            "the password cannot be read from standard input",
        ))?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        let message = "--password-stdin was given, but the first line of standard input is empty";
        return Err(CommandError::Refused(message.to_owned()));
    }
    Password::read(password).map_err(|error| CommandError::Refused(error.to_string()))
}
