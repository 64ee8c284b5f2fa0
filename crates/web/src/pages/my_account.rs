//! "My account": who I am, how I am reached, my password, where I am signed in.

mod email;
mod password;
mod profile;
mod sessions;

use axum::{http::StatusCode, response::Response};
use leptos::prelude::*;
use usher_api_types::{page::Page, session::Session};

use crate::{
    components::{
        admin_shell::admin_page, button::PostButton, form_errors::FormErrors, icon::Symbol,
        navigation::Section, notice::MessageNotice, page_head::PageHead,
        public_shell::branded_page,
    },
    edited::Edited,
    redirect,
    render::Head,
    visit::SignedIn,
    words::language::{kept, t},
};
use email::EmailForm;
use password::PasswordForm;
pub(crate) use profile::ProfileValues;
use profile::{Identity, ProfileForm};
use sessions::Sessions;

/// What is wrong with each of the page's forms, and what was entered; never a password.
#[derive(Default)]
pub(crate) struct Refused {
    pub(crate) profile: FormErrors,
    pub(crate) email: FormErrors,
    pub(crate) password: FormErrors,
    /// The name and language that were entered.
    pub(crate) entered: Option<Edited<ProfileValues>>,
    /// The new address that was entered.
    pub(crate) new_email: String,
}

impl Refused {
    /// The page's title, which says first that something is wrong.
    fn titled(&self, title: &str) -> String {
        [&self.profile, &self.email, &self.password]
            .into_iter()
            .find(|errors| !errors.is_empty())
            .map_or_else(|| title.to_owned(), |errors| errors.titled(title))
    }
}

/// `GET /account`.
pub(crate) async fn show(signed_in: SignedIn) -> Response {
    my_account_page(StatusCode::OK, signed_in, Refused::default()).await
}

/// `GET` of what the page's forms post to: where a refused form was shown, reloaded.
pub(crate) async fn back() -> Response {
    redirect::see_other(&kept("/account"))
}

/// The page, with what is wrong with one of its forms.
pub(crate) async fn my_account_page(
    status: StatusCode,
    signed_in: SignedIn,
    refused: Refused,
) -> Response {
    let me = &signed_in.me;
    let sessions: Result<Page<Session>, _> = signed_in.visit.api.get("/api/v1/me/sessions").await;
    let head = Head::new(refused.titled(&t!("my-account")));
    let forms = me.user.as_ref().map(|user| {
        view! {
            <Identity me />
            <ProfileForm me user refused=&refused />
            <EmailForm user refused=&refused />
            <PasswordForm user errors=refused.password.clone() />
        }
    });
    let content = view! {
        {forms}
        <Sessions sessions=sessions.ok().map(|page| page.items) />
    };
    if me.is_administrator() {
        let frame = signed_in.frame().await;
        let content = view! {
            <PageHead title=t!("my-account") />
            <div class="column">{content}</div>
        };
        return admin_page(status, head, frame, Section::MyAccount, content.into_any());
    }
    let content = view! {
        <PageHead title=t!("my-account")>
            <PostButton action="/ui/sign-out" label=t!("sign-out") small=true icon=Symbol::LogOut />
        </PageHead>
        <MessageNotice message=signed_in.visit.message />
        {content}
    };
    branded_page(status, head, me.branding.as_ref(), content.into_any())
}
