//! The end of background work: what waits in memory is written down, and everything is sealed.

use serde_json::Value;
use usher_server::{
    background::Background,
    usher_persistence::{DatabaseError, audit_chain},
};
use usher_test_support::{TestApp, usher_domain::role::Role};

#[tokio::test]
async fn visits_are_written_down_and_events_sealed_before_the_end() {
    let app = TestApp::start().await;
    let owner = app.api_token(Role::Owner, None).await;
    let ada = app.account_user("ada@example.com").insert().await;
    let welcome = format!("/api/v1/users/{}/welcome-emails", ada.id);
    owner.post(&welcome).await.assert_status(202);
    app.deliver_mail().await;
    let link = app.mailbox("ada@example.com").only().password_link();
    // Nothing works in the background yet: the visit waits in memory, and the events are not sealed.
    app.anonymous().get(link.path()).await.assert_status(200);
    let visits = async || {
        let timeline: Value = owner.get(&welcome).await.json();
        timeline["items"][0]["link"]["visits"].clone()
    };
    let unsealed = async || {
        let found = app
            .database
            .read(|connection| audit_chain::count_unsealed(connection, 100))
            .await;
        let found: Result<usize, DatabaseError> = found;
        found.unwrap()
    };
    assert_eq!(visits().await, 0);
    assert!(unsealed().await > 0);

    Background::start(&app.app).stop().await;

    assert_eq!(visits().await, 1);
    assert_eq!(unsealed().await, 0);
}
