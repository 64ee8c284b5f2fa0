//! What a mail server's words mean.

use usher_api_types::welcome_email::Reply;

use crate::words::language::t;

/// What a reply means, by its enhanced status code (RFC 3463), else by its class.
pub(crate) fn meaning(reply: &Reply) -> String {
    let enhanced = reply.enhanced.as_deref().unwrap_or_default();
    let subject = enhanced.split_once('.').map_or("", |(_, subject)| subject);
    let for_good = reply.code.is_some_and(|code| code >= 500) || enhanced.starts_with('5');
    match subject {
        "1.1" | "1.0" | "1.6" => t!("reply-no-mailbox"),
        "1.2" | "1.10" | "4.4" => t!("reply-no-domain"),
        "1.3" => t!("reply-malformed-address"),
        "1.7" | "1.8" | "7.26" | "7.27" => t!("reply-sender-distrusted"),
        "2.0" | "2.1" => t!("reply-mailbox-off"),
        "2.2" => t!("reply-mailbox-full"),
        "2.3" | "3.4" => t!("reply-too-large"),
        "7.0" | "7.1" if for_good => t!("reply-rules"),
        "7.0" | "7.1" => t!("reply-greylisted"),
        _ if for_good => t!("reply-refused"),
        _ => t!("reply-later"),
    }
}

/// Whether the address itself is what the server objects to: correcting it is the way on.
pub(crate) fn blames_address(reply: &Reply) -> bool {
    let enhanced = reply.enhanced.as_deref().unwrap_or_default();
    let subject = enhanced.split_once('.').map_or("", |(_, subject)| subject);
    matches!(subject, "1.0" | "1.1" | "1.2" | "1.3" | "1.6" | "1.10")
}

/// The reply as one line: `550 5.1.1 no such user`.
pub(crate) fn line(reply: &Reply) -> String {
    let code = reply.code.map(|code| code.to_string());
    // Some servers repeat the enhanced code in their text.
    let enhanced = reply.enhanced.as_deref();
    let enhanced = enhanced.filter(|enhanced| !reply.text.starts_with(enhanced));
    let parts = [code.as_deref(), enhanced, Some(reply.text.as_str())];
    parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(code: u16, enhanced: &str) -> Reply {
        Reply {
            code: Some(code),
            enhanced: Some(enhanced.to_owned()),
            text: "x".to_owned(),
        }
    }

    #[test]
    fn replies_are_explained_by_their_enhanced_code() {
        for (code, enhanced, part) in [
            (550, "5.1.1", "no mailbox"),
            (450, "4.7.1", "greylisting"),
            (550, "5.7.1", "rules"),
            (552, "5.2.2", "full"),
            (554, "", "for good"),
            (451, "", "at that moment"),
        ] {
            let meaning = meaning(&reply(code, enhanced));
            assert!(meaning.contains(part), "{code} {enhanced}: {meaning}");
        }
    }

    #[test]
    fn a_reply_is_one_line_that_says_nothing_twice() {
        assert_eq!(line(&reply(550, "5.1.1")), "550 5.1.1 x");
        let twice = Reply {
            text: "5.1.1 no such user".to_owned(),
            ..reply(550, "5.1.1")
        };
        assert_eq!(line(&twice), "550 5.1.1 no such user");
        let silent = Reply {
            code: None,
            enhanced: None,
            text: "connection refused".to_owned(),
        };
        assert_eq!(line(&silent), "connection refused");
    }

    #[test]
    fn only_answers_about_the_address_blame_it() {
        assert!(blames_address(&reply(550, "5.1.1")));
        assert!(!blames_address(&reply(552, "5.2.2")));
        assert!(!blames_address(&reply(550, "")));
    }
}
