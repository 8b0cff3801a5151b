//! What an import changes, worked out before anything is written; no I/O.

use std::collections::HashMap;

use menhu_protocol::values::Malformed;

use super::sheet::{Column, Row};
use crate::books::person::category_text;

/// A person in the books, or about to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownPerson {
    pub id: String,
    pub name: String,
    pub certificate: Option<String>,
    pub phone_on_record: Option<String>,
    /// Activated with; never changed by an import.
    pub phone: Option<String>,
    pub mail: Option<String>,
}

/// An ID in the books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownMember {
    /// Place in [`Known::people`].
    pub person: usize,
    pub department: String,
    pub category: String,
    pub has_password: bool,
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
    /// The person has several IDs, and their 证件号 is another.
    CertificateDiffers,
    /// The same 证件号 stands beside another name.
    NameDiffers(String),
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
}

#[derive(Clone, Debug)]
struct Drafted {
    person: KnownPerson,
    new: bool,
    changed: bool,
    /// One of its IDs, to name the person by.
    member: String,
    members: usize,
    /// A row of this file was about this person.
    met: bool,
}

impl Plan {
    pub fn added(&self) -> usize {
        self.new_members.len()
    }

    pub fn changed(&self) -> usize {
        self.changed
    }

    pub fn new_people(&self) -> impl Iterator<Item = &KnownPerson> {
        let new = self.people.iter().filter(|drafted| drafted.new);
        new.map(|drafted| &drafted.person)
    }

