//! Which place an address is at, as a database file knows it.
//!
//! Two forms of such files are read: those that MaxMind and DB-IP publish (names in languages), and
//! flat ones such as those of ip-location-db, which have a country's code only.

mod countries;
#[cfg(test)]
mod test_file;

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    path::Path,
};

use maxminddb::{MaxMindDbError, PathElement, Reader};
use usher_api::places::Places;

use crate::config::{Config, Problem};

/// The key that names the file.
pub(crate) const KEY: &str = "geoip.database";

/// The places of addresses. The file is held in memory: a mapped one would bring the process down
/// when somebody replaces it in place.
pub(crate) struct GeoDatabase(Reader<Vec<u8>>);

/// The database that the configuration names, if it names one.
///
/// # Errors
/// When the file is missing or is none; the problem names the key.
pub(crate) fn open(config: &Config) -> Result<Option<GeoDatabase>, Problem> {
    let Some(path) = config.geoip.database.as_deref() else {
        return Ok(None);
    };
    let opened = GeoDatabase::open(path).map_err(|error| {
        let message = format!(
            "{} cannot be read as a MaxMind DB file: {error}",
            path.display()
        );
        Problem::new(config.name_of(KEY), message)
    });
    opened.map(Some)
}

/// What is told of the places of requesters.
///
/// # Errors
/// As [`open`].
pub(crate) fn places(config: &Config) -> Result<Places, Problem> {
    Ok(match open(config)? {
        Some(database) => Places::new(move |address| database.place(address)),
        None => Places::unknown(),
    })
}

impl GeoDatabase {
    fn open(path: &Path) -> Result<Self, MaxMindDbError> {
        Reader::open_readfile(path).map(Self)
    }

    /// What kind of database it is, in its own words.
    pub(crate) fn kind(&self) -> &str {
        &self.0.metadata().database_type
    }

    /// "City, Country" in English; the country alone where the city is not known; nothing for
    /// addresses that are in no one place.
    pub(crate) fn place(&self, address: IpAddr) -> Option<String> {
        let address = address.to_canonical();
        if !is_public(address) {
            return None;
        }
        let country = self
            .text(address, &["country", "names", "en"])
            .or_else(|| self.country_of_code(address))?;
        let city = self
            .text(address, &["city", "names", "en"])
            .or_else(|| self.text(address, &["city"]));
        Some(match city {
            Some(city) => format!("{city}, {country}"),
            None => country,
        })
    }

    fn country_of_code(&self, address: IpAddr) -> Option<String> {
        let code = self
            .text(address, &["country", "iso_code"])
            .or_else(|| self.text(address, &["country_code"]))?;
        countries::name(&code).map(str::to_owned)
    }

    /// The text at a path of an address's record. A record of another form is one that says nothing.
    fn text(&self, address: IpAddr, path: &[&str]) -> Option<String> {
        let path: Vec<_> = path.iter().copied().map(PathElement::Key).collect();
        let found = self.0.lookup(address).ok()?;
        let text: String = found.decode_path(&path).ok()??;
        (!text.trim().is_empty()).then_some(text)
    }
}

/// Whether an address is one of the public network: others mean another place in each network.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    // RFC 6598: shared by the customers of a provider.
    let [first, second, ..] = address.octets();
    let is_shared = first == 100 && second & 0xC0 == 64;
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_unspecified()
        || is_shared)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    !(address.is_loopback()
        || address.is_unspecified()
        || address.is_unique_local()
        || address.is_unicast_link_local())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{test_file::database, *};

    fn known() -> GeoDatabase {
        let bytes = database(&[
            (
                [192, 0, 2, 0],
                r#"{"city":{"names":{"de":"Köln","en":"Cologne"}},"country":{"iso_code":"DE","names":{"en":"Germany"}}}"#,
            ),
            ([192, 0, 3, 0], r#"{"country":{"iso_code":"FR"}}"#),
            ([192, 0, 4, 0], r#"{"city":"Bonn","country_code":"DE"}"#),
            ([192, 0, 5, 0], r#"{"city":" ","country_code":"CH"}"#),
            ([192, 0, 6, 0], r#"{"city":"Nowhere","country_code":"ZZ"}"#),
            ([192, 0, 7, 0], r#"{"city":["Bonn"],"country":7}"#),
            ([192, 168, 1, 0], r#"{"city":"Home","country_code":"DE"}"#),
        ]);
        GeoDatabase(Reader::from_source(bytes).unwrap())
    }

    fn place(address: &str) -> Option<String> {
        known().place(address.parse().unwrap())
    }

    #[test]
    fn a_place_is_city_and_country_or_the_country_alone() {
        for (address, expected) in [
            ("192.0.2.200", Some("Cologne, Germany")),
            ("::ffff:192.0.2.200", Some("Cologne, Germany")),
            ("192.0.3.1", Some("France")),
            ("192.0.4.1", Some("Bonn, Germany")),
            ("192.0.5.1", Some("Switzerland")),
            ("192.0.6.1", None),
            ("192.0.7.1", None),
            ("192.0.8.1", None),
            ("2001:db8::1", None),
        ] {
            assert_eq!(place(address).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn addresses_of_no_place_have_none_whatever_the_file_says() {
        assert_eq!(place("192.168.1.5"), None);
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "169.254.1.1",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "fd00::1",
            "fe80::1",
            "::",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in ["100.128.0.1", "8.8.8.8", "2a00::1"] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    proptest! {
        #[test]
        fn a_damaged_file_is_refused_or_knows_less_and_never_panics(
            at in any::<prop::sample::Index>(),
            byte in any::<u8>(),
            address in any::<u32>(),
        ) {
            let mut bytes = database(&[([192, 0, 2, 0], r#"{"city":"Bonn","country_code":"DE"}"#)]);
            let index = at.index(bytes.len());
            bytes[index] = byte;
            if let Ok(reader) = Reader::from_source(bytes) {
                let damaged = GeoDatabase(reader);
                let _ = damaged.place(IpAddr::from(address.to_be_bytes()));
                let _ = damaged.place([192, 0, 2, 1].into());
            }
        }
    }
}
