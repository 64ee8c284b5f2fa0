//! Every sample, as it reads: a change of wording or look shows up here.

use usher_mail::samples::samples;
use usher_mail::templates::Templates;

#[test]
fn every_sample_reads_as_recorded() {
    let templates = Templates::builtin();
    for (name, letter) in samples() {
        let rendered = templates.render(&letter).unwrap();
        let text = format!("Subject: {}\n\n{}", rendered.subject, rendered.text);
        insta::assert_snapshot!(format!("{name}.text"), text);
        insta::assert_snapshot!(format!("{name}.html"), rendered.html);
    }
}

/// What a reader is told in one part and not in the other would be missing for half of them.
#[test]
fn both_parts_tell_the_same() {
    let templates = Templates::builtin();
    for (name, letter) in samples() {
        let rendered = templates.render(&letter).unwrap();
        let html = squeezed(&without_tags(&rendered.html));
        for line in rendered.text.split("\n\n").flat_map(str::lines) {
            for sentence in line.split_inclusive(['.', '?']).map(squeezed) {
                assert!(html.contains(&sentence), "{name}: HTML lacks {sentence:?}");
            }
        }
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn without_tags(html: &str) -> String {
    let body = html.split("</head>").nth(1).unwrap();
    let text: String = body
        .split('<')
        .map(|piece| piece.split_once('>').map_or("", |(_, text)| text))
        .collect();
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
