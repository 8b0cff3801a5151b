//! How many files, and so how many connections, this process may hold open.

/// What the database, the log and the files of the download page need beside the connections.
const KEPT_BACK: usize = 256;
/// More connections than one machine has people for; beyond it only memory is lost.
const ENOUGH: u64 = 65_536;

/// Raises the limit as far as the system lets an ordinary process; how many connections fit below it.
pub(super) fn places() -> usize {
    let files = usize::try_from(raised()).unwrap_or(usize::MAX);
    files.saturating_sub(KEPT_BACK).max(files / 2)
}

#[cfg(unix)]
fn raised() -> u64 {
    use rustix::process::{Resource, getrlimit, setrlimit};

    let mut limit = getrlimit(Resource::Nofile);
    let now = limit.current.unwrap_or(ENOUGH);
    let wanted = limit.maximum.unwrap_or(ENOUGH).min(ENOUGH);
    if now >= wanted {
        return now.min(ENOUGH);
    }
    limit.current = Some(wanted);
    match setrlimit(Resource::Nofile, limit) {
        Ok(()) => wanted,
        Err(error) => {
            tracing::warn!(%error, now, wanted, "the limit of open files stays");
            now
        }
    }
}

#[cfg(not(unix))]
fn raised() -> u64 {
    // Windows counts sockets by memory.
    ENOUGH
}
