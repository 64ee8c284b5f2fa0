//! Bytes to and from a server: commands out, replies in. What they mean is decided elsewhere.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::time::timeout;
use usher_domain::delivery::{Answer, SmtpReply};

use super::transcript::Transcript;

/// The longest reply line that is read. RFC 5321 says 512; servers quote policies.
const MAX_LINE_BYTES: u64 = 4096;

/// The most lines of one reply.
const MAX_LINES: usize = 128;

/// A connection of any kind: TCP, or TLS over it.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Sync + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Sync + Unpin> Stream for T {}

/// A reply as it came, line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RawReply {
    pub(super) code: u16,
    pub(super) lines: Vec<String>,
}

impl RawReply {
    pub(super) const fn class(&self) -> u16 {
        self.code / 100
    }

    pub(super) fn to_reply(&self) -> SmtpReply {
        SmtpReply::new(self.code, &self.lines.join(" "))
    }

    /// As the answer that ends an attempt.
    pub(super) fn to_answer(&self) -> Answer {
        Answer::Reply(self.to_reply())
    }
}

/// One open connection.
pub(super) struct Wire {
    stream: BufReader<Box<dyn Stream>>,
    transcript: Transcript,
}

impl Wire {
    pub(super) fn new(stream: Box<dyn Stream>, transcript: Transcript) -> Self {
        Self {
            stream: BufReader::with_capacity(1024, stream),
            transcript,
        }
    }

    /// Gives the stream back, to be protected by TLS.
    ///
    /// Whatever the server, or someone in between, sent ahead of the handshake would afterwards be
    /// taken for protected replies; so it ends the connection.
    pub(super) fn into_stream(self) -> Result<Box<dyn Stream>, Answer> {
        if self.stream.buffer().is_empty() {
            Ok(self.stream.into_inner())
        } else {
            Err(Answer::Lost(
                "the server sent replies ahead of the TLS handshake".to_owned(),
            ))
        }
    }

    /// Sends commands, line ends included.
    pub(super) async fn send(&mut self, commands: &str) -> Result<(), Answer> {
        self.send_shown_as(commands, commands).await
    }

    async fn send_shown_as(&mut self, commands: &str, shown: &str) -> Result<(), Answer> {
        self.transcript.usher(shown);
        let mut accepted = 0;
        self.send_counting(commands.as_bytes(), &mut accepted).await
    }

    /// Sends what no transcript takes down, telling through `accepted` how much was handed over whatever happens, also when the
    /// future is dropped by a time limit.
    pub(super) async fn send_counting(
        &mut self,
        bytes: &[u8],
        accepted: &mut usize,
    ) -> Result<(), Answer> {
        let stream = self.stream.get_mut();
        while *accepted < bytes.len() {
            match stream.write(&bytes[*accepted..]).await {
                Ok(0) => return Err(closed()),
                Ok(count) => *accepted += count,
                Err(error) => return Err(lost(&error)),
            }
        }
        stream.flush().await.map_err(|error| lost(&error))
    }

    /// Reads one reply, of any number of lines (RFC 5321, 4.2.1).
    pub(super) async fn read_reply(&mut self) -> Result<RawReply, Answer> {
        let mut lines = Vec::new();
        loop {
            let line = self.read_line().await?;
            let (code, more, text) =
                split_line(&line).ok_or_else(|| Answer::Lost("not an SMTP reply".to_owned()))?;
            self.transcript.server(&line);
            lines.push(text.to_owned());
            if !more {
                return Ok(RawReply { code, lines });
            }
            if lines.len() >= MAX_LINES {
                return Err(Answer::Lost("the reply has too many lines".to_owned()));
            }
        }
    }

    pub(super) async fn command(&mut self, command: &str) -> Result<RawReply, Answer> {
        self.command_shown_as(command, command).await
    }

    /// A command that transcripts take down in other words.
    pub(super) async fn command_shown_as(
        &mut self,
        command: &str,
        shown: &str,
    ) -> Result<RawReply, Answer> {
        self.send_shown_as(command, shown).await?;
        self.read_reply().await
    }

    async fn read_line(&mut self) -> Result<String, Answer> {
        let mut line = Vec::new();
        (&mut self.stream)
            .take(MAX_LINE_BYTES)
            .read_until(b'\n', &mut line)
            .await
            .map_err(|error| lost(&error))?;
        match line.last() {
            // Servers write their texts in whatever encoding they grew up with.
            Some(b'\n') => Ok(String::from_utf8_lossy(&line).trim_end().to_owned()),
            Some(_) if line.len() as u64 >= MAX_LINE_BYTES => Err(Answer::Lost(
                "the reply has a line that is too long".to_owned(),
            )),
            Some(_) | None => Err(closed()),
        }
    }
}

/// Bounds a step in time.
pub(super) async fn within<T>(
    limit: Duration,
    step: impl Future<Output = Result<T, Answer>>,
) -> Result<T, Answer> {
    timeout(limit, step).await.unwrap_or(Err(Answer::TimedOut))
}

/// Doubles dots at the beginning of lines and ends with the final dot (RFC 5321, 4.5.2).
///
/// Line ends are CRLF already; a bare CR or LF would be smuggling, and becomes CRLF.
pub(super) fn dot_stuffed(bytes: &[u8]) -> Vec<u8> {
    if is_stuffed(bytes) {
        [bytes, b".\r\n"].concat()
    } else {
        stuffed_line_by_line(bytes)
    }
}

