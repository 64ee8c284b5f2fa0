//! How a mail provider is doing, for people who have never heard of a circuit breaker.

use usher_api_types::mail_provider::MailProvider;

/// What the mail provider is called that writes into a folder instead of sending.
const CAPTURE: &str = "capture";

/// Whether it captures mail instead of sending it.
pub(crate) fn captures(provider: &MailProvider) -> bool {
    provider.endpoint == CAPTURE
}

/// The label of its state.
pub(crate) fn state_label(provider: &MailProvider) -> &'static str {
    match provider.breaker.as_str() {
        _ if captures(provider) => "Capturing",
        "closed" => "In use",
        "open" => "Resting",
        "half_open" => "About to be tried again",
        _ => "Unknown",
    }
}

/// What the state means.
pub(crate) fn state_text(provider: &MailProvider) -> &'static str {
    match provider.breaker.as_str() {
        _ if captures(provider) => {
            "Every message is written to a folder of this machine and can be read here. Nobody receives it."
        }
        "closed" => "Messages go out through it.",
        "open" => {
            "It failed, so it is left alone for a while: seconds at first, at most five minutes. Messages wait meanwhile and lose no try."
        }
        "half_open" => {
            "Its rest is over. One message goes out to see whether it works again; the others follow if it does."
        }
        _ => "Its state is not one that this page knows.",
    }
}

/// What a failure means and what to do, told by the step at which it happened. The failure reads
/// `connect: connection refused`: the step, then what came back.
pub(crate) fn failure_meaning(failure: &str) -> &'static str {
    let (step, detail) = failure.split_once(": ").unwrap_or((failure, ""));
    match step {
        "connect" if detail == "timed out" => {
            "The mail server did not answer in time. It may be down, or a firewall may be in between."
        }
        "connect" => {
            "No connection came about. Check host and port in the configuration, and whether the mail server runs."
        }
        "tls" => {
            "No secure connection came about. The mail server may offer no TLS on this port, or its certificate may not be valid for the configured host."
        }
        "ehlo" => {
            "The mail server ended the conversation at the greeting. It may be overloaded, or refuse this machine’s address."
        }
        "auth" => {
            "The mail server did not accept user name and password. Check them in the configuration."
        }
        "mail_from" => {
            "The mail server did not accept our sender address. Check the sender in the configuration, and that the server lets us use it."
        }
        _ => "The mail server broke the conversation off. It may be overloaded or restarting.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_explained_by_the_step_at_which_they_happened() {
        assert!(failure_meaning("connect: Connection refused").contains("host and port"));
        assert!(failure_meaning("connect: timed out").contains("in time"));
        assert!(failure_meaning("auth: 535 5.7.8 no").contains("password"));
        assert!(failure_meaning("tls: bad certificate").contains("certificate"));
        assert!(failure_meaning("rcpt_to: 421 closing").contains("broke"));
        assert!(failure_meaning("").contains("broke"));
    }
}
