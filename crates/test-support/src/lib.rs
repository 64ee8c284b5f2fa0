//! Usher in-process, for the tests of several crates: the real wiring and the real store, with a
//! clock that stands still, seeded randomness and captured mail.
//!
//! ```
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! use usher_test_support::TestApp;
//!
//! let app = TestApp::start().await;
//! let (admin, anyone) = (app.admin().await, app.anonymous());
//! let user = app.account_user("ada@example.com").insert().await;
//!
//! let url = format!("/api/v1/users/{}/welcome-emails", user.id);
//! admin.post(&url).await.assert_status(202);
//! app.deliver_mail().await;
//! let link = app.mailbox("ada@example.com").only().password_link();
//!
//! anyone.consume_link(&link, "three unrelated words, perhaps").await.assert_status(204);
//! let again = anyone.consume_link(&link, "three unrelated words, again").await;
//! assert_eq!(again.problem().code, "link_used");
//! # });
//! ```

#![expect(
    clippy::missing_panics_doc,
    reason = "everything here is an assertion of the test that calls it"
)]

mod account_user;
mod app;
mod builder;
mod client;
mod clock;
mod entropy;
mod mailbox;
mod matrix;
mod place;
mod response;

pub use account_user::AccountUserBuilder;
pub use app::{OWNER_EMAIL, PASSWORD, TestApp};
pub use builder::TestAppBuilder;
pub use client::{Client, Request};
pub use clock::MockClock;
pub use entropy::SeededEntropy;
pub use mailbox::{Mail, Mailbox, PasswordLink};
pub use response::{Problem, TestResponse};
pub use usher_server::{usher_application, usher_domain, usher_mail, usher_persistence};

// What the macro expands to has to be reachable from the crates that use it.
#[doc(hidden)]
pub use tokio;
