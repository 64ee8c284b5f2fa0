//! `usher demo`: fills an account with made-up people, to try Usher out and to measure it.

use std::time::{Duration, Instant};

use clap::Subcommand;
use usher_application::demo::{self, MOST_MESSAGES, MOST_WAITING, Progress, Seed};
use usher_domain::{actor::Actor, names::AccountName};

use super::{CommandError, open, print};
use crate::config::Config;

/// How often progress is told.
const TELL_EVERY: Duration = Duration::from_secs(1);

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Add made-up people and what happened to them in the last 90 days; nothing is mailed for that
    Seed {
        /// How many people
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
        users: u64,
        /// The account they belong to, made if it is missing
        #[arg(long, value_name = "NAME", default_value = "Demo")]
        account: AccountName,
        /// How many welcome emails each was sent, on average
        #[arg(
            long,
            value_name = "M",
            default_value_t = 3,
            value_parser = clap::value_parser!(u32).range(..=i64::from(MOST_MESSAGES))
        )]
        messages_per_user: u32,
        /// The same number makes the same people with the same fates
        #[arg(long, value_name = "NUMBER", default_value_t = 1)]
        seed: u64,
        /// Go on although mail servers are configured
        #[arg(long)]
        yes: bool,
    },
}

pub(crate) async fn run(config: &Config, command: Command) -> Result<(), CommandError> {
    let Command::Seed {
        users,
        account,
        messages_per_user,
        seed,
        yes,
    } = command;
    let node = open(config).await?;
    if !node.app.mail_is_captured() && !yes {
        node.close().await;
        return Err(CommandError::Refused(real_mail(users, &account)));
    }
    let wanted = Seed {
        users,
        account,
        messages_per_user,
        seed,
    };
    let began = Instant::now();
    let mut told = began;
    let tell = |progress: Progress| {
        if told.elapsed() >= TELL_EVERY || progress.users == users {
            told = Instant::now();
            eprintln!("{}", words(progress, users, began.elapsed()));
        }
    };
    let seeded = demo::seed(&node.app, &Actor::system(), wanted, tell).await;
    node.close().await;
    let (account, progress) = seeded?;
    eprintln!(
        "The audit log was sealed behind them, {} s in all.",
        began.elapsed().as_secs()
    );
    print(&format!(
        "The account {} ({}) has {} more users and {} more messages.",
        account.name, account.id, progress.users, progress.messages
    ))
}

/// Why mail servers are a reason to ask again.
fn real_mail(users: u64, account: &AccountName) -> String {
    format!(
        "mail servers are configured, so this may be an installation that people use. It would get \
         {users} made-up users in the account {:?}; up to {MOST_WAITING} of them have a welcome email \
         under way, which is then tried at those servers (the addresses end in example.test, which \
         exists nowhere). Removing them again means deleting each. Add --yes to go on",
        account.as_str()
    )
}

fn words(progress: Progress, of: u64, taken: Duration) -> String {
    let millis = taken.as_millis().max(1);
    let rate = u128::from(progress.rows) * 1000 / millis;
    format!(
        "{} of {of} users, {} messages, {} rows in {}.{} s: {rate} rows/s",
        progress.users,
        progress.messages,
        progress.rows,
        millis / 1000,
        millis % 1000 / 100
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_told_with_its_rate() {
        let progress = Progress {
            users: 500,
            messages: 1500,
            rows: 8000,
        };
        assert_eq!(
            words(progress, 1000, Duration::from_millis(1600)),
            "500 of 1000 users, 1500 messages, 8000 rows in 1.6 s: 5000 rows/s"
        );
        assert!(words(Progress::default(), 1, Duration::ZERO).ends_with("0 rows/s"));
    }
}
