//! Every sample in every language, as it reads: a change of wording or look shows up here.

use mail_parser::{MessageParser, MimeHeaders as _, PartType};
use usher_i18n::Language;
use usher_mail::letter::{Content, Letter};
use usher_mail::message;
use usher_mail::samples::{branded, samples};
use usher_mail::templates::{RenderedMail, Templates};

fn every_sample() -> Vec<(String, Letter)> {
    let mut letters = Vec::new();
    for language in Language::ALL {
        for (name, letter) in samples(language.tag()) {
            letters.push((format!("{name}.{}", language.tag()), letter));
        }
    }
    letters
}

fn rendered(letter: &Letter) -> RenderedMail {
    Templates::builtin().render(letter).unwrap()
}

#[test]
fn every_sample_reads_as_recorded() {
    for (name, letter) in every_sample() {
        let rendered = rendered(&letter);
        let text = format!("Subject: {}\n\n{}", rendered.subject, rendered.text);
        insta::assert_snapshot!(format!("{name}.text"), text);
    }
}

/// One language of each direction: what the HTML parts of the others say is compared with their text
/// below.
#[test]
fn every_sample_looks_as_recorded() {
    for language in [Language::English, Language::Arabic] {
        for (name, letter) in samples(language.tag()) {
            let name = format!("{name}.{}.html", language.tag());
            insta::assert_snapshot!(name, rendered(&letter).html);
        }
    }
    let (_, letter) = samples("en").remove(0);
    insta::assert_snapshot!("welcome.en.branded.html", rendered(&branded(letter)).html);
}

/// What a reader is told in one part and not in the other would be missing for half of them.
#[test]
fn both_parts_tell_the_same() {
    for (name, letter) in every_sample() {
        let rendered = rendered(&letter);
        let html = squeezed(&without_tags(&rendered.html));
        for sentence in sentences(&rendered.text) {
            assert!(html.contains(&sentence), "{name}: HTML lacks {sentence:?}");
        }
        let text = squeezed(&format!("{}{}", rendered.subject, rendered.text));
        for line in shown(&rendered.html) {
            for sentence in sentences(&line) {
                assert!(text.contains(&sentence), "{name}: text lacks {sentence:?}");
            }
        }
    }
}

#[test]
fn a_mail_is_written_in_one_language_and_its_direction() {
    for (name, letter) in every_sample() {
        let html = rendered(&letter).html;
        let language = usher_i18n::nearest(&letter.locale).unwrap();
        let (tag, direction) = (language.tag(), language.direction().as_str());
        let opening = format!("<html lang=\"{tag}\" dir=\"{direction}\">");
        assert!(html.contains(&opening), "{name}");
        // A table that forgets the direction mirrors the whole mail where <html> is dropped.
        assert_eq!(
            html.matches(&format!("dir=\"{direction}\" width")).count(),
            2,
            "{name}"
        );
        let alignments = html.matches("text-align:left").count() > 0;
        assert_eq!(alignments, direction == "ltr", "{name}");
    }
}

#[test]
fn lines_of_the_text_part_are_short_but_for_links_and_names() {
    for (name, letter) in every_sample() {
        for line in rendered(&letter).text.lines() {
            let excused = line.starts_with("https://");
            assert!(excused || line.chars().count() <= 78, "{name}: {line:?}");
            assert_eq!(line.trim_end(), line, "{name}");
        }
    }
}

#[test]
fn nothing_that_somebody_typed_is_markup() {
    let hard = "<script>alert(1)</script>\"'><img src=x>\r\n\u{202e}🎉 עדה & {{ link }} %s";
    for (name, mut letter) in every_sample() {
        letter.sender.name = Some(hard.to_owned());
        match &mut letter.content {
            Content::Welcome(welcome) => {
                hard.clone_into(&mut welcome.account_name);
                hard.clone_into(&mut welcome.display_name);
                hard.clone_into(&mut welcome.login);
                welcome.requested.place = Some(hard.to_owned());
            }
            Content::Reset(reset) => {
                for entry in &mut reset.links {
                    hard.clone_into(&mut entry.account_name);
                    hard.clone_into(&mut entry.login);
                }
            }
            Content::Test(test) => hard.clone_into(&mut test.provider),
        }
        let rendered = rendered(&letter);
        for markup in ["<script", "<img", "\u{202e}", "{$"] {
            assert!(!rendered.html.contains(markup), "{name}: {markup}");
        }
        assert!(rendered.html.contains("&lt;script&gt;"), "{name}");
        assert!(!rendered.subject.contains(['\r', '\n']), "{name}");
        assert!(
            rendered.text.contains("<script>alert(1)</script>"),
            "{name}"
        );
    }
}

#[test]
fn every_message_is_text_and_html_and_nothing_else() {
    for (name, letter) in every_sample() {
        for letter in [branded(letter.clone()), letter] {
            let rendered = rendered(&letter);
            let mail = message::build(&letter, &rendered).unwrap();
            let parsed = MessageParser::default().parse(&mail.bytes).unwrap();
            let kind = parsed.content_type().unwrap();
            assert_eq!(kind.c_type, "multipart", "{name}");
            assert_eq!(kind.subtype(), Some("alternative"), "{name}");
            assert_eq!(parsed.parts.len(), 3, "{name}");
            assert_eq!(parsed.attachment_count(), 0, "{name}");
            assert!(
                parsed.parts.iter().all(|part| !part.is_encoding_problem),
                "{name}"
            );
            assert!(matches!(parsed.parts[1].body, PartType::Text(_)), "{name}");
            assert!(matches!(parsed.parts[2].body, PartType::Html(_)), "{name}");
            assert_eq!(parsed.subject(), Some(rendered.subject.as_str()), "{name}");
        }
    }
}

/// The lines that a reader of the HTML part sees, without what only that part needs: the preview,
/// the labels of buttons, and what is said about them.
fn shown(html: &str) -> Vec<String> {
    let body = html.split("</div>").skip(1).collect::<Vec<_>>().join("");
    let body: String = body
        .split("<td class=\"press\"")
        .enumerate()
        .map(|(number, piece)| match number {
            0 => piece,
            _ => piece.split_once("<br>").unwrap().1,
        })
        .collect();
    body.split('\n')
        .map(without_tags)
        .map(|line| line.replace("&nbsp;", " "))
        .collect()
}

fn sentences(text: &str) -> Vec<String> {
    text.split("\n\n")
        .flat_map(str::lines)
        .flat_map(|line| line.split_inclusive(['.', '?', '؟']))
        .map(squeezed)
        .collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn without_tags(html: &str) -> String {
    let body = html.split("</head>").last().unwrap();
    let mut text = String::new();
    for (number, piece) in body.split('<').enumerate() {
        text.push_str(match number {
            0 => piece,
            _ => piece.split_once('>').map_or("", |(_, text)| text),
        });
    }
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#x2f;", "/"),
        ("&amp;", "&"),
    ]
    .into_iter()
    .fold(text, |text, (entity, character)| {
        text.replace(entity, character)
    })
}
