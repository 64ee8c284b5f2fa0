//! What a new password would be worth, said while it is typed: for `assets/password-field.js`, not
//! for a form. Nothing is kept.

use axum::{
    Json,
    http::header,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use usher_api_types::{
    me::JudgeOwnPassword,
    password_link::{JudgePassword, PasswordJudgement},
};

use crate::{
    api_client::ApiFailure,
    extract::Filled,
    visit::Visit,
    words::{
        errors::reason,
        language::{say, speak},
    },
};

/// What was typed. It has no `Debug`: it is a password.
#[derive(Deserialize)]
pub(crate) struct Typed {
    password: String,
    /// The link that it is for; none for the password of whoever is signed in.
    token: Option<String>,
    /// The language of the page.
    language: Option<String>,
}

/// What is said about it.
#[derive(Serialize)]
struct Said {
    text: String,
    strength: u8,
    acceptable: bool,
}

/// `POST /ui/password-judgement`. Where the API does not judge, the status says why and nothing is
/// said: setting the password judges it all the same.
pub(crate) async fn judge(visit: Visit, Filled(typed): Filled<Typed>) -> Response {
    speak([typed.language.as_deref()]);
    match verdict(&visit, typed).await {
        Ok(judgement) => {
            let said = Said {
                text: text(&judgement),
                strength: judgement.strength,
                acceptable: judgement.acceptable,
            };
            ([(header::CACHE_CONTROL, "no-store")], Json(said)).into_response()
        }
        Err(failure) => failure.status.into_response(),
    }
}

async fn verdict(visit: &Visit, typed: Typed) -> Result<PasswordJudgement, ApiFailure> {
    let Typed {
        password, token, ..
    } = typed;
    let answer = if let Some(token) = token {
        let asked = JudgePassword { token, password };
        visit.api.post("/api/v1/password-links/judge", &asked).await
    } else {
        let asked = JudgeOwnPassword {
            new_password: password,
        };
        visit.api.post("/api/v1/me/password/judge", &asked).await
    };
    answer?.read()
}

fn text(judgement: &PasswordJudgement) -> String {
    let code = judgement
        .reason
        .as_deref()
        .and_then(|code| code.parse().ok());
    match code {
        Some(code) if !judgement.acceptable => reason(code, judgement.min, judgement.max),
        _ => say(
            &format!("password-strength-{}", judgement.strength.min(4)),
            &[],
        ),
    }
}
