//! A roster file: its encoding, its header, its rows.

mod column;

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_8};
use menhu_protocol::Dice;
use menhu_protocol::api::registration::Category;
use menhu_protocol::values::{CertificateNumber, Malformed, MemberId, Phone, Secret, is_invisible};

use super::plan::{BadRow, Reason};
use crate::hashing::Phc;
use crate::identity::password::Profile;
use crate::identity::password::common::Place;
use crate::identity::password::own::{self, Own, Tried};
use crate::keys::{Purpose, ServerKeys};
use crate::password::{self, about_certificate};

pub use column::Column;

const COLUMNS: usize = Column::ALL.len();
/// Longest name and department, in characters; the longest name on record in China has fifteen, the
/// longest of a minority or a foreigner we allow for four times that.
const LONGEST_NAME: usize = 64;
const LONGEST_DEPARTMENT: usize = 128;

/// A row that has its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub line: u64,
    pub member: MemberId,
    pub name: String,
    pub department: String,
    pub category: Category,
    /// The 证件号 under each of the server's keys, newest first; empty when the row has none.
    pub certificate: Vec<Document>,
    pub phone: Option<Phone>,
    pub mail: Option<String>,
    pub password: Option<Password>,
    /// The initial password is plain and breaks the rules of today: it opens the door once, and is
    /// changed there.
    pub weak: bool,
    /// 考生号, where it is not the ID itself.
    pub other_name: Option<MemberId>,
}

/// A 证件号 under one key: nothing of it is stored but MACs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub mac: String,
    /// Of its last six characters.
    pub tail: String,
    /// Of the birthday, where it tells one.
    pub birthday: Option<String>,
}

impl Document {
    fn all(number: &CertificateNumber, keys: &ServerKeys) -> Vec<Self> {
        let macs = keys.macs(Purpose::Certificate, &[number.as_str().as_bytes()]);
        let birthday = own::birthday(number);
        macs.into_iter()
            .enumerate()
            .filter_map(|(place, mac)| {
                let under = |purpose, text: &str| {
                    let mut all = about_certificate(keys, purpose, &mac, text).into_iter();
                    all.nth(place)
                };
                let birthday = birthday.as_deref();
                Some(Self {
                    tail: under(Purpose::CertificateTail, own::tail(number))?,
                    birthday: birthday.and_then(|day| under(Purpose::Birthday, day)),
                    mac,
                })
            })
            .collect()
    }
}

/// An initial password on its way.
#[derive(Clone, PartialEq, Eq)]
pub enum Password {
    /// A PHC string, taken as it is.
    Hash(String),
    /// A plain one, under the server's key.
    Sealed(String),
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Why a file is no roster.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SheetTrouble {
    #[error("neither UTF-8 nor GB18030")]
    Encoding,
    #[error("the file is empty")]
    Empty,
    #[error("the header has no column {0:?}")]
    Missing(Column),
    #[error("the header has the column {0:?} twice")]
    Twice(Column),
    #[error("line {0} cannot be read")]
    Unreadable(u64),
}

/// What is asked of initial passwords; those that break it are taken, and counted.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    pub profile: Profile,
    pub place: Place,
}

/// What a file says.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub rows: Vec<Row>,
    pub bad: Vec<BadRow>,
}

impl Sheet {
    /// Reads a file. Certificates become MACs and plain passwords are sealed on the way: neither is
    /// kept as it was written.
    ///
    /// # Errors
    /// See [`SheetTrouble`].
    pub fn read(
        bytes: &[u8],
        keys: &ServerKeys,
        dice: &dyn Dice,
        policy: &Policy,
    ) -> Result<Self, SheetTrouble> {
        // Excel on Windows ends lines with both characters, on old Macs with the other one: a line is a
        // line as an editor counts it.
        let text = decoded(bytes)?.replace("\r\n", "\n").replace('\r', "\n");
        let first = text.lines().next().unwrap_or_default();
        let delimiter = if first.contains('\t') && !first.contains(',') {
            b'\t'
        } else {
            b','
        };
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let header = reader.headers().map_err(|_| SheetTrouble::Empty)?.clone();
        let columns = columns(&header)?;
        let mut sheet = Self::default();
        let form = Form {
            columns: &columns,
            width: header.len(),
            keys,
            dice,
            policy,
        };
        let mut lines = Lines::of(&text);
        for record in reader.records() {
            let record = record.map_err(|error| {
                SheetTrouble::Unreadable(error.position().map_or(0, csv::Position::line))
            })?;
            let (line, byte) = lines.at(record.position().map_or(0, csv::Position::byte));
            // A quotation mark that is not closed takes the next rows into its field: from here on,
            // every line is a row.
            if is_broken(&record) {
                let rest = text.get(byte..);
                sheet.read_lines(rest.unwrap_or_default(), line, delimiter, &form)?;
                break;
            }
            sheet.take(&record, line, &form);
        }
        Ok(sheet)
    }

