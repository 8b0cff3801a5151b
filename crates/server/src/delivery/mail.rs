//! Mail by SMTP.

use std::time::{Duration, UNIX_EPOCH};

use anyhow::{Context as _, ensure};
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use menhu_protocol::Millis;
use reqwest::Url;

use super::{GATEWAY_TIMEOUT, Unsent};
use crate::config::MailConfig;

/// The campus's way out for mail.
pub enum Mail {
    /// The demo's outbox.
    Outbox,
    /// Nothing is set.
    Off,
    Smtp {
        transport: Box<AsyncSmtpTransport<Tokio1Executor>>,
        from: Mailbox,
    },
}

/// One letter, in words.
pub(super) struct Letter<'a> {
    /// Unique; the left half of its `Message-ID`.
    pub id: &'a str,
    pub to: &'a str,
    pub subject: &'a str,
    pub text: String,
    pub now: Millis,
}

/// RFC 3834 §5: no holiday notice answers to a letter that nobody wrote.
const AUTO_SUBMITTED: &str = "Auto-Submitted";
const AUTO_GENERATED: &str = "auto-generated";

impl Mail {
    pub(super) fn open(config: &MailConfig) -> anyhow::Result<Self> {
        Ok(match config {
            MailConfig::Demo => Self::Outbox,
            MailConfig::Off => Self::Off,
            MailConfig::Smtp { url, from } => {
                let _ = rustls::crypto::ring::default_provider().install_default();
                encrypted(url.expose())?;
                Self::Smtp {
                    transport: Box::new(
                        AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose())
                            .context("mail.url")?
                            .timeout(Some(GATEWAY_TIMEOUT))
                            .build(),
                    ),
                    from: from
                        .parse()
                        .with_context(|| format!("mail.from: `{from}`"))?,
                }
            }
        })
    }

    /// Hands one letter over.
    pub(super) async fn send(&self, letter: Letter<'_>) -> Result<(), Unsent> {
        let Self::Smtp { transport, from } = self else {
            return Err(Unsent::Surely("no mail server is configured".to_owned()));
        };
        let mail = built(from, letter).map_err(|e| Unsent::Surely(format!("{e:#}")))?;
        transport.send(mail).await.map(|_| ()).map_err(unsent)
    }

    /// Whether the server answers and takes our name and password; nothing is sent.
    ///
    /// # Errors
    /// What the server said.
    pub async fn check(&self) -> anyhow::Result<()> {
        if let Self::Smtp { transport, .. } = self {
            ensure!(transport.test_connection().await?, "the server hung up");
        }
        Ok(())
    }
}

/// A mail server sees codes and our password: unencrypted only on this machine, and never "encrypted if
/// they like" (security.md OTP-8).
fn encrypted(url: &str) -> anyhow::Result<()> {
    // The address holds a password: it is never shown.
    let url = Url::parse(url).context("mail.url is no address")?;
    let here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    let tls = url.query_pairs().find(|(name, _)| name == "tls");
    let tls = tls.as_ref().map(|(_, value)| value.as_ref());
    let is_good = match url.scheme() {
        "smtps" => true,
        "smtp" => tls == Some("required") || here && tls.is_none(),
        _ => false,
    };
    ensure!(
        is_good,
        "mail.url must begin with smtps://, or with smtp:// and end with ?tls=required"
    );
    Ok(())
}

/// Every value goes through lettre's types: a line break in one of them is encoded or refused, so that
/// nobody writes a header of their own (security.md §3, class 8).
fn built(from: &Mailbox, letter: Letter<'_>) -> anyhow::Result<Message> {
    let sent = Duration::from_millis(u64::try_from(letter.now).unwrap_or(0));
    Ok(Message::builder()
        .from(from.clone())
        .to(letter.to.parse()?)
        .subject(letter.subject)
        .date(UNIX_EPOCH + sent)
        .message_id(Some(format!("<{}@{}>", letter.id, from.email.domain())))
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str(AUTO_SUBMITTED),
            AUTO_GENERATED.to_owned(),
        ))
        .header(ContentType::TEXT_PLAIN)
        .body(letter.text)?)
}

/// What lettre says, without the server's own words: they may repeat the address.
fn unsent(error: smtp::Error) -> Unsent {
    match error.status() {
        Some(status) => Unsent::Perhaps(format!("the mail server answered {status}")),
        // No encryption, no way to say who we are: nothing was said of the letter.
        None if error.is_tls() || error.is_client() => Unsent::Surely(error.to_string()),
        None => Unsent::Perhaps(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::encrypted;

    #[test]
    fn a_password_leaves_unencrypted_to_this_machine_only() {
        for url in [
            "smtps://menhu:word@mail.example.edu.cn:465",
            "smtp://menhu:word@mail.example.edu.cn:587?tls=required",
            "smtp://127.0.0.1:2525",
            "smtp://localhost",
            "smtp://[::1]:25",
        ] {
            assert!(encrypted(url).is_ok(), "{url}");
        }
        for url in [
            "smtp://mail.example.edu.cn",
            "smtp://menhu:word@mail.example.edu.cn:587",
            "smtp://menhu:word@mail.example.edu.cn?tls=opportunistic",
            "smtp://127.0.0.1?tls=opportunistic",
            "smtp://127.0.0.1.evil.example",
            "http://127.0.0.1",
            "mail.example.edu.cn",
            "",
        ] {
            let refused = encrypted(url).expect_err(url);
            assert!(!format!("{refused:#}").contains("word"), "{refused:#}");
        }
    }
}
