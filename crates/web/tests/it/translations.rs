//! Public pages are in one language from top to bottom.

use axum::http::header;
use usher_api_types::{
    problem::ErrorCode,
    session::{Session, SessionKind},
};
use uuid::Uuid;

use crate::{
    bodies::{at, link, page},
    browser::Page,
    canned_api::CannedApi,
    language::{INSPECT, RENEW, post_in, read_in, signed_in, spoken},
    words::foreign_words,
};

#[tokio::test]
async fn the_main_sentences_of_public_pages_are_in_four_languages() {
    let cases = [
        (
            "/sign-in",
            ["Sign in", "Anmelden", "Iniciar sessão", "تسجيل الدخول"],
        ),
        (
            "/forgot-password",
            [
                "Forgot your password?",
                "Passwort vergessen?",
                "Esqueceu-se da palavra-passe?",
                "هل نسيت كلمة المرور؟",
            ],
        ),
        (
            "/welcome/tok",
            [
                "Choose a password",
                "Wählen Sie ein Passwort für Ihr Konto",
                "Escolha uma palavra-passe",
                "اختر كلمة مرور",
            ],
        ),
        (
            "/account",
            [
                "Where you are signed in",
                "Wo Sie angemeldet sind",
                "Onde tem a sessão iniciada",
                "أين سجّلت الدخول",
            ],
        ),
        (
            "/welcomed",
            [
                "you are signed in",
                "Sie sind angemeldet",
                "a sessão iniciada",
                "ودخولك مسجّل الآن",
            ],
        ),
        (
            "/nowhere",
            [
                "Page not found",
                "Seite nicht gefunden",
                "Página não encontrada",
                "الصفحة غير موجودة",
            ],
        ),
    ];
    let api = signed_in(None, None).on(INSPECT, 200, &link("open", false));
    for (path, sentences) in cases {
        for (language, sentence) in ["en", "de", "pt", "ar"].into_iter().zip(sentences) {
            let page = read_in(&api, path, language).await;
            assert_eq!(spoken(page.says(sentence)), language, "{path}");
            let direction = if language == "ar" { "rtl" } else { "ltr" };
            page.says(&format!("dir=\"{direction}\""));
        }
    }
}

/// Every public page in every state.
async fn public_pages(language: &str) -> Vec<(String, Page)> {
    let mut pages = Vec::new();
    let account = signed_in(None, None).on(
        "GET /api/v1/me/sessions",
        200,
        &page(vec![session(true), session(false)]),
    );
    for path in [
        "/sign-in",
        "/sign-in?notice=signed_out",
        "/forgot-password",
        "/forgot-password?notice=reset_requested",
        "/account",
        "/account?notice=password_changed",
        "/account?error=conflict",
        "/welcomed",
        "/nowhere",
        "/ui/sign-out",
    ] {
        pages.push((path.to_owned(), read_in(&account, path, language).await));
    }
    let nobody = CannedApi::default().fails("GET /api/v1/me", ErrorCode::Unauthenticated);
    let greeting = read_in(&nobody, "/welcomed", language).await;
    pages.push(("/welcomed, no cookies".to_owned(), greeting));
    for state in ["open", "used", "superseded", "expired", "void"] {
        for renewable in [true, false] {
            for purpose in ["welcome", "reset", "setup"] {
                let mut link = link(state, renewable);
                link.purpose = link.purpose.map(|_| purpose.to_owned());
                let api = CannedApi::default().on(INSPECT, 200, &link);
                let page = read_in(&api, "/welcome/tok", language).await;
                pages.push((format!("{state} {renewable} {purpose}"), page));
            }
        }
    }
    let expired = CannedApi::default()
        .on(INSPECT, 200, &link("expired", true))
        .fails(RENEW, ErrorCode::TooManyRequests)
        .with_header(RENEW, header::RETRY_AFTER, "840");
    let sent = "/welcome/tok?notice=fresh_link_sent";
    pages.push((sent.to_owned(), read_in(&expired, sent, language).await));
    let limited = post_in(&expired, "/welcome/tok/renew", "", language).await;
    pages.push(("limited".to_owned(), limited));
    pages
}

fn session(current: bool) -> Session {
    Session {
        id: Uuid::from_u128(u128::from(current)),
        kind: SessionKind::Browser,
        current,
        user_agent: Some(
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned(),
        ),
        address: Some("192.0.2.7".to_owned()),
        created_at: at(0),
        last_used_at: at(60),
        expires_at: at(10_000),
    }
}

#[tokio::test]
async fn no_english_is_left_on_a_page_in_another_language() {
    for language in ["de", "pt", "ar"] {
        for (name, page) in public_pages(language).await {
            assert_eq!(spoken(&page), language, "{name}");
            let foreign = foreign_words(&page.html, language);
            assert!(foreign.is_empty(), "{language} {name}: {foreign:?}");
        }
    }
}
