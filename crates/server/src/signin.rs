//! First sign-in of a device.
