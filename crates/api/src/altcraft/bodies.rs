//! What requests say: fields by name, the same whether they came as JSON or as XML.

use std::{collections::BTreeMap, fmt};

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{errors::AltcraftError, format::Format, xml};

/// The fields of a request. They hold its token, so they cannot be shown.
#[derive(Default, PartialEq, Eq)]
pub(super) struct Fields(BTreeMap<String, Value>);

/// The value of a field. Every scalar is its text: XML knows nothing else.
#[derive(PartialEq, Eq)]
pub(super) enum Value {
    /// JSON's null, which says as little as a field that is not there.
    Nothing,
    Text(String),
    /// Something that has parts, as no field of ours does.
    Nested,
}

impl Fields {
    /// Reads a body; one of white space has no fields.
    pub(super) fn read(body: &[u8], format: Format) -> Option<Self> {
        let text = std::str::from_utf8(body).ok()?;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        if text.trim().is_empty() {
            return Some(Self::default());
        }
        match format {
            Format::Json => serde_json::from_str(text).ok(),
            Format::Xml => xml::read(text),
        }
    }

    /// Adds a field; `false` when it is there already, since nobody could tell which one counts.
    pub(super) fn add(&mut self, name: String, value: Value) -> bool {
        self.0.insert(name, value).is_none()
    }

    /// The text of a field, if it is there.
    pub(super) fn text(&self, name: &'static str) -> Result<Option<&str>, AltcraftError> {
        match self.0.get(name) {
            None | Some(Value::Nothing) => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(Value::Nested) => Err(AltcraftError::incorrect(name)),
        }
    }

    /// The text of a field that is not blank.
    pub(super) fn given(&self, name: &'static str) -> Result<Option<&str>, AltcraftError> {
        let text = self.text(name)?.map(str::trim);
        Ok(text.filter(|text| !text.is_empty()))
    }

    /// The text of a field that must be there.
    pub(super) fn required(&self, name: &'static str) -> Result<&str, AltcraftError> {
        self.given(name)?
            .ok_or_else(|| AltcraftError::incorrect(name))
    }

    /// A number above zero, if it is there; XML has only its text, so JSON's text does, too.
    pub(super) fn number(&self, name: &'static str) -> Result<Option<i64>, AltcraftError> {
        self.parsed(name, |text| {
            let digits = text.bytes().all(|byte| byte.is_ascii_digit());
            let number = digits.then(|| text.parse().ok()).flatten();
            number.filter(|number| *number > 0)
        })
    }

    /// A yes or no, if it is there.
    pub(super) fn flag(&self, name: &'static str) -> Result<Option<bool>, AltcraftError> {
        self.parsed(name, |text| match text {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        })
    }

    /// What a field that is not blank means; one that means nothing is a mistake.
    pub(super) fn parsed<T>(
        &self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, AltcraftError> {
        let Some(text) = self.given(name)? else {
            return Ok(None);
        };
        let value = parse(text).ok_or_else(|| AltcraftError::incorrect(name))?;
        Ok(Some(value))
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object whose members have different names")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Fields, A::Error> {
                let mut fields = Fields::default();
                while let Some((name, value)) = members.next_entry()? {
                    if !fields.add(name, value) {
                        return Err(serde::de::Error::custom("a member stands twice"));
                    }
                }
                Ok(fields)
            }
        }

        deserializer.deserialize_map(Object)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_unit<E>(self) -> Result<Value, E> {
                Ok(Value::Nothing)
            }

            fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
                Ok(Value::Text(value.to_string()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
                Ok(Value::Text(value.to_string()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
                Ok(Value::Text(value.to_string()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
                // With its point, so that it does not turn into a whole number.
                Ok(Value::Text(format!("{value:?}")))
            }

            fn visit_str<E>(self, value: &str) -> Result<Value, E> {
                Ok(Value::Text(value.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Value::Nested)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
                while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Value::Nested)
            }
        }

        deserializer.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests;
