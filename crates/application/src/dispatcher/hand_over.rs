//! Handing a mail to a mail server: to the provider it was claimed for, or to the next one that is well.

use chrono::{DateTime, Duration, Utc};
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
use crate::{App, ProviderRoute, delivery_route::Probe};

/// Whoever meets a provider that another message probes comes back so much later.
const PROBED: Duration = Duration::seconds(5);

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
    mut probe: Option<Probe<'a>>,
    is_ours: impl Fn() -> bool,
) -> Option<HandedOver<'a>> {
    let lane = lane(message);
    let mut result = HandedOver {
        provider: None,
        verdict: resting(),
        rests_until: None,
    };
    for provider in providers {
        let probe = probe.take_if(|probe| probe.is_of(provider));
        let (place, probe) = match enter(app, provider, lane, probe).await {
            Ok(entered) => entered,
            Err(until) => {
                result.rests_until = earlier(result.rests_until, Some(until));
                continue;
            }
        };
        let verdict = match provider.pool.checkout(place).await {
            Ok(connection) if !is_ours() => {
                provider.pool.checkin(connection);
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
        drop(probe);
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

/// Waits for a place at a provider that is well, or that this message probes.
///
/// # Errors
/// Until when the provider rests.
async fn enter<'a>(
    app: &App,
    provider: &'a ProviderRoute,
    lane: Lane,
    probe: Option<Probe<'a>>,
) -> Result<(Place, Option<Probe<'a>>), DateTime<Utc>> {
    let look = || match provider.admit(app.now()) {
        Admission::Go => Ok(None),
        Admission::Probe => Ok(Some(Probe::of(provider))),
        Admission::Wait { .. } if provider.is_probed() => Err(app.now() + PROBED),
        Admission::Wait { until } => Err(until),
    };
    let probe = match probe {
        // The claim asked already.
        Some(probe) => Some(probe),
        None => look()?,
    };
    let place = provider.pool.place(lane).await;
    Ok(match probe {
        Some(probe) => (place, Some(probe)),
        // Those who had a place meanwhile may have found out that it does not answer. Nobody else needs to.
        None => (place, look()?),
    })
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
