//! The lists of users and accounts.

use super::*;

const ADD: &str = "users/add";
const LIST: &str = "users/list";

#[tokio::test]
async fn the_list_is_the_one_of_the_documentation() {
    let altcraft = Altcraft::start().await;
    let none = altcraft.xml(LIST, &[]).await;
    let body = concat!(
        "<xml><data/><error>0</error><error_text>Successful operation</error_text>",
        "<total_count>0</total_count></xml>"
    );
    assert_xml(&none, 200, body);
    let fields = [
        ("name", "example"),
        ("first_name", "Ada"),
        ("last_name", "King & Lovelace"),
        ("email", "ada@example.com"),
        ("notify_email", "elsewhere@example.com"),
        ("lang", "RU"),
        ("active", "true"),
        ("master", "true"),
    ];
    assert_xml(&altcraft.xml(ADD, &fields).await, 200, DONE_XML);
    let body = concat!(
        r#"{"data":[{"username":"example","first_name":"Ada","last_name":"King & Lovelace","#,
        r#""email":"ada@example.com","notify_email":"ada@example.com","phone":"","lang":"RU","#,
        r#""active":true,"master":false}],"error":0,"error_text":"Successful operation","#,
        r#""total_count":1}"#
    );
    assert_json(&altcraft.json(LIST, &[]).await, 200, body);
    let body = concat!(
        "<xml><data><user><username>example</username><first_name>Ada</first_name>",
        "<last_name>King &amp; Lovelace</last_name><email>ada@example.com</email>",
        "<notify_email>ada@example.com</notify_email><phone></phone><lang>RU</lang>",
        "<active>true</active><master>false</master></user></data><error>0</error>",
        "<error_text>Successful operation</error_text><total_count>1</total_count></xml>"
    );
    assert_xml(&altcraft.xml(LIST, &[]).await, 200, body);
}

#[tokio::test]
async fn a_list_is_filtered_and_goes_on_behind_its_first_page() {
    let altcraft = Altcraft::start().await;
    for number in 0..205 {
        let email = format!("person.{number:03}@example.com");
        altcraft.app.account_user(&email).insert().await;
    }
    let fields = [("name", "zoe"), ("lang", "DE"), ("active", "false")];
    assert_json(&altcraft.json(ADD, &fields).await, 200, DONE);
    for (filter, count) in [
        (("name", "x"), 206),
        (("active", "true"), 205),
        (("active", "false"), 1),
        (("lang", "de"), 1),
        (("lang", "EN"), 205),
        (("lang", "RU"), 0),
        (("master", "false"), 206),
        (("master", "1"), 0),
    ] {
        let answer: Value = altcraft.json(LIST, &[filter]).await.json();
        assert_eq!(answer["total_count"], count, "{filter:?}");
        assert_eq!(
            answer["data"].as_array().map(Vec::len),
            Some(count),
            "{filter:?}"
        );
    }
    let text = "Incorrect request: active";
    altcraft
        .refused(LIST, &[("active", "perhaps")], 400, text)
        .await;
}

#[tokio::test]
async fn members_from_other_accounts_are_not_listed_since_no_call_could_name_them() {
    let altcraft = Altcraft::start().await;
    let other = altcraft.app.insert_account("Bletchley Park").await;
    let grace = altcraft.app.account_user("grace@example.com");
    let grace = grace.in_account(other.id).insert().await;
    let home = altcraft.app.account().await.id;
    let url = format!("/api/v1/accounts/{home}/members/{}", grace.id);
    altcraft.owner.put(&url, json!({})).await.assert_status(204);
    let answer: Value = altcraft.json(LIST, &[]).await.json();
    assert_eq!(answer["total_count"], 0);
    let name = [("name", "grace@example.com")];
    altcraft
        .refused(WELCOME, &name, 404, "Object not found: user")
        .await;
}

#[tokio::test]
async fn accounts_are_listed_by_number() {
    let altcraft = Altcraft::start().await;
    let second = altcraft.app.insert_account("A & B").await;
    let body = format!(
        concat!(
            "<xml><data><account><id>{}</id><name>A &amp; B</name><timezone>UTC</timezone>",
            "<tariff_id>0</tariff_id><is_active>true</is_active>",
            "<pixels_enabled>false</pixels_enabled><pushes_enabled>false</pushes_enabled>",
            "<is_smart>false</is_smart>",
            "<is_subscribers_suspend_all>false</is_subscribers_suspend_all>",
            "<is_tariff_exceed>false</is_tariff_exceed></account></data><error>0</error>",
            "<error_text>Successful operation</error_text><total_count>2</total_count></xml>"
        ),
        second.number
    );
    let from = second.number.to_string();
    let answer = altcraft
        .xml("list/", &[("from_id", &from), ("limit", "10")])
        .await;
    assert_xml(&answer, 200, &body);
    let answer: Value = altcraft.json("list", &[("limit", "1")]).await.json();
    assert_eq!(answer["data"][0]["id"], altcraft.account);
    assert_eq!(
        (&answer["total_count"], answer["data"][1].is_null()),
        (&json!(2), true)
    );
    let answer: Value = altcraft.json("list", &[("from_id", "300")]).await.json();
    assert_eq!(
        (&answer["data"], &answer["total_count"]),
        (&json!([]), &json!(2))
    );
}
