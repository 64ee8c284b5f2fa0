//! The email address of a person, internationalised or not.
//!
//! An address is parsed once, at the edge, and is safe to put into an SMTP command or a header
//! afterwards. Whether a mailbox exists behind it is for the mail server to say.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use unicode_normalization::UnicodeNormalization;

/// The longest address that fits into an SMTP path (RFC 5321, 4.5.3.1.3, without the brackets).
pub const MAX_ADDRESS_BYTES: usize = 254;

/// The longest part before the `@` (RFC 5321, 4.5.3.1.1).
pub const MAX_LOCAL_PART_BYTES: usize = 64;

/// An address that mail can be sent to.
///
/// It keeps the spelling of its owner; only an internationalised domain is brought into its one
/// Unicode form. Two spellings of one address are compared by [`EmailAddress::folded`].
///
/// ```
/// use usher_domain::email_address::EmailAddress;
///
/// let address = EmailAddress::parse("Jörg@xn--bcher-kva.example").unwrap();
/// assert_eq!(address.as_str(), "Jörg@bücher.example");
/// assert_eq!(address.to_wire(), "Jörg@xn--bcher-kva.example");
/// assert_eq!(address.folded(), "jörg@bücher.example");
/// assert!(address.needs_smtputf8());
/// assert_eq!(format!("{address:?}"), "J…@bücher.example");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress {
    text: String,
    at: usize,
    ascii_domain: String,
}

/// Why a text is not an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidEmailAddress {
    /// The text, or the part before the `@`, exceeds what SMTP carries.
    #[error("the email address is too long")]
    TooLong,
    /// There is no `@`.
    #[error("the email address has no @")]
    NoAt,
    /// The part before the `@` is empty or has characters that no mailbox name may have.
    #[error("the part of the email address before the @ is not valid")]
    LocalPart,
    /// The part after the `@` is not a domain name.
    #[error("the part of the email address after the @ is not a domain name")]
    Domain,
    /// The part before the `@` is not ASCII where every mail server has to carry the address.
    #[error(
        "the part of the email address before the @ has letters that not every mail server carries"
    )]
    NotAscii,
}

impl EmailAddress {
    /// Reads an address.
    ///
    /// The local part is an RFC 5322 dot-atom with the Unicode extension of RFC 6531. Quoted local
    /// parts (`"a b"@example.com`) and address literals (`a@[192.0.2.1]`) are refused: nobody is
    /// reached by them, and quoting is where injections hide.
    ///
    /// # Errors
    ///
    /// [`InvalidEmailAddress`] says which part is wrong; it does not repeat the text.
    pub fn parse(text: &str) -> Result<Self, InvalidEmailAddress> {
        // Bounding the work comes first: the text is from outside.
        if text.len() > MAX_ADDRESS_BYTES {
            return Err(InvalidEmailAddress::TooLong);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(InvalidEmailAddress::NoAt)?;
        check_local_part(local)?;
        let ascii_domain = ascii_domain(domain)?;
        let shown = if domain.is_ascii() && !has_a_label(&ascii_domain) {
            Cow::Borrowed(domain)
        } else {
            unicode_domain(&ascii_domain)
        };
        let address = Self {
            text: format!("{local}@{shown}"),
            at: local.len(),
            ascii_domain,
        };
        if address.text.len() > MAX_ADDRESS_BYTES || address.to_wire().len() > MAX_ADDRESS_BYTES {
            return Err(InvalidEmailAddress::TooLong);
        }
        Ok(address)
    }

    /// Reads an address that stands in mail to other people, and so must be one that every server on
    /// its way can carry: ASCII before the `@` (RFC 6531, 3.2).
    ///
    /// # Errors
    ///
    /// As [`EmailAddress::parse`], and [`InvalidEmailAddress::NotAscii`].
    pub fn parse_ascii(text: &str) -> Result<Self, InvalidEmailAddress> {
        let address = Self::parse(text)?;
        if address.needs_smtputf8() {
            return Err(InvalidEmailAddress::NotAscii);
        }
        Ok(address)
    }

    /// The address as people read it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The part before the `@`.
    #[must_use]
    pub fn local_part(&self) -> &str {
        &self.text[..self.at]
    }

    /// The part after the `@`, as people read it.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.text[self.at + 1..]
    }

    /// The part after the `@` as the DNS knows it: A-labels, lower case.
    #[must_use]
    pub fn ascii_domain(&self) -> &str {
        &self.ascii_domain
    }

    /// The address as it travels in SMTP and in headers.
    ///
    /// Only the domain has an ASCII form. A local part belongs to the receiving server, and
    /// translating it would name another mailbox (RFC 6530, 8).
    #[must_use]
    pub fn to_wire(&self) -> String {
        format!("{}@{}", self.local_part(), self.ascii_domain)
    }

