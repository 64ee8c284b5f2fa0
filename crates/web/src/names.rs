//! Names of what an answer of the API names by id alone. Whatever was deleted, or may not be seen,
//! has none and keeps its id.

use std::collections::{BTreeSet, HashMap, hash_map::Entry};

use serde::de::DeserializeOwned;
use usher_api_types::{
    access_key::AccessKey, account::Account, account_user::AccountUser, api_token::ApiToken,
    page::Page,
};
use uuid::Uuid;

use crate::visit::Visit;

/// Names by id.
#[derive(Debug, Default, Clone)]
pub(crate) struct Names(HashMap<Uuid, Option<String>>);

impl Names {
    /// The names of users.
    pub(crate) async fn of_users(visit: &Visit, ids: BTreeSet<Uuid>) -> Self {
        let name = |user: AccountUser| user.display_name;
        Self::default().add(visit, ids, "users", name).await
    }

    /// The names of accounts, most of which the frame around the page has already.
    pub(crate) async fn of_accounts(visit: &Visit, known: &[Account], ids: BTreeSet<Uuid>) -> Self {
        let known = known
            .iter()
            .map(|account| (account.id, Some(account.name.clone())));
        let name = |account: Account| account.name;
        Self(known.collect())
            .add(visit, ids, "accounts", name)
            .await
    }

    /// The names of the first page of API tokens: there is no asking for a single one.
    pub(crate) async fn of_tokens(visit: &Visit) -> Self {
        let name = |token: ApiToken| (token.id, token.name);
        Self::of_first_page(visit, "api-tokens", name).await
    }

    /// The same of access keys.
    pub(crate) async fn of_keys(visit: &Visit) -> Self {
        let name = |key: AccessKey| (key.id, key.name);
        Self::of_first_page(visit, "access-keys", name).await
    }

    async fn of_first_page<T: DeserializeOwned>(
        visit: &Visit,
        noun: &str,
        name: impl Fn(T) -> (Uuid, String),
    ) -> Self {
        let path = format!("/api/v1/{noun}?limit=200");
        let page: Result<Page<T>, _> = visit.api.get(&path).await;
        let items = page.map(|page| page.items).unwrap_or_default();
        let names = items.into_iter().map(name);
        Self(names.map(|(id, name)| (id, Some(name))).collect())
    }

    /// The name of something.
    pub(crate) fn get(&self, id: Uuid) -> Option<String> {
        self.0.get(&id).cloned().flatten()
    }

    /// Asks for each id once. What cannot be had is left without a name: the list is worth showing.
    async fn add<T: DeserializeOwned>(
        mut self,
        visit: &Visit,
        ids: BTreeSet<Uuid>,
        noun: &str,
        name: impl Fn(T) -> String,
    ) -> Self {
        for id in ids {
            if let Entry::Vacant(unknown) = self.0.entry(id) {
                let found = visit.api.get(&format!("/api/v1/{noun}/{id}")).await;
                unknown.insert(found.ok().map(&name));
            }
        }
        self
    }
}
