//! What the end of an SMTP conversation means for the message and for its provider.

use super::smtp_reply::{SmtpReply, clean_text};
use crate::closed_list::closed_list;

closed_list! {
    /// The steps of an SMTP conversation, in order.
    #[derive(PartialOrd, Ord)]
    SmtpStage, UnknownSmtpStage, "step of an SMTP conversation" {
        /// Name resolution and the TCP connection.
        Connect = "connect",
        /// The TLS handshake, and STARTTLS before it.
        Tls = "tls",
        /// The greeting and EHLO.
        Ehlo = "ehlo",
        /// AUTH.
        Auth = "auth",
        /// MAIL FROM.
        MailFrom = "mail_from",
        /// RCPT TO.
        RcptTo = "rcpt_to",
        /// The DATA command and the content up to, not including, the final dot.
        Data = "data",
        /// The final dot and the answer to it.
        EndOfData = "end_of_data",
    }
}

/// How one step of the conversation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The server replied.
    Reply(SmtpReply),
    /// The step's time ran out.
    TimedOut,
    /// The connection broke or spoke no SMTP; with what the system said about it.
    Lost(String),
}

impl Answer {
    fn into_parts(self) -> (Option<SmtpReply>, String) {
        match self {
            Self::Reply(reply) => {
                let detail = reply.to_string();
                (Some(reply), detail)
            }
            Self::TimedOut => (None, "timed out".to_owned()),
            Self::Lost(detail) => (None, clean_text(&detail)),
        }
    }
}

/// What a delivery attempt means for the message and for its provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The server took the message.
    Delivered(SmtpReply),
    /// The server refused this message for good.
    Refused(SmtpReply),
    /// This message waits for another attempt; the others go on.
    Deferred {
        /// The step that ended the attempt.
        stage: SmtpStage,
        /// The reply, unless the connection broke or fell silent.
        reply: Option<SmtpReply>,
        /// What happened, for people.
        detail: String,
    },
    /// The provider is not usable: no attempt of the message is spent, its circuit breaker opens.
    ProviderDown {
        /// The step that failed.
        stage: SmtpStage,
        /// The reply, unless the connection broke or fell silent.
        reply: Option<SmtpReply>,
        /// What happened, for people.
        detail: String,
    },
    /// The final dot was sent and no answer came: the server may or may not have the message.
    Uncertain {
        /// What happened, for people.
        detail: String,
    },
    /// The message can never be sent this way: it cannot be rendered, or needs what the server lacks.
    Unsendable {
        /// What is in the way, for people.
        detail: String,
    },
}

impl Verdict {
    /// The server's reply that decided, if one did.
    #[must_use]
    pub fn reply(&self) -> Option<&SmtpReply> {
        match self {
            Self::Delivered(reply) | Self::Refused(reply) => Some(reply),
            Self::Deferred { reply, .. } | Self::ProviderDown { reply, .. } => reply.as_ref(),
            Self::Uncertain { .. } | Self::Unsendable { .. } => None,
        }
    }

    /// What happened, in one line for people.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::Delivered(reply) | Self::Refused(reply) => reply.to_string(),
            Self::Deferred { stage, detail, .. } | Self::ProviderDown { stage, detail, .. } => {
                format!("{stage}: {detail}")
            }
            Self::Uncertain { detail } | Self::Unsendable { detail } => detail.clone(),
        }
    }
}

/// Decides what the end of a conversation at `stage` means.
///
/// `answer` is the answer that ended the attempt: a failure at any stage, or whatever came back
/// after the final dot.
///
/// - Up to MAIL FROM nothing concerns the message yet, so every failure is the provider's. So is
///   any 421: the server says that it, not the message, is the trouble.
/// - 5xx is final as the answer to RCPT TO and to the end of data. A 5xx to the DATA *command* is
///   not: at that point the recipient was accepted and the content not seen, so the server speaks
///   of its own state ("503 bad sequence", "554 no SMTP service"). It is not the provider's either,
///   since MAIL and RCPT went well; the message is deferred and spends an attempt, which bounds a
///   server that always answers so.
/// - Silence or a lost connection at RCPT TO and DATA defers the message for the same reason: a
///   recipient whose check hangs must not stop everybody else's mail by opening the breaker.
///   Without the final dot no server may deliver (RFC 5321, 4.1.1.4), so this is not uncertain.
/// - After the final dot everything but a clear answer is uncertain.
#[must_use]
pub fn judge(stage: SmtpStage, answer: Answer) -> Verdict {
    use SmtpStage::{Auth, Connect, Data, Ehlo, EndOfData, MailFrom, RcptTo, Tls};

    let class = match &answer {
        Answer::Reply(reply) if reply.code == 421 => return provider_down(stage, answer),
        Answer::Reply(reply) => Some(reply.code / 100),
        Answer::TimedOut | Answer::Lost(_) => None,
    };
    match (stage, class, answer) {
        (EndOfData, Some(2), Answer::Reply(reply)) => Verdict::Delivered(reply),
        (RcptTo | EndOfData, Some(5), Answer::Reply(reply)) => Verdict::Refused(reply),
        (EndOfData, Some(4), answer) | (RcptTo | Data, _, answer) => deferred(stage, answer),
        (EndOfData, _, answer) => Verdict::Uncertain {
            detail: answer.into_parts().1,
        },
        (Connect | Tls | Ehlo | Auth | MailFrom, _, answer) => provider_down(stage, answer),
    }
}

