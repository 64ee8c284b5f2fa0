//! What a password would be worth, for whoever holds a link and is typing it.

use std::net::IpAddr;

use usher_domain::{
    password::{Password, PasswordJudgement},
    password_link,
};

use super::{
    consume::{ConsumeError, refuse_unless_open},
    inspect::Held,
};
use crate::{App, TooMany, new_passwords, throttle::Attempt};

/// Why a password was not judged.
#[derive(Debug, thiserror::Error)]
pub enum JudgeError {
    /// The link would set no password at all; never `Weak`.
    #[error(transparent)]
    Link(#[from] ConsumeError),
    /// Asked too often.
    #[error(transparent)]
    TooMany(#[from] TooMany),
}

/// Judges a password by the rule that redeeming the link follows. Stores nothing, and counts as no
/// visit.
///
/// # Errors
/// See [`JudgeError`].
pub async fn judge(
    app: &App,
    token: &str,
    password: Password,
    address: Option<IpAddr>,
) -> Result<PasswordJudgement, JudgeError> {
    let authentic = password_link::authenticate(&app.keyring(), token);
    let authentic = authentic.map_err(|_| ConsumeError::Void)?;
    app.throttle
        .begin(&Attempt::at_judgement(address), app.now())?;
    let held = app
        .database
        .read(move |connection| Held::find(connection, authentic.id))
        .await
        .map_err(ConsumeError::from)?;
    let held = held.ok_or(ConsumeError::Void)?;
    refuse_unless_open(held.state(app.now()))?;
    Ok(new_passwords::judge(
        app,
        &password,
        held.user.as_ref(),
        held.account.as_ref(),
    ))
}
