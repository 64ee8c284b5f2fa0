//! How far a user's latest welcome email got, in a word or two, as the list of users says it.

use usher_api_types::account_user::LatestWelcome;

use crate::words::{deliveries, language::t};

/// The furthest step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WelcomeStep<'a> {
    /// No further than its delivery, which stands here.
    Delivery(&'a str),
    /// It arrived, and no person is known to have opened the link.
    Unopened,
    /// It was kept on this machine, and nobody is known to have opened the link.
    CapturedUnopened,
    /// A person opened the link, which still waits for a password.
    Opened,
    /// The goal: a password was set with it.
    PasswordSet,
    /// The link's time ran out.
    Expired,
    /// A newer link took its place.
    Superseded,
    /// The link was revoked, or something about the user changed.
    Void,
}

impl<'a> WelcomeStep<'a> {
    /// The step that an email got to; its delivery, where nothing is told of its link.
    pub(crate) fn of(latest: &'a LatestWelcome) -> Self {
        let status = latest.status.as_str();
        let arrived = matches!(status, "sent" | "captured");
        match latest.link_state.as_deref() {
            Some("used") => Self::PasswordSet,
            _ if !arrived => Self::Delivery(status),
            Some("expired") => Self::Expired,
            Some("superseded") => Self::Superseded,
            Some("void") => Self::Void,
            Some("open") if latest.opened_at.is_some() => Self::Opened,
            Some("open") if status == "captured" => Self::CapturedUnopened,
            Some("open") => Self::Unopened,
            _ => Self::Delivery(status),
        }
    }

    /// Its name.
    pub(crate) fn label(self) -> String {
        match self {
            Self::Delivery(status) => deliveries::status_label(status),
            Self::Unopened => t!("welcome-step-unopened"),
            Self::CapturedUnopened => t!("welcome-step-captured-unopened"),
            Self::Opened => t!("welcome-step-opened"),
            Self::PasswordSet => t!("welcome-step-password-set"),
            Self::Expired => t!("welcome-step-expired"),
            Self::Superseded => t!("welcome-step-superseded"),
            Self::Void => t!("welcome-step-void"),
        }
    }

    /// Whether it is about the delivery, whose instant is known, and not about what came later.
    pub(crate) fn is_of_delivery(self) -> bool {
        matches!(
            self,
            Self::Delivery(_) | Self::Unopened | Self::CapturedUnopened
        )
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;

    fn latest(status: &str, link: Option<&str>, opened: bool) -> LatestWelcome {
        LatestWelcome {
            id: Uuid::nil(),
            status: status.to_owned(),
            at: DateTime::UNIX_EPOCH,
            link_state: link.map(str::to_owned),
            opened_at: opened.then_some(DateTime::UNIX_EPOCH),
        }
    }

    #[test]
    fn the_furthest_step_counts() {
        for (status, link, opened, label) in [
            ("queued", Some("open"), false, "Queued"),
            ("deferred", Some("open"), false, "Deferred"),
            ("failed", Some("open"), true, "Failed"),
            // Nobody knew that it had arrived, but it had.
            ("failed", Some("used"), true, "Password set"),
            ("cancelled", Some("void"), false, "Cancelled"),
            ("sent", Some("open"), false, "Sent, not opened"),
            ("captured", Some("open"), false, "Captured, not opened"),
            ("captured", Some("open"), true, "Opened, no password yet"),
            ("sent", Some("open"), true, "Opened, no password yet"),
            ("sent", Some("expired"), true, "Link expired"),
            ("sent", Some("superseded"), false, "Link replaced"),
            ("sent", Some("void"), false, "Link void"),
            ("sent", Some("used"), false, "Password set"),
            ("sent", Some("of tomorrow"), false, "Sent"),
            ("sent", None, false, "Sent"),
        ] {
            let latest = latest(status, link, opened);
            let step = WelcomeStep::of(&latest);
            assert_eq!(step.label(), label, "{status} {link:?} {opened}");
        }
    }
}
