//! Templates, between the bodies of requests and answers and the types of the domain.

use usher_api_types::template as api;
use usher_application::templates::{RenderedMail, SaveTemplate, TemplateDetails, TemplateTest};
use usher_domain::{
    names::{Locale, TemplateName},
    template::{
        InvalidTemplateTexts, LocalizedText, Template, TemplateId, TemplatePart, TemplateText,
        TemplateTexts, TemplateVersion,
    },
};

use crate::{
    fields::{Fields, Mistake},
    native::welcome_emails::reply_body,
    problem::ApiError,
};

/// What a body asks for.
pub(super) fn wanted(id: &str, body: &api::SaveTemplate) -> Result<SaveTemplate, ApiError> {
    let mut fields = Fields::new();
    let id = fields.note("template_id", TemplateId::parse(id));
    let name = fields.optional("name", body.name.as_deref(), TemplateName::parse);
    let read: Vec<_> = body
        .texts
        .iter()
        .enumerate()
        .map(|(place, text)| localized(&mut fields, place, text))
        .collect();
    let texts: Result<Vec<_>, Mistake> = read.into_iter().collect();
    let texts = texts.and_then(|texts| {
        let texts = TemplateTexts::new(texts);
        let field = match &texts {
            Err(InvalidTemplateTexts::Duplicate(place)) => format!("texts.{place}.locale"),
            _ => "texts".to_owned(),
        };
        fields.note(&field, texts)
    });
    fields.finish(|| {
        Ok(SaveTemplate {
            id: id?,
            name: name?,
            is_default: body.is_default,
            texts: texts?,
        })
    })
}

fn localized(
    fields: &mut Fields,
    place: usize,
    body: &api::TemplateText,
) -> Result<LocalizedText, Mistake> {
    let locale = Locale::parse(&body.locale);
    let locale = fields.note(&format!("texts.{place}.locale"), locale);
    let [subject, html, text] = TemplatePart::ALL.map(|part| {
        let words = match part {
            TemplatePart::Subject => &body.subject,
            TemplatePart::Html => &body.html,
            TemplatePart::Text => &body.text,
        };
        fields.note(
            &format!("texts.{place}.{}", part.as_str()),
            part.read(words),
        )
    });
    Ok(LocalizedText {
        locale: locale?,
        text: TemplateText {
            subject: subject?,
            html: html?,
            text: text?,
        },
    })
}

/// A template in words.
pub(super) fn template(template: &Template) -> api::Template {
    api::Template {
        id: template.id.to_string(),
        purpose: template.purpose.as_str().to_owned(),
        name: template.name.to_string(),
        is_default: template.is_default,
        version: template.version,
        created_at: template.created_at,
        updated_at: template.updated_at,
    }
}

/// A template with all it says.
pub(super) fn details(details: &TemplateDetails) -> api::TemplateDetails {
    api::TemplateDetails {
        template: template(&details.template),
        texts: details.texts.iter().map(text).collect(),
        versions: details.versions.iter().map(version).collect(),
    }
}

fn text(LocalizedText { locale, text }: &LocalizedText) -> api::TemplateText {
    api::TemplateText {
        locale: locale.to_string(),
        subject: text.subject.clone(),
        html: text.html.clone(),
        text: text.text.clone(),
    }
}

fn version(version: &TemplateVersion) -> api::TemplateVersion {
    api::TemplateVersion {
        version: version.version,
        created_at: version.created_at,
        created_by: version.created_by,
        locales: version.locales.iter().map(ToString::to_string).collect(),
    }
}

/// A mail with sample values.
pub(super) fn preview(mail: RenderedMail) -> api::TemplatePreview {
    api::TemplatePreview {
        subject: mail.subject,
        html: mail.html,
        text: mail.text,
    }
}

/// What became of a test mail.
pub(super) fn test(test: &TemplateTest) -> api::TemplateTest {
    api::TemplateTest {
        outcome: test.outcome.to_owned(),
        reply: test.reply.as_ref().map(reply_body),
    }
}
