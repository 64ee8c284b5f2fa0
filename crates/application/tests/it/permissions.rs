//! Who may do what: every use case, for every role, in her own account, in another one, and with
//! the role on the whole installation. The table is the rule; the code has to agree.

use usher_application::{
    account_users::{self, AccountUserError, UserChanges},
    me::{self, ProfileChanges},
    memberships::{self, MembershipError},
    roles::{self, RoleError},
};
use usher_domain::{
    actor::Actor,
    grants::{Grants, Scope},
    request_origin::RequestOrigin,
    role::Role,
};

use crate::attempts::Try;
use crate::places::on_both_databases;
use crate::world::changes;

/// A use case; the roles that may in their own account, in another account, and everywhere.
/// Owner, Security admin, User admin, Helpdesk, Auditor.
const TABLE: &[(&str, &str, &str, &str)] = &[
    ("see an account", "OSUHA", "", "OSUHA"),
    ("see the numbered account", "OSUHA", "", "OSUHA"),
    ("see the project's account", "OSUHA", "", "OSUHA"),
    ("change an account", "OS", "", "OS"),
    ("give a logo to an account", "OS", "", "OS"),
    ("take the logo from an account", "OS", "", "OS"),
    ("see the templates of an account", "OSUHA", "", "OSUHA"),
    ("try out a template of an account", "OS", "", "OS"),
    ("look at a template of an account", "OSUHA", "", "OSUHA"),
    ("save a template of an account", "OS", "", "OS"),
    ("delete a template of an account", "OS", "", "OS"),
    ("create an account", "", "", "O"),
    ("make up people in an account", "", "", "O"),
    ("delete an account", "", "", "O"),
    ("list users", "OSUHA", "", "OSUHA"),
    ("count users", "OSUHA", "", "OSUHA"),
    ("export users", "OSUHA", "", "OSUHA"),
    ("check a file of new users", "OSU", "", "OSU"),
    ("import a file of new users", "OSU", "", "OSU"),
    ("import and welcome a file of new users", "OSU", "", "OSU"),
    ("import a file of changes to users", "OSU", "", "OSU"),
    ("list imports of users", "OSU", "", "OSU"),
    ("see an import of users", "OSU", "", "OSU"),
    ("see the rows of an import of users", "OSU", "", "OSU"),
    ("start an import of users", "OSU", "", "OSU"),
    ("call off an import of users", "OSU", "", "OSU"),
    ("see a user", "OSUHA", "", "OSUHA"),
    ("create a user", "OSU", "", "OSU"),
    ("create and welcome a user", "OSU", "", "OSU"),
    ("rename a user", "OSU", "", "OSU"),
    ("change a user's address", "OSU", "", "OSU"),
    ("set a user's password", "OSU", "", "OSU"),
    ("disable a user", "OSU", "", "OSU"),
    ("delete a user", "OSU", "", "OSU"),
    ("see the history of a user", "OSUHA", "", "OSUHA"),
    ("see a user's roles", "OSUHA", "", "OSUHA"),
    ("grant a role", "OS", "", "OS"),
    ("see a user's memberships", "OSUHA", "", "OSUHA"),
    ("draw a user into another account", "", "", "OSU"),
    ("draw a user in from another account", "", "", "OSU"),
    ("end a membership", "OSU", "", "OSU"),
    ("send a welcome email", "OSUH", "", "OSUH"),
    ("see a timeline", "OSUHA", "", "OSUHA"),
    ("see a welcome email", "OSUHA", "", "OSUHA"),
    ("cancel a welcome email", "OSUH", "", "OSUH"),
    ("retry a welcome email", "OSUH", "", "OSUH"),
    ("try out a bulk send", "OSUH", "", "OSUH"),
    ("start a bulk send", "OSUH", "", "OSUH"),
    ("list bulk sends", "OSUHA", "", "OSUHA"),
    ("see a bulk send", "OSUHA", "", "OSUHA"),
    ("see who is left out of a bulk send", "OSUHA", "", "OSUHA"),
    ("pause a bulk send", "OSUH", "", "OSUH"),
    ("resume a bulk send", "OSUH", "", "OSUH"),
    ("cancel a bulk send", "OSUH", "", "OSUH"),
    ("reveal a link", "OS", "", "OS"),
    ("revoke links", "OSU", "", "OSU"),
    ("read captured mail", "OS", "", "OS"),
    ("make a token", "OS", "", "OS"),
    ("revoke a token", "OS", "", "OS"),
    ("make an access key", "OS", "", "OS"),
    ("revoke an access key", "OS", "", "OS"),
    ("read the account's audit log", "OSA", "", "OSA"),
    (
        "see the history of the account's deliveries",
        "OSUHA",
        "",
        "OSUHA",
    ),
    ("open the reason of a refusal", "OS", "", "OS"),
    ("verify the audit log", "", "", "OSA"),
    ("see mail providers", "", "", "OSA"),
    ("test a mail provider", "", "", "OS"),
    // These lists show to everybody what is hers to see, and nothing else.
    ("list tokens", "OS", "OS", "OS"),
    ("list access keys", "OS", "OS", "OS"),
    ("list captured mail", "OS", "OS", "OS"),
    ("read the audit log", "OSA", "OSA", "OSA"),
    ("count deliveries", "OSUHA", "OSUHA", "OSUHA"),
    ("see the history of deliveries", "OSUHA", "OSUHA", "OSUHA"),
];

