//! Bulk sends in words: where one stands, why it is paused, who is left out.

use usher_api_types::bulk_send::{BulkSend, LeftOutCounts, UserFilter};
use usher_domain::bulk_send::{BulkSendStatus, LeftOutReason, PauseReason, WaitReason};

use crate::{
    components::badge::Tone,
    words::{
        instants,
        language::{say, t},
        users::{status_label as user_status_label, welcome_label},
    },
};

/// Where a bulk send stands and how that looks. One that is done is not all well when emails failed.
pub(crate) fn state(send: &BulkSend) -> (String, Tone) {
    let failed = send.progress.failed;
    if failed > 0 && send.status == BulkSendStatus::Done.as_str() {
        return (t!("bulk-status-done-failed", count = failed), Tone::Careful);
    }
    (status_label(&send.status), status_tone(&send.status))
}

/// Where a bulk send stands; the status itself when it is one that we do not know.
fn status_label(status: &str) -> String {
    match status.parse::<BulkSendStatus>() {
        Ok(known) => say(&format!("bulk-status-{}", known.as_str()), &[]),
        Err(_) => status.to_owned(),
    }
}

fn status_tone(status: &str) -> Tone {
    match status.parse() {
        Ok(BulkSendStatus::Running) => Tone::Busy,
        Ok(BulkSendStatus::Paused) => Tone::Careful,
        Ok(BulkSendStatus::Done) => Tone::Good,
        Ok(BulkSendStatus::Cancelled) | Err(_) => Tone::Neutral,
    }
}

/// Why somebody is left out.
pub(crate) fn reason_label(reason: LeftOutReason) -> String {
    say(&format!("bulk-left-out-{}", reason.as_str()), &[])
}

/// How many are left out for each reason; only reasons that somebody is left out for.
pub(crate) fn by_reason(counts: &LeftOutCounts) -> Vec<(LeftOutReason, i64)> {
    let count = |reason| match reason {
        LeftOutReason::NoAddress => counts.no_address,
        LeftOutReason::Disabled => counts.disabled,
        LeftOutReason::SentLately => counts.sent_lately,
        LeftOutReason::NotPermitted => counts.not_permitted,
        LeftOutReason::NotPrimary => counts.not_primary,
        LeftOutReason::NotFound => counts.not_found,
    };
    let all = LeftOutReason::ALL.map(|one| (one, count(one)));
    all.into_iter().filter(|(_, count)| *count > 0).collect()
}

/// All who are left out.
pub(crate) fn left_out(counts: &LeftOutCounts) -> i64 {
    by_reason(counts).into_iter().map(|(_, count)| count).sum()
}

/// Why a bulk send does not go on by itself; none when it does.
pub(crate) fn why_paused(send: &BulkSend) -> Option<String> {
    if send.status != BulkSendStatus::Paused.as_str() {
        return None;
    }
    let progress = &send.progress;
    let failed = progress.failed;
    let ended = progress.sent + failed + progress.cancelled;
    let percent = i64::from(send.failure_threshold_percent);
    let reason = send.pause_reason.as_deref().unwrap_or_default().parse();
    Some(match reason {
        // After a second beginning the counts tell of more than the first few.
        Ok(PauseReason::CanaryFailed) if ended <= i64::from(send.canary) => {
            t!("bulk-why-canary", failed = failed, ended = ended)
        }
        Ok(PauseReason::CanaryFailed | PauseReason::TooManyFailures) => {
            // Only the latest are judged: all together may lie below the threshold.
            if failed * 100 > percent * (progress.sent + failed) {
                t!(
                    "bulk-why-failures",
                    failed = failed,
                    ended = ended,
                    percent = percent
                )
            } else {
                t!(
                    "bulk-why-failures-since",
                    failed = failed,
                    ended = ended,
                    percent = percent
                )
            }
        }
        Ok(PauseReason::RequesterLostPermission) => t!("bulk-why-permission"),
        Ok(PauseReason::Asked) | Err(_) => t!("bulk-why-asked"),
    })
}

