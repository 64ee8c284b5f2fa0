//! Users added, changed and deleted.

use super::*;

const ADD: &str = "users/add";
const UPDATE: &str = "users/update";
const LIST: &str = "users/list";

#[tokio::test]
async fn adding_welcomes_at_once_if_asked_to() {
    let altcraft = Altcraft::start().await;
    let fields = [
        ("name", "mia"),
        ("email", "mia@example.com"),
        ("send_welcome", "true"),
    ];
    assert_json(&altcraft.json(ADD, &fields).await, 200, DONE);
    altcraft.deliver().await;
    assert_eq!(altcraft.mails("mia@example.com"), 1);
    let fields = [("name", "bob"), ("email", "bob@example.com")];
    assert_json(&altcraft.json(ADD, &fields).await, 200, DONE);
    altcraft.deliver().await;
    assert_eq!(altcraft.mails("bob@example.com"), 0);
}

#[tokio::test]
async fn a_new_user_with_something_wrong_is_refused_and_not_made() {
    let altcraft = Altcraft::start().await;
    let inactive = [("name", "mia"), ("active", "0"), ("send_welcome", "1")];
    altcraft
        .refused(ADD, &inactive, 400, "Incorrect request: send_welcome")
        .await;
    let no_email = [("name", "mia"), ("send_welcome", "true")];
    altcraft
        .refused(ADD, &no_email, 400, "Incorrect request: user has no email")
        .await;
    let password = "seventeen quiet harbours";
    let must = [
        ("name", "mia"),
        ("password", password),
        ("change_password", "true"),
    ];
    altcraft
        .refused(ADD, &must, 400, "Incorrect request: change_password")
        .await;
    for (field, value) in [
        ("name", "a/b"),
        ("email", "nobody"),
        ("phone", "call me"),
        ("lang", "русский"),
        ("first_name", "a\u{202e}b"),
        ("active", "perhaps"),
    ] {
        let fields = [("name", "mia"), (field, value)];
        let fields = if field == "name" {
            &fields[1..]
        } else {
            &fields[..]
        };
        let text = format!("Incorrect request: {field}");
        altcraft.refused(ADD, fields, 400, &text).await;
    }
    let weak = altcraft
        .json(ADD, &[("name", "mia"), ("password", "hunter2")])
        .await;
    let weak: Value = weak.json();
    assert_eq!(weak["error"], 400);
    let text = weak["error_text"].as_str().unwrap_or_default();
    assert!(text.starts_with("Incorrect request: password: ") && !text.contains("hunter2"));
    let answer: Value = altcraft.json(LIST, &[]).await.json();
    assert_eq!(answer["total_count"], 0);
}

#[tokio::test]
async fn an_update_changes_what_is_there_and_leaves_the_rest() {
    let altcraft = Altcraft::start().await;
    let fields = [
        ("name", "mia"),
        ("first_name", "Mia"),
        ("last_name", "Example"),
        ("email", "mia@example.com"),
        ("phone", "+49 228 1234"),
        ("lang", "DE"),
    ];
    assert_json(&altcraft.json(ADD, &fields).await, 200, DONE);
    let shown = async || {
        let answer: Value = altcraft.json(LIST, &[]).await.json();
        let user = &answer["data"][0];
        ["first_name", "last_name", "email", "phone", "lang"]
            .map(|field| user[field].as_str().unwrap_or_default().to_owned())
    };
    let update = async |fields: &[(&str, &str)]| {
        let fields: Vec<_> = [("name", "mia")].iter().chain(fields).copied().collect();
        assert_xml(&altcraft.xml(UPDATE, &fields).await, 200, DONE_XML);
    };
    update(&[]).await;
    assert_eq!(
        shown().await,
        ["Mia", "Example", "mia@example.com", "+49 228 1234", "DE"]
    );
    update(&[("last_name", "von Example"), ("phone", ""), ("lang", "EN")]).await;
    assert_eq!(
        shown().await,
        ["Mia", "von Example", "mia@example.com", "", "EN"]
    );
    update(&[("email", "m@example.com"), ("send_welcome", "true")]).await;
    altcraft.deliver().await;
    assert_eq!(
        (
            altcraft.mails("mia@example.com"),
            altcraft.mails("m@example.com")
        ),
        (0, 1)
    );
    update(&[("email", ""), ("active", "false")]).await;
    assert_eq!(shown().await[2], "");
    let text = "Incorrect request: first_name";
    let nameless = [("name", "mia"), ("first_name", ""), ("last_name", " ")];
    altcraft.refused(UPDATE, &nameless, 400, text).await;
    altcraft
        .refused(
            WELCOME,
            &[("name", "mia")],
            403,
            "No access: the user is inactive",
        )
        .await;
    altcraft
        .refused(UPDATE, &[("name", "bob")], 404, "Object not found: user")
        .await;
}

#[tokio::test]
async fn a_password_that_is_set_signs_in() {
    let altcraft = Altcraft::start().await;
    let fields = [("name", "mia"), ("password", "seventeen quiet harbours")];
    assert_json(&altcraft.json(ADD, &fields).await, 200, DONE);
    let mut browser = altcraft.app.browser();
    let signed_in = browser.sign_in("mia", "seventeen quiet harbours").await;
    signed_in.assert_status(201);
    let fields = [("name", "mia"), ("password", "eighteen calm estuaries")];
    assert_json(&altcraft.json(UPDATE, &fields).await, 200, DONE);
    let signed_in = browser.sign_in("mia", "eighteen calm estuaries").await;
    signed_in.assert_status(201);
}

#[tokio::test]
async fn a_deleted_user_is_gone() {
    let altcraft = Altcraft::start().await;
    for name in ["mia", "bob"] {
        assert_json(&altcraft.json(ADD, &[("name", name)]).await, 200, DONE);
    }
    assert_json(
        &altcraft.json("users/delete", &[("name", "mia")]).await,
        200,
        DONE,
    );
    let body = "<xml><data/><error>0</error><error_text>Successful operation</error_text></xml>";
    assert_xml(
        &altcraft.xml("users/delete/", &[("name", "bob")]).await,
        200,
        body,
    );
    for name in ["mia", "bob"] {
        let text = "Object not found: user";
        altcraft
            .refused("users/delete", &[("name", name)], 404, text)
            .await;
    }
}
