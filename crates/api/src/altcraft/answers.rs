//! What is answered, in JSON and XML, with the keys in the order of the documentation's examples.

use std::borrow::Cow;

use axum::response::{IntoResponse as _, Response};
use http::{StatusCode, header};
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::{format::Format, xml};

/// An answer.
pub(super) struct Answer {
    data: Option<Data>,
    error: u16,
    error_text: Cow<'static, str>,
    total_count: Option<usize>,
}

/// What stands before the result.
enum Data {
    /// Nothing, which only the XML of some calls shows.
    Empty,
    /// Objects, each within an element of this name.
    List(&'static str, Vec<Row>),
}

/// An object: its members in order.
pub(super) struct Row(pub(super) Vec<(&'static str, Scalar)>);

/// A member's value.
pub(super) enum Scalar {
    Text(String),
    Number(i64),
    Bool(bool),
}

impl Answer {
    /// What was asked for was done.
    pub(super) fn success() -> Self {
        Self::new(0, "Successful operation")
    }

    /// A result.
    pub(super) fn new(error: u16, error_text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            data: None,
            error,
            error_text: error_text.into(),
            total_count: None,
        }
    }

    /// With the empty data that the XML of some calls has.
    pub(super) fn with_empty_data(self) -> Self {
        Self {
            data: Some(Data::Empty),
            ..self
        }
    }

    /// With a list of `total` objects, of which `rows` are here.
    pub(super) fn with_list(self, element: &'static str, rows: Vec<Row>, total: usize) -> Self {
        Self {
            data: Some(Data::List(element, rows)),
            total_count: Some(total),
            ..self
        }
    }

    /// The answer as it travels.
    pub(super) fn in_format(&self, format: Format, status: StatusCode) -> Response {
        let (media_type, body) = match format {
            // A struct of texts and numbers always has a JSON form.
            Format::Json => (
                "application/json; charset=utf-8",
                serde_json::to_string(self).unwrap_or_default(),
            ),
            Format::Xml => ("application/xml; charset=utf-8", self.to_xml()),
        };
        let headers = [
            (header::CONTENT_TYPE, media_type),
            (header::CACHE_CONTROL, "no-store"),
        ];
        (status, headers, body).into_response()
    }

    fn to_xml(&self) -> String {
        let mut out = String::from("<xml>");
        match &self.data {
            Some(Data::List(element, rows)) if !rows.is_empty() => {
                out.push_str("<data>");
                for Row(members) in rows {
                    xml::open(&mut out, element);
                    for (name, value) in members {
                        xml::write(&mut out, name, &value.to_text());
                    }
                    xml::close(&mut out, element);
                }
                out.push_str("</data>");
            }
            Some(_) => out.push_str("<data/>"),
            None => {}
        }
        xml::write(&mut out, "error", &self.error.to_string());
        xml::write(&mut out, "error_text", &self.error_text);
        if let Some(total) = self.total_count {
            xml::write(&mut out, "total_count", &total.to_string());
        }
        out.push_str("</xml>");
        out
    }
}

impl Scalar {
    fn to_text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => text.into(),
            Self::Number(number) => number.to_string().into(),
            Self::Bool(value) => value.to_string().into(),
        }
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(Data::List(_, rows)) = &self.data {
            map.serialize_entry("data", rows)?;
        }
        map.serialize_entry("error", &self.error)?;
        map.serialize_entry("error_text", &self.error_text)?;
        if let Some(total) = self.total_count {
            map.serialize_entry("total_count", &total)?;
        }
        map.end()
    }
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl Serialize for Scalar {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => text.serialize(serializer),
            Self::Number(number) => number.serialize(serializer),
            Self::Bool(value) => value.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::altcraft::bodies::Fields;

    fn json(answer: &Answer) -> String {
        serde_json::to_string(answer).unwrap()
    }

    #[test]
    fn answers_are_those_of_the_documentation() {
        let done = Answer::success();
        assert_eq!(
            json(&done),
            r#"{"error":0,"error_text":"Successful operation"}"#
        );
        assert_eq!(
            done.to_xml(),
            "<xml><error>0</error><error_text>Successful operation</error_text></xml>"
        );
        let deleted = Answer::success().with_empty_data();
        assert_eq!(json(&deleted), json(&done));
        assert_eq!(
            deleted.to_xml(),
            "<xml><data/><error>0</error><error_text>Successful operation</error_text></xml>"
        );
    }

    #[test]
    fn lists_stand_before_the_result_and_their_length_behind_it() {
        let row = Row(vec![
            ("username", Scalar::Text("a&b".to_owned())),
            ("phone", Scalar::Text(String::new())),
            ("active", Scalar::Bool(true)),
            ("id", Scalar::Number(7)),
        ]);
        let answer = Answer::success().with_list("user", vec![row], 1);
        assert_eq!(
            json(&answer),
            concat!(
                r#"{"data":[{"username":"a&b","phone":"","active":true,"id":7}],"error":0,"#,
                r#""error_text":"Successful operation","total_count":1}"#
            )
        );
        assert_eq!(
            answer.to_xml(),
            concat!(
                "<xml><data><user><username>a&amp;b</username><phone></phone><active>true</active>",
                "<id>7</id></user></data><error>0</error>",
                "<error_text>Successful operation</error_text><total_count>1</total_count></xml>"
            )
        );
        let none = Answer::success().with_list("user", Vec::new(), 1);
        assert!(json(&none).starts_with(r#"{"data":[],"error":0,"#));
        assert!(none.to_xml().starts_with("<xml><data/><error>0</error>"));
    }

    proptest! {
        #[test]
        fn every_answer_is_a_document(text in "\\PC*") {
            let answer = Answer::new(400, text.clone());
            let read = Fields::read(answer.to_xml().as_bytes(), Format::Xml).unwrap();
            prop_assert_eq!(read.text("error_text").ok(), Some(Some(text.as_str())));
            prop_assert_eq!(read.text("error").ok(), Some(Some("400")));
        }
    }
}
