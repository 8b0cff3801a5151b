//! SMS through real gateways' protocols, spoken to fakes on this machine.

mod smtp;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use hmac::{Hmac, Mac};
use menhu_protocol::values::{Phone, Secret};
use menhu_protocol::{Code, Retry};
use menhu_server::config::{AliyunConfig, SmsConfig};
use menhu_server::delivery::{self, Message, News};
use sha2::{Digest as _, Sha256};

use crate::ground::Ground;

pub type Heard = Arc<Mutex<Vec<(HeaderMap, String)>>>;

/// A gateway that keeps what it hears and answers the same to everything; its address.
pub async fn gateway(status: StatusCode, answer: &'static str) -> (String, Heard) {
    let heard = Heard::default();
    let take = move |State(heard): State<Heard>, headers: HeaderMap, body: String| async move {
        heard.lock().expect("one test").push((headers, body));
        (status, answer)
    };
    let router = Router::new()
        .route("/", post(take))
        .with_state(heard.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    (format!("http://{address}/"), heard)
}

async fn sent(sms: SmsConfig) -> Result<(), menhu_protocol::Failure> {
    let code = Secret::new("012345");
    said(sms, &Message::Code { code }).await
}

async fn said(sms: SmsConfig, message: &Message) -> Result<(), menhu_protocol::Failure> {
    let ground = Ground::on(None, |config| config.sms = sms).await;
    let phone = Phone::parse("13800138000").expect("a phone");
    delivery::send(&ground.campus, &phone.into(), message).await
}

/// All there is to tell.
fn all_news() -> Vec<News> {
    let (tail, mail, device) = ("5678", "c****@mail.example", "Windows · Chrome");
    let (tail, mail, device) = (tail.to_owned(), mail.to_owned(), device.to_owned());
    vec![
        News::PhoneMoved { tail: tail.clone() },
        News::PhoneBound { tail: tail.clone() },
        News::PhoneUnbound { tail },
        News::MailBound { mail: mail.clone() },
        News::MailUnbound { mail },
        News::PasswordSet {
            device: device.clone(),
        },
        News::QuestionsSet {
            device: device.clone(),
        },
        News::ClosingAsked {
            due_at: 1_796_000_000_000,
        },
        News::ClosingTakenBack,
        News::Closed,
        News::NewBrowser { device },
    ]
}

fn hmac(key: &str, text: &str) -> String {
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key.as_bytes()).expect("a key");
    mac.update(text.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers[name].to_str().expect("text")
}

#[tokio::test]
async fn the_campuss_gateway_gets_a_signed_message_with_the_whole_code() {
    let (url, heard) = gateway(StatusCode::ACCEPTED, "").await;
    let secret = Secret::new("shared");
    sent(SmsConfig::Gateway { url, secret })
        .await
        .expect("taken");
    let (headers, body) = heard.lock().expect("one test").remove(0);
    let message: serde_json::Value = serde_json::from_str(&body).expect("json");
    assert_eq!(message["to"], "+8613800138000");
    let text = message["text"].as_str().expect("text");
    assert_eq!(
        text,
        "【示范大学】验证码 012345，5 分钟内有效。请勿告诉他人。"
    );
    let stamp = header(&headers, "x-menhu-timestamp");
    let signature = format!("v1={}", hmac("shared", &format!("{stamp}.{body}")));
    assert_eq!(header(&headers, "x-menhu-signature"), signature);
}

#[tokio::test]
async fn a_gateway_that_refuses_or_is_not_there_is_sms_down() {
    let (refusing, _) = gateway(StatusCode::INTERNAL_SERVER_ERROR, "no").await;
    // The fake leaves with its listener: nobody listens on port 1.
    for url in [refusing, "http://127.0.0.1:1/".to_owned()] {
        let secret = Secret::new("shared");
        let down = sent(SmsConfig::Gateway { url, secret }).await;
        let down = down.expect_err("down");
        assert_eq!(down.code, Code::SmsDown);
        assert!(matches!(down.retry, Retry::After(_)));
    }
}

fn aliyun(endpoint: String) -> SmsConfig {
    SmsConfig::Aliyun(AliyunConfig {
        endpoint,
        access_key: "key".to_owned(),
        access_secret: Secret::new("hidden"),
        sign_name: "示范大学".to_owned(),
        code_template: "SMS_1".to_owned(),
        notice_template: "SMS_2".to_owned(),
    })
}

#[tokio::test]
async fn aliyun_gets_what_its_signature_covers() {
    let (url, heard) = gateway(StatusCode::OK, r#"{"Code":"OK","BizId":"1"}"#).await;
    sent(aliyun(url)).await.expect("taken");
    let (headers, body) = heard.lock().expect("one test").remove(0);
    assert_eq!(
        body,
        "PhoneNumbers=13800138000&SignName=%E7%A4%BA%E8%8C%83%E5%A4%A7%E5%AD%A6\
         &TemplateCode=SMS_1&TemplateParam=%7B%22code%22%3A%22012345%22%7D"
    );
    assert_eq!(header(&headers, "x-acs-action"), "SendSms");
    assert_eq!(header(&headers, "x-acs-date"), "2026-11-21T08:00:00Z");
    let hash = hex::encode(Sha256::digest(&body));
    assert_eq!(header(&headers, "x-acs-content-sha256"), hash);
    let authorization = header(&headers, "authorization");
    let (_, names) = authorization.split_once("SignedHeaders=").expect("names");
    let (names, signature) = names.split_once(",Signature=").expect("a signature");
    // What really came over the wire, host included, is what was signed.
    let lines: String = names
        .split(';')
        .map(|name| format!("{name}:{}\n", header(&headers, name)))
        .collect();
    let canonical = format!("POST\n/\n\n{lines}\n{names}\n{hash}");
    let to_sign = format!(
        "ACS3-HMAC-SHA256\n{}",
        hex::encode(Sha256::digest(canonical))
    );
    assert_eq!(signature, hmac("hidden", &to_sign));
}

/// One template is registered with the operator: what happened is its one variable.
#[tokio::test]
async fn every_gateway_can_say_all_news() {
    for news in all_news() {
        let (url, heard) = gateway(StatusCode::OK, r#"{"Code":"OK","BizId":"1"}"#).await;
        let message = Message::News(news.clone());
        said(aliyun(url), &message).await.expect("taken");
        let (_, body) = heard.lock().expect("one test").remove(0);
        assert!(body.contains("TemplateCode=SMS_2"), "{body}");
        let (_, what) = body.split_once("TemplateParam=").expect("a variable");
        let what = percent_encoding::percent_decode_str(what).decode_utf8_lossy();
        let what: serde_json::Value = serde_json::from_str(&what).expect("json");
        let what = what["what"].as_str().expect("text").to_owned();
        assert!(!what.is_empty() && what.chars().count() <= 35, "{what}");

        let (url, heard) = gateway(StatusCode::OK, "").await;
        let secret = Secret::new("shared");
        said(SmsConfig::Gateway { url, secret }, &message)
            .await
            .expect("taken");
        let (_, body) = heard.lock().expect("one test").remove(0);
        let body: serde_json::Value = serde_json::from_str(&body).expect("json");
        assert_eq!(body["kind"], news.name());
        let text = body["text"].as_str().expect("text");
        assert!(text.starts_with("【示范大学】您的账号"), "{text}");
        assert!(text.contains(&what), "{text}");
    }
}

#[tokio::test]
async fn aliyuns_no_in_a_200_is_a_no() {
    for answer in [r#"{"Code":"isv.BUSINESS_LIMIT_CONTROL"}"#, "<html>", ""] {
        let (url, _) = gateway(StatusCode::OK, answer).await;
        let refused = sent(aliyun(url)).await;
        assert_eq!(refused.expect_err("no").code, Code::SmsDown, "{answer}");
    }
}
