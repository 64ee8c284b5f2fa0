//! The colour in which an account's pages and mails are accentuated.

use std::{fmt, str::FromStr};

/// A colour in sRGB, `#rrggbb`.
///
/// ```
/// use usher_domain::accent_color::AccentColor;
///
/// let color = AccentColor::parse(" #0A7C5E ").unwrap();
/// assert_eq!(color.to_string(), "#0a7c5e");
/// assert_eq!(color.ink().to_string(), "#ffffff");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AccentColor([u8; 3]);

/// A text that is no such colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a colour of the form #rrggbb")]
pub struct InvalidAccentColor;

impl AccentColor {
    /// Black.
    pub const BLACK: Self = Self([0; 3]);
    /// White.
    pub const WHITE: Self = Self([255; 3]);

    /// The colour of red, green and blue.
    #[must_use]
    pub const fn from_rgb(rgb: [u8; 3]) -> Self {
        Self(rgb)
    }

    /// Red, green and blue.
    #[must_use]
    pub const fn rgb(self) -> [u8; 3] {
        self.0
    }

    /// Reads a colour from what somebody typed or a colour field sent.
    ///
    /// # Errors
    /// [`InvalidAccentColor`] unless it is `#` and six hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, InvalidAccentColor> {
        let digits = text.trim().strip_prefix('#').ok_or(InvalidAccentColor)?;
        // Parsing would take a sign for a digit.
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(InvalidAccentColor);
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| InvalidAccentColor)?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self([red, green, blue]))
    }

    /// Black or white, whichever is easier to read on this colour: the contrast is at least 4.5 to 1
    /// whatever the colour (WCAG 2.2, 1.4.3).
    #[must_use]
    pub fn ink(self) -> Self {
        if self.contrast(Self::WHITE) >= self.contrast(Self::BLACK) {
            Self::WHITE
        } else {
            Self::BLACK
        }
    }

    /// The contrast between two colours as WCAG 2.2 defines it: 1 (none) to 21 (black on white).
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        let [red, green, blue] = self.0.map(linear);
        0.0722_f64.mul_add(blue, 0.2126_f64.mul_add(red, 0.7152 * green))
    }
}

impl fmt::Display for AccentColor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl FromStr for AccentColor {
    type Err = InvalidAccentColor;

    fn from_str(text: &str) -> Result<Self, InvalidAccentColor> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_six_hexadecimal_digits_are_a_colour() {
        for bad in [
            "",
            "#",
            "#fff",
            "0a7c5e",
            "#0a7c5",
            "#0a7c5e0",
            "#+a7c5e",
            "#0a7c5g",
            "red",
            "#ääää",
            "#000000;x",
            "#00 000",
        ] {
            assert_eq!(AccentColor::parse(bad), Err(InvalidAccentColor), "{bad:?}");
        }
    }

    #[test]
    fn contrast_is_measured_as_wcag_does() {
        let color = |text: &str| AccentColor::parse(text).unwrap();
        assert!((color("#000000").contrast(color("#ffffff")) - 21.0).abs() < 1e-9);
        assert!((color("#767676").contrast(color("#ffffff")) - 4.54).abs() < 0.01);
        assert_eq!(color("#ffe600").ink(), AccentColor::BLACK);
    }

    proptest! {
        #[test]
        fn every_colour_reads_back_and_can_be_written_on(rgb: [u8; 3]) {
            let color = AccentColor(rgb);
            prop_assert_eq!(AccentColor::parse(&color.to_string().to_uppercase()), Ok(color));
            prop_assert!(color.contrast(color.ink()) >= 4.5);
        }

        #[test]
        fn no_text_panics(text in ".*") {
            let _ = AccentColor::parse(&text);
        }
    }
}