    pub fn changed_people(&self) -> impl Iterator<Item = &KnownPerson> {
        let changed = self.people.iter().filter(|d| d.changed && !d.new);
        changed.map(|drafted| &drafted.person)
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

/// Where everything is while rows are read.
struct Draft {
    people: Vec<Drafted>,
    by_certificate: HashMap<String, usize>,
    by_phone: HashMap<String, usize>,
    members: HashMap<String, KnownMember>,
    lines: HashMap<String, u64>,
}

/// Works out what `rows` change; `id` gives ids to new people.
pub fn plan(known: Known, rows: &[Row], id: &dyn Fn() -> String) -> Plan {
    let mut draft = Draft::new(known);
    let mut plan = Plan::default();
    for row in rows {
        match draft.settle(row, id) {
            Ok(Settled::New(person)) => plan.new_members.push((row.clone(), person)),
            Ok(Settled::Same) => plan.unchanged += 1,
            Ok(Settled::Changed(member)) => {
                plan.changed += 1;
                if let Some(takes_password) = member {
                    plan.changed_members.push((row.clone(), takes_password));
                }
            }
            Err((column, reason)) => plan.bad.push(BadRow {
                line: row.line,
                column,
                reason,
            }),
        }
    }
    plan.people = draft.people;
    plan
}

enum Settled {
    /// A new ID of this person.
    New(usize),
    Same,
    /// The person changed, and perhaps the ID, perhaps taking the row's password.
    Changed(Option<bool>),
}

type Refusal = (Column, Reason);

impl Draft {
    fn new(known: Known) -> Self {
        let mut people: Vec<Drafted> = known
            .people
            .into_iter()
            .map(|person| Drafted {
                person,
                new: false,
                changed: false,
                member: String::new(),
                members: 0,
                met: false,
            })
            .collect();
        for (id, member) in &known.members {
            let drafted = &mut people[member.person];
            drafted.members += 1;
            drafted.member.clone_from(id);
        }
        let mut by_certificate = HashMap::new();
        let mut by_phone = HashMap::new();
        for (i, drafted) in people.iter().enumerate() {
            if let Some(certificate) = &drafted.person.certificate {
                by_certificate.insert(certificate.clone(), i);
            }
            if let Some(phone) = &drafted.person.phone_on_record {
                by_phone.insert(phone.clone(), i);
            }
        }
        // Who activated with a number owns it, whatever stands on an old record.
        for (i, drafted) in people.iter().enumerate() {
            if let Some(phone) = &drafted.person.phone {
                by_phone.insert(phone.clone(), i);
            }
        }
        Self {
            people,
            by_certificate,
            by_phone,
            members: known.members,
            lines: HashMap::new(),
        }
    }

    fn settle(&mut self, row: &Row, id: &dyn Fn() -> String) -> Result<Settled, Refusal> {
        let name = row.member.as_str();
        if let Some(line) = self.lines.get(name) {
            return Err((Column::Member, Reason::MemberTwice(*line)));
        }
        let holder = row
            .certificate
            .iter()
            .find_map(|mac| self.by_certificate.get(mac).copied());
        let member = self.members.get(name).cloned();
        let person = member.as_ref().map(|m| m.person).or(holder);
        self.check(row, member.as_ref(), person, holder)?;
        self.lines.insert(name.to_owned(), row.line);
        let (at, new) = match person {
            Some(at) => (at, false),
            None => (self.draft(row, id), true),
        };
        let person_changed = self.apply(row, at) && !new;
        let Some(member) = member else {
            self.people[at].members += 1;
            self.members.insert(
                name.to_owned(),
                KnownMember {
                    person: at,
                    department: row.department.clone(),
                    category: category_text(row.category).to_owned(),
                    has_password: row.password.is_some(),
                },
            );
            return Ok(Settled::New(at));
        };
        let takes_password = !member.has_password && row.password.is_some();
        let member_changed = takes_password
            || !row.department.is_empty() && member.department != row.department
            || member.category != category_text(row.category);
        Ok(match (person_changed, member_changed) {
            (_, true) => Settled::Changed(Some(takes_password)),
            (true, false) => Settled::Changed(None),
            (false, false) => Settled::Same,
        })
    }

    /// Refuses a row before anything of it counts.
    fn check(
        &self,
        row: &Row,
        member: Option<&KnownMember>,
        person: Option<usize>,
        holder: Option<usize>,
    ) -> Result<(), Refusal> {
        let other = |i: usize| self.people[i].member.clone();
        let here = person.map(|i| &self.people[i]);
        if let (Some(holder), Some(at)) = (holder, person)
            && holder != at
        {
            return Err((
                Column::Certificate,
                Reason::CertificateOfAnother(other(holder)),
            ));
        }
        if let Some(drafted) = here {
            let differs = !row.certificate.is_empty()
                && holder.is_none()
                && drafted.person.certificate.is_some();
            if differs && (drafted.members > 1 || drafted.met) {
                return Err((Column::Certificate, Reason::CertificateDiffers));
            }
            // A new ID joins only who has the same name: a mistyped 证件号 must not join strangers.
            if drafted.person.name != row.name && (member.is_none() || drafted.met) {
                let name = drafted.person.name.clone();
                return Err((Column::Name, Reason::NameDiffers(name)));
            }
        }
        let Some(phone) = row.phone.as_ref().map(menhu_protocol::values::Phone::e164) else {
            return Ok(());
        };
        match (self.by_phone.get(phone), person) {
            (Some(owner), at) if at != Some(*owner) => {
                return Err((Column::Phone, Reason::PhoneOfAnother(other(*owner))));
            }
            _ => {}
        }
        if here.is_some_and(|d| {
            d.met
                && d.person
                    .phone_on_record
                    .as_deref()
                    .is_some_and(|p| p != phone)
        }) {
            return Err((Column::Phone, Reason::PhoneDiffers));
        }
        Ok(())
    }

    fn draft(&mut self, row: &Row, id: &dyn Fn() -> String) -> usize {
        self.people.push(Drafted {
            person: KnownPerson {
                id: id(),
                name: row.name.clone(),
                certificate: None,
                phone_on_record: None,
                phone: None,
                mail: None,
            },
            new: true,
            changed: false,
            member: row.member.as_str().to_owned(),
            members: 0,
            met: false,
        });
        self.people.len() - 1
    }

    /// Puts a row's facts on its person; whether any was new.
    fn apply(&mut self, row: &Row, at: usize) -> bool {
        let drafted = &mut self.people[at];
        let person = &mut drafted.person;
        let before = person.clone();
        person.name.clone_from(&row.name);
        let known = person.certificate.as_ref();
        if let Some(newest) = row.certificate.first()
            && !known.is_some_and(|mac| row.certificate.contains(mac))
        {
            if let Some(former) = person.certificate.replace(newest.clone()) {
                self.by_certificate.remove(&former);
            }
            self.by_certificate.insert(newest.clone(), at);
        }
        if let Some(phone) = &row.phone {
            let phone = phone.e164().to_owned();
            if person.phone_on_record.as_ref() != Some(&phone) {
                let former = person.phone_on_record.replace(phone.clone());
                if let Some(former) = former.filter(|f| person.phone.as_ref() != Some(f)) {
                    self.by_phone.remove(&former);
                }
                self.by_phone.insert(phone, at);
            }
        }
        if row.mail.is_some() {
            person.mail.clone_from(&row.mail);
        }
        drafted.met = true;
        let changed = *person != before;
        drafted.changed |= changed;
        changed
    }
}
