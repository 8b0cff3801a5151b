//! How SMS and mail leave the campus: traits, and what speaks to real gateways behind them.

mod aliyun;
mod gateway;
mod letter;
mod mail;
mod news;
mod notice;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use menhu_protocol::values::{Channel, Phone, Secret};
use menhu_protocol::{Code, Failure, Millis, Retry};
use menhu_words::{Lexicon, Tongue};

use crate::config::SmsConfig;
use crate::{Campus, Config, identity};

pub(crate) use letter::{Link, send_link};
use news::FACT;

pub use mail::Mail;
pub use news::{News, tail};
pub use notice::drain;

/// How long a gateway may take (security.md S-02).
pub const GATEWAY_TIMEOUT: Duration = Duration::from_secs(8);
/// When to press 「再试一次」 after a gateway failed.
const TRY_AGAIN_S: u32 = 15;

/// What goes to any channel. Gateways that only know templates get its parts.
#[derive(Clone, Debug)]
pub enum Message {
    Code { code: Secret },
    News(News),
}

/// Why a gateway did not say that it took a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsent {
    /// It never heard of the message: no connection, or no gateway.
    Surely(String),
    /// It may have taken it all the same: no answer in time, or another one than yes.
    Perhaps(String),
}

impl Unsent {
    /// What reqwest says of a request.
    fn of(error: reqwest::Error) -> Self {
        let unheard = error.is_connect() || error.is_builder();
        let why = error.without_url().to_string();
        if unheard {
            Self::Surely(why)
        } else {
            Self::Perhaps(why)
        }
    }

    fn why(&self) -> &str {
        match self {
            Self::Surely(why) | Self::Perhaps(why) => why,
        }
    }
}

/// What is wrong before anything left.
impl From<String> for Unsent {
    fn from(why: String) -> Self {
        Self::Surely(why)
    }
}

impl Unsent {
    /// What the person is told.
    pub(crate) fn by(&self, to: &Channel) -> Failure {
        let code = match to {
            Channel::Phone(_) => Code::SmsDown,
            Channel::Mail(_) => Code::MailDown,
        };
        Failure::new(code).retry(Retry::After(TRY_AGAIN_S))
    }
}

/// A way out for SMS.
#[async_trait]
pub trait Sms: Send + Sync {
    /// Hands one message over at `now`; `text` is the whole message, `words` its language.
    ///
    /// # Errors
    /// What the gateway said, for the log; never the number, never the code.
    async fn send(
        &self,
        to: &Phone,
        message: &Message,
        text: &str,
        words: &Lexicon,
        now: Millis,
    ) -> Result<(), Unsent>;

    /// Whether the gateway can be reached.
    ///
    /// # Errors
    /// Why not.
    async fn check(&self) -> Result<Reached, String>;
}

/// A gateway that answered, whatever it said.
#[derive(Clone, Copy, Debug)]
pub struct Reached {
    /// Its `Date` header, UTC milliseconds.
    pub date: Option<Millis>,
}

/// Whether a gateway can be reached over a verified connection; nothing is sent.
async fn reached(http: &reqwest::Client, url: &str) -> Result<Reached, String> {
    let answer = http
        .get(url)
        .send()
        .await
        .map_err(|e| e.without_url().to_string())?;
    let date = answer
        .headers()
        .get("date")
        .and_then(|value| value.to_str().ok())
        .and_then(|text| {
            let format = &time::format_description::well_known::Rfc2822;
            time::OffsetDateTime::parse(&text.replace("GMT", "+0000"), format).ok()
        })
        .map(|date| date.unix_timestamp() * 1000);
    Ok(Reached { date })
}

/// The ways out that are configured.
pub struct Delivery {
    /// `None`: the demo's outbox, or nothing is set.
    sms: Option<Arc<dyn Sms>>,
    pub mail: Mail,
}

impl Delivery {
    /// # Errors
    /// A gateway or mail server that cannot be spoken to as configured.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        let sms: Option<Arc<dyn Sms>> = match &config.sms {
            SmsConfig::Demo | SmsConfig::Off => None,
            SmsConfig::Gateway { url, secret } => {
                Some(Arc::new(gateway::Gateway::new(url, secret)?))
            }
            SmsConfig::Aliyun(aliyun) => Some(Arc::new(aliyun::Aliyun::new(aliyun)?)),
        };
        Ok(Self {
            sms,
            mail: Mail::open(&config.mail)?,
        })
    }
}

