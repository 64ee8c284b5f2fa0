//! The accounts that a user belongs to: the panel, adding her to one and removing her from one.

use usher_api_types::{
    account::Account,
    me::{AccountPermissions, Me},
    problem::ErrorCode,
};
use usher_domain::role::Role;
use uuid::Uuid;

use crate::{
    bodies::{ACCOUNT, ADA, account, api, grant, may_only, membership, nobody, page},
    browser::Browser,
    canned_api::CannedApi,
};

const OTHER: Uuid = Uuid::from_u128(0xacc1);
const PANEL: &str = "id=\"memberships\"";

fn here() -> String {
    format!("/admin/users/{ADA}")
}

fn forms() -> String {
    format!("/ui/users/{ADA}/memberships")
}

fn removal() -> String {
    format!("{}/{OTHER}/remove", forms())
}

fn member(method: &str) -> String {
    format!("{method} /api/v1/accounts/{OTHER}/members/{ADA}")
}

/// Two accounts, and Ada in these.
fn belonging(accounts: &[Uuid]) -> CannedApi {
    let other = Account {
        id: OTHER,
        name: "Bletchley Park".to_owned(),
        ..account()
    };
    let items = accounts.iter().map(|id| membership(*id)).collect();
    api()
        .on("GET /api/v1/accounts", 200, &page(vec![account(), other]))
        .on(
            &format!("GET /api/v1/users/{ADA}/memberships"),
            200,
            &page(items),
        )
}

/// Somebody with a role in each of the two accounts.
fn holding(here: Role, there: Role) -> Me {
    let account_permissions = [(ACCOUNT, here), (OTHER, there)].map(|(account_id, role)| {
        let permissions = role.permissions();
        AccountPermissions {
            account_id,
            permissions: permissions.iter().map(|held| held.to_string()).collect(),
        }
    });
    Me {
        account_permissions: account_permissions.into(),
        ..may_only(&[])
    }
}

fn seen_by(api: CannedApi, me: &Me) -> Browser {
    Browser::on(&api.on("GET /api/v1/me", 200, me))
}

#[tokio::test]
async fn each_account_is_named_and_all_but_the_primary_one_can_be_left() {
    let browser = Browser::on(&belonging(&[ACCOUNT, OTHER]));
    let remove = format!("action=\"{}\"", removal());
    let add = format!("action=\"{}\"", forms());
    let shown = browser.get(&here()).await;
    shown
        .is(200)
        .says(PANEL)
        .says("Welcome emails come from the primary one.")
        .says("Primary</span>")
        .says(&format!(
            "href=\"/admin/accounts/{OTHER}/users\" class=\"breakable\">Bletchley Park</a>"
        ))
        .says(&remove)
        .says("Remove<span class=\"visually-hidden\"> from Bletchley Park</span>")
        .says_nothing_of(&format!("{}/{ACCOUNT}/remove", forms()))
        // There is no third account.
        .says_nothing_of(&add);
    let german = browser.get(&format!("{}?language=de", here())).await;
    german.says("Primär</span>").says("aus Bletchley Park");
}

#[tokio::test]
async fn the_form_offers_the_accounts_that_she_is_not_in() {
    let browser = Browser::on(&belonging(&[ACCOUNT]));
    let shown = browser.get(&here()).await;
    shown
        .is(200)
        .says(&format!("method=\"post\" action=\"{}\"", forms()))
        .says(&format!(
            "<option value=\"{OTHER}\">Bletchley Park</option>"
        ))
        .says_nothing_of(&format!("<option value=\"{ACCOUNT}\""))
        .says("Add to account");
}

#[tokio::test]
async fn with_one_account_and_none_to_add_nothing_is_said() {
    let alone = Browser::on(&api());
    alone.get(&here()).await.is(200).says_nothing_of(PANEL);
    for me in [
        holding(Role::Helpdesk, Role::UserAdmin),
        holding(Role::UserAdmin, Role::Auditor),
    ] {
        let browser = seen_by(belonging(&[ACCOUNT]), &me);
        browser.get(&here()).await.is(200).says_nothing_of(PANEL);
    }
    // An owner is not for somebody with less to draw into another account.
    let me = holding(Role::UserAdmin, Role::UserAdmin);
    let owner = [grant("owner", Some(ACCOUNT))];
    let roles = format!("GET /api/v1/users/{ADA}/roles");
    let browser = seen_by(belonging(&[ACCOUNT]).on(&roles, 200, &owner), &me);
    browser.get(&here()).await.is(200).says_nothing_of(PANEL);
    let browser = seen_by(belonging(&[ACCOUNT]), &me);
    browser.get(&here()).await.is(200).says(PANEL);
}

/// The same person, who looks at all accounts as well.
fn auditing(me: Me) -> Me {
    let permissions = Role::Auditor.permissions();
    Me {
        permissions: permissions.iter().map(|held| held.to_string()).collect(),
        ..me
    }
}

