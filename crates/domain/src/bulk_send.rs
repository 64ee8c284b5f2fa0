//! Bulk sends: many welcome emails as one controlled run.

mod choice;
mod limits;
mod step;

use chrono::{DateTime, Utc};

pub use choice::{LeftOutReason, reason_to_leave_out};
pub use limits::{BulkSendLimits, LimitOutOfRange};
pub use step::{AHEAD, CHUNK, Open, PUT_OFF, Situation, Step, is_put_off, next_step, paced_after};

use crate::{
    account_user::UserStatus,
    closed_list::closed_list,
    ids::{AccountId, BulkSendId},
    message::Requested,
    template::TemplateId,
    user_list::WelcomeState,
};

/// The most users that a bulk send can list by their identifiers.
pub const MAX_LISTED: usize = 100_000;

/// One run of welcome emails to many users of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkSend {
    /// Its identifier.
    pub id: BulkSendId,
    /// The account whose users are welcomed.
    pub account_id: AccountId,
    /// Where it stands.
    pub status: BulkSendStatus,
    /// Why it is paused; none while it is not.
    pub pause_reason: Option<PauseReason>,
    /// Who is welcomed.
    pub selection: Selection,
    /// The account's template that was chosen; none: the account's default, or ours.
    pub template: Option<TemplateId>,
    /// How it is kept under control.
    pub limits: BulkSendLimits,
    /// How far it is.
    pub progress: Progress,
    /// Who asked, when and from where.
    pub requested: Requested,
    /// When it last got anywhere.
    pub updated_at: DateTime<Utc>,
    /// When nothing was left to do.
    pub ended_at: Option<DateTime<Utc>>,
}

/// Who is welcomed by a bulk send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// The users of the account whom a list would show, of those who were there at the beginning.
    Filter {
        /// A part of a login, address or name, folded.
        search: Option<String>,
        /// Only users who stand there.
        status: Option<UserStatus>,
        /// Only users whose latest welcome email stands there.
        welcome: Option<WelcomeState>,
    },
    /// Users who were listed one by one.
    Listed,
}

/// How far a bulk send is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// How many users were selected at the beginning.
    pub total: i64,
    /// Messages that were queued.
    pub queued: i64,
    /// Of these, how many a mail server took, or were captured.
    pub sent: i64,
    /// How many were given up.
    pub failed: i64,
    /// How many were called off.
    pub cancelled: i64,
    /// Users who get no message.
    pub left_out: LeftOut,
}

/// How many users get no message, by reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// See [`LeftOutReason::NoAddress`].
    pub no_address: i64,
    /// See [`LeftOutReason::Disabled`].
    pub disabled: i64,
    /// See [`LeftOutReason::SentLately`].
    pub sent_lately: i64,
    /// See [`LeftOutReason::NotPermitted`].
    pub not_permitted: i64,
    /// See [`LeftOutReason::NotPrimary`].
    pub not_primary: i64,
    /// See [`LeftOutReason::NotFound`].
    pub not_found: i64,
}

impl LeftOut {
    /// Counts users who are left out for a reason.
    pub fn add(&mut self, reason: LeftOutReason, users: i64) {
        *match reason {
            LeftOutReason::NoAddress => &mut self.no_address,
            LeftOutReason::Disabled => &mut self.disabled,
            LeftOutReason::SentLately => &mut self.sent_lately,
            LeftOutReason::NotPermitted => &mut self.not_permitted,
            LeftOutReason::NotPrimary => &mut self.not_primary,
            LeftOutReason::NotFound => &mut self.not_found,
        } += users;
    }

    /// All of them.
    #[must_use]
    pub fn sum(&self) -> i64 {
        self.no_address
            + self.disabled
            + self.sent_lately
            + self.not_permitted
            + self.not_primary
            + self.not_found
    }
}

impl Progress {
    /// Messages of which nobody knows yet what becomes of them.
    #[must_use]
    pub fn open(&self) -> i64 {
        (self.queued - self.sent - self.failed - self.cancelled).max(0)
    }

    /// Selected users whose turn has not come.
    #[must_use]
    pub fn remaining(&self) -> i64 {
        (self.total - self.queued - self.left_out.sum()).max(0)
    }
}

closed_list! {
    /// Where a bulk send stands.
    BulkSendStatus, UnknownBulkSendStatus, "status of a bulk send" {
        /// It works through its users.
        Running = "running",
        /// It does nothing until somebody resumes it; what waited is held back.
        Paused = "paused",
        /// Every user had her turn and every message its end.
        Done = "done",
        /// Somebody called it off.
        Cancelled = "cancelled",
    }
}

closed_list! {
    /// Why a bulk send is paused.
    PauseReason, UnknownPauseReason, "reason for a pause" {
        /// Somebody asked for it.
        Asked = "asked",
        /// Too many of the first messages failed.
        CanaryFailed = "canary_failed",
        /// Too many messages failed.
        TooManyFailures = "too_many_failures",
        /// Whoever asked for the run may not send any more.
        RequesterLostPermission = "requester_lost_permission",
    }
}

closed_list! {
    /// What a running bulk send waits for, when it gets no further.
    WaitReason, UnknownWaitReason, "reason to wait" {
        /// The account may ask for no more mail in this hour.
        AccountLimit = "account_limit",
        /// No mail server takes mail.
        MailServer = "mail_server",
        /// Mail servers have put off many of its messages.
        AnotherTry = "another_try",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for status in BulkSendStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
        }
        for reason in PauseReason::ALL {
            assert_eq!(reason.as_str().parse(), Ok(reason));
        }
        for reason in LeftOutReason::ALL {
            assert_eq!(reason.as_str().parse(), Ok(reason));
        }
        assert_eq!("late".parse::<PauseReason>(), Err(UnknownPauseReason));
    }

    #[test]
    fn what_is_counted_adds_up() {
        let mut left_out = LeftOut::default();
        for reason in LeftOutReason::ALL {
            left_out.add(reason, 1);
        }
        let progress = Progress {
            total: 20,
            queued: 10,
            sent: 5,
            failed: 1,
            cancelled: 1,
            left_out,
        };
        assert_eq!((progress.open(), progress.remaining()), (3, 4));
        let shrunk = Progress {
            total: 3,
            sent: 10,
            ..progress
        };
        assert_eq!(
            (shrunk.open(), shrunk.remaining()),
            (0, 0),
            "never less than nothing"
        );
    }
}
