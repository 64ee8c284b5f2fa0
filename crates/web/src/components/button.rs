//! Buttons that change something: a form of their own, so that they work without JavaScript.

use leptos::prelude::*;

/// How much a button asks for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Weight {
    /// The one thing most people came for.
    Primary,
    /// Everything else.
    #[default]
    Plain,
    /// Destroys something.
    Danger,
}

impl Weight {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Plain => "button",
            Self::Danger => "button button-danger",
        }
    }
}

/// Posts to `action`. `about` is heard, not seen: it tells the buttons of a list apart.
#[component]
pub(crate) fn PostButton(
    #[prop(into)] action: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] about: String,
    #[prop(optional, into)] back: String,
    #[prop(optional)] weight: Weight,
) -> impl IntoView {
    let about = (!about.is_empty())
        .then(|| view! { <span class="visually-hidden">{format!(" {about}")}</span> });
    let back = (!back.is_empty()).then(|| view! { <input type="hidden" name="back" value=back /> });
    view! {
        <form class="post-button" method="post" action=action>
            {back}
            <button class=weight.class() type="submit">{label}{about}</button>
        </form>
    }
    .into_any()
}
