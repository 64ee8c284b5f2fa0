//! What an action came to, as a code that may travel in a URL and the sentence that it stands for.

macro_rules! notices {
    ($($name:ident = $code:literal, $text:literal;)+) => {
        /// Everything that a page may announce after an action succeeded.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Notice {
            $(#[doc = $text] $name,)+
        }

        impl Notice {
            /// The code in `?notice=`.
            pub(crate) const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The sentence.
            pub(crate) const fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// The notice with that code; none for anything else in a URL.
            pub(crate) fn find(code: &str) -> Option<Self> {
                [$(Self::$name,)+].into_iter().find(|notice| notice.code() == code)
            }
        }
    };
}

notices! {
    WelcomeRequested = "welcome_requested", "The welcome email is on its way. Its state is shown below.";
    WelcomeRetried = "welcome_retried", "The message will be tried again. Its state is shown below.";
    WelcomeCancelled = "welcome_cancelled", "The message will not be sent.";
    UserCreated = "user_created", "The user was created. No email was sent.";
    UserCreatedAndWelcomed = "user_created_and_welcomed", "The user was created and the welcome email is on its way.";
    UserSaved = "user_saved", "The changes were saved.";
    UserDisabled = "user_disabled", "The user was disabled: sessions ended, open links no longer work.";
    UserEnabled = "user_enabled", "The user was enabled.";
    UserDeleted = "user_deleted", "The user was deleted.";
    LinksRevoked = "links_revoked", "All open links of this user were revoked.";
    RolesSaved = "roles_saved", "The roles were saved. They hold at once.";
    TokenRevoked = "token_revoked", "The API token was revoked. Nothing gets in with it any more.";
    AccountCreated = "account_created", "The account was created. Add its first user.";
    AccountSaved = "account_saved", "The settings were saved.";
    PasswordChanged = "password_changed", "Your password was changed. You were signed out everywhere else.";
    OthersSignedOut = "others_signed_out", "You were signed out everywhere else.";
    SignedOut = "signed_out", "You are signed out.";
    ResetRequested = "reset_requested", "If that name belongs to a user with an email address, a message is on its way. It can take a minute; look among unwanted mail, too.";
    FreshLinkSent = "fresh_link_sent", "A fresh link is on its way to the same address. It can take a minute; look among unwanted mail, too.";
}
