//! Who opened a link: a person, or a mail scanner that looks at every link?
//!
//! Only a hint for administrators. No rule depends on it, because no such guess is ever sure.

use chrono::{DateTime, Duration, Utc};

/// One visit of a link's page.
#[derive(Debug, Clone, Copy)]
pub struct Visit<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// The program that came, as it named itself.
    pub user_agent: Option<&'a str>,
}

/// People need longer than this to receive a mail, read it and press the button.
const HASTE: Duration = Duration::seconds(5);

/// Words by which programs that fetch links on somebody's behalf give themselves away.
const FETCHERS: [&str; 16] = [
    "barracuda",
    "bot",
    "crawl",
    "curl",
    "fetch",
    "go-http-client",
    "headless",
    "java/",
    "mimecast",
    "preview",
    "proofpoint",
    "python",
    "safelinks",
    "scan",
    "spider",
    "wget",
];

/// Whether all visits look like a scanner's: in haste after sending, nameless, or by a program that
/// is no browser.
#[must_use]
pub fn look_like_scanner(sent_at: Option<DateTime<Utc>>, visits: &[Visit<'_>]) -> bool {
    let scanner = |visit: &Visit<'_>| {
        let in_haste = sent_at.is_some_and(|sent| visit.at - sent < HASTE);
        let fetcher = visit.user_agent.is_none_or(|agent| {
            let agent = agent.to_lowercase();
            FETCHERS.iter().any(|word| agent.contains(word))
        });
        in_haste || fetcher
    };
    !visits.is_empty() && visits.iter().all(scanner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BROWSER: Option<&str> = Some("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0");

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + Duration::seconds(seconds)
    }

    #[test]
    fn haste_and_fetchers_are_told_from_people() {
        for (visits, scanner) in [
            (vec![], false),
            (
                vec![Visit {
                    at: at(1),
                    user_agent: BROWSER,
                }],
                true,
            ),
            (
                vec![Visit {
                    at: at(60),
                    user_agent: BROWSER,
                }],
                false,
            ),
            (
                vec![Visit {
                    at: at(60),
                    user_agent: Some("python-requests/2"),
                }],
                true,
            ),
            (
                vec![Visit {
                    at: at(60),
                    user_agent: None,
                }],
                true,
            ),
            (
                vec![
                    Visit {
                        at: at(1),
                        user_agent: BROWSER,
                    },
                    Visit {
                        at: at(300),
                        user_agent: BROWSER,
                    },
                ],
                false,
            ),
        ] {
            assert_eq!(
                look_like_scanner(Some(at(0)), &visits),
                scanner,
                "{visits:?}"
            );
        }
    }
}
