//! The checks themselves.

use axum_server::tls_rustls::RustlsConfig;
use menhu_protocol::{Dice, Millis};
use menhu_words::Lexicon;

use super::Finding;
use crate::Config;
use crate::books::Books;
use crate::config::{MailConfig, SAMPLE_VERSION, SmsConfig};
use crate::delivery::Delivery;
use crate::keys::ServerKeys;

/// Codes live five minutes: a clock that is off by one begins to be felt.
const CLOCK_OFF_MS: Millis = 60_000;

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

pub(super) async fn certificate(config: &Config, words: &Lexicon) -> Finding {
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
        Ok(_) => Finding::good(words.say("doctor-tls")),
        Err(why) => {
            Finding::wrong(words.say_with("doctor-tls-wrong", &[("why", &why.to_string())]))
        }
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

    use super::clock;
    use crate::doctor::State;

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
