//! Fields.

use leptos::prelude::*;

use super::Side;
use crate::components::{
    code::Copyable,
    field::{
        Checkbox, Choice, ColorField, Field, FileField, PasswordField, Radios, Select, Textarea,
    },
    form_actions::FormActions,
    form_errors::{ErrorSummary, FormErrors},
};

pub(super) fn plain(side: Side) -> AnyView {
    let none = FormErrors::default;
    view! {
        <form class="form" method="get" action="/admin/components">
            <Field label="Name" name=side.own("name-l", "name-d") value="Ada Lovelace" errors=none() required=true
                hint="As it stands in the greeting of the email." />
            <Field label="Link life" name=side.own("life-l", "life-d") kind="number" value="168" errors=none() required=true suffix="hours" />
            <Field label="Login" name=side.own("login-l", "login-d") value="ada" errors=none() readonly=true />
            <PasswordField label="New password" name=side.own("password-l", "password-d") errors=none()
                autocomplete="new-password" hint="At least 12 characters." judge="/ui/password-judgement" />
            <Select label="Role" name=side.own("role-l", "role-d") chosen="b" errors=none()
                options=vec![("a".into(), "Owner".into()), ("b".into(), "Helpdesk".into())] />
            <Checkbox label="Send welcome email at once" name=side.own("send-l", "send-d") checked=true
                hint="With a link to choose a password." />
            <Radios legend="Whom to send to" name=side.own("whom-l", "whom-d") chosen="all" errors=none()
                options=vec![
                    Choice::new("all", "Everybody without a password").hint("412 users"),
                    Choice::new("some", "Those selected"),
                ]
            />
            <Textarea label="Message" name=side.own("message-l", "message-d") errors=none() value="Good to have you with us." rows=3 />
            <ColorField label="Colour" name=side.own("color-l", "color-d") value="#b4232a" errors=none()
                hint="Of links and buttons on the pages of this account." />
            <FileField label="Logo" name=side.own("logo-l", "logo-d") accept="image/png" errors=none() />
            <Copyable id=side.own("copy-l", "copy-d") label="API token" value="ush_9fJ2k1x7Qb" />
            <FormActions submit="Save changes" cancel="/admin/components" />
        </form>
    }
    .into_any()
}

pub(super) fn wrong(side: Side) -> AnyView {
    let (email, color) = (
        side.own("email-lw", "email-dw"),
        side.own("color-lw", "color-dw"),
    );
    let errors = FormErrors::of_field(
        email,
        "That is not an email address. One looks like name@example.com.",
    );
    let colors = FormErrors::of_field(color, "That is not a colour.");
    view! {
        <form class="form" method="get" action="/admin/components">
            <ErrorSummary errors=errors.clone() />
            <Field label="Email" name=email kind="email" value="ada@" errors required=true hint="The welcome email goes there." />
            <ColorField label="Colour" name=color value="teal" errors=colors />
        </form>
    }
    .into_any()
}
