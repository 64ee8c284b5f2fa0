//! Who is counted, for what, and how often that may fail.

use std::net::IpAddr;

use chrono::Duration;
use uuid::Uuid;

/// How many failures an identifier or an address gets in a window.
pub(super) struct Limit {
    pub(super) failures: u32,
    pub(super) window: Duration,
}

const PER_IDENTIFIER: Limit = Limit {
    failures: 10,
    window: Duration::minutes(5),
};
const PER_ADDRESS: Limit = Limit {
    failures: 100,
    window: Duration::minutes(5),
};
/// A page asks again at every pause in typing, and a whole office may sit behind one address.
pub(super) const WHILE_TYPING: Limit = Limit {
    failures: 1_000,
    window: Duration::minutes(5),
};
/// Test mails go out at once and to any address, so nobody sends many.
const PER_TESTER: Limit = Limit {
    failures: 6,
    window: Duration::minutes(1),
};
/// Every version of a template is kept, and trying one out takes a while.
const PER_AUTHOR: Limit = Limit {
    failures: 60,
    window: Duration::minutes(5),
};
/// Who is counted, and for what: forgotten passwords must not use up anybody's sign-ins.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    /// A name as it was typed.
    Name(String),
    /// The user at whom a guess was aimed, however her name was written.
    User(Uuid),
    /// A signed-in user who proves again who she is: strangers cannot use this up.
    Own(Uuid),
    Network(IpAddr),
    ResetsFor(String),
    ResetsFrom(IpAddr),
    JudgementsFrom(IpAddr),
    MailTestsBy(Option<Uuid>),
    TemplatesOf(Uuid),
}

/// One attempt: for whom, and from where.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    pub(super) subjects: Vec<Subject>,
}

impl Attempt {
    /// A guess at a password: under this name, from this address.
    pub(crate) fn at_password(name: &str, address: Option<IpAddr>) -> Self {
        Self::guess(Subject::Name(name.to_owned()), address)
    }

    /// The same guess, as one at this user's password.
    pub(crate) fn at_user(user: Uuid) -> Self {
        Self::guess(Subject::User(user), None)
    }

    /// A signed-in user's own password, asked for again at this address.
    pub(crate) fn at_own_password(user: Uuid, address: Option<IpAddr>) -> Self {
        Self::guess(Subject::Own(user), address)
    }

    fn guess(at: Subject, address: Option<IpAddr>) -> Self {
        let network = address.map(|address| Subject::Network(network(address)));
        Self {
            subjects: std::iter::once(at).chain(network).collect(),
        }
    }

    /// A forgotten password: of this name, from this address.
    pub(crate) fn at_reset(name: &str, address: Option<IpAddr>) -> Self {
        let network = address.map(|address| Subject::ResetsFrom(network(address)));
        let name = Subject::ResetsFor(name.to_owned());
        Self {
            subjects: std::iter::once(name).chain(network).collect(),
        }
    }

    /// A test mail that somebody wants to send.
    pub(crate) fn at_mail_test(tester: Option<Uuid>) -> Self {
        Self {
            subjects: vec![Subject::MailTestsBy(tester)],
        }
    }

    /// A template that an account wants to keep.
    pub(crate) fn at_template(account: Uuid) -> Self {
        Self {
            subjects: vec![Subject::TemplatesOf(account)],
        }
    }

    /// A password to be judged while it is typed, from this address. It is no guess at anything; the
    /// limit keeps the work of judging bounded.
    pub(crate) fn at_judgement(address: Option<IpAddr>) -> Self {
        let network = address.map(|address| Subject::JudgementsFrom(network(address)));
        Self {
            subjects: network.into_iter().collect(),
        }
    }
}

/// The network that an address is counted for. People behind IPv6 own whole networks (a /64 at least), so
/// those are counted as one.
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

impl Subject {
    pub(super) const fn limit(&self) -> &'static Limit {
        match self {
            Self::Name(_) | Self::User(_) | Self::Own(_) | Self::ResetsFor(_) => &PER_IDENTIFIER,
            Self::Network(_) | Self::ResetsFrom(_) => &PER_ADDRESS,
            Self::JudgementsFrom(_) => &WHILE_TYPING,
            Self::MailTestsBy(_) => &PER_TESTER,
            Self::TemplatesOf(_) => &PER_AUTHOR,
        }
    }
}
