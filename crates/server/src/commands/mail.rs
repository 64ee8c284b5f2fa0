//! `usher mail`: what messages look like, and whether mail servers take them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::Duration;
use clap::Subcommand;
use usher_domain::{
    clock::{Clock as _, Entropy},
    delivery::Verdict,
    email_address::EmailAddress,
    ids,
};
use usher_mail::{
    letter::{Content, Letter, LinkUrl, Recipient, RequestedFrom, Welcome},
    message::{self, OutgoingMail},
    samples::samples,
    smtp::SmtpProvider,
    templates::Templates,
};

use super::{CommandError, print};
use crate::{clock::SystemClock, config::Config, entropy::SystemEntropy, mail_route};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write every kind of message as text, HTML and .eml
    Preview {
        /// The folder to write to, made if it is missing
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
    },
    /// Send a message through every configured mail server, one after the other
    Test {
        /// Who gets it
        #[arg(long, value_name = "ADDRESS")]
        to: EmailAddress,
    },
}

pub(crate) fn preview(out: &Path) -> Result<(), CommandError> {
    let failed = || CommandError::io(format!("{} cannot be written to", out.display()));
    fs::create_dir_all(out).map_err(failed())?;
    let templates = Templates::builtin();
    for (name, letter) in samples() {
        let refused =
            |error: usher_mail::error::MailError| CommandError::Refused(format!("{name}: {error}"));
        let words = templates.render(&letter).map_err(refused)?;
        let mail = message::build(&letter, &words).map_err(refused)?;
        let file = |ending: &str| out.join(format!("{name}.{ending}"));
        fs::write(file("txt"), format!("{}\n\n{}", words.subject, words.text)).map_err(failed())?;
        fs::write(file("html"), &words.html).map_err(failed())?;
        fs::write(file("eml"), &mail.bytes).map_err(failed())?;
        print(&file("eml").display().to_string())?;
    }
    Ok(())
}

pub(crate) async fn test(config: &Config, to: EmailAddress) -> Result<(), CommandError> {
    let providers = mail_route::providers(config)?;
    if providers.is_empty() {
        let message = "no mail server is configured; set mail.smtp_url (USHER__MAIL__SMTP_URL)";
        return Err(CommandError::Refused(message.to_owned()));
    }
    let mut refused = false;
    for provider in &providers {
        let mail = test_mail(config, &to, &SystemEntropy)?;
        let place = format!("{} ({})", provider.name(), provider.settings());
        match deliver(provider, &mail).await {
            Verdict::Delivered { .. } => print(&format!("{place}: taken for {to}"))?,
            verdict => {
                refused = true;
                print(&format!("{place}: {}", verdict.detail()))?;
            }
        }
    }
    if refused {
        Err(CommandError::Told)
    } else {
        Ok(())
    }
}

async fn deliver(provider: &SmtpProvider, mail: &OutgoingMail) -> Verdict {
    match provider.connect().await {
        Ok(mut connection) => {
            let verdict = connection.deliver(mail).await;
            connection.quit().await;
            verdict
        }
        Err(verdict) => verdict,
    }
}

/// A welcome email whose link was never made, so that it shows what real ones look like and opens
/// nothing.
fn test_mail(
    config: &Config,
    to: &EmailAddress,
    entropy: &dyn Entropy,
) -> Result<OutgoingMail, CommandError> {
    let refused = |error: &dyn std::fmt::Display| CommandError::Refused(error.to_string());
    let now = SystemClock::default().now();
    let link = format!("{}/welcome/test", config.public_url(config.http.listen));
    let sender = config.mail.from.clone();
    let letter = Letter {
        message_id: sender.message_id(ids::mint(now, entropy)),
        date: now,
        sender,
        recipient: Recipient {
            name: None,
            address: to.clone(),
        },
        locale: "en".to_owned(),
        content: Content::Welcome(Welcome {
            account_name: "Usher mail test".to_owned(),
            display_name: to.local_part().to_owned(),
            login: to.as_str().to_owned(),
            link: LinkUrl::parse(&link).map_err(|error| refused(&error))?,
            link_life: Duration::days(7),
            requested: RequestedFrom {
                platform: None,
                place: None,
                at: now,
                by: Some("usher mail test".to_owned()),
            },
            has_password: false,
        }),
    };
    let words = Templates::builtin()
        .render(&letter)
        .map_err(|error| refused(&error))?;
    message::build(&letter, &words).map_err(|error| refused(&error))
}
