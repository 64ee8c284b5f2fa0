//! Where a request came from, for messages that tell their reader who asked.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use http::{header, request::Parts};
use usher_api_types::call_context::CallContext;
use usher_domain::request_origin::RequestOrigin;

use crate::places::Places;

/// Extracts the origin of a request. It cannot fail: what is not known stays out.
pub(crate) struct Origin(pub(crate) RequestOrigin);

impl<S: Sync> FromRequestParts<S> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let user_agent = parts
            .headers
            .get(header::USER_AGENT)
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let client = parts
            .extensions
            .get::<CallContext>()
            .and_then(|context| context.client);
        let places = parts.extensions.get::<Places>();
        let place = places.and_then(|places| places.of(client?));
        Ok(Self(RequestOrigin::new(
            user_agent.as_deref(),
            client,
            place.as_deref(),
        )))
    }
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    #[tokio::test]
    async fn program_address_and_place_come_from_header_context_and_the_known_places() {
        let request = Request::builder()
            .header("user-agent", "curl/8.5")
            .extension(CallContext {
                client: Some("192.0.2.7".parse().unwrap()),
                request_id: String::new(),
            })
            .extension(Places::new(|address| Some(format!("{address}\n, Germany"))))
            .body(())
            .unwrap();
        let Ok(Origin(origin)) = Origin::from_request_parts(&mut request.into_parts().0, &()).await;
        assert_eq!(origin.user_agent.as_deref(), Some("curl/8.5"));
        assert_eq!(origin.address, Some("192.0.2.7".parse().unwrap()));
        assert_eq!(origin.place.as_deref(), Some("192.0.2.7, Germany"));
    }

    #[tokio::test]
    async fn a_user_agent_of_any_bytes_is_made_harmless() {
        let request = Request::builder()
            .header("user-agent", &b"x\xff\ty"[..])
            .body(())
            .unwrap();
        let Ok(Origin(origin)) = Origin::from_request_parts(&mut request.into_parts().0, &()).await;
        assert_eq!(origin.user_agent.as_deref(), Some("x\u{FFFD}y"));
        assert_eq!((origin.address, origin.place), (None, None));
    }
}
