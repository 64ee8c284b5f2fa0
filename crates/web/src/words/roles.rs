//! Roles as people call them, and what each allows in a sentence.

use usher_domain::role::Role;

use crate::words::language::say;

/// A role's name; its code when it is one that we do not know.
pub(crate) fn role_label(code: &str) -> String {
    code.parse().map_or_else(|_| code.to_owned(), label)
}

/// A role's name.
pub(crate) fn label(role: Role) -> String {
    say(&format!("role-{}", key(role)), &[])
}

/// What a role allows.
pub(crate) fn meaning(role: Role) -> String {
    say(&format!("role-{}-meaning", key(role)), &[])
}

fn key(role: Role) -> String {
    role.as_str().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_have_names_and_unknown_ones_keep_their_code() {
        assert_eq!(role_label("user_admin"), "User administrator");
        assert_eq!(role_label("janitor"), "janitor");
        for role in Role::ALL {
            assert!(!label(role).starts_with("role-"), "{role}");
            assert!(!meaning(role).starts_with("role-"), "{role}");
        }
    }
}
