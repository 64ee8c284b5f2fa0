//! `usher audit`: the end of the audit log's hash chain, and whether the chain is whole.

use std::str::FromStr;

use clap::Subcommand;
use usher_application::{
    audit_chain::{self, Verification},
    audit_sealer::{self, hex},
};

use super::{CommandError, open, print};
use crate::config::Config;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print the head of the log, to be kept somewhere else
    Head,
    /// Prove that nothing in the log was changed or inserted, and up to a kept head also not removed
    Verify {
        /// A head as `usher audit head` printed it
        #[arg(long, value_name = "HEAD")]
        since_head: Option<Head>,
    },
}

/// The length of the chain and its last hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    seq: i64,
    hash: [u8; 32],
}

/// A text that is no head.
#[derive(Debug, thiserror::Error)]
#[error("a head looks like 42:6d3f…, a number, a colon and 64 hex digits")]
pub(crate) struct InvalidHead;

impl FromStr for Head {
    type Err = InvalidHead;

    fn from_str(text: &str) -> Result<Self, InvalidHead> {
        let (seq, digits) = text.trim().split_once(':').ok_or(InvalidHead)?;
        let seq = seq.parse().ok().filter(|seq| *seq > 0).ok_or(InvalidHead)?;
        if digits.len() != 64 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(InvalidHead);
        }
        let mut hash = [0; 32];
        for (index, byte) in hash.iter_mut().enumerate() {
            let pair = &digits[2 * index..2 * index + 2];
            *byte = u8::from_str_radix(pair, 16).map_err(|_| InvalidHead)?;
        }
        Ok(Self { seq, hash })
    }
}

pub(crate) async fn run(config: &Config, command: Command) -> Result<(), CommandError> {
    let node = open(config).await?;
    // What other commands have written without a server running is still to be linked in.
    audit_sealer::seal_now(&node.app).await?;
    let answer = match command {
        Command::Head => match audit_chain::head(&node.app).await? {
            Some(head) => print(&format!("{}:{}", head.seq, hex(&head.hash))),
            None => Err(CommandError::Refused("nothing is sealed yet".to_owned())),
        },
        Command::Verify { since_head } => {
            let kept = since_head.map(|head| (head.seq, head.hash));
            told(&audit_chain::verify(&node.app, kept).await?)
        }
    };
    node.close().await;
    answer
}

fn told(verification: &Verification) -> Result<(), CommandError> {
    match verification {
        Verification::Intact {
            events,
            hash,
            vouched,
        } => {
            print(&format!(
                "The audit log is intact: {events} events, head {events}:{}",
                hex(hash)
            ))?;
            if !vouched {
                print(
                    "Whether events were removed from its end cannot be told without a head that was \
                     kept elsewhere (--since-head).",
                )?;
            }
            Ok(())
        }
        Verification::Broken { seq, reason } => Err(CommandError::Refused(format!(
            "the audit log is broken at event {seq}: {reason}"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_reads_back_as_it_was_printed() {
        let hash = [0xab; 32];
        let head: Head = format!("42:{}", hex(&hash)).parse().unwrap();
        assert_eq!(head, Head { seq: 42, hash });
    }

    #[test]
    fn anything_else_is_no_head() {
        let digits = "a".repeat(64);
        for text in [
            "",
            "42",
            "42:",
            &digits,
            &format!("0:{digits}"),
            &format!("-1:{digits}"),
            &format!("1:{digits}a"),
            &format!("1:{}é", "a".repeat(62)),
        ] {
            assert!(text.parse::<Head>().is_err(), "{text}");
        }
    }
}
