//! Which scripts a page loads, and what lets them run. A page asks for them by what it contains, so
//! none can forget to and none loads what it has no use for.

use leptos::prelude::*;

use crate::{assets, nonce, words::language::t};

/// What the scripts of one page need.
#[derive(Default)]
pub(crate) struct Scripts {
    nonce: String,
    islands: Option<Islands>,
    /// Where the scripts are that need no islands.
    plain: Vec<&'static str>,
}

/// What a page contains, and the script that belongs to it.
const PLAIN: [(&str, &str); 8] = [
    (" data-password-field", "password-field.js"),
    (" data-menu", "components.js"),
    (" data-copy", "components.js"),
    (" data-color-for", "components.js"),
    (" data-dialog", "components.js"),
    (" data-once", "send-once.js"),
    (" name=\"shown\"", "fresh-form.js"),
    (" name=\"request_key\"", "fresh-form.js"),
];

/// Where the islands' files are.
struct Islands {
    boot: &'static str,
    glue: &'static str,
    wasm: &'static str,
}

impl Scripts {
    /// The scripts for a page with this body.
    pub(crate) fn of(body: &str) -> Self {
        let islands = body.contains("<leptos-island ").then(Islands::find);
        let mut plain: Vec<_> = PLAIN
            .iter()
            .filter(|(mark, _)| body.contains(mark))
            .filter_map(|(_, name)| assets::path(name))
            .collect();
        plain.dedup();
        let scripts = Self {
            nonce: String::new(),
            islands: islands.flatten(),
            plain,
        };
        if scripts.is_empty() {
            return scripts;
        }
        nonce::draw().map_or_else(Self::default, |nonce| Self { nonce, ..scripts })
    }

    fn is_empty(&self) -> bool {
        self.islands.is_none() && self.plain.is_empty()
    }

    /// Whether something on the page comes alive.
    pub(crate) fn have_islands(&self) -> bool {
        self.islands.is_some()
    }

    /// What the content policy says in addition.
    pub(crate) fn policy(&self) -> String {
        if self.is_empty() {
            return String::new();
        }
        let wasm = self.islands.as_ref().map_or("", |_| " 'wasm-unsafe-eval'");
        let nonce = &self.nonce;
        format!("; script-src 'nonce-{nonce}'{wasm}; connect-src 'self'")
    }

    /// The elements for the head of the page.
    pub(crate) fn elements(self) -> impl IntoView {
        let nonce = self.nonce;
        let islands = self.islands.map(|islands| islands.elements(nonce.clone()));
        let plain: Vec<_> = self
            .plain
            .into_iter()
            .map(|path| view! { <script type="module" src=path nonce=nonce.clone()></script> })
            .collect();
        (islands, plain)
    }
}

impl Islands {
    fn find() -> Option<Self> {
        Some(Self {
            boot: assets::path("islands.js")?,
            glue: assets::path("usher.js")?,
            wasm: assets::path("usher_bg.wasm")?,
        })
    }

    /// Everything is asked for at once, yet behind what the page needs to be seen.
    fn elements(self, nonce: String) -> impl IntoView {
        view! {
            <link rel="modulepreload" href=self.glue nonce=nonce.clone() fetchpriority="low" />
            <link rel="preload" href=self.wasm r#as="fetch" type="application/wasm" crossorigin="" fetchpriority="low" />
            <script type="module" src=self.boot nonce=nonce fetchpriority="low"
                data-unreachable=t!("islands-unreachable")></script>
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_is_served() {
        for (mark, name) in PLAIN {
            assert!(assets::path(name).is_some(), "{mark} loads no {name}");
        }
    }
}
