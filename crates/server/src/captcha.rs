//! Captcha: proof that somebody took the trouble, before anything costly is done for them.
//!
//! Three kinds (design.md §9, "captcha"): work, which a page or the app does by itself; a picture of
//! digits, where no script runs or the risk is high; and a sum in words, for whoever cannot see the
//! picture. The server keeps nothing of a challenge but that it was looked at: what it has to know is
//! sealed inside, for one purpose and one asker, and is dead after any look, right or wrong (security.md
//! CAP-1).
//!
//! None of the three stops a determined machine; they make it pay. What stops it are the counts of
//! guesses and the budgets of codes, which hold without any captcha.

mod picture;

pub(crate) use picture::{HEIGHT, WIDTH};

use menhu_protocol::api::captcha::{CaptchaPurpose, Puzzle, Solved};
use menhu_protocol::values::{Secret, half_width};
use menhu_protocol::{Code, Dice, Failure, Field, Millis, bytes};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::books::budget::{Budget, Spending};
use crate::config::Network;
use crate::identity::lockout::{Leaking, Rule};
use crate::{Caller, Campus, credentials, identity};

/// The page may lie open so long between its first word and its button.
pub(crate) const GOOD_FOR_MS: Millis = 600_000;
/// Zero bits that work begins with: 2^13 digests on average. Chromium did 16,384 digests of a puzzle in
/// 118 ms on the machine this was tuned on; a phone fifteen times slower does the work in 0.9 s, while
/// its owner still types.
const BITS: u8 = 13;
/// The same when the risk is high: eight times the work, for programs only; people get the picture.
const BITS_AT_RISK: u8 = BITS + 3;
/// Looks at captchas from one address in an hour before it is asked for more: a hall of people who all
/// forgot their passwords stays under it.
const CALM_AN_HOUR: i64 = 60;
/// Digits in a picture: a blind guess is right once in 32,768 times, and each picture has one.
const DIGITS: usize = 5;
/// No 1, which looks like 7 once it is bent; the font has no 0.
const ALPHABET: &[u8; 8] = b"23456789";
/// Numbers of a sum: small enough for anybody's head.
const LARGEST_ADDEND: u8 = 12;

/// Pictures that are drawn for one address: 「看不清」 as often as a person needs it, and a page for
/// everybody in a hall. Drawing one is a few milliseconds' work.
const PICTURES: Rule = Rule::Leaking(Leaking {
    burst: 300,
    interval: 1_000,
});
/// Sums in words, which any machine reads: enough for the few who need them, and few enough that asking
/// for them is no way around the picture.
const SUMS: Rule = Rule::Leaking(Leaking {
    burst: 10,
    interval: 60_000,
});

/// How much is asked of a caller at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Risk {
    Calm,
    /// Its address had many captchas looked at within the hour.
    High,
}

impl Risk {
    fn bits(self) -> u8 {
        match self {
            Self::Calm => BITS,
            Self::High => BITS_AT_RISK,
        }
    }
}

/// What a challenge is for and whose it is; one of another purpose or asker is none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound<'a> {
    pub purpose: CaptchaPurpose,
    /// The fingerprint of the browser's cookie; [`PROGRAM`] for calls of the API, which have nothing yet
    /// that could name them.
    pub asker: &'a str,
}

/// The asker of calls to the API.
pub(crate) const PROGRAM: &str = "program";

impl Bound<'_> {
    fn about(self) -> String {
        let purpose = match self.purpose {
            CaptchaPurpose::Recovery => "recovery",
            CaptchaPurpose::Signin => "signin",
            CaptchaPurpose::Other => "other",
        };
        format!("captcha {purpose} {}", self.asker)
    }
}

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Challenge {
    id: String,
    /// UTC milliseconds.
    until: Millis,
    answer: Answer,
}

#[derive(Serialize, Deserialize)]
enum Answer {
    /// So many zero bits.
    Work(u8),
    /// What is typed, from picture or sum.
    Digits(String),
}

/// A picture of digits.
pub(crate) struct Picture {
    pub sealed: String,
    pub png: Vec<u8>,
}

/// A sum in words.
pub(crate) struct Sum {
    pub sealed: String,
    pub addends: [u8; 2],
}

/// How much is asked of this caller now.
///
/// # Errors
/// `server_fault` when the books cannot be read.
pub(crate) async fn risk(campus: &Campus, caller: &Caller) -> Result<Risk, Failure> {
    let now = campus.clock.now();
    let used = campus.books.budget_used(&calm(caller).bucket, now).await?;
    Ok(if used < CALM_AN_HOUR {
        Risk::Calm
    } else {
        Risk::High
    })
}

fn calm(caller: &Caller) -> Budget {
    Budget {
        bucket: format!("captcha:hour:{}", Network::of(caller.address)),
        limit: CALM_AN_HOUR,
        window: identity::HOUR_MS,
    }
}

/// A piece of work.
///
/// # Errors
/// `server_fault`; none that a test has met.
pub(crate) fn puzzle(campus: &Campus, bound: Bound<'_>, risk: Risk) -> Result<Puzzle, Failure> {
    let bits = risk.bits();
    Ok(Puzzle {
        puzzle: Secret::new(sealed(campus, bound, Answer::Work(bits))?),
        bits,
        good_for_s: u32::try_from(GOOD_FOR_MS / 1000).unwrap_or(u32::MAX),
    })
}

