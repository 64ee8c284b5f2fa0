//! Who of the selected users gets a message.

use chrono::{DateTime, Utc};

use crate::{
    account_user::AccountUser, closed_list::closed_list, ids::AccountId, user_list::WelcomeState,
};

closed_list! {
    /// Why a selected user gets no message.
    LeftOutReason, UnknownLeftOutReason, "reason for leaving somebody out" {
        /// She has no address.
        NoAddress = "no_address",
        /// She is disabled.
        Disabled = "disabled",
        /// She was welcomed a short while ago, or is sent so many messages that this were one too many.
        SentLately = "sent_lately",
        /// She holds rights that whoever asked lacks.
        NotPermitted = "not_permitted",
        /// She is a member from elsewhere; her own account welcomes her.
        NotPrimary = "not_primary",
        /// The account has no such user.
        NotFound = "not_found",
    }
}

/// Why a user of an account gets no message, as far as her own row tells: whoever was welcomed after
/// `welcomed_since`, and not in vain, is not welcomed again. What others hold and how many messages
/// she was sent is for the caller to find out.
#[must_use]
pub fn reason_to_leave_out(
    user: &AccountUser,
    account: AccountId,
    welcomed_since: Option<DateTime<Utc>>,
) -> Option<LeftOutReason> {
    let in_vain = matches!(
        WelcomeState::of(user.latest_welcome),
        WelcomeState::Failed | WelcomeState::Cancelled
    );
    let lately = match (user.latest_welcome, welcomed_since) {
        (Some(latest), Some(since)) => !in_vain && latest.at > since,
        _ => false,
    };
    if user.account_id != account {
        Some(LeftOutReason::NotPrimary)
    } else if !user.enabled {
        Some(LeftOutReason::Disabled)
    } else if user.email.is_none() {
        Some(LeftOutReason::NoAddress)
    } else if lately {
        Some(LeftOutReason::SentLately)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use uuid::Uuid;

    use super::*;
    use crate::{
        account_user::LatestWelcome,
        delivery::DeliveryStatus,
        names::{DisplayName, LoginName},
    };

    fn ada() -> AccountUser {
        let then = DateTime::UNIX_EPOCH;
        AccountUser {
            id: Uuid::from_u128(1).into(),
            account_id: Uuid::from_u128(2).into(),
            login: LoginName::parse("ada").unwrap(),
            email: Some("ada@example.com".parse().unwrap()),
            display_name: DisplayName::parse("Ada").unwrap(),
            phone: None,
            locale: None,
            enabled: true,
            has_password: false,
            version: 1,
            latest_welcome: None,
            created_at: then,
            updated_at: then,
            last_sign_in_at: None,
        }
    }

    fn welcomed(status: DeliveryStatus) -> AccountUser {
        let latest = LatestWelcome {
            id: Uuid::from_u128(3).into(),
            status,
            at: DateTime::UNIX_EPOCH + Duration::hours(5),
        };
        AccountUser {
            latest_welcome: Some(latest),
            ..ada()
        }
    }

    #[test]
    fn each_obstacle_has_its_reason() {
        let home = ada().account_id;
        let since = |hours| Some(DateTime::UNIX_EPOCH + Duration::hours(hours));
        let disabled = AccountUser {
            enabled: false,
            email: None,
            ..ada()
        };
        let silent = AccountUser {
            email: None,
            ..ada()
        };
        let cases = [
            (ada(), since(0), None),
            (disabled, None, Some(LeftOutReason::Disabled)),
            (silent, None, Some(LeftOutReason::NoAddress)),
            (
                welcomed(DeliveryStatus::Sent),
                since(4),
                Some(LeftOutReason::SentLately),
            ),
            (
                welcomed(DeliveryStatus::Queued),
                since(4),
                Some(LeftOutReason::SentLately),
            ),
            (welcomed(DeliveryStatus::Sent), since(5), None),
            (welcomed(DeliveryStatus::Sent), None, None),
            (welcomed(DeliveryStatus::Failed), since(4), None),
            (welcomed(DeliveryStatus::Cancelled), since(4), None),
        ];
        for (user, since, expected) in cases {
            assert_eq!(
                reason_to_leave_out(&user, home, since),
                expected,
                "{user:?}"
            );
        }
        let elsewhere = Uuid::from_u128(9).into();
        let reason = reason_to_leave_out(&ada(), elsewhere, None);
        assert_eq!(reason, Some(LeftOutReason::NotPrimary));
    }
}
