//! The books as they become while rows are read, and what a row may do to them.

use std::collections::HashMap;

use super::{Column, Drafted, Freed, Known, KnownMember, KnownPerson, Reason, Row};
use menhu_protocol::values::MemberId;

use crate::books::person::category_text;

/// Where everything is while rows are read.
pub(super) struct Draft {
    pub(super) people: Vec<Drafted>,
    pub(super) freed: Vec<Freed>,
    by_certificate: HashMap<String, usize>,
    /// By the number on record.
    by_record: HashMap<String, usize>,
    /// By the number they activated with.
    by_owner: HashMap<String, usize>,
    members: HashMap<String, KnownMember>,
    /// Other names, and whose IDs they are.
    by_name: HashMap<String, String>,
    pub(super) renamed: Vec<(String, String)>,
    lines: HashMap<String, u64>,
}

pub(super) enum Settled {
    /// A new ID of this person.
    New(usize),
    Same,
    /// The person changed, and perhaps the ID, perhaps taking the row's password.
    Changed(Option<bool>),
}

pub(super) type Refusal = (Column, Reason);

impl Draft {
    pub(super) fn new(known: Known) -> Self {
        let mut people: Vec<Drafted> = known
            .people
            .into_iter()
            .map(|person| Drafted {
                person,
                new: false,
                changed: false,
                rekeyed: false,
                member: String::new(),
                members: 0,
                met: false,
                withheld: false,
            })
            .collect();
        for (id, member) in &known.members {
            let drafted = &mut people[member.person];
            drafted.members += 1;
            drafted.member.clone_from(id);
        }
        let mut by_certificate = HashMap::new();
        let mut by_record = HashMap::new();
        let mut by_owner = HashMap::new();
        for (i, Drafted { person, .. }) in people.iter().enumerate() {
            by_certificate.extend(person.certificate.clone().map(|mac| (mac, i)));
            by_record.extend(person.phone_on_record.clone().map(|phone| (phone, i)));
            by_owner.extend(person.phone.clone().map(|phone| (phone, i)));
        }
        let named = |(id, member): (&String, &KnownMember)| {
            let name = member.other_name.clone()?;
            Some((name, id.clone()))
        };
        let by_name = known.members.iter().filter_map(named).collect();
        Self {
            people,
            by_name,
            renamed: Vec::new(),
            freed: Vec::new(),
            by_certificate,
            by_record,
            by_owner,
            members: known.members,
            lines: HashMap::new(),
        }
    }

