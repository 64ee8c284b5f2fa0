//! How far a message got: the answer to "did she get it, and what happened then?", as a sentence and
//! step by step.

use usher_api_types::{
    account_user::AccountUser,
    welcome_email::{LinkStatus, WelcomeEmail},
};

use crate::words::{
    ago::until,
    deliveries::{is_moving, last_reply, never_arrived, waits_for_our_server},
    instants::instant,
    language::t,
    replies,
};

/// Where a step stands. The text beside it says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StepState {
    /// It happened.
    Done,
    /// It is happening, or was put off.
    Current,
    /// It may happen yet.
    Waiting,
    /// It did not happen, and now it cannot.
    Missed,
    /// Here it ended.
    Stopped,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// Where it stands.
    pub(crate) state: StepState,
    /// What it is.
    pub(crate) title: String,
    /// When it happened, or why not; empty where the title says it all.
    pub(crate) text: String,
}

impl Step {
    fn new(state: StepState, title: String, text: String) -> Self {
        Self { state, title, text }
    }
}

/// The answer in a sentence, about the latest welcome email of `user`.
pub(crate) fn verdict(message: &WelcomeEmail, user: &AccountUser) -> String {
    let link = message.link.as_ref();
    if link.is_some_and(|link| link.used_at.is_some()) {
        return t!("verdict-used");
    }
    if waits_for_our_server(message) {
        return t!("verdict-provider-down");
    }
    match message.status.as_str() {
        status if is_moving(status) => t!("verdict-on-its-way"),
        "deferred" => t!("verdict-deferred"),
        "failed" => t!("verdict-failed"),
        "cancelled" => t!("verdict-cancelled"),
        "captured" => t!("verdict-captured"),
        _ => match link {
            Some(link) => verdict_on_link(link, user),
            None => t!("verdict-superseded"),
        },
    }
}

fn verdict_on_link(link: &LinkStatus, user: &AccountUser) -> String {
    match link.state.as_str() {
        "expired" => t!("verdict-expired"),
        "superseded" => t!("verdict-superseded"),
        "open" if link.first_opened_at.is_none() => t!("verdict-sent"),
        "open" if link.looks_like_scanner => t!("verdict-scanned"),
        "open" => t!("verdict-opened"),
        _ if user.status == "disabled" => t!("verdict-void-disabled"),
        _ => t!("verdict-void"),
    }
}

/// The same step by step: asked for, sent, opened, password set.
pub(crate) fn steps(message: &WelcomeEmail) -> [Step; 4] {
    let at = instant(message.requested_at);
    let asked = match &message.requested_by.name {
        Some(name) => t!("step-at-by", at = at, name = name.as_str()),
        None => at,
    };
    let asked = Step::new(StepState::Done, t!("step-asked"), asked);
    if never_arrived(message) {
        let missed = |title| Step::new(StepState::Missed, title, t!("step-not-reached"));
        let (opened, password) = (missed(t!("step-opened")), missed(t!("step-password")));
        return [asked, sent(message), opened, password];
    }
    let link = message.link.as_ref();
    [asked, sent(message), opened(link), password(message, link)]
}

fn sent(message: &WelcomeEmail) -> Step {
    let (state, text) = match message.status.as_str() {
        "captured" => return captured(message),
        "sent" => (
            StepState::Done,
            message.sent_at.map(instant).unwrap_or_default(),
        ),
        "failed" => {
            let reason = last_reply(message).map(replies::meaning);
            let text = reason.unwrap_or_else(|| t!("step-given-up"));
            return Step::new(StepState::Stopped, t!("step-failed"), text);
        }
        "cancelled" => {
            let text = t!("step-cancelled-when");
            return Step::new(StepState::Stopped, t!("step-cancelled"), text);
        }
        _ => return under_way(message),
    };
    Step::new(state, t!("step-sent"), text)
}

fn under_way(message: &WelcomeEmail) -> Step {
    let put_off = message.status == "deferred" || waits_for_our_server(message);
    let (title, text) = match message.next_attempt_at.filter(|_| put_off) {
        Some(at) => (t!("step-deferred"), t!("step-next-try", when = until(at))),
        None if message.status == "sending" => (t!("step-under-way"), t!("step-sending")),
        None => (t!("step-under-way"), t!("step-waiting")),
    };
    Step::new(StepState::Current, title, text)
}

fn captured(message: &WelcomeEmail) -> Step {
    let at = message.sent_at.unwrap_or(message.requested_at);
    let text = t!("step-captured-at", at = instant(at));
    Step::new(StepState::Done, t!("step-captured"), text)
}

fn opened(link: Option<&LinkStatus>) -> Step {
    let waiting = || Step::new(StepState::Waiting, t!("step-opened"), t!("step-not-yet"));
    let done = |text| Step::new(StepState::Done, t!("step-opened"), text);
    let Some(link) = link else { return waiting() };
    let by_scanner = |at| t!("step-scanner", at = instant(at));
    match (link.first_opened_at, link.used_at, link.state.as_str()) {
        (Some(at), Some(_), _) => done(instant(at)),
        // Visits are counted as far as that costs nothing: a used link was opened all the same.
        (None, Some(_), _) => done(t!("step-opened-unseen")),
        (Some(at), None, _) if !link.looks_like_scanner => done(instant(at)),
        (Some(at), None, "open") => {
            let title = t!("step-opened-by-nobody");
            Step::new(StepState::Waiting, title, by_scanner(at))
        }
        (Some(at), None, _) => {
            let title = t!("step-opened-by-nobody-ever");
            Step::new(StepState::Missed, title, by_scanner(at))
        }
        (None, None, "open") => waiting(),
        (None, None, _) => Step::new(StepState::Missed, t!("step-opened-never"), String::new()),
    }
}

fn password(message: &WelcomeEmail, link: Option<&LinkStatus>) -> Step {
    let under_way = matches!(message.status.as_str(), "queued" | "sending" | "deferred");
    let waiting = || Step::new(StepState::Waiting, t!("step-password"), t!("step-not-yet"));
    let over = |text| Step::new(StepState::Stopped, t!("step-no-password"), text);
    let Some(link) = link else {
        return if under_way {
            waiting()
        } else {
            over(t!("step-superseded"))
        };
    };
    match (link.used_at, link.state.as_str()) {
        (Some(at), _) => Step::new(StepState::Done, t!("step-password"), instant(at)),
        (None, "open") => waiting(),
        (None, "expired") => over(t!("step-expired", at = instant(link.expires_at))),
        (None, "superseded") => over(t!("step-superseded")),
        (None, _) => over(t!("step-void")),
    }
}
