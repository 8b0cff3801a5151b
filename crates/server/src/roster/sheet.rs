//! A roster file: its encoding, its header, its rows.

mod column;

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_8};
use menhu_protocol::Dice;
use menhu_protocol::api::registration::Category;
use menhu_protocol::values::{CertificateNumber, Malformed, MemberId, Phone, is_invisible};

use super::plan::{BadRow, Reason};
use crate::hashing::Phc;
use crate::keys::{Purpose, ServerKeys};

pub use column::Column;

/// Longest name and department, in characters; the longest name on record in China has fifteen, the
/// longest of a minority or a foreigner we allow for four times that.
const LONGEST_NAME: usize = 64;
const LONGEST_DEPARTMENT: usize = 128;
/// Longest initial password, bytes.
const LONGEST_PASSWORD: usize = 4096;

/// A row that has its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub line: u64,
    pub member: MemberId,
    pub name: String,
    pub department: String,
    pub category: Category,
    /// MACs of the 证件号 under each of the server's keys, newest first; empty when the row has none.
    pub certificate: Vec<String>,
    pub phone: Option<Phone>,
    pub mail: Option<String>,
    pub password: Option<Password>,
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
    pub fn read(bytes: &[u8], keys: &ServerKeys, dice: &dyn Dice) -> Result<Self, SheetTrouble> {
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
fn columns(header: &csv::StringRecord) -> Result<[Option<usize>; 8], SheetTrouble> {
    let mut places = [None; 8];
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
    columns: &'a [Option<usize>; 8],
    /// Fields of the header.
    width: usize,
    keys: &'a ServerKeys,
    dice: &'a dyn Dice,
}

struct Fields<'a> {
    record: &'a csv::StringRecord,
    form: &'a Form<'a>,
    line: u64,
}

type Refusal = (Column, Reason);

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
            "" => Vec::new(),
            text => {
                let number = CertificateNumber::parse(text)
                    .map_err(|why| malformed(Column::Certificate, why))?;
                self.form
                    .keys
                    .macs(Purpose::Certificate, &[number.as_str().as_bytes()])
            }
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
        Ok(Row {
            line: self.line,
            name,
            department: self.text(Column::Department, LONGEST_DEPARTMENT)?,
            category: self.category()?,
            certificate,
            phone,
            mail,
            password: self.password(&member)?,
            member,
        })
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
        if text.len() > LONGEST_PASSWORD {
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
