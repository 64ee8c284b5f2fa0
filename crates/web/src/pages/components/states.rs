//! Buttons, states and numbers.

use leptos::prelude::*;

use super::{Side, frame::at};
use crate::components::{
    badge::{Badge, Tone},
    button::{Button, LinkButton, PostButton, Weight},
    chart::{FunnelChart, FunnelStep, HourBar, HourChart},
    events::{Event, Events},
    figures::{Figure, Figures},
    icon::Symbol,
    menu::{Menu, MenuLink, MenuNote, MenuPost, MenuSeparator},
    notice::Notice,
    progress::Progress,
};

pub(super) fn buttons(_: Side) -> AnyView {
    view! {
        <div class="actions">
            <Button label="Primary" kind="button" weight=Weight::Primary />
            <Button label="Plain" kind="button" />
            <Button label="Quiet" kind="button" weight=Weight::Quiet />
            <Button label="Danger" kind="button" weight=Weight::Danger icon=Symbol::Trash />
        </div>
        <div class="actions">
            <Button label="Send welcome email" kind="button" weight=Weight::Primary icon=Symbol::Send />
            <LinkButton label="A link" href="/admin/components" icon=Symbol::Download />
            <Button label="Busy" kind="button" busy=true />
            <Button label="Disabled" kind="button" disabled=true />
        </div>
        <div class="actions">
            <Button label="Primary" kind="button" weight=Weight::Primary small=true />
            <Button label="Plain" kind="button" small=true />
            <Button label="Quiet" kind="button" weight=Weight::Quiet small=true icon=Symbol::Refresh />
            <Button label="Delete" kind="button" weight=Weight::Danger small=true icon=Symbol::Trash icon_only=true />
            <PostButton label="Post" action="/admin/components" small=true about="something" />
        </div>
        <div class="actions">
            <Menu label="More">
                <MenuNote text="ada@example.test" />
                <MenuLink href="/admin/components" label="Edit" icon=Symbol::Pencil />
                <MenuLink href="/admin/components" label="Here" icon=Symbol::Check current=true />
                <MenuSeparator />
                <MenuPost action="/admin/components" label="Delete" icon=Symbol::Trash danger=true />
            </Menu>
            <Menu label="More" about="about Ada" icon_only=true small=true>
                <MenuLink href="/admin/components" label="Edit" icon=Symbol::Pencil />
            </Menu>
        </div>
    }
    .into_any()
}

pub(super) fn badges(_: Side) -> AnyView {
    let all = || {
        view! {
            <Badge label="Never sent" tone=Tone::Neutral />
            <Badge label="Sending" tone=Tone::Busy />
            <Badge label="Sent" tone=Tone::Good />
            <Badge label="Deferred" tone=Tone::Careful />
            <Badge label="Failed" tone=Tone::Bad />
        }
    };
    view! {
        <div class="actions">{all()}</div>
        <div class="page-head">{all()}</div>
    }
    .into_any()
}

pub(super) fn notices(_: Side) -> AnyView {
    view! {
        <Notice tone=Tone::Good>"The welcome email is on its way. Its state is shown below."</Notice>
        <Notice tone=Tone::Bad title="That did not work">
            <ul><li><a href="#main">"Use at least 12 characters."</a></li><li><a href="#main">"Please fill this in."</a></li></ul>
        </Notice>
        <Notice tone=Tone::Careful>"Mail waits: the provider primary refused three times. " <a href="#main">"See why"</a></Notice>
        <Notice tone=Tone::Busy>"Sending 400 welcome emails."</Notice>
        <Notice tone=Tone::Neutral>"This link works once."</Notice>
    }
    .into_any()
}

pub(super) fn numbers(side: Side) -> AnyView {
    let hours: Vec<_> = (0..24)
        .map(|hour| HourBar {
            at: at(hour, 0),
            sent: [0, 0, 1, 0, 3, 9, 24, 61, 88, 120, 97, 64]
                [usize::try_from(hour % 12).unwrap_or(0)],
            failed: i64::from(hour % 9 == 8) * 7,
        })
        .collect();
    let steps = vec![
        FunnelStep {
            name: "Sent".into(),
            count: 1_240,
            hint: "in 7 days".into(),
        },
        FunnelStep {
            name: "Opened".into(),
            count: 1_003,
            hint: "81 %".into(),
        },
        FunnelStep {
            name: "Password set".into(),
            count: 861,
            hint: "69 %".into(),
        },
    ];
    view! {
        <Progress id=side.own("progress-l", "progress-d") label="Bulk send" value=120 max=400 text="120 of 400" />
        <Progress id=side.own("waiting-l", "waiting-d") label="Reading the file" />
        <Figures>
            <Figure name="Sent" count=1_240 hint="within the last day" href="/admin/components".to_owned() />
            <Figure name="Queued" count=3 hint="waiting" />
            <Figure name="Deferred" count=12 hint="another try" tone=Tone::Careful />
            <Figure name="Failed" count=2 hint="within the last day" tone=Tone::Bad />
        </Figures>
        <HourChart title="The last 24 hours" summary="934 sent, 14 failed; most at 09:00." hours />
        <FunnelChart title="The last 7 days" steps />
    }
    .into_any()
}

pub(super) fn events(_: Side) -> AnyView {
    view! {
        <Events>
            <Event tone=Tone::Good symbol=Symbol::UserCheck title="Signed in" at=at(9, 14)>"Firefox on Linux · 192.0.2.7"</Event>
            <Event tone=Tone::Good symbol=Symbol::Key title="Set a password" at=at(9, 13) />
            <Event tone=Tone::Busy symbol=Symbol::MailOpen title="Opened the link" at=at(9, 12)>"twice; the first looks like a mail scanner"</Event>
            <Event tone=Tone::Careful symbol=Symbol::Clock title="Deferred" at=at(8, 2)><code>"451 4.7.1 Greylisted, try again"</code></Event>
            <Event tone=Tone::Bad symbol=Symbol::MailX title="Refused" at=at(8, 1)><code>"550 5.1.1 No such user"</code></Event>
            <Event tone=Tone::Neutral symbol=Symbol::UserPlus title="Created by Grace Brewster Hopper" at=at(8, 0) />
        </Events>
    }
    .into_any()
}