impl Delivery {
    /// Whether SMS can leave; `None` when no gateway is configured.
    pub async fn check_sms(&self) -> Option<Result<Reached, String>> {
        match &self.sms {
            Some(way) => Some(way.check().await),
            None => None,
        }
    }
}

/// The one HTTP client of this process: no redirects, a bounded wait, certificates verified
/// (security.md OTP-8).
pub(crate) fn http() -> anyhow::Result<reqwest::Client> {
    // Another part of the process may have installed it already; both are the same one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Ok(reqwest::Client::builder()
        .timeout(GATEWAY_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .build()?)
}

/// Sends one message by the campus's way.
///
/// # Errors
/// `sms_down`, `mail_down`, after at most [`GATEWAY_TIMEOUT`]; `server_fault` when the demo's outbox
/// cannot be written.
pub async fn send(campus: &Campus, to: &Channel, message: &Message) -> Result<(), Failure> {
    handed_over(campus, to, message)
        .await?
        .map_err(|unsent| unsent.by(to))
}

/// As [`send`], and whether the message may have left all the same.
pub(crate) async fn handed_over(
    campus: &Campus,
    to: &Channel,
    message: &Message,
) -> Result<Result<(), Unsent>, Failure> {
    let sent = match to {
        Channel::Phone(phone) => sms(campus, phone, message).await?,
        Channel::Mail(address) => letter::send(campus, address, message).await?,
    };
    if let Err(unsent) = &sent {
        tracing::warn!(why = unsent.why(), "not delivered");
    }
    Ok(sent)
}

async fn outboxed(campus: &Campus, kind: &str, to: &str, text: String) -> Result<(), Failure> {
    let message = Outboxed {
        at: campus.clock.now(),
        kind: kind.to_owned(),
        to: to.to_owned(),
        text,
    };
    let id = identity::id(campus.clock.as_ref(), campus.dice.as_ref());
    Ok(campus.books.outbox_put(&id, &message).await?)
}

async fn sms(
    campus: &Campus,
    to: &Phone,
    message: &Message,
) -> Result<Result<(), Unsent>, Failure> {
    // Mainland numbers read Chinese.
    let tongue = if to.is_mainland() {
        Tongue::Zh
    } else {
        Tongue::En
    };
    let words = campus.words(tongue);
    let text = worded(campus, words, message);
    Ok(match (&campus.delivery.sms, &campus.config.sms) {
        (Some(way), _) => tokio::time::timeout(
            GATEWAY_TIMEOUT,
            way.send(to, message, &text, words, campus.clock.now()),
        )
        .await
        .unwrap_or_else(|_| Err(Unsent::Perhaps("timeout".to_owned()))),
        (None, SmsConfig::Demo) => {
            outboxed(campus, "sms", to.e164(), text).await?;
            Ok(())
        }
        (None, _) => Err(Unsent::Surely("no SMS gateway is configured".to_owned())),
    })
}

fn worded(campus: &Campus, words: &Lexicon, message: &Message) -> String {
    let name = match words.tongue() {
        Tongue::Zh => &campus.config.campus.name.zh,
        Tongue::En => &campus.config.campus.name.en,
    };
    match message {
        // A code is shown as it is, never as a number.
        Message::Code { code } => words
            .say_with("sms-code", &[("campus", name), ("code", FACT)])
            .replace(FACT, code.expose()),
        Message::News(news) => words.say_with(
            "sms-news",
            &[
                ("campus", name),
                ("what", &news.worded(words)),
                ("desk", &campus.config.campus.desk.phone),
            ],
        ),
    }
}

/// A message of demo mode, as the outbox page shows it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Outboxed {
    pub at: Millis,
    /// `sms` or `mail`.
    pub kind: String,
    /// The number (E.164) or address.
    pub to: String,
    pub text: String,
}

/// The messages of demo mode, newest first, at most 200; empty outside demo mode.
///
/// # Errors
/// `server_fault` when the books cannot be read.
pub async fn outbox_read(campus: &Campus) -> Result<Vec<Outboxed>, Failure> {
    if !campus.config.demo {
        return Ok(Vec::new());
    }
    Ok(campus.books.outbox().await?)
}
