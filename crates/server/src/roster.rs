//! The roster and its import.
