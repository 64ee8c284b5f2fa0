use proptest::{collection::btree_map, prelude::*};

use super::*;

fn json(text: &str) -> Option<Fields> {
    Fields::read(text.as_bytes(), Format::Json)
}

fn xml(text: &str) -> Option<Fields> {
    Fields::read(text.as_bytes(), Format::Xml)
}

#[test]
fn scalars_are_their_text_and_null_is_nothing() {
    let fields =
        json(r#"{"a":7,"b":-1,"c":7.0,"d":true,"e":"x","f":null,"g":[{"h":[]}],"i":{}}"#).unwrap();
    for (name, text) in [
        ("a", Some("7")),
        ("b", Some("-1")),
        ("c", Some("7.0")),
        ("d", Some("true")),
        ("e", Some("x")),
        ("f", None),
        ("z", None),
    ] {
        assert_eq!(fields.text(name).ok(), Some(text), "{name}");
    }
    assert!(fields.text("g").is_err() && fields.text("i").is_err());
}

#[test]
fn numbers_and_flags_are_read_from_their_text() {
    let fields = json(
        r#"{"a":7,"b":" 7 ","c":7.5,"d":"+7","e":0,"f":-7,"g":"9223372036854775808","h":"0x7","i":""}"#,
    )
    .unwrap();
    for name in ["a", "b"] {
        assert!(matches!(fields.number(name), Ok(Some(7))), "{name}");
    }
    for name in ["c", "d", "e", "f", "g", "h"] {
        assert!(fields.number(name).is_err(), "{name}");
    }
    assert!(matches!(fields.number("i"), Ok(None)));
    let fields = json(r#"{"a":true,"b":"0","c":1,"d":"yes","e":""}"#).unwrap();
    assert!(matches!(fields.flag("a"), Ok(Some(true))));
    assert!(matches!(fields.flag("b"), Ok(Some(false))));
    assert!(matches!(fields.flag("c"), Ok(Some(true))));
    assert!(matches!(fields.flag("e"), Ok(None)));
    assert!(fields.flag("d").is_err());
}

#[test]
fn a_body_that_is_no_object_or_says_something_twice_is_refused() {
    for text in [
        "[]",
        "7",
        "null",
        "{",
        "{}x",
        "{\"a\":1,}",
        "{\"a\":1,\"a\":1}",
        "<xml></xml>",
    ] {
        assert!(json(text).is_none(), "{text}");
    }
    assert!(Fields::read(b"{\"a\":\"\xff\"}", Format::Json).is_none());
    assert!(json(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))).is_none());
}

#[test]
fn an_empty_body_has_no_fields() {
    for text in ["", " \r\n", "\u{FEFF}"] {
        assert!(json(text) == Some(Fields::default()) && xml(text) == Some(Fields::default()));
    }
    assert!(json("\u{FEFF}{}").is_some() && xml("\u{FEFF}<xml/>").is_some());
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in any::<Vec<u8>>()) {
        let _ = Fields::read(&bytes, Format::Json);
        let _ = Fields::read(&bytes, Format::Xml);
    }

    #[test]
    fn json_and_xml_mean_the_same(
        fields in btree_map("[a-z_][a-z0-9_]{0,8}", "[^\u{0}-\u{8}\u{b}-\u{1f}\u{fffe}\u{ffff}]*", 0..6)
    ) {
        let as_json = serde_json::to_string(&fields).unwrap();
        let mut as_xml = String::from("<xml>");
        for (name, value) in &fields {
            super::super::xml::write(&mut as_xml, name, value);
        }
        as_xml.push_str("</xml>");
        let (from_json, from_xml) = (json(&as_json).unwrap(), xml(&as_xml).unwrap());
        prop_assert!(from_json == from_xml, "{as_json}\n{as_xml}");
        let texts = from_xml.0.len();
        prop_assert_eq!(texts, fields.len());
        for (name, value) in fields {
            prop_assert!(from_xml.0.get(&name) == Some(&Value::Text(value)));
        }
    }
}
