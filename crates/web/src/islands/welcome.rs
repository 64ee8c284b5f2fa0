//! Server functions about users' latest welcome emails. All are `POST` with a JSON body, so that the
//! cross-site check covers them and no link or form can call them.

use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Refusal;

/// The most users that are watched with one call; a page of the list has no more.
pub(crate) const MOST_WATCHED: usize = 50;

/// Where a user's latest welcome email stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WelcomeState {
    /// The user.
    pub(crate) user: Uuid,
    /// The state as the API calls it; empty where there is none.
    pub(crate) status: String,
    /// Whether it will soon be another.
    pub(crate) moving: bool,
    /// The badge, rendered.
    pub(crate) html: String,
    /// The same as a sentence to be heard.
    pub(crate) said: String,
}

/// Sends the user a welcome email.
#[server(prefix = "/ui/fn", endpoint = "send-welcome-email", input = Json, output = Json)]
pub(crate) async fn send_welcome_email(user: Uuid) -> Result<WelcomeState, Refusal> {
    crate::functions::welcome::send(user).await
}

/// Looks how far the emails to these users have come. Nobody is told of users that are not there.
#[server(prefix = "/ui/fn", endpoint = "watch-welcome-emails", input = Json, output = Json)]
pub(crate) async fn watch_welcome_emails(users: Vec<Uuid>) -> Result<Vec<WelcomeState>, Refusal> {
    crate::functions::welcome::states(users).await
}
