//! What a server said, cleaned for records and pages.

use std::fmt;

/// The longest reply text that is kept, in characters.
pub const MAX_REPLY_CHARS: usize = 500;

/// Runs of letters at least this long in a reply are taken for a secret.
const OPAQUE_RUN_CHARS: usize = 40;

/// A server's reply, cleaned for records and pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmtpReply {
    /// The three digits.
    pub code: u16,
    /// The enhanced status code (RFC 3463), when the text began with one: `5.1.1`.
    pub enhanced: Option<String>,
    /// The rest of the text: no control characters, at most 500 characters.
    pub text: String,
}

impl SmtpReply {
    /// Takes over a reply's code and text (lines joined by spaces).
    ///
    /// Content filters like to quote what they disliked, and that may be the password link; so long
    /// opaque runs are left out of what is recorded.
    #[must_use]
    pub fn new(code: u16, text: &str) -> Self {
        let clean = clean_text(text);
        let (enhanced, rest) = split_enhanced(code, &clean);
        Self {
            code,
            enhanced,
            text: rest.to_owned(),
        }
    }
}

impl fmt::Display for SmtpReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        for part in self
            .enhanced
            .as_deref()
            .into_iter()
            .chain([self.text.as_str()])
        {
            if !part.is_empty() {
                write!(f, " {part}")?;
            }
        }
        Ok(())
    }
}

/// One line without control characters and without what may be a secret.
pub(super) fn clean_text(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let mut clean = String::with_capacity(spaced.len());
    for word in spaced.split_whitespace() {
        if !clean.is_empty() {
            clean.push(' ');
        }
        push_without_opaque_runs(&mut clean, word);
    }
    clean
        .chars()
        .take(MAX_REPLY_CHARS)
        .collect::<String>()
        .trim_end()
        .to_owned()
}

fn push_without_opaque_runs(clean: &mut String, word: &str) {
    let is_opaque = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let opaque = is_opaque(first);
        let end = rest.find(|c| is_opaque(c) != opaque).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        clean.push_str(if opaque && run.len() >= OPAQUE_RUN_CHARS {
            "[redacted]"
        } else {
            run
        });
        rest = after;
    }
}

/// Splits `5.1.1 no such user`; the class must agree with the reply code (RFC 2034, 4).
fn split_enhanced(code: u16, text: &str) -> (Option<String>, &str) {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let mut numbers = word.split('.');
    let is_class = |part: &str| part.parse() == Ok(code / 100) && part.len() == 1;
    let is_number =
        |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let found = matches!(
        (numbers.next(), numbers.next(), numbers.next(), numbers.next()),
        (Some(class), Some(subject), Some(detail), None)
            if is_class(class) && is_number(subject) && is_number(detail)
    );
    if found {
        (Some(word.to_owned()), rest)
    } else {
        (None, text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn enhanced_codes_are_split_off_only_when_they_agree_with_the_reply() {
        for (code, text, enhanced, rest) in [
            (550, "5.1.1 no such user", Some("5.1.1"), "no such user"),
            (250, "2.0.0", Some("2.0.0"), ""),
            (550, "5.7.509 policy", Some("5.7.509"), "policy"),
            (550, "2.0.0 odd", None, "2.0.0 odd"),
            (550, "5.1 short", None, "5.1 short"),
            (550, "5.1.1.1 long", None, "5.1.1.1 long"),
            (550, "5.1.1234 long", None, "5.1.1234 long"),
            (550, "no such user", None, "no such user"),
            (250, "", None, ""),
        ] {
            let reply = SmtpReply::new(code, text);
            assert_eq!(
                (reply.enhanced.as_deref(), reply.text.as_str()),
                (enhanced, rest)
            );
        }
    }

    #[test]
    fn a_quoted_password_link_is_not_recorded() {
        let token = "Ab3_".repeat(20);
        let text = format!("5.7.1 blocked <https://usher.example/welcome/{token}> see faq");
        let reply = SmtpReply::new(554, &text);
        assert_eq!(
            reply.text,
            "blocked <https://usher.example/welcome/[redacted]> see faq"
        );
    }

    proptest! {
        #[test]
        fn a_reply_text_is_always_one_short_plain_line(code in 200u16..600, text in any::<String>()) {
            let reply = SmtpReply::new(code, &text);
            prop_assert!(reply.text.chars().count() <= MAX_REPLY_CHARS);
            prop_assert!(!reply.to_string().contains(char::is_control));
        }
    }
}
