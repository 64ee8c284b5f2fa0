//! Bulk sends: starting what was looked at, pausing, resuming, calling off.

use axum::{http::StatusCode, response::Response};
use usher_api_types::{
    bulk_send::{BulkSend, BulkSendPreview, CreateBulkSend, UserFilter},
    problem::ErrorCode,
};
use usher_domain::bulk_send::BulkSendLimits;
use uuid::Uuid;

use crate::{
    api_client::ApiFailure,
    components::form_errors::FormErrors,
    extract::{Filled, Id},
    forms::{filled, refused},
    page_error::PageError,
    pages::{
        bulk_send::path,
        new_bulk_send::{Seen, send_page},
    },
    redirect, request_key,
    visit::Admin,
    words::language::t,
};

/// What is chosen on the page that sends to many, as it was entered. Fields have the names that the API
/// gives them.
#[derive(Debug, Clone)]
pub(crate) struct BulkSendForm {
    /// Users who were ticked in the list; nothing where all that match are meant.
    pub(crate) user_ids: Vec<Uuid>,
    /// Whom a list with this filter shows; none where users were ticked.
    pub(crate) filter: Option<UserFilter>,
    pub(crate) template_id: String,
    pub(crate) pace_per_minute: String,
    pub(crate) canary: String,
    pub(crate) failure_threshold_percent: String,
    pub(crate) skip_welcomed_within_hours: String,
    /// How many would be sent an email when the page was shown.
    expected: Option<i64>,
    /// The name of what this page asks for.
    request_key: Option<Uuid>,
}

impl BulkSendForm {
    /// Reads a form or a query, in which names may repeat; what is missing is as usual.
    pub(crate) fn read(pairs: Vec<(String, String)>) -> Self {
        let usual = BulkSendLimits::default();
        let mut form = Self {
            user_ids: Vec::new(),
            filter: None,
            template_id: String::new(),
            pace_per_minute: String::new(),
            canary: usual.canary.to_string(),
            failure_threshold_percent: usual.failure_threshold_percent.to_string(),
            skip_welcomed_within_hours: usual.skip_welcomed_within_hours.to_string(),
            expected: None,
            request_key: None,
        };
        let (mut all, mut filter) = (false, UserFilter::default());
        for (name, value) in pairs {
            match name.as_str() {
                "user_ids" => form.user_ids.extend(Uuid::try_parse(&value)),
                "all" => all = true,
                "search" => filter.search = filled(&value),
                "status" => filter.status = filled(&value),
                "welcome" => filter.welcome = filled(&value),
                "template_id" => form.template_id = value,
                "pace_per_minute" => form.pace_per_minute = value,
                "canary" => form.canary = value,
                "failure_threshold_percent" => form.failure_threshold_percent = value,
                "skip_welcomed_within_hours" => form.skip_welcomed_within_hours = value,
                "expected" => form.expected = value.parse().ok(),
                request_key::FIELD => form.request_key = Uuid::try_parse(&value).ok(),
                _ => {}
            }
        }
        form.filter = all.then_some(filter);
        form
    }

    /// Whether it says to whom to send.
    pub(crate) fn names_somebody(&self) -> bool {
        self.filter.is_some() || !self.user_ids.is_empty()
    }

    /// What is asked of the API: to start the run if so many would be sent an email, else a dry run.
    fn body(&self, expected_to_send: Option<i64>) -> CreateBulkSend {
        let listed = self.filter.is_none().then(|| self.user_ids.clone());
        CreateBulkSend {
            filter: self.filter.clone(),
            user_ids: listed,
            dry_run: expected_to_send.is_none(),
            template_id: filled(&self.template_id),
            pace_per_minute: filled(&self.pace_per_minute).map(|pace| number(&pace)),
            canary: Some(number(&self.canary)),
            failure_threshold_percent: Some(number(&self.failure_threshold_percent)),
            skip_welcomed_within_hours: Some(number(&self.skip_welcomed_within_hours)),
            expected_to_send,
        }
    }

    /// What sending would do now.
    pub(crate) async fn preview(
        &self,
        admin: &Admin,
        account: Uuid,
    ) -> Result<BulkSendPreview, ApiFailure> {
        let body = self.body(None);
        admin.visit.api.post(&api(account), &body).await?.read()
    }

    /// Starts what was seen. A page that is sent twice starts it once, and both times this is its run.
    async fn start(
        &self,
        admin: &Admin,
        account: Uuid,
        seen: Look,
    ) -> Result<BulkSend, ApiFailure> {
        let (api, path) = (&admin.visit.api, api(account));
        let body = self.body(Some(seen.to_send));
        let first = api.post_once(&path, &body, seen.request_key).await;
        let answer = match first {
            // Less is left to send when the same page was sent a moment ago: then it is known by now.
            Err(failure) if failure.code() == ErrorCode::Conflict => {
                api.post_once(&path, &body, seen.request_key).await
            }
            answer => answer,
        };
        answer?.read()
    }

