//! Initials on a tint: a face for those who have given none.

use leptos::prelude::*;

/// How many tints there are; `style/menu.css` has a class for each.
const TINTS: u32 = 8;

/// `seed` chooses the tint and should outlive a change of name: an id, a login. Square for accounts.
#[component]
pub(crate) fn Avatar<'a>(
    name: &'a str,
    seed: &'a str,
    #[prop(optional)] small: bool,
    #[prop(optional)] square: bool,
) -> impl IntoView {
    let mut class = format!("avatar avatar-{}", tint(seed));
    if small {
        class.push_str(" avatar-small");
    }
    if square {
        class.push_str(" avatar-square");
    }
    view! { <span class=class aria-hidden="true">{initials(name)}</span> }.into_any()
}

/// The tint of a seed, from 1 (FNV-1a).
fn tint(seed: &str) -> u32 {
    let hash = seed.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    // The low bits alone differ too little between ids that count up.
    (hash ^ (hash >> 16)) % TINTS + 1
}

/// The first letters of the first and of the last word, in capitals.
pub(super) fn initials(name: &str) -> String {
    let letter = |word: &str| word.chars().find(|letter| letter.is_alphanumeric());
    let mut words = name.split_whitespace().filter_map(letter);
    let first = words.next();
    let last = words.next_back();
    let letters: String = first.into_iter().chain(last).collect();
    letters.to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_the_first_and_the_last_word() {
        for (name, expected) in [
            ("Ada Lovelace", "AL"),
            ("Anna Maria van Dijk", "AD"),
            ("cher", "C"),
            ("  “Bob” (Robert)  ", "BR"),
            ("Софья Ковалевская", "СК"),
            ("مريم الأسطرلابي", "ما"),
            ("!!!", ""),
            ("", ""),
        ] {
            assert_eq!(initials(name), expected, "{name:?}");
        }
    }

    #[test]
    fn every_tint_has_a_class_and_seeds_spread_over_them() {
        let tints: std::collections::BTreeSet<_> =
            (0..64).map(|n| tint(&format!("seed-{n}"))).collect();
        assert_eq!(tints, (1..=TINTS).collect());
    }
}