    /// The rest of a file, from a row whose quotation marks do not match.
    fn read_lines(
        &mut self,
        text: &str,
        first: u64,
        delimiter: u8,
        form: &Form<'_>,
    ) -> Result<(), SheetTrouble> {
        for (line, row) in (first..).zip(text.lines()) {
            // With its end, an open field of the last column shows itself too.
            let row = format!("{row}\n");
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .delimiter(delimiter)
                .from_reader(row.as_bytes());
            let Some(record) = reader.records().next() else {
                continue;
            };
            let record = record.map_err(|_| SheetTrouble::Unreadable(line))?;
            // The middle of a field that really has several lines has fewer fields than a row.
            if !is_broken(&record) && record.len() != form.width {
                let (column, reason) = (Column::Row, Reason::Quote);
                self.bad.push(BadRow {
                    line,
                    column,
                    reason,
                });
            } else {
                self.take(&record, line, form);
            }
        }
        Ok(())
    }

    fn take(&mut self, record: &csv::StringRecord, line: u64, form: &Form<'_>) {
        if record.iter().all(|field| field.trim().is_empty()) {
            return;
        }
        let fields = Fields { record, form, line };
        match fields.row() {
            Ok(row) => self.rows.push(row),
            Err((column, reason)) => self.bad.push(BadRow {
                line,
                column,
                reason,
            }),
        }
    }
}

/// Counts lines on the way through a text: where a record begins, empty lines before it passed over.
struct Lines<'a> {
    text: &'a str,
    byte: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text,
            byte: 0,
            line: 1,
        }
    }

    /// The line and the byte at which the record begins that was read from `byte` on; records come in
    /// the order of the file.
    fn at(&mut self, byte: u64) -> (u64, usize) {
        let bytes = self.text.as_bytes();
        let mut to = usize::try_from(byte).unwrap_or(usize::MAX).min(bytes.len());
        while bytes.get(to) == Some(&b'\n') {
            to += 1;
        }
        let passed = bytes[self.byte..to].iter().filter(|b| **b == b'\n');
        self.line += u64::try_from(passed.count()).unwrap_or(u64::MAX);
        self.byte = to;
        (self.line, to)
    }
}

/// Whether a line break stands inside a field.
fn is_broken(record: &csv::StringRecord) -> bool {
    record.iter().any(|field| field.contains(['\n', '\r']))
}

/// UTF-8 or GB18030, with or without a byte order mark; Excel writes either.
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, SheetTrouble> {
    let (text, encoding, damaged) = UTF_8.decode(bytes);
    if !damaged {
        return Ok(text);
    }
    if encoding == UTF_8 && !bytes.starts_with(b"\xef\xbb\xbf") {
        let (text, _, damaged) = GB18030.decode(bytes);
        if !damaged {
            return Ok(text);
        }
    }
    Err(SheetTrouble::Encoding)
}

/// Where each column stands.
fn columns(header: &csv::StringRecord) -> Result<[Option<usize>; COLUMNS], SheetTrouble> {
    let mut places = [None; COLUMNS];
    for (place, name) in header.iter().enumerate() {
        let Some(column) = Column::of(name) else {
            continue;
        };
        let slot = &mut places[column as usize];
        if slot.replace(place).is_some() {
            return Err(SheetTrouble::Twice(column));
        }
    }
    for column in [Column::Member, Column::Name] {
        if places[column as usize].is_none() {
            return Err(SheetTrouble::Missing(column));
        }
    }
    Ok(places)
}

/// What all rows of a file share.
struct Form<'a> {
    /// Where each column stands.
    columns: &'a [Option<usize>; COLUMNS],
    /// Fields of the header.
    width: usize,
    keys: &'a ServerKeys,
    dice: &'a dyn Dice,
    policy: &'a Policy,
}

struct Fields<'a> {
    record: &'a csv::StringRecord,
    form: &'a Form<'a>,
    line: u64,
}

type Refusal = (Column, Reason);

/// The 证件号 of a row, while it is read.
struct Card<'a>(Option<&'a CertificateNumber>);

impl Tried for Card<'_> {
    fn is_certificate_tail(&self, tail: &str) -> bool {
        self.0.is_some_and(|number| own::tail(number) == tail)
    }

    fn is_birthday(&self, day: &str) -> bool {
        let birthday = self.0.and_then(own::birthday);
        birthday.is_some_and(|birthday| birthday == day)
    }
}

