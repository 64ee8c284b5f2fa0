//! Numbers by themselves. With a noun they are messages of their own: only the language knows how the
//! two agree.

use crate::words::language::t;

/// `1,234,567`, as the language of the answer groups digits.
pub(crate) fn grouped(count: i64) -> String {
    t!("number", count = count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped() {
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(-1_234_567), "-1,234,567");
    }
}
