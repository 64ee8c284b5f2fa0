//! What to do first in a new installation, until the first welcome email went out.

use leptos::prelude::*;
use usher_api_types::{account_user::AccountUser, delivery::DeliverySummary, me::Me, page::Page};
use uuid::Uuid;

use crate::{
    components::{
        admin_shell::AdminFrame,
        badge::{Badge, Tone},
        button::{LinkButton, Weight},
        icon::Symbol,
        panel::Panel,
    },
    rights,
    visit::Admin,
    words::language::t,
};

/// How far a new installation has come.
pub(super) struct Beginning {
    account: Uuid,
    /// A user beside the one who looks, who can be welcomed.
    user: Option<Uuid>,
}

impl Beginning {
    /// Looks whether this is a new installation: one account, in which nobody was welcomed yet.
    pub(super) async fn look(
        admin: &Admin,
        frame: &AdminFrame,
        summary: &DeliverySummary,
    ) -> Option<Self> {
        let [account] = frame.accounts.as_slice() else {
            return None;
        };
        let quiet = summary.sent_last_day + summary.queued + summary.sending + summary.deferred
            == 0
            && summary.failed_last_day == 0;
        if !quiet || !admin.me.may("users.create", account.id) {
            return None;
        }
        let path = format!(
            "/api/v1/accounts/{}/users?sort=-welcomed&limit=2",
            account.id
        );
        let page: Page<AccountUser> = admin.visit.api.get(&path).await.ok()?;
        let welcomed = page.items.iter().any(|user| user.latest_welcome.is_some());
        let own = admin.me.user.as_ref().map(|user| user.id);
        let mut others = page.items.iter().filter(|user| Some(user.id) != own);
        (!welcomed && page.next_cursor.is_none()).then(|| Self {
            account: account.id,
            user: others.next().map(|user| user.id),
        })
    }
}

/// The steps in their order, with the way to take the next.
#[component]
pub(super) fn FirstSteps<'a>(beginning: Beginning, me: &'a Me) -> impl IntoView {
    let account = beginning.account;
    let create = view! {
        <LinkButton href=format!("/admin/accounts/{account}/users/new") label=t!("overview-new-user")
            weight=Weight::Primary icon=Symbol::UserPlus />
    };
    let welcome = beginning.user.map(|user| {
        view! {
            <LinkButton href=format!("/admin/users/{user}") label=t!("overview-step-welcome")
                weight=Weight::Primary icon=Symbol::Send />
        }
    });
    let created = beginning.user.is_some();
    let mail = view! { <MailStep me /> }.into_any();
    view! {
        <Panel id="first-steps" heading=t!("overview-steps")>
            <ol class="steps">
                <Step title=t!("overview-step-user") done=created next=!created>
                    <p>{t!("overview-step-user-text")}</p>
                    {(!created).then_some(create)}
                </Step>
                <Step title=t!("overview-step-welcome") done=false next=created>
                    <p>{t!("overview-step-welcome-text")}</p>
                    {welcome}
                </Step>
                {mail}
            </ol>
        </Panel>
    }
    .into_any()
}

/// The mail server, which only the configuration can name.
#[component]
fn MailStep<'a>(me: &'a Me) -> impl IntoView {
    if !me.mail_is_captured {
        return view! {
            <Step title=t!("overview-step-mail") done=true next=false>
                <p>{t!("overview-step-mail-done")}</p>
            </Step>
        }
        .into_any();
    }
    let example = "USHER__MAIL__SMTP_URL=smtps://user:password@mail.example.com:465";
    let providers = rights::everywhere(me, "mail_providers.read").then(|| {
        view! { <LinkButton href="/admin/mail-providers" label=t!("overview-resting-way") /> }
    });
    view! {
        <Step title=t!("overview-step-mail") done=false next=false>
            <p>{t!("overview-step-mail-text")}</p>
            <pre class="code">{example}</pre>
            {providers}
        </Step>
    }
    .into_any()
}

#[component]
fn Step(#[prop(into)] title: String, done: bool, next: bool, children: Children) -> impl IntoView {
    let badge = match (done, next) {
        (true, _) => Some((t!("overview-step-done"), Tone::Good)),
        (false, true) => Some((t!("overview-step-next"), Tone::Busy)),
        (false, false) => None,
    };
    let badge = badge.map(|(label, tone)| view! { <Badge label tone /> });
    let class = match (done, next) {
        (true, _) => "step step-done",
        (false, true) => "step step-next",
        (false, false) => "step",
    };
    view! {
        <li class=class>
            <div class="step-head"><h3>{title}</h3>{badge}</div>
            {children()}
        </li>
    }
    .into_any()
}
