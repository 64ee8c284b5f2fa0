//! What lists of users tell of the links of their latest welcome emails.

use serde_json::{Value, json};
use usher_test_support::on_both_databases;

use crate::{story::NEW_PASSWORD, world::World};

on_both_databases! {
    async fn a_user_and_the_list_of_users_tell_what_became_of_the_link(app) {
        let world = World::on(app).await;
        let one = format!("/api/v1/users/{}", world.ids.user);
        let list = format!("/api/v1/accounts/{}/users", world.ids.account);
        let told = async || {
            let user: Value = world.owner.get(&one).await.json();
            let users: Value = world.owner.get(&list).await.json();
            assert_eq!(users["items"][0], user);
            user["latest_welcome"].clone()
        };
        let sent = told().await;
        assert_eq!(sent["id"], world.ids.message);
        assert_eq!(sent["link_state"], "open");
        assert_eq!(sent.get("opened_at"), None);

        let link = world.app.mailbox("ada@example.com").only().password_link();
        let consume = json!({ "token": link.token(), "password": NEW_PASSWORD });
        let anyone = world.app.anonymous();
        let consumed = anyone.post_json("/api/v1/password-links/consume", consume).await;
        consumed.assert_status(204);
        let used = told().await;
        assert_eq!(used["link_state"], "used");
        assert!(used["opened_at"].is_string(), "{used}");
    }
}