#[tokio::test]
async fn whoever_sees_all_accounts_and_manages_members_in_few_has_only_those_looked_up() {
    let me = auditing(holding(Role::UserAdmin, Role::UserAdmin));
    let other = Account {
        id: OTHER,
        name: "Bletchley Park".to_owned(),
        ..account()
    };
    let one = format!("GET /api/v1/accounts/{OTHER}");
    let api = belonging(&[ACCOUNT]).on(&one, 200, &other);
    let shown = seen_by(api.clone(), &me).get(&here()).await;
    shown.is(200).says(&format!(
        "<option value=\"{OTHER}\">Bletchley Park</option>"
    ));
    assert!(!looks_through_accounts(&api));
}

#[tokio::test]
async fn accounts_are_not_looked_through_where_nothing_may_be_done_in_any() {
    let me = auditing(nobody());
    let api = belonging(&[ACCOUNT]);
    let browser = seen_by(api.clone(), &me);
    browser.get("/admin/api-tokens/new").await.is(200);
    assert!(!looks_through_accounts(&api));
}

/// Whether more of the list was read than the frame around each page shows.
fn looks_through_accounts(api: &CannedApi) -> bool {
    let calls = api.calls();
    let mut lists = calls
        .iter()
        .filter(|call| call.name == "GET /api/v1/accounts");
    lists.any(|call| call.query == "limit=200")
}

#[tokio::test]
async fn only_who_manages_members_there_is_offered_to_remove_her() {
    let roles = format!("GET /api/v1/users/{ADA}/roles");
    let held = |role| [grant(role, Some(OTHER))];
    for (me, held, offered) in [
        (
            holding(Role::Helpdesk, Role::UserAdmin),
            held("helpdesk"),
            true,
        ),
        (
            holding(Role::Helpdesk, Role::UserAdmin),
            held("owner"),
            false,
        ),
        (
            holding(Role::UserAdmin, Role::Helpdesk),
            held("helpdesk"),
            false,
        ),
    ] {
        let api = belonging(&[ACCOUNT, OTHER]).on(&roles, 200, &held);
        let shown = seen_by(api, &me).get(&here()).await;
        shown.is(200).says(PANEL).says("Bletchley Park");
        assert_eq!(shown.html.contains(&removal()), offered, "{held:?}");
    }
}

#[tokio::test]
async fn she_is_added_and_removed_and_the_page_says_so() {
    let api = belonging(&[ACCOUNT])
        .on(&member("PUT"), 204, &())
        .on(&member("DELETE"), 204, &());
    let browser = Browser::on(&api);
    let added = browser.post(&forms(), &format!("account_id={OTHER}")).await;
    added.is(303);
    assert_eq!(added.location(), format!("{}?notice=member_added", here()));
    assert!(api.call(&member("PUT")).bytes.is_empty());
    let removed = browser.post(&removal(), "").await;
    removed.is(303);
    assert_eq!(
        removed.location(),
        format!("{}?notice=member_removed", here())
    );
    api.call(&member("DELETE"));

    let shown = browser.get(removed.location()).await;
    shown.says("The user was removed from the account, together with the roles held there.");
}

#[tokio::test]
async fn whoever_sees_her_no_more_is_led_to_the_accounts_users() {
    let api = belonging(&[ACCOUNT, OTHER])
        .on(&member("DELETE"), 204, &())
        .fails(&format!("GET /api/v1/users/{ADA}"), ErrorCode::NotFound);
    let removed = Browser::on(&api).post(&removal(), "").await;
    removed.is(303);
    let users = format!("/admin/accounts/{OTHER}/users?notice=member_removed");
    assert_eq!(removed.location(), users);
}

#[tokio::test]
async fn a_refusal_is_told_on_her_page_and_nonsense_is_no_form() {
    for (code, name) in [
        (ErrorCode::Forbidden, "forbidden"),
        (ErrorCode::NotFound, "not_found"),
        (ErrorCode::Conflict, "conflict"),
    ] {
        let api = belonging(&[ACCOUNT])
            .fails(&member("PUT"), code)
            .fails(&member("DELETE"), code);
        let browser = Browser::on(&api);
        let form = format!("account_id={OTHER}");
        for (path, form) in [(forms(), form.as_str()), (removal(), "")] {
            let refused = browser.post(&path, form).await;
            refused.is(303);
            assert_eq!(refused.location(), format!("{}?error={name}", here()));
        }
    }
    let api = belonging(&[ACCOUNT]);
    let browser = Browser::on(&api);
    browser.post(&forms(), "account_id=").await.is(400);
    browser
        .post(&format!("{}/x/remove", forms()), "")
        .await
        .is(404);
    assert!(
        !api.calls()
            .iter()
            .any(|call| call.name.contains("/members/"))
    );
}