    /// Whether only a server with SMTPUTF8 (RFC 6531) can carry the address.
    #[must_use]
    pub fn needs_smtputf8(&self) -> bool {
        !self.local_part().is_ascii()
    }

    /// The one form by which addresses are unique: lower case, NFC, domain in Unicode.
    ///
    /// RFC 5321 lets servers tell `Ada@` from `ada@`; none that people use does, and two accounts
    /// on one mailbox would be the greater harm.
    #[must_use]
    pub fn folded(&self) -> String {
        let local: String = self
            .local_part()
            .nfc()
            .flat_map(char::to_lowercase)
            .nfc()
            .collect();
        let domain = unicode_domain(&self.ascii_domain);
        format!("{local}@{domain}")
    }

    /// The address as logs may show it: first character and domain.
    #[must_use]
    pub fn masked(&self) -> String {
        let first: String = self.text.chars().take(1).collect();
        format!("{first}…@{}", self.domain())
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Prints the masked form, because what is debug-printed ends up in logs.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl FromStr for EmailAddress {
    type Err = InvalidEmailAddress;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

fn check_local_part(local: &str) -> Result<(), InvalidEmailAddress> {
    if local.len() > MAX_LOCAL_PART_BYTES {
        return Err(InvalidEmailAddress::TooLong);
    }
    // Splitting an empty text gives one empty atom, so this refuses it too.
    let well_formed = local
        .split('.')
        .all(|atom| !atom.is_empty() && atom.chars().all(is_atom_character));
    if well_formed {
        Ok(())
    } else {
        Err(InvalidEmailAddress::LocalPart)
    }
}

fn is_atom_character(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
    } else {
        !c.is_control() && !c.is_whitespace() && !is_invisible(c)
    }
}

/// Characters that show nothing, or turn the direction of what follows: an address with them looks
/// like another one. The joiners U+200C and U+200D stay: Indic and Persian names need them.
fn is_invisible(c: char) -> bool {
    matches!(u32::from(c),
        0x00AD | 0x061C | 0x180E | 0x200B | 0x200E | 0x200F | 0x202A..=0x202E | 0x2060..=0x206F
        | 0xFEFF | 0xFFF0..=0xFFFF | 0xFDD0..=0xFDEF | 0xE0000..=0xE0FFF)
        || u32::from(c) & 0xFFFE == 0xFFFE
}

fn ascii_domain(domain: &str) -> Result<String, InvalidEmailAddress> {
    let ascii = Uts46::new()
        .to_ascii(
            domain.as_bytes(),
            AsciiDenyList::STD3,
            Hyphens::CheckFirstLast,
            DnsLength::Verify,
        )
        .map_err(|_| InvalidEmailAddress::Domain)?;
    // An IP address needs brackets in SMTP; bare, the server would look up a name that cannot be.
    let last = ascii.rsplit('.').next().unwrap_or_default();
    if last.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(InvalidEmailAddress::Domain);
    }
    Ok(ascii.into_owned())
}

fn has_a_label(ascii_domain: &str) -> bool {
    ascii_domain
        .split('.')
        .any(|label| label.starts_with("xn--"))
}

fn unicode_domain(ascii_domain: &str) -> Cow<'_, str> {
    // The domain went through `ascii_domain` before, so there is no error left to report.
    Uts46::new()
        .to_unicode(
            ascii_domain.as_bytes(),
            AsciiDenyList::STD3,
            Hyphens::CheckFirstLast,
        )
        .0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_that_people_have_are_accepted() {
        for text in [
            "ada@example.com",
            "Ada.Lovelace+welcome@Example.COM",
            "o'brien@example.co.uk",
            "root@localhost",
            "usher@mail",
            "jörg@example.com",
            "用户@例え.jp",
            "пример@пример.рф",
            "a@b-c.example",
            "1@2.example3",
        ] {
            assert_eq!(
                EmailAddress::parse(text).map(|a| a.to_string()),
                Ok(text.to_owned())
            );
        }
    }

