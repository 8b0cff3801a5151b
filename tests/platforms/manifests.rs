//! What the Android app asks for, and its plugins with it.
