//! Whether the clock tells accounts that exist from those that do not (security.md TH-5): the area under
//! the curve of a guesser who goes by time alone. 0.5 is chance, the goal is 0.48 to 0.52.

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use menhu_protocol::Failure;
use menhu_protocol::api::Call as _;
use menhu_protocol::api::captcha::{CaptchaPurpose, Puzzle, PuzzleRead, Solved};
use menhu_protocol::api::recovery::Begin;
use menhu_protocol::api::registration::Open;
use menhu_protocol::api::signin::PasswordProve;
use menhu_protocol::values::{AccountName, CertificateNumber, MemberId, Secret};
use menhu_tests::campus::http;
use rand::seq::SliceRandom as _;
use rand::{SeedableRng as _, rngs::StdRng};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::device::Device;
use crate::town::{LANES, Town};
use crate::{Figures, Size};

/// The order of the questions.
const SEED: u64 = 7;
/// Nobody's password, and nobody's 证件号.
const WRONG: &str = "Kettle-951-garden";
const CERTIFICATE: &str = "X99999999";

/// Where one may ask.
#[derive(Clone, Copy, Debug)]
enum Endpoint {
    /// The form of W-20.
    Login,
    /// The form of W-40.
    Recover,
    RegistrationOpen,
    SigninPassword,
    RecoveryBegin,
}

const ALL: [(Endpoint, &str); 5] = [
    (Endpoint::Login, "login"),
    (Endpoint::Recover, "recover"),
    (Endpoint::RegistrationOpen, "registration_open"),
    (Endpoint::SigninPassword, "signin_password"),
    (Endpoint::RecoveryBegin, "recovery_begin"),
];

pub async fn measure(town: &Town, size: Size, figures: &mut Figures) -> Result<()> {
    let last = LANES - 1;
    let device = Device::new(&town.campus.origin, LANES + 1)?;
    // The load signed this person in a moment ago: their next code waits a minute.
    town.campus.minute_passes().await?;
    let person = &town.people[usize::from(last)];
    let guesser = Guesser {
        town,
        http: http()?,
        attempt: device.at_the_password(&town.campus, person).await?,
        device,
    };
    let mut dice = StdRng::seed_from_u64(SEED);
    let mut asked = 0;
    for (endpoint, name) in ALL {
        let mut order: Vec<(bool, usize)> = (0..size.accounts)
            .flat_map(|n| [(true, n), (false, n)])
            .collect();
        order.shuffle(&mut dice);
        let (mut there, mut nowhere) = (Vec::new(), Vec::new());
        let mut words = std::collections::BTreeSet::new();
        for (exists, n) in order {
            let account = match exists {
                true => Town::crowd_member(n),
                false => Town::nobody(n),
            };
            asked += 1;
            let (seconds, said) = guesser
                .ask(endpoint, &account, &address(asked))
                .await
                .with_context(|| name.to_owned())?;
            words.insert(said);
            if exists { &mut there } else { &mut nowhere }.push(seconds);
        }
        ensure!(words.len() == 1, "{name} answers differently: {words:?}");
        figures.put(&format!("ours_auc_{name}"), auc(&there, &nowhere));
    }
    figures.put("auc_n", accounts(size));
    Ok(())
}

#[allow(clippy::cast_precision_loss, reason = "thousands")]
fn accounts(size: Size) -> f64 {
    size.accounts as f64
}

/// An address of its own for each question: no limit of an address is met.
fn address(n: u32) -> String {
    let [_, a, b, c] = n.to_be_bytes();
    format!("10.{a}.{b}.{c}")
}

struct Guesser<'a> {
    town: &'a Town,
    http: reqwest::Client,
    device: Device,
    /// A login attempt of somebody else's, at the password.
    attempt: Secret,
}

