//! Descriptions of schemas come from rustdoc; links into the source mean nothing outside of it.

use utoipa::openapi::{RefOr, Schema, schema::Object};

/// Turns links such as ``[`Account::name`]`` into plain names, in a schema and all within it.
pub(super) fn clean(schema: &mut RefOr<Schema>) {
    let schema = match schema {
        RefOr::Ref(reference) => return text(&mut reference.description),
        RefOr::T(schema) => schema,
    };
    match schema {
        Schema::Object(object) => within(object),
        Schema::Array(array) => array.description.iter_mut().for_each(unlink),
        Schema::OneOf(one) => one.items.iter_mut().for_each(clean),
        Schema::AllOf(all) => all.items.iter_mut().for_each(clean),
        Schema::AnyOf(any) => any.items.iter_mut().for_each(clean),
        _ => {}
    }
}

fn within(object: &mut Object) {
    object.description.iter_mut().for_each(unlink);
    object.properties.values_mut().for_each(clean);
}

fn text(description: &mut String) {
    unlink(description);
}

fn unlink(description: &mut String) {
    while let Some(start) = description.find("[`")
        && let Some(length) = description[start..].find("`]")
    {
        let name = &description[start + 2..start + length];
        let plain = format!("`{}`", name.replace("::", "."));
        description.replace_range(start..start + length + 2, &plain);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_become_names() {
        let mut words = "See [`Account::name`]; `x` and [`Y`].".to_owned();
        unlink(&mut words);
        assert_eq!(words, "See `Account.name`; `x` and `Y`.");
    }
}
