//! The accounts that an actor can turn to: IAM's clients ask for their domains and projects before
//! they ask for anything else.

use usher_domain::{
    account::Account,
    actor::{Actor, Credential},
    ids::{AccountId, ProjectId},
    names::AccountName,
    permission::Permission,
    token_scope::TokenScope,
};
use usher_persistence::{
    DatabaseError, DbConnection, access_keys, account_users, accounts, api_tokens, memberships,
    sessions,
};

use crate::App;

/// The most accounts that are told.
const MOST: i64 = 200;

/// The accounts of an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachableAccounts {
    /// The one that its credential is limited to, or the primary one of the user behind it; the
    /// installation's own tokens are at home nowhere.
    pub home: Option<AccountId>,
    /// All of them, home first, then by name; at most 200.
    pub accounts: Vec<Account>,
}

/// Lists the accounts that the actor belongs to or may see, as far as its credential reaches.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, actor: &Actor) -> Result<ReachableAccounts, DatabaseError> {
    let actor = actor.clone();
    app.database
        .read(move |connection| {
            let place = place(connection, &actor)?;
            let ids = place.within_reach(&actor);
            let mut found = accounts::list(connection, ids.as_deref(), None, MOST)?;
            // Who sees more accounts than are told sees at least her own.
            if let Some(home) = place.home
                && !found.iter().any(|account| account.id == home)
            {
                found.extend(accounts::find(connection, home)?);
            }
            found.sort_by_key(|account| Some(account.id) != place.home);
            Ok(ReachableAccounts {
                home: place.home,
                accounts: found,
            })
        })
        .await
}

/// One account, by what is known of it.
#[derive(Debug, Clone)]
pub enum AccountKey {
    /// Its identifier.
    Id(AccountId),
    /// Its name, whatever the case.
    Name(AccountName),
    /// Its project.
    Project(ProjectId),
}

/// Finds one of the accounts that [`list`] would tell if it told all.
///
/// # Errors
/// When the database fails.
pub async fn find(
    app: &App,
    actor: &Actor,
    key: AccountKey,
) -> Result<Option<Account>, DatabaseError> {
    let actor = actor.clone();
    app.database
        .read(move |connection| {
            let found = match &key {
                AccountKey::Id(id) => accounts::find(connection, *id)?,
                AccountKey::Name(name) => accounts::find_by_name(connection, name)?,
                AccountKey::Project(project) => accounts::find_by_project(connection, *project)?,
            };
            let ids = place(connection, &actor)?.within_reach(&actor);
            Ok(found.filter(|account| ids.is_none_or(|ids| ids.contains(&account.id))))
        })
        .await
}

/// Where a credential stands.
#[derive(Default)]
struct Place {
    home: Option<AccountId>,
    member_of: Vec<AccountId>,
}

impl Place {
    /// The accounts that the actor belongs to or may see; none when that is all of them.
    fn within_reach(&self, actor: &Actor) -> Option<Vec<AccountId>> {
        let mut ids = actor.grants.accounts_with(Permission::AccountsRead)?;
        ids.extend(self.home.iter().chain(&self.member_of));
        Some(ids)
    }
}

fn place(connection: &mut DbConnection, actor: &Actor) -> Result<Place, DatabaseError> {
    let scope = match actor.credential {
        Credential::Session(id, _) => {
            let scope = sessions::find(connection, id)?.and_then(|session| session.scope);
            scope.and_then(TokenScope::account)
        }
        Credential::ApiToken(id, _) => {
            api_tokens::find(connection, id)?.and_then(|token| token.scope.account())
        }
        Credential::AccessKey(id, _) => {
            access_keys::find(connection, id)?.and_then(|key| key.scope.account())
        }
        Credential::System | Credential::LinkHolder(_) | Credential::Anonymous => None,
    };
    if scope.is_some() {
        return Ok(Place {
            home: scope,
            member_of: Vec::new(),
        });
    }
    let Some(user) = actor.user() else {
        return Ok(Place::default());
    };
    // What a token may see beyond its home is what was granted to it, not what its maker is in.
    let in_person = matches!(actor.credential, Credential::Session(..));
    Ok(Place {
        home: account_users::find(connection, user)?.map(|user| user.account_id),
        member_of: if in_person {
            memberships::accounts_of(connection, user)?
        } else {
            Vec::new()
        },
    })
}

impl ReachableAccounts {
    /// Those that are meant by whoever names none: her own, or all where she has none.
    #[must_use]
    pub fn own(&self) -> &[Account] {
        if self.home.is_some() {
            self.accounts.get(..1).unwrap_or_default()
        } else {
            &self.accounts
        }
    }
}
