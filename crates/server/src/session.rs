//! Sessions of devices.
