//! One call from its first byte to its answer, which has its own form in every case.

use axum::{
    body::{Bytes, to_bytes},
    extract::{FromRequestParts as _, Request, State},
    response::Response,
    routing::{MethodRouter, post},
};
use http::StatusCode;
use http_body_util::LengthLimitError;
use usher_application::App;
use usher_domain::{actor::Actor, request_origin::RequestOrigin};

use super::{
    answers::Answer,
    auth,
    bodies::Fields,
    errors::AltcraftError,
    format::{Format, Head},
};
use crate::origin::Origin;

/// The most bytes of a body that are read.
const MAX_BYTES: usize = 1024 * 1024;

/// What a call is made of.
pub(super) struct Call {
    pub(super) app: App,
    pub(super) actor: Actor,
    pub(super) origin: RequestOrigin,
    pub(super) fields: Fields,
}

/// A route for a call.
pub(super) fn call<F, Fut>(run: F) -> MethodRouter<App>
where
    F: Fn(Call) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<Answer, AltcraftError>> + Send,
{
    post(async move |State(app): State<App>, request: Request| {
        let head = Head::of(request.uri(), request.headers());
        let mut format = head.answer();
        let result = match read(app, request, &head, &mut format).await {
            Ok(call) => run(call).await,
            Err(error) => Err(error),
        };
        respond(result, format)
    })
}

fn respond(result: Result<Answer, AltcraftError>, format: Format) -> Response {
    match result {
        Ok(answer) => answer.in_format(format, StatusCode::OK),
        Err(error) => error.in_format(format),
    }
}

/// Reads a request to its end. The answer's format is noted as soon as it is known.
async fn read(
    app: App,
    request: Request,
    head: &Head,
    format: &mut Format,
) -> Result<Call, AltcraftError> {
    let (mut parts, body) = request.into_parts();
    let body = whole(body).await?;
    let fields = Fields::read(&body, head.body).ok_or(AltcraftError::Incorrect(None))?;
    match fields.parsed("format", Format::parse)? {
        Some(wanted) => *format = wanted,
        None if head.asks_for_unknown() => return Err(AltcraftError::incorrect("format")),
        None => {}
    }
    let actor = auth::authenticate(&app, head, &parts.headers, &fields).await?;
    let Ok(Origin(origin)) = Origin::from_request_parts(&mut parts, &app).await;
    Ok(Call {
        app,
        actor,
        origin,
        fields,
    })
}

async fn whole(body: axum::body::Body) -> Result<Bytes, AltcraftError> {
    to_bytes(body, MAX_BYTES).await.map_err(|error| {
        if error.into_inner().is::<LengthLimitError>() {
            AltcraftError::BodyTooLarge
        } else {
            AltcraftError::Incorrect(None)
        }
    })
}
