//! A made-up person and her past as the database keeps them.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use usher_domain::{
    account::Account,
    account_user::{AccountUser, LatestWelcome},
    actor::Actor,
    clock::Entropy,
    delivery::DeliveryStatus,
    ids::AccountUserId,
    keyring::KeyId,
    names::InvalidName,
};
use usher_persistence::{
    delivery_hours::Tally,
    histories::{History, PastMessage, PastPassword},
};

use super::{
    Seed,
    past::{Standing, Step, steps},
    people::{Person, person},
};
use crate::{App, deliveries::KEPT};

/// One in so many people was never welcomed, and the next one twice as often.
const NEVER_WELCOMED: u64 = 20;
/// What happens to somebody happens later than that she was made.
pub(super) const MOMENT: Duration = Duration::seconds(1);
/// Keeps the chances of neighbours apart (the golden ratio of 2^64, as in `SplitMix64`).
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Where the identifiers of the past come from: they lie in the order in which things happened, not in
/// that in which they are made up.
pub(super) struct Past(Arc<dyn Entropy>);

impl Entropy for Past {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }
}

/// What all histories of one run share.
pub(super) struct Scene<'a> {
    pub(super) app: &'a App,
    pub(super) entropy: Past,
    pub(super) actor: &'a Actor,
    pub(super) account: &'a Account,
    pub(super) key: KeyId,
    seed: &'a Seed,
    hash: String,
    pub(super) now: DateTime<Utc>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(
        app: &'a App,
        actor: &'a Actor,
        account: &'a Account,
        seed: &'a Seed,
        hash: String,
    ) -> Self {
        Self {
            app,
            entropy: Past(Arc::clone(&app.entropy)),
            actor,
            account,
            seed,
            key: app.keyring().current().id(),
            hash,
            now: app.now(),
        }
    }

    /// The `index`-th person of the account, who was made at `made`; `waits` when a message of hers may
    /// be under way.
    pub(super) fn history(
        &self,
        index: u64,
        made: DateTime<Utc>,
        waits: bool,
    ) -> Result<History, InvalidName> {
        let chance = &mut StdRng::seed_from_u64(self.seed.seed ^ index.wrapping_mul(SPREAD));
        let person = person(index, chance)?;
        let standing = if waits {
            Standing::Waiting
        } else {
            Standing::of(chance)
        };
        let times = match index % NEVER_WELCOMED {
            7 => 0,
            8 => 2,
            _ => 1,
        };
        let count = usize::try_from(self.seed.messages_per_user * times).unwrap_or(0);
        let life = self.account.settings.link_life.duration();
        let steps = steps(count, standing, made, life, self.now, chance);
        let password = self.password(standing, made, &steps);
        let mut user = self.user(person, made, standing, password.as_ref());
        let messages: Vec<PastMessage> =
            steps.iter().map(|step| self.message(&user, step)).collect();
        user.version += i64::try_from(2 * messages.len()).unwrap_or(0);
        user.latest_welcome = messages.last().map(|message| LatestWelcome {
            id: message.asked.id,
            status: message.status,
            at: message.recorded_at,
        });
        user.last_sign_in_at = password.as_ref().map(|password| {
            let since = (self.now - password.set_at).num_seconds().max(0);
            password.set_at + Duration::seconds(chance.random_range(0..=since))
        });
        let events = self.events(&user, standing, password.as_ref(), &messages);
        Ok(History {
            user,
            password,
            messages,
            events,
        })
    }

    /// Adds what a history counts for to the figures that are kept.
    pub(super) fn count(&self, history: &History, tally: &mut Tally) {
        let kept = |message: &&PastMessage| message.recorded_at > self.now - KEPT;
        for message in history.messages.iter().filter(kept) {
            match message.status {
                DeliveryStatus::Sent => {
                    let counts = tally.of(self.account.id, message.recorded_at);
                    counts.sent += 1;
                    counts.welcomed += 1;
                    counts.opened += i64::from(message.link.opened_at.is_some());
                    counts.password_set += i64::from(message.link.consumed_at.is_some());
                }
                DeliveryStatus::Failed => {
                    tally.of(self.account.id, message.recorded_at).failed += 1;
                }
                _ => {}
            }
        }
    }

    /// Whoever came in set her password by a link, or was given one if she was never sent any.
    fn password(
        &self,
        standing: Standing,
        made: DateTime<Utc>,
        steps: &[Step],
    ) -> Option<PastPassword> {
        (standing == Standing::Active).then(|| PastPassword {
            hash: self.hash.clone(),
            set_at: steps
                .iter()
                .find_map(|step| step.consumed_at)
                .unwrap_or(made + MOMENT),
        })
    }

    fn user(
        &self,
        person: Person,
        made: DateTime<Utc>,
        standing: Standing,
        password: Option<&PastPassword>,
    ) -> AccountUser {
        AccountUser {
            id: AccountUserId::mint(made, &self.entropy),
            account_id: self.account.id,
            login: person.login,
            email: Some(person.email),
            display_name: person.name,
            phone: person.phone,
            locale: person.locale,
            enabled: standing != Standing::Disabled,
            has_password: password.is_some(),
            version: 1,
            latest_welcome: None,
            created_at: made,
            updated_at: password.map_or(made, |password| password.set_at),
            last_sign_in_at: None,
        }
    }
}
