//! Which tags, names and operators stand in an account's template, before it is compiled.
//!
//! The engine's own limits count steps, but one step may double a text, and the compiler folds
//! constants and follows nested expressions as deep as they go. So what could grow (loops,
//! assignments, calls, arithmetic) is not admitted at all, and tags are bounded in length and
//! number. The tokens are the engine's own, so that nothing reads differently here than there.

use minijinja::machinery::{Span, Token, tokenize};
use minijinja::syntax::SyntaxConfig;
use usher_domain::template::TemplatePart;

use super::{MistakeKind, TemplateMistake};

/// The longest tag, in tokens.
const MAX_TAG_TOKENS: usize = 60;
/// The most tags of a part.
const MAX_TAGS: usize = 500;
/// So many mistakes of a part are told at once.
const MAX_MISTAKES: usize = 10;
/// The longest part of a source that a mistake repeats, in characters.
const MAX_REPEATED: usize = 40;

/// The values that templates may say.
pub(super) const VARIABLES: [&str; 20] = [
    "account_name",
    "direction",
    "display_name",
    "has_password",
    "link",
    "link_life.amount",
    "link_life.text",
    "link_life.unit",
    "locale",
    "login",
    "recipient_address",
    "requested.at",
    "requested.by",
    "requested.kind",
    "requested.place",
    "requested.program",
    "requested.system",
    "sender_address",
    "sender_name",
    "subject",
];

/// What may be done with a value.
const FILTERS: [&str; 7] = [
    "capitalize",
    "isolated",
    "lower",
    "ltr",
    "strong",
    "trim",
    "upper",
];

/// Words that are no names in an expression.
const KEYWORDS: [&str; 11] = [
    "and", "or", "not", "if", "else", "true", "false", "none", "True", "False", "None",
];

/// The parts of the frame that a template may fill.
const BLOCKS: [&str; 3] = ["preview", "body", "footer"];

/// The frame that an HTML part may extend.
pub(super) const FRAME: &str = "layout.html";

type Spanned<'a> = (Token<'a>, Span);

/// Everything in a part that is not admitted, as far as it can be read.
pub(super) fn scan(part: TemplatePart, source: &str, syntax: SyntaxConfig) -> Vec<TemplateMistake> {
    let mut mistakes = Vec::new();
    let mut tag: Option<Vec<Spanned<'_>>> = None;
    let mut tags = 0;
    for token in tokenize(source, false, syntax) {
        let (token, span) = match token {
            Ok(token) => token,
            Err(error) => {
                mistakes.push(mistake(
                    part,
                    error.line().unwrap_or(0),
                    MistakeKind::Syntax,
                ));
                break;
            }
        };
        match token {
            Token::VariableStart | Token::BlockStart => {
                tags += 1;
                tag = Some(vec![(token, span)]);
            }
            Token::VariableEnd | Token::BlockEnd => {
                judge(part, &tag.take().unwrap_or_default(), &mut mistakes);
            }
            token => {
                if let Some(tag) = &mut tag {
                    tag.push((token, span));
                }
            }
        }
        let long = tag.as_ref().is_some_and(|tag| tag.len() > MAX_TAG_TOKENS);
        if long || tags > MAX_TAGS {
            mistakes.push(mistake(part, line(span), MistakeKind::TooLarge));
        }
        if long || tags > MAX_TAGS || mistakes.len() >= MAX_MISTAKES {
            break;
        }
    }
    mistakes
}

/// Judges one tag with its opening.
fn judge(part: TemplatePart, tag: &[Spanned<'_>], mistakes: &mut Vec<TemplateMistake>) {
    let refused = match tag {
        [(Token::VariableStart, _), expression @ ..] => expression_mistake(part, expression),
        [
            (Token::BlockStart, _),
            (Token::Ident(name), span),
            rest @ ..,
        ] => match *name {
            "if" | "elif" => expression_mistake(part, rest),
            "else" | "endif" => None,
            "extends" if part == TemplatePart::Html => match rest {
                [(Token::Str(FRAME), _)] => None,
                _ => Some((*span, not_available("extends"))),
            },
            "block" | "endblock" if part == TemplatePart::Html => match rest {
                [] => None,
                [(Token::Ident(block), _)] if BLOCKS.contains(block) => None,
                _ => Some((*span, not_available(name))),
            },
            _ => Some((*span, not_available(name))),
        },
        // What is no tag at all is for the parser to explain.
        _ => None,
    };
    mistakes.extend(refused.map(|(span, kind)| mistake(part, line(span), kind)));
}

/// The first thing in an expression that is not admitted.
fn expression_mistake(part: TemplatePart, tokens: &[Spanned<'_>]) -> Option<(Span, MistakeKind)> {
    let mut at = 0;
    while let Some((token, span)) = tokens.get(at) {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        let before = before.map(|(token, _)| token);
        let length = match token {
            Token::Ident(name) if matches!(before, Some(Token::Pipe)) => {
                FILTERS.contains(name).then_some(1)
            }
            Token::Ident(name) if KEYWORDS.contains(name) => Some(1),
            Token::Ident(_) => {
                let (path, length) = path(&tokens[at..]);
                let known = VARIABLES.contains(&path.as_str())
                    && (path != "subject" || part != TemplatePart::Subject);
                let called = matches!(tokens.get(at + length), Some((Token::ParenOpen, _)));
                if !known && !called {
                    return Some((*span, MistakeKind::UnknownVariable(shortened(&path))));
                }
                (!called).then_some(length)
            }
            Token::ParenOpen => match before {
                Some(Token::Ident(name)) => KEYWORDS.contains(name).then_some(1),
                Some(Token::Str(_) | Token::String(_) | Token::ParenClose) => None,
                _ => Some(1),
            },
            Token::ParenClose
            | Token::Str(_)
            | Token::String(_)
            | Token::Int(_)
            | Token::Pipe
            | Token::Eq
            | Token::Ne
            | Token::Gt
            | Token::Gte
            | Token::Lt
            | Token::Lte => Some(1),
            _ => None,
        };
        match length {
            Some(length) => at += length,
            None => return Some((*span, not_available(&shown(token)))),
        }
    }
    None
}

/// The dotted name that the tokens begin with, and its length in tokens.
fn path(tokens: &[Spanned<'_>]) -> (String, usize) {
    let mut path = String::new();
    let mut length = 0;
    while let Some((Token::Ident(name), _)) = tokens.get(length) {
        path.push_str(name);
        length += 1;
        match (tokens.get(length), tokens.get(length + 1)) {
            (Some((Token::Dot, _)), Some((Token::Ident(_), _))) => {
                path.push('.');
                length += 1;
            }
            _ => break,
        }
    }
    (path, length)
}

fn shown(token: &Token<'_>) -> String {
    match token {
        Token::Ident(name) => (*name).to_owned(),
        other => other.to_string().trim_matches('`').to_owned(),
    }
}

fn not_available(what: &str) -> MistakeKind {
    MistakeKind::NotAvailable(shortened(what))
}

fn shortened(text: &str) -> String {
    text.chars().take(MAX_REPEATED).collect()
}

fn line(span: Span) -> usize {
    span.start_line.into()
}

fn mistake(part: TemplatePart, line: usize, kind: MistakeKind) -> TemplateMistake {
    TemplateMistake { part, line, kind }
}
