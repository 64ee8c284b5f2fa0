use proptest::prelude::*;

use super::*;

fn text(document: &str) -> Option<String> {
    let fields = read(document)?;
    fields.text("a").ok()?.map(str::to_owned)
}

#[test]
fn what_data_needs_is_read() {
    for (document, expected) in [
        ("<xml><a>x</a></xml>", "x"),
        (
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml>\n <a>x</a>\n</xml>\n",
            "x",
        ),
        ("<?xml version='1.0'?><xml><a></a></xml>", ""),
        ("<xml><a/></xml>", ""),
        (
            "<xml><a>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;</a></xml>",
            "<>&\"'AB",
        ),
        ("<xml><a>x<![CDATA[<&]]>y</a></xml>", "x<&y"),
        (
            "<!-- c --><xml><!-- c --><a>x<!-- c -->y</a></xml><!-- c -->",
            "xy",
        ),
        (
            "<xml xmlns:i=\"urn:x\" y='&lt;'><a b=\"c\">x</a ></xml>",
            "x",
        ),
        ("<xml><a>x\r\ny</a></xml>", "x\ny"),
        ("<xml><b><c><d>1</d></c></b><a>x</a></xml>", "x"),
    ] {
        assert_eq!(text(document).as_deref(), Some(expected), "{document}");
    }
}

#[test]
fn what_is_not_well_formed_or_more_than_data_is_refused() {
    for document in [
        "x",
        "<xml>",
        "<xml><a>x</xml>",
        "<xml><a>x</b></xml>",
        "<xml><a>x<a></xml>",
        "</xml>",
        "<xml/><xml/>",
        "<xml/>x",
        "x<xml/>",
        "<data/>",
        "<XML/>",
        "<xml>x<a/></xml>",
        "<xml><![CDATA[ ]]><a/></xml>",
        "<xml>&#32;<a/></xml>",
        "<xml><a/><a/></xml>",
        "<xml><a>1</a><b/><a>1</a></xml>",
        "<xml><a>&</a></xml>",
        "<xml><a>&unknown;</a></xml>",
        "<xml><a>&#0;</a></xml>",
        "<xml><a>&#xFFFE;</a></xml>",
        "<xml><a>\u{1}</a></xml>",
        "<xml><a>]]></a></xml>",
        "<xml><a b></a></xml>",
        "<xml><a b=c></a></xml>",
        "<xml><a b='1' b='2'></a></xml>",
        "<xml><a b='<'></a></xml>",
        "<xml><a b='&x;'></a></xml>",
        "<xml><1a/></xml>",
        "<xml>< a/></xml>",
        "<xml><!-- -- --></xml>",
        "<xml><?php ?></xml>",
        " <?xml version='1.0'?><xml/>",
        "<?xml version='1.0' encoding='latin1'?><xml/>",
        "<!DOCTYPE xml><xml/>",
        "<!DOCTYPE xml [<!ENTITY a \"b\">]><xml><a>&a;</a></xml>",
        "<!DOCTYPE xml [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><xml><a>&a;</a></xml>",
    ] {
        assert!(read(document).is_none(), "{document}");
    }
}

#[test]
fn depth_has_a_limit() {
    let nested = |depth: usize| format!("{}{}", "<xml>".repeat(depth), "</xml>".repeat(depth));
    assert!(read(&nested(MAX_DEPTH)).is_some());
    assert!(read(&nested(MAX_DEPTH + 1)).is_none());
    assert!(read(&nested(60_000)).is_none());
}

proptest! {
    #[test]
    fn no_document_panics(document in "(<xml>)?(<|>|/|&|;|!|\\?|\\[|\\]|-|#|a|x|xml|=|'|\"| |\\PC){0,60}(</xml>)?") {
        let _ = read(&document);
    }

    #[test]
    fn what_is_written_parses_back(value in any::<String>()) {
        let mut document = String::from("<xml>");
        write(&mut document, "a", &value);
        document.push_str("</xml>");
        let legal: String = value
            .chars()
            .map(|c| if is_legal(c) { c } else { '\u{FFFD}' })
            .collect();
        prop_assert_eq!(text(&document), Some(legal));
    }
}
