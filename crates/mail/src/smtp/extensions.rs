//! What a server says it can do, in its answer to EHLO.

/// The extensions that matter to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an extension offered or not"
)]
pub(super) struct Extensions {
    /// Commands may be sent without waiting for each answer (RFC 2920).
    pub(super) pipelining: bool,
    /// UTF-8 in addresses and headers (RFC 6531).
    pub(super) smtputf8: bool,
    /// TLS can be started (RFC 3207).
    pub(super) starttls: bool,
    /// AUTH PLAIN (RFC 4616).
    pub(super) auth_plain: bool,
    /// AUTH LOGIN, which some large providers offer alone.
    pub(super) auth_login: bool,
}

impl Extensions {
    /// Reads the lines of an EHLO reply; the first is the greeting.
    pub(super) fn read(lines: &[String]) -> Self {
        let mut found = Self::default();
        for line in lines.iter().skip(1) {
            // "AUTH=LOGIN" is an old spelling that is still around.
            let upper = line.to_ascii_uppercase().replacen("AUTH=", "AUTH ", 1);
            let mut words = upper.split_whitespace();
            match words.next() {
                Some("PIPELINING") => found.pipelining = true,
                Some("SMTPUTF8") => found.smtputf8 = true,
                Some("STARTTLS") => found.starttls = true,
                Some("AUTH") => {
                    for mechanism in words {
                        found.auth_plain |= mechanism == "PLAIN";
                        found.auth_login |= mechanism == "LOGIN";
                    }
                }
                _ => {}
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Extensions {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        Extensions::read(&lines)
    }

    #[test]
    fn extensions_are_read_in_any_spelling() {
        let found = read(&[
            "mail.example.com",
            "pipelining",
            "8BITMIME",
            "SMTPUTF8",
            "Auth=login",
        ]);
        assert!(found.pipelining && found.smtputf8 && found.auth_login);
        assert!(!found.auth_plain && !found.starttls);
        let found = read(&["mail.example.com", "STARTTLS", "AUTH CRAM-MD5 PLAIN"]);
        assert!(found.starttls && found.auth_plain && !found.auth_login);
    }

    #[test]
    fn the_greeting_and_blank_lines_promise_nothing() {
        assert_eq!(read(&["PIPELINING", "", "   "]), Extensions::default());
        assert_eq!(read(&[]), Extensions::default());
    }
}
