//! The roster goes into the books in one transaction: all good rows, or none.

use std::collections::HashMap;

use menhu_protocol::{Clock, Dice, Millis};
use sqlx::{AnyConnection, Row as _};

use super::person::category_text;
use super::{Entry, Query, Trouble};
use crate::identity;
use crate::roster::plan::{Known, KnownMember, KnownPerson, Plan, plan};
use crate::roster::sheet::{Password, Row};

/// Rows in one statement: enough that the statement's own cost vanishes, within the 32,766 parameters
/// SQLite takes.
const BATCH: usize = 250;

/// The good rows of a sheet.
pub struct RosterImport<'a> {
    pub rows: &'a [Row],
    pub clock: &'a dyn Clock,
    pub dice: &'a dyn Dice,
    /// Nothing is written; the plan is what would be.
    pub rehearsal: bool,
}

impl Entry for RosterImport<'_> {
    type Out = Plan;

    async fn write(&self, page: &mut AnyConnection) -> Result<Plan, Trouble> {
        let known = known(page).await?;
        let plan = plan(known, self.rows, &|| identity::id(self.clock, self.dice));
        if self.rehearsal {
            return Ok(plan);
        }
        let now = self.clock.now();
        // Changes first: a number that one person leaves may be another's in the same file.
        update(page, &plan).await?;
        insert_people(page, &plan, now).await?;
        insert_members(page, &plan, now).await?;
        rename(page, &plan).await?;
        share_passwords(page).await?;
        Ok(plan)
    }
}

async fn known(page: &mut AnyConnection) -> Result<Known, sqlx::Error> {
    let mut people = Vec::new();
    let mut at = HashMap::new();
    let rows = sqlx::query(
        "SELECT id, name, certificate, phone_on_record, phone, mail, mail_on_record, certificate_tail,
           birthday, activated_at, closed_at
         FROM person",
    )
    .fetch_all(&mut *page)
    .await?;
    for row in rows {
        let id: String = row.try_get("id")?;
        at.insert(id.clone(), people.len());
        let phone: Option<String> = row.try_get("phone")?;
        let bound_mail: Option<String> = row.try_get("mail")?;
        let activated_at: Option<Millis> = row.try_get("activated_at")?;
        let closed_at: Option<Millis> = row.try_get("closed_at")?;
        people.push(KnownPerson {
            id,
            name: row.try_get("name")?,
            certificate: row.try_get("certificate")?,
            phone_on_record: row.try_get("phone_on_record")?,
            // A password the person set tells it too: see the IDs below.
            owned: activated_at.is_some() || phone.is_some() || bound_mail.is_some(),
            closed: closed_at.is_some(),
            phone,
            mail: row.try_get("mail_on_record")?,
            certificate_tail: row.try_get("certificate_tail")?,
            birthday: row.try_get("birthday")?,
        });
    }
    let mut members = HashMap::new();
    let rows = sqlx::query(
        "SELECT id, person, department, category, password_at, account_name.name AS other_name,
           CASE WHEN password IS NULL AND sealed IS NULL THEN 0 ELSE 1 END AS has_password
         FROM member LEFT JOIN account_name ON account_name.member = member.id",
    )
    .fetch_all(&mut *page)
    .await?;
    for row in rows {
        let person: String = row.try_get("person")?;
        let Some(person) = at.get(&person).copied() else {
            continue;
        };
        let password_at: Option<Millis> = row.try_get("password_at")?;
        people[person].owned |= password_at.is_some();
        // SQLite says 64 bit of such a column, PostgreSQL 32.
        let has_password = match row.try_get::<i64, _>("has_password") {
            Ok(n) => n,
            Err(_) => i64::from(row.try_get::<i32, _>("has_password")?),
        };
        members.insert(
            row.try_get::<String, _>("id")?,
            KnownMember {
                person,
                department: row.try_get("department")?,
                category: row.try_get("category")?,
                has_password: has_password == 1,
                other_name: row.try_get("other_name")?,
            },
        );
    }
    Ok(Known { people, members })
}

async fn update(page: &mut AnyConnection, plan: &Plan) -> Result<(), sqlx::Error> {
    // Indexes look at each statement: what moves from one person to another is let go of first.
    for person in plan.rekeyed_people() {
        sqlx::query("UPDATE person SET certificate = NULL, phone_on_record = NULL WHERE id = $1")
            .bind(&person.id)
            .execute(&mut *page)
            .await?;
    }
    for person in plan.changed_people() {
        sqlx::query(
            "UPDATE person SET name = $1, certificate = $2, phone_on_record = $3, mail_on_record = $4,
               certificate_tail = $5, birthday = $6
             WHERE id = $7",
        )
        .bind(&person.name)
        .bind(&person.certificate)
        .bind(&person.phone_on_record)
        .bind(&person.mail)
        .bind(&person.certificate_tail)
        .bind(&person.birthday)
        .bind(&person.id)
        .execute(&mut *page)
        .await?;
    }
    for (row, takes_password) in plan.changed_members() {
        let (hash, sealed) = password(row);
        sqlx::query(
            "UPDATE member SET department = CASE WHEN $1 = '' THEN department ELSE $1 END, category = $2,
               password = COALESCE(password, $3), sealed = COALESCE(sealed, $4)
             WHERE id = $5",
        )
        .bind(&row.department)
        .bind(category_text(row.category))
        .bind(hash.filter(|_| takes_password))
        .bind(sealed.filter(|_| takes_password))
        .bind(row.member.as_str())
        .execute(&mut *page)
        .await?;
    }
    Ok(())
}

