//! Handing a mail to a mail server: to the provider it was claimed for, or to the next one that is well.

use chrono::{DateTime, Utc};
use usher_domain::{
    delivery::{SmtpStage, Verdict},
    ids::LeaseId,
};
use usher_mail::{
    breaker::Admission,
    message::OutgoingMail,
    pool::{Lane, Place},
};
use usher_persistence::outbox::{ClaimedMessage, Outcome};

use super::{jitter, outcome, send::lane};
use crate::{App, ProviderRoute};

/// What came of it.
pub(super) struct HandedOver<'a> {
    /// The provider that was asked last; none when none could be.
    provider: Option<&'a ProviderRoute>,
    verdict: Verdict,
    /// When a provider may be asked again, if those that failed rest now.
    rests_until: Option<DateTime<Utc>>,
}

impl HandedOver<'_> {
    pub(super) fn outcome(
        &self,
        app: &App,
        message: &ClaimedMessage,
        lease: LeaseId,
        claimed_for: &str,
    ) -> Outcome {
        let outcome = outcome::of(app, message, lease, &self.verdict, self.rests_until);
        let name = self.provider.map(ProviderRoute::name);
        Outcome {
            provider: name
                .filter(|name| *name != claimed_for)
                .map(ToOwned::to_owned),
            ..outcome
        }
    }
}

/// Hands a mail to the first provider that takes it. A provider that fails before it has seen the
/// content leaves the mail to the next one, within the same try; afterwards nobody else may have it,
/// because it might be delivered twice. None when the message is no longer ours as soon as there is a
/// connection for it: then nobody was handed anything, and somebody else may have it.
pub(super) async fn hand_over<'a>(
    app: &App,
    providers: &'a [ProviderRoute],
    (message, mail): (&ClaimedMessage, &OutgoingMail),
    claimed_for: &str,
    is_ours: impl Fn() -> bool,
) -> Option<HandedOver<'a>> {
    let lane = lane(message);
    let mut result = HandedOver {
        provider: None,
        verdict: resting(),
        rests_until: None,
    };
    for provider in providers {
        let place = match enter(app, provider, lane, claimed_for).await {
            Ok(place) => place,
            Err(until) => {
                result.rests_until = earlier(result.rests_until, Some(until));
                continue;
            }
        };
        let verdict = match provider.pool.checkout(place).await {
            Ok(connection) if !is_ours() => {
                provider.pool.checkin(connection);
                provider.withdraw_probe();
                return None;
            }
            Ok(mut connection) => {
                let verdict = connection.deliver(mail).await;
                provider.pool.checkin(connection);
                verdict
            }
            Err(verdict) => verdict,
        };
        let verdict = outcome::without_links(app, message, verdict);
        let until = provider.record(&verdict, app.now(), jitter(app));
        let may_go_on = fails_before_content(&verdict);
        result = HandedOver {
            provider: Some(provider),
            verdict,
            rests_until: earlier(result.rests_until, until),
        };
        if !may_go_on {
            break;
        }
    }
    Some(result)
}

/// Waits for a place at a provider that is well, or that this message is to probe.
///
/// # Errors
/// Until when the provider rests.
async fn enter(
    app: &App,
    provider: &ProviderRoute,
    lane: Lane,
    claimed_for: &str,
) -> Result<Place, DateTime<Utc>> {
    let look = || match provider.admit(app.now()) {
        // The claim asked the breaker already: a provider that is probed waits for this message.
        Admission::Wait { .. } if provider.name() == claimed_for && provider.is_probed() => {
            Ok(Admission::Probe)
        }
        Admission::Wait { until } => Err(until),
        admission => Ok(admission),
    };
    let admission = look()?;
    let place = provider.pool.place(lane).await;
    if admission == Admission::Go {
        // Those who had a place meanwhile may have found out that it does not answer. Nobody else needs to.
        look()?;
    }
    Ok(place)
}

fn fails_before_content(verdict: &Verdict) -> bool {
    match verdict {
        Verdict::ProviderDown { stage, .. } => {
            !matches!(stage, SmtpStage::Data | SmtpStage::EndOfData)
        }
        _ => false,
    }
}

fn earlier(a: Option<DateTime<Utc>>, b: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn resting() -> Verdict {
    Verdict::ProviderDown {
        stage: SmtpStage::Connect,
        reply: None,
        detail: "the provider rests after failures".to_owned(),
    }
}