    #[test]
    fn texts_that_are_no_address_are_refused_with_the_reason() {
        use InvalidEmailAddress::{Domain, LocalPart, NoAt, TooLong};
        let long_local = format!("{}@example.com", "a".repeat(65));
        let long_domain = format!("a@{}", ["b".repeat(60).as_str(); 5].join("."));
        // Short for people, but each label grows in the DNS.
        let long_on_the_wire = format!("a@{}", ["aü"; 60].join("."));
        for (text, reason) in [
            ("", NoAt),
            ("ada", NoAt),
            ("@example.com", LocalPart),
            ("ada@", Domain),
            ("ada lovelace@example.com", LocalPart),
            (" ada@example.com", LocalPart),
            ("ada@example.com ", Domain),
            ("ada\r\nBcc: eve@example.com", LocalPart),
            ("ada\r\n@example.com", LocalPart),
            ("ada@example.com\r\nRCPT TO:<eve@example.com>", LocalPart),
            ("ada@exam\u{0}ple.com", Domain),
            ("\"ada lovelace\"@example.com", LocalPart),
            ("ada>@example.com", LocalPart),
            ("ada@eve@example.com", LocalPart),
            ("ada@example.com>", Domain),
            ("<ada@example.com>", LocalPart),
            (".ada@example.com", LocalPart),
            ("ada.@example.com", LocalPart),
            ("a..b@example.com", LocalPart),
            ("ada\u{202e}moc@example.com", LocalPart),
            ("ada\u{2028}@example.com", LocalPart),
            ("ada@-example.com", Domain),
            ("ada@example..com", Domain),
            ("ada@example.com.", Domain),
            ("ada@[192.0.2.1]", Domain),
            ("ada@192.0.2.1", Domain),
            ("ada@exa mple.com", Domain),
            (long_local.as_str(), TooLong),
            (long_domain.as_str(), TooLong),
        ] {
            assert_eq!(EmailAddress::parse(text), Err(reason), "{text:?}");
        }
        assert!(EmailAddress::parse(&long_on_the_wire).is_err());
    }

    #[test]
    fn an_a_label_and_its_unicode_form_are_one_address() {
        let unicode = EmailAddress::parse("a@BÜCHER.example").unwrap();
        let ascii = EmailAddress::parse("A@xn--bcher-kva.EXAMPLE").unwrap();
        assert_eq!(unicode.folded(), "a@bücher.example");
        assert_eq!(unicode.folded(), ascii.folded());
        assert_eq!(unicode.domain(), "bücher.example");
        assert_eq!(ascii.as_str(), "A@bücher.example");
        assert_eq!(ascii.ascii_domain(), "xn--bcher-kva.example");
        assert!(!ascii.needs_smtputf8());
    }

    #[test]
    fn composed_and_decomposed_letters_fold_alike() {
        let composed = EmailAddress::parse("J\u{f6}rg@example.com").unwrap();
        let decomposed = EmailAddress::parse("jo\u{308}rg@example.com").unwrap();
        assert_eq!(composed.folded(), decomposed.folded());
    }

    #[test]
    fn debug_output_hides_whose_address_it_is() {
        let address = EmailAddress::parse("ada.lovelace@example.com").unwrap();
        assert_eq!(format!("{address:?}"), "a…@example.com");
        assert_eq!(address.masked(), "a…@example.com");
        assert_eq!(address.to_string(), "ada.lovelace@example.com");
    }

    proptest! {
        #[test]
        fn no_text_panics_and_what_parses_is_safe_on_the_wire(text in "\\PC{0,20}@?[\\PC\r\n]{0,20}") {
            if let Ok(address) = EmailAddress::parse(&text) {
                let wire = address.to_wire();
                prop_assert!(wire.len() <= MAX_ADDRESS_BYTES);
                prop_assert!(!wire.contains(|c: char| c.is_control() || c.is_whitespace()));
                prop_assert!(!wire.contains(['<', '>', '"', ',', ';', ':', '(', ')', '\\']));
                prop_assert_eq!(wire.matches('@').count(), 1);
                prop_assert!(address.ascii_domain().is_ascii());
            }
        }

        #[test]
        fn what_is_shown_parses_to_the_same_address(
            local in "[\\p{L}0-9+_-]{1,12}",
            domain in "[\\p{Ll}]{1,8}\\.[a-z]{2,6}",
        ) {
            if let Ok(address) = EmailAddress::parse(&format!("{local}@{domain}")) {
                let again = EmailAddress::parse(address.as_str());
                prop_assert_eq!(again.as_ref(), Ok(&address));
                let from_wire = EmailAddress::parse(&address.to_wire()).unwrap();
                prop_assert_eq!(from_wire.folded(), address.folded());
            }
        }

        #[test]
        fn folding_twice_changes_nothing(local in "\\p{L}{1,12}", domain in "[a-zA-Z]{1,8}") {
            if let Ok(address) = EmailAddress::parse(&format!("{local}@{domain}"))
                && let Ok(folded) = EmailAddress::parse(&address.folded())
            {
                prop_assert_eq!(folded.folded(), address.folded());
            }
        }
    }
}