    pub(super) fn settle(
        &mut self,
        row: &Row,
        id: &dyn Fn() -> String,
    ) -> Result<Settled, Refusal> {
        let name = row.member.as_str();
        if let Some(line) = self.lines.get(name) {
            return Err((Column::Member, Reason::MemberTwice(*line)));
        }
        let holder = row
            .certificate
            .iter()
            .find_map(|document| self.by_certificate.get(&document.mac).copied());
        let member = self.members.get(name).cloned();
        let person = member.as_ref().map(|m| m.person).or(holder);
        self.check(row, member.as_ref(), person, holder)?;
        self.check_names(row, person)?;
        self.lines.insert(name.to_owned(), row.line);
        let (at, new) = match person {
            Some(at) => (at, false),
            None => (self.draft(row, id), true),
        };
        let person_changed = self.apply(row, at) && !new;
        let renamed = self.rename(row);
        let has_password = row.password.is_some() && !self.people[at].person.closed;
        self.people[at].withheld |= row.password.is_some() && !has_password;
        let Some(member) = member else {
            self.people[at].members += 1;
            self.members.insert(
                name.to_owned(),
                KnownMember {
                    person: at,
                    department: row.department.clone(),
                    category: category_text(row.category).to_owned(),
                    has_password,
                    other_name: row.other_name.as_ref().map(|n| n.as_str().to_owned()),
                },
            );
            return Ok(Settled::New(at));
        };
        let takes_password = !member.has_password && has_password;
        let member_changed = takes_password
            || !row.department.is_empty() && member.department != row.department
            || member.category != category_text(row.category);
        Ok(match (person_changed || renamed, member_changed) {
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
            let renamed = drafted.person.name != row.name;
            if renamed && (member.is_none() || drafted.met) {
                let name = drafted.person.name.clone();
                return Err((Column::Name, Reason::NameDiffers(name)));
            }
            let owned = drafted.person.owned;
            if differs && (owned || renamed) {
                return Err((Column::Row, Reason::PersonDiffers));
            }
            let proven = holder.is_some() || drafted.person.certificate.is_none();
            if owned && renamed && !proven {
                return Err((Column::Name, Reason::NameUnproven));
            }
        }
        let Some(phone) = row.phone.as_ref().map(menhu_protocol::values::Phone::e164) else {
            return Ok(());
        };
        // Who activated with a number owns it, whatever stands on an old record.
        let owner = self.by_owner.get(phone).or(self.by_record.get(phone));
        if let Some(owner) = owner
            && person != Some(*owner)
        {
            return Err((Column::Phone, Reason::PhoneOfAnother(other(*owner))));
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

    /// Accounts are unique whatever they are called: no ID is another's 考生号, and no 考生号 two IDs'.
    fn check_names(&self, row: &Row, person: Option<usize>) -> Result<(), Refusal> {
        let taken = |name: &str, by: &str| Reason::NameOfAnother(name.to_owned(), by.to_owned());
        let id = row.member.as_str();
        if let Some(other) = self.by_name.get(id).filter(|other| *other != id) {
            return Err((Column::Member, taken(id, other)));
        }
        let Some(name) = row.other_name.as_ref().map(MemberId::as_str) else {
            return Ok(());
        };
        if let Some(other) = self.by_name.get(name).filter(|other| *other != id) {
            return Err((Column::OtherName, taken(name, other)));
        }
        // A freshman's 考生号 was the ID until the 学号 came: it still is, and theirs.
        match self.members.get(name) {
            Some(other) if person != Some(other.person) => {
                Err((Column::OtherName, taken(name, name)))
            }
            _ => Ok(()),
        }
    }

    /// Gives the row's other name to its ID; whether it is a new one.
    fn rename(&mut self, row: &Row) -> bool {
        let Some(name) = row.other_name.as_ref().map(MemberId::as_str) else {
            return false;
        };
        let id = row.member.as_str();
        if self.members.contains_key(name) || self.by_name.get(name).is_some_and(|of| of == id) {
            return false;
        }
        // The one before was mistyped, or is nobody's any more.
        self.by_name.retain(|_, of| of != id);
        self.by_name.insert(name.to_owned(), id.to_owned());
        self.renamed.push((id.to_owned(), name.to_owned()));
        if let Some(member) = self.members.get_mut(id) {
            member.other_name = Some(name.to_owned());
        }
        true
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
                certificate_tail: None,
                birthday: None,
                owned: false,
                closed: false,
            },
            new: true,
            changed: false,
            rekeyed: false,
            member: row.member.as_str().to_owned(),
            members: 0,
            met: false,
            withheld: false,
        });
        self.people.len() - 1
    }

    /// Puts a row's facts on its person; whether any was new.
    fn apply(&mut self, row: &Row, at: usize) -> bool {
        if let Some(phone) = &row.phone {
            self.free(phone.e164(), row.line, at);
        }
        let drafted = &mut self.people[at];
        let person = &mut drafted.person;
        let before = person.clone();
        person.name.clone_from(&row.name);
        let stored = row
            .certificate
            .iter()
            .find(|document| person.certificate.as_ref() == Some(&document.mac));
        if let Some(document) = stored.or(row.certificate.first()) {
            person.certificate_tail = Some(document.tail.clone());
            person.birthday.clone_from(&document.birthday);
            let former = person.certificate.replace(document.mac.clone());
            if let Some(former) = former.filter(|former| *former != document.mac) {
                self.by_certificate.remove(&former);
            }
            self.by_certificate.insert(document.mac.clone(), at);
        }
        if let Some(phone) = &row.phone {
            let phone = phone.e164().to_owned();
            if person.phone_on_record.as_ref() != Some(&phone) {
                if let Some(former) = person.phone_on_record.replace(phone.clone()) {
                    self.by_record.remove(&former);
                }
                self.by_record.insert(phone, at);
            }
        }
        if row.mail.is_some() {
            person.mail.clone_from(&row.mail);
        }
        drafted.met = true;
        let changed = *person != before;
        drafted.changed |= changed;
        drafted.rekeyed |= person.certificate != before.certificate
            || person.phone_on_record != before.phone_on_record;
        changed
    }

    /// Takes a number from an old record of somebody else: its owner has activated with it, or the row
    /// would have been refused.
    fn free(&mut self, phone: &str, line: u64, at: usize) {
        let Some(holder) = self.by_record.get(phone).copied().filter(|i| *i != at) else {
            return;
        };
        self.by_record.remove(phone);
        let drafted = &mut self.people[holder];
        drafted.person.phone_on_record = None;
        drafted.changed = true;
        drafted.rekeyed = true;
        self.freed.push(Freed {
            line,
            member: drafted.member.clone(),
        });
    }
}