/// A picture of digits, drawn anew.
///
/// # Errors
/// `slow` after many of them.
pub(crate) async fn picture(
    campus: &Campus,
    caller: &Caller,
    bound: Bound<'_>,
) -> Result<Picture, Failure> {
    counted(campus, pictures(caller)).await?;
    let dice = campus.dice.clone();
    // Drawing is arithmetic: not on a thread that answers.
    let drawn = tokio::task::spawn_blocking(move || {
        let digits = digits(dice.as_ref());
        picture::drawn(&digits, dice.as_ref()).map(|png| (digits, png))
    });
    let Ok(Some((digits, png))) = drawn.await else {
        tracing::error!("a captcha was not drawn");
        return Err(Code::ServerFault.into());
    };
    let sealed = sealed(campus, bound, Answer::Digits(digits))?;
    Ok(Picture { sealed, png })
}

/// A sum in words.
///
/// # Errors
/// `slow` after a few of them.
pub(crate) async fn sum(
    campus: &Campus,
    caller: &Caller,
    bound: Bound<'_>,
) -> Result<Sum, Failure> {
    counted(campus, sums(caller)).await?;
    let addends = bytes::<2>(campus.dice.as_ref()).map(|byte| byte % LARGEST_ADDEND + 1);
    let answer = Answer::Digits((addends[0] + addends[1]).to_string());
    let sealed = sealed(campus, bound, answer)?;
    Ok(Sum { sealed, addends })
}

/// Whether the work was done.
///
/// # Errors
/// `captcha_wrong`: not done, done already, old, somebody else's, for something else, or less than is
/// asked for by now.
pub(crate) async fn solved(
    campus: &Campus,
    caller: &Caller,
    bound: Bound<'_>,
    solved: &Solved,
) -> Result<(), Failure> {
    let asked = risk(campus, caller).await?.bits();
    let puzzle = solved.puzzle.expose();
    let is_right = match looked_at(campus, caller, bound, puzzle).await? {
        Some(Answer::Work(bits)) => bits >= asked && is_work(puzzle, solved.nonce, bits),
        _ => false,
    };
    is_right.then_some(()).ok_or_else(wrong)
}

/// Whether the digits of a picture, or the result of a sum, were typed.
///
/// # Errors
/// `captcha_wrong`, as [`solved`].
pub(crate) async fn typed(
    campus: &Campus,
    caller: &Caller,
    bound: Bound<'_>,
    sealed: &str,
    digits: &str,
) -> Result<(), Failure> {
    let is_right = match looked_at(campus, caller, bound, sealed).await? {
        Some(Answer::Digits(right)) => right == half_width(digits),
        _ => false,
    };
    is_right.then_some(()).ok_or_else(wrong)
}

fn wrong() -> Failure {
    Failure::new(Code::CaptchaWrong).at(Field::Captcha)
}

/// Opens a challenge for the one look it has; `None` when there is nothing to look at.
async fn looked_at(
    campus: &Campus,
    caller: &Caller,
    bound: Bound<'_>,
    sealed: &str,
) -> Result<Option<Answer>, Failure> {
    let now = campus.clock.now();
    let challenge = campus
        .keys
        .unseal(&bound.about(), sealed)
        .and_then(|json| serde_json::from_str::<Challenge>(json.expose()).ok())
        .filter(|challenge| now < challenge.until);
    let Some(challenge) = challenge else {
        return Ok(None);
    };
    let spending = Spending {
        budgets: &[calm(caller)],
        now,
    };
    // Only what was shown here counts: nonsense from one does not make it harder for everybody behind its
    // address. An empty budget refuses nothing here: from now on the risk is high.
    let _ = campus.books.enter(&spending).await?;
    let id = format!("captcha:{}", challenge.id);
    let is_first = campus.books.proof_first(&id, challenge.until).await?;
    Ok(is_first.then_some(challenge.answer))
}

/// SHA-256 over the puzzle and the nonce in decimal begins with so many zero bits.
fn is_work(puzzle: &str, nonce: u64, bits: u8) -> bool {
    let digest = Sha256::new()
        .chain_update(puzzle)
        .chain_update(nonce.to_string())
        .finalize();
    let head = digest.iter().take(8).fold(0, |n, b| n << 8 | u64::from(*b));
    head.leading_zeros() >= u32::from(bits)
}

fn sealed(campus: &Campus, bound: Bound<'_>, answer: Answer) -> Result<String, Failure> {
    let challenge = Challenge {
        id: identity::id(campus.clock.as_ref(), campus.dice.as_ref()),
        until: campus.clock.now() + GOOD_FOR_MS,
        answer,
    };
    let json = serde_json::to_string(&challenge).map_err(|_| Code::ServerFault)?;
    let seal = campus
        .keys
        .seal(campus.dice.as_ref(), &bound.about(), &json);
    Ok(seal.map_err(|_| Code::ServerFault)?)
}

async fn counted(campus: &Campus, bucket: (String, Rule)) -> Result<(), Failure> {
    let counted = credentials::counted(campus, &[bucket]).await?;
    counted.map(|_| ()).map_err(credentials::slow)
}

/// What the pictures of a caller are counted in.
pub(crate) fn pictures(caller: &Caller) -> (String, Rule) {
    let from = Network::of(caller.address);
    (format!("captcha:picture:{from}"), PICTURES)
}

fn sums(caller: &Caller) -> (String, Rule) {
    let from = Network::of(caller.address);
    (format!("captcha:sum:{from}"), SUMS)
}

fn digits(dice: &dyn Dice) -> String {
    bytes::<DIGITS>(dice)
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]))
        .collect()
}

/// What a person reads in a picture, for tests that cannot see.
#[cfg(test)]
pub(crate) fn answer_for_tests(campus: &Campus, bound: Bound<'_>, sealed: &str) -> Option<String> {
    let json = campus.keys.unseal(&bound.about(), sealed)?;
    match serde_json::from_str::<Challenge>(json.expose())
        .ok()?
        .answer
    {
        Answer::Digits(digits) => Some(digits),
        Answer::Work(_) => None,
    }
}
