//! In whose name something goes on, as three columns and a flag.

use usher_domain::actor::{Credential, Requester};

use crate::{
    DatabaseError,
    columns::{from_optional_id_bytes, to_optional_id_bytes},
};

/// The columns of a requester. [`Requester::delegated`] is the fourth.
pub(crate) struct RequesterColumns {
    /// The kind of her credential.
    pub(crate) kind: String,
    /// The credential's own id.
    pub(crate) credential_id: Option<Vec<u8>>,
    /// The user behind it.
    pub(crate) user_id: Option<Vec<u8>>,
}

impl From<Requester> for RequesterColumns {
    fn from(requester: Requester) -> Self {
        let credential = requester.credential;
        Self {
            kind: credential.kind().to_owned(),
            credential_id: to_optional_id_bytes(credential.id()),
            user_id: to_optional_id_bytes(credential.user()),
        }
    }
}

impl RequesterColumns {
    /// The requester whom a row of `table` names; none when its columns do not go together.
    pub(crate) fn read(
        &self,
        table: &'static str,
        delegated: bool,
    ) -> Result<Option<Requester>, DatabaseError> {
        let id = from_optional_id_bytes(table, self.credential_id.as_deref())?;
        let user = from_optional_id_bytes(table, self.user_id.as_deref())?;
        let credential = Credential::of_parts(&self.kind, id, user.map(Into::into));
        Ok(credential.map(|credential| Requester {
            credential,
            delegated,
        }))
    }
}
