//! The checks themselves.

use std::path::Path;

use axum_server::tls_rustls::RustlsConfig;
use menhu_protocol::{Dice, Millis};
use menhu_words::Lexicon;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use super::Finding;
use crate::Config;
use crate::books::Books;
use crate::config::{MailConfig, SAMPLE_VERSION, SmsConfig};
use crate::delivery::Delivery;
use crate::keys::ServerKeys;

/// Codes live five minutes: a clock that is off by one begins to be felt.
const CLOCK_OFF_MS: Millis = 60_000;

/// ACME clients renew 30 days before the end; what is closer than half of that was not renewed.
const RENEWAL_S: i64 = 15 * 86_400;

/// The time of the database and the newest one in the books.
pub(super) type Times = (Millis, Option<Millis>);

pub(super) fn address(config: &Config, words: &Lexicon) -> Finding {
    let origin = config.origin.origin();
    let facts: &[(&str, &str)] = &[("origin", &origin)];
    if origin.starts_with("https://") || config.demo {
        Finding::good(words.say_with("doctor-address", facts))
    } else {
        Finding::wrong(words.say_with("doctor-address-open", facts))
    }
}

pub(super) fn texts(config: &Config, words: &Lexicon) -> Finding {
    let samples = config
        .texts
        .iter()
        .any(|text| text.version == SAMPLE_VERSION);
    if samples {
        Finding::careful(words.say("doctor-texts-sample"))
    } else {
        Finding::good(words.say("doctor-texts"))
    }
}

pub(super) async fn certificate(config: &Config, now: Millis, words: &Lexicon) -> Finding {
    let Some(tls) = &config.tls else {
        let guarded = config.listen.ip().is_loopback() || !config.behind_proxy.is_empty();
        return if guarded {
            Finding::good(words.say("doctor-tls-elsewhere"))
        } else {
            Finding::wrong(words.say("doctor-tls-open"))
        };
    };
    let _ = rustls::crypto::ring::default_provider().install_default();
    match RustlsConfig::from_pem_file(&tls.cert, &tls.key).await {
        Ok(_) => dated(&tls.cert, now, words),
        Err(why) => {
            Finding::wrong(words.say_with("doctor-tls-wrong", &[("why", &why.to_string())]))
        }
    }
}

/// Whether a certificate is good at this moment, and for how long.
fn dated(path: &Path, now: Millis, words: &Lexicon) -> Finding {
    let wrong = |why: &dyn std::fmt::Display| {
        Finding::wrong(words.say_with("doctor-tls-wrong", &[("why", &why.to_string())]))
    };
    let der = match CertificateDer::from_pem_file(path) {
        Ok(der) => der,
        Err(why) => return wrong(&why),
    };
    let (from, until) = match x509_parser::parse_x509_certificate(&der) {
        Ok((_, certificate)) => {
            let validity = certificate.validity();
            (
                validity.not_before.timestamp(),
                validity.not_after.timestamp(),
            )
        }
        Err(why) => return wrong(&why),
    };
    let until_text = menhu_protocol::Day::of(until.saturating_mul(1000)).to_string();
    let facts: &[(&str, &str)] = &[("until", &until_text)];
    match now.div_euclid(1000) {
        now if now < from || now > until => {
            Finding::wrong(words.say_with("doctor-tls-expired", facts))
        }
        now if until - now < RENEWAL_S => {
            Finding::careful(words.say_with("doctor-tls-soon", facts))
        }
        _ => Finding::good(words.say("doctor-tls")),
    }
}

pub(super) fn secret(config: &Config, dice: &dyn Dice, words: &Lexicon) -> Finding {
    match ServerKeys::open(config, dice) {
        Ok(_) => Finding::good(words.say("doctor-secret")),
        Err(why) => {
            let why = format!("{why:#}");
            Finding::wrong(words.say_with("doctor-secret-wrong", &[("why", &why)]))
        }
    }
}

pub(super) async fn books(config: &Config, words: &Lexicon) -> (Vec<Finding>, Option<Times>) {
    let down = |why: String| {
        vec![Finding::wrong(
            words.say_with("doctor-books-down", &[("why", &why)]),
        )]
    };
    let books = match Books::connect(&config.database).await {
        Ok(books) => books,
        Err(why) => return (down(format!("{why:#}")), None),
    };
    let kind = ("kind", books.kind());
    let (found, newest) = match books.schema().await {
        Ok(versions) => versions,
        // Nothing was ever written there.
        Err(_) => return (vec![Finding::wrong(words.say("doctor-books-empty"))], None),
    };
    let (found_text, newest_text) = (found.to_string(), newest.to_string());
    let facts: &[(&str, &str)] = &[kind, ("found", &found_text), ("newest", &newest_text)];
    if found < newest {
        return (
            vec![Finding::wrong(words.say_with("doctor-books-old", facts))],
            None,
        );
    }
    if found > newest {
        return (
            vec![Finding::wrong(words.say_with("doctor-books-new", facts))],
            None,
        );
    }
    if let Err(why) = books.writable().await {
        return (down(why.to_string()), None);
    }
    let (people, members) = books.census().await.unwrap_or_default();
    let (people, members) = (people.to_string(), members.to_string());
    let facts: &[(&str, &str)] = &[kind, ("people", &people), ("members", &members)];
    let mut findings = vec![Finding::good(words.say_with("doctor-books", facts))];
    if people == "0" {
        findings.push(Finding::careful(words.say("doctor-roster-empty")));
    }
    (findings, books.times().await.ok())
}

