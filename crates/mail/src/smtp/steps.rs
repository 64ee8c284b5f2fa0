//! How long each step of the dialogue takes, for dashboards.

use std::fmt;
use std::sync::Arc;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric as _};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use tokio::time::Instant;
use usher_domain::delivery::SmtpStage;

use super::provider::SmtpProvider;

/// From a server next door to one that thinks about spam for minutes, in seconds.
const BUCKETS: [f64; 12] = [
    0.0005, 0.0025, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0, 120.0,
];

/// The steps of one provider. Clones share them.
#[derive(Debug, Clone)]
pub(super) struct StepTimes(Arc<[Histogram; SmtpStage::ALL.len()]>);

impl Default for StepTimes {
    fn default() -> Self {
        Self(Arc::new(SmtpStage::ALL.map(|_| Histogram::new(BUCKETS))))
    }
}

impl StepTimes {
    /// Begins to measure; what is measured is the time between the steps that are entered.
    pub(super) fn start(&self) -> Steps<'_> {
        Steps {
            times: self,
            current: None,
        }
    }

    fn by_stage(&self) -> impl Iterator<Item = (SmtpStage, &Histogram)> {
        SmtpStage::ALL.into_iter().zip(self.0.iter())
    }

    fn observe(&self, stage: SmtpStage, since: Instant) {
        for (_, histogram) in self.by_stage().filter(|(known, _)| *known == stage) {
            histogram.observe(since.elapsed().as_secs_f64());
        }
    }
}

/// The step that goes on now. Dropped, it ends there: a step that failed counts with the time it
/// took to fail.
pub(super) struct Steps<'a> {
    times: &'a StepTimes,
    current: Option<(SmtpStage, Instant)>,
}

impl Steps<'_> {
    /// A step begins, and the one before it has ended.
    pub(super) fn enter(&mut self, stage: SmtpStage) {
        self.leave();
        self.current = Some((stage, Instant::now()));
    }

    /// The step has ended; what follows belongs to none.
    pub(super) fn leave(&mut self) {
        if let Some((stage, since)) = self.current.take() {
            self.times.observe(stage, since);
        }
    }
}

impl Drop for Steps<'_> {
    fn drop(&mut self) {
        self.leave();
    }
}

/// Exposes the steps of all providers under one name, told apart by the names of the configuration.
#[derive(Debug)]
struct StepsOfAll(Vec<SmtpProvider>);

impl Collector for StepsOfAll {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        let mut metric = encoder.encode_descriptor(
            "smtp_step_duration",
            "How long each step of the dialogue with a mail server took",
            Some(&Unit::Seconds),
            MetricType::Histogram,
        )?;
        for provider in &self.0 {
            for (stage, histogram) in provider.step_times().by_stage() {
                let labels = [("provider", provider.name()), ("step", stage.as_str())];
                histogram.encode(metric.encode_family(&labels)?)?;
            }
        }
        Ok(())
    }
}

/// Makes what providers measure part of what is exposed.
pub fn register(providers: impl IntoIterator<Item = SmtpProvider>, registry: &mut Registry) {
    let providers = providers.into_iter().collect();
    registry.register_collector(Box::new(StepsOfAll(providers)));
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use prometheus_client::encoding::text;

    use super::*;
    use crate::smtp::SmtpOptions;

    /// What is exposed of one step: how often it was taken, and for how many seconds in all.
    fn told(provider: &SmtpProvider, step: &str) -> Vec<String> {
        let mut registry = Registry::with_prefix("usher");
        register([provider.clone()], &mut registry);
        let mut exposed = String::new();
        text::encode(&mut exposed, &registry).unwrap();
        assert!(exposed.contains("# TYPE usher_smtp_step_duration_seconds histogram\n"));
        let labels = format!("{{provider=\"relay\",step=\"{step}\"}} ");
        ["count", "sum"]
            .iter()
            .map(|part| format!("usher_smtp_step_duration_seconds_{part}{labels}"))
            .filter_map(|start| exposed.lines().find_map(|line| line.strip_prefix(&start)))
            .map(str::to_owned)
            .collect()
    }

    fn provider() -> SmtpProvider {
        let settings = "smtp://127.0.0.1:25".parse().unwrap();
        SmtpProvider::new("relay", settings, SmtpOptions::default()).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn a_step_lasts_until_the_next_one_begins_or_everything_ends() {
        let provider = provider();
        let mut steps = provider.step_times().start();
        steps.enter(SmtpStage::Connect);
        tokio::time::advance(Duration::from_secs(2)).await;
        steps.enter(SmtpStage::Ehlo);
        tokio::time::advance(Duration::from_secs(3)).await;
        drop(steps);
        assert_eq!(told(&provider, "connect"), ["1", "2.0"]);
        assert_eq!(told(&provider, "ehlo"), ["1", "3.0"]);
        assert_eq!(told(&provider, "tls"), ["0", "0.0"]);
    }

    #[tokio::test(start_paused = true)]
    async fn what_comes_after_the_last_step_counts_for_none() {
        let provider = provider();
        let mut steps = provider.step_times().start();
        steps.enter(SmtpStage::EndOfData);
        steps.leave();
        tokio::time::advance(Duration::from_secs(9)).await;
        drop(steps);
        assert_eq!(told(&provider, "end_of_data"), ["1", "0.0"]);
    }
}
