//! Sending a user a welcome email, and where the latest ones stand.

use leptos::prelude::*;
use usher_api_types::{account_user::AccountUser, problem::ErrorCode};
use uuid::Uuid;

use crate::{
    api_client::{ApiClient, ApiFailure},
    components::badge::WelcomeBadge,
    functions::answer,
    islands::{
        Refusal,
        welcome::{MOST_WATCHED, WelcomeState},
    },
    words::{deliveries, language::t, welcome_steps::WelcomeStep},
};

pub(crate) async fn send(user: Uuid) -> Result<WelcomeState, Refusal> {
    answer(async |api| {
        api.post_empty(&format!("/api/v1/users/{user}/welcome-emails"))
            .await?;
        latest(&api, user).await
    })
    .await
}

pub(crate) async fn states(users: Vec<Uuid>) -> Result<Vec<WelcomeState>, Refusal> {
    answer(async |api| {
        let mut states = Vec::new();
        for user in users.into_iter().take(MOST_WATCHED) {
            match latest(&api, user).await {
                Ok(state) => states.push(state),
                Err(failure) if failure.code() == ErrorCode::NotFound => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(states)
    })
    .await
}

async fn latest(api: &ApiClient, id: Uuid) -> Result<WelcomeState, ApiFailure> {
    let user: AccountUser = api.get(&format!("/api/v1/users/{id}")).await?;
    let latest = user.latest_welcome;
    let status = latest
        .as_ref()
        .map_or("", |latest| &latest.status)
        .to_owned();
    let label = match &latest {
        Some(latest) => WelcomeStep::of(latest).label(),
        None => t!("welcome-none"),
    };
    Ok(WelcomeState {
        user: id,
        moving: deliveries::is_moving(&status),
        said: t!("send-said", name = user.display_name, status = label),
        html: view! { <WelcomeBadge latest /> }.to_html(),
        status,
    })
}
