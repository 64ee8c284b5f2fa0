//! How long each step of the dialogue may take.

use std::time::Duration;

/// One limit for each step.
///
/// RFC 5321 (4.5.3.2) suggests minutes; those are for relays that have nothing else to do. Here a
/// person waits, and a step that takes this long is tried again later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SmtpTimeouts {
    /// Name resolution and connecting, over all addresses of the server.
    pub connect: Duration,
    /// STARTTLS and the TLS handshake.
    pub tls: Duration,
    /// Greeting and EHLO.
    pub ehlo: Duration,
    /// AUTH.
    pub auth: Duration,
    /// MAIL FROM and RCPT TO, each.
    pub envelope: Duration,
    /// The DATA command, and sending the content.
    pub data: Duration,
    /// The answer to the final dot: the server may be scanning or writing to its disk.
    pub end_of_data: Duration,
}

impl Default for SmtpTimeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            tls: Duration::from_secs(15),
            ehlo: Duration::from_secs(15),
            auth: Duration::from_secs(20),
            envelope: Duration::from_secs(30),
            data: Duration::from_mins(1),
            end_of_data: Duration::from_mins(2),
        }
    }
}

impl SmtpTimeouts {
    /// The same limit for every step.
    #[must_use]
    pub const fn all(limit: Duration) -> Self {
        Self {
            connect: limit,
            tls: limit,
            ehlo: limit,
            auth: limit,
            envelope: limit,
            data: limit,
            end_of_data: limit,
        }
    }

    /// The shorter of both limits for each step.
    #[must_use]
    pub fn at_most(self, other: Self) -> Self {
        Self {
            connect: self.connect.min(other.connect),
            tls: self.tls.min(other.tls),
            ehlo: self.ehlo.min(other.ehlo),
            auth: self.auth.min(other.auth),
            envelope: self.envelope.min(other.envelope),
            data: self.data.min(other.data),
            end_of_data: self.end_of_data.min(other.end_of_data),
        }
    }
}
