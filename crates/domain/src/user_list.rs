//! Lists of account users: what they can be narrowed to, and in which order they come.

use std::{fmt, str::FromStr};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::{
    account_user::LatestWelcome, closed_list::closed_list, delivery::DeliveryStatus,
    names::DisplayName,
};

closed_list! {
    /// Where a user's latest welcome email stands, as coarsely as people ask for it.
    WelcomeState, UnknownWelcomeState, "state" {
        /// She was never welcomed.
        None = "none",
        /// It is on its way.
        UnderWay = "under_way",
        /// A mail server took it, or it was captured.
        Sent = "sent",
        /// It was given up.
        Failed = "failed",
        /// It was withdrawn.
        Cancelled = "cancelled",
    }
}

impl WelcomeState {
    /// The state that a user's latest welcome email puts her in.
    #[must_use]
    pub fn of(latest: Option<LatestWelcome>) -> Self {
        match latest.map(|latest| latest.status) {
            None => Self::None,
            Some(DeliveryStatus::Queued | DeliveryStatus::Sending | DeliveryStatus::Deferred) => {
                Self::UnderWay
            }
            Some(DeliveryStatus::Sent | DeliveryStatus::Captured) => Self::Sent,
            Some(DeliveryStatus::Failed) => Self::Failed,
            Some(DeliveryStatus::Cancelled) => Self::Cancelled,
        }
    }
}

closed_list! {
    /// What a list of users is ordered by.
    #[derive(Default)]
    UserSortKey, UnknownUserSortKey, "key" {
        /// The login name.
        #[default]
        Login = "login",
        /// The display name.
        Name = "name",
        /// When she was created.
        Created = "created",
        /// When something was last recorded of her latest welcome email; those without come last,
        /// whichever the direction.
        Welcomed = "welcomed",
    }
}

/// The order of a list of users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct UserSort {
    /// What decides.
    pub key: UserSortKey,
    /// Whether the greatest or newest come first.
    pub descending: bool,
}

/// A text that names no order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown order; one of login, name, created, welcomed, or one of these behind a -")]
pub struct UnknownUserSort;

/// `login`, or `-login` for the other direction.
impl fmt::Display for UserSort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.descending { "-" } else { "" })?;
        f.write_str(self.key.as_str())
    }
}

impl FromStr for UserSort {
    type Err = UnknownUserSort;

    fn from_str(text: &str) -> Result<Self, UnknownUserSort> {
        let (descending, name) = match text.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, text),
        };
        let key = name.parse().map_err(|_| UnknownUserSort)?;
        Ok(Self { key, descending })
    }
}

impl DisplayName {
    /// What decides the name's place in a list: lower case, and without the marks on letters, so
    /// that Ägidius stands beside Agnes. No language's own alphabet, but near to all of them.
    #[must_use]
    pub fn sort_key(&self) -> String {
        let mut key = String::new();
        for letter in self.folded().nfd().filter(|c| !is_combining_mark(*c)) {
            match letter {
                'ß' => key.push_str("ss"),
                'æ' => key.push_str("ae"),
                'œ' => key.push_str("oe"),
                'ø' => key.push('o'),
                'ł' => key.push('l'),
                'đ' => key.push('d'),
                plain => key.push(plain),
            }
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_and_orders_read_back_from_their_names() {
        for state in WelcomeState::ALL {
            assert_eq!(state.as_str().parse(), Ok(state));
        }
        for key in UserSortKey::ALL {
            for descending in [false, true] {
                let sort = UserSort { key, descending };
                assert_eq!(sort.to_string().parse(), Ok(sort));
            }
        }
        for wrong in ["", "-", "--login", "Login", "login,name", "+login"] {
            assert_eq!(wrong.parse::<UserSort>(), Err(UnknownUserSort), "{wrong}");
        }
    }

    #[test]
    fn names_are_in_the_order_that_readers_expect() {
        let sorted = [
            "Ägidius", "agnes", "Ecco", "Émile", "Łukasz", "Øyvind", "Straße", "Strasser", "Zoe",
        ];
        let mut names = sorted.map(|name| DisplayName::parse(name).unwrap());
        names.reverse();
        names.sort_by_key(DisplayName::sort_key);
        let order: Vec<_> = names.iter().map(DisplayName::as_str).collect();
        assert_eq!(order, sorted);
    }
}
