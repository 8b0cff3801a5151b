//! Mail by SMTP.

use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use super::GATEWAY_TIMEOUT;
use crate::config::MailConfig;

/// The campus's way out for mail.
pub enum Mail {
    /// The demo's outbox.
    Outbox,
    /// Nothing is set.
    Off,
    Smtp {
        transport: Box<AsyncSmtpTransport<Tokio1Executor>>,
        from: lettre::message::Mailbox,
    },
}

impl Mail {
    pub(super) fn open(config: &MailConfig) -> anyhow::Result<Self> {
        Ok(match config {
            MailConfig::Demo => Self::Outbox,
            MailConfig::Off => Self::Off,
            MailConfig::Smtp { url, from } => {
                let _ = rustls::crypto::ring::default_provider().install_default();
                Self::Smtp {
                    transport: Box::new(
                        AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose())?
                            .timeout(Some(GATEWAY_TIMEOUT))
                            .build(),
                    ),
                    from: from.parse()?,
                }
            }
        })
    }

    /// Hands one plain mail over.
    ///
    /// # Errors
    /// What the server said, for the log; or an address that is none.
    pub async fn send(&self, to: &str, subject: &str, text: &str) -> anyhow::Result<()> {
        let Self::Smtp { transport, from } = self else {
            anyhow::bail!("no mail server is configured");
        };
        let mail = Message::builder()
            .from(from.clone())
            .to(to.parse()?)
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(text.to_owned())?;
        transport.send(mail).await?;
        Ok(())
    }

    /// Whether the server answers and takes our name and password; nothing is sent.
    ///
    /// # Errors
    /// What the server said.
    pub async fn check(&self) -> anyhow::Result<()> {
        if let Self::Smtp { transport, .. } = self {
            anyhow::ensure!(transport.test_connection().await?, "the server hung up");
        }
        Ok(())
    }
}
