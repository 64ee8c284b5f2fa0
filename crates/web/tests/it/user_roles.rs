//! The roles of a user: what she holds, and replacing them.

use usher_api_types::{account::Account, page::Page, problem::ErrorCode, role::RoleGrant};

use crate::{
    bodies::{ACCOUNT, ADA, account, api, grant, may_only},
    browser::Browser,
    canned_api::CannedApi,
};

const OWNER: &str = "owner%40installation";

fn roles(method: &str) -> String {
    format!("{method} /api/v1/users/{ADA}/roles")
}

fn holding(held: &[RoleGrant]) -> CannedApi {
    api().on(&roles("GET"), 200, &held)
}

#[tokio::test]
async fn the_users_page_tells_what_she_holds_and_where() {
    let held = [grant("owner", None), grant("helpdesk", Some(ACCOUNT))];
    let page = format!("/admin/users/{ADA}");
    let change = format!("href=\"/admin/users/{ADA}/roles\"");
    Browser::on(&holding(&held))
        .get(&page)
        .await
        .is(200)
        .says("<strong>Owner</strong>")
        .says("Whole installation")
        .says("<strong>Helpdesk</strong>")
        .says(&change);
    let helpdesk = may_only(&["users.read", "deliveries.read"]);
    let browser = Browser::on(&holding(&held).on("GET /api/v1/me", 200, &helpdesk));
    browser.get(&page).await.is(200).says_nothing_of(&change);
    // An owner is not for somebody with less to change.
    let granter = may_only(&["users.read", "roles.grant"]);
    let browser = Browser::on(&holding(&held).on("GET /api/v1/me", 200, &granter));
    browser.get(&page).await.is(200).says_nothing_of(&change);
}

#[tokio::test]
async fn what_is_refused_because_the_user_may_do_more_is_not_offered() {
    let may = [
        "users.read",
        "users.update",
        "users.delete",
        "welcome_emails.send",
    ];
    let page = format!("/admin/users/{ADA}");
    for (held, offered) in [(vec![], true), (vec![grant("owner", None)], false)] {
        let api = holding(&held).on("GET /api/v1/me", 200, &may_only(&may));
        let page = Browser::on(&api).get(&page).await;
        page.is(200);
        for way in ["/edit", "/delete", "/disable", "/welcome-emails\""] {
            let way = format!("users/{ADA}{way}");
            if offered {
                page.says(&way);
            } else {
                page.says_nothing_of(&way);
            }
        }
    }
}

#[tokio::test]
async fn the_users_own_account_is_chosen_however_many_there_are() {
    let others: Vec<_> = (0..200_u128)
        .map(|number| Account {
            id: uuid::Uuid::from_u128(number + 1_000),
            name: format!("Account {number}"),
            ..account()
        })
        .collect();
    let page = Page {
        items: others,
        next_cursor: None,
    };
    let api = holding(&[]).on("GET /api/v1/accounts", 200, &page);
    let form = Browser::on(&api)
        .get(&format!("/admin/users/{ADA}/roles"))
        .await;
    form.is(200)
        .says(&format!("value=\"{ACCOUNT}\" selected"))
        .says("Analytical Engines");
}

#[tokio::test]
async fn unmarked_roles_go_marked_and_unseen_ones_stay_and_one_is_added() {
    let unseen = grant("auditor", None);
    let held = [
        grant("owner", None),
        grant("helpdesk", Some(ACCOUNT)),
        unseen.clone(),
    ];
    let api = holding(&held).on(&roles("PUT"), 200, &held);
    let form = format!(
        "shown={OWNER}&shown=helpdesk%40{ACCOUNT}&kept=helpdesk%40{ACCOUNT}&role=user_admin&scope={ACCOUNT}"
    );
    let done = Browser::on(&api)
        .post(&format!("/ui/users/{ADA}/roles"), &form)
        .await;
    done.is(303);
    assert_eq!(
        done.location(),
        format!("/admin/users/{ADA}?notice=roles_saved")
    );
    let put: Vec<RoleGrant> =
        serde_json::from_value(api.call(&roles("PUT")).body).expect("a list of roles");
    let wanted = [
        grant("helpdesk", Some(ACCOUNT)),
        unseen,
        grant("user_admin", Some(ACCOUNT)),
    ];
    assert_eq!(put, wanted);
}

#[tokio::test]
async fn a_refusal_is_told_in_words_and_keeps_what_was_chosen() {
    let held = [grant("owner", None)];
    let form = format!("shown={OWNER}&role=helpdesk&scope={ACCOUNT}");
    for (code, status, text) in [
        (
            ErrorCode::LastOwner,
            409,
            "The last owner cannot be removed",
        ),
        (ErrorCode::Forbidden, 403, "You may not make this change"),
    ] {
        let browser = Browser::on(&holding(&held).fails(&roles("PUT"), code));
        let page = browser.post(&format!("/ui/users/{ADA}/roles"), &form).await;
        page.is(status)
            .says(text)
            .says("value=\"helpdesk\" checked")
            .says("<title>Error: Roles of Ada Lovelace · Usher</title>")
            .says("value=\"owner@installation\"")
            .says_nothing_of("value=\"owner@installation\" checked");
    }
    let errors = [("0.role", "Unknown role.")];
    let browser =
        Browser::on(&holding(&[]).fails_on(&roles("PUT"), ErrorCode::InvalidField, &errors));
    let page = browser
        .post(
            &format!("/ui/users/{ADA}/roles"),
            "role=janitor&scope=installation",
        )
        .await;
    page.is(422).says("id=\"role-error\"");
}

#[tokio::test]
async fn each_role_says_what_it_allows_in_both_languages() {
    let held = [grant("helpdesk", Some(ACCOUNT))];
    let browser = Browser::on(&holding(&held));
    let path = format!("/admin/users/{ADA}/roles");
    browser
        .get(&path)
        .await
        .is(200)
        .says("value=\"owner\"")
        .says("May do everything, also create and delete accounts.")
        .says("sees what became of their emails");
    browser
        .get(&format!("{path}?language=de"))
        .await
        .says("Darf alles, auch Konten anlegen und löschen.");
}

#[tokio::test]
async fn a_role_needs_a_place() {
    let api = holding(&[]);
    let page = Browser::on(&api)
        .post(&format!("/ui/users/{ADA}/roles"), "role=auditor&scope=")
        .await;
    page.is(422).says("id=\"scope-error\"");
    assert!(!api.calls().iter().any(|call| call.name == roles("PUT")));
}
