//! Roles as people call them, and what each allows in a sentence.

use usher_domain::role::Role;

/// A role's name; its code when it is one that we do not know.
pub(crate) fn role_label(code: &str) -> String {
    code.parse()
        .map_or_else(|_| code.to_owned(), |role| label(role).to_owned())
}

/// A role's name.
pub(crate) const fn label(role: Role) -> &'static str {
    match role {
        Role::Owner => "Owner",
        Role::SecurityAdmin => "Security administrator",
        Role::UserAdmin => "User administrator",
        Role::Helpdesk => "Helpdesk",
        Role::Auditor => "Auditor",
    }
}

/// What a role allows.
pub(crate) const fn meaning(role: Role) -> &'static str {
    match role {
        Role::Owner => "May do everything.",
        Role::SecurityAdmin => "May do everything but create and delete accounts.",
        Role::UserAdmin => "Looks after users and their welcome emails.",
        Role::Helpdesk => "Looks at users and sends welcome emails.",
        Role::Auditor => "Looks at users and reads the audit log.",
    }
}

#[cfg(test)]
mod tests {
    use super::role_label;

    #[test]
    fn roles_have_names_and_unknown_ones_keep_their_code() {
        assert_eq!(role_label("user_admin"), "User administrator");
        assert_eq!(role_label("janitor"), "janitor");
    }
}
