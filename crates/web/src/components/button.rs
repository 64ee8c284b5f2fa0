//! Buttons, and links that look like one. What changes something is a form, so that it works without
//! JavaScript.

use leptos::prelude::*;

use crate::components::icon::{Icon, Symbol};

/// How much a button asks for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Weight {
    /// The one thing most people came for.
    Primary,
    /// Everything else.
    #[default]
    Plain,
    /// What may stand in every row of a list.
    Quiet,
    /// Destroys something.
    Danger,
}

impl Weight {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Plain => "button",
            Self::Quiet => "button button-quiet",
            Self::Danger => "button button-danger",
        }
    }
}

/// What a button looks like, whatever it is in HTML.
struct Face {
    weight: Weight,
    small: bool,
    icon: Option<Symbol>,
    icon_only: bool,
    busy: bool,
}

impl Face {
    fn class(&self) -> String {
        let mut class = self.weight.class().to_owned();
        if self.small {
            class.push_str(" button-small");
        }
        if self.icon_only {
            class.push_str(" button-icon");
        }
        class
    }

    /// The icon and the words. `about` is heard, not seen: it tells the buttons of a list apart.
    fn words(&self, label: &str, about: &str) -> AnyView {
        let icon = self.icon.map(|symbol| view! { <Icon symbol /> });
        let spinner = self
            .busy
            .then(|| view! { <span class="spinner" aria-hidden="true"></span> });
        let about = (!about.is_empty())
            .then(|| view! { <span class="visually-hidden">{format!(" {about}")}</span> });
        let label = label.to_owned();
        if self.icon_only {
            let label = view! { <span class="visually-hidden">{label}</span> };
            return view! { {spinner}{icon}{label}{about} }.into_any();
        }
        view! { {spinner}{icon}{label}{about} }.into_any()
    }

    /// What a pointer that rests on a button without words is told.
    fn tip(&self, label: &str) -> Option<String> {
        self.icon_only.then(|| label.to_owned())
    }
}

/// A button within a form.
#[expect(
    clippy::fn_params_excessive_bools,
    reason = "properties are named where they are set"
)]
#[component]
pub(crate) fn Button(
    #[prop(into)] label: String,
    #[prop(optional)] weight: Weight,
    #[prop(optional)] small: bool,
    #[prop(optional)] icon: Option<Symbol>,
    #[prop(optional)] icon_only: bool,
    #[prop(default = "submit")] kind: &'static str,
    #[prop(optional)] name: Option<&'static str>,
    #[prop(optional, into)] value: Option<String>,
    /// The id of its form, where it stands outside of that.
    #[prop(optional, into)]
    form: Option<String>,
    /// Where to post instead of to the form's own address.
    #[prop(optional, into)]
    action: Option<String>,
    #[prop(optional, into)] about: String,
    #[prop(optional)] disabled: bool,
    /// It was pressed, and what it does is not done yet.
    #[prop(optional)]
    busy: bool,
) -> impl IntoView {
    let face = Face {
        weight,
        small,
        icon: icon.filter(|_| !busy),
        icon_only,
        busy,
    };
    let waits = busy.then_some("true");
    view! {
        <button class=face.class() type=kind name=name value=value form=form formaction=action
            disabled=disabled aria-disabled=waits title=face.tip(&label)>
            {face.words(&label, &about)}
        </button>
    }
    .into_any()
}

/// A link that looks like a button.
#[component]
pub(crate) fn LinkButton(
    #[prop(into)] href: String,
    #[prop(into)] label: String,
    #[prop(optional)] weight: Weight,
    #[prop(optional)] small: bool,
    #[prop(optional)] icon: Option<Symbol>,
    #[prop(optional)] icon_only: bool,
    #[prop(optional, into)] about: String,
    #[prop(optional)] rel: Option<&'static str>,
    /// The id of a dialog that says the same as the page behind the link, and takes its place where
    /// a script opens it.
    #[prop(optional, into)]
    dialog: Option<String>,
) -> impl IntoView {
    let face = Face {
        weight,
        small,
        icon,
        icon_only,
        busy: false,
    };
    view! {
        <a class=face.class() href=href rel=rel data-dialog=dialog title=face.tip(&label)>
            {face.words(&label, &about)}
        </a>
    }
    .into_any()
}

/// A form with nothing but a button: posts to `action`.
#[component]
pub(crate) fn PostButton(
    #[prop(into)] action: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] about: String,
    #[prop(optional, into)] back: String,
    #[prop(optional)] weight: Weight,
    #[prop(optional)] small: bool,
    #[prop(optional)] icon: Option<Symbol>,
    #[prop(optional)] icon_only: bool,
    /// What else is sent.
    #[prop(optional)]
    fields: Vec<(&'static str, String)>,
) -> impl IntoView {
    let face = Face {
        weight,
        small,
        icon,
        icon_only,
        busy: false,
    };
    let back = (!back.is_empty()).then_some(("back", back));
    let hidden: Vec<_> = back
        .into_iter()
        .chain(fields)
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect();
    view! {
        <form class="post-button" method="post" action=action data-once="">
            {hidden}
            <button class=face.class() type="submit" title=face.tip(&label)>{face.words(&label, &about)}</button>
        </form>
    }
    .into_any()
}
