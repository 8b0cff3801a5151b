//! What an import changes, worked out before anything is written; no I/O.

mod draft;

use std::collections::HashMap;

use menhu_protocol::values::Malformed;

use super::sheet::{Column, Row};
use draft::{Draft, Settled};

/// A person in the books, or about to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPerson {
    pub id: String,
    pub name: String,
    pub certificate: Option<String>,
    pub phone_on_record: Option<String>,
    /// Activated with; never changed by an import.
    pub phone: Option<String>,
    /// What the roster says; never the bound one.
    pub mail: Option<String>,
    /// MACs of the end of the 证件号 and of the birthday; they go with it.
    pub certificate_tail: Option<String>,
    pub birthday: Option<String>,
    /// The account is somebody's: they activated, bound a phone or a mail, or set its password. Who unbound
    /// the phone it was activated with still owns it.
    pub owned: bool,
    /// Its person closed it (注销), and nobody opened it again: no password of a roster does.
    pub closed: bool,
}

/// An ID in the books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownMember {
    /// Place in [`Known::people`].
    pub person: usize,
    pub department: String,
    pub category: String,
    pub has_password: bool,
    /// 考生号, the account's other name.
    pub other_name: Option<String>,
}

/// What the books hold.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub people: Vec<KnownPerson>,
    pub members: HashMap<String, KnownMember>,
}

/// A row that is not imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// As an editor counts, the header is line 1.
    pub line: u64,
    pub column: Column,
    pub reason: Reason,
}

/// Why it is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    Malformed(Malformed),
    /// A line break inside a field: a quotation mark was not closed.
    Quote,
    /// More fields than the header has: a comma inside a field that is not quoted.
    Columns,
    /// A password hash we do not take yet, or ever.
    Hash,
    /// The same ID stands on this line already.
    MemberTwice(u64),
    /// The number belongs to the person of this ID.
    PhoneOfAnother(String),
    /// Another row of the same person has another number.
    PhoneDiffers,
    /// The 证件号 belongs to the person of this ID.
    CertificateOfAnother(String),
    /// The first is an account already, that of the second (an ID).
    NameOfAnother(String, String),
    /// The person has several IDs, and their 证件号 is another.
    CertificateDiffers,
    /// The same 证件号 stands beside another name.
    NameDiffers(String),
    /// 证件号, and name or an activation, say that the ID is somebody else's on record: a number that
    /// was given out again must not hand over an account.
    PersonDiffers,
    /// A new name for somebody who activated, without the 证件号 on record.
    NameUnproven,
}

/// A number that was taken from a record because another person activated with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Freed {
    /// The row of the one who owns it.
    pub line: u64,
    /// An ID of the person it was taken from.
    pub member: String,
}

/// The changes an import makes.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    people: Vec<Drafted>,
    new_members: Vec<(Row, usize)>,
    changed_members: Vec<(Row, bool)>,
    changed: usize,
    pub unchanged: usize,
    pub bad: Vec<BadRow>,
    pub freed: Vec<Freed>,
    /// IDs and the other names they get.
    renamed: Vec<(String, String)>,
    weak: usize,
    withheld: usize,
}

#[derive(Clone, Debug)]
struct Drafted {
    person: KnownPerson,
    new: bool,
    changed: bool,
    /// What is unique about the person changed.
    rekeyed: bool,
    /// One of its IDs, to name the person by.
    member: String,
    members: usize,
    /// A row of this file was about this person.
    met: bool,
    /// A row of this file has a password for them that is not taken.
    withheld: bool,
}

impl Plan {
    pub fn added(&self) -> usize {
        self.new_members.len()
    }

    pub fn changed(&self) -> usize {
        self.changed
    }

    /// Initial passwords that are taken and break the rules.
    pub fn weak(&self) -> usize {
        self.weak
    }

    /// People whose passwords are not taken, because they closed their account.
    pub fn withheld(&self) -> usize {
        self.withheld
    }

    /// IDs and the other names that take the place of those they had.
    pub fn renamed(&self) -> impl Iterator<Item = (&str, &str)> {
        let renamed = self.renamed.iter();
        renamed.map(|(member, name)| (member.as_str(), name.as_str()))
    }

    pub fn new_people(&self) -> impl Iterator<Item = &KnownPerson> {
        let new = self.people.iter().filter(|drafted| drafted.new);
        new.map(|drafted| &drafted.person)
    }

    pub fn changed_people(&self) -> impl Iterator<Item = &KnownPerson> {
        let changed = self.people.iter().filter(|d| d.changed && !d.new);
        changed.map(|drafted| &drafted.person)
    }

    /// Those of [`Self::changed_people`] who leave or take a number or a 证件号.
    pub fn rekeyed_people(&self) -> impl Iterator<Item = &KnownPerson> {
        let rekeyed = self.people.iter().filter(|d| d.rekeyed && !d.new);
        rekeyed.map(|drafted| &drafted.person)
    }

    /// New IDs and the id of their person.
    pub fn new_members(&self) -> impl Iterator<Item = (&Row, &str)> {
        let people = &self.people;
        self.new_members
            .iter()
            .map(|(row, person)| (row, people[*person].person.id.as_str()))
    }

    pub fn changed_members(&self) -> impl Iterator<Item = (&Row, bool)> {
        self.changed_members
            .iter()
            .map(|(row, takes)| (row, *takes))
    }
}

/// Works out what `rows` change; `id` gives ids to new people.
pub fn plan(known: Known, rows: &[Row], id: &dyn Fn() -> String) -> Plan {
    let mut draft = Draft::new(known);
    let mut plan = Plan::default();
    let mut waiting: Vec<&Row> = rows.iter().collect();
    loop {
        let before = waiting.len();
        let mut held = Vec::new();
        for row in std::mem::take(&mut waiting) {
            if let Err((column, reason)) = plan.take(row, &mut draft, id) {
                let bad = BadRow {
                    line: row.line,
                    column,
                    reason,
                };
                match &bad.reason {
                    Reason::PhoneOfAnother(_)
                    | Reason::CertificateOfAnother(_)
                    | Reason::NameOfAnother(..) => {
                        waiting.push(row);
                        held.push(bad);
                    }
                    _ => plan.bad.push(bad),
                }
            }
        }
        // What another person has may be left in a later row: tried again while anything moves.
        if waiting.is_empty() || waiting.len() == before {
            plan.bad.extend(held);
            break;
        }
    }
    plan.withheld = draft.people.iter().filter(|d| d.withheld).count();
    plan.people = draft.people;
    plan.freed = draft.freed;
    plan.renamed = draft.renamed;
    plan
}

impl Plan {
    fn take(
        &mut self,
        row: &Row,
        draft: &mut Draft,
        id: &dyn Fn() -> String,
    ) -> Result<(), draft::Refusal> {
        match draft.settle(row, id)? {
            Settled::New(person) => {
                let mut row = row.clone();
                if draft.people[person].person.closed {
                    row.password = None;
                    row.weak = false;
                }
                self.weak += usize::from(row.weak);
                self.new_members.push((row, person));
            }
            Settled::Same => self.unchanged += 1,
            Settled::Changed(member) => {
                self.changed += 1;
                if let Some(takes_password) = member {
                    self.weak += usize::from(takes_password && row.weak);
                    self.changed_members.push((row.clone(), takes_password));
                }
            }
        }
        Ok(())
    }
}