    /// What the page that was sent has shown; none when it showed nobody to send to.
    fn look(&self) -> Option<Look> {
        Some(Look {
            to_send: self.expected.filter(|count| *count > 0)?,
            request_key: self.request_key?,
        })
    }
}

/// What somebody has looked at before she sent it.
#[derive(Debug, Clone, Copy)]
struct Look {
    to_send: i64,
    request_key: Uuid,
}

/// What is no number lies outside of every range, and is refused with the range in question.
fn number(text: &str) -> i64 {
    text.trim().parse().unwrap_or(i64::MIN)
}

fn api(account: Uuid) -> String {
    format!("/api/v1/accounts/{account}/bulk-sends")
}

/// `POST /ui/accounts/{id}/bulk-sends`. Only what was seen is done; where that has changed, it is to be
/// looked at again.
pub(crate) async fn create(
    admin: Admin,
    Id(account): Id,
    Filled(pairs): Filled<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let form = BulkSendForm::read(pairs);
    let again = StatusCode::UNPROCESSABLE_ENTITY;
    if !form.names_somebody() {
        return send_page(again, &admin, account, form, Seen::Nobody).await;
    }
    let reused = match form.look() {
        None => false,
        Some(seen) => match form.start(&admin, account, seen).await {
            Ok(send) => return Ok(redirect::see_other(&path(send.id))),
            Err(failure) => match failure.code() {
                ErrorCode::Conflict => false,
                ErrorCode::IdempotencyKeyReused => true,
                _ => return refusal(&admin, account, form, failure).await,
            },
        },
    };
    match form.preview(&admin, account).await {
        Ok(preview) => {
            let count = preview.to_send;
            let told = if reused {
                t!("bulk-sent-before", count = count)
            } else if form.look().is_some_and(|seen| seen.to_send == count) {
                // Refused, and not because of whom it would go to.
                t!("bulk-too-many")
            } else {
                t!("bulk-changed", count = count)
            };
            let seen = Seen::Preview(preview, FormErrors::general(told));
            send_page(again, &admin, account, form, seen).await
        }
        Err(failure) => refusal(&admin, account, form, failure).await,
    }
}

/// The form again with what is wrong in it, or the error's own page.
pub(crate) async fn refusal(
    admin: &Admin,
    account: Uuid,
    form: BulkSendForm,
    failure: ApiFailure,
) -> Result<Response, PageError> {
    if !failure.is_correctable() {
        return Err(failure.into());
    }
    let errors = FormErrors::of_failure(&failure, "password");
    let again = StatusCode::UNPROCESSABLE_ENTITY;
    send_page(again, admin, account, form, Seen::Refused(errors)).await
}

/// `POST /ui/bulk-sends/{id}/pause`.
pub(crate) async fn pause(admin: Admin, Id(id): Id) -> Response {
    control(&admin, id, "pause").await
}

/// `POST /ui/bulk-sends/{id}/resume`.
pub(crate) async fn resume(admin: Admin, Id(id): Id) -> Response {
    control(&admin, id, "resume").await
}

/// `POST /ui/bulk-sends/{id}/cancel`.
pub(crate) async fn cancel(admin: Admin, Id(id): Id) -> Response {
    control(&admin, id, "cancel").await
}

async fn control(admin: &Admin, id: Uuid, what: &str) -> Response {
    let api = format!("/api/v1/bulk-sends/{id}/{what}");
    match admin.visit.api.post_empty(&api).await {
        Ok(_) => redirect::see_other(&path(id)),
        Err(failure) => refused(&path(id), failure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> BulkSendForm {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        BulkSendForm::read(pairs.iter().map(owned).collect())
    }

    #[test]
    fn what_was_ticked_is_not_mixed_with_a_filter() {
        let id = Uuid::from_u128(7).to_string();
        let ticked = read(&[("user_ids", &id), ("user_ids", "x"), ("search", "ada")]);
        let body = ticked.body(None);
        assert_eq!(body.user_ids, Some(vec![Uuid::from_u128(7)]));
        assert_eq!(body.filter, None);
        let all = read(&[("all", "true"), ("search", " ada "), ("user_ids", &id)]);
        let body = all.body(Some(1));
        assert_eq!(body.user_ids, None);
        let search = body.filter.and_then(|filter| filter.search);
        assert_eq!(search.as_deref(), Some("ada"));
        assert!(!read(&[("search", "ada")]).names_somebody());
    }

    #[test]
    fn an_empty_pace_is_none_and_no_number_is_in_no_range() {
        let body = read(&[("all", "true"), ("canary", "many")]).body(None);
        assert_eq!(body.pace_per_minute, None);
        assert_eq!(body.failure_threshold_percent, Some(20));
        let canary = body.canary.expect("a number");
        assert!(BulkSendLimits::read_canary(canary).is_err());
    }
}