async fn insert_people(
    page: &mut AnyConnection,
    plan: &Plan,
    now: Millis,
) -> Result<(), sqlx::Error> {
    let people: Vec<&KnownPerson> = plan.new_people().collect();
    for batch in people.chunks(BATCH) {
        let sql = insert(
            "person (id, name, certificate, phone_on_record, mail_on_record, certificate_tail,
               birthday, created_at)",
            batch.len(),
            8,
        );
        let mut query: Query<'_> = sqlx::query(sqlx::AssertSqlSafe(sql));
        for person in batch {
            query = query
                .bind(&person.id)
                .bind(&person.name)
                .bind(&person.certificate)
                .bind(&person.phone_on_record)
                .bind(&person.mail)
                .bind(&person.certificate_tail)
                .bind(&person.birthday)
                .bind(now);
        }
        query.execute(&mut *page).await?;
    }
    Ok(())
}

async fn insert_members(
    page: &mut AnyConnection,
    plan: &Plan,
    now: Millis,
) -> Result<(), sqlx::Error> {
    let members: Vec<(&Row, &str)> = plan.new_members().collect();
    for batch in members.chunks(BATCH) {
        let sql = insert(
            "member (id, person, department, category, password, sealed, created_at)",
            batch.len(),
            7,
        );
        let mut query: Query<'_> = sqlx::query(sqlx::AssertSqlSafe(sql));
        for (row, person) in batch {
            let (hash, sealed) = password(row);
            query = query
                .bind(row.member.as_str())
                .bind(*person)
                .bind(&row.department)
                .bind(category_text(row.category))
                .bind(hash)
                .bind(sealed)
                .bind(now);
        }
        query.execute(&mut *page).await?;
    }
    Ok(())
}

/// Other names go where the plan has them; each ID has one.
async fn rename(page: &mut AnyConnection, plan: &Plan) -> Result<(), sqlx::Error> {
    // Indexes look at each statement: what moves from one ID to another is let go of first.
    for (member, _) in plan.renamed() {
        sqlx::query("DELETE FROM account_name WHERE member = $1")
            .bind(member)
            .execute(&mut *page)
            .await?;
    }
    // Of an ID that was renamed twice in one file, the last name counts.
    let last: HashMap<&str, &str> = plan.renamed().collect();
    for (member, name) in last {
        sqlx::query("INSERT INTO account_name (name, member) VALUES ($1, $2)")
            .bind(name)
            .bind(member)
            .execute(&mut *page)
            .await?;
    }
    Ok(())
}

/// A person who set a password has that one for every ID: an initial one that comes with a later ID is no
/// second way in (security.md PW-8).
async fn share_passwords(page: &mut AnyConnection) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE member SET sealed = NULL,
           password = (SELECT own.password FROM member AS own WHERE own.person = member.person
             AND own.password_at IS NOT NULL ORDER BY own.password_at DESC, own.id LIMIT 1),
           password_rules = (SELECT own.password_rules FROM member AS own
             WHERE own.person = member.person
             AND own.password_at IS NOT NULL ORDER BY own.password_at DESC, own.id LIMIT 1),
           password_at = (SELECT MAX(own.password_at) FROM member AS own
             WHERE own.person = member.person)
         WHERE password_at IS NULL
           AND person IN (SELECT person FROM member WHERE password_at IS NOT NULL)",
    )
    .execute(page)
    .await?;
    Ok(())
}

fn password(row: &Row) -> (Option<&str>, Option<&str>) {
    match &row.password {
        Some(Password::Hash(hash)) => (Some(hash), None),
        Some(Password::Sealed(sealed)) => (None, Some(sealed)),
        None => (None, None),
    }
}

/// `INSERT INTO … VALUES ($1, …), …` for `rows` of `columns`.
fn insert(into: &str, rows: usize, columns: usize) -> String {
    let mut sql = format!("INSERT INTO {into} VALUES ");
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=columns {
            if column > 1 {
                sql.push(',');
            }
            sql.push('$');
            sql.push_str(&(row * columns + column).to_string());
        }
        sql.push(')');
    }
    sql
}
