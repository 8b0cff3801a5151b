//! Aliyun SMS: `SendSms` of Dysmsapi 2017-05-25, signed by ACS3-HMAC-SHA256 (Aliyun OpenAPI, "V3 request
//! body & signature mechanism").

use async_trait::async_trait;
use hmac::{Hmac, Mac};
use menhu_protocol::Millis;
use menhu_protocol::values::Phone;
use menhu_words::Lexicon;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;
use time::macros::format_description;

use super::{Message, Reached, Sms, Unsent};
use crate::config::AliyunConfig;

pub(super) struct Aliyun {
    http: reqwest::Client,
    host: String,
    config: AliyunConfig,
}

impl Aliyun {
    pub(super) fn new(config: &AliyunConfig) -> anyhow::Result<Self> {
        let url: reqwest::Url = config.endpoint.parse()?;
        let host = url.host_str().unwrap_or_default();
        Ok(Self {
            http: super::http()?,
            host: match url.port() {
                Some(port) => format!("{host}:{port}"),
                None => host.to_owned(),
            },
            config: config.clone(),
        })
    }

    /// The form Aliyun wants, encoded by RFC 3986.
    fn form(&self, to: &Phone, message: &Message, words: &Lexicon) -> String {
        let (template, facts) = match message {
            Message::Code { code } => (
                &self.config.code_template,
                serde_json::json!({ "code": code.expose() }).to_string(),
            ),
            Message::News(news) => (
                &self.config.notice_template,
                serde_json::json!({ "what": news.worded(words) }).to_string(),
            ),
        };
        // Mainland numbers without a country, others with it and without the plus sign.
        let to = to.local().trim_start_matches('+');
        [
            ("PhoneNumbers", to),
            ("SignName", &self.config.sign_name),
            ("TemplateCode", template),
            ("TemplateParam", &facts),
        ]
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .join("&")
    }
}

/// RFC 3986: everything but the unreserved characters.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(b).to_string()
            }
            _ => format!("%{b:02X}"),
        })
        .collect()
}

/// Headers that are signed, in the order of their names.
fn headers(host: &str, date: &str, nonce: &str, body: &str) -> [(&'static str, String); 7] {
    [
        (
            "content-type",
            "application/x-www-form-urlencoded".to_owned(),
        ),
        ("host", host.to_owned()),
        ("x-acs-action", "SendSms".to_owned()),
        ("x-acs-content-sha256", hex::encode(Sha256::digest(body))),
        ("x-acs-date", date.to_owned()),
        ("x-acs-signature-nonce", nonce.to_owned()),
        ("x-acs-version", "2017-05-25".to_owned()),
    ]
}

/// The `Authorization` header over them.
fn authorization(
    config: &AliyunConfig,
    headers: &[(&'static str, String)],
) -> Result<String, String> {
    const ALGORITHM: &str = "ACS3-HMAC-SHA256";
    let lines: String = headers
        .iter()
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect();
    let names: Vec<_> = headers.iter().map(|(name, _)| *name).collect();
    let names = names.join(";");
    let hash = headers
        .iter()
        .find(|(name, _)| *name == "x-acs-content-sha256")
        .map_or("", |(_, value)| value.as_str());
    let canonical = format!("POST\n/\n\n{lines}\n{names}\n{hash}");
    let to_sign = format!("{ALGORITHM}\n{}", hex::encode(Sha256::digest(canonical)));
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(config.access_secret.expose().as_bytes())
        .map_err(|e| e.to_string())?;
    mac.update(to_sign.as_bytes());
    Ok(format!(
        "{ALGORITHM} Credential={},SignedHeaders={names},Signature={}",
        config.access_key,
        hex::encode(mac.finalize().into_bytes())
    ))
}

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "Code")]
    code: String,
}

#[async_trait]
impl Sms for Aliyun {
    async fn send(
        &self,
        to: &Phone,
        message: &Message,
        _text: &str,
        words: &Lexicon,
        now: Millis,
    ) -> Result<(), Unsent> {
        let body = self.form(to, message, words);
        let date = OffsetDateTime::from_unix_timestamp(now / 1000)
            .map_err(|e| e.to_string())?
            .format(format_description!(
                "[year]-[month]-[day]T[hour]:[minute]:[second]Z"
            ))
            .map_err(|e| e.to_string())?;
        // Once for a message: its own hash says which one it is.
        let nonce = hex::encode(Sha256::digest(format!("{now}{body}")));
        let headers = headers(&self.host, &date, &nonce[..32], &body);
        let mut request = self
            .http
            .post(&self.config.endpoint)
            .header("authorization", authorization(&self.config, &headers)?);
        for (name, value) in &headers {
            request = request.header(*name, value);
        }
        let answer = request.body(body).send().await.map_err(Unsent::of)?;
        let status = answer.status();
        let answer: Answer = answer
            .json()
            .await
            .map_err(|_| Unsent::Perhaps(format!("Aliyun answered {status} without a code")))?;
        if answer.code == "OK" {
            Ok(())
        } else {
            Err(Unsent::Perhaps(format!("Aliyun says {}", answer.code)))
        }
    }

    async fn check(&self) -> Result<Reached, String> {
        super::reached(&self.http, &self.config.endpoint).await
    }
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn everything_but_unreserved_characters_is_encoded() {
        assert_eq!(encoded("a-Z_0.~"), "a-Z_0.~");
        assert_eq!(encoded("{\"a\": +*}"), "%7B%22a%22%3A%20%2B%2A%7D");
        assert_eq!(encoded("门"), "%E9%97%A8");
    }
}
