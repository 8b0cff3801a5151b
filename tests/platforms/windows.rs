//! The programs for Windows, under Wine.
