//! 密保问题, where a campus has them on: two questions out of eight, answered by their owner in 安全中心,
//! and in [`crate::recovery`] by whoever says to be them. Standards forbid them (ASVS 6.4.2) and the
//! guide names them (seed B §二 (2)): off until the campus wishes, and never a proof alone (security.md
//! RC-2).

use menhu_protocol::values::{Malformed, Secret, half_width};
use menhu_protocol::{Code, Failure, Millis};
use menhu_words::Lexicon;
use unicode_normalization::UnicodeNormalization as _;

use crate::books::Trouble;
use crate::books::audit::{AuditRow, What};
use crate::books::person::Person;
use crate::books::question::{QuestionsPut, Stored};
use crate::delivery::News;
use crate::hashing::Verdict;
use crate::password::Shown;
use crate::security::{Actor, fresh};
use crate::{Campus, password};

/// How many a person has: one is guessed too easily.
pub const ASKED: usize = 2;
/// Characters of an answer without its spaces; one is guessed.
const LEAST: usize = 2;
/// More is no answer that is typed the same again years later.
const MOST: usize = 50;

macro_rules! questions {
    ($($name:ident = $slug:literal, $key:literal;)+) => {
        /// A question whose answer others do not know: no birthday, no name of a relative, nothing that
        /// stands on a form or in a social network.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Question { $($name,)+ }

        impl Question {
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// As it stands in the books and in forms.
            pub fn slug(self) -> &'static str {
                match self { $(Self::$name => $slug,)+ }
            }

            pub fn worded(self, words: &Lexicon) -> String {
                match self { $(Self::$name => words.say($key),)+ }
            }
        }
    };
}

questions! {
    Book = "book", "question-book";
    Journey = "journey", "question-journey";
    Toy = "toy", "question-toy";
    Dish = "dish", "question-dish";
    Hiding = "hiding", "question-hiding";
    Film = "film", "question-film";
    Loss = "loss", "question-loss";
    Wage = "wage", "question-wage";
}

impl Question {
    pub fn of(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.slug() == slug)
    }
}

/// One question and what was typed below it.
#[derive(Clone, Debug)]
pub struct Typed {
    /// `None`: none was chosen.
    pub question: Option<Question>,
    pub answer: Secret,
}

/// Why questions were not set; a number is the place of the one to look at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    Unchosen(usize),
    /// Twice the same question.
    SameQuestion,
    Answer(usize, Malformed),
    /// Twice the same answer.
    SameAnswer,
    /// The answer holds what others know of its owner.
    Yours(usize),
    Failed(Failure),
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<Code> for Fault {
    fn from(code: Code) -> Self {
        Self::Failed(code.into())
    }
}

impl From<Trouble> for Fault {
    fn from(trouble: Trouble) -> Self {
        Self::Failed(trouble.into())
    }
}

/// Whether this campus has them at all.
pub fn are_on(campus: &Campus) -> bool {
    campus.config.recovery.questions
}

/// Whether a person can be told what is done with their questions; without it they are of no use.
pub(crate) fn has_channel(person: &Person) -> bool {
    person.phone.is_some() || person.mail.is_some()
}

/// The questions of a person, in the order they chose; `None` without any, and where they are off.
///
/// # Errors
/// `server_fault`.
pub async fn chosen(
    campus: &Campus,
    person: &Person,
) -> Result<Option<[Question; ASKED]>, Failure> {
    let stored = stored(campus, person).await?;
    Ok(stored.map(|stored| stored.questions))
}

pub(crate) async fn stored(campus: &Campus, person: &Person) -> Result<Option<Stored>, Failure> {
    if !are_on(campus) {
        return Ok(None);
    }
    Ok(campus.books.questions_of(&person.id).await?)
}

/// Whether the questions that were answered are still the person's.
pub(crate) async fn stand(
    campus: &Campus,
    person: &Person,
    set_at: Millis,
) -> Result<bool, Failure> {
    let stored = stored(campus, person).await?;
    Ok(stored.is_some_and(|stored| stored.set_at == set_at))
}

/// The one form of an answer that is hashed: what differs by keyboard, case and spaces is the same.
pub(crate) fn folded(answer: &Secret) -> Secret {
    let text: String = half_width(answer.expose()).nfkc().collect();
    Secret::new(text.to_lowercase())
}

