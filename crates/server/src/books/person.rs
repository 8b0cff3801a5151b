//! People and their IDs.

use menhu_protocol::api::registration::Category;
use menhu_protocol::values::{AccountName, Channel, MailAddress, MemberId, Phone};
use menhu_protocol::{Code, Millis};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use super::{Books, Trouble};

/// Somebody on the roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: String,
    pub name: String,
    /// MAC of the 证件号.
    pub certificate: Option<String>,
    /// What the roster says.
    pub phone_on_record: Option<Phone>,
    /// What the person activated with: 密保手机.
    pub phone: Option<Phone>,
    /// What the person bound: 密保邮箱.
    pub mail: Option<MailAddress>,
    /// MAC of the last six of the 证件号; they must not be in a password.
    pub certificate_tail: Option<String>,
    /// MAC of the birthday as `YYYYMMDD`; the same.
    pub birthday: Option<String>,
    pub activated_at: Option<Millis>,
    /// When the account was closed (注销), if nobody activated with it or opened it again since.
    pub closed_at: Option<Millis>,
    /// When the person took back what they agreed to, if they did not agree again since.
    pub consent_withdrawn_at: Option<Millis>,
}

/// A 工号 or 学号 and the password that goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub id: MemberId,
    pub person: String,
    pub department: String,
    pub category: Category,
    /// PHC string.
    pub password: Option<String>,
    /// A plain initial password under the server's key.
    pub sealed: Option<String>,
    /// When the person set it, UTC milliseconds; `None`: it is the initial one.
    pub password_at: Option<Millis>,
    /// Profile and version of the rules it last kept.
    pub password_rules: Option<String>,
}

/// The head of a PHC string that says what it costs, `$argon2id$v=19$m=19456,t=2,p=`.
const COST_LENGTH: i32 = 29;
/// Costs that are told apart. A campus brings the hashes of a system or two.
const COSTS: i64 = 32;

pub(super) const PERSON: &str = "id, name, certificate, phone_on_record, phone, mail,
  certificate_tail, birthday, activated_at, closed_at, consent_withdrawn_at";

pub(super) fn person_of(row: &AnyRow) -> Result<Person, sqlx::Error> {
    Ok(Person {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        certificate: row.try_get("certificate")?,
        phone_on_record: phone_in(row, "phone_on_record")?,
        phone: phone_in(row, "phone")?,
        mail: mail_in(row, "mail")?,
        certificate_tail: row.try_get("certificate_tail")?,
        birthday: row.try_get("birthday")?,
        activated_at: row.try_get("activated_at")?,
        closed_at: row.try_get("closed_at")?,
        consent_withdrawn_at: row.try_get("consent_withdrawn_at")?,
    })
}

/// A number that stands in a row was parsed before it went there.
pub(super) fn phone_in(row: &AnyRow, column: &str) -> Result<Option<Phone>, sqlx::Error> {
    let text: Option<String> = row.try_get(column)?;
    text.map(|text| {
        Phone::parse(&text).map_err(|why| sqlx::Error::Decode(format!("{column}: {why}").into()))
    })
    .transpose()
}

/// An address that stands in a row was parsed before it went there.
pub(super) fn mail_in(row: &AnyRow, column: &str) -> Result<Option<MailAddress>, sqlx::Error> {
    let text: Option<String> = row.try_get(column)?;
    text.map(|text| {
        MailAddress::parse(&text)
            .map_err(|why| sqlx::Error::Decode(format!("{column}: {why}").into()))
    })
    .transpose()
}

/// A number or address that stands in a row was parsed before it went there.
pub(super) fn channel_in(row: &AnyRow, column: &str) -> Result<Channel, sqlx::Error> {
    let text: String = row.try_get(column)?;
    Channel::parse(&text).map_err(|why| sqlx::Error::Decode(format!("{column}: {why}").into()))
}

pub(crate) fn category_text(category: Category) -> &'static str {
    match category {
        Category::Staff => "staff",
        Category::Retired => "retired",
        Category::Student => "student",
        Category::Other => "other",
    }
}

fn category_of(text: &str) -> Category {
    match text {
        "staff" => Category::Staff,
        "retired" => Category::Retired,
        "student" => Category::Student,
        _ => Category::Other,
    }
}

