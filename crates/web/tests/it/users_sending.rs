//! Sending a welcome email from the list of users. To many at once: `bulk_sends`.

use usher_api_types::problem::ErrorCode;

use crate::{
    bodies::{ADA, ada, api, page, welcomed},
    browser::Browser,
    users::{list, users},
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
        .get(&format!("{}?error=You+were+hacked&notice=Call+us", list()))
        .await;
    forged
        .is(200)
        .says_nothing_of("hacked")
        .says_nothing_of("Call us");
}

fn percent(path: &str) -> String {
    path.replace('%', "%25")
        .replace('/', "%2F")
        .replace('?', "%3F")
        .replace('&', "%26")
        .replace('=', "%3D")
}