/// Whether both answers are right. Both are checked, whatever the first was.
pub(crate) async fn fit(
    campus: &Campus,
    stored: &Stored,
    answers: &[Secret; ASKED],
) -> Result<bool, Failure> {
    let mut are_right = true;
    for (hash, answer) in stored.answers.iter().zip(answers) {
        let verdict = campus.hashing.verify(Some(hash), &folded(answer)).await?;
        are_right &= verdict != Verdict::Wrong;
    }
    Ok(are_right)
}

/// Sets both questions, in the place of those before; told to every channel and noted. The same ones set
/// again change nothing.
///
/// # Errors
/// What is to be typed otherwise; of failures `proof_old`, `busy`, `out_of_order` without a channel and
/// when others were set meanwhile.
pub async fn set(campus: &Campus, actor: &Actor<'_>, typed: &[Typed; ASKED]) -> Result<(), Fault> {
    fresh(campus, actor)?;
    if !has_channel(actor.person) {
        return Err(Code::OutOfOrder.into());
    }
    let (questions, answers) = judged(campus, actor.person, typed).await?;
    if is_so_already(campus, actor.person, questions, &answers).await? {
        return Ok(());
    }
    let before = campus.books.questions_of(&actor.person.id).await?;
    let mut hashes = Vec::with_capacity(ASKED);
    for answer in &answers {
        hashes.push(campus.hashing.hash(answer, campus.dice.as_ref()).await?);
    }
    let noted = AuditRow::new(campus, &actor.person.id, What::QuestionsSet, actor.trace);
    let put = QuestionsPut {
        person: &actor.person.id,
        questions: &questions,
        answers: &hashes,
        before: before.map(|before| before.set_at),
        noted: &noted,
        news: &News::QuestionsSet {
            device: actor.trace.device.clone(),
        },
        now: campus.clock.now(),
    };
    // Two at once: the other one was first, and if it said the same, all is well.
    if campus.books.enter(&put).await?
        || is_so_already(campus, actor.person, questions, &answers).await?
    {
        return Ok(());
    }
    Err(Code::OutOfOrder.into())
}

/// The questions, and the answers as they are hashed.
async fn judged(
    campus: &Campus,
    person: &Person,
    typed: &[Typed; ASKED],
) -> Result<([Question; ASKED], [Secret; ASKED]), Fault> {
    let [first, second] = typed;
    let one = first.question.ok_or(Fault::Unchosen(0))?;
    let other = second.question.ok_or(Fault::Unchosen(1))?;
    if one == other {
        return Err(Fault::SameQuestion);
    }
    let answers = [folded(&first.answer), folded(&second.answer)];
    for (place, answer) in answers.iter().enumerate() {
        let why = match answer.expose().chars().count() {
            0 => Malformed::Empty,
            n if n < LEAST => Malformed::Short,
            n if n > MOST => Malformed::Long,
            _ => continue,
        };
        return Err(Fault::Answer(place, why));
    }
    if answers[0] == answers[1] {
        return Err(Fault::SameAnswer);
    }
    for (place, answer) in answers.iter().enumerate() {
        if password::is_yours(campus, person, Shown::Answers, answer).await? {
            return Err(Fault::Yours(place));
        }
    }
    Ok(([one, other], answers))
}

async fn is_so_already(
    campus: &Campus,
    person: &Person,
    questions: [Question; ASKED],
    answers: &[Secret; ASKED],
) -> Result<bool, Failure> {
    match campus.books.questions_of(&person.id).await? {
        Some(stored) if stored.questions == questions => fit(campus, &stored, answers).await,
        _ => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use menhu_protocol::values::Secret;

    use super::{Question, folded};

    #[test]
    fn keyboard_case_and_spaces_make_no_other_answer() {
        for (typed, same) in [
            (" 松花江 ", "松花江"),
            ("松 花\u{3000}江", "松花江"),
            ("Ｗａｒ and Peace", "warandpeace"),
            ("cafe\u{301}", "caf\u{e9}"),
            ("１９７９\u{200b}年", "1979年"),
        ] {
            assert_eq!(folded(&Secret::new(typed)).expose(), same, "{typed:?}");
        }
    }

    #[test]
    fn there_are_eight_and_each_is_found_by_its_name() {
        assert_eq!(Question::ALL.len(), 8);
        for question in Question::ALL {
            assert_eq!(Question::of(question.slug()), Some(*question));
        }
        assert_eq!(Question::of("birthday"), None);
    }
}
