//! What callers may do here, in the vendor's words and in ours.

use usher_domain::permission::Permission;

/// Something that a policy of the vendor's allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    ResendEmail,
    CreateUser,
    ListUsers,
    GetUser,
}

/// Each action beside the permission that it takes.
const TABLE: [(Action, &str, Permission); 4] = [
    (
        Action::ResendEmail,
        "workspace:users:resendEmail",
        Permission::WelcomeEmailsSend,
    ),
    (
        Action::CreateUser,
        "workspace:users:create",
        Permission::UsersCreate,
    ),
    (
        Action::ListUsers,
        "workspace:users:list",
        Permission::UsersRead,
    ),
    (
        Action::GetUser,
        "workspace:users:get",
        Permission::UsersRead,
    ),
];

impl Action {
    /// The vendor's name of it.
    pub(super) fn name(self) -> &'static str {
        self.row().1
    }

    /// The name of what is not allowed when `missing` was needed for this action: another one when
    /// an action takes more than its own permission, as creating somebody and welcoming her does.
    pub(super) fn lacking(self, missing: Permission) -> &'static str {
        let (_, name, own) = self.row();
        let other = TABLE.iter().find(|(_, _, needs)| *needs == missing);
        match other {
            Some((_, other, _)) if missing != own => other,
            _ => name,
        }
    }

    fn row(self) -> (Self, &'static str, Permission) {
        match self {
            Self::ResendEmail => TABLE[0],
            Self::CreateUser => TABLE[1],
            Self::ListUsers => TABLE[2],
            Self::GetUser => TABLE[3],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_its_own_row() {
        for (action, name, permission) in TABLE {
            assert_eq!(action.row(), (action, name, permission));
            assert_eq!(action.lacking(permission), name);
        }
    }

    #[test]
    fn what_is_missing_may_belong_to_another_action() {
        let welcome = Action::CreateUser.lacking(Permission::WelcomeEmailsSend);
        assert_eq!(welcome, "workspace:users:resendEmail");
        let unheard_of = Action::GetUser.lacking(Permission::AuditRead);
        assert_eq!(unheard_of, "workspace:users:get");
    }
}
