//! How messages leave, as it is written in the file and the environment.

use anyhow::{Context as _, bail, ensure};
use menhu_protocol::values::Secret;
use reqwest::Url;

use super::{WrittenMail, WrittenSms};
use crate::config::{AliyunConfig, MailConfig, SmsConfig};

/// Characters: 112 bits in hex, the least NIST SP 800-131A §10 leaves to an HMAC key.
const SHORTEST_SECRET: usize = 28;

pub(super) fn sms_of(
    written: Option<WrittenSms>,
    demo: bool,
    env: &dyn Fn(&str) -> Option<String>,
) -> anyhow::Result<SmsConfig> {
    let secret = |set: Option<Secret>| {
        env("MENHU_SMS_SECRET")
            .map(Secret::new)
            .or(set)
            .context("sms: its secret is missing (MENHU_SMS_SECRET)")
    };
    Ok(match written {
        None if demo => SmsConfig::Demo,
        None => SmsConfig::Off,
        Some(WrittenSms::Demo) if demo => SmsConfig::Demo,
        Some(WrittenSms::Demo) => bail!("sms.by: `demo` sends nothing; it is for demo mode only"),
        Some(WrittenSms::Gateway { url, secret: set }) => SmsConfig::Gateway {
            secret: strong(secret(set)?, demo)?,
            url: guarded("sms.url", url)?,
        },
        Some(WrittenSms::Aliyun {
            endpoint,
            access_key,
            access_secret,
            sign_name,
            code_template,
            notice_template,
        }) => SmsConfig::Aliyun(AliyunConfig {
            endpoint: guarded(
                "sms.endpoint",
                endpoint.unwrap_or_else(|| "https://dysmsapi.aliyuncs.com".to_owned()),
            )?,
            access_key,
            access_secret: secret(access_secret)?,
            sign_name,
            code_template,
            notice_template,
        }),
    })
}

/// A gateway sees codes: unencrypted only on this machine (security.md OTP-8).
fn guarded(field: &str, url: String) -> anyhow::Result<String> {
    let parsed = Url::parse(&url).with_context(|| format!("{field}: `{url}`"))?;
    let here = matches!(parsed.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    ensure!(
        parsed.scheme() == "https" || parsed.scheme() == "http" && here,
        "{field}: `{url}` must begin with https://"
    );
    ensure!(
        parsed.username().is_empty() && parsed.password().is_none(),
        "{field}: an address holds no name or password; the secret is MENHU_SMS_SECRET"
    );
    Ok(url)
}

/// The gateway takes whoever knows this secret for the campus.
fn strong(secret: Secret, demo: bool) -> anyhow::Result<Secret> {
    let text = secret.expose().trim();
    ensure!(
        demo || text.chars().count() >= SHORTEST_SECRET && !crate::keys::is_example(text),
        "sms.secret: it is an example or shorter than {SHORTEST_SECRET} characters; agree on one with \
         the gateway, such as from `openssl rand -hex 32`, and set MENHU_SMS_SECRET"
    );
    Ok(secret)
}

pub(super) fn mail_of(
    written: Option<WrittenMail>,
    demo: bool,
    env: &dyn Fn(&str) -> Option<String>,
) -> anyhow::Result<MailConfig> {
    Ok(match written {
        None if demo => MailConfig::Demo,
        None => MailConfig::Off,
        Some(WrittenMail::Demo) if demo => MailConfig::Demo,
        Some(WrittenMail::Demo) => {
            bail!("mail.by: `demo` sends nothing; it is for demo mode only")
        }
        Some(WrittenMail::Smtp { url, from }) => MailConfig::Smtp {
            url: env("MENHU_SMTP_URL")
                .map(Secret::new)
                .or(url)
                .context("mail.url is missing (MENHU_SMTP_URL)")?,
            from,
        },
    })
}

#[cfg(test)]
mod tests {
    use menhu_protocol::values::Secret;

    use super::{guarded, strong};

    #[test]
    fn codes_leave_unencrypted_to_this_machine_only() {
        let taken = |url: &str| guarded("sms.url", url.to_owned()).is_ok();
        for url in [
            "https://sms.example.edu.cn/send",
            "http://127.0.0.1:9000/send",
            "http://localhost/send",
            "http://[::1]:9000/",
        ] {
            assert!(taken(url), "{url}");
        }
        for url in [
            "http://sms.example.edu.cn/send",
            "http://127.0.0.1.evil.example/",
            "http://127.0.0.1@evil.example/",
            "http://localhost.evil.example/",
            "https://name:word@sms.example.edu.cn/",
            "ftp://127.0.0.1/",
            "sms.example.edu.cn",
        ] {
            assert!(!taken(url), "{url}");
        }
    }

    #[test]
    fn a_short_or_known_gateway_secret_is_for_demo_mode_only() {
        for text in [
            "",
            "changeme",
            "changeme-changeme-changeme-changeme",
            "0123456789abcdef",
        ] {
            assert!(strong(Secret::new(text), false).is_err(), "{text}");
            assert!(strong(Secret::new(text), true).is_ok(), "{text}");
        }
        let secret = Secret::new("9f86d081884c7d659a2feaa0c55ad015");
        assert!(strong(secret, false).is_ok());
    }
}
