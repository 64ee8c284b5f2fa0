//! `usher mail`: what messages look like, and whether mail servers take them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Subcommand;
use usher_domain::{
    clock::{Clock as _, Entropy},
    delivery::Verdict,
    email_address::EmailAddress,
    ids,
};
use usher_mail::{
    letter::{Letter, Recipient, RequestedFrom, Requester, Test},
    message::{self, OutgoingMail},
    samples::samples,
    smtp::{Speaker, TranscriptLine, Trial},
    templates::{LANGUAGES, Templates},
};

use super::{CommandError, print};
use crate::{clock::SystemClock, config::Config, entropy::SystemEntropy, mail_route};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write every kind of message in every language as text, HTML and .eml
    Preview {
        /// The folder to write to, made if it is missing
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
    },
    /// Send a test mail through every configured mail server, one after the other, and print what
    /// was said
    Test {
        /// Who gets it
        #[arg(long, value_name = "ADDRESS")]
        to: EmailAddress,
        /// The language of the mail: en, de, pt or ar
        #[arg(long, value_name = "LANGUAGE", default_value = "en")]
        language: String,
    },
}

pub(crate) fn preview(out: &Path) -> Result<(), CommandError> {
    let failed = || CommandError::io(format!("{} cannot be written to", out.display()));
    fs::create_dir_all(out).map_err(failed())?;
    let templates = Templates::builtin();
    let languages = LANGUAGES.into_iter();
    let letters = languages.flat_map(|language| {
        let samples = samples(language).into_iter();
        samples.map(move |(name, letter)| (format!("{name}.{language}"), letter))
    });
    for (name, letter) in letters {
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

pub(crate) async fn test(
    config: &Config,
    to: EmailAddress,
    language: &str,
) -> Result<(), CommandError> {
    let providers = mail_route::providers(config)?;
    if providers.is_empty() {
        let message = "no mail server is configured; set mail.smtp_url (USHER__MAIL__SMTP_URL)";
        return Err(CommandError::Refused(message.to_owned()));
    }
    let mut refused = false;
    for provider in &providers {
        let mail = test_mail(config, provider.name(), &to, language, &SystemEntropy)?;
        print(&format!("{} ({})", provider.name(), provider.settings()))?;
        let trial = provider.try_out(&mail).await;
        for line in &trial.transcript {
            print(&told(line))?;
        }
        print(&outcome(&trial, &to))?;
        refused |= !matches!(trial.verdict, Verdict::Delivered(_));
    }
    if refused {
        Err(CommandError::Told)
    } else {
        Ok(())
    }
}

/// A line of a transcript: `>` is what we said, `<` what the server said.
fn told(line: &TranscriptLine) -> String {
    let sign = match line.speaker {
        Speaker::Usher => '>',
        Speaker::Server => '<',
        Speaker::Note => '-',
    };
    format!("{:>7} ms {sign} {}", line.at.as_millis(), line.text)
}

fn outcome(trial: &Trial, to: &EmailAddress) -> String {
    let took = trial.took.as_millis();
    match &trial.verdict {
        Verdict::Delivered(_) => format!("taken for {to} after {took} ms"),
        verdict => format!(
            "not taken: ended at {} after {took} ms: {}",
            trial.stage,
            verdict.detail()
        ),
    }
}

fn test_mail(
    config: &Config,
    provider: &str,
    to: &EmailAddress,
    language: &str,
    entropy: &dyn Entropy,
) -> Result<OutgoingMail, CommandError> {
    let refused = |error: &dyn std::fmt::Display| CommandError::Refused(error.to_string());
    let now = SystemClock::default().now();
    let recipient = Recipient {
        name: None,
        address: to.clone(),
    };
    let test = Test {
        provider: provider.to_owned(),
        requested: RequestedFrom {
            platform: None,
            place: None,
            at: now,
            by: Requester::Named("usher mail test".to_owned()),
        },
    };
    let (id, sender) = (ids::mint(now, entropy), config.mail.from.clone());
    let letter = Letter::test(id, sender, recipient, language, test);
    let words = Templates::builtin()
        .render(&letter)
        .map_err(|error| refused(&error))?;
    message::build(&letter, &words).map_err(|error| refused(&error))
}
