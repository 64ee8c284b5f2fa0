//! Colours of `style/tokens.css` that meet on a page are far enough apart, in both themes and for
//! those who ask for more contrast.

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../../../../style/tokens.css");

/// WCAG 2.2: 1.4.3 for words, 1.4.11 for what one must see to use a control or to tell a state.
const WORDS: f64 = 4.5;
const SHAPES: f64 = 3.0;

const GROUNDS: [&str; 4] = ["ground", "surface", "surface-sunken", "surface-hover"];
const SOFT: [&str; 7] = [
    "accent-soft",
    "torch-soft",
    "good-soft",
    "busy-soft",
    "careful-soft",
    "bad-soft",
    "neutral-soft",
];
const TINTS: [&str; 8] = [
    "tint-1", "tint-2", "tint-3", "tint-4", "tint-5", "tint-6", "tint-7", "tint-8",
];

/// Light and dark.
type Token = [f64; 2];

fn tokens(css: &str) -> BTreeMap<&str, Token> {
    css.lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(": ")?;
            let (light, dark) = value
                .strip_prefix("light-dark(")?
                .strip_suffix(");")?
                .split_once(", ")?;
            Some((name, [luminance(light)?, luminance(dark)?]))
        })
        .collect()
}

/// The relative luminance of `#rrggbb`.
fn luminance(color: &str) -> Option<f64> {
    let digits = color.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    let part = |at: usize| {
        let part = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).ok()?) / 255.0;
        Some(if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        })
    };
    Some(0.2126 * part(0)? + 0.7152 * part(2)? + 0.0722 * part(4)?)
}

fn contrast(one: f64, two: f64) -> f64 {
    (one.max(two) + 0.05) / (one.min(two) + 0.05)
}

/// What stands on what, and how far apart they must be.
fn pairs() -> Vec<(&'static str, &'static str, f64)> {
    let mut pairs = Vec::new();
    let mut all = |over: &[&'static str], under: &[&'static str], least| {
        for one in over {
            pairs.extend(under.iter().map(|other| (*one, *other, least)));
        }
    };
    all(&["text", "text-quiet"], &GROUNDS, WORDS);
    all(&["text", "text-quiet"], &SOFT, WORDS);
    all(&["text"], &TINTS, WORDS);
    all(&["accent", "accent-strong"], &GROUNDS, WORDS);
    all(&["accent", "accent-strong"], &["accent-soft"], WORDS);
    all(
        &["on-accent"],
        &["accent-fill", "accent-fill-strong"],
        WORDS,
    );
    all(&["on-bad"], &["bad-fill", "bad-fill-strong"], WORDS);
    for (word, soft) in [
        ("good-text", "good-soft"),
        ("busy-text", "busy-soft"),
        ("careful-text", "careful-soft"),
        ("bad-text", "bad-soft"),
        ("neutral-text", "neutral-soft"),
    ] {
        all(&[word], &GROUNDS, WORDS);
        all(&[word], &[soft], WORDS);
    }
    all(&["careful-text"], &["torch-soft"], WORDS);
    let shapes = [
        "line-control",
        "accent-edge",
        "accent-fill",
        "bad-fill",
        "good",
        "busy",
        "careful",
        "bad",
        "neutral",
    ];
    all(&shapes, &GROUNDS, SHAPES);
    all(&["mark-arms"], &["mark-ground"], SHAPES);
    pairs
}

#[track_caller]
fn check(tokens: &BTreeMap<&str, Token>) {
    let color = |name: &str| {
        tokens
            .get(name)
            .unwrap_or_else(|| panic!("no token {name}"))
    };
    for (over, under, least) in pairs() {
        for (theme, (one, two)) in color(over).iter().zip(color(under)).enumerate() {
            let found = contrast(*one, *two);
            let theme = ["light", "dark"][theme];
            assert!(
                found >= least,
                "{over} on {under}, {theme}: {found:.2}, not {least}"
            );
        }
    }
}

#[test]
fn colours_that_meet_are_far_enough_apart() {
    let (usual, more) = TOKENS
        .split_once("@media (prefers-contrast: more)")
        .expect("tokens for more contrast");
    let mut tokens = self::tokens(usual);
    check(&tokens);

    let replaced = self::tokens(more);
    assert!(!replaced.is_empty());
    for (name, value) in replaced {
        assert!(
            tokens.insert(name, value).is_some(),
            "{name} replaces nothing"
        );
    }
    check(&tokens);
}