fn provider_down(stage: SmtpStage, answer: Answer) -> Verdict {
    let (reply, detail) = answer.into_parts();
    Verdict::ProviderDown {
        stage,
        reply,
        detail,
    }
}

fn deferred(stage: SmtpStage, answer: Answer) -> Verdict {
    let (reply, detail) = answer.into_parts();
    Verdict::Deferred {
        stage,
        reply,
        detail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(code: u16) -> Answer {
        Answer::Reply(SmtpReply::new(code, "said the server"))
    }

    fn kind(verdict: &Verdict) -> &'static str {
        match verdict {
            Verdict::Delivered(_) => "delivered",
            Verdict::Refused(_) => "refused",
            Verdict::Deferred { .. } => "deferred",
            Verdict::ProviderDown { .. } => "provider down",
            Verdict::Uncertain { .. } => "uncertain",
            Verdict::Unsendable { .. } => "unsendable",
        }
    }

    #[test]
    fn whatever_fails_before_the_recipient_is_the_providers_failure() {
        for stage in SmtpStage::ALL
            .into_iter()
            .filter(|stage| *stage <= SmtpStage::MailFrom)
        {
            for answer in [
                reply(421),
                reply(450),
                reply(535),
                reply(550),
                reply(334),
                Answer::TimedOut,
                Answer::Lost("reset".to_owned()),
            ] {
                let verdict = judge(stage, answer);
                assert_eq!(kind(&verdict), "provider down", "{verdict:?}");
            }
        }
    }

    #[test]
    fn a_421_is_the_providers_failure_at_every_stage() {
        for stage in SmtpStage::ALL {
            assert_eq!(kind(&judge(stage, reply(421))), "provider down", "{stage}");
        }
    }

    #[test]
    fn answers_about_the_message_decide_about_the_message() {
        use SmtpStage::{Data, EndOfData, RcptTo};
        for (stage, answer, expected) in [
            (RcptTo, reply(550), "refused"),
            (RcptTo, reply(451), "deferred"),
            (RcptTo, reply(354), "deferred"),
            (RcptTo, Answer::TimedOut, "deferred"),
            (RcptTo, Answer::Lost(String::new()), "deferred"),
            (Data, reply(554), "deferred"),
            (Data, reply(451), "deferred"),
            (Data, reply(250), "deferred"),
            (Data, Answer::TimedOut, "deferred"),
            (Data, Answer::Lost(String::new()), "deferred"),
            (EndOfData, reply(250), "delivered"),
            (EndOfData, reply(202), "delivered"),
            (EndOfData, reply(554), "refused"),
            (EndOfData, reply(452), "deferred"),
            (EndOfData, reply(354), "uncertain"),
            (EndOfData, Answer::TimedOut, "uncertain"),
            (EndOfData, Answer::Lost(String::new()), "uncertain"),
        ] {
            let verdict = judge(stage, answer.clone());
            assert_eq!(kind(&verdict), expected, "{stage} {answer:?}");
        }
    }

    #[test]
    fn the_deciding_reply_and_stage_can_be_recorded() {
        let verdict = judge(
            SmtpStage::Auth,
            Answer::Reply(SmtpReply::new(535, "5.7.8 bad login")),
        );
        let reply = verdict.reply().unwrap();
        assert_eq!(
            (reply.code, reply.enhanced.as_deref()),
            (535, Some("5.7.8"))
        );
        assert_eq!(verdict.detail(), "auth: 535 5.7.8 bad login");
        assert_eq!(
            judge(SmtpStage::Connect, Answer::TimedOut).detail(),
            "connect: timed out"
        );
    }

    #[test]
    fn a_secret_in_what_was_lost_is_not_recorded() {
        let token = "Ab3_".repeat(20);
        let lost = judge(
            SmtpStage::EndOfData,
            Answer::Lost(format!("bad reply: {token}")),
        );
        assert!(!lost.detail().contains(&token));
    }
}
