//! The program itself: started, killed, started again, ended.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use menhu_protocol::Field;
use menhu_protocol::api::Call;
use menhu_protocol::api::registration::{Activate, Dispute, Open, Opened};
use menhu_protocol::values::{MemberId, Secret};
use menhu_testkit::{PEOPLE, roster_csv};

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_menhu-server"));
    command.env_clear().env("MENHU_DATA_DIR", folder);
    command
}

fn run(folder: &Path, words: &[&str]) -> Output {
    program(folder).args(words).output().expect("it runs")
}

struct Server {
    child: Child,
    origin: String,
}

impl Server {
    fn start(folder: &Path) -> Self {
        let mut child = program(folder)
            .args(["--demo", "serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut line).expect("a line");
        let origin = line.trim().strip_prefix("listening on ").expect("ready");
        Self {
            child,
            origin: origin.to_owned(),
        }
    }

    async fn ask<C: Call>(&self, call: &C) -> C::Reply {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().build().expect("a client");
        let answer = http
            .post(format!("{}{}", self.origin, C::PATH))
            .json(call)
            .send()
            .await
            .expect("an answer");
        answer.json().await.expect("a reply")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn a_server_killed_after_its_commit_repeats_the_same_success() {
    let folder = tempfile::tempdir().expect("a folder");
    let csv = folder.path().join("roster.csv");
    std::fs::write(&csv, roster_csv(PEOPLE)).expect("written");
    let csv = csv.display().to_string();
    let imported = run(folder.path(), &["--demo", "roster", "import", &csv]);
    assert!(imported.status.success(), "{imported:?}");

    let server = Server::start(folder.path());
    let open = Open {
        account: MemberId::parse(PEOPLE[0].member).expect("an ID"),
        password: Secret::new(PEOPLE[0].password),
    };
    let Opened { registration, .. } = server.ask(&open).await;
    let activate = Activate {
        registration,
        key: "6f1d".to_owned(),
    };
    let first = server.ask(&activate).await;
    drop(server);

    let server = Server::start(folder.path());
    let again = server.ask(&activate).await;
    assert_eq!(first, again);
}

#[tokio::test]
async fn the_desk_reads_a_case_and_closes_it_and_the_person_activates() {
    let folder = tempfile::tempdir().expect("a folder");
    let csv = folder.path().join("roster.csv");
    std::fs::write(&csv, roster_csv(PEOPLE)).expect("written");
    let csv = csv.display().to_string();
    run(folder.path(), &["--demo", "roster", "import", &csv]);
    let list = || {
        let listed = run(folder.path(), &["--demo", "dispute", "list"]);
        assert!(listed.status.success(), "{listed:?}");
        String::from_utf8(listed.stdout).expect("text")
    };
    assert!(list().contains("没有待处理"));

    let server = Server::start(folder.path());
    let open = Open {
        account: MemberId::parse(PEOPLE[0].member).expect("an ID"),
        password: Secret::new(PEOPLE[0].password),
    };
    let Opened { registration, .. } = server.ask(&open).await;
    let dispute = Dispute {
        registration: registration.clone(),
        field: Field::Name,
        should_be: "陈淑芳".to_owned(),
    };
    let case = server.ask(&dispute).await;
    let listed = list();
    for part in [
        &*case.number,
        PEOPLE[0].name,
        PEOPLE[0].member,
        "姓名",
        "陈淑芳",
        "激活",
    ] {
        assert!(listed.contains(part), "{part} is missing: {listed}");
    }

    let close = |number: &str| run(folder.path(), &["--demo", "dispute", "close", number]);
    let nobodys = close("none");
    assert_eq!(nobodys.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&nobodys.stderr).contains("dispute list"));
    assert!(list().contains(&case.number), "it stands as it was");
    assert!(close(&case.number).status.success());
    assert!(list().contains("没有待处理"));
    let activate = Activate {
        registration,
        key: "6f1d".to_owned(),
    };
    assert_eq!(server.ask(&activate).await.name, PEOPLE[0].name);
}

#[cfg(unix)]
#[tokio::test]
async fn sigterm_ends_it_quietly() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(folder.path());
    let pid = server.child.id().to_string();
    let told = Command::new("kill").args(["-TERM", &pid]).status();
    assert!(told.expect("kill").success());
    let status = server.child.wait().expect("it ends");
    assert!(status.success(), "{status}");
}

#[test]
fn outside_demo_mode_an_example_secret_is_refused_with_the_way_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("menhu.toml");
    let text = r#"
        origin = "https://menhu.example.edu.cn"
        listen = "127.0.0.1:0"
        [campus]
        slug = "shifan"
        name = { zh = "示范大学", en = "Demonstration University" }
        desk = { phone = "0451-86412345", hours = { zh = "工作日", en = "Weekdays" } }
    "#;
    std::fs::write(&config, text).expect("written");
    let config = config.display().to_string();
    for secret in ["changeme-changeme-changeme-changeme", "short"] {
        let refused = program(folder.path())
            .args(["--config", &config, "serve"])
            .env("MENHU_SECRET", secret)
            .output()
            .expect("it runs");
        assert!(!refused.status.success());
        let said = String::from_utf8_lossy(&refused.stderr);
        assert!(said.contains("openssl rand"), "{said}");
        assert!(!said.contains(secret), "and never printed");
    }
}

#[test]
fn the_doctor_says_what_is_wrong_and_leaves_with_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let before = run(folder.path(), &["--demo", "doctor"]);
    assert_eq!(before.status.code(), Some(1));
    let said = String::from_utf8_lossy(&before.stdout).into_owned();
    assert!(said.contains("menhu-server migrate"), "{said}");
    assert!(run(folder.path(), &["--demo", "migrate"]).status.success());
    let after = run(folder.path(), &["--demo", "doctor"]);
    assert_eq!(after.status.code(), Some(0), "{after:?}");
}

#[test]
fn the_doctor_says_why_a_database_is_not_reached() {
    let folder = tempfile::tempdir().expect("a folder");
    // A port that was free a moment ago and that nobody listens on.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a port")
        .port();
    let examined = program(folder.path())
        .args(["--demo", "doctor"])
        .env(
            "MENHU_DATABASE",
            format!("postgres://menhu@127.0.0.1:{port}/menhu"),
        )
        .output()
        .expect("it runs");
    assert_eq!(examined.status.code(), Some(1));
    let said = String::from_utf8_lossy(&examined.stdout).into_owned();
    assert!(said.contains("refused"), "{said}");
}
