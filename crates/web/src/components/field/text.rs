//! Texts of more than a line.

use leptos::prelude::*;

use super::{FieldFrame, Parts};
use crate::components::form_errors::FormErrors;

/// A text of several lines; `code` when it is written for machines.
#[component]
pub(crate) fn Textarea(
    #[prop(into)] label: String,
    name: &'static str,
    errors: FormErrors,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(default = 4)] rows: u16,
    #[prop(optional)] required: bool,
    #[prop(optional)] code: bool,
    /// Whether the label says that it may stay empty; where it may, it does.
    #[prop(optional)]
    marked: Option<bool>,
) -> impl IntoView {
    let marked = marked.unwrap_or(!required);
    let parts = Parts::new(name, hint, &errors);
    let class = if code { "input input-code" } else { "input" };
    let spelling = code.then_some("false");
    let area = view! {
        <textarea class=class id=name name=name rows=rows.to_string() required=required spellcheck=spelling
            aria-describedby=parts.described_by() aria-invalid=parts.invalid()>{content(&value)}</textarea>
    };
    view! { <FieldFrame label optional=marked parts>{area}</FieldFrame> }.into_any()
}

/// What stands between the tags. Leptos writes that as it is in a `<textarea>`, though a browser ends
/// the text at the first `</textarea>` in it; and the first line break there is none of the text.
fn content(value: &str) -> String {
    let escaped = value.replace('&', "&amp;").replace('<', "&lt;");
    format!("\n{}", escaped.replace('>', "&gt;"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_area() {
        assert_eq!(
            content("\n</textarea><script>&amp;"),
            "\n\n&lt;/textarea&gt;&lt;script&gt;&amp;amp;"
        );
        let errors = FormErrors::default();
        let value = "</textarea><b>".to_owned();
        let html = view! { <Textarea label="Words" name="words" errors value /> }.to_html();
        assert!(
            html.contains("&lt;/textarea&gt;&lt;b&gt;</textarea>"),
            "{html}"
        );
    }
}
