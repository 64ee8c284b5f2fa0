//! Text, and what it stands on.

use leptos::prelude::*;

use super::{Side, frame::at};
use crate::components::{
    avatar::Avatar,
    badge::{Badge, Tone},
    button::{Button, LinkButton, Weight},
    code::Kbd,
    dialog::{Confirm, Dialog},
    facts::{Fact, Optional},
    moment::Moment,
    panel::{Card, Panel},
};

pub(super) fn panels(side: Side) -> AnyView {
    let dialog = side.own("dialog-l", "dialog-d");
    let beside = view! { <Badge label="Working" tone=Tone::Good /> }.into_any();
    let actions = view! { <Button label="Change" kind="button" small=true /> }.into_any();
    let question = match side {
        Side::Light => view! {
            <Confirm heading="Delete Ada Lovelace?">
                <p>"This ends every session and erases what is known about this user. It cannot be undone."</p>
                <div class="form-actions"><Button label="Delete for good" kind="button" weight=Weight::Danger /><a href="/admin/components">"Keep"</a></div>
            </Confirm>
        }
        .into_any(),
        Side::Dark => view! {
            <section class="confirm">
                <h2>"Delete Ada Lovelace?"</h2>
                <p>"This ends every session and erases what is known about this user. It cannot be undone."</p>
                <div class="form-actions"><Button label="Delete for good" kind="button" weight=Weight::Danger /><a href="/admin/components">"Keep"</a></div>
            </section>
        }
        .into_any(),
    };
    view! {
        <Panel id=side.own("details-l", "details-d") heading=side.own("Details", "Details in the dark") lead="What is known." actions>
            <dl class="facts">
                <Fact name="Email"><Optional value=Some("ada.king-noel.countess.of.lovelace@analytical-engines.example.test".to_owned()) /></Fact>
                <Fact name="Phone"><Optional value=None /></Fact>
                <Fact name="Created"><Moment at=at(8, 0) /></Fact>
            </dl>
        </Panel>
        <Card title="primary" beside><p>"smtps://mail.example.test:465"</p></Card>
        {question}
        <LinkButton label="The same in a dialog" href="/admin/components" dialog />
        <Dialog id=dialog title="Delete Ada Lovelace?">
            <p>"It cannot be undone."</p>
            <div class="form-actions"><Button label="Delete for good" kind="button" weight=Weight::Danger /></div>
        </Dialog>
    }
    .into_any()
}

pub(super) fn text(_: Side) -> AnyView {
    let avatars: Vec<_> = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]
        .into_iter()
        .map(|seed| view! { <Avatar name="Ada Lovelace" seed=seed /> })
        .collect();
    view! {
        <p>"Text with " <a href="/admin/components">"a link"</a> ", " <strong>"weight"</strong> ", " <code>"code"</code> " and " <Kbd>"Esc"</Kbd> "."</p>
        <p class="quiet">"Quiet text: 0123456789, Łódź, Ωmega, ellipsis…"</p>
        <h3>"A third heading"</h3>
        <pre class="code">"curl -H \"Authorization: Bearer $USHER_TOKEN\" https://usher.example/api/v1/me"</pre>
        <div class="actions">{avatars}<Avatar name="Analytical Engines" seed="x" square=true /><Avatar name="cher" seed="y" small=true /></div>
    }
    .into_any()
}
