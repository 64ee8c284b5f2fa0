//! The mail that people have got.

use url::Url;
use usher_server::usher_mail::capture::{CaptureFolder, CapturedMail};

/// The first part of the paths of password links.
const LINK_PATHS: [&str; 3] = ["welcome", "reset", "setup"];

/// What one address has got, the oldest first.
#[derive(Debug)]
pub struct Mailbox {
    address: String,
    mails: Vec<Mail>,
}

/// One message.
#[derive(Debug, Clone)]
pub struct Mail {
    /// The message, read back.
    pub message: CapturedMail,
    public_url: String,
}

/// A link that sets a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordLink(Url);

pub(crate) fn open(folder: &CaptureFolder, public_url: &str, address: &str) -> Mailbox {
    let mut ids = folder.list().expect("the folder of mail");
    ids.reverse();
    let read = |id| {
        folder
            .read(id)
            .expect("a message")
            .expect("a message that is still there")
    };
    let mails = ids
        .into_iter()
        .map(read)
        .filter(|message| is_to(message, address))
        .map(|message| Mail {
            message,
            public_url: public_url.to_owned(),
        })
        .collect();
    Mailbox {
        address: address.to_owned(),
        mails,
    }
}

/// `To` is an address, or a name with an address in angle brackets.
fn is_to(message: &CapturedMail, address: &str) -> bool {
    message.to == address || message.to.ends_with(&format!("<{address}>"))
}

impl Mailbox {
    /// How many messages there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.mails.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.mails.is_empty()
    }

    /// The one message there must be.
    #[track_caller]
    #[must_use]
    pub fn only(&self) -> &Mail {
        let [mail] = self.mails.as_slice() else {
            panic!(
                "{} has got {} messages instead of one",
                self.address,
                self.mails.len()
            );
        };
        mail
    }

    /// The latest message.
    #[track_caller]
    #[must_use]
    pub fn latest(&self) -> &Mail {
        let latest = self.mails.last();
        latest.unwrap_or_else(|| panic!("{} has got no mail", self.address))
    }
}

impl Mail {
    /// The one password link there must be: to our host, and the same in the text and the HTML.
    #[track_caller]
    #[must_use]
    pub fn password_link(&self) -> PasswordLink {
        let links = self.password_links();
        let [link] = links.as_slice() else {
            panic!(
                "there are {} password links instead of one in:\n{}",
                links.len(),
                self.message.text
            );
        };
        link.clone()
    }

    /// Every password link, in the order of the text.
    #[track_caller]
    #[must_use]
    pub fn password_links(&self) -> Vec<PasswordLink> {
        let mut found = Vec::new();
        for word in self.message.text.split_whitespace() {
            let word = word.trim_matches(|c: char| matches!(c, '<' | '>' | '(' | ')'));
            let Ok(url) = Url::parse(word) else { continue };
            let first = url
                .path_segments()
                .and_then(|mut parts| parts.next())
                .unwrap_or_default();
            if !LINK_PATHS.contains(&first) {
                continue;
            }
            assert!(
                word.starts_with(&format!("{}/", self.public_url)),
                "{word} leads elsewhere"
            );
            assert!(
                self.message.html.contains(word),
                "the HTML lacks the link of the text"
            );
            let link = PasswordLink(url);
            if !found.contains(&link) {
                found.push(link);
            }
        }
        found
    }
}

impl PasswordLink {
    /// The path, to be opened in-process.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.path()
    }

    /// The secret in it.
    #[must_use]
    pub fn token(&self) -> &str {
        self.0.path().rsplit('/').next().unwrap_or_default()
    }

    /// The whole URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}
