//! The colours of a mail: an account's own, made readable by the contrast of WCAG 2.2. Ours are
//! those of `style/tokens.css`, so that a mail and the page behind its link look alike.

use usher_domain::accent_color::AccentColor;

/// The card that everything stands on, in light and in dark mode; the same as in `layout.html`.
const LIGHT_CARD: AccentColor = AccentColor::from_rgb([0xff, 0xfd, 0xf8]);
const DARK_CARD: AccentColor = AccentColor::from_rgb([0x1f, 0x1e, 0x1b]);

/// The edges of a control, three times as bright or dark as the card.
const LIGHT_EDGE: AccentColor = AccentColor::from_rgb([0x89, 0x82, 0x7a]);
const DARK_EDGE: AccentColor = AccentColor::from_rgb([0x85, 0x7e, 0x71]);

/// Text keeps this much contrast, controls that much (WCAG 1.4.3 and 1.4.11).
const TEXT_CONTRAST: f64 = 4.5;
const CONTROL_CONTRAST: f64 = 3.0;

/// Below this much nobody sees the bar; it means nothing, so it need not stand out.
const BAR_CONTRAST: f64 = 1.4;

/// The colours that follow from an account's, in one mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scheme {
    /// The button.
    pub(crate) button: AccentColor,
    /// What is written on it.
    pub(crate) label: AccentColor,
    /// Its edge: its own colour, or one that can be seen.
    pub(crate) edge: AccentColor,
    /// A link.
    pub(crate) link: AccentColor,
    /// The bar on top of the card.
    pub(crate) bar: AccentColor,
}

impl Scheme {
    /// The colours in light mode; ours without an accent.
    pub(crate) fn light(accent: Option<AccentColor>) -> Self {
        accent.map_or_else(
            || {
                let ours = AccentColor::from_rgb([0x0b, 0x6b, 0x67]);
                Self::of(ours, AccentColor::WHITE, LIGHT_CARD, LIGHT_EDGE)
            },
            |accent| Self::of(accent, accent.ink(), LIGHT_CARD, LIGHT_EDGE),
        )
    }

    /// The colours in dark mode; ours without an accent.
    pub(crate) fn dark(accent: Option<AccentColor>) -> Self {
        accent.map_or_else(
            || {
                let ours = AccentColor::from_rgb([0x54, 0xb5, 0xaa]);
                let label = AccentColor::from_rgb([0x06, 0x21, 0x1f]);
                Self::of(ours, label, DARK_CARD, DARK_EDGE)
            },
            |accent| Self::of(accent, accent.ink(), DARK_CARD, DARK_EDGE),
        )
    }

    fn of(button: AccentColor, label: AccentColor, card: AccentColor, edge: AccentColor) -> Self {
        let contrast = button.contrast(card);
        let unless = |seen: bool| if seen { button } else { edge };
        Self {
            button,
            label,
            edge: unless(contrast >= CONTROL_CONTRAST),
            link: readable_on(button, card),
            bar: unless(contrast >= BAR_CONTRAST),
        }
    }
}

/// The nearest shade of a colour that can be read as text on `ground`.
fn readable_on(color: AccentColor, ground: AccentColor) -> AccentColor {
    let far = ground.ink();
    (0..=20)
        .map(|step| mixed(color, far, step))
        .find(|shade| shade.contrast(ground) >= TEXT_CONTRAST)
        .unwrap_or(far)
}

/// A colour with so many twentieths of another.
fn mixed(color: AccentColor, other: AccentColor, twentieths: u16) -> AccentColor {
    let mix = |own: u8, other: u8| {
        let sum = u16::from(own) * (20 - twentieths) + u16::from(other) * twentieths;
        u8::try_from(sum / 20).unwrap_or(u8::MAX)
    };
    let ([r, g, b], [or, og, ob]) = (color.rgb(), other.rgb());
    AccentColor::from_rgb([mix(r, or), mix(g, og), mix(b, ob)])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_written_on_a_button_is_black_or_white() {
        for (accent, label) in [
            ("#ffdd00", AccentColor::BLACK),
            ("#003366", AccentColor::WHITE),
            ("#ffffff", AccentColor::BLACK),
        ] {
            let scheme = Scheme::light(Some(accent.parse().unwrap()));
            assert_eq!(scheme.label, label, "{accent}");
        }
        let white = Scheme::light(Some(AccentColor::WHITE));
        assert_eq!(
            (white.button, white.edge),
            (AccentColor::WHITE, LIGHT_EDGE),
            "a white button has an edge"
        );
    }

    proptest! {
        #[test]
        fn everything_can_be_read_whatever_the_accent(rgb in any::<[u8; 3]>()) {
            let accent = Some(AccentColor::from_rgb(rgb));
            for (scheme, card) in [
                (Scheme::light(accent), LIGHT_CARD),
                (Scheme::dark(accent), DARK_CARD),
                (Scheme::light(None), LIGHT_CARD),
                (Scheme::dark(None), DARK_CARD),
            ] {
                prop_assert!(scheme.label.contrast(scheme.button) >= TEXT_CONTRAST);
                prop_assert!(scheme.link.contrast(card) >= TEXT_CONTRAST);
                prop_assert!(scheme.edge.contrast(card) >= CONTROL_CONTRAST);
            }
        }
    }
}
