//! The sample of the configuration file, made from the keys themselves.

use std::fmt::Write as _;

use super::{
    key::{Key, Unset},
    sections::SECTIONS,
};

const HEAD: &str = "\
# Usher's configuration. Every key may be left out; what is commented out shows its default, or an
# example where there is none. Each key is also a variable (USHER__<SECTION>__<KEY>), which
# overrides this file.
";

const PROVIDERS: &str = "
# Further mail servers, used in this order while those before them fail.
#[[mail.providers]]
#name = \"fallback\"
#smtp_url = \"smtps://user:password@mail.example.org:465\"
#smtp_url_file = \"/run/secrets/usher-fallback-smtp-url\"
#connections = 8
";

pub(super) fn sample() -> String {
    let mut text = HEAD.to_owned();
    for section in SECTIONS {
        text.push('\n');
        for line in section.about {
            let _ = writeln!(text, "#{line}");
        }
        if !section.name.is_empty() {
            let _ = writeln!(text, "[{}]", section.name);
        }
        section.keys.iter().for_each(|key| append(&mut text, key));
        if section.name == "mail" {
            text.push_str(PROVIDERS);
        }
    }
    text
}

fn append(text: &mut String, key: &Key) {
    text.push('\n');
    for line in key.meaning {
        let _ = writeln!(text, "#{line}");
    }
    let (Unset::Default(value) | Unset::Follows(value)) = key.unset else {
        let Unset::Nothing(example) = key.unset else {
            return;
        };
        let _ = writeln!(text, "# Not set by default; {}", key.variable());
        let _ = writeln!(text, "#{} = {}", key.name, key.form.literal(example));
        return;
    };
    let _ = writeln!(text, "# {}", key.variable());
    let _ = writeln!(text, "#{} = {}", key.name, key.form.literal(value));
}
