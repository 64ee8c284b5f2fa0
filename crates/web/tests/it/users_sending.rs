//! Sending welcome emails from the list of users: to one, and to those selected.

use usher_api_types::problem::ErrorCode;
use uuid::Uuid;

use crate::{
    bodies::{ACCOUNT, ADA, ada, api, page, user, welcomed},
    browser::Browser,
    users::{ALAN, list, users},
};

#[tokio::test]
async fn sending_goes_back_to_the_row_and_follows_the_delivery_for_a_while() {
    let send = format!("POST /api/v1/users/{ADA}/welcome-emails");
    let queued = page(vec![welcomed(ada(), "queued")]);
    let api = api()
        .on(&send, 202, &serde_json::json!({}))
        .on(&users(), 200, &queued);
    let browser = Browser::on(&api);
    let place = format!("{}?search=ada&sort=-name&cursor=c3&trail=c2", list());
    let field = place.replace('&', "&amp;");
    browser
        .get(&place)
        .await
        .says(&format!("name=\"back\" value=\"{field}\""));
    let back = percent(&place);
    let path = format!("/ui/users/{ADA}/welcome-emails");
    let done = browser.post(&path, &format!("back={back}")).await;
    done.is(303);
    let expected = format!("{place}&notice=welcome_requested&watch=1#user-{ADA}");
    assert_eq!(done.location(), expected);

    let path = expected.split('#').next().expect("a path");
    let html = browser.get(path).await;
    html.says("The welcome email is on its way.")
        .says(">Queued<");
    html.says("http-equiv=\"refresh\"").says("watch=2");
    browser
        .get(&list())
        .await
        .says_nothing_of("http-equiv=\"refresh\"");
    browser
        .get(&format!("{}?watch=8", list()))
        .await
        .says_nothing_of("http-equiv=\"refresh\"");
}

#[tokio::test]
async fn a_refusal_travels_as_a_code_and_is_told_in_our_words() {
    let send = format!("POST /api/v1/users/{ADA}/welcome-emails");
    let browser = Browser::on(&api().fails(&send, ErrorCode::NoAddress));
    let refused = browser
        .post(
            &format!("/ui/users/{ADA}/welcome-emails"),
            "back=//evil.example",
        )
        .await;
    refused.is(303);
    assert_eq!(
        refused.location(),
        format!("/admin/users/{ADA}?error=no_address")
    );
    browser
        .get(refused.location())
        .await
        .says("no email address to send to");
    let forged = browser
        .get(&format!(
            "{}?error=You+were+hacked&notice=Call+us&sent=many",
            list()
        ))
        .await;
    forged
        .is(200)
        .says_nothing_of("hacked")
        .says_nothing_of("Call us")
        .says_nothing_of("many");
}

#[tokio::test]
async fn the_selected_users_are_welcomed_together() {
    let send = |id: Uuid| format!("POST /api/v1/users/{id}/welcome-emails");
    let listed = page(vec![ada(), user(ALAN, "Alan Turing")]);
    let api = api()
        .on(&users(), 200, &listed)
        .on(&send(ADA), 202, &serde_json::json!({}))
        .fails(&send(ALAN), ErrorCode::TooManyRequests);
    let browser = Browser::on(&api);
    let place = format!("{}?status=pending", list());
    let action = format!("/ui/accounts/{ACCOUNT}/welcome-emails");
    browser
        .get(&place)
        .await
        .says(&format!("action=\"{action}\""))
        .says(&format!("name=\"user_ids\" value=\"{ADA}\""))
        .says("Send welcome email to selected");
    let form = format!(
        "back={}&user_ids={ADA}&user_ids={ALAN}&user_ids=x",
        percent(&place)
    );
    let done = browser.post(&action, &form).await;
    done.is(303);
    let outcome = "watch=1&sent=1&unsent=1&why=too_many_requests";
    assert_eq!(done.location(), format!("{place}&{outcome}"));
    browser
        .get(done.location())
        .await
        .says("1 welcome email is on its way. 1 user could not be sent one. That was too often.");
    browser
        .get(&format!("{}?sent=12&language=de", list()))
        .await
        .says("12 Willkommens-E-Mails sind unterwegs.");
}

#[tokio::test]
async fn nothing_selected_sends_nothing_and_a_failure_of_ours_ends_it() {
    let action = format!("/ui/accounts/{ACCOUNT}/welcome-emails");
    let done = Browser::on(&api()).post(&action, "").await;
    assert_eq!(done.location(), format!("{}?watch=1&sent=0", list()));
    let send = format!("POST /api/v1/users/{ADA}/welcome-emails");
    let failing = api().fails(&send, ErrorCode::Internal);
    let form = format!("user_ids={ADA}&user_ids={ADA}");
    Browser::on(&failing).post(&action, &form).await.is(500);
    let asked = failing
        .calls()
        .iter()
        .filter(|call| call.name == send)
        .count();
    assert_eq!(asked, 1);
}

fn percent(path: &str) -> String {
    path.replace('%', "%25")
        .replace('/', "%2F")
        .replace('?', "%3F")
        .replace('&', "%26")
        .replace('=', "%3D")
}
