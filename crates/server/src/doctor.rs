//! `doctor`: what is wrong and how to mend it, a line each; exit code 1 when anything is.

mod checks;

use std::process::ExitCode;

use menhu_protocol::{Clock, Dice};
use menhu_words::Lexicon;

use crate::Config;

/// What a check found, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub state: State,
    /// What it is about and how it stands; where it is wrong, how to mend it as well.
    pub text: String,
}

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Good,
    /// Runs, but not as a campus should run it.
    Careful,
    Wrong,
}

impl Finding {
    fn good(text: String) -> Self {
        Self {
            state: State::Good,
            text,
        }
    }

    fn careful(text: String) -> Self {
        Self {
            state: State::Careful,
            text,
        }
    }

    fn wrong(text: String) -> Self {
        Self {
            state: State::Wrong,
            text,
        }
    }
}

/// Runs every check and prints what it found.
///
/// # Errors
/// None: what cannot be checked is wrong, and said to be.
pub async fn run(config: Config, clock: &dyn Clock, dice: &dyn Dice) -> anyhow::Result<ExitCode> {
    let words = Lexicon::of(crate::command::tongue());
    let findings = examine(&config, clock, dice, &words).await;
    for finding in &findings {
        let mark = match finding.state {
            State::Good => words.say("doctor-good"),
            State::Careful => words.say("doctor-careful"),
            State::Wrong => words.say("doctor-wrong"),
        };
        println!("{mark} {}", finding.text);
    }
    let wrong = findings.iter().any(|f| f.state == State::Wrong);
    Ok(if wrong {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// What every check finds, in the order of what depends on what.
pub async fn examine(
    config: &Config,
    clock: &dyn Clock,
    dice: &dyn Dice,
    words: &Lexicon,
) -> Vec<Finding> {
    let mut findings = vec![checks::address(config, words)];
    findings.push(checks::texts(config, words));
    findings.push(checks::certificate(config, clock.now(), words).await);
    findings.push(checks::secret(config, dice, words));
    let (books, times) = checks::books(config, words).await;
    findings.extend(books);
    let (sms, date) = checks::sms(config, words).await;
    findings.push(sms);
    findings.push(checks::mail(config, words).await);
    findings.push(checks::clock(clock.now(), times, date, words));
    findings.push(checks::downloads(config, words));
    findings
}
