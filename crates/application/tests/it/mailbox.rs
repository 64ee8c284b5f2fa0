//! Reading what was captured, as its recipients would.

use usher_domain::ids::MessageId;
use usher_mail::capture::{CaptureFolder, CapturedMail};
use uuid::Uuid;

use crate::world::PUBLIC_URL;

/// All captured mail of an installation.
pub(crate) struct Mailbox(pub(crate) CaptureFolder);

impl Mailbox {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.list().expect("the folder can be read").is_empty()
    }

    /// The mail of a message, which must have been captured.
    pub(crate) fn of(&self, message: MessageId) -> CapturedMail {
        self.0
            .read(message.into())
            .expect("the mail can be read")
            .expect("it was captured")
    }

    /// Everything that was captured.
    pub(crate) fn all(&self) -> Vec<CapturedMail> {
        let ids = self.0.list().expect("the folder can be read");
        ids.into_iter().map(|id| self.of(id.into())).collect()
    }

    /// The one mail there is.
    pub(crate) fn only(&self) -> CapturedMail {
        let mut all = self.all();
        assert_eq!(all.len(), 1, "one mail was expected");
        all.remove(0)
    }
}

/// A mail that travelled over SMTP, read back.
pub(crate) fn received(content: &str) -> CapturedMail {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (opened, id) = (
        CaptureFolder::open(folder.path()).expect("a folder"),
        Uuid::from_u128(1),
    );
    let unstuffed = content.replace("\r\n..", "\r\n.");
    std::fs::write(folder.path().join(format!("{id}.eml")), unstuffed).expect("a file");
    opened
        .read(id)
        .expect("the mail can be read")
        .expect("it is there")
}

/// The tokens of the links in a text, in order.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    text.split_whitespace()
        .filter_map(|word| word.strip_prefix(PUBLIC_URL))
        .filter_map(|path| path.rsplit_once('/'))
        .map(|(_, token)| token.to_owned())
        .collect()
}

/// The token of the one link in a mail.
pub(crate) fn token(mail: &CapturedMail) -> String {
    let mut found = tokens(&mail.text);
    assert_eq!(found.len(), 1, "one link was expected");
    found.remove(0)
}
