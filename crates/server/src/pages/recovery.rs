//! Forgotten passwords in a browser.

/// The cookie that names the running recovery; see `registration`'s.
const COOKIE: [&str; 2] = ["recovery", "__Host-recovery"];

/// The cookie's name below the campus's origin.
pub(crate) fn cookie(origin: &str) -> &'static str {
    COOKIE[usize::from(origin.starts_with("https:"))]
}
