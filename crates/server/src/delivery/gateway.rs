//! The campus's own SMS gateway: a signed POST that any script of the IT office can answer.
//!
//! ```text
//! POST {url}
//! content-type: application/json
//! x-menhu-timestamp: 1795248000
//! x-menhu-signature: v1=hex(HMAC-SHA256(secret, timestamp + "." + body))
//!
//! {"to":"+8613800138000","kind":"code","text":"【…】验证码 …"}
//! ```
//! Any 2xx means that the message was taken.

use async_trait::async_trait;
use hmac::{Hmac, Mac};
use menhu_protocol::values::{Phone, Secret};
use menhu_words::Lexicon;
use sha2::Sha256;

use super::{Message, Reached, Sms, Unsent};

pub(super) struct Gateway {
    http: reqwest::Client,
    url: String,
    secret: Secret,
}

impl Gateway {
    pub(super) fn new(url: &str, secret: &Secret) -> anyhow::Result<Self> {
        Ok(Self {
            http: super::http()?,
            url: url.to_owned(),
            secret: secret.clone(),
        })
    }
}

/// `v1=` and the hex of the MAC.
fn signature(secret: &Secret, timestamp: &str, body: &str) -> Result<String, String> {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(secret.expose().as_bytes())
        .map_err(|e| e.to_string())?;
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body.as_bytes());
    Ok(format!("v1={}", hex::encode(mac.finalize().into_bytes())))
}

#[async_trait]
impl Sms for Gateway {
    async fn send(
        &self,
        to: &Phone,
        message: &Message,
        text: &str,
        _words: &Lexicon,
        now: menhu_protocol::Millis,
    ) -> Result<(), Unsent> {
        let kind = match message {
            Message::Code { .. } => "code",
            Message::News(news) => news.name(),
        };
        let body = serde_json::json!({ "to": to.e164(), "kind": kind, "text": text }).to_string();
        let timestamp = (now / 1000).to_string();
        let signature = signature(&self.secret, &timestamp, &body)?;
        let answer = self
            .http
            .post(&self.url)
            .header("content-type", "application/json")
            .header("x-menhu-timestamp", timestamp)
            .header("x-menhu-signature", signature)
            .body(body)
            .send()
            .await
            .map_err(Unsent::of)?;
        if answer.status().is_success() {
            Ok(())
        } else {
            let status = answer.status();
            Err(Unsent::Perhaps(format!("the gateway answered {status}")))
        }
    }

    async fn check(&self) -> Result<Reached, String> {
        super::reached(&self.http, &self.url).await
    }
}

#[cfg(test)]
mod tests {
    use menhu_protocol::values::Secret;

    #[test]
    fn the_signature_is_what_openssl_says() {
        // printf '1795248000.{}' | openssl dgst -sha256 -hmac key
        let signature = super::signature(&Secret::new("key"), "1795248000", "{}");
        assert_eq!(
            signature.as_deref(),
            Ok("v1=351b37a7bdb432b1725fc5db6fdd57356e7b0ee0722799c59f4eed915c66aa66")
        );
    }
}