impl Guesser<'_> {
    /// How long the answer took, and what it was.
    async fn ask(&self, endpoint: Endpoint, account: &str, from: &str) -> Result<(f64, String)> {
        match endpoint {
            Endpoint::Login => {
                let form = format!("account={account}&password={WRONG}");
                self.form("/login", form, None, from).await
            }
            Endpoint::Recover => self.recover(account, from).await,
            Endpoint::RegistrationOpen => {
                let ask = Open {
                    account: MemberId::parse(account)?,
                    password: Secret::new(WRONG),
                };
                self.call(Open::PATH, &ask, from).await
            }
            Endpoint::SigninPassword => {
                let ask = PasswordProve {
                    attempt: self.attempt.clone(),
                    account: AccountName::parse(account)?,
                    password: Secret::new(WRONG),
                    device_name: "timing".to_owned(),
                };
                let begun = Instant::now();
                let answer = self.device.ask(&ask, None, Some(from)).await?;
                let seconds = begun.elapsed().as_secs_f64();
                let failure = answer.err().context("a wrong password was right")?;
                Ok((seconds, format!("{failure:?}")))
            }
            Endpoint::RecoveryBegin => {
                let ask = PuzzleRead {
                    purpose: CaptchaPurpose::Recovery,
                };
                let url = format!("{}{}", self.town.campus.origin, PuzzleRead::PATH);
                let puzzle = self
                    .http
                    .post(url)
                    .header("x-forwarded-for", from)
                    .json(&ask);
                let puzzle: Puzzle = puzzle.send().await?.json().await?;
                let ask = Begin {
                    account: AccountName::parse(account)?,
                    certificate: CertificateNumber::parse(CERTIFICATE)?,
                    captcha: Solved {
                        nonce: solved(puzzle.puzzle.expose(), puzzle.bits),
                        puzzle: puzzle.puzzle,
                    },
                };
                self.call(Begin::PATH, &ask, from).await
            }
        }
    }

    /// W-40 is opened for its captcha; only the form is timed.
    async fn recover(&self, account: &str, from: &str) -> Result<(f64, String)> {
        let url = format!("{}/recover", self.town.campus.origin);
        let page = self
            .http
            .get(url)
            .header("x-forwarded-for", from)
            .send()
            .await?;
        let cookies: Vec<String> = page
            .headers()
            .get_all("set-cookie")
            .iter()
            .filter_map(|cookie| Some(cookie.to_str().ok()?.split(';').next()?.to_owned()))
            .collect();
        let page = page.text().await?;
        let after = |mark: &str| -> Option<&str> {
            let (_, rest) = page.split_once(mark)?;
            rest.split('"').next()
        };
        let work = after("name=\"work\" value=\"").context("no work on W-40")?;
        let bits = after("data-bits=\"").context("no bits")?.parse()?;
        let nonce = solved(work, bits);
        let form = format!("account={account}&certificate={CERTIFICATE}&work={work}&nonce={nonce}");
        self.form("/recover", form, Some(cookies.join("; ")), from)
            .await
    }

    async fn form(
        &self,
        path: &str,
        form: String,
        cookie: Option<String>,
        from: &str,
    ) -> Result<(f64, String)> {
        let origin = &self.town.campus.origin;
        let mut request = self
            .http
            .post(format!("{origin}{path}"))
            .header("origin", origin)
            .header("x-forwarded-for", from)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form);
        if let Some(cookie) = cookie {
            request = request.header("cookie", cookie);
        }
        let begun = Instant::now();
        let answer = request.send().await?;
        let status = answer.status();
        let body = answer.text().await?;
        let seconds = begun.elapsed().as_secs_f64();
        // The words are compared elsewhere, to the byte; here, that both were refused alike.
        let problem = body
            .split_once("role=\"alert\"")
            .context("no problem is said")?;
        let (problem, _) = problem.1.split_once("</p>").context("a paragraph")?;
        Ok((seconds, format!("{status} {problem}")))
    }

    async fn call(&self, path: &str, ask: &impl Serialize, from: &str) -> Result<(f64, String)> {
        let request = self
            .http
            .post(format!("{}{path}", self.town.campus.origin))
            .header("x-forwarded-for", from)
            .json(ask);
        let begun = Instant::now();
        let body = request.send().await?.bytes().await?;
        let seconds = begun.elapsed().as_secs_f64();
        let failure: Failure = serde_json::from_slice(&body)?;
        Ok((seconds, format!("{failure:?}")))
    }
}

/// The work of a captcha (protocol, `Puzzle`).
fn solved(puzzle: &str, bits: u8) -> u64 {
    let begun = Sha256::new_with_prefix(puzzle);
    let is_enough = |nonce: &u64| {
        let digest = begun.clone().chain_update(nonce.to_string()).finalize();
        let head = digest
            .iter()
            .take(8)
            .fold(0_u64, |n, byte| n << 8 | u64::from(*byte));
        head.leading_zeros() >= u32::from(bits)
    };
    (0..).find(is_enough).unwrap_or_default()
}

/// How often one of `a` is larger than one of `b`; a draw counts half (Mann–Whitney).
#[allow(clippy::cast_precision_loss, reason = "thousands")]
fn auc(a: &[f64], b: &[f64]) -> f64 {
    let mut all: Vec<(f64, bool)> = a.iter().map(|x| (*x, true)).collect();
    all.extend(b.iter().map(|x| (*x, false)));
    all.sort_by(|x, y| x.0.total_cmp(&y.0));
    let (mut rank, mut ranks) = (0, 0.0);
    while rank < all.len() {
        let same = all[rank..]
            .iter()
            .take_while(|one| one.0 == all[rank].0)
            .count();
        // Ranks begin at 1; equal ones share theirs.
        let shared = rank as f64 + (same as f64 + 1.0) / 2.0;
        let mine = all[rank..rank + same].iter().filter(|one| one.1).count();
        ranks += shared * mine as f64;
        rank += same;
    }
    let n = a.len() as f64;
    (ranks - n * (n + 1.0) / 2.0) / (n * b.len() as f64)
}
