//! What a password is worth, said while it is typed.

use serde_json::{Value, json};
use usher_api_types::{password_link::PasswordJudgement, problem::ErrorCode};

use crate::{browser::Browser, canned_api::CannedApi};

const JUDGE: &str = "/ui/password-judgement";
const BY_LINK: &str = "POST /api/v1/password-links/judge";
const OWN: &str = "POST /api/v1/me/password/judge";

fn weak() -> PasswordJudgement {
    PasswordJudgement {
        acceptable: false,
        strength: 1,
        reason: Some("too_short".to_owned()),
        min: Some(12),
        max: None,
    }
}

fn strong() -> PasswordJudgement {
    PasswordJudgement {
        acceptable: true,
        strength: 4,
        ..PasswordJudgement::default()
    }
}

async fn said(api: &CannedApi, form: &str) -> Value {
    let answer = Browser::on(api).post(JUDGE, form).await;
    answer.is(200);
    assert_eq!(answer.header("cache-control"), "no-store");
    serde_json::from_str(&answer.html).expect("JSON")
}

#[tokio::test]
async fn the_verdict_is_said_in_the_language_of_the_page() {
    let api = CannedApi::default().on(BY_LINK, 200, &weak());
    let english = said(&api, "token=tok&password=abc&language=en").await;
    assert_eq!(english["text"], "Use at least 12 characters.");
    assert_eq!(
        (&english["strength"], &english["acceptable"]),
        (&json!(1), &json!(false))
    );
    let german = said(&api, "token=tok&password=abc&language=de").await;
    assert_ne!(german["text"], english["text"]);
    let asked = api.call(BY_LINK).body;
    assert_eq!(asked, json!({ "token": "tok", "password": "abc" }));
}

#[tokio::test]
async fn without_a_link_it_is_about_ones_own_password() {
    let api = CannedApi::default().on(OWN, 200, &strong());
    let verdict = said(&api, "password=a+long+one&language=en").await;
    assert_eq!(verdict["text"], "A very good password");
    assert_eq!(api.call(OWN).body, json!({ "new_password": "a long one" }));
}

#[tokio::test]
async fn where_the_api_does_not_judge_nothing_is_said() {
    let api = CannedApi::default().fails(BY_LINK, ErrorCode::TooManyRequests);
    let answer = Browser::on(&api)
        .post(JUDGE, "token=tok&password=abc")
        .await;
    answer.is(429);
    assert_eq!(answer.html, "");
}