fn member_of(row: &AnyRow) -> Result<Member, sqlx::Error> {
    let id: String = row.try_get("id")?;
    Ok(Member {
        id: MemberId::parse(&id).map_err(|why| sqlx::Error::Decode(why.into()))?,
        person: row.try_get("person")?,
        department: row.try_get("department")?,
        category: category_of(row.try_get("category")?),
        password: row.try_get("password")?,
        sealed: row.try_get("sealed")?,
        password_at: row.try_get("password_at")?,
        password_rules: row.try_get("password_rules")?,
    })
}

/// A person inside a transaction; one who is named by another row must be there.
pub(super) async fn person_on(page: &mut AnyConnection, id: &str) -> Result<Person, Trouble> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {PERSON} FROM person WHERE id = $1"
    )))
    .bind(id)
    .fetch_optional(page)
    .await?;
    let row = row.ok_or(Code::AttemptOver)?;
    Ok(person_of(&row)?)
}

/// Whether the password of an ID is still the one that was read with it, but for a hash of the same.
pub(crate) async fn password_is(
    page: &mut AnyConnection,
    member: &Member,
) -> Result<bool, sqlx::Error> {
    password_stands(page, &member.id, member.password_at).await
}

/// Whether an ID still has the password that was set then; whose account closed has none at all.
pub(super) async fn password_stands(
    page: &mut AnyConnection,
    member: &MemberId,
    password_at: Option<Millis>,
) -> Result<bool, sqlx::Error> {
    let row = sqlx::query(
        "SELECT password_at FROM member
         WHERE id = $1 AND (password IS NOT NULL OR sealed IS NOT NULL)",
    )
    .bind(member.as_str())
    .fetch_optional(page)
    .await?;
    let set_at = row.map(|row| row.try_get("password_at")).transpose()?;
    Ok(set_at == Some(password_at))
}

