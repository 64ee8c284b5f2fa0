//! Every key of the configuration, declared once: name, type, default and meaning.

use std::{net::SocketAddr, path::PathBuf};

use ipnet::IpNet;
use usher_mail::{letter::Sender, smtp::SmtpSettings};
use usher_persistence::DatabaseUrl;

use super::{
    key::{
        Key, Section, SectionReader,
        Unset::{Default, Follows, Nothing},
        section,
    },
    problem::Problem,
    public_url::PublicUrl,
    sources::Entries,
    value::{LogFormat, LogLevel, Setting, WaitSeconds},
};

/// Every section, in the order of the sample.
pub(super) const SECTIONS: [Section; 7] = [
    Installation::TABLE,
    Http::TABLE,
    Database::TABLE,
    Mail::TABLE,
    GeoIp::TABLE,
    Iam::TABLE,
    Log::TABLE,
];

section! {
    /// Where everything is kept.
    [""] pub struct Installation {
        /// The folder of the SQLite file, the keyring and captured mail; made if it is missing.
        data_dir: PathBuf = Default("./data"),
        /// The keyring: the keys behind every password link. Back it up, apart from the database.
        /// On SQLite it is made at the first start; on PostgreSQL it must exist, the same on all
        /// nodes.
        secret_key_file: Option<PathBuf> = Follows("./data/secret.key"),
    }
}

section! {
    /// Where requests come in, and where links lead.
    ["http"] pub struct Http {
        /// The address and port to listen on.
        listen: SocketAddr = Default("127.0.0.1:8080"),
        /// The base of every link: what people reach this installation under.
        public_url: Option<PublicUrl> = Follows("http://127.0.0.1:8080"),
        /// The networks of your own reverse proxies, whose X-Forwarded-For is believed.
        trusted_proxies: Vec<IpNet> = Default(""),
        /// How many seconds the vendors' APIs wait for the fate of a message before they answer.
        dialect_wait_seconds: WaitSeconds = Default("5"),
    }
}

section! {
    /// Where data is stored.
    ["database"] pub(super) struct Database {
        /// `sqlite:FILE` or `postgres://user:password@host/database` (PostgreSQL 15 or newer).
        url: Option<DatabaseUrl> = Follows("sqlite:./data/usher.db"),
        /// A file that holds the URL, so that its password stands nowhere else.
        url_file: Option<PathBuf> = Nothing("/run/secrets/usher-database-url"),
    }
}

section! {
    /// How mail goes out.
    ["mail"] pub struct Mail {
        /// The mail server: `smtps://` is encrypted from the start (465), `smtp://…?tls=required` by
        /// STARTTLS (587), plain `smtp://` not at all (25). Without a server, mail is captured.
        smtp_url: Option<SmtpSettings> = Nothing("smtps://user:password@mail.example.com:465"),
        /// A file that holds the URL, so that its password stands nowhere else.
        smtp_url_file: Option<PathBuf> = Nothing("/run/secrets/usher-smtp-url"),
        /// In whose name mail is sent.
        from: Sender = Default("Usher <no-reply@localhost>"),
        /// Keep all mail on this machine where administrators can read it, links included, although
        /// the public URL is not a loopback one. Only without a mail server.
        capture: bool = Default("false"),
        /// The name given to mail servers; they like this machine's public one.
        ehlo_name: Option<String> = Nothing("usher.example.com"),
        /// Certificate authorities to trust beside the machine's own, as PEM.
        tls_ca_file: Option<PathBuf> = Nothing("/etc/usher/mail-ca.pem"),
    }
}

section! {
    /// What mails and lists of sessions tell of the place that somebody asked from.
    ["geoip"] pub struct GeoIp {
        /// A database of the places of addresses, in MaxMind's format (.mmdb), such as GeoLite2 City.
        /// It is held in memory; a new file is read at the next start. Behind a proxy, name that in
        /// `http.trusted_proxies`. Without a database no place is told.
        database: Option<PathBuf> = Nothing("/var/lib/GeoIP/GeoLite2-City.mmdb"),
    }
}

section! {
    /// What the identity API tells its clients.
    ["iam"] pub struct Iam {
        /// The region, and the default name of an account's project.
        region: String = Default("eu-de"),
    }
}

section! {
    /// What is logged, to standard error.
    ["log"] pub struct Log {
        /// text for people, json for programs.
        format: LogFormat = Default("text"),
        /// error, warn, info, debug or trace, also by module: `info,usher_server::http=debug` adds
        /// a line for each request.
        level: LogLevel = Default("info"),
    }
}
