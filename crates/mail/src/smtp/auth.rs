//! Signing in to a mail server, by the two mechanisms that servers offer under TLS.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use usher_domain::delivery::Answer;

use super::extensions::Extensions;
use super::provider::expect;
use super::settings::Credentials;
use super::transcript::Transcript;
use super::wire::{RawReply, Wire};

/// Signs in with PLAIN, or with LOGIN where it is the only offer. No transcript hears the credentials.
pub(super) async fn authenticate(
    wire: &mut Wire,
    extensions: Extensions,
    credentials: &Credentials,
    transcript: &Transcript,
) -> Result<(), Answer> {
    let Credentials { user, password } = credentials;
    let plain = STANDARD.encode(format!("\0{user}\0{password}"));
    let secrets = [
        plain.clone(),
        STANDARD.encode(user),
        STANDARD.encode(password),
        password.clone(),
    ];
    transcript.hide(&secrets);
    let reply = if extensions.auth_plain {
        let command = format!("AUTH PLAIN {plain}\r\n");
        wire.command_shown_as(&command, "AUTH PLAIN [credentials left out]")
            .await?
    } else if extensions.auth_login {
        let [_, user, password, _] = &secrets;
        expect_clean(wire.command("AUTH LOGIN\r\n").await?, 334, &secrets)?;
        let (user, password) = (format!("{user}\r\n"), format!("{password}\r\n"));
        let asked = wire.command_shown_as(&user, "[user left out]").await?;
        expect_clean(asked, 334, &secrets)?;
        wire.command_shown_as(&password, "[password left out]")
            .await?
    } else {
        let missing = "the server offers neither AUTH PLAIN nor AUTH LOGIN";
        return Err(Answer::Lost(missing.to_owned()));
    };
    expect_clean(reply, 235, &secrets).map(|_| ())
}

/// Like [`expect`], for servers that quote the line they did not like.
fn expect_clean(mut reply: RawReply, code: u16, secrets: &[String]) -> Result<RawReply, Answer> {
    for line in &mut reply.lines {
        for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
            *line = line.replace(secret.as_str(), "[redacted]");
        }
    }
    expect(reply, code)
}