fn letter(role: Role) -> char {
    match role {
        Role::Owner => 'O',
        Role::SecurityAdmin => 'S',
        Role::UserAdmin => 'U',
        Role::Helpdesk => 'H',
        Role::Auditor => 'A',
    }
}

on_both_databases! {
    async fn every_use_case_asks_for_its_permission(world) {
        let elsewhere = world.account("Elsewhere").await.id;
        let mut number = 0;
        let mut wrong = Vec::new();
        for (what, own, other, installation) in TABLE {
            for (scope, expected) in [
                (Scope::Account(world.acme), own),
                (Scope::Account(elsewhere), other),
                (Scope::Installation, installation),
            ] {
                for role in Role::ALL {
                    number += 1;
                    let user = world.user(&format!("user{number}")).await;
                    let actor = world.robot(role, scope);
                    let attempt = Try { world: &world, actor, number, user, elsewhere };
                    let allowed = attempt.is_allowed(what).await;
                    if allowed != expected.contains(letter(role)) {
                        wrong.push(format!("{what}: {role} on {scope:?} may: {allowed}"));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    async fn nobody_without_rights_may_do_anything(world) {
        let elsewhere = world.account("Elsewhere").await.id;
        for (number, (what, ..)) in TABLE.iter().enumerate() {
            let user = world.user(&format!("user{number}")).await;
            let actor = Actor::anonymous();
            let attempt = Try { world: &world, actor, number, user, elsewhere };
            assert!(!attempt.is_allowed(what).await, "{what}");
        }
    }

    async fn nobody_acts_upon_someone_who_holds_more(world) {
        let here = Scope::Account(world.acme);
        let elsewhere = world.account("Elsewhere").await.id;
        let acting = [
            "rename a user", "change a user's address", "set a user's password", "disable a user",
            "delete a user", "grant a role", "send a welcome email", "cancel a welcome email",
            "retry a welcome email", "reveal a link", "revoke links", "read captured mail",
        ];
        let mut number = 0;
        for (actor, target) in [
            (Role::Helpdesk, (Role::Owner, here)),
            (Role::UserAdmin, (Role::SecurityAdmin, here)),
            (Role::UserAdmin, (Role::Auditor, here)),
            (Role::SecurityAdmin, (Role::Owner, here)),
            (Role::Owner, (Role::Helpdesk, Scope::Installation)),
            (Role::Owner, (Role::Auditor, Scope::Account(elsewhere))),
        ] {
            for what in acting {
                number += 1;
                let user = world.user(&format!("user{number}")).await;
                world.grant(user.id, vec![target]).await;
                let robot = world.robot(actor, here);
                let attempt = Try { world: &world, actor: robot, number, user, elsewhere };
                assert!(!attempt.is_allowed(what).await, "{actor} may {what} of {target:?}");
            }
        }
    }

    async fn granting_requires_holding(world) {
        let here = Scope::Account(world.acme);
        let elsewhere = Scope::Account(world.account("Elsewhere").await.id);
        let ada = world.user("ada").await;
        let admin = world.robot(Role::SecurityAdmin, here);
        for (role, scope) in [
            (Role::Owner, here),
            (Role::Helpdesk, elsewhere),
            (Role::Helpdesk, Scope::Installation),
        ] {
            let answer = roles::replace(&world.app, &admin, ada.id, vec![(role, scope)]).await;
            assert!(matches!(answer, Err(RoleError::Denied(_))), "{role} {scope:?}: {answer:?}");
        }
        let wanted = vec![(Role::SecurityAdmin, here), (Role::Auditor, here)];
        roles::replace(&world.app, &admin, ada.id, wanted).await.expect("she holds as much");
        roles::replace(&world.app, &admin, ada.id, vec![]).await.expect("and may take it back");
        world.grant(ada.id, vec![(Role::Owner, here)]).await;
        let answer = roles::replace(&world.app, &admin, ada.id, vec![]).await;
        assert!(matches!(answer, Err(RoleError::Denied(_))), "{answer:?}");
    }

    async fn a_member_is_drawn_in_by_someone_who_may_in_both_accounts(world) {
        let elsewhere = world.account("Elsewhere").await.id;
        let stranger = world.user_of(elsewhere, "stranger").await;
        let (here, there) = (Scope::Account(world.acme), Scope::Account(elsewhere));
        let mut admin = world.robot(Role::UserAdmin, here);
        let add = |admin: Actor| {
            let app = &world.app;
            async move { memberships::add(app, &admin, world.acme, stranger.id).await }
        };
        assert!(matches!(add(admin.clone()).await, Err(MembershipError::NotFound)));
        let grants = |role| Grants::from_roles([(Role::UserAdmin, here), (role, there)]);
        admin.grants = grants(Role::Helpdesk);
        assert!(matches!(add(admin.clone()).await, Err(MembershipError::Denied(_))));
        admin.grants = grants(Role::UserAdmin);
        add(admin).await.expect("she may in both");
    }

    async fn everybody_sees_herself_and_nobody_changes_herself_without_the_right(world) {
        world.member("ada").await;
        let (ada, _) = world.signed_in("ada").await;
        let id = ada.user().expect("a user");
        account_users::get(&world.app, &ada, id).await.expect("herself");
        let other = world.user("grace").await.id;
        let answer = account_users::get(&world.app, &ada, other).await;
        assert!(matches!(answer, Err(AccountUserError::NotFound)), "{answer:?}");
        let change = UserChanges { display_name: Some("X".parse().expect("a name")), ..changes() };
        let answer = account_users::update(&world.app, &ada, id, change).await;
        assert!(matches!(answer, Err(AccountUserError::Denied(_))), "{answer:?}");
    }

    async fn everybody_changes_her_own_profile_whatever_her_role(world) {
        world.member("nobody").await;
        let mut people = vec!["nobody".to_owned()];
        for role in Role::ALL {
            let login = role.to_string().replace('_', "");
            let user = world.member(&login).await;
            world.grant(user.id, vec![(role, Scope::Account(world.acme))]).await;
            people.push(login);
        }
        for login in people {
            let (actor, _) = world.signed_in(&login).await;
            let change = ProfileChanges {
                display_name: Some("Herself".parse().expect("a name")),
                ..ProfileChanges::default()
            };
            let me = me::update(&world.app, &actor, change, RequestOrigin::local()).await;
            let user = me.expect("hers to change").user.expect("a user");
            assert_eq!((user.login.as_str(), user.display_name.as_str()), (login.as_str(), "Herself"));
        }
    }
}
