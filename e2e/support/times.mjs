// How long things take that a test with a steered clock does not want to wait for. Each is a little
// longer than the longest that the product may take (design.md §3; crates/mail, crates/domain).

/** The longest rest of a circuit breaker, in seconds. */
export const LONGEST_REST = 301;

/** The wait of a message after its first try, in seconds. */
export const FIRST_BACKOFF = 31;

/** How long a mail server's greeting is waited for, in seconds (crates/mail/src/smtp/timeouts.rs). */
export const GREETING = 16;

/** The life of a lease, in seconds. */
export const LEASE_LIFE = 31;

/** The life of a link by default, in seconds. */
export const LINK_LIFE = 7 * 24 * 3600;
