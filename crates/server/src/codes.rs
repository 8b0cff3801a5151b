//! Sending and proving codes, to phones and mail addresses, the same for every purpose.

use menhu_protocol::api::CodeSent;
use menhu_protocol::day::DAY_MS;
use menhu_protocol::values::{Channel, Phone, PhoneCode, Secret};
use menhu_protocol::{Code, Day, Failure, Field, Millis};

use crate::books::budget::{Budget, Refund, Spending};
use crate::books::code::{CodeOut, CodeTry, NewCode, mac};
use crate::config::Network;
use crate::credentials::after;
use crate::delivery::{self, Message, Unsent};
use crate::identity::HOUR_MS;
use crate::identity::code::{GOOD_FOR_MS, Purpose, RESEND_AFTER_MS, drawn};
use crate::{Caller, Campus, identity};

/// design.md §9, "codes".
const NUMBER_AN_HOUR: i64 = 5;
const NUMBER_A_DAY: i64 = 10;
/// A /24 or /48: a workshop of a faculty behind one address, and no more (security.md OTP-6).
const ADDRESSES_AN_HOUR: i64 = 60;
const ADDRESSES_A_DAY: i64 = 300;
/// A hundred neighbouring numbers: campuses buy such blocks for their staff, pumping walks through
/// them (security.md OTP-6).
const NEIGHBOURS_AN_HOUR: i64 = 30;
const NEIGHBOURS_A_DAY: i64 = 100;

/// How often the minute between two codes is lifted after a gateway gave no clear answer.
const HURRIES_AN_HOUR: i64 = 2;

/// The budgets one code is taken from, always in this order, so that two requests never wait for each
/// other crosswise.
fn budgets(campus: &Campus, caller: &Caller, to: &Channel, now: Millis) -> Vec<Budget> {
    let around = Network::around(caller.address);
    match to {
        Channel::Phone(phone) => sms_budgets(campus, phone, &around, now),
        Channel::Mail(_) => mail_budgets(to.as_str(), &around),
    }
}

/// A letter costs the campus nothing, but it fills a mailbox (security.md §4, 11).
fn mail_budgets(address: &str, around: &str) -> Vec<Budget> {
    [
        (format!("mail:gap:{address}"), 1, RESEND_AFTER_MS),
        (format!("mail:hour:{address}"), NUMBER_AN_HOUR, HOUR_MS),
        (format!("mail:day:{address}"), NUMBER_A_DAY, DAY_MS),
        (
            format!("mail:hour:net:{around}"),
            ADDRESSES_AN_HOUR,
            HOUR_MS,
        ),
        (format!("mail:day:net:{around}"), ADDRESSES_A_DAY, DAY_MS),
    ]
    .map(budget)
    .into()
}

fn budget((bucket, limit, window): (String, i64, Millis)) -> Budget {
    Budget {
        bucket,
        limit,
        window,
    }
}

fn sms_budgets(campus: &Campus, phone: &Phone, around: &str, now: Millis) -> Vec<Budget> {
    let (number, block) = (phone.e164(), phone.block());
    [
        (format!("sms:gap:{number}"), 1, RESEND_AFTER_MS),
        (format!("sms:hour:{number}"), NUMBER_AN_HOUR, HOUR_MS),
        (format!("sms:day:{number}"), NUMBER_A_DAY, DAY_MS),
        (
            format!("sms:hour:block:{block}"),
            NEIGHBOURS_AN_HOUR,
            HOUR_MS,
        ),
        (format!("sms:day:block:{block}"), NEIGHBOURS_A_DAY, DAY_MS),
        (format!("sms:hour:net:{around}"), ADDRESSES_AN_HOUR, HOUR_MS),
        (format!("sms:day:net:{around}"), ADDRESSES_A_DAY, DAY_MS),
        (
            format!("sms:campus:{}", Day::of(now)),
            campus.config.budget.sms_a_day,
            DAY_MS,
        ),
    ]
    .map(budget)
    .into()
}

/// One message to a channel, taken from its budgets.
pub(crate) struct Paid {
    budgets: Vec<Budget>,
    at: Millis,
}

/// Takes one message to a channel from its budgets.
///
/// # Errors
/// `code_too_soon`, `code_budget`.
pub(crate) async fn paid(
    campus: &Campus,
    caller: &Caller,
    to: &Channel,
    also: &[Budget],
) -> Result<Paid, Failure> {
    let at = campus.clock.now();
    let mut budgets = budgets(campus, caller, to, at);
    budgets.extend_from_slice(also);
    let spending = Spending {
        budgets: &budgets,
        now: at,
    };
    if let Err(spent) = campus.books.enter(&spending).await? {
        let code = match spent.which {
            0 => Code::CodeTooSoon,
            _ => Code::CodeBudget,
        };
        return Err(Failure::new(code).retry(after(spent.wait)));
    }
    Ok(Paid { budgets, at })
}

