//! The desk's side of 信息有误 (which cases are open, and closing one) and of 注销 (opening again).

use std::process::ExitCode;

use menhu_protocol::values::MemberId;
use menhu_words::Lexicon;

use crate::Campus;
use crate::books::audit::{AuditRow, What};
use crate::books::closing::Reopen;
use crate::books::dispute::OpenCase;
use crate::pages::wording;

/// `dispute list`: each open case on a line, the oldest first.
///
/// # Errors
/// The database's trouble.
pub async fn list(campus: &Campus) -> anyhow::Result<()> {
    let words = campus.words(crate::command::tongue());
    let open = campus.books.disputes_open().await?;
    if open.is_empty() {
        println!("{}", words.say("desk-case-none"));
    }
    for case in &open {
        println!("{}", line(words, case));
    }
    Ok(())
}

/// `dispute close NUMBER`: the person may activate; exit code 1 when no such case is open.
///
/// # Errors
/// The database's trouble.
pub async fn close(campus: &Campus, number: &str) -> anyhow::Result<ExitCode> {
    let words = campus.words(crate::command::tongue());
    let number = number.trim();
    let facts: &[(&str, &str)] = &[("number", number)];
    if campus
        .books
        .dispute_close(number, campus.clock.now())
        .await?
    {
        println!("{}", words.say_with("desk-case-closed", facts));
        Ok(ExitCode::SUCCESS)
    } else {
        eprintln!("{}", words.say_with("desk-case-unknown", facts));
        Ok(ExitCode::FAILURE)
    }
}

/// `account reopen ID`: a closed account (注销) takes the next roster's initial password again, and its
/// person registers anew; exit code 1 when it is not closed. Written down for its owner.
///
/// # Errors
/// The database's trouble.
pub async fn reopen(campus: &Campus, member: &str) -> anyhow::Result<ExitCode> {
    let words = campus.words(crate::command::tongue());
    let member = member.trim();
    let facts: &[(&str, &str)] = &[("member", member)];
    if reopened(campus, member).await? {
        println!("{}", words.say_with("desk-reopened", facts));
        Ok(ExitCode::SUCCESS)
    } else {
        eprintln!("{}", words.say_with("desk-reopen-unknown", facts));
        Ok(ExitCode::FAILURE)
    }
}

async fn reopened(campus: &Campus, member: &str) -> anyhow::Result<bool> {
    let Ok(id) = MemberId::parse(member) else {
        return Ok(false);
    };
    let Some(member) = campus.books.member(&id).await? else {
        return Ok(false);
    };
    let reopen = Reopen {
        person: &member.person,
        noted: &AuditRow::of_campus(campus, &member.person, What::Reopened),
    };
    Ok(campus.books.enter(&reopen).await?)
}

fn line(words: &Lexicon, open: &OpenCase) -> String {
    let at = menhu_words::day(words, wording::today(open.opened_at));
    let field = wording::field(words, open.case.field);
    let facts: &[(&str, &str)] = &[
        ("number", &open.case.number),
        ("name", &open.name),
        ("member", &open.member),
        ("field", &field),
        ("right", &open.should_be),
        ("day", &at),
        ("hour", &wording::hour(open.opened_at)),
    ];
    if open.case.blocks {
        words.say_with("desk-case-open-blocks", facts)
    } else {
        words.say_with("desk-case-open", facts)
    }
}
