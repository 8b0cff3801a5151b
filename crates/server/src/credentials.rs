//! Account and password, checked the same way on every path (security.md TH-3).

use menhu_protocol::values::{Malformed, MemberId, Secret};
use menhu_protocol::{Code, Failure, Field, Millis, Retry};

use crate::books::guess::{Forgiven, Guess};
use crate::books::person::{Member, Person};
use crate::hashing::Verdict;
use crate::identity::lockout::{self, Rule};
use crate::{Caller, Campus};

/// Longer passwords are nobody's (security.md PW-1 asks for 64, its table ends at 4096).
const LONGEST_PASSWORD: usize = 4096;

/// Who guesses, as far as lockout cares.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Guesser<'a> {
    /// Anybody: counted by account and by address.
    Stranger,
    /// A device, or the holder of a phone, that is known to belong to the account's person: strangers
    /// cannot lock it out (security.md TH-7), so its guesses are counted by themselves.
    Known(&'a str),
}

impl Guesser<'_> {
    /// The buckets a guess counts in; the first is cleared by a right one.
    fn buckets(self, caller: &Caller, account: &MemberId) -> Vec<(String, Rule)> {
        let account = account.as_str();
        match self {
            Self::Known(by) => vec![(format!("known:{account}:{by}"), lockout::ACCOUNT)],
            Self::Stranger => vec![
                (format!("account:{account}"), lockout::ACCOUNT),
                (format!("address:{}", caller.address), lockout::ADDRESS),
            ],
        }
    }
}

/// The ID and person of an account, if the password is theirs. An account that does not exist costs the
/// same time and gets the same words.
///
/// # Errors
/// `malformed` at the password, `slow`, `busy`, `password_wrong`.
pub(crate) async fn proven(
    campus: &Campus,
    caller: &Caller,
    account: &MemberId,
    password: &Secret,
    guesser: Guesser<'_>,
) -> Result<(Member, Person), Failure> {
    if password.is_empty() {
        return Err(Failure::malformed(Field::Password, Malformed::Empty));
    }
    if password.expose().len() > LONGEST_PASSWORD {
        return Err(Failure::malformed(Field::Password, Malformed::Long));
    }
    let buckets = guesser.buckets(caller, account);
    let free = counted(campus, &buckets).await?;
    let names: Vec<String> = buckets.into_iter().map(|(name, _)| name).collect();
    let member = campus.books.member(account).await?;
    let verdict = match verdict(campus, member.as_ref(), password).await {
        Ok(verdict) => verdict,
        Err(failure) => {
            // It was not checked: it does not count.
            forgiven(campus, &[], &names).await?;
            return Err(failure);
        }
    };
    let (Some(member), true) = (member, verdict != Verdict::Wrong) else {
        return Err(refusal(free));
    };
    forgiven(campus, &names[..1], &names[1..]).await?;
    if verdict == Verdict::RightButWeak {
        let hash = campus.hashing.hash(password, campus.dice.as_ref()).await?;
        campus.books.password_renew(&member, &hash).await?;
    }
    let person = campus.books.person(&member.person).await?;
    let person = person.ok_or(Code::ServerFault)?;
    Ok((member, person))
}

async fn verdict(
    campus: &Campus,
    member: Option<&Member>,
    password: &Secret,
) -> Result<Verdict, Failure> {
    let hash = member.and_then(|member| member.password.as_deref());
    let verdict = campus.hashing.verify(hash, password).await?;
    let Some((member, sealed)) = member.and_then(|m| m.sealed.as_ref().map(|s| (m, s))) else {
        return Ok(verdict);
    };
    // Still sealed: nobody's hash took the time, the sealed text decides.
    let plain = campus.keys.unseal(member.id.as_str(), sealed);
    let right = plain.is_some_and(|plain| {
        use subtle::ConstantTimeEq as _;
        bool::from(
            plain
                .expose()
                .as_bytes()
                .ct_eq(password.expose().as_bytes()),
        )
    });
    Ok(if right {
        Verdict::RightButWeak
    } else {
        Verdict::Wrong
    })
}

/// Counts one guess; the number of free ones that stay.
pub(crate) async fn counted(campus: &Campus, buckets: &[(String, Rule)]) -> Result<u32, Failure> {
    let guess = Guess {
        buckets,
        now: campus.clock.now(),
    };
    campus
        .books
        .enter(&guess)
        .await?
        .map_err(|wait| Failure::new(Code::Slow).retry(after(wait)))
}

pub(crate) async fn forgiven(
    campus: &Campus,
    cleared: &[String],
    lessened: &[String],
) -> Result<(), Failure> {
    Ok(campus.books.enter(&Forgiven { cleared, lessened }).await?)
}

fn refusal(free: u32) -> Failure {
    Failure::new(Code::PasswordWrong)
        .at(Field::Password)
        .left(free)
}

/// Whole seconds, rounded up: who waits them is not too early.
pub(crate) fn after(wait: Millis) -> Retry {
    let seconds = wait.max(0).div_euclid(1000) + i64::from(wait.rem_euclid(1000) > 0);
    Retry::After(u32::try_from(seconds).unwrap_or(u32::MAX))
}
