//! 信息有误: somebody says what is wrong on their record, and the desk gets a case with a number.

use menhu_protocol::api::registration::{Case, SHOULD_BE_LONGEST};
use menhu_protocol::values::{Malformed, MemberId, is_invisible};
use menhu_protocol::{Code, Failure, Field};

use crate::books::dispute::Dispute;
use crate::books::person::Person;
use crate::{Campus, identity};

/// Draws of a free case number; with half of all numbers taken, twenty fail once in a million.
const NUMBER_DRAWS: usize = 20;
/// What the record says of a person, and the desk can mend.
const FIELDS: [Field; 5] = [
    Field::Account,
    Field::Name,
    Field::Department,
    Field::Category,
    Field::Phone,
];

/// Opens a case about one field of an ID's record. Said twice, it is one case.
///
/// # Errors
/// `malformed` at the field or at what it should be, `slow` when the desk has enough to read already.
pub(crate) async fn open(
    campus: &Campus,
    person: &Person,
    member: &MemberId,
    field: Field,
    should_be: &str,
) -> Result<Case, Failure> {
    if !FIELDS.contains(&field) {
        return Err(Failure::malformed(Field::Other, Malformed::Form));
    }
    let should_be = read(should_be)?;
    for _ in 0..NUMBER_DRAWS {
        let number = identity::code::drawn(campus.dice.as_ref());
        let entry = Dispute {
            person: &person.id,
            member: member.as_str(),
            field,
            should_be: &should_be,
            // Whoever is active already waits for nothing.
            can_block: person.activated_at.is_none(),
            number: &number,
            now: campus.clock.now(),
        };
        if let Some(case) = campus.books.enter(&entry).await? {
            return Ok(case);
        }
    }
    tracing::error!("no free case number");
    Err(Code::ServerFault.into())
}

/// One line of text without what cannot be seen.
fn read(should_be: &str) -> Result<String, Failure> {
    let line: String = should_be
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let line = line.trim();
    match line.chars().count() {
        0 => Err(Failure::malformed(Field::ShouldBe, Malformed::Empty)),
        n if n > SHOULD_BE_LONGEST => Err(Failure::malformed(Field::ShouldBe, Malformed::Long)),
        _ => Ok(line.to_owned()),
    }
}
