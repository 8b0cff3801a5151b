//! 密保问题 of people, and what a recovery proves by them.

use menhu_protocol::Millis;
use menhu_protocol::values::Channel;
use sqlx::{AnyConnection, Row as _};

use super::audit::{self, AuditRow};
use super::person::person_on;
use super::{Books, Entry, Trouble, job, password};
use crate::delivery::News;
use crate::question::{ASKED, Question};
use crate::security;

/// Why a session of a browser ended, where its owner threw it out: it may have been somebody else's.
const THROWN_OUT: [&str; 2] = [password::ENDED_WHY, security::ENDED_WHY];

/// What wrong answers of a person count in, whatever the attempt (security.md RC-2).
pub(crate) fn bucket(person: &str) -> String {
    format!("questions:{person}")
}

/// The questions of a person.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub(crate) questions: [Question; ASKED],
    /// PHC strings of the answers.
    pub(crate) answers: [String; ASKED],
    pub(crate) set_at: Millis,
}

/// Sets the questions of a person in the place of those set at `before`.
pub(crate) struct QuestionsPut<'a> {
    pub(crate) person: &'a str,
    pub(crate) questions: &'a [Question; ASKED],
    /// PHC strings, one a question.
    pub(crate) answers: &'a [String],
    pub(crate) before: Option<Millis>,
    pub(crate) noted: &'a AuditRow,
    pub(crate) news: &'a News,
    pub(crate) now: Millis,
}

impl Entry for QuestionsPut<'_> {
    /// `false`: others were set meanwhile, and stay.
    type Out = bool;

    async fn write(&self, page: &mut AnyConnection) -> Result<bool, Trouble> {
        // Takes the person's row: two at once stand in line.
        sqlx::query("UPDATE person SET signed_in_at = signed_in_at WHERE id = $1")
            .bind(self.person)
            .execute(&mut *page)
            .await?;
        let row = sqlx::query("SELECT MAX(set_at) AS set_at FROM question WHERE person = $1")
            .bind(self.person)
            .fetch_one(&mut *page)
            .await?;
        if row.try_get::<Option<Millis>, _>("set_at")? != self.before {
            return Ok(false);
        }
        sqlx::query("DELETE FROM question WHERE person = $1")
            .bind(self.person)
            .execute(&mut *page)
            .await?;
        // Never the time of those before, however the clock goes: proofs by them end.
        let set_at = self.before.map_or(self.now, |at| self.now.max(at + 1));
        for ((place, question), answer) in (0_i64..).zip(self.questions).zip(self.answers) {
            sqlx::query(
                "INSERT INTO question (person, place, question, answer, set_at)
                 VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(self.person)
            .bind(place)
            .bind(question.slug())
            .bind(answer)
            .bind(set_at)
            .execute(&mut *page)
            .await?;
        }
        // Guesses were at the former ones.
        forget_guesses(page, self.person).await?;
        audit::put(page, self.noted).await?;
        let person = person_on(page, self.person).await?;
        let channels = person.phone.map(Channel::from).into_iter();
        let channels = channels.chain(person.mail.map(Channel::from));
        job::tell(page, &self.noted.id, channels, self.news, self.now).await?;
        Ok(true)
    }
}

/// Both answers were right in a recovery.
pub(crate) struct Answered<'a> {
    /// Its id.
    pub(crate) attempt: &'a str,
    pub(crate) person: &'a str,
    /// When the questions that were answered had been set.
    pub(crate) set_at: Millis,
    pub(crate) now: Millis,
}

impl Entry for Answered<'_> {
    type Out = ();

    async fn write(&self, page: &mut AnyConnection) -> Result<(), Trouble> {
        sqlx::query(
            "UPDATE attempt SET answered = $1, proven_at = $2, phone = NULL, mail = NULL
             WHERE id = $3 AND person = $4 AND done_at IS NULL",
        )
        .bind(self.set_at)
        .bind(self.now)
        .bind(self.attempt)
        .bind(self.person)
        .execute(&mut *page)
        .await?;
        Ok(forget_guesses(page, self.person).await?)
    }
}

async fn forget_guesses(page: &mut AnyConnection, person: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM guess WHERE bucket = $1")
        .bind(bucket(person))
        .execute(page)
        .await?;
    Ok(())
}

impl Books {
    /// The questions of a person; `None` also for such as this program does not know.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn questions_of(&self, person: &str) -> Result<Option<Stored>, Trouble> {
        let rows = sqlx::query(
            "SELECT question, answer, set_at FROM question WHERE person = $1 ORDER BY place",
        )
        .bind(person)
        .fetch_all(self.reader())
        .await?;
        let (mut questions, mut answers, mut set_at) = (Vec::new(), Vec::new(), 0);
        for row in &rows {
            let slug: String = row.try_get("question")?;
            questions.extend(Question::of(&slug));
            answers.push(row.try_get("answer")?);
            set_at = row.try_get("set_at")?;
        }
        Ok(match (questions.try_into(), answers.try_into()) {
            (Ok(questions), Ok(answers)) => Some(Stored {
                questions,
                answers,
                set_at,
            }),
            _ => None,
        })
    }

    /// Whether a browser was wholly in as this person, the last time without being thrown out. Narrower
    /// than [`Books::browser_is_known`]: it is half of a proof here.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn browser_was_in(
        &self,
        person: &str,
        browser: &str,
    ) -> Result<bool, Trouble> {
        let row = sqlx::query(
            "SELECT ended_why FROM browser_session
             WHERE person = $1 AND browser = $2 AND unmet IS NULL
             ORDER BY signed_in_at DESC, id DESC LIMIT 1",
        )
        .bind(person)
        .bind(browser)
        .fetch_optional(self.reader())
        .await?;
        let Some(row) = row else { return Ok(false) };
        let why: Option<String> = row.try_get("ended_why")?;
        Ok(!why.is_some_and(|why| THROWN_OUT.contains(&why.as_str())))
    }
}
