//! Letters by SMTP, taken by a mail server that nobody here wrote (aiosmtpd).

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;

use menhu_protocol::values::{MailAddress, Secret};
use menhu_protocol::{Code, Failure};
use menhu_server::config::MailConfig;
use menhu_server::delivery::{self, Message, News};
use serde::Deserialize;

use crate::ground::Ground;

const FROM: &str = "统一身份认证 <admin@example.edu.cn>";
const TO: &str = "chen@mail.example";

/// Debian's own, which has `python3-aiosmtpd`.
const PYTHON: &str = "/usr/bin/python3";

/// Says its port and then what it hears, a line each: `{"auth": …}`, `{"to": …, "data": …}`. Ends with its
/// standard input.
const SERVER: &str = r#"
import asyncio, json, logging, ssl, sys
from aiosmtpd.smtp import AuthResult, SMTP

mode, cert, key = sys.argv[1:4]
# What it refuses is what is asked of it here.
logging.disable(logging.CRITICAL)

def say(**what):
    print(json.dumps(what), flush=True)

class Sink:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 <" + address + "> is nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        say(sender=envelope.mail_from, to=envelope.rcpt_tos, tls=session.ssl is not None,
            data=envelope.content.decode("utf-8"))
        return "250 OK"

def authenticated(server, session, envelope, mechanism, data):
    # Under TLS from the first byte, the transport knows.
    tls = server.transport.get_extra_info("ssl_object") is not None
    say(auth=data.login.decode(), tls=tls or session.ssl is not None)
    return AuthResult(success=True)

context, more = None, {}
if mode in ("starttls", "tls"):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
if mode != "plain":
    more = dict(authenticator=authenticated, auth_require_tls=mode == "starttls")
if mode == "starttls":
    more["tls_context"] = context

async def serve():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Sink(), loop=loop, **more), "127.0.0.1", 0,
        ssl=context if mode == "tls" else None)
    say(port=server.sockets[0].getsockname()[1])
    await loop.run_in_executor(None, sys.stdin.read)

asyncio.run(serve())
"#;

/// What a server heard.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Heard {
    auth: Option<String>,
    sender: String,
    to: Vec<String>,
    data: String,
    tls: bool,
}

#[derive(Deserialize)]
struct Ready {
    port: u16,
}

struct MailServer {
    port: u16,
    /// `None`: it was asked already.
    hearing: Option<JoinHandle<Vec<Heard>>>,
    child: Child,
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl MailServer {
    /// `plain`: without TLS and names; `none`: takes names without TLS; `starttls`; `tls` from the
    /// first byte.
    fn start(mode: &str, certificate: &Path, key: &Path) -> Self {
        let mut child = Command::new(PYTHON)
            .args(["-W", "ignore", "-c", SERVER, mode])
            .args([certificate, key])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3-aiosmtpd is missing: cargo xtask setup");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let ready = lines.next().expect("it stands").expect("a line");
        let Ready { port } = serde_json::from_str(&ready).expect("json");
        let hearing = std::thread::spawn(move || {
            lines
                .map_while(Result::ok)
                .map(|line| serde_json::from_str(&line).expect("json"))
                .collect()
        });
        Self {
            port,
            hearing: Some(hearing),
            child,
        }
    }

    /// Ends it; everything it heard.
    fn heard(mut self) -> Vec<Heard> {
        drop(self.child.stdin.take());
        let hearing = self.hearing.take().expect("asked once");
        hearing.join().expect("every line is read")
    }

    fn plain() -> Self {
        Self::start("plain", Path::new("-"), Path::new("-"))
    }

    /// With a certificate for 127.0.0.1 that signs itself.
    fn with_tls(mode: &str, folder: &Path) -> Self {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]);
        let made = made.expect("a certificate");
        let (certificate, key) = (folder.join("mail.crt"), folder.join("mail.key"));
        std::fs::write(&certificate, made.cert.pem()).expect("written");
        std::fs::write(&key, made.signing_key.serialize_pem()).expect("written");
        Self::start(mode, &certificate, &key)
    }
}

async fn ground(url: String) -> Ground {
    Ground::on(None, |config| {
        config.mail = MailConfig::Smtp {
            url: Secret::new(url),
            from: FROM.to_owned(),
        };
    })
    .await
}

async fn sent_to(ground: &Ground, to: &str, message: &Message) -> Result<(), Failure> {
    let to = MailAddress::parse(to).expect("a mail");
    delivery::send(&ground.campus, &to.into(), message).await
}

fn code() -> Message {
    Message::Code {
        code: Secret::new("012345"),
    }
}

/// The value of a header; folded lines are one.
fn header<'a>(head: &'a str, name: &str) -> Vec<&'a str> {
    head.lines()
        .filter_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
        .collect()
}

