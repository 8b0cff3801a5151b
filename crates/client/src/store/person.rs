//! Who is signed in, and what is kept of each person. Couples share a phone: each one's rows stand
//! apart and go at their sign-out.

use menhu_protocol::api::session::Me;
use menhu_protocol::{Failure, Millis};
use rusqlite::OptionalExtension;

use super::{Store, to_json};

pub(super) const TABLE: &str = "CREATE TABLE IF NOT EXISTS person \
    (campus TEXT NOT NULL, person TEXT NOT NULL, me TEXT NOT NULL, PRIMARY KEY (campus, person)) STRICT";

pub(super) const SIGNED_IN_TABLE: &str = "CREATE TABLE IF NOT EXISTS signed_in \
    (one INTEGER PRIMARY KEY CHECK (one = 1), campus TEXT NOT NULL, person TEXT NOT NULL, leaving INTEGER NOT NULL) STRICT";

/// A person at a campus, by the names the server gives them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Who {
    pub(crate) campus: String,
    pub(crate) person: String,
}

/// The last good answer to who I am.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(crate) struct KeptMe {
    pub(crate) me: Me,
    pub(crate) read_at: Millis,
}

impl Store {
    /// The person whose tokens are in the keychain, and whether their sign-out was begun and not
    /// finished.
    pub(crate) fn signed_in(&self) -> Result<Option<(Who, bool)>, Failure> {
        self.with(|connection| {
            connection
                .query_row("SELECT campus, person, leaving FROM signed_in", [], |row| {
                    let who = row.get(0).and_then(|campus| {
                        Ok((
                            Who {
                                campus,
                                person: row.get(1)?,
                            },
                            row.get(2)?,
                        ))
                    });
                    Ok(who.ok())
                })
                .optional()
                .map(Option::flatten)
        })
    }

    pub(crate) fn signed_in_keep(&self, who: &Who) -> Result<(), Failure> {
        self.execute(
            "INSERT INTO signed_in (one, campus, person, leaving) VALUES (1, ?1, ?2, 0) \
             ON CONFLICT (one) DO UPDATE SET campus = ?1, person = ?2, leaving = 0",
            (&who.campus, &who.person),
        )?;
        self.copy()
    }

    /// Marks the sign-out as begun, so that a killed one is finished at the next start.
    pub(crate) fn signed_in_leaving(&self, who: &Who) -> Result<(), Failure> {
        self.execute(
            "UPDATE signed_in SET leaving = 1 WHERE campus = ?1 AND person = ?2",
            (&who.campus, &who.person),
        )
    }

    pub(crate) fn me(&self, who: &Who) -> Result<Option<KeptMe>, Failure> {
        self.json(
            "SELECT me FROM person WHERE campus = ?1 AND person = ?2",
            (&who.campus, &who.person),
        )
    }

    pub(crate) fn me_keep(&self, who: &Who, me: &KeptMe) -> Result<(), Failure> {
        let me = to_json(me)?;
        self.execute(
            "INSERT INTO person (campus, person, me) VALUES (?1, ?2, ?3) \
             ON CONFLICT (campus, person) DO UPDATE SET me = ?3",
            (&who.campus, &who.person, me),
        )
    }

    /// Forgets a person: what was kept of them, the flow they left open, and that they were in.
    pub(crate) fn person_forget(&self, who: &Who) -> Result<(), Failure> {
        self.with(|connection| {
            let transaction =
                connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let names = (&who.campus, &who.person);
            transaction.execute(
                "DELETE FROM person WHERE campus = ?1 AND person = ?2",
                names,
            )?;
            transaction.execute(
                "DELETE FROM signed_in WHERE campus = ?1 AND person = ?2",
                names,
            )?;
            transaction.execute("DELETE FROM bookmark", [])?;
            transaction.commit()
        })?;
        // The write-ahead log holds the rows until it is written back.
        self.with(|connection| {
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        })?;
        self.copy()
    }
}
