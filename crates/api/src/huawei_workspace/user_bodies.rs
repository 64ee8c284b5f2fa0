//! Users in the vendor's words. What Usher knows nothing of, such as desktops, groups and the end of
//! an account, has the value that stands for none.

use serde::Serialize;
use usher_domain::account_user::AccountUser;

/// Who set a user's first password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub(super) enum ActiveType {
    /// She herself, by a link.
    #[default]
    #[serde(rename = "USER_ACTIVATE")]
    ByUser,
    /// An administrator.
    #[serde(rename = "ADMIN_ACTIVATE")]
    ByAdministrator,
}

impl ActiveType {
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text {
            "USER_ACTIVATE" => Some(Self::ByUser),
            "ADMIN_ACTIVATE" => Some(Self::ByAdministrator),
            _ => None,
        }
    }

    /// Whoever has a password without ever having been welcomed got it from an administrator.
    pub(super) fn of(user: &AccountUser) -> Self {
        if user.has_password && user.latest_welcome.is_none() {
            Self::ByAdministrator
        } else {
            Self::ByUser
        }
    }
}

/// `{"id":…}`.
#[derive(Serialize)]
pub(super) struct Created {
    id: String,
}

/// `{"total_count":…,"users":[…]}`.
#[derive(Serialize)]
pub(super) struct UserList {
    total_count: usize,
    users: Vec<ListedUser>,
}

/// `{"user_detail":{…}}`.
#[derive(Serialize)]
pub(super) struct ShownUser {
    user_detail: UserDetail,
}

/// What both a list and a detail say.
#[derive(Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the vendor's model has one for each of these"
)]
struct Common {
    id: String,
    user_name: String,
    user_email: Option<String>,
    user_phone: Option<String>,
    description: &'static str,
    active_type: ActiveType,
    is_pre_user: bool,
    locked: bool,
    disabled: bool,
    enable_change_password: bool,
    next_login_change_password: bool,
    password_never_expired: bool,
    group_names: [String; 0],
    share_space_subscription: bool,
    share_space_desktops: u32,
    total_desktops: u32,
}

#[derive(Serialize)]
struct ListedUser {
    #[serde(flatten)]
    common: Common,
    sid: &'static str,
    account_expires: &'static str,
    account_expired: bool,
    enterprise_project_id: &'static str,
    user_info_map: &'static str,
    domain: &'static str,
}

#[derive(Serialize)]
struct UserDetail {
    #[serde(flatten)]
    common: Common,
    object_sid: &'static str,
    sam_account_name: String,
    user_principal_name: String,
    full_name: String,
    distinguished_name: String,
    account_type: u8,
    when_created: String,
    account_expires: i64,
    user_expired: bool,
    /// The same as `enable_change_password`: one of the vendor's documents spells it like this.
    enabled_change_password: bool,
}

impl From<&AccountUser> for Common {
    fn from(user: &AccountUser) -> Self {
        Self {
            id: user.id.simple(),
            user_name: user.login.to_string(),
            user_email: user.email.as_ref().map(ToString::to_string),
            user_phone: user.phone.as_ref().map(ToString::to_string),
            description: "",
            active_type: ActiveType::of(user),
            is_pre_user: false,
            locked: false,
            disabled: !user.enabled,
            enable_change_password: true,
            next_login_change_password: false,
            password_never_expired: true,
            group_names: [],
            share_space_subscription: false,
            share_space_desktops: 0,
            total_desktops: 0,
        }
    }
}

impl From<&AccountUser> for ListedUser {
    fn from(user: &AccountUser) -> Self {
        Self {
            common: user.into(),
            sid: "",
            account_expires: "0",
            account_expired: false,
            enterprise_project_id: "",
            user_info_map: "",
            domain: "",
        }
    }
}

impl From<&AccountUser> for ShownUser {
    fn from(user: &AccountUser) -> Self {
        let user_detail = UserDetail {
            common: user.into(),
            object_sid: "",
            sam_account_name: user.login.to_string(),
            user_principal_name: user.login.to_string(),
            full_name: user.display_name.to_string(),
            distinguished_name: String::new(),
            account_type: 0,
            when_created: user.created_at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
            account_expires: 0,
            user_expired: false,
            enabled_change_password: true,
        };
        Self { user_detail }
    }
}

impl From<&AccountUser> for Created {
    fn from(user: &AccountUser) -> Self {
        Self {
            id: user.id.simple(),
        }
    }
}

impl UserList {
    pub(super) fn new(total_count: usize, users: &[AccountUser]) -> Self {
        Self {
            total_count,
            users: users.iter().map(ListedUser::from).collect(),
        }
    }
}
