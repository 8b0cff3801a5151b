//! Finding a campus and putting it on.

use serde::{Deserialize, Serialize};

use super::{Demand, command};
use crate::api::session::Done;
use crate::api::signin::Agreed;
use crate::values::CampusAddress;
use crate::{Manifest, TextKind};

command! {
    /// Reads the campus behind a typed address, a scanned code or a link. Keeps nothing yet.
    campus_find: CampusFind { text: String } -> CampusCard;
    /// The campus's own texts, to be read before anything personal is sent.
    campus_texts: CampusTexts { address: CampusAddress } -> Vec<CampusText>;
    /// This is my campus, and these of its texts are agreed to.
    campus_adopt: CampusAdopt { address: CampusAddress, agreed: Vec<Agreed> } -> CampusCard;
    /// Forgets the campus; only while nobody is signed in.
    campus_leave: CampusLeave {} -> Done;
}

/// A campus as the page wears it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampusCard {
    pub manifest: Manifest,
    /// The host, to be shown in large type before anything is typed.
    pub host: String,
    /// What was agreed to here. Texts of the manifest that are newer must be asked for again.
    pub agreed: Vec<Agreed>,
    /// When the manifest was read, UTC milliseconds.
    pub read_at: i64,
    /// A newer app is asked for, now or from a day on. Worked out anew whenever the card is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demand: Option<Demand>,
}

impl CampusCard {
    /// The texts of the campus that wait for agreement, new or newer than what was agreed to.
    pub fn unagreed(&self) -> Vec<TextKind> {
        self.manifest
            .texts
            .iter()
            .filter(|text| {
                !self
                    .agreed
                    .iter()
                    .any(|a| a.kind == text.kind && a.version == text.version)
            })
            .map(|text| text.kind)
            .collect()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampusText {
    pub kind: TextKind,
    pub version: String,
    /// One paragraph a line.
    pub body: String,
    /// What changed since the version agreed to before, one point a line; empty for the first.
    pub changed: String,
}
