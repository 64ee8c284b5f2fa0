//! `usher audit`: the end of the audit log's hash chain, and whether the chain is whole.

use clap::Subcommand;
use usher_application::{
    audit_chain::{self, Verification},
    audit_sealer,
};
use usher_domain::chain_head::ChainHead;

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
        since_head: Option<ChainHead>,
    },
}

pub(crate) async fn run(config: &Config, command: Command) -> Result<(), CommandError> {
    let node = open(config).await?;
    // What other commands have written without a server running is still to be linked in.
    audit_sealer::seal_now(&node.app).await?;
    let answer = match command {
        Command::Head => match audit_chain::head(&node.app).await? {
            Some(head) => {
                let (seq, hash) = (head.seq, head.hash);
                print(&ChainHead { seq, hash }.to_string())
            }
            None => Err(CommandError::Refused("nothing is sealed yet".to_owned())),
        },
        Command::Verify { since_head } => told(&audit_chain::verify(&node.app, since_head).await?),
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
            let (seq, hash) = (*events, *hash);
            let head = ChainHead { seq, hash };
            print(&format!(
                "The audit log is intact: {events} events, head {head}"
            ))?;
            if !vouched {
                print(
                    "Whether events were removed from its end cannot be told without a head that was \
                     kept elsewhere (--since-head).",
                )?;
            }
            Ok(())
        }
        Verification::Broken { seq, flaw, .. } => Err(CommandError::Refused(format!(
            "the audit log is broken at event {seq}: {flaw}"
        ))),
        Verification::Unfinished { .. } | Verification::NowhereToGoOn => Err(
            CommandError::Refused("the audit log was not walked to its end".to_owned()),
        ),
    }
}
