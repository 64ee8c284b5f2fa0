//! Who is calling: the holder of the token in the body, in `Authorization`, or in the URL, in that
//! order. Cookies mean nothing here.

use http::HeaderMap;
use usher_application::{App, authentication};
use usher_domain::actor::Actor;

use super::{bodies::Fields, errors::AltcraftError, format::Head};
use crate::authenticate::bearer_token;

/// A token, and how it came.
#[derive(PartialEq, Eq)]
enum Presented<'a> {
    Usual(&'a str),
    /// URLs end up in the logs of proxies and the histories of shells.
    InUrl(&'a str),
}

/// The actor behind the token.
///
/// In the URL only API tokens that were made for one account count: whoever overhears one gets
/// nothing beyond that account. (The contract wants a switch; this is the safe position of it.)
pub(super) async fn authenticate(
    app: &App,
    head: &Head,
    headers: &HeaderMap,
    fields: &Fields,
) -> Result<Actor, AltcraftError> {
    let actor = match presented(head, headers, fields)? {
        Presented::Usual(token) => authentication::with_bearer(app, token).await,
        Presented::InUrl(token) => authentication::with_account_token(app, token).await,
    };
    Ok(actor?)
}

fn presented<'a>(
    head: &'a Head,
    headers: &'a HeaderMap,
    fields: &'a Fields,
) -> Result<Presented<'a>, AltcraftError> {
    if let Some(token) = fields.given("token")? {
        return Ok(Presented::Usual(token));
    }
    if let Some(token) = bearer_token(headers) {
        return Ok(Presented::Usual(token));
    }
    let in_url = head.url_token.as_deref().map(str::trim);
    let in_url = in_url.filter(|token| !token.is_empty());
    in_url
        .map(Presented::InUrl)
        .ok_or(AltcraftError::TokenRequired)
}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, header};

    use super::*;
    use crate::altcraft::format::Format;

    fn place(body: &str, header: Option<&'static str>, uri: &str) -> Option<String> {
        let fields = Fields::read(body.as_bytes(), Format::Json).unwrap();
        let header = header.map(|text| (header::AUTHORIZATION, HeaderValue::from_static(text)));
        let headers = header.into_iter().collect();
        let head = Head::of(&uri.parse().unwrap(), &headers);
        match presented(&head, &headers, &fields).ok()? {
            Presented::Usual(token) => Some(token.to_owned()),
            Presented::InUrl(token) => Some(format!("url {token}")),
        }
    }

    #[test]
    fn the_body_wins_over_the_header_and_that_over_the_url() {
        let (body, header, uri) = (r#"{"token":" b "}"#, Some("Bearer h"), "/?token=u");
        for (body, header, uri, found) in [
            (body, header, uri, Some("b")),
            ("{}", header, uri, Some("h")),
            (r#"{"token":""}"#, header, uri, Some("h")),
            (r#"{"token":null}"#, None, uri, Some("url u")),
            ("{}", Some("Basic dTpw"), uri, Some("url u")),
            ("{}", None, "/?token=+", None),
            ("{}", None, "/", None),
            (r#"{"token":["b"]}"#, header, uri, None),
        ] {
            assert_eq!(
                place(body, header, uri).as_deref(),
                found,
                "{body} {header:?} {uri}"
            );
        }
    }
}
