//! What a vendor's "the email is sent" is answered after.

use usher_application::{App, welcome_emails};
use usher_domain::{delivery::DeliveryStatus, message::Message};

/// What became of the message within the time that the contract's "the email is sent" is worth. It
/// is queued durably, so not learning more is no failure.
pub(crate) async fn outcome(app: &App, message: &Message) -> DeliveryStatus {
    let wait = app.settings().dialect_wait;
    match welcome_emails::wait(app, message.id, wait).await {
        Ok(message) => message.status,
        Err(error) => {
            tracing::warn!(welcome_email.id = %message.id, %error, "the outcome could not be read");
            message.status
        }
    }
}
