//! The way to the campus: one client for all requests, typed calls, the proof of the device's key,
//! the manifest and the campus's texts.

mod account;
mod bounds;
pub(crate) mod call;
mod demand;
mod fault;
mod manifest;
mod proof;
mod puzzle;
mod texts;
mod wire;

pub(crate) use account::{rules_bounded, unmet_bounded, ways_bounded};
pub(crate) use bounds::release_bounded;
pub(crate) use demand::demand_of;
pub(crate) use manifest::manifest_read;
pub(crate) use proof::DeviceKey;
pub(crate) use puzzle::puzzle_work;
pub(crate) use texts::text_read;
pub(crate) use wire::Wire;