impl Books {
    /// A person by id.
    ///
    /// # Errors
    /// The database's.
    pub async fn person(&self, id: &str) -> Result<Option<Person>, Trouble> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {PERSON} FROM person WHERE id = $1"
        )))
        .bind(id)
        .fetch_optional(self.reader())
        .await?;
        Ok(row.as_ref().map(person_of).transpose()?)
    }

    /// The ID and its password.
    ///
    /// # Errors
    /// The database's.
    pub async fn member(&self, id: &MemberId) -> Result<Option<Member>, Trouble> {
        let row = sqlx::query("SELECT * FROM member WHERE id = $1")
            .bind(id.as_str())
            .fetch_optional(self.reader())
            .await?;
        Ok(row.as_ref().map(member_of).transpose()?)
    }

    /// The ID an account's name stands for: the ID itself, another name of it (考生号), or the phone or
    /// mail of its person. Of several IDs of one person it is the one whose password they set last.
    ///
    /// # Errors
    /// The database's.
    pub async fn member_of_account(&self, name: &AccountName) -> Result<Option<Member>, Trouble> {
        // A bare number is an ID first, then an alias, then a phone: one query for each kind of name,
        // whatever it finds.
        let phone = match name {
            AccountName::Phone(phone) => Some(phone.clone()),
            AccountName::Member(id) => Phone::parse(id.as_str()).ok(),
            AccountName::Mail(_) => None,
        };
        let phone = phone.as_ref().map_or("", |phone| phone.e164());
        let row = sqlx::query(
            "SELECT member.* FROM member JOIN (
               SELECT id, 0 AS place FROM member WHERE id = $1
               UNION ALL SELECT member AS id, 1 AS place FROM account_name WHERE name = $1
               UNION ALL SELECT member.id AS id, 2 AS place FROM member
                 JOIN person ON person.id = member.person WHERE person.phone = $2
               UNION ALL SELECT member.id AS id, 3 AS place FROM member
                 JOIN person ON person.id = member.person WHERE person.mail = $1
             ) AS named ON named.id = member.id
             ORDER BY named.place, COALESCE(member.password_at, 0) DESC, member.id LIMIT 1",
        )
        .bind(name.as_str())
        .bind(phone)
        .fetch_optional(self.reader())
        .await?;
        Ok(row.as_ref().map(member_of).transpose()?)
    }

    /// All IDs of a person, in the order of the ID.
    ///
    /// # Errors
    /// The database's.
    pub async fn members_of(&self, person: &str) -> Result<Vec<Member>, Trouble> {
        let rows = sqlx::query("SELECT * FROM member WHERE person = $1 ORDER BY id")
            .bind(person)
            .fetch_all(self.reader())
            .await?;
        Ok(rows.iter().map(member_of).collect::<Result<_, _>>()?)
    }

    /// The other names (考生号) of a person's IDs, each beside its ID.
    ///
    /// # Errors
    /// The database's.
    pub async fn account_names_of(&self, person: &str) -> Result<Vec<(String, String)>, Trouble> {
        let rows = sqlx::query(
            "SELECT member.id, account_name.name FROM account_name
             JOIN member ON member.id = account_name.member
             WHERE member.person = $1 ORDER BY account_name.name",
        )
        .bind(person)
        .fetch_all(self.reader())
        .await?;
        let names = rows
            .iter()
            .map(|row| Ok((row.try_get("id")?, row.try_get("name")?)));
        Ok(names.collect::<Result<_, sqlx::Error>>()?)
    }

    /// Whose phone it is: the one who activated with it, or else the one it stands beside on the
    /// roster.
    ///
    /// # Errors
    /// The database's.
    pub async fn person_of_phone(&self, phone: &Phone) -> Result<Option<Person>, Trouble> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {PERSON} FROM person WHERE phone = $1 OR phone_on_record = $1"
        )))
        .bind(phone.e164())
        .fetch_all(self.reader())
        .await?;
        let people: Vec<Person> = rows.iter().map(person_of).collect::<Result<_, _>>()?;
        let owner = people
            .iter()
            .position(|person| person.phone.as_ref() == Some(phone));
        // Somebody who activated has left the number on the roster behind, whether they have another one
        // or none.
        let listed = people
            .iter()
            .position(|person| person.phone.is_none() && person.activated_at.is_none());
        Ok(owner.or(listed).and_then(|i| people.into_iter().nth(i)))
    }

    /// How many people and IDs there are.
    ///
    /// # Errors
    /// The database's.
    pub async fn census(&self) -> Result<(i64, i64), Trouble> {
        let row = sqlx::query(
            "SELECT (SELECT COUNT(*) FROM person) AS people, (SELECT COUNT(*) FROM member) AS members",
        )
        .fetch_one(self.reader())
        .await?;
        Ok((row.try_get("people")?, row.try_get("members")?))
    }

    /// One stored hash of each cost, and how many IDs have one like it; at most [`COSTS`].
    ///
    /// # Errors
    /// The database's.
    pub async fn password_costs(&self) -> Result<Vec<(String, u64)>, Trouble> {
        let rows = sqlx::query(
            "SELECT MIN(password) AS password, COUNT(*) AS members FROM member
             WHERE password IS NOT NULL GROUP BY substr(password, 1, $1)
             ORDER BY COUNT(*) DESC, MIN(password) LIMIT $2",
        )
        .bind(COST_LENGTH)
        .bind(COSTS)
        .fetch_all(self.reader())
        .await?;
        rows.iter()
            .map(|row| {
                let members: i64 = row.try_get("members")?;
                Ok((
                    row.try_get("password")?,
                    u64::try_from(members).unwrap_or(0),
                ))
            })
            .collect()
    }

    /// Puts a hash in the place of a sealed password, or of a weaker hash, unless it was changed
    /// meanwhile.
    ///
    /// # Errors
    /// The database's.
    pub async fn password_renew(&self, member: &Member, hash: &str) -> Result<bool, Trouble> {
        let _turn = self.writers.acquire().await.ok();
        let done = sqlx::query(
            "UPDATE member SET password = $1, sealed = NULL WHERE id = $2
             AND COALESCE(sealed, '') = $3 AND COALESCE(password, '') = $4",
        )
        .bind(hash)
        .bind(member.id.as_str())
        .bind(member.sealed.as_deref().unwrap_or_default())
        .bind(member.password.as_deref().unwrap_or_default())
        .execute(self.reader())
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// IDs whose plain initial password still waits to be hashed: the first `limit` that come `after`.
    ///
    /// # Errors
    /// The database's.
    pub async fn sealed_members(&self, after: &str, limit: i64) -> Result<Vec<Member>, Trouble> {
        let rows = sqlx::query(
            "SELECT * FROM member WHERE sealed IS NOT NULL AND id > $1 ORDER BY id LIMIT $2",
        )
        .bind(after)
        .bind(limit)
        .fetch_all(self.reader())
        .await?;
        Ok(rows.iter().map(member_of).collect::<Result<_, _>>()?)
    }
}