fn stuffed_line_by_line(bytes: &[u8]) -> Vec<u8> {
    let mut stuffed = Vec::with_capacity(bytes.len() + bytes.len() / 64 + 5);
    let body = bytes.strip_suffix(b"\r\n").unwrap_or(bytes);
    for line in body.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        for piece in line.split(|byte| *byte == b'\r') {
            if piece.first() == Some(&b'.') {
                stuffed.push(b'.');
            }
            stuffed.extend_from_slice(piece);
            stuffed.extend_from_slice(b"\r\n");
        }
    }
    stuffed.extend_from_slice(b".\r\n");
    stuffed
}

/// Whether no line begins with a dot and every line ends as it should, as in almost every mail. Each byte is
/// looked at beside the next, without a way out before the end: such a loop takes many at a time.
fn is_stuffed(bytes: &[u8]) -> bool {
    let well_begun = !bytes.starts_with(b".") && !bytes.starts_with(b"\n");
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let within = pairs.fold(true, |fine, (byte, next)| {
        let ends_well = (*byte == b'\r') == (*next == b'\n');
        fine && ends_well && !(*byte == b'\n' && *next == b'.')
    });
    well_begun && within && bytes.ends_with(b"\r\n")
}

/// Splits `250-text` and `250 text`.
fn split_line(line: &str) -> Option<(u16, bool, &str)> {
    let digits = line
        .get(..3)
        .filter(|code| code.bytes().all(|byte| byte.is_ascii_digit()))?;
    let code: u16 = digits
        .parse()
        .ok()
        .filter(|code| (200..600).contains(code))?;
    match line.as_bytes().get(3) {
        None => Some((code, false, "")),
        Some(b' ') => Some((code, false, &line[4..])),
        Some(b'-') => Some((code, true, &line[4..])),
        Some(_) => None,
    }
}

fn closed() -> Answer {
    Answer::Lost("the server closed the connection".to_owned())
}

fn lost(error: &io::Error) -> Answer {
    Answer::Lost(error.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dots_at_line_starts_are_doubled_and_the_end_is_marked_once() {
        for (body, sent) in [
            (&b""[..], &b"\r\n.\r\n"[..]),
            (b"a\r\n", b"a\r\n.\r\n"),
            (b"a", b"a\r\n.\r\n"),
            (b".\r\n..\r\na.b\r\n", b"..\r\n...\r\na.b\r\n.\r\n"),
            (b"a\r\n.\r\nQUIT\r\n", b"a\r\n..\r\nQUIT\r\n.\r\n"),
            (b"a\n.\nQUIT", b"a\r\n..\r\nQUIT\r\n.\r\n"),
            (b"a\r.\rQUIT", b"a\r\n..\r\nQUIT\r\n.\r\n"),
        ] {
            assert_eq!(dot_stuffed(body), sent, "{body:?}");
        }
    }

    #[test]
    fn reply_lines_are_split() {
        assert_eq!(split_line("250 ok"), Some((250, false, "ok")));
        assert_eq!(split_line("250-more"), Some((250, true, "more")));
        assert_eq!(split_line("354"), Some((354, false, "")));
        for line in [
            "",
            "25",
            "25x ok",
            "250ok",
            "650 x",
            "100 x",
            "é50 ok",
            "HTTP/1.1 200 OK",
        ] {
            assert_eq!(split_line(line), None, "{line}");
        }
    }

    #[test]
    fn nothing_that_needs_stuffing_is_taken_for_stuffed() {
        let mut bodies = vec![Vec::new()];
        for _ in 0..8 {
            for body in &bodies {
                let plainly = [body, &b".\r\n"[..]].concat();
                let needs_nothing = stuffed_line_by_line(body) == plainly;
                assert_eq!(is_stuffed(body), needs_nothing, "{body:?}");
            }
            let longer = |body: &Vec<u8>| b"a.\r\n".map(|byte| [&body[..], &[byte]].concat());
            bodies = bodies.iter().flat_map(longer).collect();
        }
    }

    proptest! {
        #[test]
        fn only_the_end_ends_the_content(body in "[a.\r\n]{0,40}") {
            let sent = dot_stuffed(body.as_bytes());
            let text = format!("\r\n{}", String::from_utf8(sent).unwrap());
            prop_assert!(text.ends_with("\r\n.\r\n"));
            prop_assert_eq!(text.matches("\r\n.\r\n").count(), 1);
            prop_assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        }
    }

    #[tokio::test]
    async fn replies_in_any_encoding_and_of_many_lines_are_read() {
        let bytes = &b"250-Gr\xfc\xdfe\r\n250 ok\r\nrest"[..];
        let mut wire = Wire::new(
            Box::new(tokio::io::join(bytes, tokio::io::sink())),
            Transcript::default(),
        );
        let reply = wire.read_reply().await.unwrap();
        assert_eq!((reply.code, reply.lines.len()), (250, 2));
        assert!(matches!(wire.into_stream(), Err(Answer::Lost(_))));
    }

    #[tokio::test]
    async fn endless_and_foreign_replies_end_the_connection() {
        let endless_line = vec![b'2'; 100_000];
        let endless_reply = b"250-x\r\n".repeat(1000);
        for bytes in [
            endless_line,
            endless_reply,
            b"hello\r\n".to_vec(),
            b"250 cut".to_vec(),
        ] {
            let stream = tokio::io::join(io::Cursor::new(bytes), tokio::io::sink());
            let mut wire = Wire::new(Box::new(stream), Transcript::default());
            assert!(matches!(wire.read_reply().await, Err(Answer::Lost(_))));
        }
    }
}
