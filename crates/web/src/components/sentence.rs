//! Sentences with links and times in them. Each language has its own order of words, so the message
//! says where each of them stands.

use leptos::prelude::*;
use usher_i18n::Value;

use crate::words::language::say;

/// Where the marks that stand in for views begin: characters that no text uses.
const FIRST_MARK: u32 = 0xE000;

/// What a message says, with a view in the place of each named value.
pub(crate) fn sentence(
    key: &str,
    words: &[(&str, Value<'_>)],
    views: Vec<(&str, AnyView)>,
) -> AnyView {
    let mut values = words.to_vec();
    let names = views.iter().map(|(name, _)| *name);
    values.extend(
        (FIRST_MARK..)
            .zip(names)
            .filter_map(|(mark, name)| Some((name, char::from_u32(mark)?.to_string().into()))),
    );
    let text = say(key, &values);
    let mut views: Vec<Option<AnyView>> = views.into_iter().map(|(_, view)| Some(view)).collect();
    let mut told = Vec::new();
    for piece in text.split_inclusive(is_mark) {
        let words = piece.trim_end_matches(is_mark).to_owned();
        told.push(words.into_any());
        let mark = piece.chars().next_back().filter(|end| is_mark(*end));
        let view = mark
            .and_then(place)
            .and_then(|place| views.get_mut(place)?.take());
        told.extend(view);
    }
    told.into_any()
}

fn is_mark(c: char) -> bool {
    ('\u{E000}'..='\u{E0FF}').contains(&c)
}

fn place(mark: char) -> Option<usize> {
    usize::try_from(u32::from(mark).checked_sub(FIRST_MARK)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_stand_where_the_language_puts_them() {
        let link = view! { <a href="/x">"Ada"</a> }.into_any();
        let title = sentence("error-title", &[], vec![("title", link)]);
        assert_eq!(
            title.to_html().replace("<!>", ""),
            "Error: <a href=\"/x\">Ada</a>"
        );
    }

    #[test]
    fn words_and_views_go_together_and_what_is_not_mentioned_is_left_out() {
        let unused = view! { <b>"unused"</b> }.into_any();
        let told = sentence(
            "platform",
            &[("program", "Firefox".into())],
            vec![
                ("nothing", unused),
                ("system", view! { <i>"Linux"</i> }.into_any()),
            ],
        );
        assert_eq!(told.to_html().replace("<!>", ""), "Firefox on <i>Linux</i>");
    }
}
