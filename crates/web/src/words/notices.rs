//! What an action came to, as a code that may travel in a URL. The sentence that it stands for is the
//! message `notice-<code>`.

use crate::words::language::say;

macro_rules! notices {
    ($($name:ident = $code:literal;)+) => {
        /// Everything that a page may announce after an action succeeded.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Notice {
            $(#[doc = concat!("`", $code, "`")] $name,)+
        }

        impl Notice {
            const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The code in `?notice=`.
            pub(crate) const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }
    };
}

impl Notice {
    /// The sentence, in the language of the answer.
    pub(crate) fn text(self) -> String {
        say(&format!("notice-{}", self.code()), &[])
    }

    /// The notice with that code; none for anything else in a URL.
    pub(crate) fn find(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|notice| notice.code() == code)
    }
}

notices! {
    WelcomeRequested = "welcome_requested";
    WelcomeRetried = "welcome_retried";
    WelcomeCancelled = "welcome_cancelled";
    UserCreated = "user_created";
    UserCreatedAndWelcomed = "user_created_and_welcomed";
    UserSaved = "user_saved";
    UserDisabled = "user_disabled";
    UserEnabled = "user_enabled";
    UserDeleted = "user_deleted";
    LinksRevoked = "links_revoked";
    RolesSaved = "roles_saved";
    MemberAdded = "member_added";
    MemberRemoved = "member_removed";
    TokenRevoked = "token_revoked";
    KeyRevoked = "key_revoked";
    AccountCreated = "account_created";
    AccountSaved = "account_saved";
    AccountDeleted = "account_deleted";
    LogoSaved = "logo_saved";
    LogoRemoved = "logo_removed";
    TemplateSaved = "template_saved";
    TemplateDeleted = "template_deleted";
    ProfileSaved = "profile_saved";
    EmailChanged = "email_changed";
    PasswordChanged = "password_changed";
    OthersSignedOut = "others_signed_out";
    SignedOut = "signed_out";
    ResetRequested = "reset_requested";
    FreshLinkSent = "fresh_link_sent";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notice_has_a_sentence_and_only_codes_are_found() {
        for notice in Notice::ALL {
            assert_ne!(notice.text(), format!("notice-{}", notice.code()));
            assert_eq!(Notice::find(notice.code()), Some(*notice));
        }
        assert_eq!(Notice::find("Your account was hacked"), None);
    }
}
