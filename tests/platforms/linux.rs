//! The Debian package, installed in a root that has nothing else.
