//! Telling the service manager how we are: `sd_notify(3)`, where systemd asks for it.
//!
//! Started by anything else, nothing here does anything: the library looks for the variables that
//! systemd sets.

use std::time::Duration;

use sd_notify::NotifyState;
use tokio::time::{MissedTickBehavior, interval, timeout};
use usher_application::{App, health};

/// Requests are taken, or mail is delivered.
pub(crate) fn ready() {
    tell(&[NotifyState::Ready, NotifyState::Status("Ready")]);
}

/// No more is taken on.
pub(crate) fn stopping() {
    tell(&[
        NotifyState::Stopping,
        NotifyState::Status("Finishing requests and mail under way"),
    ]);
}

/// Keeps systemd's watchdog at bay, if there is one, for as long as all is well; for ever.
pub(crate) async fn keep_watch(app: App) {
    let Some(patience) = sd_notify::watchdog_enabled().filter(|patience| !patience.is_zero())
    else {
        return;
    };
    // systemd.service(5) advises to report twice as often as is asked for.
    let mut reports = interval(patience / 2);
    reports.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut was_well = true;
    loop {
        reports.tick().await;
        let well = is_well(&app, patience / 2).await;
        if well {
            tell(&[NotifyState::Watchdog]);
        }
        if well != was_well {
            report(well);
        }
        was_well = well;
    }
}

fn report(well: bool) {
    if well {
        tell(&[NotifyState::Status("Ready")]);
    } else {
        tracing::error!(
            "the database is not heard of or the dispatcher hangs; the service manager will start Usher again"
        );
        tell(&[NotifyState::Status(
            "The database is not heard of, or the dispatcher hangs",
        )]);
    }
}

/// Whether the process is at work: it has heard of its database, and the dispatcher has gone round, within
/// this time. A database or mail servers that are away do not count, since another process would find them
/// the same, and what this one holds in memory waits for them.
pub async fn is_well(app: &App, within: Duration) -> bool {
    // It goes round once a second when nothing happens.
    let patience = within.max(Duration::from_secs(3));
    app.dispatcher_last_moved() < patience
        && matches!(timeout(within, health::tends_database(app)).await, Ok(true))
}

fn tell(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::debug!(%error, "the service manager could not be told");
    }
}
