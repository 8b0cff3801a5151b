//! What the Apple projects ask for and promise.
