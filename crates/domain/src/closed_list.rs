//! Closed lists of words: what is stored in a column, sent over the wire and read back.

/// Declares a list: an enum whose members have names that are the same in the database, in APIs and on
/// the command line, and the error of a text that is none of them.
///
/// One place gives each member its name, so that what was written always reads back.
macro_rules! closed_list {
    (
        $(#[$doc:meta])*
        $list:ident, $unknown:ident, $what:literal {
            $(#[$first_doc:meta])* $first:ident = $first_name:literal,
            $($(#[$word_doc:meta])* $word:ident = $name:literal,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $list {
            $(#[$first_doc])* $first,
            $($(#[$word_doc])* $word,)*
        }

        #[doc = concat!("A text that names no ", $what, ".")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        #[error("unknown {}; one of {}", $what, concat!($first_name $(, ", ", $name)*))]
        pub struct $unknown;

        impl $list {
            /// Every one, in this order.
            pub const ALL: [Self; [$first_name $(, $name)*].len()] = [Self::$first $(, Self::$word)*];

            /// The name on the wire and in the database.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    Self::$first => $first_name,
                    $(Self::$word => $name,)*
                }
            }
        }

        impl std::fmt::Display for $list {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $list {
            type Err = $unknown;

            fn from_str(text: &str) -> Result<Self, $unknown> {
                let named = |word: &Self| word.as_str() == text;
                Self::ALL.into_iter().find(named).ok_or($unknown)
            }
        }
    };
}
pub(crate) use closed_list;

#[cfg(test)]
mod tests {
    use crate::user_import::{OnDuplicate, UnknownOnDuplicate};

    #[test]
    fn what_was_written_reads_back_and_nothing_else_does() {
        assert_eq!(OnDuplicate::ALL, [OnDuplicate::Skip, OnDuplicate::Update]);
        for word in OnDuplicate::ALL {
            assert_eq!(word.to_string().parse(), Ok(word));
        }
        for text in ["", "Skip", "leave", "skip "] {
            let read = text.parse::<OnDuplicate>();
            assert_eq!(read, Err(UnknownOnDuplicate), "{text:?}");
        }
        let told = UnknownOnDuplicate.to_string();
        assert_eq!(told, "unknown way with duplicates; one of skip, update");
    }
}
