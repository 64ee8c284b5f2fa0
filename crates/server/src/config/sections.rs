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
    numbers::{Connections, DrainSeconds, MessageDays, PersonalDataDays, WaitSeconds},
    otlp::{OtlpEndpoint, SampleRatio},
    problem::Problem,
    public_url::PublicUrl,
    sources::Entries,
    value::{LogFormat, LogLevel, Setting},
};

/// Every section, in the order of the sample.
pub(super) const SECTIONS: [Section; 11] = [
    Installation::TABLE,
    Http::TABLE,
    Database::TABLE,
    Mail::TABLE,
    GeoIp::TABLE,
    Iam::TABLE,
    Retention::TABLE,
    Log::TABLE,
    Metrics::TABLE,
    Telemetry::TABLE,
    Shutdown::TABLE,
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
        /// How many connections this process has to PostgreSQL, beside one by which it hears of the other
        /// nodes. SQLite is read by three threads and written by one.
        connections: Connections = Default("8"),
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
        /// How many connections to it this process may have; a quarter stays free of bulk sends.
        connections: Connections = Default("8"),
        /// How many messages may be under way to one domain of recipients at once.
        connections_per_domain: Option<Connections> = Nothing("4"),
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
    /// How long personal data and old messages are kept.
    ["retention"] pub struct Retention {
        /// After how many days it is forgotten from which address, program and place somebody asked for
        /// something, signed in or opened a link, and what became of the rows of an import; 1 to 3650.
        personal_data_days: PersonalDataDays = Default("90"),
        /// After how many days messages that have ended are removed, with their attempts and dead links, bulk
        /// sends that have ended, and credentials that are good for nothing; at least 120. 0 keeps them for
        /// ever. The latest welcome email of each user stays.
        messages_days: MessageDays = Default("400"),
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

section! {
    /// What is measured.
    ["metrics"] pub struct Metrics {
        /// The address and port of `/metrics` for Prometheus, and of `/healthz` and `/readyz` a second
        /// time. They tell no names and no addresses, but are not for the public. Not set: nothing
        /// listens.
        listen: Option<SocketAddr> = Nothing("127.0.0.1:9464"),
    }
}

section! {
    /// What is traced.
    ["telemetry"] pub struct Telemetry {
        /// The collector that spans go to: OTLP, protobuf over HTTP; `/v1/traces` is added. Not set:
        /// nothing is traced.
        otlp_endpoint: Option<OtlpEndpoint> = Nothing("http://127.0.0.1:4318"),
        /// Which share of all traces is kept, from 0 to 1, unless a trusted proxy has decided.
        sample_ratio: SampleRatio = Default("1"),
    }
}

section! {
    /// How the process ends when it is told to.
    ["shutdown"] pub struct Shutdown {
        /// How many seconds requests under way get to finish. Mail under way gets up to ten more.
        drain_seconds: DrainSeconds = Default("20"),
    }
}
