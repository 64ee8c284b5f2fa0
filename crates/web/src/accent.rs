//! An account's colour as the accent of its pages: what a brand chose for a logo, made fit to be
//! read. Whatever the colour, words in it and words on it keep the contrast that WCAG AA asks for, in
//! both themes, and it stays what it was wherever that can be.

use std::fmt;

use usher_domain::accent_color::AccentColor;

/// WCAG 2.2, 1.4.3: words against what is behind them.
const READABLE: f64 = 4.5;

/// What words in the accent stand on: `--surface-sunken`, the darkest light ground of
/// `style/tokens.css` and the lightest dark one, tinted a little.
const LIGHT_GROUND: AccentColor = AccentColor::from_rgb([0xf0, 0xec, 0xe3]);
const DARK_GROUND: AccentColor = AccentColor::from_rgb([0x28, 0x26, 0x22]);
const LIGHT_PAPER: AccentColor = AccentColor::from_rgb([0xff, 0xfd, 0xf8]);
const DARK_PAPER: AccentColor = AccentColor::from_rgb([0x1f, 0x1e, 0x1b]);
const BLACK: AccentColor = AccentColor::BLACK;
const WHITE: AccentColor = AccentColor::WHITE;

/// A colour that an account chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Accent(AccentColor);

impl Accent {
    /// Reads `#rrggbb`, with nothing around it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bare = text.trim() == text;
        AccentColor::parse(text).ok().filter(|_| bare).map(Self)
    }

    /// Black or white: what can be read on the colour.
    pub(crate) fn ink(self) -> String {
        self.light().on_fill.to_string()
    }

    /// The style sheet that puts the colour in the place of Usher's own.
    pub(crate) fn style_sheet(self) -> String {
        let (light, dark) = (self.light(), self.dark());
        let token = |name: &str, of: fn(&Shades) -> AccentColor| {
            format!("  --{name}: light-dark({}, {});\n", of(&light), of(&dark))
        };
        [
            ":root {\n".to_owned(),
            token("accent", |shades| shades.words),
            token("accent-strong", |shades| shades.words_strong),
            token("accent-soft", |shades| shades.soft),
            token("accent-fill", |shades| shades.fill),
            token("accent-fill-strong", |shades| shades.fill_strong),
            token("on-accent", |shades| shades.on_fill),
            token("accent-edge", |shades| shades.words),
            format!("  --glow: light-dark({0}2b, {0}1f);\n", self.0),
            "}\n".to_owned(),
        ]
        .concat()
    }

    fn light(self) -> Shades {
        Shades::of(self.0, LIGHT_PAPER, LIGHT_GROUND, BLACK)
    }

    fn dark(self) -> Shades {
        Shades::of(self.0, DARK_PAPER, DARK_GROUND, WHITE)
    }
}

impl fmt::Display for Accent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The accent in one theme.
struct Shades {
    /// Links and other words, on any ground.
    words: AccentColor,
    /// The same under a pointer.
    words_strong: AccentColor,
    /// A tint behind words.
    soft: AccentColor,
    /// Buttons: the colour as it was chosen.
    fill: AccentColor,
    /// Buttons under a pointer.
    fill_strong: AccentColor,
    /// Words on both.
    on_fill: AccentColor,
}

impl Shades {
    /// `ink` is the end of the scale that words of this theme tend to.
    fn of(color: AccentColor, paper: AccentColor, ground: AccentColor, ink: AccentColor) -> Self {
        let soft = mixed(paper, color, 0.12);
        let words = until_readable_on(color, &[paper, ground, soft], ink);
        // On any colour either black or white is readable; going away from it keeps it so.
        let (on_fill, away) = if color.contrast(WHITE) >= READABLE {
            (WHITE, BLACK)
        } else {
            (BLACK, WHITE)
        };
        Self {
            words,
            words_strong: mixed(words, ink, 0.25),
            soft,
            fill: color,
            fill_strong: mixed(color, away, 0.16),
            on_fill,
        }
    }
}

/// The colour itself, or as little of `ink` mixed in as makes it readable on all grounds.
fn until_readable_on(color: AccentColor, grounds: &[AccentColor], ink: AccentColor) -> AccentColor {
    (0..=50)
        .map(|step| mixed(color, ink, f64::from(step) / 50.0))
        .find(|mixed| {
            grounds
                .iter()
                .all(|ground| mixed.contrast(*ground) >= READABLE)
        })
        .unwrap_or(ink)
}

/// A colour with a share of another.
fn mixed(color: AccentColor, other: AccentColor, share: f64) -> AccentColor {
    let (own, other) = (color.rgb(), other.rgb());
    AccentColor::from_rgb(std::array::from_fn(|part| {
        let (from, to) = (f64::from(own[part]), f64::from(other[part]));
        let mixed = (from + (to - from) * share).round().clamp(0.0, 255.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to the range of a byte"
        )]
        let byte = mixed as u8;
        byte
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_six_hexadecimal_digits_are_a_colour() {
        assert_eq!(
            Accent::parse("#0B6b67").map(|accent| accent.to_string()),
            Some("#0b6b67".to_owned())
        );
        for text in [
            "", "0b6b67", "#0b6b6", "#0b6b671", "#0b6b6g", "#+b6b67", "#0b6b6é", "red",
        ] {
            assert_eq!(Accent::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn every_colour_is_readable_as_words_and_under_words() {
        let steps = || {
            (0..=255)
                .step_by(15)
                .map(|part| u8::try_from(part).expect("a byte"))
        };
        for red in steps() {
            for green in steps() {
                for blue in steps() {
                    let accent = Accent(AccentColor::from_rgb([red, green, blue]));
                    check(accent, &accent.light(), [LIGHT_PAPER, LIGHT_GROUND]);
                    check(accent, &accent.dark(), [DARK_PAPER, DARK_GROUND]);
                }
            }
        }
    }

    fn check(accent: Accent, shades: &Shades, grounds: [AccentColor; 2]) {
        let pairs = grounds
            .into_iter()
            .chain([shades.soft])
            .flat_map(|ground| [(shades.words, ground), (shades.words_strong, ground)])
            .chain([
                (shades.on_fill, shades.fill),
                (shades.on_fill, shades.fill_strong),
            ]);
        for (words, ground) in pairs {
            let contrast = words.contrast(ground);
            assert!(
                contrast >= READABLE,
                "{accent}: {words} on {ground} has {contrast}"
            );
        }
    }

    #[test]
    fn a_colour_that_can_be_read_stays_as_it_is() {
        let teal = Accent::parse("#0b5e5a").expect("a colour");
        assert_eq!(teal.light().words, teal.0);
        assert_eq!(teal.light().on_fill, WHITE);
        let yellow = Accent::parse("#ffd400").expect("a colour");
        assert_eq!(yellow.dark().words, yellow.0);
        assert_eq!(
            (yellow.light().fill, yellow.light().on_fill),
            (yellow.0, BLACK)
        );
    }

    #[test]
    fn the_style_sheet_names_both_themes() {
        let sheet = Accent::parse("#000000").expect("a colour").style_sheet();
        assert!(
            sheet.starts_with(":root {\n  --accent: light-dark(#000000, #"),
            "{sheet}"
        );
    }
}