impl Fields<'_> {
    fn get(&self, column: Column) -> &str {
        self.form.columns[column as usize]
            .and_then(|place| self.record.get(place))
            .unwrap_or_default()
    }

    fn row(&self) -> Result<Row, Refusal> {
        if is_broken(self.record) {
            return Err((Column::Row, Reason::Quote));
        }
        let extra = self.record.iter().skip(self.form.width);
        if extra.into_iter().any(|field| !field.trim().is_empty()) {
            return Err((Column::Row, Reason::Columns));
        }
        let malformed = |column, why| (column, Reason::Malformed(why));
        let member = MemberId::parse(self.get(Column::Member))
            .map_err(|why| malformed(Column::Member, why))?;
        let name = self.text(Column::Name, LONGEST_NAME)?;
        if name.is_empty() {
            return Err(malformed(Column::Name, Malformed::Empty));
        }
        let certificate = match self.get(Column::Certificate).trim() {
            "" => None,
            text => Some(
                CertificateNumber::parse(text)
                    .map_err(|why| malformed(Column::Certificate, why))?,
            ),
        };
        let other_name = match self.get(Column::OtherName).trim() {
            "" => None,
            text => Some(MemberId::parse(text).map_err(|why| malformed(Column::OtherName, why))?),
        };
        let phone = match self.get(Column::Phone).trim() {
            "" => None,
            text => Some(Phone::parse(text).map_err(|why| malformed(Column::Phone, why))?),
        };
        let mail = match self.get(Column::Mail).trim() {
            "" => None,
            text => Some(
                text.parse::<lettre::Address>()
                    .map_err(|_| malformed(Column::Mail, Malformed::Form))?
                    .to_string(),
            ),
        };
        let documents = certificate.as_ref();
        let documents = documents.map(|number| Document::all(number, self.form.keys));
        let mut row = Row {
            line: self.line,
            name,
            department: self.text(Column::Department, LONGEST_DEPARTMENT)?,
            category: self.category()?,
            certificate: documents.unwrap_or_default(),
            phone,
            mail,
            password: self.password(&member)?,
            weak: false,
            other_name: other_name.filter(|name| *name != member),
            member,
        };
        row.weak = matches!(row.password, Some(Password::Sealed(_)))
            && self.is_weak(&row, certificate.as_ref());
        Ok(row)
    }

    /// Whether the plain password of a row breaks the rules of today.
    fn is_weak(&self, row: &Row, certificate: Option<&CertificateNumber>) -> bool {
        let card = Card(certificate);
        let mut own = Own::new(&card).name(&row.name).account(row.member.as_str());
        if let Some(name) = &row.other_name {
            own = own.account(name.as_str());
        }
        if let Some(phone) = &row.phone {
            own = own.phone(phone);
        }
        let password = Secret::new(self.get(Column::Password));
        let Policy { profile, place } = self.form.policy;
        !profile.unmet(&password, place, &own).is_empty()
    }

    fn text(&self, column: Column, longest: usize) -> Result<String, Refusal> {
        let text = self.get(column).replace(is_invisible, "");
        let text = text.trim();
        // U+FFFD is what a wrong conversion left of a character.
        if text.chars().any(|c| c.is_control() || c == '\u{fffd}') {
            return Err((column, Reason::Malformed(Malformed::Character)));
        }
        if text.chars().count() > longest {
            return Err((column, Reason::Malformed(Malformed::Long)));
        }
        Ok(text.to_owned())
    }

    fn category(&self) -> Result<Category, Refusal> {
        let text = self.get(Column::Category).trim().to_lowercase();
        match text.as_str() {
            "在岗" | "在职" | "教职工" | "教工" | "staff" => Ok(Category::Staff),
            "退休" | "离休" | "离退休" | "retired" => Ok(Category::Retired),
            "学生" | "本科生" | "研究生" | "硕士生" | "博士生" | "student" => {
                Ok(Category::Student)
            }
            "" | "其他" | "other" => Ok(Category::Other),
            _ => Err((Column::Category, Reason::Malformed(Malformed::Form))),
        }
    }

    fn password(&self, member: &MemberId) -> Result<Option<Password>, Refusal> {
        /// How the hashes of other systems begin (crypt(5), passlib, LDAP).
        const FOREIGN: [&str; 9] = [
            "$1$", "$2", "$5$", "$6$", "$y$", "$argon2", "$pbkdf2", "$scrypt", "{",
        ];
        let text = self.get(Column::Password);
        if text.is_empty() {
            return Ok(None);
        }
        if text.len() > password::LONGEST {
            return Err((Column::Password, Reason::Malformed(Malformed::Long)));
        }
        if Phc::parse(text).is_ok() {
            return Ok(Some(Password::Hash(text.to_owned())));
        }
        if FOREIGN.iter().any(|prefix| text.starts_with(prefix)) {
            return Err((Column::Password, Reason::Hash));
        }
        let Form { keys, dice, .. } = self.form;
        let sealed = keys
            .seal(*dice, member.as_str(), text)
            .map_err(|_| (Column::Password, Reason::Malformed(Malformed::Long)))?;
        Ok(Some(Password::Sealed(sealed)))
    }
}
