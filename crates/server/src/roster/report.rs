//! What an import did, in words for the IT office.

use menhu_protocol::values::Malformed;
use menhu_words::Lexicon;

use super::Imported;
use super::plan::{BadRow, Reason};
use super::sheet::{Column, SheetTrouble};

/// Bad rows first, the sum last, each on a line.
pub(super) fn of(words: &Lexicon, imported: &Imported, rehearsal: bool) -> String {
    let mut lines: Vec<String> = imported.bad.iter().map(|row| bad(words, row)).collect();
    lines.extend(imported.freed.iter().map(|freed| {
        let line = freed.line.to_string();
        words.say_with(
            "roster-freed",
            &[("line", &line), ("member", &freed.member)],
        )
    }));
    if imported.weak > 0 {
        let n = imported.weak.to_string();
        lines.push(words.say_with("roster-weak", &[("n", &n)]));
    }
    if imported.withheld > 0 {
        let n = imported.withheld.to_string();
        lines.push(words.say_with("roster-withheld", &[("n", &n)]));
    }
    lines.push(words.say_with(
        "roster-done",
        &[
            ("added", &imported.added.to_string()),
            ("changed", &imported.changed.to_string()),
            ("unchanged", &imported.unchanged.to_string()),
            ("bad", &imported.bad.len().to_string()),
        ],
    ));
    if rehearsal {
        lines.push(words.say("roster-rehearsed"));
    }
    lines.join("\n") + "\n"
}

pub(super) fn of_trouble(words: &Lexicon, trouble: &SheetTrouble) -> String {
    match trouble {
        SheetTrouble::Encoding => words.say("roster-encoding"),
        SheetTrouble::Empty => words.say("roster-empty"),
        SheetTrouble::Missing(column) => {
            words.say_with("roster-missing", &[("column", &named(words, *column))])
        }
        SheetTrouble::Twice(column) => {
            words.say_with("roster-twice", &[("column", &named(words, *column))])
        }
        SheetTrouble::Unreadable(line) => {
            words.say_with("roster-unreadable", &[("line", &line.to_string())])
        }
    }
}

fn bad(words: &Lexicon, row: &BadRow) -> String {
    let column = named(words, row.column);
    let reason = match &row.reason {
        Reason::Malformed(why) => {
            let facts: &[(&str, &str)] = &[("field", &column)];
            match why {
                Malformed::Empty => words.say_with("malformed-empty", facts),
                Malformed::Short => words.say_with("malformed-short", facts),
                Malformed::Long => words.say_with("malformed-long", facts),
                Malformed::Character => words.say_with("malformed-character", facts),
                Malformed::Form => words.say_with("malformed-form", facts),
            }
        }
        Reason::Quote => words.say("roster-bad-quote"),
        Reason::Columns => words.say("roster-bad-columns"),
        Reason::Hash => words.say("roster-bad-hash"),
        Reason::MemberTwice(line) => {
            words.say_with("roster-bad-member-twice", &[("line", &line.to_string())])
        }
        Reason::PhoneOfAnother(member) => {
            words.say_with("roster-bad-phone-of-another", &[("member", member)])
        }
        Reason::PhoneDiffers => words.say("roster-bad-phone-differs"),
        Reason::CertificateOfAnother(member) => {
            words.say_with("roster-bad-certificate-of-another", &[("member", member)])
        }
        Reason::NameOfAnother(name, member) => words.say_with(
            "roster-bad-name-of-another",
            &[("name", name), ("member", member)],
        ),
        Reason::CertificateDiffers => words.say("roster-bad-certificate-differs"),
        Reason::PersonDiffers => words.say("roster-bad-person-differs"),
        Reason::NameUnproven => words.say("roster-bad-name-unproven"),
        Reason::NameDiffers(name) => words.say_with("roster-bad-name-differs", &[("name", name)]),
    };
    words.say_with(
        "roster-bad",
        &[
            ("line", &row.line.to_string()),
            ("column", &column),
            ("reason", &reason),
        ],
    )
}

fn named(words: &Lexicon, column: Column) -> String {
    match column {
        Column::Member => words.say("field-account"),
        Column::Name => words.say("field-name"),
        Column::Department => words.say("field-department"),
        Column::Category => words.say("field-category"),
        Column::Certificate => words.say("field-certificate"),
        Column::Phone => words.say("field-phone"),
        Column::Mail => words.say("roster-column-mail"),
        Column::Password => words.say("roster-column-password"),
        Column::OtherName => words.say("roster-column-other-name"),
        Column::Row => words.say("roster-column-row"),
    }
}
