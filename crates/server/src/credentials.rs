//! Account and password, checked the same way on every path (security.md TH-3).

use menhu_protocol::password::Rule;
use menhu_protocol::values::{AccountName, Malformed, Secret};
use menhu_protocol::{Code, Failure, Field, Millis, Retry};

use crate::books::guess::{Forgiven, Guess};
use crate::books::person::{Member, Person};
use crate::config::Network;
use crate::hashing::Verdict;
use crate::identity::lockout::{self, Held, Turn};
use crate::identity::password::normal;
use crate::keys::fingerprint;
use crate::{Caller, Campus, keys, password};

/// Who guesses, as far as lockout cares.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Guesser<'a> {
    /// Anybody: counted by typed name and address, by account and address, by account, and by address.
    Stranger,
    /// A device, or the holder of a phone, that is known to belong to the account's person: strangers
    /// cannot lock it out (security.md TH-7), so its guesses are counted by themselves.
    Known(&'a str),
}

/// The buckets one guess counts in.
pub(crate) struct Buckets {
    /// The guesser's own, which a right guess clears; the first tells the tries that are left, and is of what
    /// was typed, so that they never tell that two names are one person's (security.md TH-6).
    pub own: Vec<(String, lockout::Rule)>,
    /// With others, of which a right guess gives back its own one.
    pub shared: Vec<(String, lockout::Rule)>,
}

impl Buckets {
    pub(crate) fn all(&self) -> Vec<(String, lockout::Rule)> {
        [self.own.as_slice(), &self.shared].concat()
    }

    /// The names of the guesser's own.
    pub(crate) fn cleared(&self) -> Vec<String> {
        self.own.iter().map(|(bucket, _)| bucket.clone()).collect()
    }
}

/// The buckets of where somebody guesses from, whatever at.
pub(crate) fn of_place(caller: &Caller) -> Vec<(String, lockout::Rule)> {
    let from = Network::of(caller.address);
    let mut buckets = vec![(format!("address:{from}"), lockout::ADDRESS)];
    if caller.address.is_ipv6() {
        let site = Network::around(caller.address);
        buckets.push((format!("site:{site}"), lockout::SITE));
    }
    buckets
}

impl Guesser<'_> {
    /// `account` as it was typed, and whose it is.
    fn buckets(self, caller: &Caller, account: &AccountName, counted_as: &str) -> Buckets {
        if let Self::Known(by) = self {
            let own = vec![(format!("known:{counted_as}:{by}"), lockout::ACCOUNT)];
            let shared = Vec::new();
            return Buckets { own, shared };
        }
        let from = Network::of(caller.address);
        let name = fingerprint(account.as_str());
        let mut shared = vec![(strangers(counted_as), lockout::STRANGERS)];
        shared.extend(of_place(caller));
        Buckets {
            own: vec![
                (
                    format!("account:{counted_as}:{from}:{name}"),
                    lockout::ACCOUNT,
                ),
                (format!("account:{counted_as}:{from}"), lockout::ALL_NAMES),
            ],
            shared,
        }
    }

    /// What a right guess clears: its own, and what strangers did to the account only when somebody known
    /// was right.
    fn cleared(self, buckets: &Buckets, counted_as: &str) -> Vec<String> {
        let mut cleared = buckets.cleared();
        if let Self::Known(_) = self {
            cleared.push(strangers(counted_as));
        }
        cleared
    }
}

/// The bucket of all strangers' guesses at an account.
fn strangers(account: &str) -> String {
    format!("strangers:{account}")
}

/// An account whose password was right.
pub(crate) struct Proven {
    pub member: Member,
    pub person: Person,
    /// When, before it was looked at: a password set since is another one.
    pub at: Millis,
    /// What the password breaks of today's rules (security.md PW-8, seed B §一 (三) 2).
    pub unmet: Vec<Rule>,
}

/// Whose guesses these are: all names of one person are one account, so that nobody guesses three times
/// as often by ID, phone and mail. A name that is nobody's is an account of its own: who used up the tries of
/// one name, waited, and used up those of all names too, sees by the wait which other names are the same
/// person's. That stays (docs/SECURITY.md): without it each name would bring new tries.
fn counted_as(account: &AccountName, member: Option<&Member>) -> String {
    member.map_or_else(
        || account.as_str().to_owned(),
        |member| member.person.clone(),
    )
}

/// Whose turn a guess at an account would be, without taking it; `person`: whose account it is, empty for
/// nobody's.
///
/// # Errors
/// `server_fault` when the books cannot be read.
pub(crate) async fn turn(
    campus: &Campus,
    caller: &Caller,
    account: &AccountName,
    person: &str,
    guesser: Guesser<'_>,
) -> Result<Turn, Failure> {
    let counted_as = match person {
        "" => account.as_str(),
        person => person,
    };
    let mut buckets = guesser.buckets(caller, account, counted_as);
    let (bucket, rule) = buckets.own.swap_remove(0);
    let standing = campus.books.guess_standing(&bucket).await?;
    Ok(rule.turn(&standing, campus.clock.now()))
}

