//! Delivering one claimed message: make the mail, hand it over, judge what came back.

use usher_domain::{
    actor::Credential,
    delivery::Verdict,
    ids::LeaseId,
    keyring::KeyId,
    password_link::{self, LinkPurpose},
};
use usher_mail::{
    letter::{
        AccountLink, Content, Letter, LinkUrl, Recipient, RequestedFrom, Requester, Reset, Sender,
        Welcome,
    },
    message::{self, OutgoingMail},
    platform::platform_of,
    pool::Lane,
    templates::RenderedMail,
};
use usher_persistence::outbox::{AccountTemplate, CarriedLink, ClaimedMessage, Outcome};

use super::{Admitted, hand_over::hand_over, leases::Leases, outcome, put_back};
use crate::{App, DeliveryRoute, delivery_route::Probe, password_links::link_url};

/// Delivers a message that was claimed for a provider, and tells what became of it.
pub(super) async fn send(
    app: &App,
    message: ClaimedMessage,
    (lease, leases): (LeaseId, &Leases),
    admitted: &Admitted,
) -> Outcome {
    let claimed_for = &*admitted.provider;
    // Whichever way this ends: a provider that was to be probed with this message and was not may be
    // probed with the next.
    let probed = app.route.provider(claimed_for);
    let probe = probed.filter(|_| admitted.is_probe).map(Probe::of);
    let mail = match compose(app, &message) {
        Ok(mail) => mail,
        Err(Obstacle::UnknownKey(key)) => {
            tracing::error!(
                message.id = %message.id,
                key.id = %key,
                "a link's key is not in the keyring of this node; copy the keyring here; the message waits"
            );
            return put_back::of_unknown_key(app, &message, lease);
        }
        Err(Obstacle::Unsendable(detail)) => {
            let verdict = Verdict::Unsendable { detail };
            return outcome::of(app, &message, lease, &verdict, None);
        }
    };
    match &app.route {
        DeliveryRoute::Capture(folder) => {
            let (folder, id) = (folder.clone(), message.id);
            let stored = tokio::task::spawn_blocking(move || folder.store(id.into(), &mail)).await;
            outcome::of_capture(app, &message, lease, matches!(stored, Ok(Ok(()))))
        }
        DeliveryRoute::Smtp(route) => {
            let lane = lane(&message);
            let domain = message.recipient.ascii_domain();
            let Some(_turn) = route.domains.enter(domain, lane).await else {
                return put_back::of_crowded_domain(app, &message, lease);
            };
            let is_ours = || leases.are_ours(lease, app.now());
            let providers = &route.providers;
            let handed = hand_over(app, providers, (&message, &mail), probe, is_ours).await;
            match handed {
                Some(handed) => handed.outcome(app, &message, lease, claimed_for),
                None => put_back::of_lost_lease(app, &message, lease),
            }
        }
    }
}

/// Which places at domains and providers a message may take.
pub(super) fn lane(message: &ClaimedMessage) -> Lane {
    if message.is_bulk {
        Lane::Bulk
    } else {
        Lane::Single
    }
}

/// Why no mail can be made of a message.
enum Obstacle {
    /// It carries a link whose key other nodes have, and this one does not have yet.
    UnknownKey(KeyId),
    /// There never will be one.
    Unsendable(String),
}

impl Obstacle {
    fn unsendable(reason: &(impl ToString + ?Sized)) -> Self {
        Self::Unsendable(reason.to_string())
    }
}

/// Makes the mail of a message. The same message always gives the same bytes.
fn compose(app: &App, message: &ClaimedMessage) -> Result<OutgoingMail, Obstacle> {
    let letter = letter(app, message)?;
    let rendered = match &message.template {
        Some(template) => in_own_words(app, &letter, message, template),
        None => None,
    };
    let rendered = match rendered {
        Some(rendered) => rendered,
        None => app
            .templates
            .render(&letter)
            .map_err(|error| Obstacle::unsendable(&error))?,
    };
    message::build(&letter, &rendered).map_err(|error| Obstacle::unsendable(&error))
}

/// The mail in the words of its account. A template that fails must not cost anybody her mail: then
/// it is said in ours.
fn in_own_words(
    app: &App,
    letter: &Letter,
    message: &ClaimedMessage,
    template: &AccountTemplate,
) -> Option<RenderedMail> {
    let failure = match &template.text {
        Some(text) => match app.templates.render_custom(letter, text) {
            Ok(rendered) => return Some(rendered),
            Err(error) => error.to_string(),
        },
        None => "its words are gone".to_owned(),
    };
    tracing::warn!(
        message.id = %message.id,
        account.id = %template.account_id,
        template.id = %template.id,
        template.version = template.version,
        failure,
        "an account's template failed; its message goes out in our own words"
    );
    None
}

fn letter(app: &App, message: &ClaimedMessage) -> Result<Letter, Obstacle> {
    let requested = RequestedFrom {
        platform: message.origin.user_agent.as_deref().and_then(platform_of),
        place: message.origin.place.clone(),
        at: message.requested_at,
        by: requester(message),
    };
    let first = message
        .links
        .first()
        .ok_or_else(|| Obstacle::unsendable("the message carries no link any more"))?;
    let content = match message.purpose {
        LinkPurpose::Reset => Content::Reset(Reset {
            links: message
                .links
                .iter()
                .map(|link| {
                    Ok(AccountLink {
                        account_name: link.account_name.clone(),
                        login: link.login.clone(),
                        link: url(app, message.purpose, link)?,
                    })
                })
                .collect::<Result<_, Obstacle>>()?,
            link_life: message.link_life,
            requested,
            has_password: message.has_password,
        }),
        LinkPurpose::Welcome | LinkPurpose::Setup => Content::Welcome(Welcome {
            account_name: first.account_name.clone(),
            display_name: message.recipient_name.clone(),
            login: first.login.clone(),
            link: url(app, message.purpose, first)?,
            link_life: message.link_life,
            requested,
            has_password: message.has_password,
        }),
    };
    Ok(Letter {
        message_id: message.rfc_message_id.clone(),
        date: message.requested_at,
        sender: Sender {
            name: message.sender_name.clone(),
            address: message.sender_address.clone(),
        },
        reply_to: message.reply_to.clone(),
        recipient: Recipient {
            name: Some(message.recipient_name.clone()),
            address: message.recipient.clone(),
        },
        locale: message.locale.clone(),
        accent: message.accent_color,
        content,
    })
}

fn requester(message: &ClaimedMessage) -> Requester {
    let kind = message.requested_kind.as_str();
    match &message.requested_by {
        Some(name) => Requester::Named(name.clone()),
        None if kind == Credential::LinkHolder(None).kind() => Requester::LinkHolder,
        None if kind == Credential::Anonymous.kind() => Requester::Visitor,
        None => Requester::System,
    }
}

fn url(app: &App, purpose: LinkPurpose, link: &CarriedLink) -> Result<LinkUrl, Obstacle> {
    let keyring = app.keyring();
    let key = keyring
        .find(link.key_id)
        .ok_or(Obstacle::UnknownKey(link.key_id))?;
    let token = password_link::token(key, purpose, link.id);
    link_url(&app.settings().public_url, purpose.as_str(), &token)
        .ok_or_else(|| Obstacle::unsendable("the public URL cannot carry a link"))
}