/// What keeps a running bulk send from going on; none when nothing does, or nothing that we know.
pub(crate) fn why_waiting(send: &BulkSend) -> Option<String> {
    Some(match send.waits_for.as_deref()?.parse().ok()? {
        WaitReason::AccountLimit => {
            let until = send.waits_until.map(instants::instant).unwrap_or_default();
            t!("bulk-waits-account-limit", until = until)
        }
        WaitReason::MailServer => t!("bulk-waits-mail-server"),
        WaitReason::AnotherTry => t!("bulk-waits-another-try"),
    })
}

/// What resuming does after failures: with whom it goes on, and who goes first.
pub(crate) fn when_resumed(send: &BulkSend) -> Option<String> {
    let reason = send.pause_reason.as_deref()?.parse().ok()?;
    if !matches!(
        reason,
        PauseReason::CanaryFailed | PauseReason::TooManyFailures
    ) {
        return None;
    }
    let others = send.progress.remaining + send.progress.waiting;
    let goes_on = t!("bulk-when-resumed", count = others);
    let first = i64::from(send.canary).min(send.progress.remaining);
    if first == 0 {
        return Some(goes_on);
    }
    let first = t!("bulk-when-resumed-first", count = first);
    Some(format!("{goes_on} {first}"))
}

/// How long so many emails take at a pace: `about 50 min`, `about 7 hours`.
pub(crate) fn duration_at(pace_per_minute: i64, emails: i64) -> String {
    let pace = pace_per_minute.max(1);
    let minutes = (emails.max(0) + pace - 1) / pace;
    let span = match minutes {
        0..=119 => t!("span-minutes", count = minutes.max(1)),
        _ => t!("span-hours", count = (minutes + 30) / 60),
    };
    t!("bulk-about", span = span)
}

/// Whom a filter selects.
pub(crate) fn selected_by(filter: &UserFilter) -> String {
    let search = filter.search.as_deref().map(str::trim);
    let search = search
        .filter(|words| !words.is_empty())
        .map(|words| (t!("users-search"), words.to_owned()));
    let status = chosen(filter.status.as_deref())
        .map(|status| (t!("users-status"), user_status_label(status)));
    let welcome =
        chosen(filter.welcome.as_deref()).map(|state| (t!("users-welcome"), welcome_label(state)));
    let told: Vec<_> = [search, status, welcome]
        .into_iter()
        .flatten()
        .map(|(filter, value)| t!("users-filter-chip", filter = filter, value = value))
        .collect();
    if told.is_empty() {
        return t!("bulk-selected-all");
    }
    t!("bulk-selected-filter", filter = told.join(" · "))
}

fn chosen(code: Option<&str>) -> Option<&str> {
    code.filter(|code| !code.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_and_reason_has_words() {
        for status in BulkSendStatus::ALL {
            let code = status.as_str();
            assert_ne!(status_label(code), format!("bulk-status-{code}"));
        }
        for reason in LeftOutReason::ALL {
            let code = reason.as_str();
            assert_ne!(reason_label(reason), format!("bulk-left-out-{code}"));
        }
        assert_eq!(status_label("dreaming"), "dreaming");
    }

    #[test]
    fn a_reason_for_which_nobody_is_left_out_is_not_told() {
        let counts = LeftOutCounts {
            disabled: 2,
            not_found: 1,
            ..LeftOutCounts::default()
        };
        let told = [(LeftOutReason::Disabled, 2), (LeftOutReason::NotFound, 1)];
        assert_eq!(by_reason(&counts), told);
        assert_eq!(left_out(&counts), 3);
    }

    #[test]
    fn a_pace_tells_how_long_it_takes() {
        assert_eq!(duration_at(600, 1), "about 1 min");
        assert_eq!(duration_at(600, 39_576), "about 66 min");
        assert_eq!(duration_at(60, 39_576), "about 11 hours");
        assert_eq!(duration_at(0, -1), "about 1 min");
    }

    #[test]
    fn a_selection_is_told_as_the_list_tells_it() {
        let all = UserFilter::default();
        assert_eq!(selected_by(&all), "All users of the account");
        let some = UserFilter {
            search: Some("ada".to_owned()),
            status: Some("pending".to_owned()),
            welcome: Some(String::new()),
        };
        let told = selected_by(&some);
        assert!(
            told.contains("ada") && told.contains("No password yet"),
            "{told}"
        );
        assert!(!told.contains(&t!("users-welcome")), "{told}");
    }
}