/// The ID and person of an account, if the password is theirs. An account that does not exist costs the
/// same time and gets the same words.
///
/// # Errors
/// `malformed` at the password, `slow`, `busy`, `password_wrong`.
pub(crate) async fn proven(
    campus: &Campus,
    caller: &Caller,
    account: &AccountName,
    password: &Secret,
    guesser: Guesser<'_>,
) -> Result<Proven, Failure> {
    if password.is_empty() {
        return Err(Failure::malformed(Field::Password, Malformed::Empty));
    }
    if password.expose().len() > password::LONGEST {
        return Err(Failure::malformed(Field::Password, Malformed::Long));
    }
    let at = campus.clock.now();
    let member = campus.books.member_of_account(account).await?;
    let counted_as = counted_as(account, member.as_ref());
    let buckets = guesser.buckets(caller, account, &counted_as);
    let all = buckets.all();
    let free = counted(campus, &all).await?.map_err(slow)?;
    let verdict = match verdict(campus, account, member.as_ref(), password).await {
        Ok(verdict) => verdict,
        Err(failure) => {
            // It was not checked: it does not count.
            forgiven(campus, &[], &all).await?;
            return Err(failure);
        }
    };
    let (Some(member), true) = (member, verdict != Verdict::Wrong) else {
        return Err(refusal(free));
    };
    let cleared = guesser.cleared(&buckets, &counted_as);
    forgiven(campus, &cleared, &buckets.shared).await?;
    if verdict == Verdict::RightButWeak {
        let hash = campus.hashing.hash(password, campus.dice.as_ref()).await?;
        campus.books.password_renew(&member, &hash).await?;
    }
    let person = campus.books.person(&member.person).await?;
    let person = person.ok_or(Code::ServerFault)?;
    // At every sign-in by the rules of today: tightening them needs no mass reset.
    let unmet = password::unmet(campus, &person, password).await?;
    let rules = campus.config.password.version();
    if unmet.is_empty() && member.password_rules.as_deref() != Some(rules) {
        campus.books.password_kept(&member.id, rules).await?;
    }
    Ok(Proven {
        member,
        person,
        at,
        unmet,
    })
}

async fn verdict(
    campus: &Campus,
    account: &AccountName,
    member: Option<&Member>,
    password: &Secret,
) -> Result<Verdict, Failure> {
    let Some(member) = member else {
        let mac = campus
            .keys
            .mac(keys::Purpose::Nobody, &[account.as_str().as_bytes()]);
        let draw = mac.iter().take(8).fold(0, |n, b| n << 8 | u64::from(*b));
        return campus.hashing.turn_away(draw, password).await;
    };
    let hash = member.password.as_deref();
    let verdict = campus.hashing.verify(hash, password).await?;
    let Some(sealed) = &member.sealed else {
        return Ok(verdict);
    };
    // Still sealed: nobody's hash took the time, the sealed text decides.
    let plain = campus.keys.unseal(member.id.as_str(), sealed);
    let right = plain.is_some_and(|plain| {
        use subtle::ConstantTimeEq as _;
        bool::from(
            normal(&plain)
                .expose()
                .as_bytes()
                .ct_eq(normal(password).expose().as_bytes()),
        )
    });
    Ok(if right {
        Verdict::RightButWeak
    } else {
        Verdict::Wrong
    })
}

/// Looks at what the campus's password hashes cost, so that accounts that do not exist cost as much.
///
/// # Errors
/// `server_fault` when the books cannot be read.
pub(crate) async fn costs_read(campus: &Campus) -> Result<(), Failure> {
    let stored = campus.books.password_costs().await?;
    let (_, members) = campus.books.census().await?;
    let hashed: u64 = stored.iter().map(|(_, members)| members).sum();
    let without = u64::try_from(members).unwrap_or(0).saturating_sub(hashed);
    campus.hashing.mix(&stored, without);
    Ok(())
}

/// Counts one guess; the number of free ones that stay, or why it is not checked.
pub(crate) async fn counted(
    campus: &Campus,
    buckets: &[(String, lockout::Rule)],
) -> Result<Result<u32, Held>, Failure> {
    let guess = Guess {
        buckets,
        now: campus.clock.now(),
    };
    Ok(campus.books.enter(&guess).await?)
}

/// A guess that has to wait.
pub(crate) fn slow(held: Held) -> Failure {
    Failure::new(Code::Slow).retry(after(held.wait))
}

pub(crate) async fn forgiven(
    campus: &Campus,
    cleared: &[String],
    lessened: &[(String, lockout::Rule)],
) -> Result<(), Failure> {
    let forgiven = Forgiven {
        cleared,
        lessened,
        now: campus.clock.now(),
    };
    Ok(campus.books.enter(&forgiven).await?)
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
