//! "Firefox on Linux" out of what a program calls itself.

use woothee::parser::Parser;

use crate::words::language::t;

/// What the parser says when it does not know.
const UNKNOWN: &str = "UNKNOWN";

/// The most that is shown of a name that nobody knows.
const MAX_UNKNOWN: usize = 60;

/// A program as people call it. One that is no browser, such as `curl/8.5.0`, keeps its own name.
pub(crate) fn platform(user_agent: &str) -> String {
    let known = Parser::new().parse(user_agent);
    let part = |text: &str| (!text.is_empty() && text != UNKNOWN).then(|| text.to_owned());
    let program = known.as_ref().and_then(|known| part(known.name));
    let system = known.as_ref().and_then(|known| part(known.os));
    let program = match program.as_deref() {
        Some("Internet Explorer") if user_agent.contains("Edg") => Some("Edge".to_owned()),
        _ => program,
    };
    // Browsers have frozen the version of Windows that they name, so it would mislead.
    let system = system.map(|system| match system.as_str() {
        "Mac OSX" => "macOS".to_owned(),
        windows if windows.starts_with("Windows ") => "Windows".to_owned(),
        _ => system,
    });
    match (program, system) {
        (Some(program), Some(system)) => t!("platform", program = program, system = system),
        (Some(program), None) => program,
        _ => user_agent.chars().take(MAX_UNKNOWN).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::platform;

    #[test]
    fn browsers_get_their_common_name_and_others_keep_theirs() {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        assert_eq!(platform(firefox), "Firefox on Linux");
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0";
        assert_eq!(platform(edge), "Edge on Windows");
        assert_eq!(platform("deploy-script"), "deploy-script");
        assert_eq!(platform("Firefox on Linux"), "Firefox on Linux");
        assert_eq!(platform(&"é".repeat(100)).chars().count(), 60);
    }
}