/// Quoted-printable and base64 are how a letter travels; Python reads it as a mail program does.
fn read(data: &str) -> (String, String, String) {
    let script = "import sys, email, email.policy, json\n\
        m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)\n\
        print(json.dumps([str(m['subject']), str(m['from']), m.get_content()]))";
    let mut child = Command::new(PYTHON)
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3");
    let mut input = child.stdin.take().expect("its input");
    std::io::Write::write_all(&mut input, data.as_bytes()).expect("written");
    drop(input);
    let out = child.wait_with_output().expect("read");
    serde_json::from_slice(&out.stdout).expect("json")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_arrives_from_the_fixed_sender_with_its_own_id_and_date() {
    let server = MailServer::plain();
    let ground = ground(format!("smtp://127.0.0.1:{}", server.port)).await;
    sent_to(&ground, TO, &code()).await.expect("taken");
    let news = Message::News(News::PhoneMoved {
        tail: "5678".to_owned(),
    });
    sent_to(&ground, TO, &news).await.expect("taken");
    let heard = server.heard();
    assert_eq!(heard.len(), 2);
    let mut ids = Vec::new();
    for one in &heard {
        assert_eq!(one.sender, "admin@example.edu.cn");
        assert_eq!(one.to, [TO]);
        let (head, _) = one.data.split_once("\r\n\r\n").expect("a head");
        assert_eq!(header(head, "To"), [TO]);
        assert_eq!(header(head, "Auto-Submitted"), ["auto-generated"]);
        assert_eq!(header(head, "Date"), ["Sat, 21 Nov 2026 08:00:00 +0000"]);
        assert_eq!(header(head, "Content-Type"), ["text/plain; charset=utf-8"]);
        let id = header(head, "Message-ID");
        assert!(id[0].ends_with("@example.edu.cn>"), "{id:?}");
        ids.extend(id.into_iter().map(str::to_owned));
    }
    ids.dedup();
    assert_eq!(ids.len(), 2);
    let (subject, from, text) = read(&heard[0].data);
    assert_eq!(from, FROM);
    assert_eq!(
        subject,
        "示范大学：验证码 / Demonstration University: your code"
    );
    assert!(text.contains("验证码 012345，5 分钟内有效"), "{text}");
    assert!(text.contains("Code 012345, good for 5 minutes"), "{text}");
    let (_, _, text) = read(&heard[1].data);
    assert!(text.contains("已改用尾号 5678 的手机"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_is_put_into_a_letter_becomes_a_header() {
    let server = MailServer::plain();
    let url = format!("smtp://127.0.0.1:{}", server.port);
    let evil = "x\r\nBcc: evil@example.cn\r\n\r\nbody";
    let ground = Ground::on(None, |config| {
        config.mail = MailConfig::Smtp {
            url: Secret::new(url),
            from: FROM.to_owned(),
        };
        config.campus.name.zh = evil.to_owned();
        config.campus.name.en = evil.to_owned();
    })
    .await;
    let news = Message::News(News::PasswordSet {
        device: format!("{evil}\r\n.\r\nMAIL FROM:<evil@example.cn>"),
    });
    // Taken or refused, nobody else gets anything.
    let _ = sent_to(&ground, TO, &news).await;
    let heard = server.heard();
    assert!(heard.len() <= 1);
    for one in heard {
        assert_eq!(one.to, [TO]);
        let (head, _) = one.data.split_once("\r\n\r\n").expect("a head");
        assert!(!head.to_lowercase().contains("\nbcc"), "{head}");
        assert_eq!(header(head, "Subject").len(), 1, "{head}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_encryption_neither_password_nor_letter_leaves() {
    let folder = tempfile::tempdir().expect("a folder");
    for (mode, url) in [
        // It does not know STARTTLS, and would take the password all the same.
        ("none", "smtp://menhu:word@127.0.0.1:PORT?tls=required"),
        // Its certificate is nobody's.
        ("starttls", "smtp://menhu:word@127.0.0.1:PORT?tls=required"),
        ("tls", "smtps://menhu:word@127.0.0.1:PORT"),
    ] {
        let server = match mode {
            "none" => MailServer::start(mode, Path::new("-"), Path::new("-")),
            _ => MailServer::with_tls(mode, folder.path()),
        };
        let ground = ground(url.replace("PORT", &server.port.to_string())).await;
        let down = sent_to(&ground, TO, &code()).await.expect_err(mode);
        assert_eq!(down.code, Code::MailDown, "{mode}");
        let heard = server.heard();
        assert!(heard.is_empty(), "{mode}: {heard:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_says_no_or_is_not_there_is_mail_down() {
    let server = MailServer::plain();
    let ground = ground(format!("smtp://127.0.0.1:{}", server.port)).await;
    let refused = sent_to(&ground, "nobody@mail.example", &code()).await;
    assert_eq!(refused.expect_err("550").code, Code::MailDown);
    assert!(server.heard().is_empty());
    let gone = sent_to(&ground, TO, &code()).await;
    assert_eq!(gone.expect_err("gone").code, Code::MailDown);
}

/// The program itself, on a machine that trusts the campus's own certificates.
#[test]
fn where_the_machine_trusts_the_certificate_the_password_goes_encrypted() {
    let folder = tempfile::tempdir().expect("a folder");
    for (mode, url) in [
        ("starttls", "smtp://menhu:word@127.0.0.1:PORT?tls=required"),
        ("tls", "smtps://menhu:word@127.0.0.1:PORT"),
    ] {
        let server = MailServer::with_tls(mode, folder.path());
        let config = folder.path().join("menhu.toml");
        let url = url.replace("PORT", &server.port.to_string());
        let text = format!("[mail]\nby = \"smtp\"\nurl = \"{url}\"\nfrom = \"{FROM}\"\n");
        std::fs::write(&config, text).expect("written");
        let out = Command::new(env!("CARGO_BIN_EXE_menhu-server"))
            .env_clear()
            .env("MENHU_DATA_DIR", folder.path())
            .env("SSL_CERT_FILE", folder.path().join("mail.crt"))
            .arg("--demo")
            .arg("--config")
            .arg(&config)
            .arg("doctor")
            .output()
            .expect("it runs");
        let heard = server.heard();
        assert_eq!(
            heard.len(),
            1,
            "{mode}: {}",
            String::from_utf8_lossy(&out.stdout)
        );
        assert_eq!(heard[0].auth.as_deref(), Some("menhu"), "{mode}");
        assert!(heard[0].tls, "{mode}");
    }
}
