//! How far a message got, step by step: what support is asked every day, at a glance.

use leptos::prelude::*;
use usher_api_types::{account_user::AccountUser, welcome_email::WelcomeEmail};

use crate::{
    components::icon::{Icon, Symbol},
    words::journey::{Step, StepState, steps, verdict},
};

/// The answer in a sentence, then the steps. Signs and colours say nothing that the words do not.
#[component]
pub(crate) fn Journey<'a>(message: &'a WelcomeEmail, user: &'a AccountUser) -> impl IntoView {
    let steps: Vec<_> = steps(message).into_iter().map(step).collect();
    view! {
        <p class="journey-verdict">{verdict(message, user)}</p>
        <ol class="journey">{steps}</ol>
    }
    .into_any()
}

fn step(step: Step) -> AnyView {
    let (class, symbol) = match step.state {
        StepState::Done => ("journey-step journey-done", Symbol::Check),
        StepState::Current => ("journey-step journey-current", Symbol::Clock),
        StepState::Waiting => ("journey-step journey-waiting", Symbol::Ellipsis),
        StepState::Missed => ("journey-step journey-missed", Symbol::Close),
        StepState::Stopped => ("journey-step journey-stopped", Symbol::Close),
    };
    let text = (!step.text.is_empty()).then(|| view! { <p class="journey-text">{step.text}</p> });
    view! {
        <li class=class>
            <span class="journey-sign"><Icon symbol /></span>
            <p class="journey-title">{step.title}</p>
            {text}
        </li>
    }
    .into_any()
}