pub(super) async fn sms(config: &Config, words: &Lexicon) -> (Finding, Option<Millis>) {
    let delivery = match Delivery::open(config) {
        Ok(delivery) => delivery,
        Err(why) => {
            let why = format!("{why:#}");
            return (
                Finding::wrong(words.say_with("doctor-sms-down", &[("why", &why)])),
                None,
            );
        }
    };
    match (delivery.check_sms().await, &config.sms) {
        (Some(Ok(reached)), _) => (Finding::good(words.say("doctor-sms")), reached.date),
        (Some(Err(why)), _) => (
            Finding::wrong(words.say_with("doctor-sms-down", &[("why", &why)])),
            None,
        ),
        (None, SmsConfig::Demo) => (Finding::good(words.say("doctor-sms-demo")), None),
        (None, _) => (Finding::wrong(words.say("doctor-sms-off")), None),
    }
}

pub(super) async fn mail(config: &Config, words: &Lexicon) -> Finding {
    let checked = match Delivery::open(config) {
        Ok(delivery) => delivery.mail.check().await,
        Err(why) => Err(why),
    };
    match (checked, &config.mail) {
        (Err(why), _) => {
            let why = format!("{why:#}");
            Finding::wrong(words.say_with("doctor-mail-down", &[("why", &why)]))
        }
        (Ok(()), MailConfig::Off) => Finding::careful(words.say("doctor-mail-off")),
        (Ok(()), MailConfig::Demo) => Finding::good(words.say("doctor-mail-demo")),
        (Ok(()), MailConfig::Smtp { .. }) => Finding::good(words.say("doctor-mail")),
    }
}

/// The machine's clock against the database's, the gateway's, and what was written before.
pub(super) fn clock(
    now: Millis,
    times: Option<Times>,
    date: Option<Millis>,
    words: &Lexicon,
) -> Finding {
    let off = |other: Millis| (now - other).abs() > CLOCK_OFF_MS;
    let database = times.is_some_and(|(database, _)| off(database));
    let behind = times
        .and_then(|(_, newest)| newest)
        .is_some_and(|newest| newest - now > CLOCK_OFF_MS);
    if database || behind || date.is_some_and(off) {
        Finding::wrong(words.say("doctor-clock-wrong"))
    } else {
        Finding::good(words.say("doctor-clock"))
    }
}

pub(super) fn downloads(config: &Config, words: &Lexicon) -> Finding {
    let folder = config.downloads_dir.display().to_string();
    let facts: &[(&str, &str)] = &[("folder", &folder)];
    let files = std::fs::read_dir(&config.downloads_dir)
        .map(|entries| entries.filter_map(Result::ok).count());
    match files {
        Ok(0) => Finding::careful(words.say_with("doctor-downloads-empty", facts)),
        Ok(_) => Finding::good(words.say_with("doctor-downloads", facts)),
        Err(_) => Finding::careful(words.say_with("doctor-downloads-missing", facts)),
    }
}

#[cfg(test)]
mod tests {
    use menhu_words::{Lexicon, Tongue};

    use super::{RENEWAL_S, clock, dated};
    use crate::doctor::State;

    #[test]
    fn a_certificate_is_wrong_outside_its_dates_and_careful_before_their_end() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("cert.pem");
        let mut params = rcgen::CertificateParams::new(vec!["campus".to_owned()]).expect("a name");
        params.not_before = rcgen::date_time_ymd(2026, 1, 1);
        params.not_after = rcgen::date_time_ymd(2026, 4, 1);
        let (from, until) = (params.not_before, params.not_after);
        let (from, until) = (from.unix_timestamp(), until.unix_timestamp());
        let key = rcgen::KeyPair::generate().expect("a key");
        let certificate = params.self_signed(&key).expect("a certificate");
        std::fs::write(&path, certificate.pem()).expect("written");
        let words = Lexicon::of(Tongue::Zh);
        let state = |second: i64| dated(&path, second * 1000, &words).state;
        assert_eq!(state(from - 1), State::Wrong);
        assert_eq!(state(from), State::Good);
        assert_eq!(state(until - RENEWAL_S), State::Good);
        assert_eq!(state(until - RENEWAL_S + 1), State::Careful);
        assert_eq!(state(until + 1), State::Wrong);
        assert!(
            dated(&path, until * 1000 + 1000, &words)
                .text
                .contains("2026-04-01")
        );
    }

    #[test]
    fn a_clock_is_wrong_against_the_database_the_gateway_or_the_past() {
        let words = Lexicon::of(Tongue::Zh);
        let now = 1_795_248_000_000;
        let state = |times, date| clock(now, times, date, &words).state;
        assert_eq!(state(None, None), State::Good);
        assert_eq!(
            state(Some((now + 59_000, Some(now - 1))), Some(now)),
            State::Good
        );
        assert_eq!(state(Some((now + 61_000, None)), None), State::Wrong);
        assert_eq!(state(Some((now, Some(now + 61_000))), None), State::Wrong);
        assert_eq!(state(None, Some(now - 61_000)), State::Wrong);
    }
}
