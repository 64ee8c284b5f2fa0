//! How pages find their words: [`language`] knows the language of the answer and says messages in it
//! (`t!`); the others turn codes of the API into messages. The messages themselves are in `usher-i18n`.

pub(crate) mod ago;
pub(crate) mod audit;
pub(crate) mod bulk_sends;
pub(crate) mod counts;
pub(crate) mod deliveries;
pub(crate) mod errors;
pub(crate) mod events;
pub(crate) mod imports;
pub(crate) mod instants;
pub(crate) mod journey;
pub(crate) mod language;
pub(crate) mod languages;
pub(crate) mod links;
pub(crate) mod message_links;
pub(crate) mod notices;
pub(crate) mod people;
pub(crate) mod platforms;
pub(crate) mod providers;
pub(crate) mod replies;
pub(crate) mod roles;
pub(crate) mod statuses;
pub(crate) mod users;
pub(crate) mod welcome_steps;
