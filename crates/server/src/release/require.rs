//! The least version the campus takes.

use menhu_protocol::Requirement;

use crate::Campus;
use crate::books::Trouble;
use crate::books::release::Require;
use crate::identity::id;

/// Asks for a least version from a day on, in the place of what was asked for before.
///
/// # Errors
/// The database's.
pub async fn require(campus: &Campus, requirement: &Requirement) -> Result<(), Trouble> {
    let id = id(campus.clock.as_ref(), campus.dice.as_ref());
    campus
        .books
        .enter(&Require {
            id: &id,
            requirement,
            now: campus.clock.now(),
        })
        .await
}
