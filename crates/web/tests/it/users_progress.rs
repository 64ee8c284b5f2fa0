//! How far a welcome email got, as the list of users says it.

use crate::{
    bodies::{ada, api, at, page, welcomed},
    browser::Browser,
    users::{list, users},
};

#[tokio::test]
async fn the_look_of_success_is_kept_for_a_password_that_was_set() {
    let row = async |link: &str, opened: bool| {
        let mut ada = welcomed(ada(), "sent");
        if let Some(latest) = &mut ada.latest_welcome {
            latest.link_state = Some(link.to_owned());
            latest.opened_at = opened.then(|| at(6));
        }
        let api = api().on(&users(), 200, &page(vec![ada]));
        Browser::at(&api, at(5 + 125)).get(&list()).await
    };
    let html = row("used", true).await;
    html.says("badge-good")
        .says(">Password set<")
        .says(">sent ");
    for (link, opened, look, words) in [
        ("open", false, "badge-busy", "Sent, not opened"),
        ("open", true, "badge-busy", "Opened, no password yet"),
        ("expired", true, "badge-careful", "Link expired"),
        ("void", false, "badge-neutral", "Link void"),
    ] {
        let html = row(link, opened).await;
        html.says(look)
            .says(&format!(">{words}<"))
            .says_nothing_of("badge-good");
    }
}