impl Paid {
    /// The message was not, or perhaps not, delivered; what the person is told.
    ///
    /// # Errors
    /// `server_fault`.
    pub(crate) async fn unsent(
        &self,
        campus: &Campus,
        to: &Channel,
        unsent: &Unsent,
    ) -> Result<Failure, Failure> {
        match unsent {
            // Nothing is used up, and no wait stands before the next try.
            Unsent::Surely(_) => campus.books.enter(&Refund(&self.budgets)).await?,
            // It may arrive: it was paid for.
            Unsent::Perhaps(_) => hurried(campus, to, &self.budgets[..1], self.at).await?,
        }
        Ok(unsent.by(to))
    }
}

/// Sends a code to any number the campus allows, or any address; whose it is, is not looked at here.
///
/// # Errors
/// `phone_foreign`, `code_too_soon`, `code_budget`, `sms_down`, `mail_down`.
pub(crate) async fn send(
    campus: &Campus,
    caller: &Caller,
    attempt: &str,
    purpose: Purpose,
    to: &Channel,
) -> Result<CodeSent, Failure> {
    send_of(campus, caller, attempt, purpose, to, &[]).await
}

/// As [`send`]; it is paid for from the budgets `also` as well, and given back to them with the others.
///
/// # Errors
/// Those of [`send`].
pub(crate) async fn send_of(
    campus: &Campus,
    caller: &Caller,
    attempt: &str,
    purpose: Purpose,
    to: &Channel,
    also: &[Budget],
) -> Result<CodeSent, Failure> {
    if let Channel::Phone(phone) = to
        && !campus.config.campus.foreign_phones.accept(phone)
    {
        let allowed = campus.config.campus.foreign_phones.beginnings();
        return Err(Failure::new(Code::PhoneForeign)
            .at(Field::Phone)
            .detail(allowed));
    }
    let paid = paid(campus, caller, to, also).await?;
    let now = paid.at;
    let id = identity::id(campus.clock.as_ref(), campus.dice.as_ref());
    let code = Secret::new(drawn(campus.dice.as_ref()));
    let new = NewCode {
        id: &id,
        attempt,
        purpose,
        to,
        mac: mac(&campus.keys, &id, purpose, to, code.expose()).remove(0),
        now,
    };
    campus.books.code_put(&new).await?;
    if let Err(unsent) = delivery::handed_over(campus, to, &Message::Code { code }).await? {
        // Where it may arrive, the code stays good.
        if let Unsent::Surely(_) = unsent {
            campus.books.code_void(&id).await?;
        }
        return Err(paid.unsent(campus, to, &unsent).await?);
    }
    let sent_at = campus.clock.now();
    campus.books.code_sent(&id, sent_at).await?;
    Ok(told(to, sent_at, campus.clock.now()))
}

/// Lifts the minute before the next code, [`HURRIES_AN_HOUR`] times: somebody whose gateway hiccups need
/// not wait for an SMS that may never come, and nobody sends many of them by making it hiccup.
async fn hurried(
    campus: &Campus,
    to: &Channel,
    gap: &[Budget],
    now: Millis,
) -> Result<(), Failure> {
    let hurries = [Budget {
        bucket: format!("hurry:{}", to.as_str()),
        limit: HURRIES_AN_HOUR,
        window: HOUR_MS,
    }];
    let spending = Spending {
        budgets: &hurries,
        now,
    };
    if campus.books.enter(&spending).await?.is_ok() {
        campus.books.enter(&Refund(gap)).await?;
    }
    Ok(())
}

/// What is said of a code that is out.
fn told(to: &Channel, sent_at: Millis, now: Millis) -> CodeSent {
    let left = |ms: Millis| u32::try_from((sent_at + ms - now).max(0) / 1000).unwrap_or(0);
    CodeSent {
        to: to.masked(),
        good_for_s: left(GOOD_FOR_MS),
        resend_after_s: left(RESEND_AFTER_MS),
    }
}

/// The code of an attempt that is out and still good.
///
/// # Errors
/// `server_fault`.
pub(crate) async fn out(
    campus: &Campus,
    attempt: &str,
    purpose: Purpose,
) -> Result<Option<CodeSent>, Failure> {
    let now = campus.clock.now();
    let out = campus.books.code_out(attempt, purpose, now).await?;
    Ok(out.map(|CodeOut { to, sent_at }| told(&to, sent_at, now)))
}

/// The number or address whose code this is; from here on the attempt has proven it.
///
/// # Errors
/// `code_wrong` with the tries left, `code_expired`, `code_spent`, `out_of_order` when none was sent.
pub(crate) async fn prove(
    campus: &Campus,
    attempt: &str,
    purpose: Purpose,
    code: &PhoneCode,
) -> Result<Channel, Failure> {
    let entry = CodeTry {
        attempt,
        purpose,
        code,
        keys: &campus.keys,
        now: campus.clock.now(),
    };
    campus.books.enter(&entry).await?
}
